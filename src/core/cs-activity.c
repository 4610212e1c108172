/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-activity.h"

#include "cs-outbox.h"

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
