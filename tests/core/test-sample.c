/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include "cs-journal.h"
#include "cs-stories.h"

#include <string.h>

#define DAY (24 * 3600 * CS_SECOND)

static char *
make (const char *pack, CsInstant now, guint32 seed, guint *n_requests)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (now);
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = pack, .seed = seed};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsRowPage) page = NULL;
  GString *text = g_string_new (NULL);

  cs_workspace_create (folder, &options, time_source, &error);
  g_assert_no_error (error);
  ledger = cs_ledger_open (folder, time_source, &error);
  page = cs_ledger_read_list (ledger,
                              cs_ledger_get_person (ledger),
                              CS_LIST_REQUESTS,
                              NULL,
                              0,
                              200,
                              TRUE,
                              &error);
  g_assert_no_error (error);
  *n_requests = page->total;
  for (guint i = 0; i < page->rows->len; i++) {
    const CsRowData *row = page->rows->pdata[i];

    g_assert_cmpint (row->updated, <=, now);
    g_string_append_printf (text,
                            "%s %s %s %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                            row->number,
                            row->title,
                            row->with,
                            row->amount,
                            row->due,
                            row->updated);
  }
  return g_string_free (text, FALSE);
}

/* Every story is accepted on any day, weekends, holidays and changes of the clock included. */
static void
test_any_day (void)
{
  for (guint i = 0; i < 3; i++) {
    guint n_requests;
    g_autofree char *rows =
        make (NULL, SAMPLE_NOW + (CsInstant)i * (17 * DAY + 5 * 3600 * CS_SECOND), i, &n_requests);

    g_assert_cmpuint (n_requests, >=, 40);
  }
}

/* Every pack that has a sample: a dozen requests or more, some at work and some at an end. */
static void
test_every_pack (void)
{
  g_auto (GStrv) packs = cs_stories_list_packs ();

  for (gsize i = 0; packs[i] != NULL; i++) {
    for (guint j = 0; j < 2; j++) {
      guint n_requests;
      g_autofree char *rows = NULL;

      g_test_message ("%s", packs[i]);
      rows = make (packs[i], SAMPLE_NOW + (CsInstant)j * 5 * DAY, j, &n_requests);
      g_assert_cmpuint (n_requests, >=, 12);
    }
  }
}

static void
test_same_again (void)
{
  guint n_requests;
  g_autofree char *first = make (NULL, SAMPLE_NOW, 5, &n_requests);
  g_autofree char *same = make (NULL, SAMPLE_NOW, 5, &n_requests);
  g_autofree char *other = make (NULL, SAMPLE_NOW, 6, &n_requests);

  g_assert_cmpstr (first, ==, same);
  g_assert_cmpstr (first, !=, other);
}

/* Something waits at each step that a person takes in turn, and requests have come to each end. */
static void
test_every_state (void)
{
  Sample sample;
  CsAuthority *authority;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GHashTable) steps = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean ends[CS_END_WITHDRAWN + 1] = {FALSE};
  gboolean has_question = FALSE;

  sample_open (&sample);
  authority = cs_ledger_get_authority (sample.ledger);
  ids = cs_journal_list_requests (cs_ledger_get_store (sample.ledger), 0, 1000, NULL);
  for (guint i = 0; i < ids->len; i++) {
    const CsDirectory *directory = cs_authority_get_directory (authority, NULL);
    const CsRuleContext context = {.directory = directory, .now = SAMPLE_NOW};
    const CsRequest *request = cs_authority_get_request (authority, ids->pdata[i], NULL, NULL);
    const CsProcess *process = cs_request_get_process (request);
    g_autoptr (GPtrArray) turns = cs_rules_list_turns (request, &context);

    ends[cs_request_get_end (request)] = TRUE;
    for (guint j = 0; j < turns->len; j++)
      g_hash_table_add (steps, ((CsTurn *)turns->pdata[j])->step->id);
    for (guint j = 0; j < process->steps->len; j++)
      has_question |= cs_request_has_open_question (request, process->steps->pdata[j], NULL);
  }
  for (const char *const *id =
           (const char *const[]){
               "register",   "understand",   "thread",      "sow",      "feasibility", "price",
               "approve",    "share",        "credentials", "thread-3", "approve-2",   "share-2",
               "signed-sow", "invoice",      "arr",         "start",    "make",        "test",
               "deliver",    "walk-through", "payment",     NULL};
       *id != NULL;
       id++) {
    g_test_message ("%s", *id);
    g_assert_true (g_hash_table_contains (steps, *id));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    g_assert_true (ends[i]);
  g_assert_true (has_question);
  sample_close (&sample);
}

/* There is something to compare, and something begun: two versions of an offer, and drafts. */
static void
test_versions_and_drafts (void)
{
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "sample", NULL);
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (SAMPLE_NOW);
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsRowPage) all = NULL;
  g_autoptr (CsRowPage) drafts = NULL;
  guint n_compared = 0, n_drafts = 0;

  cs_workspace_create (folder, &options, time_source, &error);
  g_assert_no_error (error);
  ledger = cs_ledger_open (folder, time_source, &error);
  g_assert_no_error (error);
  all = cs_ledger_read_list (ledger, "p-meera", CS_LIST_REQUESTS, NULL, 0, 200, TRUE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < all->rows->len; i++) {
    const CsRowData *row = all->rows->pdata[i];
    const CsRequest *request =
        cs_authority_get_request (cs_ledger_get_authority (ledger), row->request, NULL, &error);
    const GPtrArray *offers = cs_request_get_offers (request);
    const CsOffer *newest = offers->len > 1 ? offers->pdata[offers->len - 1] : NULL;

    n_compared += newest != NULL && newest->version > 1 && row->with != NULL &&
                  !json_equal (newest->values, ((const CsOffer *)offers->pdata[0])->values);
  }
  g_assert_cmpuint (n_compared, >, 0);
  drafts = cs_ledger_read_list (ledger, "p-layla", CS_LIST_SCOPES, NULL, 0, 200, TRUE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < drafts->rows->len; i++)
    n_drafts += ((const CsRowData *)drafts->rows->pdata[i])->draft != NULL;
  g_assert_cmpuint (n_drafts, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/any-day", test_any_day);
  g_test_add_func ("/sample/every-pack", test_every_pack);
  g_test_add_func ("/sample/same-again", test_same_again);
  g_test_add_func ("/sample/every-state", test_every_state);
  g_test_add_func ("/sample/versions-and-drafts", test_versions_and_drafts);
  return g_test_run ();
}
