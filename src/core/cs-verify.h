/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-store.h"

G_BEGIN_DECLS

/* What a walk over the whole journal found. */
typedef struct {
  gint64 entries, chains, signatures;
  gint64 heads;          /* signed, and the journal is what they say */
  gint64 heads_unproved; /* signed, but this folder does not hold every entry */
  GPtrArray
      *faults; /* (owned) char*: what does not fit, in words; empty: all is as it was written */
} CsVerifyReport;
void cs_verify_report_free (CsVerifyReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsVerifyReport, cs_verify_report_free)

CsVerifyReport *cs_verify_run (CsStore *store, GError **error);
CsVerifyReport *
cs_verify_run_against (CsStore *store, const GPtrArray *heads, const char *key, GError **error);

G_END_DECLS
