/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sample.h"

#include "cs-index.h"
#include "cs-keeper.h"

static Sample sample;

static char *
dump (const char *table)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (sample.ledger));
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (CsStatement) names = NULL, rows = NULL;
  GString *text = g_string_new (NULL);
  gboolean has_row;

  names = cs_sqlite_query (sqlite,
                           NULL,
                           "SELECT group_concat ('quote (' || name || ')', ' || '','' || ')"
                           " FROM pragma_table_info (?)",
                           "s",
                           table);
  g_assert_true (cs_statement_next (names, &has_row, NULL) && has_row);
  columns = g_strdup (cs_statement_get_text (names, 0));
  sql = g_strdup_printf ("SELECT %s FROM %s ORDER BY 1", columns, table);
  rows = cs_sqlite_prepare (sqlite, sql, NULL);
  g_assert_nonnull (rows);
  while (cs_statement_next (rows, &has_row, NULL) && has_row)
    g_string_append_printf (text, "%s\n", cs_statement_get_text (rows, 0));
  return g_string_free (text, FALSE);
}

/* Read models are derived: dropped and made again from the journal they are the same. */
static void
test_rebuild (void)
{
  static const char *const tables[] = {"request",
                                       "turn",
                                       "involved",
                                       "payment",
                                       "counter",
                                       "report_run",
                                       "report_pass",
                                       "report_mix"};
  CsAuthority *authority = cs_ledger_get_authority (sample.ledger);
  char *before[G_N_ELEMENTS (tables)];
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    before[i] = dump (tables[i]);
    g_assert_cmpuint (strlen (before[i]), >, 100);
  }
  cs_authority_rebuild (authority, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    g_autofree char *after = dump (tables[i]);

    g_test_message ("%s", tables[i]);
    g_assert_cmpstr (after, ==, before[i]);
    g_free (before[i]);
  }
}

/* The index of words is in step with the words: SQLite checks it against the table. */
static void
test_words (void)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (sample.ledger));
  g_autoptr (GError) error = NULL;

  cs_sqlite_exec (sqlite,
                  "INSERT INTO search (search, rank) VALUES ('integrity-check', 1)",
                  &error);
  g_assert_no_error (error);
}

/* What comes next is known without looking at every request; the keeper finds it there. */
static void
test_events (void)
{
  CsStore *store = cs_ledger_get_store (sample.ledger);
  CsInstant next = CS_INSTANT_NONE;
  g_autoptr (GPtrArray) due = NULL, none = NULL;
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);

  g_assert_true (cs_index_next_event (store, &next, NULL));
  g_assert_cmpint (next, >, SAMPLE_NOW);
  none = cs_index_list_events (store, next - 1, 10, NULL);
  due = cs_index_list_events (store, next, 10, NULL);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (due->len, >, 0);
  cs_time_source_set_fixed (sample.time_source, next);
  g_assert_true (cs_keeper_run (cs_ledger_get_authority (sample.ledger), notices, NULL));
  g_clear_pointer (&due, g_ptr_array_unref);
  due = cs_index_list_events (store, next, 10, NULL);
  g_assert_cmpuint (due->len, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  sample_open (&sample);
  g_test_add_func ("/index/rebuild", test_rebuild);
  g_test_add_func ("/index/words", test_words);
  g_test_add_func ("/index/events", test_events);
  status = g_test_run ();
  sample_close (&sample);
  return status;
}
