/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pg-tables.h"

#include "cs-digest.h"

#include <string.h>

/*
 * PostgreSQL has the tables of a server's folder under the same names, with one column more: the
 * workspace, which leads every key, so that the tables can be spread by it. They are made of what
 * the folder's own tables say, so there is no second schema to keep in step.
 */

/* What is of one machine, or of one person, or can be made again; a name may end in “*”. */
static const char *const not_shared[] = {
    "meta",
    "mirror",
    "draft",
    "hold",
    "seen",
    "snooze",
    "notice",
    "outbox",
    "sync_*",
    "search*",
    "turn",
    "involved",
    "payment",
    "report_*",
    "sqlite_*",
};

/**
 * cs_pg_tables_wants:
 *
 * Returns: whether what is in @table is the same for every process
 */
gboolean
cs_pg_tables_wants (const char *table)
{
  for (gsize i = 0; i < G_N_ELEMENTS (not_shared); i++) {
    if (g_pattern_match_simple (not_shared[i], table))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_pg_tables_is_loose:
 *
 * Returns: whether every process may make @table anew from the journal by itself
 */
gboolean
cs_pg_tables_is_loose (const char *table)
{
  return strcmp (table, "request") == 0 || strcmp (table, "counter") == 0;
}

static void
clear_column (gpointer data)
{
  CsPgColumn *column = data;

  g_free (column->name);
}

static void
table_free (gpointer data)
{
  CsPgTable *self = data;

  g_free (self->name);
  g_array_unref (self->columns);
  g_ptr_array_unref (self->unique);
  g_free (self);
}

static char
type_of (const char *type)
{
  return strcmp (type, "INTEGER") == 0 ? 'i' : strcmp (type, "TEXT") == 0 ? 's' : 'b';
}

static gboolean
read_columns (CsSqlite *sqlite, CsPgTable *table, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite,
                       error,
                       "SELECT name, type, pk FROM pragma_table_info (?) ORDER BY cid",
                       "s",
                       table->name);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    CsPgColumn column = {.name = g_strdup (cs_statement_get_text (statement, 0)),
                         .type = type_of (cs_statement_get_text (statement, 1)),
                         .is_key = cs_statement_get_int (statement, 2) > 0};

    g_array_append_val (table->columns, column);
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_unique (CsSqlite *sqlite, CsPgTable *table, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (
      sqlite,
      error,
      "SELECT group_concat(i.name, ' ') FROM pragma_index_list (?1) l,"
      " pragma_index_info (l.name) i WHERE l.\"unique\" AND l.origin <> 'pk' AND NOT l.partial"
      " GROUP BY l.name ORDER BY l.name",
      "s",
      table->name);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    g_ptr_array_add (table->unique, g_strsplit (cs_statement_get_text (statement, 0), " ", -1));
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

static CsPgTable *
read_table (CsSqlite *sqlite, const char *name, GError **error)
{
  CsPgTable *table = g_new0 (CsPgTable, 1);

  table->name = g_strdup (name);
  table->columns = g_array_new (FALSE, FALSE, sizeof (CsPgColumn));
  table->unique = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  g_array_set_clear_func (table->columns, clear_column);
  if (read_columns (sqlite, table, error) && read_unique (sqlite, table, error))
    return table;
  table_free (table);
  return NULL;
}

/**
 * cs_pg_tables_read:
 * @sqlite: of a server's folder
 *
 * Returns: (transfer full) (element-type CsPgTable): the tables that count, by name; %NULL on error
 */
GPtrArray *
cs_pg_tables_read (CsSqlite *sqlite, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (table_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (sqlite,
                       error,
                       "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    const char *name = cs_statement_get_text (statement, 0);

    if (cs_pg_tables_wants (name)) {
      CsPgTable *table = read_table (sqlite, name, error);

      if (table == NULL)
        return NULL;
      g_ptr_array_add (tables, table);
    }
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&tables);
}

/**
 * cs_pg_tables_find:
 *
 * Returns: (transfer none) (nullable): the table of that name
 */
const CsPgTable *
cs_pg_tables_find (const GPtrArray *tables, const char *name)
{
  for (guint i = 0; i < tables->len; i++) {
    const CsPgTable *table = tables->pdata[i];

    if (strcmp (table->name, name) == 0)
      return table;
  }
  return NULL;
}

/**
 * cs_pg_table_dup_columns:
 *
 * Returns: (transfer full): its columns' names in their order, for SQL
 */
char *
cs_pg_table_dup_columns (const CsPgTable *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++)
    g_string_append_printf (text,
                            "%s\"%s\"",
                            i > 0 ? ", " : "",
                            g_array_index (self->columns, CsPgColumn, i).name);
  return g_string_free (text, FALSE);
}

static const char *
pg_type (char type)
{
  return type == 'i' ? "int8" : type == 's' ? "text" : "bytea";
}

static void
write_table (const CsPgTable *table, GString *sql)
{
  g_string_append_printf (sql,
                          "CREATE TABLE IF NOT EXISTS " CS_PG_SCHEMA ".\"%s\" (workspace text,",
                          table->name);
  for (guint i = 0; i < table->columns->len; i++) {
    const CsPgColumn *column = &g_array_index (table->columns, CsPgColumn, i);

    g_string_append_printf (sql, " \"%s\" %s,", column->name, pg_type (column->type));
  }
  g_string_append (sql, " PRIMARY KEY (workspace");
  for (guint i = 0; i < table->columns->len; i++) {
    const CsPgColumn *column = &g_array_index (table->columns, CsPgColumn, i);

    if (column->is_key)
      g_string_append_printf (sql, ", \"%s\"", column->name);
  }
  g_string_append (sql, "));\n");
  for (guint i = 0; i < table->columns->len; i++) {
    const CsPgColumn *column = &g_array_index (table->columns, CsPgColumn, i);

    g_string_append_printf (sql,
                            "ALTER TABLE " CS_PG_SCHEMA
                            ".\"%s\" ADD COLUMN IF NOT EXISTS \"%s\" %s;\n",
                            table->name,
                            column->name,
                            pg_type (column->type));
  }
}

/* What must not happen twice is a key here too, whatever the rules say (K-17). */
static void
write_unique (const CsPgTable *table, GString *sql)
{
  for (guint i = 0; i < table->unique->len; i++) {
    g_autofree char *name = g_strjoinv ("_", table->unique->pdata[i]);
    g_autofree char *columns = g_strjoinv ("\", \"", table->unique->pdata[i]);

    g_string_append_printf (sql,
                            "CREATE UNIQUE INDEX IF NOT EXISTS \"%s_%s\" ON " CS_PG_SCHEMA
                            ".\"%s\" (workspace, \"%s\");\n",
                            table->name,
                            name,
                            table->name,
                            columns);
  }
}

/* Looking takes no lock that others would wait for, as making does even where all is there. */
static gboolean
are_there (CsPg *pg, const char *digest, gboolean *are, GError **error)
{
  g_autoptr (PGresult) known =
      cs_pg_query (pg, error, "SELECT to_regclass ('" CS_PG_SCHEMA ".form') IS NOT NULL", "");
  g_autoptr (PGresult) result = NULL;

  *are = FALSE;
  if (known == NULL || cs_pg_get_int (known, 0, 0) == 0)
    return known != NULL;
  result =
      cs_pg_query (pg, error, "SELECT 1 FROM " CS_PG_SCHEMA ".form WHERE digest = $1", "s", digest);
  *are = result != NULL && PQntuples (result) == 1;
  return result != NULL;
}

/**
 * cs_pg_tables_make:
 * @tables: that there are to be
 *
 * Makes those that are not there, and their columns. Two processes may do so at once.
 *
 * Returns: whether they are there
 */
gboolean
cs_pg_tables_make (CsPg *pg, const GPtrArray *tables, GError **error)
{
  g_autoptr (GString) sql = g_string_new (
      "BEGIN; SELECT pg_advisory_xact_lock (hashtext ('" CS_PG_SCHEMA "'));\n"
      "CREATE SCHEMA IF NOT EXISTS " CS_PG_SCHEMA ";\n"
      "CREATE TABLE IF NOT EXISTS " CS_PG_SCHEMA ".form (digest text PRIMARY KEY);\n"
      "CREATE TABLE IF NOT EXISTS " CS_PG_SCHEMA ".workspace (id text PRIMARY KEY,"
      " workspace text NOT NULL, is_over bool NOT NULL DEFAULT false, name text NOT NULL, log text "
      "NOT NULL, incarnation text NOT NULL, format int8 NOT NULL,"
      " n int8 NOT NULL, batch text NOT NULL, size int8 NOT NULL, root bytea NOT NULL);\n"
      "CREATE TABLE IF NOT EXISTS " CS_PG_SCHEMA ".batch (workspace text, n int8,"
      " id text NOT NULL, made timestamptz NOT NULL DEFAULT now (), changes bytea NOT NULL,"
      " PRIMARY KEY (workspace, n));\n"
      "CREATE UNLOGGED TABLE IF NOT EXISTS " CS_PG_SCHEMA ".proof (workspace text, digest bytea,"
      " until timestamptz NOT NULL, PRIMARY KEY (workspace, digest));\n");

  g_autofree char *digest = NULL;
  gboolean are;

  for (guint i = 0; i < tables->len; i++) {
    write_table (tables->pdata[i], sql);
    write_unique (tables->pdata[i], sql);
  }
  digest = cs_digest_hex (sql->str, sql->len);
  if (!are_there (pg, digest, &are, error) || are)
    return are;
  g_string_append_printf (sql,
                          "INSERT INTO " CS_PG_SCHEMA
                          ".form VALUES ('%s') ON CONFLICT DO NOTHING; COMMIT",
                          digest);
  if (cs_pg_exec (pg, sql->str, error))
    return TRUE;
  cs_pg_end_transaction (pg);
  return FALSE;
}
