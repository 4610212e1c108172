/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-letters.h"
#include "cs-server.h"

G_BEGIN_DECLS

/*
 * The keeper's rounds on a server: every second it is looked whether a clock has something to say,
 * and what has come due is written as entries, each rung once (D-C10, I-12), with a letter to
 * everybody who is told by mail. Server time alone counts (K-14).
 */
typedef struct _CsRounds CsRounds;

typedef struct {
  const CsLetters *letters; /* (borrowed) */
  gboolean writes_letters;  /* whether anybody takes mail */
  guint delay_secs;         /* a letter is sent so long after its rung at the earliest */
} CsRoundsOptions;

CsRounds *cs_rounds_new (CsServer *server, const CsRoundsOptions *options);
void cs_rounds_free (CsRounds *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsRounds, cs_rounds_free)
void cs_rounds_tick (CsRounds *self);

/* For /metrics: rungs that were written, and how late the last one was. */
guint cs_rounds_count (CsRounds *self);
guint cs_rounds_get_late_secs (CsRounds *self);

G_END_DECLS
