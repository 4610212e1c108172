/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-drafts.h"
#include "cs-test-folder.h"

static void
save (CsStore *store, const char *id, const char *person, const char *text, CsInstant updated)
{
  CsDraft draft = {.id = (char *)id,
                   .person = (char *)person,
                   .kind = (char *)"sow",
                   .content = json_pack ("{s:s}", "objective", text),
                   .updated = updated};
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_drafts_save (store, &draft, &error));
  g_assert_no_error (error);
  json_decref (draft.content);
}

static void
test_life (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsDraft) draft = NULL;
  g_autoptr (GPtrArray) list = NULL;

  save (store, "d1", "p-1", "H", 1);
  save (store, "d2", "p-1", "other", 2);
  save (store, "d3", "p-2", "another's", 9);
  save (store, "d1", "p-1", "Hello \xd8\xb4", 3);
  draft = cs_drafts_load (store, "d1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cs_json_get_string (draft->content, "objective"), ==, "Hello \xd8\xb4");
  g_assert_null (draft->request);
  list = cs_drafts_list (store, "p-1", &error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpstr (((CsDraft *)list->pdata[0])->id, ==, "d1");
  g_assert_true (cs_drafts_delete (store, "d1", &error));
  g_assert_null (cs_drafts_load (store, "d1", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafts/life", test_life);
  return g_test_run ();
}
