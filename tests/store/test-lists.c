/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sample.h"

#include "cs-drafts.h"
#include "cs-journal.h"
#include "cs-seen.h"

#include <sqlite3.h>
#include <string.h>

static Sample sample;
static GPtrArray *traced; /* SQL that was run while this is not NULL */

static CsRowPage *
read_page (const char *person, CsListKind kind, const CsListFilter *filter, guint from, guint n)
{
  g_autoptr (GError) error = NULL;
  CsRowPage *page =
      cs_ledger_read_list (sample.ledger, person, kind, filter, from, n, TRUE, &error);

  g_assert_no_error (error);
  return page;
}

/* What a filter lets through. */

static gboolean
is_about_sap (const CsRowData *row)
{
  return strstr (row->title, "SAP") != NULL;
}

static gboolean
is_nakheel (const CsRowData *row)
{
  return strstr (row->client, "النخيل") != NULL;
}

static gboolean
is_fleuve (const CsRowData *row)
{
  return strstr (row->client, "Fleuve") != NULL;
}

static gboolean
is_telecom (const CsRowData *row)
{
  return strstr (row->client, "Télécom") != NULL;
}

static gboolean
is_kenya (const CsRowData *row)
{
  return g_strcmp0 (row->region, "Kenya") == 0;
}

static gboolean
is_riyals (const CsRowData *row)
{
  return g_strcmp0 (row->currency, "SAR") == 0;
}

static gboolean
is_big_riyals (const CsRowData *row)
{
  return is_riyals (row) && row->amount_minor > 1000000;
}

static gboolean
is_with_sunita (const CsRowData *row)
{
  return row->with != NULL && strstr (row->with, "Sunita") != NULL;
}

static gboolean
is_overdue (const CsRowData *row)
{
  return g_strcmp0 (row->group, "overdue") == 0;
}

static gboolean
is_delivery (const CsRowData *row)
{
  return g_strcmp0 (row->stage, "Delivery and payment") == 0;
}

static gboolean
is_open (const CsRowData *row)
{
  return row->with != NULL;
}

static gboolean
is_decision (const CsRowData *row)
{
  return row->decision && row->level != NULL;
}

static gboolean
is_for_samir (const CsRowData *row)
{
  return row->for_whom != NULL;
}

static gboolean
is_question (const CsRowData *row)
{
  return row->question;
}

static gboolean
is_late_payment (const CsRowData *row)
{
  return g_strcmp0 (row->group, "late") == 0 && row->due < SAMPLE_NOW;
}

static gboolean
is_promised (const CsRowData *row)
{
  return g_strcmp0 (row->state, "promised") == 0 && row->promised_on != NULL;
}

static gboolean
is_part (const CsRowData *row)
{
  return g_strcmp0 (row->state, "part") == 0 && row->outstanding != NULL;
}

static gboolean
is_anything (const CsRowData *row)
{
  return row->request != NULL;
}

static void
test_filters (void)
{
  const struct {
    CsListKind kind;
    const char *person;
    CsListFilter filter;
    gboolean (*lets_through) (const CsRowData *row);
    gboolean is_whole; /* lets everything through */
  } cases[] = {
      {CS_LIST_REQUESTS, "p-meera", {.text = "sap"}, is_about_sap, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "SAP order"}, is_about_sap, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "النخيل"}, is_nakheel, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "النَّخيـل"}, is_nakheel, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "fleuve"}, is_fleuve, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "telecom"}, is_telecom, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "client:nairobi -is:open"}, NULL, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "cur:sar over:10000"}, is_big_riyals, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "with:sunita"}, is_with_sunita, FALSE},
      {CS_LIST_REQUESTS, "p-sunita", {.text = "with:me"}, is_with_sunita, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "stage:delivery"}, is_delivery, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "is:question"}, is_question, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.text = "due:overdue"}, is_overdue, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.region = "KE"}, is_kenya, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.currency = "SAR"}, is_riyals, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.group = "overdue"}, is_overdue, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.state = "open"}, is_open, FALSE},
      {CS_LIST_REQUESTS, "p-meera", {.state = "closed"}, is_anything, FALSE},
      {CS_LIST_INBOX_WAITING, "p-sunita", {0}, is_decision, TRUE},
      {CS_LIST_INBOX_WAITING, "p-sunita", {.group = "overdue"}, is_overdue, FALSE},
      {CS_LIST_INBOX_WAITING, "p-imran", {.on_behalf_only = TRUE}, is_for_samir, FALSE},
      {CS_LIST_INBOX_ASKED, "p-sunita", {0}, is_question, TRUE},
      {CS_LIST_INBOX_DONE, "p-sunita", {0}, is_anything, TRUE},
      {CS_LIST_SENT, "p-fatima", {0}, is_anything, TRUE},
      {CS_LIST_PAYMENTS, "p-meera", {.state = "late"}, is_late_payment, FALSE},
      {CS_LIST_PAYMENTS, "p-meera", {.state = "escalated"}, is_late_payment, FALSE},
      {CS_LIST_PAYMENTS, "p-meera", {.state = "promised"}, is_promised, FALSE},
      {CS_LIST_PAYMENTS, "p-meera", {.state = "part"}, is_part, FALSE},
      {CS_LIST_PAYMENTS, "p-meera", {.region = "KE"}, is_kenya, FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsListFilter *filter = &cases[i].filter;
    g_autoptr (CsRowPage) page = read_page (cases[i].person, cases[i].kind, filter, 0, 200);
    g_autoptr (CsRowPage) all = read_page (cases[i].person, cases[i].kind, NULL, 0, 200);
    guint n_fitting = 0;

    g_test_message ("case %" G_GSIZE_FORMAT ": %s: %u of %u",
                    i,
                    filter->text != NULL ? filter->text : "",
                    page->total,
                    all->total);
    g_assert_cmpuint (page->total, ==, page->rows->len);
    if (cases[i].lets_through == NULL) {
      g_assert_cmpuint (page->total, ==, 0);
      continue;
    }
    for (guint j = 0; j < page->rows->len; j++)
      g_assert_true (cases[i].lets_through (page->rows->pdata[j]));
    for (guint j = 0; j < all->rows->len; j++)
      n_fitting += cases[i].lets_through (all->rows->pdata[j]) ? 1 : 0;
    g_assert_cmpuint (page->total, >, 0);
    g_assert_cmpuint (page->total, <=, all->total);
    g_assert_true (cases[i].is_whole == (page->total == all->total));
    if (cases[i].lets_through != is_anything && cases[i].lets_through != is_open &&
        cases[i].kind != CS_LIST_PAYMENTS)
      g_assert_cmpuint (page->total, ==, n_fitting);
  }
}

static char *
join_rows (const GPtrArray *rows)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++) {
    const CsRowData *row = rows->pdata[i];

    g_string_append_printf (text, "%s/%s ", row->number, row->step != NULL ? row->step : "");
  }
  return g_string_free (text, FALSE);
}

/* Pages put together are the list, in every order of every list of everybody. */
static void
test_pages (void)
{
  static const char *const people[] = {"p-sunita", "p-meera", "p-imran", "p-nikhil", "p-odhiambo"};
  static const char *const orders[] = {NULL,
                                       "amount",
                                       "-amount",
                                       "client",
                                       "oldest",
                                       "-number",
                                       "updated",
                                       "title",
                                       "region",
                                       "process",
                                       "-stage"};

  for (gsize i = 0; i < G_N_ELEMENTS (people) * G_N_ELEMENTS (orders) * CS_N_LISTS; i++) {
    const char *person = people[i % G_N_ELEMENTS (people)];
    CsListKind kind = i / G_N_ELEMENTS (people) % CS_N_LISTS;
    const CsListFilter filter = {.order = orders[i / G_N_ELEMENTS (people) / CS_N_LISTS]};
    g_autoptr (CsRowPage) all = read_page (person, kind, &filter, 0, 200);
    g_autofree char *expected = join_rows (all->rows);
    g_autoptr (GString) joined = g_string_new (NULL);

    for (guint from = 0; from < all->total; from += 7) {
      g_autoptr (CsRowPage) page = read_page (person, kind, &filter, from, 7);
      g_autofree char *text = join_rows (page->rows);

      g_assert_cmpuint (page->total, ==, all->total);
      g_string_append (joined, text);
    }
    g_assert_cmpstr (joined->str, ==, expected);
  }
}

static void
test_orders (void)
{
  const CsListFilter by_amount = {.order = "amount", .currency = "KES"};
  g_autoptr (CsRowPage) due = read_page ("p-sunita", CS_LIST_INBOX_WAITING, NULL, 0, 200);
  g_autoptr (CsRowPage) amount = read_page ("p-sunita", CS_LIST_REQUESTS, &by_amount, 0, 200);

  for (guint i = 1; i < due->rows->len; i++)
    g_assert_cmpint (((CsRowData *)due->rows->pdata[i - 1])->due,
                     <=,
                     ((CsRowData *)due->rows->pdata[i])->due);
  g_assert_cmpuint (amount->rows->len, >, 2);
  for (guint i = 1; i < amount->rows->len; i++) {
    const CsRowData *row = amount->rows->pdata[i], *before = amount->rows->pdata[i - 1];

    if (row->amount != NULL)
      g_assert_cmpint (before->amount_minor, >=, row->amount_minor);
  }
}

/* ux: Inbox: what a level is asked, and nothing else of what waits. */
static void
test_levels (void)
{
  g_autoptr (CsRowPage) all = read_page ("p-sunita", CS_LIST_INBOX_WAITING, NULL, 0, 200);
  static const char *const levels[] = {"cost", "base", "sales", "client"};
  guint n_asked = 0, n_found = 0;

  for (guint i = 0; i < all->rows->len; i++)
    n_asked += ((CsRowData *)all->rows->pdata[i])->level != NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++) {
    const CsListFilter filter = {.level = levels[i]};
    g_autoptr (CsRowPage) page = read_page ("p-sunita", CS_LIST_INBOX_WAITING, &filter, 0, 200);

    for (guint j = 0; j < page->rows->len; j++)
      g_assert_nonnull (((CsRowData *)page->rows->pdata[j])->level);
    n_found += page->total;
  }
  g_assert_cmpuint (n_asked, >, 0);
  g_assert_cmpuint (n_found, ==, n_asked);
}

static void
test_counts (void)
{
  guint counts[CS_N_LISTS], overdue[CS_N_LISTS];
  const CsListFilter late = {.group = "overdue"}, open = {.state = "open"};
  g_autoptr (CsRowPage) inbox = read_page ("p-sunita", CS_LIST_INBOX_WAITING, NULL, 0, 200);
  g_autoptr (CsRowPage) inbox_late = read_page ("p-sunita", CS_LIST_INBOX_WAITING, &late, 0, 200);
  g_autoptr (CsRowPage) requests = read_page ("p-sunita", CS_LIST_REQUESTS, &open, 0, 200);
  g_autoptr (GError) error = NULL;

  cs_ledger_count (sample.ledger, "p-sunita", counts, overdue, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts[CS_LIST_INBOX_WAITING], ==, inbox->total);
  g_assert_cmpuint (overdue[CS_LIST_INBOX_WAITING], ==, inbox_late->total);
  g_assert_cmpuint (counts[CS_LIST_REQUESTS], ==, requests->total);
}

/* Snoozing hides what is not late, until its time. */
static void
test_snooze (void)
{
  g_autoptr (CsRowPage) before = read_page ("p-sunita", CS_LIST_INBOX_WAITING, NULL, 0, 200);
  CsStore *store = cs_ledger_get_store (sample.ledger);
  const CsRowData *late = before->rows->pdata[0],
                  *calm = before->rows->pdata[before->rows->len - 1];
  g_autoptr (CsRowPage) after = NULL, snoozed = NULL, later = NULL;

  g_assert_cmpint (late->due, <, SAMPLE_NOW);
  g_assert_cmpint (calm->due, >, SAMPLE_NOW);
  g_assert_true (cs_seen_snooze (store, "p-sunita", late->ref, SAMPLE_NOW + CS_SECOND, NULL));
  g_assert_true (cs_seen_snooze (store, "p-sunita", calm->ref, SAMPLE_NOW + CS_SECOND, NULL));
  after = read_page ("p-sunita", CS_LIST_INBOX_WAITING, NULL, 0, 200);
  snoozed = read_page ("p-sunita", CS_LIST_INBOX_SNOOZED, NULL, 0, 200);
  g_assert_cmpuint (after->total, ==, before->total - 1);
  g_assert_cmpuint (snoozed->total, ==, 1);
  g_assert_cmpint (((CsRowData *)snoozed->rows->pdata[0])->ref, ==, calm->ref);
  cs_time_source_set_fixed (sample.time_source, SAMPLE_NOW + 2 * CS_SECOND);
  later = read_page ("p-sunita", CS_LIST_INBOX_WAITING, NULL, 0, 200);
  g_assert_cmpuint (later->total, ==, before->total);
  cs_time_source_set_fixed (sample.time_source, SAMPLE_NOW);
  g_assert_true (cs_seen_snooze (store, "p-sunita", late->ref, CS_INSTANT_NONE, NULL));
  g_assert_true (cs_seen_snooze (store, "p-sunita", calm->ref, CS_INSTANT_NONE, NULL));
}

/* Changed: read once, and something was said since. Unread: never read to its end. */
static void
test_seen (void)
{
  const CsListFilter changed = {.changed_only = TRUE}, unread = {.text = "is:unread"};
  g_autoptr (CsRowPage) all = read_page ("p-layla", CS_LIST_REQUESTS, NULL, 0, 200);
  const CsRowData *read = all->rows->pdata[0], *half = all->rows->pdata[1];
  CsStore *store = cs_ledger_get_store (sample.ledger);
  g_autoptr (CsRowPage) now_changed = NULL, now_unread = NULL;

  g_assert_true (cs_seen_set (store, "p-layla", read->ref, 1000, NULL));
  g_assert_true (cs_seen_set (store, "p-layla", half->ref, 1, NULL));
  now_changed = read_page ("p-layla", CS_LIST_REQUESTS, &changed, 0, 200);
  now_unread = read_page ("p-layla", CS_LIST_REQUESTS, &unread, 0, 200);
  g_assert_cmpuint (now_changed->total, ==, 1);
  g_assert_cmpint (((CsRowData *)now_changed->rows->pdata[0])->ref, ==, half->ref);
  g_assert_cmpuint (now_unread->total, ==, all->total - 1);
}

/* Scopes of work begin with what is not sent yet; other things that were typed are not scopes. */
static void
test_drafts (void)
{
  CsStore *store = cs_ledger_get_store (sample.ledger);
  g_autoptr (CsRowPage) before = read_page ("p-fatima", CS_LIST_SCOPES, NULL, 0, 200);
  g_autoptr (CsRowPage) after = NULL;
  g_autoptr (json_t) content = json_pack ("{s:s}", "title", "Not sent yet");
  CsDraft draft = {.id = (char *)"draft-1",
                   .person = (char *)"p-fatima",
                   .kind = (char *)"sow",
                   .content = content,
                   .updated = SAMPLE_NOW};
  const CsRowData *row;

  g_assert_true (cs_drafts_save (store, &draft, NULL));
  draft.id = (char *)"draft-2";
  draft.kind = (char *)"decision";
  g_assert_true (cs_drafts_save (store, &draft, NULL));
  after = read_page ("p-fatima", CS_LIST_SCOPES, NULL, 0, 200);
  g_assert_cmpuint (after->total, ==, before->total + 1);
  g_assert_cmpuint (after->rows->len, ==, after->total);
  row = after->rows->pdata[0];
  g_assert_cmpstr (row->draft, ==, "draft-1");
  g_assert_cmpstr (row->title, ==, "Not sent yet");
}

/* Plans: every statement that reads a page finds its rows by an index. */

static int
on_statement (unsigned kind, void *data, void *statement, void *text)
{
  if (traced != NULL && strncmp (text, "--", 2) != 0)
    g_ptr_array_add (traced, g_strdup (sqlite3_sql (statement)));
  return 0;
}

static int
on_open (sqlite3 *handle, char **message, const void *routines)
{
  sqlite3_trace_v2 (handle, SQLITE_TRACE_STMT, on_statement, NULL);
  return SQLITE_OK;
}

static void
assert_plan (sqlite3 *handle, const char *sql)
{
  g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, explain, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW) {
    const char *detail = (const char *)sqlite3_column_text (statement, 3);
    gboolean scans_table = g_str_has_prefix (detail, "SCAN r") ||
                           g_str_has_prefix (detail, "SCAN p") ||
                           g_str_has_prefix (detail, "SCAN t");

    if (scans_table && strstr (detail, "INDEX") == NULL && strstr (detail, "PRIMARY KEY") == NULL)
      g_error ("%s\n  in %s", detail, sql);
  }
  sqlite3_finalize (statement);
}

static void
test_plans (void)
{
  g_autofree char *path = g_build_filename (sample.folder, "workspace.db", NULL);
  sqlite3 *handle = NULL;
  guint counts[CS_N_LISTS], overdue[CS_N_LISTS];
  GPtrArray *statements = g_ptr_array_new_with_free_func (g_free);

  traced = statements;
  for (guint i = 0; i < CS_N_LISTS; i++) {
    g_autoptr (CsRowPage) page = read_page ("p-sunita", (CsListKind)i, NULL, 20, 10);
  }
  cs_ledger_count (sample.ledger, "p-sunita", counts, overdue, NULL);
  traced = NULL;
  g_assert_cmpuint (statements->len, >=, CS_N_LISTS);
  sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY, NULL);
  for (guint i = 0; i < statements->len; i++)
    assert_plan (handle, statements->pdata[i]);
  sqlite3_close (handle);
  g_ptr_array_unref (statements);
}

/* AA-04: who decides on the base cost sees the base cost, and not what the client is to pay. */
static void
test_amount_of_level (void)
{
  g_autoptr (CsRowPage) inbox = read_page ("p-sunita", CS_LIST_INBOX_WAITING, NULL, 0, 100);
  g_autoptr (CsRowPage) all = read_page ("p-sunita", CS_LIST_REQUESTS, NULL, 0, 1000);
  guint n = 0;

  for (guint i = 0; i < inbox->rows->len; i++) {
    const CsRowData *asked = inbox->rows->pdata[i];
    for (guint j = 0; j < all->rows->len; j++) {
      const CsRowData *whole = all->rows->pdata[j];
      if (g_strcmp0 (asked->request, whole->request) != 0 || asked->level == NULL)
        continue;
      if (strstr (asked->level, "Base") == NULL) {
        g_assert_cmpint (asked->amount_minor, ==, whole->amount_minor);
        continue;
      }
      n++;
      g_assert_cmpint (asked->amount_minor, <, whole->amount_minor);
      g_assert_cmpstr (asked->currency, ==, whole->currency);
    }
  }
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  sqlite3_auto_extension ((void (*) (void))on_open);
  sample_open (&sample);
  g_test_add_func ("/lists/amount-of-level-AA-04", test_amount_of_level);
  g_test_add_func ("/lists/filters", test_filters);
  g_test_add_func ("/lists/pages", test_pages);
  g_test_add_func ("/lists/orders", test_orders);
  g_test_add_func ("/lists/levels", test_levels);
  g_test_add_func ("/lists/counts", test_counts);
  g_test_add_func ("/lists/snooze", test_snooze);
  g_test_add_func ("/lists/seen", test_seen);
  g_test_add_func ("/lists/drafts", test_drafts);
  g_test_add_func ("/lists/plans", test_plans);
  status = g_test_run ();
  sample_close (&sample);
  return status;
}
