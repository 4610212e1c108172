/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sample.h"

#include <string.h>

static Sample sample;

static GPtrArray *
read_totals (const CsListFilter *filter)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *totals = cs_ledger_total_stages (sample.ledger, "p-sunita", filter, &error);

  g_assert_no_error (error);
  return totals;
}

static CsRowPage *
read_requests (const CsListFilter *filter)
{
  g_autoptr (GError) error = NULL;
  CsRowPage *page = cs_ledger_read_list (sample.ledger,
                                         "p-sunita",
                                         CS_LIST_REQUESTS,
                                         filter,
                                         0,
                                         1000,
                                         TRUE,
                                         &error);

  g_assert_no_error (error);
  return page;
}

/* Every column of the board has the requests that its heading counts, in each currency. */
static void
test_columns (void)
{
  static const char *const states[] = {NULL, "open", "closed"};

  for (guint s = 0; s < G_N_ELEMENTS (states); s++) {
    CsListFilter filter = {.state = states[s]};
    g_autoptr (CsRowPage) all = read_requests (&filter);
    g_autoptr (GPtrArray) totals = read_totals (&filter);
    guint n = 0;

    g_assert_cmpuint (totals->len, >, 0);
    for (guint i = 0; i < totals->len; i++) {
      const CsStageTotal *total = totals->pdata[i];
      CsListFilter column = {.state = states[s],
                             .pack = total->pack,
                             .process = total->process,
                             .stage = total->stage};
      g_autoptr (CsRowPage) page = read_requests (&column);
      guint n_rows = 0, n_overdue = 0;
      gint64 minor = 0;

      for (guint j = 0; j < page->rows->len; j++) {
        const CsRowData *row = page->rows->pdata[j];

        if (g_strcmp0 (row->currency, total->currency) != 0)
          continue;
        n_rows++;
        n_overdue += g_strcmp0 (row->group, "overdue") == 0;
        minor += row->currency != NULL ? row->amount_minor : 0;
      }
      g_assert_cmpuint (n_rows, ==, total->count);
      g_assert_cmpuint (n_overdue, ==, total->overdue);
      g_assert_cmpint (minor, ==, total->minor);
      g_assert_true ((total->amount != NULL) == (total->currency != NULL));
      n += total->count;
    }
    g_assert_cmpuint (n, ==, all->rows->len);
  }
}

static void
test_unknown_place (void)
{
  CsListFilter pack = {.pack = "nobody"};
  CsListFilter process = {.process = "nothing"};
  CsListFilter stage = {.stage = "nowhere"};
  const CsListFilter *filters[] = {&pack, &process, &stage};

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    g_autoptr (CsRowPage) page = read_requests (filters[i]);
    g_autoptr (GPtrArray) totals = read_totals (filters[i]);

    g_assert_cmpuint (page->rows->len, ==, 0);
    g_assert_cmpuint (totals->len, ==, 0);
  }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  sample_open (&sample);
  g_test_add_func ("/lists-stages/columns", test_columns);
  g_test_add_func ("/lists-stages/unknown-place", test_unknown_place);
  status = g_test_run ();
  sample_close (&sample);
  return status;
}
