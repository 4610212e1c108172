/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"
#include "stage.h"

#include "cs-keeper.h"
#include "cs-notices.h"

#include <string.h>

#define DAY (24 * 3600 * CS_SECOND)

static GPtrArray *
keep (CsLedger *ledger)
{
  GPtrArray *notices = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_autoptr (GError) error = NULL;

  cs_keeper_run (cs_ledger_get_authority (ledger), notices, &error);
  g_assert_no_error (error);
  return notices;
}

/* D-11: an approval that nobody gives is late after its time, told once, and never again (D-C10).
 */
static void
test_breach (void)
{
  Stage stage;
  g_autofree char *request = NULL;
  g_autoptr (GPtrArray) early = NULL, late = NULL, again = NULL;
  const CsRungNotice *notice;

  stage_open (&stage);
  request = stage_play (&stage, "approve/cost");
  early = keep (stage.ledger);
  g_assert_cmpuint (early->len, ==, 0);
  cs_time_source_set_fixed (stage.time_source,
                            cs_time_source_get_now (stage.time_source) + 10 * DAY);
  late = keep (stage.ledger);
  g_assert_cmpuint (late->len, ==, 1);
  notice = late->pdata[0];
  g_assert_cmpstr (notice->request, ==, request);
  g_assert_cmpstr (notice->number, ==, "ANT-1001");
  g_assert_cmpstr (notice->client, ==, "Riyadh Retail Group");
  g_assert_cmpstr (notice->kind, ==, "breach");
  g_assert_nonnull (notice->entry);
  g_assert_cmpint (notice->due, <, cs_time_source_get_now (stage.time_source));
  again = keep (stage.ledger);
  g_assert_cmpuint (again->len, ==, 0);
  stage_close (&stage);
}

/* D-C10: a rung that was written and not told, because the program ended, is told by the next one;
 * what is settled since is not. */
static void
test_untold (void)
{
  Stage stage;
  g_autofree char *request = NULL;
  g_autoptr (GPtrArray) late = NULL, again = NULL, settled = NULL, none = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  CsAuthority *authority;

  stage_open (&stage);
  authority = cs_ledger_get_authority (stage.ledger);
  request = stage_play (&stage, "approve/cost");
  cs_time_source_set_fixed (stage.time_source,
                            cs_time_source_get_now (stage.time_source) + 10 * DAY);
  late = keep (stage.ledger);
  g_assert_cmpuint (late->len, ==, 1);
  again = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_assert_true (cs_keeper_list_untold (authority, again, &error));
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpstr (((CsRungNotice *)again->pdata[0])->entry,
                   ==,
                   ((CsRungNotice *)late->pdata[0])->entry);
  g_assert_cmpstr (((CsRungNotice *)again->pdata[0])->kind, ==, "breach");
  outcome = stage_say (&stage,
                       request,
                       "approve",
                       "p-sunita",
                       json_pack ("{s:s, s:s}", "step", "approve", "level", "cost"));
  g_assert_true (outcome->is_accepted);
  settled = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_assert_true (cs_keeper_list_untold (authority, settled, &error));
  g_assert_cmpuint (settled->len, ==, 0);
  none = cs_notices_list (cs_ledger_get_store (stage.ledger), &error);
  g_assert_cmpuint (none->len, ==, 0);
  stage_close (&stage);
}

/* What is decided in time is not told. */
static void
test_met (void)
{
  Stage stage;
  g_autofree char *request = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GPtrArray) notices = NULL;

  stage_open (&stage);
  request = stage_play (&stage, "approve/cost");
  outcome = stage_say (&stage,
                       request,
                       "approve",
                       "p-sunita",
                       json_pack ("{s:s, s:s}", "step", "approve", "level", "cost"));
  g_assert_true (outcome->is_accepted);
  cs_time_source_set_fixed (stage.time_source,
                            cs_time_source_get_now (stage.time_source) + 10 * DAY);
  notices = keep (stage.ledger);
  g_assert_cmpuint (notices->len, ==, 0);
  stage_close (&stage);
}

/* Two programs keep the same folder: each rung is written by one of them (D-C10). */
static void
test_two_keepers (void)
{
  Sample sample;
  g_autoptr (CsLedger) other = NULL;
  g_autoptr (GPtrArray) first = NULL, second = NULL;
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  sample_open (&sample);
  other = cs_ledger_open (sample.folder, sample.time_source, NULL);
  g_assert_nonnull (other);
  cs_time_source_set_fixed (sample.time_source, SAMPLE_NOW + 20 * DAY);
  first = keep (sample.ledger);
  second = keep (other);
  g_assert_cmpuint (first->len, >, 5);
  g_assert_cmpuint (second->len, ==, 0);
  for (guint i = 0; i < first->len; i++) {
    const CsRungNotice *notice = first->pdata[i];

    g_assert_true (g_hash_table_add (
        told,
        g_strdup_printf ("%s %s %s", notice->request, notice->run, notice->rung)));
  }
  sample_close (&sample);
}

static gboolean
has_in_inbox (CsLedger *ledger, const char *person, const char *number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRowPage) page =
      cs_ledger_read_list (ledger, person, CS_LIST_INBOX_WAITING, NULL, 0, 500, TRUE, &error);
  gboolean is_found = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < page->rows->len; i++) {
    const CsRowData *row = page->rows->pdata[i];

    is_found = is_found || g_strcmp0 (row->number, number) == 0;
  }
  return is_found;
}

/* Those whom the ladder of a late payment names find it in their inbox (AG-24; PH-30 is the same
 * rule). */
static void
test_told_in_inbox (void)
{
  Sample sample;
  g_autoptr (GPtrArray) notices = NULL;
  guint n_told = 0;

  sample_open (&sample);
  cs_time_source_set_fixed (sample.time_source, SAMPLE_NOW + 20 * DAY);
  notices = keep (sample.ledger);
  for (guint i = 0; i < notices->len; i++) {
    const CsRungNotice *notice = notices->pdata[i];

    if (strcmp (notice->clock, "D-08") != 0 || strcmp (notice->kind, "warning") == 0)
      continue;
    for (guint j = 0; notice->told[j] != NULL; j++, n_told++)
      g_assert_true (has_in_inbox (sample.ledger, notice->told[j], notice->number));
  }
  g_assert_cmpuint (n_told, >, 0);
  sample_close (&sample);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keeper/D-11/breach", test_breach);
  g_test_add_func ("/keeper/D-C10-untold", test_untold);
  g_test_add_func ("/keeper/met", test_met);
  g_test_add_func ("/keeper/D-C10/two-keepers", test_two_keepers);
  g_test_add_func ("/keeper/PH-30/told-in-inbox", test_told_in_inbox);
  return g_test_run ();
}
