/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <string.h>

static gint64
count_sql (CsLedger *ledger, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  cs_sqlite_get_int (cs_store_get_sqlite (cs_ledger_get_store (ledger)), sql, &value, &error);
  g_assert_no_error (error);
  return value;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
dup_requests (CsLedger *ledger)
{
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 100000, NULL);
  GString *text = g_string_new (NULL);

  g_ptr_array_sort (ids, compare);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s\n", (char *)ids->pdata[i]);
  return g_string_free (text, FALSE);
}

/* I-9: the same state on both ends. */
static void
assert_same_state (CsLedger *a, CsLedger *b, const char *request)
{
  g_autoptr (CsRequest) in_a =
      cs_authority_fold_request (cs_ledger_get_authority (a), request, NULL);
  g_autoptr (CsRequest) in_b =
      cs_authority_fold_request (cs_ledger_get_authority (b), request, NULL);
  g_autofree char *digest_a = NULL, *digest_b = NULL;

  g_assert_nonnull (in_a);
  g_assert_nonnull (in_b);
  digest_a = cs_request_digest (in_a);
  digest_b = cs_request_digest (in_b);
  g_assert_cmpstr (digest_a, ==, digest_b);
}

static char *
first_request (CsLedger *ledger)
{
  g_autoptr (GPtrArray) ids = cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1, NULL);

  g_assert_cmpuint (ids->len, ==, 1);
  return g_strdup (ids->pdata[0]);
}

/* Two people, one server: what one says is there for the other. */
static void
test_two (void)
{
  Desk desk;
  Clerk one, two;
  g_autofree char *request = NULL;
  g_autoptr (CsOutcome) note = NULL;
  g_autoptr (CsLedger) there = NULL;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-sunita");
  clerk_enrol (&two, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_join (&two);
  clerk_sync (&one);
  clerk_sync (&two);
  g_assert_cmpint (cs_sync_get_state (one.sync), ==, CS_SYNC_SYNCED);
  g_assert_cmpint (count_sql (one.ledger, "SELECT count(*) FROM entry WHERE ref > 0"), >, 0);
  request = first_request (two.ledger);
  note = clerk_say (&two, request, "note", json_pack ("{s:s}", "text", "On its way"));
  g_assert_true (note->is_waiting);
  g_assert_cmpint (clerk_count (&two, CS_OUTBOX_WAITING), ==, 1);
  clerk_sync (&two);
  g_assert_cmpint (clerk_count (&two, CS_OUTBOX_WAITING), ==, 0);
  g_assert_cmpint (clerk_count (&two, CS_OUTBOX_SHOWN), ==, 0);
  g_assert_cmpint (clerk_count (&two, CS_OUTBOX_ACCEPTED), ==, 1);
  clerk_sync (&one);
  assert_same_state (desk.sample.ledger, two.ledger, request);
  clerk_clear (&one);
  clerk_clear (&two);
  desk_close (&desk);
}

/* SG-17: another page in the place of the server changes nothing. */
static void
test_captive (void)
{
  Desk desk;
  Clerk one;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_sync (&one);
  before = dup_requests (one.ledger);
  desk.is_captive = TRUE;
  g_assert_false (cs_sync_run_once (one.sync, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNREACHABLE);
  g_assert_cmpint (cs_sync_get_state (one.sync), ==, CS_SYNC_OFFLINE);
  after = dup_requests (one.ledger);
  g_assert_cmpstr (before, ==, after);
  desk.is_captive = FALSE;
  clerk_sync (&one);
  clerk_clear (&one);
  desk_close (&desk);
}

/* K-13: offline, said twice over, then sent once; a replay adds nothing (SG-02). */
static void
test_offline (void)
{
  Desk desk;
  Clerk one;
  g_autofree char *request = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_sync (&one);
  request = first_request (one.ledger);
  desk_stop (&desk);
  for (guint i = 0; i < 30; i++) {
    g_autoptr (CsOutcome) note =
        clerk_say (&one, request, "note", json_pack ("{s:o}", "text", json_sprintf ("Note %u", i)));

    g_assert_true (note->is_waiting);
  }
  g_assert_false (cs_sync_run_once (one.sync, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_UNREACHABLE);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_WAITING), ==, 30);
  before = count_sql (desk.sample.ledger, "SELECT count(*) FROM entry");
  clerk_reopen (&one);
  desk_start (&desk);
  clerk_sync (&one);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_ACCEPTED), ==, 30);
  g_assert_cmpint (count_sql (desk.sample.ledger, "SELECT count(*) FROM entry"), ==, before + 30);
  g_assert_true (cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (one.ledger)),
                                 "UPDATE outbox SET verdict = NULL",
                                 NULL));
  clerk_sync (&one);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_ACCEPTED), ==, 30);
  g_assert_cmpint (count_sql (desk.sample.ledger, "SELECT count(*) FROM entry"), ==, before + 30);
  clerk_clear (&one);
  desk_close (&desk);
}

static char *
dup_reason (Clerk *clerk, const char *id)
{
  g_autoptr (CsStatement) row = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) answer = NULL;
  gboolean has_row;

  row = cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (clerk->ledger)),
                         &error,
                         "SELECT answer FROM outbox WHERE id = ?",
                         "s",
                         id);
  g_assert_no_error (error);
  g_assert_true (cs_statement_next (row, &has_row, &error));
  g_assert_true (has_row);
  answer = json_loads (cs_statement_get_text (row, 0), 0, NULL);
  return g_strdup (cs_json_get_string (answer, "reason"));
}

/* K-13.7: too much at once is sent in parts; what cannot be sent at all is refused in words, with
 * its text kept, and holds up nothing. */
static void
test_too_large (void)
{
  Desk desk;
  Clerk one;
  g_autofree char *request = NULL, *reason = NULL;
  g_autofree char *much = g_strnfill (20000, 'x');
  g_autoptr (CsOutcome) large = NULL;
  gint64 before;

  desk_open (&desk);
  desk.body_limit_bytes = 16384;
  clerk_enrol (&one, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_sync (&one);
  request = first_request (one.ledger);
  before = count_sql (desk.sample.ledger, "SELECT count(*) FROM entry");
  for (guint i = 0; i < 41; i++) {
    g_autoptr (CsOutcome) note =
        clerk_say (&one,
                   request,
                   "note",
                   i == 20 ? json_pack ("{s:s}", "text", much)
                           : json_pack ("{s:o}", "text", json_sprintf ("Note %u", i)));

    g_assert_true (note->is_waiting);
    if (i == 20)
      large = g_steal_pointer (&note);
  }
  clerk_sync (&one);
  g_assert_cmpint (count_sql (desk.sample.ledger, "SELECT count(*) FROM entry"), ==, before + 40);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_ACCEPTED), ==, 40);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_WAITING), ==, 0);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_REFUSED), ==, 1);
  g_assert_cmpint (cs_sync_get_state (one.sync), ==, CS_SYNC_SYNCED);
  reason = dup_reason (&one, cs_entry_get_id (large->entry));
  g_assert_nonnull (strstr (reason, "larger than the server takes"));
  g_assert_cmpint (count_sql (one.ledger,
                              "SELECT count(*) FROM outbox WHERE verdict = 'refused' AND"
                              " instr (CAST (bytes AS TEXT), 'xxxxxxxx') > 0"),
                   ==,
                   1);
  clerk_clear (&one);
  desk_close (&desk);
}

static void
exec_sql (CsLedger *ledger, const char *sql)
{
  g_autoptr (GError) error = NULL;

  cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (ledger)), sql, &error);
  g_assert_no_error (error);
}

/* K-05, K-15: a hole in what the server sends is noticed and told; nothing of it is taken and
 * nothing that waits is lost. Once the server is whole again all is fetched anew. */
static void
test_gap (void)
{
  Desk desk;
  Clerk one, two;
  g_autofree char *request = NULL;
  g_autoptr (CsOutcome) first = NULL, second = NULL, waits = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-fatima");
  clerk_enrol (&two, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_join (&two);
  clerk_sync (&one);
  clerk_sync (&two);
  request = first_request (one.ledger);
  first = clerk_say (&two, request, "note", json_pack ("{s:s}", "text", "The first"));
  second = clerk_say (&two, request, "note", json_pack ("{s:s}", "text", "The second"));
  clerk_sync (&two);
  exec_sql (desk.sample.ledger,
            "CREATE TABLE taken AS SELECT * FROM scope_row WHERE at ="
            " (SELECT max (seq) - 1 FROM entry);"
            "DELETE FROM scope_row WHERE at = (SELECT max (seq) - 1 FROM entry)");
  g_assert_cmpint (count_sql (desk.sample.ledger, "SELECT count(*) FROM taken"), >, 0);
  waits = clerk_say (&one, request, "note", json_pack ("{s:s}", "text", "Meanwhile"));
  g_assert_false (cs_sync_run_once (one.sync, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "gap"));
  g_assert_cmpint (cs_sync_get_state (one.sync), ==, CS_SYNC_TROUBLE);
  g_assert_cmpint (count_sql (one.ledger, "SELECT count(*) FROM outbox"), ==, 1);
  exec_sql (desk.sample.ledger, "INSERT INTO scope_row SELECT * FROM taken; DROP TABLE taken");
  clerk_sync (&one);
  clerk_sync (&two);
  g_assert_cmpint (cs_sync_get_state (one.sync), ==, CS_SYNC_SYNCED);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_ACCEPTED), ==, 1);
  assert_same_state (desk.sample.ledger, one.ledger, request);
  assert_same_state (one.ledger, two.ledger, request);
  clerk_clear (&one);
  clerk_clear (&two);
  desk_close (&desk);
}

/* K-12: who is too old to act is told, goes on reading and keeps what waits; updated, it is sent.
 */
static void
test_too_old (void)
{
  Desk desk;
  Clerk one, two;
  g_autofree char *request = NULL;
  g_autoptr (CsOutcome) note = NULL, other = NULL;
  gint64 before;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-fatima");
  clerk_enrol (&two, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_join (&two);
  clerk_sync (&one);
  clerk_sync (&two);
  request = first_request (one.ledger);
  other = clerk_say (&two, request, "note", json_pack ("{s:s}", "text", "Said before"));
  clerk_sync (&two);
  desk_stop (&desk);
  desk.oldest_client[0] = 99;
  desk_start (&desk);
  before = count_sql (desk.sample.ledger, "SELECT count(*) FROM entry");
  note = clerk_say (&one, request, "note", json_pack ("{s:s}", "text", "From long ago"));
  clerk_sync (&one);
  g_assert_cmpint (cs_sync_get_state (one.sync), ==, CS_SYNC_UPDATE_REQUIRED);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_WAITING), ==, 1);
  g_assert_cmpint (count_sql (desk.sample.ledger, "SELECT count(*) FROM entry"), ==, before);
  g_assert_cmpint (
      count_sql (one.ledger, "SELECT count(*) FROM entry WHERE instr (bytes, 'Said before') > 0"),
      ==,
      1);
  desk_stop (&desk);
  desk.oldest_client[0] = 0;
  desk_start (&desk);
  clerk_sync (&one);
  g_assert_cmpint (cs_sync_get_state (one.sync), ==, CS_SYNC_SYNCED);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_ACCEPTED), ==, 1);
  clerk_clear (&one);
  clerk_clear (&two);
  desk_close (&desk);
}

static void
restore (Desk *desk, const char *backup)
{
  g_autoptr (GError) error = NULL;
  const char *remove[] = {"rm", "-rf", desk->sample.folder, NULL};
  const char *copy[] = {"cp", "-a", backup, desk->sample.folder, NULL};

  g_clear_pointer (&desk->sample.ledger, cs_ledger_close);
  g_spawn_sync (NULL,
                (char **)remove,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                NULL);
  g_spawn_sync (NULL,
                (char **)copy,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &error);
  g_assert_no_error (error);
  g_assert_true (cs_server_folder_renew (desk->sample.folder, desk->sample.time_source, &error));
  desk->sample.ledger = cs_ledger_open (desk->sample.folder, desk->sample.time_source, &error);
  g_assert_no_error (error);
}

/* K-11, SG-11: a server put back from yesterday’s copy gets today’s entries again. */
static void
test_restored (void)
{
  Desk desk;
  Clerk one;
  g_autofree char *request = NULL, *backup = NULL;
  g_autoptr (CsOutcome) first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  const char *copy[] = {"cp", "-a", NULL, NULL, NULL};
  gint64 length;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_sync (&one);
  request = first_request (one.ledger);
  desk_stop (&desk);
  backup = g_build_filename (desk.sample.parent, "backup", NULL);
  copy[2] = desk.sample.folder;
  copy[3] = backup;
  g_spawn_sync (NULL,
                (char **)copy,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                NULL,
                NULL,
                NULL,
                &error);
  g_assert_no_error (error);
  desk_start (&desk);
  first = clerk_say (&one, request, "note", json_pack ("{s:s}", "text", "Said before noon"));
  clerk_sync (&one);
  length = count_sql (desk.sample.ledger, "SELECT count(*) FROM entry");
  desk_stop (&desk);
  restore (&desk, backup);
  desk_start (&desk);
  g_assert_cmpint (count_sql (desk.sample.ledger, "SELECT count(*) FROM entry"), ==, length - 1);
  second = clerk_say (&one, request, "note", json_pack ("{s:s}", "text", "Said after noon"));
  clerk_sync (&one);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_ACCEPTED), ==, 2);
  g_assert_cmpint (clerk_count (&one, CS_OUTBOX_SHOWN), ==, 0);
  g_assert_cmpint (count_sql (desk.sample.ledger, "SELECT count(*) FROM entry"), ==, length + 1);
  assert_same_state (desk.sample.ledger, one.ledger, request);
  g_assert_cmpint (cs_sync_get_history_changed (one.sync), !=, CS_INSTANT_NONE);
  clerk_clear (&one);
  desk_close (&desk);
}

/* K-07: a server that shows another history than before is believed no more. */
static void
test_rewritten (void)
{
  Desk desk;
  Clerk one;
  g_autoptr (GError) error = NULL;
  CsSqlite *sqlite;

  desk_open (&desk);
  clerk_enrol (&one, &desk, "p-fatima");
  desk_start (&desk);
  clerk_join (&one);
  clerk_sync (&one);
  sqlite = cs_store_get_sqlite (cs_ledger_get_store (one.ledger));
  g_assert_true (cs_sqlite_exec (sqlite,
                                 "UPDATE sync_head SET root = replace (root, substr (root, 1, 1),"
                                 " iif (substr (root, 1, 1) = '0', '1', '0')), size = size - 1",
                                 &error));
  g_assert_no_error (error);
  cs_sync_run_once (one.sync, NULL, NULL);
  /* The server does not know the history the folder has: it is kept aside, and fetched anew. */
  {
    g_autoptr (GDir) dir = g_dir_open (one.folder, 0, NULL);
    const char *name;
    gboolean has_aside = FALSE;

    while ((name = g_dir_read_name (dir)) != NULL)
      has_aside = has_aside || g_str_has_prefix (name, "aside-");
    g_assert_true (has_aside);
  }
  clerk_clear (&one);
  desk_close (&desk);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/K-04/two", test_two);
  g_test_add_func ("/sync/SG-17/captive", test_captive);
  g_test_add_func ("/sync/K-13/offline", test_offline);
  g_test_add_func ("/sync/K-13/too-large", test_too_large);
  g_test_add_func ("/sync/K-05/gap", test_gap);
  g_test_add_func ("/sync/K-12/too-old", test_too_old);
  g_test_add_func ("/sync/SG-11/restored", test_restored);
  g_test_add_func ("/sync/K-07/rewritten", test_rewritten);
  return g_test_run ();
}
