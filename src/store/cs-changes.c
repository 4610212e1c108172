/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#define SQLITE_ENABLE_SESSION        1
#define SQLITE_ENABLE_PREUPDATE_HOOK 1

#include "cs-changes.h"
#include "cs-sqlite-private.h"

/*
 * What a transaction changed, row by row, so that another copy of the same tables can be brought to
 * the same state without doing again what led there. Only tables with a primary key are seen.
 */

struct _CsChanges {
  sqlite3_session *session; /* (owned) */
  CsChangesWants wants;
};

static gboolean
set_error (int result, GError **error)
{
  if (result == SQLITE_OK)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               result == SQLITE_CORRUPT || result == SQLITE_ABORT ? CS_ERROR_CORRUPT
                                                                  : CS_ERROR_FAILED,
               "Changes of the workspace: %s.",
               sqlite3_errstr (result));
  return FALSE;
}

static int
filter (void *data, const char *table)
{
  const CsChanges *self = data;

  return self->wants (table);
}

/**
 * cs_changes_begin:
 * @sqlite: (transfer none): must outlive it
 * @wants: which tables count
 *
 * Writes down what is changed from now on through this connection.
 *
 * Returns: (transfer full): what writes, or %NULL
 */
CsChanges *
cs_changes_begin (CsSqlite *sqlite, CsChangesWants wants, GError **error)
{
  g_autoptr (CsChanges) self = g_new0 (CsChanges, 1);

  self->wants = wants;
  if (!set_error (sqlite3session_create (cs_sqlite_get_handle (sqlite), "main", &self->session),
                  error))
    return NULL;
  sqlite3session_table_filter (self->session, filter, self);
  return set_error (sqlite3session_attach (self->session, NULL), error) ? g_steal_pointer (&self)
                                                                        : NULL;
}

/**
 * cs_changes_end:
 *
 * Returns: (transfer full): what was changed, empty where nothing was; %NULL on error
 */
GBytes *
cs_changes_end (CsChanges *self, GError **error)
{
  void *buffer = NULL;
  int length = 0;

  if (!set_error (sqlite3session_changeset (self->session, &length, &buffer), error))
    return NULL;
  return g_bytes_new_with_free_func (buffer, (gsize)length, sqlite3_free, buffer);
}

/**
 * cs_changes_free:
 * @self: (transfer full) (nullable): what writes
 */
void
cs_changes_free (CsChanges *self)
{
  if (self == NULL)
    return;
  if (self->session != NULL)
    sqlite3session_delete (self->session);
  g_free (self);
}

static gboolean
hand_out (sqlite3_changeset_iter *iterator, CsChangesFunc func, gpointer user_data, GError **error)
{
  CsChange change = {.iterator = iterator};
  unsigned char *is_key = NULL;
  int operation = 0;

  if (!set_error (
          sqlite3changeset_op (iterator, &change.table, &change.n_columns, &operation, NULL),
          error) ||
      !set_error (sqlite3changeset_pk (iterator, &is_key, NULL), error))
    return FALSE;
  change.is_key = is_key;
  change.kind = operation == SQLITE_INSERT   ? CS_CHANGE_INSERT
                : operation == SQLITE_UPDATE ? CS_CHANGE_UPDATE
                                             : CS_CHANGE_DELETE;
  return func (&change, user_data, error);
}

/**
 * cs_changes_each:
 * @changes: from cs_changes_end()
 * @func: called with every changed row; answers %FALSE with an error to stop
 *
 * Returns: whether all were seen
 */
gboolean
cs_changes_each (GBytes *changes, CsChangesFunc func, gpointer user_data, GError **error)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (changes, &length);
  sqlite3_changeset_iter *iterator = NULL;
  gboolean goes_on = TRUE;
  int result;

  if (!set_error (sqlite3changeset_start (&iterator, (int)length, (void *)data), error))
    return FALSE;
  while (goes_on && (result = sqlite3changeset_next (iterator)) == SQLITE_ROW)
    goes_on = hand_out (iterator, func, user_data, error);
  result = sqlite3changeset_finalize (iterator);
  return goes_on && set_error (result, error);
}

/**
 * cs_change_get_cell:
 * @column: from 0
 * @cell: (out): the new value; of a row that is gone, and of the key of one that was changed, the
 *   old one
 */
void
cs_change_get_cell (const CsChange *self, int column, CsCell *cell)
{
  gboolean is_old =
      self->kind == CS_CHANGE_DELETE || (self->kind == CS_CHANGE_UPDATE && self->is_key[column]);
  sqlite3_value *value = NULL;

  *cell = (CsCell){.kind = CS_CELL_UNCHANGED};
  if (is_old)
    sqlite3changeset_old (self->iterator, column, &value);
  else
    sqlite3changeset_new (self->iterator, column, &value);
  if (value == NULL)
    return;
  switch (sqlite3_value_type (value)) {
    case SQLITE_INTEGER:
      cell->kind = CS_CELL_INT;
      cell->number = sqlite3_value_int64 (value);
      break;
    case SQLITE_TEXT:
    case SQLITE_BLOB:
      cell->kind = sqlite3_value_type (value) == SQLITE_TEXT ? CS_CELL_TEXT : CS_CELL_BYTES;
      cell->data = sqlite3_value_blob (value);
      cell->length = (gsize)sqlite3_value_bytes (value);
      break;
    default:
      cell->kind = CS_CELL_NULL;
  }
}

static int
settle (void *data, int kind, sqlite3_changeset_iter *iterator)
{
  CsChangesWants is_loose = (CsChangesWants)data;
  const char *table = NULL;
  int n, operation;

  if (sqlite3changeset_op (iterator, &table, &n, &operation, NULL) != SQLITE_OK || table == NULL ||
      is_loose == NULL || !is_loose (table))
    return SQLITE_CHANGESET_ABORT;
  if (kind == SQLITE_CHANGESET_DATA || kind == SQLITE_CHANGESET_CONFLICT)
    return SQLITE_CHANGESET_REPLACE;
  return kind == SQLITE_CHANGESET_NOTFOUND ? SQLITE_CHANGESET_OMIT : SQLITE_CHANGESET_ABORT;
}

/**
 * cs_changes_apply:
 * @changes: that another copy wrote down
 * @is_loose: (nullable): tables of which what is here may differ, and is replaced
 * @error: CORRUPT where what is here is not what was changed there
 *
 * Inside a transaction, which is to be taken back on an error.
 *
 * Returns: whether the same was done here
 */
gboolean
cs_changes_apply (CsSqlite *sqlite, GBytes *changes, CsChangesWants is_loose, GError **error)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (changes, &length);

  g_assert (cs_sqlite_is_in_transaction (sqlite));
  return set_error (sqlite3changeset_apply (cs_sqlite_get_handle (sqlite),
                                            (int)length,
                                            (void *)data,
                                            NULL,
                                            settle,
                                            (void *)is_loose),
                    error);
}
