/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-activity.h"

#include "cs-outbox.h"

#include <locale.h>

/**
 * cs_activity_free:
 * @self: (transfer full) (nullable): a line
 */
void
cs_activity_free (CsActivity *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->kind);
  g_free (self->request);
  g_free (self->number);
  g_free (self->title);
  json_decref (self->data);
  g_free (self->verdict);
  g_free (self->rule);
  g_free (self->reason);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self->settled_by);
  g_free (self);
}

/**
 * cs_activity_state_get_name:
 *
 * Returns: its name for the command line
 */
const char *
cs_activity_state_get_name (CsActivityState state)
{
  static const char *const names[] = {
      [CS_ACTIVITY_WAITING] = "waiting",
      [CS_ACTIVITY_SENT] = "sent",
      [CS_ACTIVITY_ACCEPTED] = "accepted",
      [CS_ACTIVITY_REFUSED] = "refused",
      [CS_ACTIVITY_CONFLICT] = "conflict",
      [CS_ACTIVITY_PARKED] = "parked",
  };

  return names[state];
}

static CsActivityState
state_of (const CsOutboxItem *item)
{
  static const char *const conflicts[] = {"already_settled", "content_changed", "withdrawn", NULL};

  if (item->verdict == NULL)
    return item->is_tried ? CS_ACTIVITY_SENT : CS_ACTIVITY_WAITING;
  if (g_str_equal (item->verdict, "accepted"))
    return CS_ACTIVITY_ACCEPTED;
  if (g_str_equal (item->verdict, "parked"))
    return CS_ACTIVITY_PARKED;
  return g_strv_contains (conflicts, item->verdict) ? CS_ACTIVITY_CONFLICT : CS_ACTIVITY_REFUSED;
}

static void
change_free (CsActivityChange *self)
{
  g_free (self->title);
  g_free (self->was);
  g_free (self->is);
  g_free (self);
}

static char *
dup_value (const CsRequest *fold,
           const CsField *field,
           const json_t *value,
           const CsDirectory *directory)
{
  return json_is_null (value)
             ? NULL
             : cs_request_dup_text_of (fold, field, value, directory, setlocale (LC_NUMERIC, NULL));
}

static void
add_changes (CsActivity *self,
             const json_t *changes,
             const CsRequest *fold,
             const CsDirectory *directory)
{
  g_autofree char *language = g_strdup (g_get_language_names ()[0]);
  const json_t *change;
  size_t i;

  g_strdelimit (language, "_.@", '\0');
  json_array_foreach ((json_t *)changes, i, change)
  {
    const char *id = cs_json_get_string (change, "field");
    const CsField *field = id != NULL ? cs_process_get_field (cs_request_get_process (fold), id)
                                      : NULL;
    CsActivityChange *one;

    if (field == NULL)
      continue;
    one = g_new0 (CsActivityChange, 1);
    one->title = cs_text_dup (field->title, language);
    one->was = dup_value (fold, field, json_object_get (change, "was"), directory);
    one->is = dup_value (fold, field, json_object_get (change, "is"), directory);
    g_ptr_array_add (self->changes, one);
  }
}

/* The journal knows by now who was faster. */
static void
add_settled (CsActivity *self, const CsRequest *fold, const CsDirectory *directory)
{
  const GPtrArray *decisions = cs_request_get_decisions (fold);
  const char *step = cs_json_get_string (self->data, "step");
  const char *level = cs_json_get_string (self->data, "level");

  for (guint i = decisions->len; i > 0 && self->settled_by == NULL; i--) {
    const CsDecision *decision = decisions->pdata[i - 1];
    const CsPerson *person;

    if (!decision->counts || g_strcmp0 (decision->step->id, step) != 0 ||
        g_strcmp0 (decision->level->id, level) != 0)
      continue;
    person = cs_directory_get_person (directory, decision->person);
    self->settled = decision->answer;
    self->settled_by = g_strdup (person != NULL ? person->name : decision->person);
    self->settled_at = cs_entry_get_time (decision->entry);
  }
}

static void
add_difference (CsActivity *self, CsLedger *ledger, const CsOutboxItem *item, const CsRequest *fold)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (ledger), NULL);

  if (fold == NULL || directory == NULL || item->verdict == NULL)
    return;
  add_changes (self, json_object_get (item->answer, "changes"), fold, directory);
  if (g_str_equal (item->verdict, "already_settled"))
    add_settled (self, fold, directory);
}

static CsActivity *
make_activity (CsLedger *ledger, const CsOutboxItem *item)
{
  const CsEntry *entry = item->entry;
  const char *request = cs_entry_get_request (entry);
  const CsRequest *fold =
      request != NULL
          ? cs_authority_get_request (cs_ledger_get_authority (ledger), request, NULL, NULL)
          : NULL;
  CsActivity *self = g_new0 (CsActivity, 1);

  self->state = state_of (item);
  self->id = g_strdup (cs_entry_get_id (entry));
  self->kind = g_strdup (cs_entry_get_kind_name (entry));
  self->request = g_strdup (request);
  self->number = g_strdup (fold != NULL ? cs_request_get_number (fold) : NULL);
  self->title =
      g_strdup (fold != NULL ? cs_request_get_title (fold) : cs_entry_get_text (entry, "title"));
  self->data = json_deep_copy (cs_entry_get_data (entry));
  self->verdict = g_strdup (item->verdict);
  self->rule = g_strdup (cs_json_get_string (item->answer, "rule"));
  self->reason = g_strdup (cs_json_get_string (item->answer, "reason"));
  self->made = item->made;
  self->answered = item->answered;
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)change_free);
  self->settled_at = CS_INSTANT_NONE;
  add_difference (self, ledger, item, fold);
  return self;
}

static gboolean
add_all (CsLedger *ledger, CsOutboxState state, GPtrArray *list, GError **error)
{
  g_autoptr (GPtrArray) items = cs_outbox_list (cs_ledger_get_store (ledger), state, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    g_ptr_array_add (list, make_activity (ledger, items->pdata[i]));
  return items != NULL;
}

/**
 * cs_activity_list:
 *
 * Returns: (transfer full) (element-type CsActivity): what was refused and not dismissed, then what
 *   does not stand in the journal yet, in the order it was said; %NULL on error
 */
GPtrArray *
cs_activity_list (CsLedger *ledger, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_activity_free);

  if (!add_all (ledger, CS_OUTBOX_REFUSED, list, error) ||
      !add_all (ledger, CS_OUTBOX_SHOWN, list, error))
    return NULL;
  return g_steal_pointer (&list);
}
