/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-drafts.h"

/* Drafts: saved as they are typed, deleted when they were said or thrown away (ux: Wizard). */

#define COLUMNS "id, person, kind, request, content, updated"

/**
 * cs_draft_free:
 * @self: (transfer full) (nullable): a draft
 */
void
cs_draft_free (CsDraft *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->person);
  g_free (self->kind);
  g_free (self->request);
  json_decref (self->content);
  g_free (self);
}

/**
 * cs_drafts_save:
 * @draft: all of it; a draft of the same id is replaced
 *
 * Returns: whether it is on disk
 */
gboolean
cs_drafts_save (CsStore *store, const CsDraft *draft, GError **error)
{
  g_autofree char *content = cs_json_dump (draft->content);

  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?)",
                        "sssssi",
                        draft->id,
                        draft->person,
                        draft->kind,
                        draft->request,
                        content,
                        (gint64)draft->updated);
}

static CsDraft *
read_row (CsStatement *statement, GError **error)
{
  g_autoptr (CsDraft) draft = g_new0 (CsDraft, 1);
  const char *content = cs_statement_get_text (statement, 4);

  draft->id = g_strdup (cs_statement_get_text (statement, 0));
  draft->person = g_strdup (cs_statement_get_text (statement, 1));
  draft->kind = g_strdup (cs_statement_get_text (statement, 2));
  draft->request = g_strdup (cs_statement_get_text (statement, 3));
  draft->content = cs_json_load (content, strlen (content), error);
  draft->updated = cs_statement_get_int (statement, 5);
  return draft->content != NULL ? g_steal_pointer (&draft) : NULL;
}

/**
 * cs_drafts_load:
 * @error: NOT_FOUND
 *
 * Returns: (transfer full): the draft, or %NULL
 */
CsDraft *
cs_drafts_load (CsStore *store, const char *id, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT " COLUMNS " FROM draft WHERE id = ?",
                                                       "s",
                                                       id);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  if (!has_row) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, "This draft is not here any more.");
    return NULL;
  }
  return read_row (statement, error);
}

/**
 * cs_drafts_delete:
 *
 * Returns: whether it is gone; a draft that was not there is gone too
 */
gboolean
cs_drafts_delete (CsStore *store, const char *id, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "DELETE FROM draft WHERE id = ?",
                        "s",
                        id);
}

/**
 * cs_drafts_list:
 * @person: whose drafts
 *
 * Returns: (transfer full) (element-type CsDraft): newest first; %NULL on error
 */
GPtrArray *
cs_drafts_list (CsStore *store, const char *person, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_draft_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT " COLUMNS " FROM draft WHERE person = ? ORDER BY updated DESC, id",
                       "s",
                       person);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    CsDraft *draft = read_row (statement, error);

    if (draft == NULL)
      return NULL;
    g_ptr_array_add (list, draft);
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}
