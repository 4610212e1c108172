/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-outbox.h"
#include "cs-test-folder.h"
#include "cs-uuid.h"

#define AT G_GINT64_CONSTANT (1767604443123000)

static CsEntry *
make_entry (const char *request, gint64 n, json_t *data)
{
  g_autofree char *id = cs_uuid_new (AT);
  CsEntryHead head = {.id = id,
                      .request = request != NULL ? request : id,
                      .kind = request != NULL ? "note" : "open",
                      .by = "p-1",
                      .device = "d-1",
                      .n = n,
                      .at = AT};
  CsEntry *entry = cs_entry_build (&head, data, NULL);

  json_decref (data);
  g_assert_nonnull (entry);
  return entry;
}

static guint
count (CsStore *store, CsOutboxState state)
{
  gint64 number = -1;

  g_assert_true (cs_outbox_count (store, state, &number, NULL));
  return (guint)number;
}

/* K-13: in the order they were made, until they are answered. */
static void
test_waiting (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (CsEntry) second = make_entry (NULL, 2, json_object ());
  g_autoptr (CsEntry) first = make_entry (NULL, 1, json_object ());
  g_autoptr (GPtrArray) all = NULL, rest = NULL, one = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = 1;

  g_assert_true (cs_outbox_add (store, second, NULL, AT, &error));
  g_assert_true (cs_outbox_add (store, first, "sig", AT, &error));
  g_assert_false (cs_outbox_add (store, first, "sig", AT, NULL));
  all = cs_outbox_list (store, CS_OUTBOX_WAITING, &error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (cs_entry_get_id (((CsOutboxItem *)all->pdata[0])->entry),
                   ==,
                   cs_entry_get_id (first));
  g_assert_cmpstr (((CsOutboxItem *)all->pdata[0])->signature, ==, "sig");
  one = cs_outbox_list_first (store, CS_OUTBOX_WAITING, 1, &error);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpstr (cs_entry_get_id (((CsOutboxItem *)one->pdata[0])->entry),
                   ==,
                   cs_entry_get_id (first));
  g_assert_true (cs_outbox_next_counter (store, "d-1", &n, &error));
  g_assert_cmpint (n, ==, 3);
  n = 1;
  g_assert_true (cs_outbox_next_counter (store, "d-1", &n, &error));
  g_assert_cmpint (n, ==, 4);
  g_assert_true (
      cs_outbox_answer (store, cs_entry_get_id (first), "accepted", NULL, AT + 1, &error));
  rest = cs_outbox_list (store, CS_OUTBOX_WAITING, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  g_assert_cmpuint (count (store, CS_OUTBOX_SHOWN), ==, 2);
  g_assert_false (cs_outbox_answer (store, "none", "accepted", NULL, AT, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

/* K-11, K-13: what was accepted is shown until it stands in the journal, and kept thirty days. */
static void
test_arrived (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (CsEntry) entry = make_entry (NULL, 1, json_object ());
  const char *id = cs_entry_get_id (entry);

  g_assert_true (cs_outbox_add (store, entry, NULL, AT, NULL));
  g_assert_true (cs_outbox_arrive (store, "of-somebody-else", AT, NULL));
  g_assert_true (cs_outbox_arrive (store, id, AT, NULL));
  g_assert_cmpuint (count (store, CS_OUTBOX_WAITING), ==, 0);
  g_assert_cmpuint (count (store, CS_OUTBOX_SHOWN), ==, 0);
  g_assert_cmpuint (count (store, CS_OUTBOX_ACCEPTED), ==, 1);
  g_assert_true (cs_outbox_answer (store, id, "refused", NULL, AT, NULL));
  g_assert_cmpuint (count (store, CS_OUTBOX_ACCEPTED), ==, 1);
  g_assert_false (cs_outbox_dismiss (store, id, NULL));
  g_assert_true (cs_outbox_expire (store, AT + CS_OUTBOX_KEEP, NULL));
  g_assert_cmpuint (count (store, CS_OUTBOX_ACCEPTED), ==, 1);
  g_assert_true (cs_outbox_requeue (store, id, NULL));
  g_assert_cmpuint (count (store, CS_OUTBOX_WAITING), ==, 1);
  g_assert_true (cs_outbox_arrive (store, id, AT, NULL));
  g_assert_true (cs_outbox_expire (store, AT + CS_OUTBOX_KEEP + 1, NULL));
  g_assert_cmpuint (count (store, CS_OUTBOX_ACCEPTED), ==, 0);
}

/* K-13: a refused entry is listed with its words until it is dismissed, and is not shown. */
static void
test_refused (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (CsEntry) entry = make_entry (NULL, 1, json_object ());
  g_autoptr (json_t) answer = json_pack ("{s:s}", "reason", "Settled already.");
  const char *id = cs_entry_get_id (entry);
  g_autoptr (GPtrArray) refused = NULL;
  const CsOutboxItem *item;

  g_assert_true (cs_outbox_add (store, entry, NULL, AT, NULL));
  g_assert_true (cs_outbox_answer (store, id, "already_settled", answer, AT + 5, NULL));
  refused = cs_outbox_list (store, CS_OUTBOX_REFUSED, NULL);
  g_assert_cmpuint (refused->len, ==, 1);
  item = refused->pdata[0];
  g_assert_cmpstr (item->verdict, ==, "already_settled");
  g_assert_cmpstr (cs_json_get_string (item->answer, "reason"), ==, "Settled already.");
  g_assert_cmpint (item->answered, ==, AT + 5);
  g_assert_cmpint (item->arrived, ==, CS_INSTANT_NONE);
  g_assert_cmpuint (count (store, CS_OUTBOX_SHOWN), ==, 0);
  g_assert_true (cs_outbox_dismiss (store, id, NULL));
  g_assert_cmpuint (count (store, CS_OUTBOX_REFUSED), ==, 0);
}

/* K-13: an entry depends on what it names and what does not stand in the journal yet. */
static void
test_depends (void)
{
  g_autoptr (CsTestFolder) folder = cs_test_folder_new ();
  g_autoptr (CsStore) store = cs_store_create (folder, NULL);
  g_autoptr (CsEntry) open = make_entry (NULL, 1, json_object ());
  const char *request = cs_entry_get_id (open);
  g_autoptr (CsEntry) first = make_entry (request, 2, json_object ());
  g_autoptr (CsEntry) second = make_entry (
      request,
      3,
      json_pack ("{s:s, s:[{s:s}]}", "text", "x", "with", "re", cs_entry_get_id (first)));
  g_autoptr (GPtrArray) shown = NULL, after = NULL;
  g_autofree char *mark = NULL, *none = NULL, *less = NULL;
  const CsOutboxItem *item;

  g_assert_true (cs_outbox_add (store, open, NULL, AT, NULL));
  g_assert_true (cs_outbox_add (store, first, NULL, AT, NULL));
  g_assert_true (cs_outbox_add (store, second, NULL, AT, NULL));
  shown = cs_outbox_list_shown (store, request, NULL);
  g_assert_cmpuint (shown->len, ==, 3);
  item = shown->pdata[1];
  g_assert_cmpuint (g_strv_length (item->depends), ==, 1);
  item = shown->pdata[2];
  g_assert_cmpuint (g_strv_length (item->depends), ==, 2);
  g_assert_true (g_strv_contains ((const char *const *)item->depends, cs_entry_get_id (first)));
  g_assert_true (cs_outbox_dup_mark (store, request, &mark, NULL));
  g_assert_true (cs_outbox_dup_mark (store, NULL, &none, NULL));
  g_assert_nonnull (mark);
  g_assert_null (none);
  g_assert_true (cs_outbox_try (store, request, NULL));
  g_assert_false (cs_outbox_recall (store, request, NULL));
  g_assert_true (cs_outbox_recall (store, cs_entry_get_id (second), NULL));
  g_assert_true (cs_outbox_dup_mark (store, request, &less, NULL));
  g_assert_cmpstr (mark, !=, less);
  after = cs_outbox_list_shown (store, NULL, NULL);
  g_assert_cmpuint (after->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outbox/K-13/waiting", test_waiting);
  g_test_add_func ("/outbox/K-11/arrived", test_arrived);
  g_test_add_func ("/outbox/K-13/refused", test_refused);
  g_test_add_func ("/outbox/K-13/depends", test_depends);
  return g_test_run ();
}
