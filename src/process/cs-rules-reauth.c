/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"
#include "cs-rules.h"

#include <string.h>

/* ASVS 7.5.3: above an amount that the pack sets, who decides shows once more who they are. Whether
 * they have is known to whoever lets them in; here is only whether it is asked for. */

/* As “over” of a condition: above the limit in its own currency, and true where that has none. */
static gboolean
is_over (const GArray *limits, const CsMoney *amount)
{
  for (guint i = 0; i < limits->len; i++) {
    const CsMoney *limit = &g_array_index (limits, CsMoney, i);

    if (strcmp (limit->currency, amount->currency) == 0)
      return amount->minor > limit->minor;
  }
  return TRUE;
}

/**
 * cs_rules_asks_sign_in:
 * @request: a request
 * @step: one of its approvals
 * @level: of @step
 *
 * Returns: whether an amount that @level decides on is above one of the pack's (`reauth`)
 */
gboolean
cs_rules_asks_sign_in (const CsRequest *request, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *fields = step->approval->document->fields;

  for (guint i = 0; level->reauth->len > 0 && i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    CsMoney amount;

    if (field->type == CS_FIELD_MONEY && cs_level_decides_on (level, field) &&
        cs_money_from_json (cs_request_effective_value (request, field), &amount, NULL) &&
        is_over (level->reauth, &amount))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_rules_entry_asks_sign_in:
 * @request: a request
 * @entry: that is to follow
 *
 * Returns: whether @entry is an answer of a level above such an amount
 */
gboolean
cs_rules_entry_asks_sign_in (const CsRequest *request, const CsEntry *entry)
{
  const CsStep *step = NULL;
  const CsLevel *level = NULL;

  if (cs_entry_get_kind (entry) == CS_KIND_DECISION)
    step =
        cs_process_get_step (cs_request_get_process (request), cs_entry_get_text (entry, "step"));
  if (step != NULL && step->approval != NULL)
    level = cs_approval_get_level (step->approval, cs_entry_get_text (entry, "level"));
  return level != NULL && cs_rules_asks_sign_in (request, step, level);
}
