/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-report.h"

#include "cs-index-private.h"
#include "cs-money-format.h"
#include "cs-report-private.h"

#include <string.h>

/* From how many working days on each bucket of the ageing is (ux: Reports). */
static const int bucket_days[] = {0, 2, 4, 8, 15};
#define N_EDGES ((int)G_N_ELEMENTS (bucket_days) - 1)

const char cs_report_age[] = "CASE WHEN r.opened < k.e4 THEN 4 WHEN r.opened < k.e3 THEN 3"
                             " WHEN r.opened < k.e2 THEN 2 WHEN r.opened < k.e1 THEN 1 ELSE 0 END";

static const char *const names[CS_N_REPORTS] = {"ageing", "sla", "turnaround", "mix", "totals"};

/**
 * cs_report_kind_get_name:
 *
 * Returns: the word by which the command line calls it
 */
const char *
cs_report_kind_get_name (CsReportKind kind)
{
  return names[kind];
}

/**
 * cs_report_kind_from_name:
 * @kind: (out): which it is
 *
 * Returns: whether there is a report of that name
 */
gboolean
cs_report_kind_from_name (const char *name, CsReportKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_strcmp0 (names[i], name) == 0) {
      *kind = (CsReportKind)i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * cs_report_filter_copy:
 * @self: (nullable): a filter
 *
 * Returns: (transfer full): a copy with strings of its own; an empty one for %NULL
 */
CsReportFilter *
cs_report_filter_copy (const CsReportFilter *self)
{
  CsReportFilter *copy = g_new0 (CsReportFilter, 1);

  copy->since = CS_INSTANT_NONE;
  if (self == NULL)
    return copy;
  *copy = *self;
  copy->process = g_strdup (self->process);
  copy->region = g_strdup (self->region);
  copy->client = g_strdup (self->client);
  return copy;
}

/**
 * cs_report_filter_free:
 * @self: (transfer full) (nullable): a copy
 */
void
cs_report_filter_free (CsReportFilter *self)
{
  if (self == NULL)
    return;
  g_free ((char *)self->process);
  g_free ((char *)self->region);
  g_free ((char *)self->client);
  g_free (self);
}

static void
amount_free (gpointer data)
{
  CsReportAmount *amount = data;

  g_free (amount->currency);
  g_free (amount->text);
  g_free (amount);
}

static void
row_free (gpointer data)
{
  CsReportRow *row = data;

  g_free (row->key);
  g_free (row->group);
  g_free (row->label);
  g_ptr_array_unref (row->amounts);
  g_free (row);
}

/**
 * cs_report_free:
 * @self: (transfer full) (nullable): a report
 */
void
cs_report_free (CsReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->currencies);
  g_free (self);
}

/* --- what the reports share --- */

/**
 * cs_report_add_row:
 *
 * Returns: (transfer none): a new last row
 */
CsReportRow *
cs_report_add_row (CsReportReader *reader, const char *key)
{
  CsReportRow *row = g_new0 (CsReportRow, 1);

  row->key = g_strdup (key);
  row->target_secs = -1;
  row->amounts = g_ptr_array_new_with_free_func (amount_free);
  g_ptr_array_add (reader->report->rows, row);
  return row;
}

/**
 * cs_report_find_row:
 *
 * Returns: (transfer none): the row of that group and key; a new last one where there is none
 */
CsReportRow *
cs_report_find_row (CsReportReader *reader, const char *group, const char *key)
{
  CsReportRow *row;

  for (guint i = 0; i < reader->report->rows->len; i++) {
    row = reader->report->rows->pdata[i];
    if (g_strcmp0 (row->key, key) == 0 && g_strcmp0 (row->group, group) == 0)
      return row;
  }
  row = cs_report_add_row (reader, key);
  row->group = g_strdup (group);
  return row;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static int
compare_amounts (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(CsReportAmount *const *)a)->currency, (*(CsReportAmount *const *)b)->currency);
}

/**
 * cs_report_add_amount:
 * @currency: (nullable): %NULL adds nothing
 *
 * Adds to what @row comes to in that currency.
 */
void
cs_report_add_amount (CsReportReader *reader, CsReportRow *row, gint64 minor, const char *currency)
{
  GPtrArray *currencies = reader->report->currencies;
  CsReportAmount *amount = NULL;

  if (currency == NULL || *currency == '\0')
    return;
  for (guint i = 0; i < row->amounts->len && amount == NULL; i++) {
    amount = row->amounts->pdata[i];
    if (strcmp (amount->currency, currency) != 0)
      amount = NULL;
  }
  if (amount == NULL) {
    amount = g_new0 (CsReportAmount, 1);
    amount->currency = g_strdup (currency);
    g_ptr_array_add (row->amounts, amount);
  }
  amount->minor += minor;
  if (!g_ptr_array_find_with_equal_func (currencies, currency, g_str_equal, NULL))
    g_ptr_array_add (currencies, g_strdup (currency));
}

static void
finish_amounts (CsReportReader *reader)
{
  const CsListContext *context = reader->context;

  g_ptr_array_sort (reader->report->currencies, compare_texts);
  for (guint i = 0; i < reader->report->rows->len; i++) {
    CsReportRow *row = reader->report->rows->pdata[i];

    g_ptr_array_sort (row->amounts, compare_amounts);
    for (guint j = 0; j < row->amounts->len; j++) {
      CsReportAmount *amount = row->amounts->pdata[j];
      CsMoney money;

      if (cs_money_init (&money, amount->minor, amount->currency, NULL))
        amount->text = cs_money_to_display (money, context->locale, context->digits);
    }
  }
}

/**
 * cs_report_find_process:
 *
 * Returns: (transfer none) (nullable): the process in the newest version of its pack that requests
 *   pin
 */
const CsProcess *
cs_report_find_process (CsReportReader *reader, const char *pack, const char *process)
{
  const CsProcess *found = NULL;

  for (guint i = 0; i < reader->packs->len; i++) {
    const CsPack *candidate = reader->packs->pdata[i];
    const CsProcess *own;

    if (g_strcmp0 (candidate->id, pack) != 0)
      continue;
    own = cs_pack_get_process (candidate, process);
    if (own != NULL && (found == NULL || own->pack->version >= found->pack->version))
      found = own;
  }
  return found;
}

gboolean
cs_report_list_packs (CsReportReader *reader, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (reader->context->store);
  g_autoptr (CsStatement) statement =
      cs_sqlite_prepare (sqlite, "SELECT digest FROM pack ORDER BY rowid", error);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    const CsPack *pack =
        cs_pack_cache_get (reader->context->packs, cs_statement_get_text (statement, 0), NULL);

    if (pack != NULL)
      g_ptr_array_add (reader->packs, (gpointer)pack);
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/* What was opened before it is @days working days old by the calendar of the pack’s team. */
static gint64
find_edge (CsReportReader *reader, const CsPack *pack, int days)
{
  CsInstant now = reader->context->now, edge;
  CsCalendar *calendar = cs_directory_get_calendar (reader->context->directory, pack->calendar);

  if (calendar != NULL && cs_calendar_add_closes (calendar, now + 1, -days, &edge, NULL))
    return edge;
  return now - days * G_GINT64_CONSTANT (24 * 3600) * CS_SECOND;
}

void
cs_report_begin (CsReportReader *reader, CsQuery *query)
{
  cs_query_add (query, "WITH k (digest, pack, e1, e2, e3, e4) AS (VALUES ", "");
  for (guint i = 0; i < reader->packs->len; i++) {
    const CsPack *pack = reader->packs->pdata[i];

    cs_query_add (query, i > 0 ? ", (?, ?" : "(?, ?", "ss", pack->digest, pack->id);
    for (int j = 1; j <= N_EDGES; j++)
      cs_query_add (query, ", ?", "i", find_edge (reader, pack, bucket_days[j]));
    cs_query_add (query, ")", "");
  }
  if (reader->packs->len == 0)
    cs_query_add (query, "('', '', 0, 0, 0, 0)", "");
  cs_query_add (query, ") ", "");
}

/* Every region that is the one asked for or lies within it, in any pack. */
static GPtrArray *
list_regions (CsReportReader *reader, const char *region)
{
  GPtrArray *regions = g_ptr_array_new ();

  g_ptr_array_add (regions, (gpointer)region);
  for (guint i = 0; i < reader->packs->len; i++) {
    const CsPack *pack = reader->packs->pdata[i];

    for (guint j = 0; j < pack->region_list->len; j++) {
      const CsRegion *inner = pack->region_list->pdata[j];

      if (cs_pack_region_is_within (pack, inner->id, region) &&
          !g_ptr_array_find_with_equal_func (regions, inner->id, g_str_equal, NULL))
        g_ptr_array_add (regions, inner->id);
    }
  }
  return regions;
}

void
cs_report_add_conditions (CsReportReader *reader, CsQuery *query)
{
  const CsReportFilter *filter = reader->filter;

  cs_query_add (query, " JOIN k ON k.digest = r.pack WHERE TRUE", "");
  if (filter->process != NULL)
    cs_query_add (query, " AND k.pack || '/' || r.process = ?", "s", filter->process);
  if (filter->client != NULL)
    cs_query_add (query, " AND r.client = ?", "s", filter->client);
  if (filter->region != NULL) {
    g_autoptr (GPtrArray) regions = list_regions (reader, filter->region);

    cs_query_add (query, " AND r.region IN ", "");
    cs_query_add_list (query, regions);
  }
}

gboolean
cs_report_run (CsReportReader *reader, CsQuery *query, CsReportTake take, GError **error)
{
  g_autoptr (CsStatement) statement = cs_query_run (query, reader->context->store, error);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    take (reader, statement);
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/* --- ageing --- */

static void
take_age (CsReportReader *reader, CsStatement *statement)
{
  CsReportRow *row = reader->report->rows->pdata[cs_statement_get_int (statement, 0)];

  row->count += cs_statement_get_int (statement, 2);
  reader->report->n += cs_statement_get_int (statement, 2);
  cs_report_add_amount (reader,
                        row,
                        cs_statement_get_int (statement, 3),
                        cs_statement_get_text (statement, 1));
}

static gboolean
read_ageing (CsReportReader *reader, GError **error)
{
  g_auto (CsQuery) query;

  for (int i = 0; i <= N_EDGES; i++) {
    g_autofree char *key = g_strdup_printf ("%d", i);

    cs_report_add_row (reader, key);
  }
  cs_query_init (&query);
  cs_report_begin (reader, &query);
  cs_query_add (&query, "SELECT ", "");
  cs_query_add (&query, cs_report_age, "");
  cs_query_add (&query,
                " AS age, r.currency, count (*), coalesce (sum (r.amount), 0) FROM request r",
                "");
  cs_report_add_conditions (reader, &query);
  cs_query_add (&query, " AND r.end = 0 GROUP BY age, r.currency", "");
  return cs_report_run (reader, &query, take_age, error);
}

/* --- mix --- */

static void
add_options (CsReportReader *reader, const CsField *field)
{
  const char *language = reader->context->language;
  g_autofree char *group = cs_text_dup (field->title, language);

  for (guint i = 0; i < field->options->len; i++) {
    const CsOption *option = field->options->pdata[i];
    CsReportRow *row = cs_report_find_row (reader, group, option->id);

    g_free (row->label);
    row->label = cs_text_dup (option->title, language);
  }
}

static void
take_mix (CsReportReader *reader, CsStatement *statement)
{
  const CsProcess *process = cs_report_find_process (reader,
                                                     cs_statement_get_text (statement, 0),
                                                     cs_statement_get_text (statement, 1));
  const CsField *field =
      process != NULL ? cs_process_get_field (process, cs_statement_get_text (statement, 2)) : NULL;
  g_autofree char *group = NULL;
  CsReportRow *row;

  if (field == NULL)
    return;
  for (guint i = 0; i < process->mix->len; i++)
    add_options (reader, process->mix->pdata[i]);
  group = cs_text_dup (field->title, reader->context->language);
  row = cs_report_find_row (reader, group, cs_statement_get_text (statement, 3));
  row->count += cs_statement_get_int (statement, 5);
  cs_report_add_amount (reader,
                        row,
                        cs_statement_get_int (statement, 6),
                        cs_statement_get_text (statement, 4));
}

static void
take_number (CsReportReader *reader, CsStatement *statement)
{
  reader->report->n = cs_statement_get_int (statement, 0);
}

static gboolean
read_mix (CsReportReader *reader, GError **error)
{
  g_auto (CsQuery) query, number;

  cs_query_init (&query);
  cs_query_init (&number);
  cs_report_begin (reader, &query);
  cs_query_add (&query,
                "SELECT k.pack, r.process, m.field, m.option, r.currency, count (*),"
                " coalesce (sum (r.amount), 0) FROM report_mix m JOIN request r ON r.ref = m.ref",
                "");
  cs_report_add_conditions (reader, &query);
  cs_query_add (&query,
                " AND r.opened >= ? GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3",
                "i",
                (gint64)reader->filter->since);
  cs_report_begin (reader, &number);
  cs_query_add (&number, "SELECT count (*) FROM request r", "");
  cs_report_add_conditions (reader, &number);
  cs_query_add (&number,
                " AND r.opened >= ? AND r.ref IN (SELECT ref FROM report_mix)",
                "i",
                (gint64)reader->filter->since);
  return cs_report_run (reader, &query, take_mix, error) &&
         cs_report_run (reader, &number, take_number, error);
}

/* --- totals --- */

static void
take_total (CsReportReader *reader, CsStatement *statement)
{
  CsReportRow *row = cs_report_find_row (reader, NULL, cs_statement_get_text (statement, 0));

  row->count += cs_statement_get_int (statement, 2);
  cs_report_add_amount (reader,
                        row,
                        cs_statement_get_int (statement, 3),
                        cs_statement_get_text (statement, 1));
}

/* When a request that ended did so stands where its due would (see CsSummary). */
static gboolean
read_requests (CsReportReader *reader, GError **error)
{
  g_auto (CsQuery) query;

  cs_query_init (&query);
  cs_report_begin (reader, &query);
  cs_query_add (&query,
                "SELECT CASE r.end WHEN 0 THEN 'open' WHEN ? THEN 'completed' WHEN ?"
                " THEN 'rejected' ELSE 'withdrawn' END AS what, r.currency, count (*),"
                " coalesce (sum (r.amount), 0) FROM request r",
                "ii",
                (gint64)CS_END_COMPLETED,
                (gint64)CS_END_REJECTED);
  cs_report_add_conditions (reader, &query);
  cs_query_add (&query,
                " AND (r.end = 0 OR r.due <= ?) GROUP BY what, r.currency",
                "i",
                reader->filter->since == CS_INSTANT_NONE ? G_MAXINT64 : -reader->filter->since);
  return cs_report_run (reader, &query, take_total, error);
}

static gboolean
read_payments (CsReportReader *reader, GError **error)
{
  g_auto (CsQuery) query;

  cs_query_init (&query);
  cs_report_begin (reader, &query);
  cs_query_add (&query,
                "SELECT iif (p.bucket = 2, 'received', iif (p.bucket = 0 AND p.due < ?, 'late',"
                " 'awaited')) AS what, p.currency, count (*),"
                " coalesce (sum (iif (p.bucket = 2, p.amount, max (p.amount - p.received, 0))), 0)"
                " FROM payment p JOIN request r ON r.ref = p.ref",
                "i",
                (gint64)reader->context->now);
  cs_report_add_conditions (reader, &query);
  cs_query_add (&query,
                " AND p.state <> ? AND (p.bucket < 2 OR p.due <= ?) GROUP BY what, p.currency",
                "ii",
                (gint64)CS_PAYMENT_WRITTEN_OFF,
                reader->filter->since == CS_INSTANT_NONE ? G_MAXINT64 : -reader->filter->since);
  return cs_report_run (reader, &query, take_total, error);
}

static gboolean
read_totals (CsReportReader *reader, GError **error)
{
  static const char *const whats[] =
      {"open", "completed", "rejected", "withdrawn", "awaited", "late", "received"};

  for (gsize i = 0; i < G_N_ELEMENTS (whats); i++)
    cs_report_add_row (reader, whats[i]);
  if (!read_requests (reader, error) || !read_payments (reader, error))
    return FALSE;
  for (guint i = 0; i < reader->report->rows->len; i++)
    reader->report->n += ((CsReportRow *)reader->report->rows->pdata[i])->count;
  return TRUE;
}

/* --- all of them --- */

/**
 * cs_report_read:
 * @filter: (nullable): %NULL for everything
 *
 * Counts. Runs on the store's thread; takes seconds where there are a hundred thousand requests.
 *
 * Returns: (transfer full): the report, or %NULL
 */
CsReport *
cs_report_read (const CsListContext *context,
                CsReportKind kind,
                const CsReportFilter *filter,
                GError **error)
{
  static gboolean (*const readers[CS_N_REPORTS]) (CsReportReader *, GError **) = {
      read_ageing,
      cs_report_read_sla,
      cs_report_read_turnaround,
      read_mix,
      read_totals,
  };
  g_autoptr (CsReport) report = g_new0 (CsReport, 1);
  g_autoptr (CsReportFilter) whole = cs_report_filter_copy (filter);
  g_autoptr (GPtrArray) packs = g_ptr_array_new ();
  CsReportReader reader = {context, whole, packs, report};

  report->kind = kind;
  report->rows = g_ptr_array_new_with_free_func (row_free);
  report->currencies = g_ptr_array_new_with_free_func (g_free);
  if (!cs_report_list_packs (&reader, error) || !readers[kind](&reader, error))
    return NULL;
  finish_amounts (&reader);
  return g_steal_pointer (&report);
}

/**
 * cs_report_list_clients:
 *
 * Returns: (transfer full) (nullable) (element-type utf8): names of clients that have requests
 */
GPtrArray *
cs_report_list_clients (const CsListContext *context, GError **error)
{
  g_autoptr (GPtrArray) clients = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_prepare (cs_store_get_sqlite (context->store),
                         "SELECT DISTINCT client FROM request ORDER BY client",
                         error);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return NULL;
  while (has_row) {
    g_ptr_array_add (clients, g_strdup (cs_statement_get_text (statement, 0)));
    if (!cs_statement_next (statement, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&clients);
}
