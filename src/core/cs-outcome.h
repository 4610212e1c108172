/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-rules.h"

G_BEGIN_DECLS

/* The authority's answer (design: Entries). When it is no, reason->verdict says which of the
 * answers of the design it is. */
typedef struct {
  gboolean is_accepted;
  gboolean is_duplicate; /* accepted before: the same answer again */
  gboolean is_waiting;   /* may follow as far as is known here; the server has not answered yet */
  CsReason *reason;      /* (owned) (nullable) why not */
  CsEntry *entry;        /* (owned) (nullable) as accepted, stamped; the first one of a duplicate */
  char *number;          /* (owned) (nullable) of its request: ANT-1042 */
} CsOutcome;
void cs_outcome_free (CsOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsOutcome, cs_outcome_free)

CsOutcome *cs_outcome_new_accepted (CsEntry *entry, const char *number, gboolean is_duplicate);
CsOutcome *cs_outcome_new_refused (CsReason *reason);
CsOutcome *cs_outcome_new_refused_for (CsVerdict verdict, const char *rule, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_END_DECLS
