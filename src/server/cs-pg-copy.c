/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pg-copy.h"

#include <string.h>

/*
 * Whole tables, in the binary form of COPY: into PostgreSQL when a folder's journal moves there,
 * out of it when a mirror is begun. Both sides are of one moment, as each is in a transaction.
 */

#define HEADER       "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"
#define HEADER_BYTES 19
#define PIECE_BYTES  (256 * 1024)
#define END_OF_TABLE (-1)

static void
put_int16 (GByteArray *bytes, gint16 number)
{
  gint16 big = GINT16_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *)&big, sizeof big);
}

static void
put_cell (GByteArray *bytes, gconstpointer data, gsize length)
{
  gint32 big = GINT32_TO_BE (data != NULL ? (gint32)length : -1);

  g_byte_array_append (bytes, (const guint8 *)&big, sizeof big);
  if (data != NULL && length > 0)
    g_byte_array_append (bytes, data, (guint)length);
}

static void
put_row (GByteArray *bytes, const char *workspace, const CsPgTable *table, CsStatement *statement)
{
  put_int16 (bytes, (gint16)(table->columns->len + 1));
  put_cell (bytes, workspace, strlen (workspace));
  for (guint i = 0; i < table->columns->len; i++) {
    if (cs_statement_is_null (statement, (int)i)) {
      put_cell (bytes, NULL, 0);
    } else if (g_array_index (table->columns, CsPgColumn, i).type == 'i') {
      gint64 big = GINT64_TO_BE (cs_statement_get_int (statement, (int)i));

      put_cell (bytes, &big, sizeof big);
    } else {
      g_autoptr (GBytes) value = cs_statement_get_bytes (statement, (int)i);
      gsize length;
      gconstpointer data = g_bytes_get_data (value, &length);

      put_cell (bytes, data != NULL ? data : "", length);
    }
  }
}

static gboolean
send_piece (CsPg *pg, GByteArray *bytes, guint at_least, GError **error)
{
  if (bytes->len < at_least)
    return TRUE;
  if (PQputCopyData (cs_pg_get_connection (pg), (const char *)bytes->data, (int)bytes->len) != 1)
    return cs_pg_check (pg, NULL, error);
  g_byte_array_set_size (bytes, 0);
  return TRUE;
}

static gboolean
send_rows (CsPg *pg,
           CsSqlite *sqlite,
           const char *workspace,
           const CsPgTable *table,
           const char *columns,
           GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM \"%s\"", columns, table->name);
  g_autoptr (CsStatement) statement = cs_sqlite_prepare (sqlite, sql, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  g_byte_array_append (bytes, (const guint8 *)HEADER, HEADER_BYTES);
  while (has_row) {
    put_row (bytes, workspace, table, statement);
    if (!send_piece (pg, bytes, PIECE_BYTES, error) ||
        !cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  put_int16 (bytes, END_OF_TABLE);
  return send_piece (pg, bytes, 0, error);
}

static gboolean
end_sending (CsPg *pg, const char *complaint, GError **error)
{
  PGconn *connection = cs_pg_get_connection (pg);
  gboolean is_done = PQputCopyEnd (connection, complaint) == 1;
  PGresult *result;

  while ((result = PQgetResult (connection)) != NULL) {
    is_done = cs_pg_check (pg, result, is_done ? error : NULL) && is_done;
    PQclear (result);
  }
  return is_done;
}

static gboolean
send_table (CsPg *pg,
            CsSqlite *sqlite,
            const char *workspace,
            const CsPgTable *table,
            GError **error)
{
  g_autofree char *columns = cs_pg_table_dup_columns (table);
  g_autofree char *sql =
      g_strdup_printf ("COPY " CS_PG_SCHEMA ".\"%s\" (workspace, %s) FROM STDIN BINARY",
                       table->name,
                       columns);

  if (!cs_pg_exec (pg, sql, error))
    return FALSE;
  if (send_rows (pg, sqlite, workspace, table, columns, error))
    return end_sending (pg, NULL, error);
  end_sending (pg, "taken back", NULL);
  return FALSE;
}

/**
 * cs_pg_copy_out:
 * @tables: as both sides have them
 *
 * Puts everything of a folder into PostgreSQL, which has nothing of the workspace yet. Inside
 * transactions of both.
 *
 * Returns: whether it is there
 */
gboolean
cs_pg_copy_out (CsPg *pg,
                CsSqlite *sqlite,
                const char *workspace,
                const GPtrArray *tables,
                GError **error)
{
  for (guint i = 0; i < tables->len; i++) {
    if (!send_table (pg, sqlite, workspace, tables->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

typedef struct {
  const guint8 *data;
  gsize left;
} Piece;

static gboolean
take_number (Piece *self, gsize width, gint64 *number)
{
  if (self->left < width)
    return FALSE;
  *number = 0;
  for (gsize i = 0; i < width; i++)
    *number = (gint64)((guint64)*number << 8 | self->data[i]);
  self->data += width;
  self->left -= width;
  return TRUE;
}

static gboolean
bind_cell (Piece *self, CsStatement *statement, guint column, char type, GPtrArray *kept)
{
  gint64 length = 0, number;
  g_autofree char *text = NULL;

  if (!take_number (self, 4, &length))
    return FALSE;
  if ((gint32)length < 0)
    return TRUE; /* NULL, as unbound */
  if ((gsize)length > self->left)
    return FALSE;
  if (type == 'i') {
    if (length != 8 || !take_number (self, 8, &number))
      return FALSE;
    cs_statement_bind_int (statement, (int)column + 1, number);
    return TRUE;
  }
  if (type == 's') {
    text = g_strndup ((const char *)self->data, (gsize)length);
    cs_statement_bind_text (statement, (int)column + 1, text);
  } else {
    GBytes *bytes = g_bytes_new (self->data, (gsize)length);

    g_ptr_array_add (kept, bytes);
    cs_statement_bind_bytes (statement, (int)column + 1, bytes);
  }
  self->data += length;
  self->left -= (gsize)length;
  return TRUE;
}

static gboolean
take_row (Piece *piece, CsSqlite *sqlite, const char *sql, const CsPgTable *table, GError **error)
{
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (CsStatement) statement = cs_sqlite_prepare (sqlite, sql, error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < table->columns->len; i++) {
    if (!bind_cell (piece,
                    statement,
                    i,
                    g_array_index (table->columns, CsPgColumn, i).type,
                    kept)) {
      g_set_error_literal (error, CS_ERROR, CS_ERROR_FAILED, "PostgreSQL sent half a row.");
      return FALSE;
    }
  }
  return cs_statement_run (statement, error);
}

/* A message holds whole rows; the first begins with a header. */
static gboolean
take_message (Piece *piece,
              gboolean *is_first,
              CsSqlite *sqlite,
              const char *sql,
              const CsPgTable *table,
              GError **error)
{
  gint64 n = 0;

  if (*is_first && piece->left >= HEADER_BYTES) {
    piece->data += HEADER_BYTES;
    piece->left -= HEADER_BYTES;
    *is_first = FALSE;
  }
  while (take_number (piece, 2, &n) && (gint16)n != END_OF_TABLE) {
    if (!take_row (piece, sqlite, sql, table, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
receive_rows (CsPg *pg, CsSqlite *sqlite, const CsPgTable *table, const char *sql, GError **error)
{
  PGconn *connection = cs_pg_get_connection (pg);
  gboolean is_first = TRUE, is_done = TRUE;
  char *buffer = NULL;
  PGresult *result;
  int length;

  while ((length = PQgetCopyData (connection, &buffer, 0)) > 0) {
    Piece piece = {(const guint8 *)buffer, (gsize)length};

    is_done = is_done && take_message (&piece, &is_first, sqlite, sql, table, error);
    PQfreemem (buffer);
  }
  while ((result = PQgetResult (connection)) != NULL) {
    is_done = cs_pg_check (pg, result, is_done ? error : NULL) && is_done;
    PQclear (result);
  }
  return is_done && (length == -1 || cs_pg_check (pg, NULL, error));
}

static gboolean
receive_table (CsPg *pg,
               CsSqlite *sqlite,
               const char *workspace,
               const CsPgTable *table,
               GError **error)
{
  g_autofree char *columns = cs_pg_table_dup_columns (table);
  char *literal = PQescapeLiteral (cs_pg_get_connection (pg), workspace, strlen (workspace));
  g_autofree char *copy = g_strdup_printf ("COPY (SELECT %s FROM " CS_PG_SCHEMA
                                           ".\"%s\" WHERE workspace = %s) TO STDOUT BINARY",
                                           columns,
                                           table->name,
                                           literal);
  g_autoptr (GString) insert = g_string_new (NULL);

  PQfreemem (literal);
  g_string_append_printf (insert, "INSERT INTO \"%s\" (%s) VALUES (?", table->name, columns);
  for (guint i = 1; i < table->columns->len; i++)
    g_string_append (insert, ", ?");
  g_string_append_c (insert, ')');
  return cs_pg_exec (pg, copy, error) && receive_rows (pg, sqlite, table, insert->str, error);
}

/**
 * cs_pg_copy_in:
 * @tables: as both sides have them
 *
 * Puts what PostgreSQL has of the workspace in the place of what the folder has. Inside
 * transactions of both; PostgreSQL's must see one moment.
 *
 * Returns: whether it is here
 */
gboolean
cs_pg_copy_in (CsPg *pg,
               CsSqlite *sqlite,
               const char *workspace,
               const GPtrArray *tables,
               GError **error)
{
  if (!cs_sqlite_exec (sqlite, "PRAGMA defer_foreign_keys = ON", error))
    return FALSE;
  /* All of them first: what goes may take rows of others along. */
  for (guint i = 0; i < tables->len; i++) {
    const CsPgTable *table = tables->pdata[i];
    g_autofree char *clear = g_strdup_printf ("DELETE FROM \"%s\"", table->name);

    if (!cs_sqlite_exec (sqlite, clear, error))
      return FALSE;
  }
  for (guint i = 0; i < tables->len; i++) {
    if (!receive_table (pg, sqlite, workspace, tables->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}
