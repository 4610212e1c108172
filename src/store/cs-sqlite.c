/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sqlite-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MSEC 10000
#define CACHE_KIB         4096 /* the system keeps the rest of the file at hand */

/*
 * A thin layer that gives SQLite our errors, typed variadic binding and a cache of prepared
 * statements. SQLite's own result codes are mapped to CS_ERROR here and nowhere else.
 */
struct _CsStatement {
  CsSqlite *connection; /* (borrowed) */
  sqlite3_stmt *handle; /* (owned) */
  int bind_result;      /* the first failed binding, reported by the next step */
  gboolean is_lent;
  gboolean is_cached;
};

struct _CsSqlite {
  sqlite3 *handle;            /* (owned) */
  GThread *thread;            /* (borrowed) that may use it */
  GHashTable *statements;     /* (owned) SQL -> (owned) CsStatement */
  gboolean is_begun;          /* a transaction; SQLite may have taken it back by itself */
  const CsSqliteHooks *hooks; /* (nullable) */
  gpointer hooks_data;        /* (owned) by hooks->closed */
};

static int
error_code (int result)
{
  switch (result & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return CS_ERROR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return CS_ERROR_CORRUPT;
    case SQLITE_CONSTRAINT:
      return CS_ERROR_CONFLICT;
    case SQLITE_CANTOPEN:
      return CS_ERROR_NOT_FOUND;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return CS_ERROR_UNAUTHORISED;
    default:
      return CS_ERROR_FAILED;
  }
}

static gboolean
set_error (CsSqlite *self, int result, GError **error)
{
  const char *text = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (result);

  switch (result & 0xff) {
    case SQLITE_FULL:
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_FAILED,
                           "The disk is full. Nothing was changed.");
      break;
    case SQLITE_BUSY:
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_BUSY,
                           "Another program is writing to this workspace.");
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_UNAUTHORISED,
                           "The workspace cannot be written to: its folder is read-only or belongs "
                           "to somebody else.");
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (
          error,
          CS_ERROR,
          CS_ERROR_CORRUPT,
          "The workspace file is damaged (%s). Nothing was changed: put back a copy of it, "
          "or connect to its server anew in another folder.",
          text);
      break;
    default:
      g_set_error (error, CS_ERROR, error_code (result), "The workspace file: %s.", text);
  }
  return FALSE;
}

/* Out of space or memory, SQLite takes a transaction back by itself. Nothing may be written as if
 * it still were one, until whoever began it has heard of it. */
static gboolean
is_lost (CsSqlite *self)
{
  return self->is_begun && sqlite3_get_autocommit (self->handle);
}

static gboolean
set_lost (GError **error)
{
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_FAILED,
                       "The workspace file could not be written. Nothing was changed.");
  return FALSE;
}

static void
statement_free (gpointer data)
{
  CsStatement *self = data;

  sqlite3_finalize (self->handle);
  g_free (self);
}

/* SQLite says of a file that it may not write, or not lock, only that it cannot be opened. */
static gboolean
set_open_error (CsSqlite *self, const char *path, int result, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const char *written = access (path, F_OK) == 0 ? path : folder;

  if ((result & 0xff) == SQLITE_CANTOPEN && faccessat (AT_FDCWD, written, W_OK, AT_EACCESS) != 0 &&
      (errno == EACCES || errno == EROFS))
    result = SQLITE_READONLY;
  return set_error (self, result, error);
}

/* SQLite counts its memory under one lock for all threads; nobody asks for the sum. */
static gpointer
set_up_once (gpointer data)
{
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  return NULL;
}

/**
 * cs_sqlite_open:
 * @path: the file
 * @create: whether to make it if it is not there
 * @error: NOT_FOUND, CORRUPT, UNAUTHORISED, BUSY
 *
 * Opens a connection with our settings: write-ahead log, every commit on disk before it is said to
 * be done, foreign keys enforced. It may be used by the calling thread only.
 *
 * Returns: (transfer full): a connection, or %NULL
 */
CsSqlite *
cs_sqlite_open (const char *path, gboolean create, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autoptr (CsSqlite) self = g_new0 (CsSqlite, 1);
  g_autofree char *settings =
      g_strdup_printf ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                       "PRAGMA cache_size=-%d; PRAGMA temp_store=MEMORY;"
                       "PRAGMA wal_autocheckpoint=2000; PRAGMA trusted_schema=OFF;",
                       CACHE_KIB);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
  int result;

  g_once (&once, set_up_once, NULL);
  self->thread = g_thread_self ();
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, statement_free);
  result = sqlite3_open_v2 (path, &self->handle, flags, NULL);
  if (result != SQLITE_OK) {
    set_open_error (self, path, result, error);
    return NULL;
  }
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT_MSEC);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  result = sqlite3_exec (self->handle, settings, NULL, NULL, NULL);
  if (result != SQLITE_OK) {
    set_open_error (self, path, result, error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/**
 * cs_sqlite_close:
 * @self: (transfer full) (nullable): a connection with no statement on loan
 *
 * Rolls back what was not committed.
 */
void
cs_sqlite_close (CsSqlite *self)
{
  if (self == NULL)
    return;
  if (self->hooks != NULL)
    self->hooks->closed (self->hooks_data);
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self);
}

/**
 * cs_sqlite_exec:
 * @sql: statements without parameters and without rows
 *
 * Returns: whether all of them were done; the first that fails ends it
 */
gboolean
cs_sqlite_exec (CsSqlite *self, const char *sql, GError **error)
{
  int result;

  g_assert (self->thread == g_thread_self ());
  if (is_lost (self))
    return set_lost (error);
  result = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  return result == SQLITE_OK || set_error (self, result, error);
}

/**
 * cs_sqlite_prepare:
 * @sql: one statement, constant for the life of the program, or built from few shapes
 *
 * Returns: (transfer full): the statement, freshly reset, from the cache where it is free
 */
CsStatement *
cs_sqlite_prepare (CsSqlite *self, const char *sql, GError **error)
{
  CsStatement *statement;
  int result;

  g_assert (self->thread == g_thread_self ());
  statement = g_hash_table_lookup (self->statements, sql);
  if (statement != NULL && !statement->is_lent) {
    statement->is_lent = TRUE;
    return statement;
  }
  statement = g_new0 (CsStatement, 1);
  statement->connection = self;
  statement->is_cached = !g_hash_table_contains (self->statements, sql);
  result = sqlite3_prepare_v3 (self->handle,
                               sql,
                               -1,
                               SQLITE_PREPARE_PERSISTENT,
                               &statement->handle,
                               NULL);
  if (result != SQLITE_OK) {
    set_error (self, result, error);
    statement_free (statement);
    return NULL;
  }
  statement->is_lent = TRUE;
  if (statement->is_cached)
    g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

/**
 * cs_statement_release:
 * @self: (transfer full): a statement from cs_sqlite_prepare() or cs_sqlite_query()
 *
 * Gives it back to its connection.
 */
void
cs_statement_release (CsStatement *self)
{
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
  self->bind_result = SQLITE_OK;
  self->is_lent = FALSE;
  if (!self->is_cached)
    statement_free (self);
}

static void
keep_result (CsStatement *self, int result)
{
  if (self->bind_result == SQLITE_OK)
    self->bind_result = result;
}

/**
 * cs_statement_bind_text:
 * @position: from 1
 * @text: (nullable): NULL binds SQL's NULL
 *
 * A failure is reported by the next step.
 */
void
cs_statement_bind_text (CsStatement *self, int position, const char *text)
{
  keep_result (self, sqlite3_bind_text (self->handle, position, text, -1, SQLITE_TRANSIENT));
}

/**
 * cs_statement_bind_int:
 * @position: from 1
 */
void
cs_statement_bind_int (CsStatement *self, int position, gint64 number)
{
  keep_result (self, sqlite3_bind_int64 (self->handle, position, number));
}

/**
 * cs_statement_bind_bytes:
 * @position: from 1
 * @bytes: (nullable): must live until the statement is released
 */
void
cs_statement_bind_bytes (CsStatement *self, int position, GBytes *bytes)
{
  gsize length = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (bytes == NULL)
    keep_result (self, sqlite3_bind_null (self->handle, position));
  else
    keep_result (self,
                 sqlite3_bind_blob64 (self->handle,
                                      position,
                                      length > 0 ? data : "",
                                      length,
                                      SQLITE_STATIC));
}

static void
bind_all (CsStatement *self, const char *types, va_list arguments)
{
  for (int i = 0; types[i] != '\0'; i++) {
    if (types[i] == 's')
      cs_statement_bind_text (self, i + 1, va_arg (arguments, const char *));
    else if (types[i] == 'i')
      cs_statement_bind_int (self, i + 1, va_arg (arguments, gint64));
    else if (types[i] == 'b')
      cs_statement_bind_bytes (self, i + 1, va_arg (arguments, GBytes *));
    else
      g_assert_not_reached ();
  }
}

/**
 * cs_sqlite_query:
 * @sql: one statement
 * @types: one letter a parameter: "s" for a nullable string, "i" for a gint64 (cast what is
 *   narrower), "b" for a nullable GBytes
 *
 * Returns: (transfer full): the statement before its first row, or %NULL
 */
CsStatement *
cs_sqlite_query (CsSqlite *self, GError **error, const char *sql, const char *types, ...)
{
  CsStatement *statement = cs_sqlite_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return NULL;
  va_start (arguments, types);
  bind_all (statement, types, arguments);
  va_end (arguments);
  return statement;
}

/**
 * cs_sqlite_run:
 * @types: as for cs_sqlite_query()
 *
 * Returns: whether the statement was done
 */
gboolean
cs_sqlite_run (CsSqlite *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (CsStatement) statement = cs_sqlite_prepare (self, sql, error);
  va_list arguments;

  if (statement == NULL)
    return FALSE;
  va_start (arguments, types);
  bind_all (statement, types, arguments);
  va_end (arguments);
  return cs_statement_run (statement, error);
}

/**
 * cs_sqlite_get_int:
 * @sql: a query without parameters
 * @number: (out): first column of its first row; untouched where there is no row or it is NULL
 *
 * Returns: whether the query was done
 */
gboolean
cs_sqlite_get_int (CsSqlite *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_prepare (self, sql, error);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row && !cs_statement_is_null (statement, 0))
    *number = cs_statement_get_int (statement, 0);
  return TRUE;
}

/**
 * cs_sqlite_get_changes:
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE changed
 */
gint64
cs_sqlite_get_changes (CsSqlite *self)
{
  return sqlite3_changes64 (self->handle);
}

/**
 * cs_sqlite_set_hooks:
 * @hooks: (transfer none): asked about every transaction that writes, from now on
 *
 * Outside a transaction.
 */
void
cs_sqlite_set_hooks (CsSqlite *self, const CsSqliteHooks *hooks, gpointer user_data)
{
  g_assert (!cs_sqlite_is_in_transaction (self) && self->hooks == NULL);
  self->hooks = hooks;
  self->hooks_data = user_data;
}

/**
 * cs_sqlite_get_handle:
 *
 * Returns: (transfer none): what SQLite knows it by; for this folder only
 */
sqlite3 *
cs_sqlite_get_handle (CsSqlite *self)
{
  return self->handle;
}

static void
end (CsSqlite *self, gboolean is_kept)
{
  if (self->hooks != NULL)
    self->hooks->ended (self, is_kept, self->hooks_data);
}

/**
 * cs_sqlite_begin:
 *
 * Begins a transaction that writes: it waits for other writers now, so that what is read inside it
 * is still true when it commits (K-10, K-17).
 *
 * Returns: whether it was begun; BUSY after ten seconds
 */
gboolean
cs_sqlite_begin (CsSqlite *self, GError **error)
{
  if (!cs_sqlite_exec (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  self->is_begun = TRUE;
  if (self->hooks == NULL || self->hooks->begun (self, self->hooks_data, error))
    return TRUE;
  cs_sqlite_rollback (self);
  return FALSE;
}

/**
 * cs_sqlite_commit:
 *
 * Returns: whether everything since the beginning is on disk; if not, it was rolled back
 */
gboolean
cs_sqlite_commit (CsSqlite *self, GError **error)
{
  if ((self->hooks == NULL || self->hooks->ending (self, self->hooks_data, error)) &&
      cs_sqlite_exec (self, "COMMIT", error)) {
    self->is_begun = FALSE;
    end (self, TRUE);
    return TRUE;
  }
  cs_sqlite_rollback (self);
  return FALSE;
}

/**
 * cs_sqlite_rollback:
 *
 * Takes back everything since the beginning; does nothing outside a transaction.
 */
void
cs_sqlite_rollback (CsSqlite *self)
{
  if (!cs_sqlite_is_in_transaction (self))
    return;
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
  self->is_begun = FALSE;
  end (self, FALSE);
}

/**
 * cs_sqlite_is_in_transaction:
 *
 * Returns: whether a transaction is open
 */
gboolean
cs_sqlite_is_in_transaction (CsSqlite *self)
{
  g_assert (self->thread == g_thread_self ());
  return self->is_begun || !sqlite3_get_autocommit (self->handle);
}

/**
 * cs_statement_next:
 * @has_row: (out): whether there is another row to look at
 *
 * Returns: whether the step was done
 */
gboolean
cs_statement_next (CsStatement *self, gboolean *has_row, GError **error)
{
  int result;

  g_assert (self->connection->thread == g_thread_self ());
  *has_row = FALSE;
  if (is_lost (self->connection))
    return set_lost (error);
  result = self->bind_result == SQLITE_OK ? sqlite3_step (self->handle) : self->bind_result;
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    return set_error (self->connection, result, error);
  *has_row = result == SQLITE_ROW;
  return TRUE;
}

/**
 * cs_statement_run:
 *
 * Steps to the end, whatever rows there are, and makes the statement ready to be bound again.
 *
 * Returns: whether that was done
 */
gboolean
cs_statement_run (CsStatement *self, GError **error)
{
  gboolean has_row = TRUE;

  while (has_row) {
    if (!cs_statement_next (self, &has_row, error))
      return FALSE;
  }
  sqlite3_reset (self->handle);
  return TRUE;
}

/**
 * cs_statement_is_null:
 * @column: from 0
 *
 * Returns: whether the column of the present row is NULL
 */
gboolean
cs_statement_is_null (CsStatement *self, int column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * cs_statement_get_int:
 * @column: from 0
 *
 * Returns: the number; 0 for NULL
 */
gint64
cs_statement_get_int (CsStatement *self, int column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * cs_statement_get_text:
 * @column: from 0
 *
 * Returns: (nullable): the text, valid until the next step
 */
const char *
cs_statement_get_text (CsStatement *self, int column)
{
  return (const char *)sqlite3_column_text (self->handle, column);
}

/**
 * cs_statement_get_bytes:
 * @column: from 0
 *
 * Returns: (transfer full): a copy; empty for NULL
 */
GBytes *
cs_statement_get_bytes (CsStatement *self, int column)
{
  const void *data = sqlite3_column_blob (self->handle, column);

  return g_bytes_new (data, (gsize)sqlite3_column_bytes (self->handle, column));
}
