/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-activity.h"
#include "cs-format.h"
#include "cs-sync.h"

G_BEGIN_DECLS

/* How a shared workspace stands with its server, copied out of CsSync, to be put into words. */
typedef struct {
  CsSyncState state;
  CsInstant last_synced; /* CS_INSTANT_NONE: never since the program began */
  CsInstant away_since;  /* the server does not answer since then; CS_INSTANT_NONE */
  gint64 waiting, refused, received;
  gint64 clock_offset; /* seconds, positive: this computer is ahead */
  gboolean needs_sign_in;
  gboolean is_whole;  /* all that may be seen has been here once */
  gint64 here, total; /* entries, while it is not */
} CsSyncLook;

/* A lasting state in one sentence, and what one can do about it. */
typedef struct {
  char *text;         /* (owned) (nullable): nothing to say */
  const char *button; /* (nullable) with access key */
  const char *action; /* (nullable) */
} CsSyncAdvice;
void cs_sync_advice_clear (CsSyncAdvice *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsSyncAdvice, cs_sync_advice_clear)

void cs_sync_look_read (CsSyncLook *self, CsSync *sync);

char *cs_sync_text_dup_state (const CsSyncLook *look, const CsFormat *format);
const char *cs_sync_text_get_icon (const CsSyncLook *look);
void cs_sync_text_get_advice (const CsSyncLook *look,
                              const CsFormat *format,
                              CsInstant now,
                              CsSyncAdvice *advice);
char *cs_sync_text_dup_first (const CsSyncLook *look, const CsFormat *format, const char *person);

/* What was said here and does not stand in the journal. */
char *cs_activity_text_dup_sentence (const CsActivity *activity);
char *cs_activity_text_dup_badge (const CsActivity *activity);
char *
cs_activity_text_dup_reason (const CsActivity *activity, const CsFormat *format, CsInstant now);
char *cs_activity_text_dup_changes (const CsActivity *activity);
char *cs_activity_text_dup_typed (const CsActivity *activity);
const char *cs_activity_text_get_icon (const CsActivity *activity);
gboolean cs_activity_text_is_trouble (const CsActivity *activity);

G_END_DECLS
