/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-scope-rows.h"

/*
 * What came with one entry (its rows in several scopes, or a whole request that moved) is never
 * parted. Of each scope one row more is read than a page holds: so all that came with an entry
 * whose rows begin within the page, and end before the first row beyond it, is there.
 */

typedef struct {
  guint number;
  gint64 id;
  gint64 after;
} Source;

struct _CsScopeRows {
  CsStore *store; /* (borrowed) */
  guint limit;
  GArray *sources; /* (owned) Source */
  GArray *rows;    /* (owned) CsScopeRow */
};

/**
 * cs_scope_rows_new:
 * @limit: how many rows a page holds
 *
 * Returns: (transfer full): no rows yet
 */
CsScopeRows *
cs_scope_rows_new (CsStore *store, guint limit)
{
  CsScopeRows *self = g_new0 (CsScopeRows, 1);

  self->store = store;
  self->limit = limit;
  self->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  self->rows = g_array_new (FALSE, FALSE, sizeof (CsScopeRow));
  return self;
}

/**
 * cs_scope_rows_free:
 * @self: (transfer full) (nullable): rows
 */
void
cs_scope_rows_free (CsScopeRows *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sources);
  g_array_unref (self->rows);
  g_free (self);
}

static gboolean
read_rows (CsScopeRows *self, CsStatement *statement, guint number, GError **error)
{
  gboolean has_row;

  if (!cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    CsScopeRow row = {.index = cs_statement_get_int (statement, 0),
                      .at = cs_statement_get_int (statement, 1),
                      .what = (CsRowKind)cs_statement_get_int (statement, 2),
                      .seq = cs_statement_get_int (statement, 3),
                      .scope = number};

    g_array_append_val (self->rows, row);
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
find_scope (CsScopeRows *self, const char *key, gint64 *id, gint64 *last, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (self->store),
                                                       error,
                                                       "SELECT id, last FROM scope WHERE key = ?",
                                                       "s",
                                                       key);
  gboolean has_row;

  *id = *last = 0;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row) {
    *id = cs_statement_get_int (statement, 0);
    *last = cs_statement_get_int (statement, 1);
  }
  return TRUE;
}

/**
 * cs_scope_rows_add:
 * @number: what its rows are known by
 * @key: of a scope
 * @after: index of the last row that is not wanted
 * @last: (out): index of its newest row; 0 where it has none
 *
 * Returns: whether they could be read
 */
gboolean
cs_scope_rows_add (CsScopeRows *self,
                   guint number,
                   const char *key,
                   gint64 after,
                   gint64 *last,
                   GError **error)
{
  Source source = {.number = number, .after = after};
  g_autoptr (CsStatement) statement = NULL;

  if (!find_scope (self, key, &source.id, last, error))
    return FALSE;
  if (*last <= after)
    return TRUE;
  g_array_append_val (self->sources, source);
  statement = cs_sqlite_query (cs_store_get_sqlite (self->store),
                               error,
                               "SELECT idx, at, what, seq FROM scope_row"
                               " WHERE scope = ? AND idx > ? ORDER BY idx LIMIT ?",
                               "iii",
                               source.id,
                               after,
                               (gint64)self->limit + 1);
  return statement != NULL && read_rows (self, statement, number, error);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const CsScopeRow *x = a, *y = b;

  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  if (x->seq != y->seq)
    return x->seq < y->seq ? -1 : 1;
  if (x->what != y->what)
    return x->what < y->what ? -1 : 1;
  if (x->scope != y->scope)
    return x->scope < y->scope ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* More came with the first entry than a page holds: all of that, and nothing else. */
static gboolean
read_group (CsScopeRows *self, gint64 at, GError **error)
{
  g_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->sources->len; i++) {
    const Source *source = &g_array_index (self->sources, Source, i);
    g_autoptr (CsStatement) statement =
        cs_sqlite_query (cs_store_get_sqlite (self->store),
                         error,
                         "SELECT idx, at, what, seq FROM scope_row"
                         " WHERE scope = ? AND idx > ? AND at <= ? ORDER BY idx",
                         "iii",
                         source->id,
                         source->after,
                         at);

    if (statement == NULL || !read_rows (self, statement, source->number, error))
      return FALSE;
  }
  g_array_sort (self->rows, compare_rows);
  return TRUE;
}

/**
 * cs_scope_rows_take:
 * @limit: how many are wanted
 * @more: (out): whether there are more than these
 *
 * Returns: (transfer none) (element-type CsScopeRow): the first, in the order they came; %NULL on
 *   error
 */
const GArray *
cs_scope_rows_take (CsScopeRows *self, guint limit, gboolean *more, GError **error)
{
  guint length = limit;
  gint64 at;

  g_array_sort (self->rows, compare_rows);
  *more = self->rows->len > limit;
  if (!*more)
    return self->rows;
  at = g_array_index (self->rows, CsScopeRow, limit).at;
  while (length > 0 && g_array_index (self->rows, CsScopeRow, length - 1).at == at)
    length--;
  if (length > 0) {
    g_array_set_size (self->rows, length);
    return self->rows;
  }
  return read_group (self, at, error) ? self->rows : NULL;
}
