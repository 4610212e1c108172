/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-page-rows.h"

#include "cs-grants.h"

#include <string.h>

/*
 * What came with one entry (its rows in several scopes, or a whole request that moved) is never
 * parted. Of each scope one row more is read than a page holds: so all that came with an entry
 * whose rows begin within the page, and end before the first row beyond it, is there.
 */

/* The scope of one request has no rows of its own: its index is the number of an entry. */
typedef struct {
  guint number;
  gint64 id; /* of the scope; of the request */
  gint64 after;
  gboolean is_request;
} Source;

#define ROWS "SELECT idx, at, what, seq FROM scope_row WHERE scope = ?1 AND idx > ?2"
#define OF_REQUEST                                                                                 \
  "SELECT number, seq, EXISTS (SELECT 1 FROM outline WHERE outline.seq = entry.seq), seq FROM"     \
  " entry WHERE ref = ?1 AND number > ?2"

struct _CsPageRows {
  CsStore *store; /* (borrowed) */
  guint limit;
  GArray *sources; /* (owned) Source */
  GArray *rows;    /* (owned) CsPageRow */
};

/**
 * cs_page_rows_new:
 * @limit: how many rows a page holds
 *
 * Returns: (transfer full): no rows yet
 */
CsPageRows *
cs_page_rows_new (CsStore *store, guint limit)
{
  CsPageRows *self = g_new0 (CsPageRows, 1);

  self->store = store;
  self->limit = limit;
  self->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  self->rows = g_array_new (FALSE, FALSE, sizeof (CsPageRow));
  return self;
}

/**
 * cs_page_rows_free:
 * @self: (transfer full) (nullable): rows
 */
void
cs_page_rows_free (CsPageRows *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->sources);
  g_array_unref (self->rows);
  g_free (self);
}

static gboolean
read_rows (CsPageRows *self, CsStatement *statement, guint number, GError **error)
{
  gboolean has_row;

  if (!cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    CsPageRow row = {.index = cs_statement_get_int (statement, 0),
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

/* Returns: (nullable): the request whose scope it is */
static const char *
get_request (const char *key)
{
  static const char *const prefixes[] = {"rq:", CS_SCOPE_NEED};

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_has_prefix (key, prefixes[i]))
      return key + strlen (prefixes[i]);
  return NULL;
}

static gboolean
find_scope (CsPageRows *self, const char *key, gint64 *id, gint64 *last, GError **error)
{
  const char *request = get_request (key);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       request != NULL ? "SELECT ref, last FROM head WHERE request = ?"
                                       : "SELECT id, last FROM scope WHERE key = ?",
                       "s",
                       request != NULL ? request : key);
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
 * cs_page_rows_count:
 * @key: of a scope
 * @count: (out): how many rows it has
 *
 * Returns: whether they could be counted
 */
gboolean
cs_page_rows_count (CsPageRows *self, const char *key, gint64 *count, GError **error)
{
  gint64 id;

  return find_scope (self, key, &id, count, error);
}

/**
 * cs_page_rows_add:
 * @number: what its rows are known by
 * @key: of a scope
 * @after: index of the last row that is not wanted
 * @last: (out): index of its newest row; 0 where it has none
 *
 * Returns: whether they could be read
 */
gboolean
cs_page_rows_add (CsPageRows *self,
                  guint number,
                  const char *key,
                  gint64 after,
                  gint64 *last,
                  GError **error)
{
  Source source = {.number = number, .after = after, .is_request = get_request (key) != NULL};
  g_autoptr (CsStatement) statement = NULL;

  if (!find_scope (self, key, &source.id, last, error))
    return FALSE;
  if (*last <= after)
    return TRUE;
  g_array_append_val (self->sources, source);
  statement = cs_sqlite_query (cs_store_get_sqlite (self->store),
                               error,
                               source.is_request ? OF_REQUEST " ORDER BY number LIMIT ?3"
                                                 : ROWS " ORDER BY idx LIMIT ?3",
                               "iii",
                               source.id,
                               after,
                               (gint64)self->limit + 1);
  return statement != NULL && read_rows (self, statement, number, error);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const CsPageRow *x = a, *y = b;

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
read_group (CsPageRows *self, gint64 at, GError **error)
{
  g_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->sources->len; i++) {
    const Source *source = &g_array_index (self->sources, Source, i);
    g_autoptr (CsStatement) statement =
        cs_sqlite_query (cs_store_get_sqlite (self->store),
                         error,
                         source->is_request ? OF_REQUEST " AND seq <= ?3 ORDER BY number"
                                            : ROWS " AND at <= ?3 ORDER BY idx",
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
 * cs_page_rows_take:
 * @limit: how many are wanted
 * @more: (out): whether there are more than these
 *
 * Returns: (transfer none) (element-type CsPageRow): the first, in the order they came; %NULL on
 *   error
 */
const GArray *
cs_page_rows_take (CsPageRows *self, guint limit, gboolean *more, GError **error)
{
  guint length = limit;
  gint64 at;

  g_array_sort (self->rows, compare_rows);
  *more = self->rows->len > limit;
  if (!*more)
    return self->rows;
  at = g_array_index (self->rows, CsPageRow, limit).at;
  while (length > 0 && g_array_index (self->rows, CsPageRow, length - 1).at == at)
    length--;
  if (length > 0) {
    g_array_set_size (self->rows, length);
    return self->rows;
  }
  return read_group (self, at, error) ? self->rows : NULL;
}
