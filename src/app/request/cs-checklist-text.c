/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-checklist-text.h"

#include <glib/gi18n-lib.h>

/**
 * cs_checklist_text_is_item:
 *
 * Returns: whether the field is an item that this request has
 */
gboolean
cs_checklist_text_is_item (const CsRequest *request, const CsField *field)
{
  return field->type == CS_FIELD_CHECK &&
         cs_request_field_applies (request, field) == CS_TRUTH_TRUE;
}

static const CsStep *
find_cross_check (const CsProcess *process, const CsField *field)
{
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (g_ptr_array_find (step->checks, field, NULL))
      return step;
  }
  return NULL;
}

/**
 * cs_checklist_text_is_checked:
 *
 * Returns: whether the cross-check of the item holds, and is not to be given again
 */
gboolean
cs_checklist_text_is_checked (const CsRequest *request, const CsField *field)
{
  const CsStep *step = find_cross_check (cs_request_get_process (request), field);

  return step != NULL && cs_request_is_checked (request, step, field);
}

/**
 * cs_checklist_text_state:
 *
 * Returns: how the item stands
 */
CsItemState
cs_checklist_text_state (const CsRequest *request, const CsField *field)
{
  const CsValue *value = cs_request_get_value (request, field);
  const char *state = cs_json_get_string (value->value, "state");

  if (state == NULL)
    return CS_ITEM_OPEN;
  if (value->refused != NULL)
    return CS_ITEM_FOUND_WRONG;
  if (cs_request_asks_again (request, field))
    return CS_ITEM_OPEN;
  if (g_str_equal (state, "failed"))
    return CS_ITEM_FAILED;
  if (cs_checklist_text_is_checked (request, field))
    return CS_ITEM_CHECKED;
  return g_str_equal (state, "na") ? CS_ITEM_NA : CS_ITEM_DONE;
}

static char *
dup_said (const json_t *value)
{
  const char *state = cs_json_get_string (value, "state");
  const char *reason = cs_json_get_string (value, "reason");

  if (g_str_equal (state, "na"))
    /* Translators: an item of a checklist; why */
    return g_strdup_printf (_ ("Not applicable: %s"), reason != NULL ? reason : "–");
  if (g_str_equal (state, "failed"))
    /* Translators: an item of a checklist; why */
    return g_strdup_printf (_ ("Failed: %s"), reason != NULL ? reason : "–");
  return g_strdup (C_ ("state", "Done"));
}

/**
 * cs_checklist_text_dup_state:
 *
 * Returns: (transfer full): such as “Not applicable: nothing is paid”
 */
char *
cs_checklist_text_dup_state (const CsRequest *request, const CsField *field)
{
  const json_t *value = cs_request_get_value (request, field)->value;
  g_autofree char *said = NULL;

  if (cs_json_get_string (value, "state") == NULL)
    return g_strdup (C_ ("state", "Open"));
  said = dup_said (value);
  if (cs_request_asks_again (request, field))
    /* Translators: an item of a checklist, and what was said of it before the work came back */
    return g_strdup_printf (_ ("Asked again, earlier: %s"), said);
  return g_steal_pointer (&said);
}

/**
 * cs_checklist_text_icon:
 *
 * Returns: (transfer none): name of the icon
 */
const char *
cs_checklist_text_icon (CsItemState state)
{
  static const char *const icons[] = {
      [CS_ITEM_OPEN] = "countersign-question-symbolic",
      [CS_ITEM_DONE] = "countersign-tick-symbolic",
      [CS_ITEM_NA] = "countersign-written-off-symbolic",
      [CS_ITEM_FAILED] = "countersign-cross-symbolic",
      [CS_ITEM_FOUND_WRONG] = "countersign-send-back-symbolic",
      [CS_ITEM_CHECKED] = "countersign-met-symbolic",
  };

  return icons[state];
}

/**
 * cs_checklist_text_tint:
 *
 * Returns: (transfer none) (nullable): style class of the icon
 */
const char *
cs_checklist_text_tint (CsItemState state)
{
  switch (state) {
    case CS_ITEM_FAILED:
    case CS_ITEM_FOUND_WRONG:
      return "error";
    case CS_ITEM_CHECKED:
      return "success";
    case CS_ITEM_OPEN:
    case CS_ITEM_DONE:
    case CS_ITEM_NA:
    default:
      return NULL;
  }
}

/**
 * cs_checklist_text_count:
 * @count: (out): of all items that the request has
 *
 * Counts what is done and what is cross-checked.
 */
void
cs_checklist_text_count (const CsRequest *request, CsChecklistCount *count)
{
  const CsProcess *process = cs_request_get_process (request);

  *count = (CsChecklistCount){0};
  for (guint i = 0; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];
    CsItemState state;

    if (!cs_checklist_text_is_item (request, field))
      continue;
    state = cs_checklist_text_state (request, field);
    count->n_items++;
    count->n_settled += state == CS_ITEM_DONE || state == CS_ITEM_NA || state == CS_ITEM_CHECKED;
    if (find_cross_check (process, field) == NULL)
      continue;
    count->n_to_check++;
    count->n_checked += state == CS_ITEM_CHECKED;
  }
}

/**
 * cs_checklist_text_dup_count:
 *
 * Returns: (transfer full): such as “5 of 12 done · 3 of 11 cross-checked”
 */
char *
cs_checklist_text_dup_count (const CsChecklistCount *count)
{
  /* Translators: items of a checklist: how many of how many */
  g_autofree char *done =
      g_strdup_printf (_ ("%1$u of %2$u done"), count->n_settled, count->n_items);

  if (count->n_to_check == 0)
    return g_steal_pointer (&done);
  /* Translators: “5 of 12 done”; how many of how many were checked by a second person */
  return g_strdup_printf (_ ("%1$s · %2$u of %3$u cross-checked"),
                          done,
                          count->n_checked,
                          count->n_to_check);
}
