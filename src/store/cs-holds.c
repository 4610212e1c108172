/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-holds.h"

/**
 * cs_hold_free:
 * @self: (transfer full) (nullable): a hold
 */
void
cs_hold_free (CsHold *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->person);
  g_free (self->request);
  g_free (self->kind);
  json_decref (self->data);
  g_free (self);
}

/**
 * cs_holds_add:
 *
 * Returns: whether it is on disk
 */
gboolean
cs_holds_add (CsStore *store, const CsHold *hold, GError **error)
{
  g_autofree char *data = cs_json_dump (hold->data);

  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, ?)",
                        "sssssii",
                        hold->id,
                        hold->person,
                        hold->request,
                        hold->kind,
                        data,
                        (gint64)hold->until,
                        (gint64)hold->made);
}

/**
 * cs_holds_remove:
 * @error: NOT_FOUND when it was released or undone before
 *
 * Whoever removes a hold may act on it; nobody else can any more.
 *
 * Returns: whether this call removed it
 */
gboolean
cs_holds_remove (CsStore *store, const char *id, GError **error)
{
  if (!cs_sqlite_run (cs_store_get_sqlite (store), error, "DELETE FROM hold WHERE id = ?", "s", id))
    return FALSE;
  if (cs_sqlite_get_changes (cs_store_get_sqlite (store)) == 0) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_NOT_FOUND,
                         "This decision has been sent already.");
    return FALSE;
  }
  return TRUE;
}

/**
 * cs_holds_list:
 * @until: those that end at this instant or before
 *
 * Returns: (transfer full) (element-type CsHold): in the order they were made; %NULL on error
 */
GPtrArray *
cs_holds_list (CsStore *store, CsInstant until, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_hold_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT id, person, request, kind, data, until, made FROM hold"
                       " WHERE until <= ? ORDER BY made, id",
                       "i",
                       (gint64)until);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    CsHold *hold = g_new0 (CsHold, 1);
    const char *data = cs_statement_get_text (statement, 4);

    g_ptr_array_add (list, hold);
    hold->id = g_strdup (cs_statement_get_text (statement, 0));
    hold->person = g_strdup (cs_statement_get_text (statement, 1));
    hold->request = g_strdup (cs_statement_get_text (statement, 2));
    hold->kind = g_strdup (cs_statement_get_text (statement, 3));
    hold->data = cs_json_load (data, strlen (data), error);
    hold->until = cs_statement_get_int (statement, 5);
    hold->made = cs_statement_get_int (statement, 6);
    if (hold->data == NULL || !cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}
