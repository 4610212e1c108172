/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-entry.h"
#include "cs-store.h"

G_BEGIN_DECLS

/*
 * Entries made here for an authority that is elsewhere; empty in a local workspace (K-13). A row
 * waits until it is answered; what was accepted is shown until it stands in the journal, and stays
 * thirty days longer, in case that a restored authority has lost it (K-11). What is pending is read
 * from the table itself, never counted beside it.
 */
typedef struct {
  CsEntry *entry;  /* (owned) not stamped */
  char *signature; /* (nullable) */
  char **depends;  /* ids of entries it makes no sense without */
  CsInstant made;
  char *verdict;      /* (nullable) while it waits */
  json_t *answer;     /* (owned) (nullable) as the authority gave it */
  CsInstant answered; /* CS_INSTANT_NONE while it waits */
  CsInstant arrived;  /* in the journal; CS_INSTANT_NONE */
  gboolean is_tried;  /* may have left this computer */
} CsOutboxItem;
void cs_outbox_item_free (CsOutboxItem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOutboxItem, cs_outbox_item_free)

/* Which rows are meant. */
typedef enum {
  CS_OUTBOX_WAITING,  /* not answered */
  CS_OUTBOX_SHOWN,    /* not in the journal yet, and not refused */
  CS_OUTBOX_REFUSED,  /* answered with no, or parked; until it is dismissed */
  CS_OUTBOX_ACCEPTED, /* answered with yes */
} CsOutboxState;

#define CS_OUTBOX_KEEP (30 * G_TIME_SPAN_DAY)

gboolean cs_outbox_add (CsStore *store,
                        CsEntry *entry,
                        const char *signature,
                        CsInstant made,
                        GError **error);
gboolean cs_outbox_answer (CsStore *store,
                           const char *id,
                           const char *verdict,
                           const json_t *answer,
                           CsInstant answered,
                           GError **error);
gboolean cs_outbox_try (CsStore *store, const char *id, GError **error);
gboolean cs_outbox_recall (CsStore *store, const char *id, GError **error);
gboolean cs_outbox_arrive (CsStore *store, const char *id, CsInstant arrived, GError **error);
gboolean cs_outbox_requeue (CsStore *store, const char *id, GError **error);
gboolean cs_outbox_dismiss (CsStore *store, const char *id, GError **error);
gboolean cs_outbox_expire (CsStore *store, CsInstant now, GError **error);
GPtrArray *cs_outbox_list_first (CsStore *store, CsOutboxState state, int limit, GError **error);
GPtrArray *cs_outbox_list (CsStore *store, CsOutboxState state, GError **error);
GPtrArray *cs_outbox_list_shown (CsStore *store, const char *request, GError **error);
gboolean cs_outbox_dup_mark (CsStore *store, const char *request, char **mark, GError **error);
CsOutboxItem *cs_outbox_find (CsStore *store, const char *id, GError **error);
gboolean cs_outbox_count (CsStore *store, CsOutboxState state, gint64 *count, GError **error);
gboolean cs_outbox_next_counter (CsStore *store, const char *device, gint64 *n, GError **error);

G_END_DECLS
