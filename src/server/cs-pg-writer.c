/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pg-writer.h"

#include "cs-changes.h"

#include <string.h>

/*
 * The rows of one transaction are gathered by table, by what is done to them and by which columns
 * change; each such group is one statement whose parameters are arrays, one a column, and all
 * statements go out in one pipeline. So a thousand entries cost about as many round trips as one.
 */

#define OID_INT8        20
#define OID_TEXT        25
#define OID_BYTEA       17
#define OID_INT8_ARRAY  1016
#define OID_TEXT_ARRAY  1009
#define OID_BYTEA_ARRAY 1001
#define MOST_COLUMNS    60
#define HEADER_BYTES    20

typedef struct {
  const CsPgTable *table;
  CsChangeKind kind;
  guint64 mask;      /* columns that are given */
  guint n;           /* rows */
  GPtrArray *arrays; /* (owned) of (owned) GByteArray, one a given column, in PostgreSQL's form */
  GArray *places;    /* of guint: which columns */
} Group;

struct _CsPgWriter {
  CsPg *pg; /* (borrowed) */
  char *workspace;
  GPtrArray *tables;    /* (owned) CsPgTable */
  GHashTable *prepared; /* (owned) set of names of statements */
  guint life;           /* of the connection they were prepared on */
};

/* What is collected of one transaction. */
typedef struct {
  CsPgWriter *writer;
  GHashTable *groups; /* (owned) name -> (owned) Group */
} Batch;

static void
group_free (gpointer data)
{
  Group *self = data;

  g_ptr_array_unref (self->arrays);
  g_array_unref (self->places);
  g_free (self);
}

static void
put_int32 (GByteArray *bytes, gint32 number)
{
  gint32 big = GINT32_TO_BE (number);

  g_byte_array_append (bytes, (const guint8 *)&big, sizeof big);
}

static const CsPgColumn *
column_at (const Group *self, guint i)
{
  return &g_array_index (self->table->columns, CsPgColumn, g_array_index (self->places, guint, i));
}

static GByteArray *
new_array (char type)
{
  GByteArray *bytes = g_byte_array_new ();

  put_int32 (bytes, 1); /* dimensions */
  put_int32 (bytes, 1); /* may hold NULL */
  put_int32 (bytes, type == 'i' ? OID_INT8 : type == 's' ? OID_TEXT : OID_BYTEA);
  put_int32 (bytes, 0); /* how many; known when it is sent */
  put_int32 (bytes, 1); /* counted from */
  return bytes;
}

static void
put_cell (GByteArray *bytes, const CsCell *cell)
{
  gint64 big = GINT64_TO_BE (cell->number);

  switch (cell->kind) {
    case CS_CELL_INT:
      put_int32 (bytes, sizeof big);
      g_byte_array_append (bytes, (const guint8 *)&big, sizeof big);
      break;
    case CS_CELL_TEXT:
    case CS_CELL_BYTES:
      put_int32 (bytes, (gint32)cell->length);
      if (cell->length > 0)
        g_byte_array_append (bytes, cell->data, (guint)cell->length);
      break;
    case CS_CELL_NULL:
    case CS_CELL_UNCHANGED:
    default:
      put_int32 (bytes, -1);
  }
}

static Group *
group_new (const CsPgTable *table, CsChangeKind kind, guint64 mask)
{
  Group *self = g_new0 (Group, 1);

  self->table = table;
  self->kind = kind;
  self->mask = mask;
  self->arrays = g_ptr_array_new_with_free_func ((GDestroyNotify)g_byte_array_unref);
  self->places = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < table->columns->len; i++) {
    if ((mask >> i & 1) == 0)
      continue;
    g_array_append_val (self->places, i);
    g_ptr_array_add (self->arrays, new_array (g_array_index (table->columns, CsPgColumn, i).type));
  }
  return self;
}

/* A row that is gone is known by its key. */
static guint64
find_mask (const CsChange *change, CsCell *cells)
{
  guint64 mask = 0;

  for (int i = 0; i < change->n_columns; i++) {
    cs_change_get_cell (change, i, &cells[i]);
    if (change->kind == CS_CHANGE_INSERT || change->is_key[i] ||
        (change->kind == CS_CHANGE_UPDATE && cells[i].kind != CS_CELL_UNCHANGED))
      mask |= G_GUINT64_CONSTANT (1) << i;
  }
  return mask;
}

static gboolean
collect (const CsChange *change, gpointer user_data, GError **error)
{
  Batch *batch = user_data;
  const CsPgTable *table = cs_pg_tables_find (batch->writer->tables, change->table);
  CsCell cells[MOST_COLUMNS];
  g_autofree char *name = NULL;
  guint64 mask;
  Group *group;

  if (table == NULL || change->n_columns > MOST_COLUMNS ||
      (guint)change->n_columns != table->columns->len) {
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, "%s is not a table here.", change->table);
    return FALSE;
  }
  mask = find_mask (change, cells);
  name = g_strdup_printf ("%d/%s/%" G_GINT64_MODIFIER "x", change->kind, table->name, mask);
  group = g_hash_table_lookup (batch->groups, name);
  if (group == NULL) {
    group = group_new (table, change->kind, mask);
    g_hash_table_insert (batch->groups, g_steal_pointer (&name), group);
  }
  for (guint i = 0; i < group->arrays->len; i++)
    put_cell (group->arrays->pdata[i], &cells[g_array_index (group->places, guint, i)]);
  group->n++;
  return TRUE;
}

static const char *
array_type (char type)
{
  return type == 'i' ? "int8[]" : type == 's' ? "text[]" : "bytea[]";
}

/* “unnest($2::int8[], $3::text[])” */
static void
write_rows (const Group *self, GString *sql)
{
  g_string_append (sql, "unnest(");
  for (guint i = 0; i < self->places->len; i++)
    g_string_append_printf (sql,
                            "%s$%u::%s",
                            i > 0 ? ", " : "",
                            i + 2,
                            array_type (column_at (self, i)->type));
  g_string_append (sql, ")");
}

static void
write_names (const Group *self, GString *sql)
{
  for (guint i = 0; i < self->places->len; i++)
    g_string_append_printf (sql, "%s\"%s\"", i > 0 ? ", " : "", column_at (self, i)->name);
}

static void
write_where (const Group *self, GString *sql)
{
  g_string_append (sql, " AS u (");
  write_names (self, sql);
  g_string_append (sql, ") WHERE t.workspace = $1");
  for (guint i = 0; i < self->places->len; i++) {
    const CsPgColumn *column = column_at (self, i);

    if (column->is_key)
      g_string_append_printf (sql, " AND t.\"%s\" = u.\"%s\"", column->name, column->name);
  }
}

static char *
group_dup_sql (const Group *self)
{
  GString *sql = g_string_new (NULL);
  gboolean is_first = TRUE;

  if (self->kind == CS_CHANGE_INSERT) {
    g_string_append_printf (sql,
                            "INSERT INTO " CS_PG_SCHEMA ".\"%s\" (workspace, ",
                            self->table->name);
    write_names (self, sql);
    g_string_append (sql, ") SELECT $1::text, u.* FROM ");
    write_rows (self, sql);
    g_string_append (sql, " AS u");
    return g_string_free (sql, FALSE);
  }
  g_string_append_printf (sql,
                          self->kind == CS_CHANGE_UPDATE ? "UPDATE " CS_PG_SCHEMA ".\"%s\" t SET "
                                                         : "DELETE FROM " CS_PG_SCHEMA
                                                           ".\"%s\" t USING ",
                          self->table->name);
  for (guint i = 0; self->kind == CS_CHANGE_UPDATE && i < self->places->len; i++) {
    const CsPgColumn *column = column_at (self, i);

    if (column->is_key)
      continue;
    g_string_append_printf (sql,
                            "%s\"%s\" = u.\"%s\"",
                            is_first ? "" : ", ",
                            column->name,
                            column->name);
    is_first = FALSE;
  }
  if (self->kind == CS_CHANGE_UPDATE)
    g_string_append (sql, " FROM ");
  write_rows (self, sql);
  write_where (self, sql);
  return g_string_free (sql, FALSE);
}

static gboolean
prepare (CsPgWriter *self, const char *name, const Group *group)
{
  g_autofree char *sql = NULL;
  Oid types[MOST_COLUMNS + 1] = {OID_TEXT};

  if (g_hash_table_contains (self->prepared, name))
    return TRUE;
  sql = group_dup_sql (group);
  for (guint i = 0; i < group->places->len; i++) {
    char type = column_at (group, i)->type;

    types[i + 1] = type == 'i' ? OID_INT8_ARRAY : type == 's' ? OID_TEXT_ARRAY : OID_BYTEA_ARRAY;
  }
  g_hash_table_add (self->prepared, g_strdup (name));
  return PQsendPrepare (cs_pg_get_connection (self->pg),
                        name,
                        sql,
                        (int)group->places->len + 1,
                        types) == 1;
}

static gboolean
send_group (CsPgWriter *self, const char *name, Group *group)
{
  const char *values[MOST_COLUMNS + 1] = {self->workspace};
  int lengths[MOST_COLUMNS + 1] = {0};
  int formats[MOST_COLUMNS + 1] = {0};
  gint32 n = GINT32_TO_BE ((gint32)group->n);

  for (guint i = 0; i < group->arrays->len; i++) {
    GByteArray *array = group->arrays->pdata[i];

    memcpy (array->data + 3 * sizeof n, &n, sizeof n);
    values[i + 1] = (const char *)array->data;
    lengths[i + 1] = (int)array->len;
    formats[i + 1] = 1;
  }
  return prepare (self, name, group) && PQsendQueryPrepared (cs_pg_get_connection (self->pg),
                                                             name,
                                                             (int)group->arrays->len + 1,
                                                             values,
                                                             lengths,
                                                             formats,
                                                             1) == 1;
}

/* What makes room comes before what takes it. */
static int
compare_groups (gconstpointer a, gconstpointer b, gpointer groups)
{
  static const int order[] =
      {[CS_CHANGE_DELETE] = 0, [CS_CHANGE_UPDATE] = 1, [CS_CHANGE_INSERT] = 2};
  const Group *left = g_hash_table_lookup (groups, *(char *const *)a);
  const Group *right = g_hash_table_lookup (groups, *(char *const *)b);

  return order[left->kind] != order[right->kind] ? order[left->kind] - order[right->kind]
                                                 : strcmp (*(char *const *)a, *(char *const *)b);
}

static void
check_count (const Group *group, const PGresult *result, GError **error)
{
  guint64 n = g_ascii_strtoull (PQcmdTuples ((PGresult *)result), NULL, 10);

  if (n != group->n && !cs_pg_tables_is_loose (group->table->name))
    g_set_error (
        error,
        CS_ERROR,
        CS_ERROR_CORRUPT,
        "The mirror and PostgreSQL disagree about %s: %u rows are to change, %" G_GUINT64_FORMAT
        " are there.",
        group->table->name,
        group->n,
        n);
}

/* Every answer of the pipeline, up to its end. Where PostgreSQL stops in between, libpq may say
 * again and again that there is no answer, and not that the connection is lost. */
static gboolean
take_answers (CsPgWriter *self, GPtrArray *sent, GError **error)
{
  PGconn *connection = cs_pg_get_connection (self->pg);
  g_autoptr (GError) first = NULL;
  gboolean was_answered = TRUE;
  guint i = 0;

  for (;;) {
    g_autoptr (PGresult) result = PQgetResult (connection);
    ExecStatusType status = result != NULL ? PQresultStatus (result) : PGRES_EMPTY_QUERY;

    if (result == NULL && was_answered && !cs_pg_is_lost (self->pg)) {
      i++; /* the end of one command’s answers */
      was_answered = FALSE;
      continue;
    }
    if (status == PGRES_PIPELINE_SYNC)
      break;
    if (result == NULL || cs_pg_is_lost (self->pg)) {
      cs_pg_drop (self->pg);
      if (first == NULL)
        cs_pg_check (self->pg, NULL, &first);
      break;
    }
    was_answered = TRUE;
    if (first == NULL && cs_pg_check (self->pg, result, &first) && i < sent->len &&
        sent->pdata[i] != NULL)
      check_count (sent->pdata[i], result, &first);
  }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

static gboolean
send_all (CsPgWriter *self, GHashTable *groups, GError **error)
{
  PGconn *connection = cs_pg_get_connection (self->pg);
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (groups, NULL);
  guint n = g_hash_table_size (groups);
  g_autoptr (GPtrArray) sent = g_ptr_array_new (); /* Group, or NULL for a preparation */
  gboolean is_sent = PQenterPipelineMode (connection) == 1;
  gboolean is_done;

  g_qsort_with_data (names, (gint)n, sizeof *names, compare_groups, groups);
  for (guint i = 0; i < n && is_sent; i++) {
    Group *group = g_hash_table_lookup (groups, names[i]);

    if (!g_hash_table_contains (self->prepared, names[i]))
      g_ptr_array_add (sent, NULL);
    g_ptr_array_add (sent, group);
    is_sent = send_group (self, names[i], group);
  }
  is_sent = is_sent && PQpipelineSync (connection) == 1;
  if (!is_sent) {
    cs_pg_drop (self->pg);
    cs_pg_check (self->pg, NULL, error);
    return FALSE;
  }
  is_done = take_answers (self, sent, error);
  if (PQexitPipelineMode (connection) != 1)
    cs_pg_drop (self->pg); /* nothing else could be asked through it */
  return is_done;
}

/**
 * cs_pg_writer_new:
 * @pg: (transfer none): must outlive it
 * @tables: (transfer none): as both sides have them
 *
 * Returns: (transfer full): a writer
 */
CsPgWriter *
cs_pg_writer_new (CsPg *pg, const char *workspace, GPtrArray *tables)
{
  CsPgWriter *self = g_new0 (CsPgWriter, 1);

  self->pg = pg;
  self->workspace = g_strdup (workspace);
  self->tables = g_ptr_array_ref (tables);
  self->prepared = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * cs_pg_writer_free:
 * @self: (transfer full) (nullable): a writer
 */
void
cs_pg_writer_free (CsPgWriter *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->prepared);
  g_ptr_array_unref (self->tables);
  g_free (self->workspace);
  g_free (self);
}

/* What was prepared in vain, or on a connection that is gone, is prepared anew. */
static void
forget_prepared (CsPgWriter *self)
{
  g_hash_table_remove_all (self->prepared);
  cs_pg_end_transaction (self->pg);
  if (!cs_pg_is_lost (self->pg))
    cs_pg_exec (self->pg, "DEALLOCATE ALL", NULL);
}

/**
 * cs_pg_writer_send:
 * @changes: from cs_changes_end()
 * @error: UNREACHABLE, BUSY, CONFLICT; CORRUPT where the two differ
 *
 * Inside a transaction of PostgreSQL, which is over on an error.
 *
 * Returns: whether the same was done there
 */
gboolean
cs_pg_writer_send (CsPgWriter *self, GBytes *changes, GError **error)
{
  Batch batch = {self, NULL};
  gboolean is_done;

  if (self->life != cs_pg_get_life (self->pg)) {
    g_hash_table_remove_all (self->prepared);
    self->life = cs_pg_get_life (self->pg);
  }
  batch.groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, group_free);
  is_done =
      cs_changes_each (changes, collect, &batch, error) && send_all (self, batch.groups, error);
  g_hash_table_unref (batch.groups);
  if (!is_done)
    forget_prepared (self);
  return is_done;
}
