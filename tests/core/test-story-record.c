/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stage.h"

/* A plan that no rule lets through says what was refused. */
static void
test_refused (void)
{
  Stage stage;
  CsCast cast;
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  cast = stage_make_cast (&stage, "c-nobody", "SA");
  g_assert_null (stage_record (&stage, json_object (), &cast, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  stage_close (&stage);
}

/* "then" speaks last: the request is withdrawn by who opened it. */
static void
test_last_words (void)
{
  Stage stage;
  CsCast cast;
  g_autoptr (CsStory) story = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  const CsRequest *request;

  stage_open (&stage);
  cast = stage_make_cast (&stage, "c-riyadhretail", "SA");
  story = stage_record (&stage,
                        json_pack ("{s:s, s:[{s:s, s:s, s:{s:s}}]}",
                                   "until",
                                   "register",
                                   "then",
                                   "by",
                                   "sales",
                                   "kind",
                                   "withdraw",
                                   "data",
                                   "reason",
                                   "Not wanted any more."),
                        &cast,
                        &error);
  g_assert_no_error (error);
  ids = cs_journal_list_requests (cs_ledger_get_store (stage.ledger), 0, 10, NULL);
  request = cs_authority_get_request (stage.authority, ids->pdata[0], NULL, NULL);
  g_assert_cmpint (cs_request_get_end (request), ==, CS_END_WITHDRAWN);
  stage_close (&stage);
}

/* Answers are given in turn: the cost goes back with a reason twice, then it is rejected. */
static void
test_answers (void)
{
  Stage stage;
  CsCast cast;
  g_autoptr (CsStory) story = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  const CsRequest *request;
  const GPtrArray *entries;
  guint n_sent_back = 0, n_rejected = 0;

  stage_open (&stage);
  cast = stage_make_cast (&stage, "c-riyadhretail", "SA");
  cast.with = stage.pre;
  story = stage_record (&stage,
                        json_pack ("{s:{s:[s, {s:s, s:{s:s, s:s}}, s]}}",
                                   "answers",
                                   "approve/cost",
                                   "send-back",
                                   "kind",
                                   "note",
                                   "data",
                                   "text",
                                   "Asked the client.",
                                   "re",
                                   "approve",
                                   "reject"),
                        &cast,
                        &error);
  g_assert_no_error (error);
  ids = cs_journal_list_requests (cs_ledger_get_store (stage.ledger), 0, 10, NULL);
  request = cs_authority_get_request (stage.authority, ids->pdata[0], NULL, NULL);
  entries = cs_request_get_entries (request);
  for (guint i = 0; i < entries->len; i++) {
    const char *answer = cs_json_get_string (cs_entry_get_data (entries->pdata[i]), "answer");

    n_sent_back += g_strcmp0 (answer, "send-back") == 0;
    n_rejected += g_strcmp0 (answer, "reject") == 0;
  }
  g_assert_cmpuint (n_sent_back, ==, 1);
  g_assert_cmpuint (n_rejected, ==, 1);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/story-record/refused", test_refused);
  g_test_add_func ("/story-record/last-words", test_last_words);
  g_test_add_func ("/story-record/answers", test_answers);
  return g_test_run ();
}
