/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-paged-list.h"

/* A list of numbers that the worker reads under a lock and the test changes. */
typedef struct {
  GMutex mutex;
  GArray *refs; /* gint64 */
  guint n_readings;
} Source;

static CsRowPage *
read_page (gpointer data, guint offset, guint limit, gboolean wants_total, GError **error)
{
  Source *source = data;
  CsRowPage *page = g_new0 (CsRowPage, 1);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&source->mutex);

  source->n_readings++;
  page->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_row_data_free);
  for (guint i = offset; i < offset + limit && i < source->refs->len; i++) {
    CsRowData *row = cs_row_data_new ();

    row->ref = g_array_index (source->refs, gint64, i);
    row->number = g_strdup_printf ("N-%d", (int)row->ref);
    g_ptr_array_add (page->rows, row);
  }
  page->total = source->refs->len;
  return page;
}

typedef struct {
  Source source;
  CsWorker *worker;
  CsPagedList *list;
  GString *changes;
} Fixture;

static void
on_changed (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_string_append_printf (fixture->changes, "%u-%u+%u;", position, removed, added);
}

static void
do_nothing (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

/* Until the worker has done all that it was asked, and what came of it; an answer may ask for more.
 */
static void
settle (Fixture *fixture)
{
  for (int i = 0; i < 4; i++) {
    g_autoptr (GTask) last = g_task_new (NULL, NULL, NULL, NULL);

    while (g_main_context_iteration (NULL, FALSE))
      continue;
    cs_worker_queue (fixture->worker, G_PRIORITY_LOW, last, do_nothing);
    while (!g_task_get_completed (last))
      g_main_context_iteration (NULL, TRUE);
  }
}

static void
set_up (Fixture *fixture, guint n)
{
  g_mutex_init (&fixture->source.mutex);
  fixture->source.refs = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (gint64 i = 0; i < n; i++)
    g_array_append_val (fixture->source.refs, i);
  fixture->worker = cs_worker_new ("test");
  fixture->changes = g_string_new (NULL);
  fixture->list =
      cs_paged_list_new (fixture->worker, G_PRIORITY_DEFAULT, read_page, &fixture->source, NULL);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture *fixture)
{
  settle (fixture);
  g_assert_finalize_object (fixture->list);
  g_assert_finalize_object (fixture->worker);
  g_array_unref (fixture->source.refs);
  g_string_free (fixture->changes, TRUE);
  g_mutex_clear (&fixture->source.mutex);
}

static char *
number_at (Fixture *fixture, guint position)
{
  g_autoptr (CsRow) row = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);
  char *number;

  g_object_get (row, "number", &number, NULL);
  return number;
}

static void
test_lazy (void)
{
  Fixture fixture = {0};
  g_autofree char *first = NULL, *empty = NULL, *late = NULL;

  set_up (&fixture, 100000);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture.list)), ==, 0);
  settle (&fixture);
  g_assert_cmpstr (fixture.changes->str, ==, "0-0+100000;");
  first = number_at (&fixture, 0);
  g_assert_cmpstr (first, ==, "N-0");
  g_assert_cmpuint (fixture.source.n_readings, ==, 1);
  empty = number_at (&fixture, 77777);
  g_assert_null (empty);
  settle (&fixture);
  late = number_at (&fixture, 77777);
  g_assert_cmpstr (late, ==, "N-77777");
  g_assert_cmpuint (fixture.source.n_readings, ==, 2);
  tear_down (&fixture);
}

static void
test_pages_are_dropped (void)
{
  Fixture fixture = {0};

  set_up (&fixture, 100000);
  settle (&fixture);
  for (guint i = 0; i < 100000; i += 500)
    g_free (number_at (&fixture, i));
  settle (&fixture);
  fixture.source.n_readings = 0;
  g_free (number_at (&fixture, 99500));
  settle (&fixture);
  g_assert_cmpuint (fixture.source.n_readings, ==, 0);
  g_free (number_at (&fixture, 500));
  settle (&fixture);
  g_assert_cmpuint (fixture.source.n_readings, ==, 1);
  tear_down (&fixture);
}

static void
test_refresh (void)
{
  Fixture fixture = {0};
  g_autoptr (CsRow) before = NULL, after = NULL;
  gint64 fresh = 900000, moved;

  set_up (&fixture, 120);
  settle (&fixture);
  for (guint i = 0; i < 120; i += 50)
    g_free (number_at (&fixture, i));
  settle (&fixture);
  g_string_truncate (fixture.changes, 0);

  cs_paged_list_refresh (fixture.list);
  settle (&fixture);
  g_assert_cmpstr (fixture.changes->str, ==, "");

  before = g_list_model_get_item (G_LIST_MODEL (fixture.list), 60);
  g_array_insert_val (fixture.source.refs, 10, fresh);
  cs_paged_list_refresh (fixture.list);
  settle (&fixture);
  g_assert_cmpstr (fixture.changes->str, ==, "10-0+1;");
  after = g_list_model_get_item (G_LIST_MODEL (fixture.list), 61);
  g_assert_true (before == after);

  g_string_truncate (fixture.changes, 0);
  g_array_remove_index (fixture.source.refs, 10);
  cs_paged_list_refresh (fixture.list);
  settle (&fixture);
  g_assert_cmpstr (fixture.changes->str, ==, "10-1+0;");

  g_string_truncate (fixture.changes, 0);
  moved = g_array_index (fixture.source.refs, gint64, 5);
  g_array_remove_index (fixture.source.refs, 5);
  g_array_insert_val (fixture.source.refs, 8, moved);
  cs_paged_list_refresh (fixture.list);
  settle (&fixture);
  g_assert_cmpstr (fixture.changes->str, ==, "5-4+4;");

  g_string_truncate (fixture.changes, 0);
  g_array_set_size (fixture.source.refs, 0);
  cs_paged_list_refresh (fixture.list);
  settle (&fixture);
  g_assert_cmpstr (fixture.changes->str, ==, "0-120+0;");
  g_clear_object (&before);
  g_clear_object (&after);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paged-list/lazy", test_lazy);
  g_test_add_func ("/paged-list/pages-are-dropped", test_pages_are_dropped);
  g_test_add_func ("/paged-list/refresh", test_refresh);
  return g_test_run ();
}
