/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-drafts.h"
#include "cs-index-private.h"
#include "cs-lists-private.h"

#include <string.h>

/*
 * Pages of lists. A list is first a query for hits (ref, key, step, level) in its order, which
 * reads no further than the page; then the hits are joined with what their rows show.
 */

static const CsListFilter no_filter;

static const struct {
  const char *name, *sql, *reversed;
} orders[] = {
    {"due", "r.bucket, r.due, r.ref", "r.bucket DESC, r.due DESC, r.ref DESC"},
    {"amount", "r.currency, r.amount DESC, r.ref", "r.currency DESC, r.amount, r.ref DESC"},
    {"client", "r.client, r.ref", "r.client DESC, r.ref DESC"},
    {"oldest", "r.ref", "r.ref DESC"},
    {"number", "r.ref", "r.ref DESC"},
    {"updated", "r.updated DESC, r.ref DESC", "r.updated, r.ref"},
    {"title", "r.title, r.ref", "r.title DESC, r.ref DESC"},
    {"region", "r.region, r.ref", "r.region DESC, r.ref DESC"},
    {"process", "r.process, r.ref", "r.process DESC, r.ref DESC"},
    {"stage", "r.stage, r.ref", "r.stage DESC, r.ref DESC"},
};

/* The same words where a row is a payment. */
static const struct {
  const char *name, *sql, *reversed;
} payment_orders[] = {
    {"due", "p.bucket, p.due, p.ref", "p.bucket, p.due DESC, p.ref DESC"},
    {"amount", "p.currency, p.amount DESC, p.ref", "p.currency DESC, p.amount, p.ref DESC"},
};

static const char *
find_payment_order (const CsListFilter *filter)
{
  gboolean is_reversed = filter->order != NULL && filter->order[0] == '-';
  const char *name = filter->order != NULL ? filter->order + is_reversed : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (payment_orders); i++) {
    if (g_strcmp0 (payment_orders[i].name, name) == 0)
      return is_reversed ? payment_orders[i].reversed : payment_orders[i].sql;
  }
  return NULL;
}

static const char *
find_order (const CsListFilter *filter, const char *fallback)
{
  gboolean is_reversed = filter->order != NULL && filter->order[0] == '-';
  const char *name = filter->order != NULL ? filter->order + is_reversed : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    if (g_strcmp0 (orders[i].name, name) == 0)
      return is_reversed ? orders[i].reversed : orders[i].sql;
  }
  return fallback;
}

static gboolean
has_conditions (const CsListFilter *filter)
{
  return (filter->text != NULL && filter->text[0] != '\0') || filter->group != NULL ||
         filter->state != NULL || filter->region != NULL || filter->currency != NULL ||
         filter->pack != NULL || filter->process != NULL || filter->stage != NULL ||
         filter->level != NULL || filter->behind != NULL || filter->changed_only;
}

static gboolean
is_due_order (const CsListFilter *filter)
{
  return filter->order == NULL || strcmp (filter->order, "due") == 0;
}

/* A snoozed request stays away until its time, or until it is late: snoozing hides no breach. */
#define AWAKE                                                                                      \
  " AND NOT EXISTS (SELECT 1 FROM snooze z WHERE z.person = ? AND z.ref = t.ref AND z.until > ?"   \
  " AND NOT (t.bucket = 0 AND t.due < ?))"
#define MAY_DECIDE " AND instr (t.except_people, ?) = 0"

static void
add_turn_conditions (CsQuery *query, const CsListContext *context, int kind)
{
  g_autofree char *marked = g_strdup_printf ("|%s|", context->person);

  cs_query_add (query, " AND t.kind = ?" MAY_DECIDE, "is", (gint64)kind, marked);
  if (kind == CS_TURN_WAITING)
    cs_query_add (query, AWAKE, "sii", context->person, context->now, context->now);
}

/* The whole inbox in its own order: so many of each key, merged; nothing beyond the page is read.
 */
static void
add_merged_turns (CsQuery *query,
                  const CsListContext *context,
                  const GPtrArray *keys,
                  int kind,
                  guint offset,
                  guint limit)
{
  cs_query_add (query, "SELECT ref, key, step, level, 0 AS rank FROM (", "");
  for (guint i = 0; i < keys->len; i++) {
    cs_query_add (query, i > 0 ? " UNION ALL SELECT * FROM (" : "SELECT * FROM (", "");
    cs_query_add (
        query,
        "SELECT t.ref, t.key, t.step, t.level, t.bucket, t.due FROM turn t WHERE t.key = ?",
        "s",
        keys->pdata[i]);
    add_turn_conditions (query, context, kind);
    cs_query_add (query, " ORDER BY t.bucket, t.due, t.ref LIMIT ?)", "i", (gint64)offset + limit);
  }
  cs_query_add (query,
                ") GROUP BY bucket, due, ref ORDER BY bucket, due, ref LIMIT ? OFFSET ?",
                "ii",
                (gint64)limit,
                (gint64)offset);
}

static void
add_turns (CsQuery *query,
           const CsListContext *context,
           CsListKind list,
           const CsListFilter *filter,
           const CsGroupTimes *times,
           const GPtrArray *keys)
{
  int kind = list == CS_LIST_INBOX_ASKED ? CS_TURN_ASKED : CS_TURN_WAITING;

  cs_query_add (query,
                "SELECT r.ref, min (t.key) AS key, t.step, t.level, 0 AS rank"
                " FROM turn t JOIN request r ON r.ref = t.ref WHERE t.key IN ",
                "");
  cs_query_add_list (query, keys);
  add_turn_conditions (query, context, kind);
  cs_list_add_conditions (query, context, list, filter, times);
  cs_query_add (query, " GROUP BY r.ref", "");
}

static void
add_source (CsQuery *query,
            const CsListContext *context,
            CsListKind list,
            const CsListFilter *filter,
            const CsGroupTimes *times,
            const GPtrArray *keys)
{
  switch (list) {
    case CS_LIST_INBOX_WAITING:
    case CS_LIST_INBOX_ASKED:
      add_turns (query, context, list, filter, times, keys);
      return;
    case CS_LIST_INBOX_SNOOZED:
      cs_query_add (query,
                    "SELECT r.ref, NULL AS key, NULL AS step, NULL AS level, t.until AS rank"
                    " FROM snooze t JOIN request r ON r.ref = t.ref WHERE t.person = ?"
                    " AND t.until > ? AND NOT (r.bucket = 0 AND r.due < ?)",
                    "sii",
                    context->person,
                    context->now,
                    context->now);
      break;
    case CS_LIST_INBOX_DONE:
      cs_query_add (query,
                    "SELECT r.ref, NULL AS key, NULL AS step, NULL AS level, -v.at AS rank"
                    " FROM involved v JOIN request r ON r.ref = v.ref"
                    " WHERE v.person = ? AND v.what = 1 AND v.at >= ?",
                    "si",
                    context->person,
                    context->now - CS_DONE_WINDOW);
      break;
    case CS_LIST_SENT:
    case CS_LIST_SCOPES:
      cs_query_add (query,
                    "SELECT r.ref, NULL AS key, NULL AS step, NULL AS level, -v.at AS rank"
                    " FROM involved v JOIN request r ON r.ref = v.ref"
                    " WHERE v.person = ? AND v.what = 0",
                    "s",
                    context->person);
      break;
    case CS_LIST_PAYMENTS:
      cs_query_add (query,
                    "SELECT p.ref, NULL AS key, p.step, NULL AS level, 0 AS rank"
                    " FROM payment p JOIN request r ON r.ref = p.ref WHERE TRUE",
                    "");
      break;
    case CS_LIST_REQUESTS:
    default:
      cs_query_add (query,
                    "SELECT r.ref, NULL AS key, NULL AS step, NULL AS level, 0 AS rank"
                    " FROM request r WHERE TRUE",
                    "");
      break;
  }
  cs_list_add_conditions (query, context, list, filter, times);
}

static const char *
order_of (CsListKind list, const CsListFilter *filter)
{
  const char *order;

  switch (list) {
    case CS_LIST_PAYMENTS:
      order = find_payment_order (filter);
      return order != NULL ? order : find_order (filter, payment_orders[0].sql);
    case CS_LIST_REQUESTS:
      /* found by words: the newest first, which needs no sorting */
      if (filter->text != NULL && filter->text[0] != '\0')
        return find_order (filter, "r.ref DESC");
      return find_order (filter, orders[0].sql);
    case CS_LIST_INBOX_DONE:
    case CS_LIST_SENT:
    case CS_LIST_SCOPES:
    case CS_LIST_INBOX_SNOOZED:
      return find_order (filter, "rank, r.ref");
    case CS_LIST_INBOX_WAITING:
    case CS_LIST_INBOX_ASKED:
    default:
      return find_order (filter, orders[0].sql);
  }
}

static void
add_hits (CsQuery *query,
          const CsListContext *context,
          CsListKind list,
          const CsListFilter *filter,
          const CsGroupTimes *times,
          guint offset,
          guint limit)
{
  g_autoptr (GPtrArray) keys = cs_list_keys (context, filter);

  if ((list == CS_LIST_INBOX_WAITING || list == CS_LIST_INBOX_ASKED) && keys->len > 0 &&
      keys->len < 400 && !has_conditions (filter) && is_due_order (filter)) {
    add_merged_turns (query,
                      context,
                      keys,
                      list == CS_LIST_INBOX_ASKED ? CS_TURN_ASKED : CS_TURN_WAITING,
                      offset,
                      limit);
    return;
  }
  add_source (query, context, list, filter, times, keys);
  cs_query_add (query, " ORDER BY ", "");
  cs_query_add (query, order_of (list, filter), "");
  cs_query_add (query, " LIMIT ? OFFSET ?", "ii", (gint64)limit, (gint64)offset);
}

static gboolean
read_rows (const CsListContext *context,
           CsListKind list,
           const CsListFilter *filter,
           guint offset,
           guint limit,
           GPtrArray *rows,
           GError **error)
{
  g_autoptr (CsStatement) statement = NULL;
  g_auto (CsQuery) query;
  CsGroupTimes times;
  gboolean has_row;

  cs_query_init (&query);
  cs_group_times_init (&times, context->now);
  cs_query_add (&query, "SELECT ", "");
  cs_query_add (&query, cs_list_columns, "ss", context->person, context->person);
  cs_query_add (&query, " FROM (", "");
  add_hits (&query, context, list, filter, &times, offset, limit);
  cs_query_add (&query,
                ") h JOIN request r ON r.ref = h.ref"
                " LEFT JOIN payment p ON p.ref = h.ref AND p.step = h.step ORDER BY ",
                "");
  cs_query_add (&query, order_of (list, filter), "");
  statement = cs_query_run (&query, context->store, error);
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    g_ptr_array_add (rows, cs_list_make_row (context, list, &times, statement));
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
get_counter (const CsListContext *context, const char *name, guint *total, GError **error)
{
  gint64 value;

  if (!cs_store_count (context->store, name, &value, error))
    return FALSE;
  *total += (guint)MAX (0, value);
  return TRUE;
}

static gboolean
read_counter (CsQuery *query, const CsListContext *context, guint *total, GError **error)
{
  g_autoptr (CsStatement) statement = cs_query_run (query, context->store, error);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  *total = has_row ? (guint)cs_statement_get_int (statement, 0) : 0;
  return TRUE;
}

static gboolean
count_hits (const CsListContext *context,
            CsListKind list,
            const CsListFilter *filter,
            guint *total,
            GError **error)
{
  g_autoptr (GPtrArray) keys = cs_list_keys (context, filter);
  g_auto (CsQuery) query;
  CsGroupTimes times;

  cs_query_init (&query);
  query.is_count = TRUE;
  cs_group_times_init (&times, context->now);
  cs_query_add (&query, "SELECT count (*) FROM (", "");
  add_source (&query, context, list, filter, &times, keys);
  cs_query_add (&query, ")", "");
  return read_counter (&query, context, total, error);
}

static gboolean
count_turns (const CsListContext *context,
             const CsListFilter *filter,
             int kind,
             gboolean overdue_only,
             guint *total,
             GError **error)
{
  g_autoptr (GPtrArray) keys = cs_list_keys (context, filter);
  g_auto (CsQuery) query;

  cs_query_init (&query);
  cs_query_add (&query, "SELECT count (DISTINCT t.ref) FROM turn t WHERE t.key IN ", "");
  cs_query_add_list (&query, keys);
  add_turn_conditions (&query, context, kind);
  if (overdue_only)
    cs_query_add (&query, " AND t.bucket = 0 AND t.due < ?", "i", (gint64)context->now);
  return read_counter (&query, context, total, error);
}

static gboolean
count_list (const CsListContext *context,
            CsListKind list,
            const CsListFilter *filter,
            guint *total,
            GError **error)
{
  *total = 0;
  if (list == CS_LIST_REQUESTS && !has_conditions (filter))
    return get_counter (context, "list/open", total, error) &&
           get_counter (context, "list/closed", total, error);
  if (list == CS_LIST_PAYMENTS && !has_conditions (filter))
    return get_counter (context, "list/payments/0", total, error) &&
           get_counter (context, "list/payments/1", total, error) &&
           get_counter (context, "list/payments/2", total, error);
  if ((list == CS_LIST_INBOX_WAITING || list == CS_LIST_INBOX_ASKED) && !has_conditions (filter))
    return count_turns (context,
                        filter,
                        list == CS_LIST_INBOX_ASKED ? CS_TURN_ASKED : CS_TURN_WAITING,
                        FALSE,
                        total,
                        error);
  return count_hits (context, list, filter, total, error);
}

/* Comments and forms that were typed are drafts too, but no scopes of work. */
static GPtrArray *
list_drafts (const CsListContext *context, GError **error)
{
  GPtrArray *drafts = cs_drafts_list (context->store, context->person, error);

  for (guint i = drafts != NULL ? drafts->len : 0; i > 0; i--) {
    const CsDraft *draft = drafts->pdata[i - 1];

    if (g_strcmp0 (draft->kind, "sow") != 0)
      g_ptr_array_remove_index (drafts, i - 1);
  }
  return drafts;
}

static CsRowData *
make_draft_row (const CsDraft *draft)
{
  CsRowData *row = cs_row_data_new ();
  const char *title = cs_json_get_string (draft->content, "title");

  row->ref = -1 - (gint64)(g_str_hash (draft->id));
  row->draft = g_strdup (draft->id);
  row->request = g_strdup (draft->request);
  row->title = g_strdup (title);
  row->client = g_strdup (cs_json_get_string (draft->content, "client"));
  row->region = g_strdup (cs_json_get_string (draft->content, "region"));
  row->updated = draft->updated;
  row->group = g_strdup ("none");
  return row;
}

/* Drafts before what was sent; they are few. */
static CsRowPage *
read_scopes (const CsListContext *context,
             const CsListFilter *filter,
             guint offset,
             guint limit,
             gboolean wants_total,
             GError **error)
{
  g_autoptr (CsRowPage) page = g_new0 (CsRowPage, 1);
  g_autoptr (GPtrArray) drafts = list_drafts (context, error);
  guint n_drafts, rest;

  if (drafts == NULL)
    return NULL;
  n_drafts = has_conditions (filter) ? 0 : drafts->len;
  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_row_data_free);
  for (guint i = offset; i < n_drafts && i < offset + limit; i++)
    g_ptr_array_add (page->rows, make_draft_row (drafts->pdata[i]));
  rest = limit - page->rows->len;
  if (rest > 0 && !read_rows (context,
                              CS_LIST_SCOPES,
                              filter,
                              offset > n_drafts ? offset - n_drafts : 0,
                              rest,
                              page->rows,
                              error))
    return NULL;
  if (wants_total && !count_list (context, CS_LIST_SCOPES, filter, &page->total, error))
    return NULL;
  page->total += n_drafts;
  return g_steal_pointer (&page);
}

/**
 * cs_list_read:
 * @filter: (nullable): %NULL for all
 * @wants_total: whether the page must say how many rows the list has
 *
 * Reads a page of a list. Runs on the store's thread.
 *
 * Returns: (transfer full): the page, or %NULL
 */
CsRowPage *
cs_list_read (const CsListContext *context,
              CsListKind kind,
              const CsListFilter *filter,
              guint offset,
              guint limit,
              gboolean wants_total,
              GError **error)
{
  g_autoptr (CsRowPage) page = NULL;

  if (filter == NULL)
    filter = &no_filter;
  if (kind == CS_LIST_SCOPES)
    return read_scopes (context, filter, offset, limit, wants_total, error);
  page = g_new0 (CsRowPage, 1);
  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_row_data_free);
  if (!read_rows (context, kind, filter, offset, limit, page->rows, error))
    return NULL;
  if (!wants_total)
    return g_steal_pointer (&page);
  if (offset == 0 && page->rows->len < limit)
    page->total = page->rows->len;
  else if (!count_list (context, kind, filter, &page->total, error))
    return NULL;
  return g_steal_pointer (&page);
}

/**
 * cs_list_count:
 * @counts: (out): rows of each list
 * @overdue: (out): how many of them are late, where that is shown
 *
 * Counts for the sidebar, without reading long tables.
 *
 * Returns: whether they could be read
 */
gboolean
cs_list_count (const CsListContext *context,
               guint counts[CS_N_LISTS],
               guint overdue[CS_N_LISTS],
               GError **error)
{
  const CsListFilter late = {.group = "late"};

  memset (counts, 0, CS_N_LISTS * sizeof *counts);
  memset (overdue, 0, CS_N_LISTS * sizeof *overdue);
  return count_turns (context,
                      &no_filter,
                      CS_TURN_WAITING,
                      FALSE,
                      &counts[CS_LIST_INBOX_WAITING],
                      error) &&
         count_turns (context,
                      &no_filter,
                      CS_TURN_WAITING,
                      TRUE,
                      &overdue[CS_LIST_INBOX_WAITING],
                      error) &&
         count_turns (context,
                      &no_filter,
                      CS_TURN_ASKED,
                      FALSE,
                      &counts[CS_LIST_INBOX_ASKED],
                      error) &&
         count_list (context,
                     CS_LIST_INBOX_SNOOZED,
                     &no_filter,
                     &counts[CS_LIST_INBOX_SNOOZED],
                     error) &&
         get_counter (context, "list/open", &counts[CS_LIST_REQUESTS], error) &&
         get_counter (context, "list/payments/0", &counts[CS_LIST_PAYMENTS], error) &&
         get_counter (context, "list/payments/1", &counts[CS_LIST_PAYMENTS], error) &&
         count_hits (context, CS_LIST_PAYMENTS, &late, &overdue[CS_LIST_PAYMENTS], error);
}
