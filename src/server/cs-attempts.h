/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-sqlite.h"

G_BEGIN_DECLS

/*
 * How often somebody may be wrong before they have to wait (ASVS 2.4.1). It is counted beside the
 * journal, so several processes on one journal count together.
 */
typedef struct {
  CsSqlite *sqlite; /* (borrowed) */
  guint most;       /* misses that are allowed */
  GTimeSpan window; /* within this time, in microseconds */
} CsAttempts;

gboolean cs_attempts_prepare (CsSqlite *sqlite, GError **error);
gboolean cs_attempts_may (const CsAttempts *self,
                          const char *who,
                          CsInstant now,
                          gboolean *may,
                          GError **error);
gboolean cs_attempts_add (const CsAttempts *self, const char *who, CsInstant now, GError **error);
gboolean cs_attempts_sweep (const CsAttempts *self, CsInstant now, GError **error);

G_END_DECLS
