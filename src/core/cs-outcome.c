/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-outcome.h"

#include <stdarg.h>

/**
 * cs_outcome_free:
 * @self: (transfer full) (nullable): an outcome
 */
void
cs_outcome_free (CsOutcome *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->reason, cs_reason_free);
  g_clear_pointer (&self->entry, cs_entry_unref);
  g_free (self->number);
  g_free (self);
}

/**
 * cs_outcome_new_accepted:
 * @entry: stamped
 * @number: (nullable): what people call its request
 * @is_duplicate: whether it had been accepted before
 *
 * Returns: (transfer full): a yes
 */
CsOutcome *
cs_outcome_new_accepted (CsEntry *entry, const char *number, gboolean is_duplicate)
{
  CsOutcome *self = g_new0 (CsOutcome, 1);

  self->is_accepted = TRUE;
  self->is_duplicate = is_duplicate;
  self->entry = cs_entry_ref (entry);
  self->number = g_strdup (number);
  return self;
}

/**
 * cs_outcome_new_refused:
 * @reason: (transfer full): why not
 *
 * Returns: (transfer full): a no
 */
CsOutcome *
cs_outcome_new_refused (CsReason *reason)
{
  CsOutcome *self = g_new0 (CsOutcome, 1);

  self->reason = reason;
  return self;
}

/**
 * cs_outcome_new_refused_for:
 * @rule: stable name of what forbids it
 * @format: one sentence for a person
 *
 * Returns: (transfer full): a no
 */
CsOutcome *
cs_outcome_new_refused_for (CsVerdict verdict, const char *rule, const char *format, ...)
{
  CsReason *reason;
  va_list arguments;
  char *text;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  reason = cs_reason_new (rule, text);
  reason->verdict = verdict;
  return cs_outcome_new_refused (reason);
}
