/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-drafts.h"
#include "cs-holds.h"
#include "cs-json.h"
#include "cs-ledger.h"
#include "cs-test-folder.h"
#include "cs-verify.h"
#include "cs-workspace-create.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * A program that works in a workspace is killed without warning, again and again. Whatever it
 * announced as saved must be there when the workspace is opened again, and nothing may be half
 * there. CS_KILLS says how often; GTest prints the seed (--seed plays it again).
 */

#define N_KILLS         300
#define KILLS_A_ROUND   100
#define MOST_EARLY_USEC 60000
#define MOST_LATE_USEC  4000

/* What has been announced of one workspace. */
typedef struct {
  GHashTable *drafts;  /* id -> number */
  GHashTable *gone;    /* ids of drafts deleted */
  GHashTable *entries; /* ids */
  GHashTable *opened;  /* ids of requests */
  GHashTable *holds;   /* ids */
  GHashTable *undone;  /* ids of holds */
  GString *rest;       /* of a line under way */
  guint n_lines;
} Told;

static Told *
told_new (void)
{
  Told *self = g_new0 (Told, 1);
  GHashTable **sets[] =
      {&self->drafts, &self->gone, &self->entries, &self->opened, &self->holds, &self->undone};

  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    *sets[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rest = g_string_new (NULL);
  return self;
}

static void
told_free (Told *self)
{
  g_hash_table_unref (self->drafts);
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->opened);
  g_hash_table_unref (self->holds);
  g_hash_table_unref (self->undone);
  g_string_free (self->rest, TRUE);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Told, told_free)

static void
take_line (Told *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  const char *what = words[0], *id = words[1];

  g_assert_nonnull (id);
  self->n_lines++;
  if (g_str_equal (what, "draft"))
    g_hash_table_insert (self->drafts,
                         g_strdup (id),
                         GUINT_TO_POINTER (g_ascii_strtoull (words[2], NULL, 10)));
  else if (g_str_equal (what, "going"))
    g_hash_table_remove (self->drafts, id);
  else if (g_str_equal (what, "gone"))
    g_hash_table_add (self->gone, g_strdup (id));
  else if (g_str_equal (what, "entry"))
    g_hash_table_add (self->entries, g_strdup (id));
  else if (g_str_equal (what, "open"))
    g_hash_table_add (self->opened, g_strdup (id));
  else if (g_str_equal (what, "hold"))
    g_hash_table_add (self->holds, g_strdup (id));
  else if (g_str_equal (what, "undoing"))
    g_hash_table_remove (self->holds, id);
  else if (g_str_equal (what, "undone"))
    g_hash_table_add (self->undone, g_strdup (id));
  else
    g_assert_cmpstr (what, ==, "ready");
}

/* Reads what there is; FALSE at the end of the pipe. */
static gboolean
take_some (Told *self, int fd)
{
  char buffer[8192];
  ssize_t length = read (fd, buffer, sizeof buffer);
  char *end;

  if (length <= 0)
    return FALSE;
  g_string_append_len (self->rest, buffer, length);
  while ((end = strchr (self->rest->str, '\n')) != NULL) {
    *end = '\0';
    take_line (self, self->rest->str);
    g_string_erase (self->rest, 0, end - self->rest->str + 1);
  }
  return TRUE;
}

/* The kill */

static GPid
spawn_writer (const char *folder, int *fd)
{
  g_autofree char *writer = g_test_build_filename (G_TEST_BUILT, "kill-writer", NULL);
  g_autofree char *seed = g_strdup_printf ("%u", (guint)g_test_rand_int ());
  const char *argv[] = {writer, folder, seed, NULL};
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async_with_pipes (NULL,
                            (char **)argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            NULL,
                            fd,
                            NULL,
                            &error);
  g_assert_no_error (error);
  return pid;
}

static void
work_until (Told *told, int fd, guint line, gint64 deadline)
{
  struct pollfd wanted = {.fd = fd, .events = POLLIN};

  while (told->n_lines < line) {
    gint64 left = deadline - g_get_monotonic_time ();

    if (left <= 0)
      return;
    if (poll (&wanted, 1, (int)(left / 1000) + 1) > 0 && !take_some (told, fd))
      return;
  }
}

static void
work_and_kill (Told *told, const char *folder)
{
  int fd, status;
  GPid pid = spawn_writer (folder, &fd);
  gint64 start = g_get_monotonic_time ();

  /* Some while it still opens, most in the middle of work. */
  if (g_test_rand_int_range (0, 5) == 0) {
    work_until (told, fd, G_MAXUINT, start + g_test_rand_int_range (0, MOST_EARLY_USEC));
  } else {
    guint line = told->n_lines + (guint)g_test_rand_int_range (1, 14);

    work_until (told, fd, line, start + 20 * G_TIME_SPAN_SECOND);
    g_assert_cmpuint (told->n_lines, >=, line);
    g_usleep ((gulong)g_test_rand_int_range (0, MOST_LATE_USEC));
  }
  kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  /* It ended because it was killed, not because something was refused to it. */
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  while (take_some (told, fd))
    ;
  g_string_truncate (told->rest, 0);
  close (fd);
}

/* What is there afterwards */

static void
check_draft (CsStore *store, const char *id, guint number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsDraft) draft = cs_drafts_load (store, id, &error);
  const char *text;

  g_assert_no_error (error);
  text = cs_json_get_string (draft->content, "text");
  g_assert_cmpuint ((guint)cs_json_get_int (draft->content, "number", 0), >=, number);
  g_assert_cmpint ((gint64)strlen (text), ==, cs_json_get_int (draft->content, "length", -1));
}

static void
check_drafts (Told *told, CsStore *store)
{
  GHashTableIter iter;
  gpointer id, number;

  g_hash_table_iter_init (&iter, told->drafts);
  while (g_hash_table_iter_next (&iter, &id, &number))
    check_draft (store, id, GPOINTER_TO_UINT (number));
  g_hash_table_iter_init (&iter, told->gone);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsDraft) draft = cs_drafts_load (store, id, &error);

    g_assert_null (draft);
    g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  }
}

static void
check_entries (Told *told, CsStore *store)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, told->entries);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    g_autoptr (GError) error = NULL;
    CsStoredEntry found;

    cs_journal_find (store, id, &found, &error);
    g_assert_no_error (error);
    if (found.entry == NULL)
      g_error ("Entry %s was announced and is not there", (char *)id);
    cs_stored_entry_clear (&found);
  }
}

static gboolean
has_hold (GPtrArray *holds, const char *id)
{
  for (guint i = 0; i < holds->len; i++)
    if (g_str_equal (((CsHold *)holds->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

static void
check_holds (Told *told, CsStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) holds = cs_holds_list (store, G_MAXINT64, &error);
  GHashTableIter iter;
  gpointer id;

  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, told->holds);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_assert_true (has_hold (holds, id));
  g_hash_table_iter_init (&iter, told->undone);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_assert_false (has_hold (holds, id));
}

/* Lists and journal are written together, so they always agree. */
static void
check_lists (Told *told, CsLedger *ledger)
{
  const CsListFilter filter = {.text = NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) requests =
      cs_journal_list_requests (cs_ledger_get_store (ledger), 0, G_MAXINT, &error);
  g_autoptr (CsRowPage) page = cs_ledger_read_list (ledger,
                                                    cs_ledger_get_person (ledger),
                                                    CS_LIST_REQUESTS,
                                                    &filter,
                                                    0,
                                                    1,
                                                    TRUE,
                                                    &error);

  g_assert_no_error (error);
  g_assert_cmpuint (page->total, ==, requests->len);
  g_assert_cmpuint (requests->len, >=, g_hash_table_size (told->opened));
}

static void
check_whole (CsStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsVerifyReport) report = cs_verify_run (store, &error);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store), &error, "PRAGMA integrity_check", "");
  gboolean has_row;

  g_assert_no_error (error);
  for (guint i = 0; i < report->faults->len; i++)
    g_test_message ("%s", (char *)report->faults->pdata[i]);
  g_assert_cmpuint (report->faults->len, ==, 0);
  g_assert_true (cs_statement_next (statement, &has_row, &error) && has_row);
  g_assert_cmpstr (cs_statement_get_text (statement, 0), ==, "ok");
}

static void
check_after (Told *told, const char *folder)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, time_source, &error);
  CsStore *store;

  g_assert_no_error (error);
  store = cs_ledger_get_store (ledger);
  check_whole (store);
  check_drafts (told, store);
  check_entries (told, store);
  check_holds (told, store);
  check_lists (told, ledger);
}

static void
create (const char *folder)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  const CsCreateOptions options = {.kind = CS_CREATE_EMPTY, .person_name = "Test Person"};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = NULL;
  json_t *client = json_pack ("{s:s, s:s}", "id", "c-kill", "name", "Client");

  cs_workspace_create (folder, &options, time_source, &error);
  g_assert_no_error (error);
  ledger = cs_ledger_open (folder, time_source, &error);
  g_assert_no_error (error);
  cs_workspace_create_entry (ledger, "client", cs_ledger_get_person (ledger), client, &error);
  g_assert_no_error (error);
}

/* D-C1, D-C3: nothing that was shown as saved is lost, and nothing is half there. */
static void
test_kill (void)
{
  const char *wanted = g_getenv ("CS_KILLS");
  guint n_kills = wanted != NULL ? (guint)g_ascii_strtoull (wanted, NULL, 10) : N_KILLS;
  guint n_lines = 0, n_entries = 0;

  for (guint done = 0; done < n_kills;) {
    g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
    g_autofree char *folder = g_build_filename (parent, "workspace", NULL);
    g_autoptr (Told) told = told_new ();

    create (folder);
    for (guint i = 0; i < KILLS_A_ROUND && done < n_kills; i++, done++) {
      work_and_kill (told, folder);
      check_after (told, folder);
    }
    n_lines += told->n_lines;
    n_entries += g_hash_table_size (told->entries);
  }
  g_test_message ("kills: %u, announcements: %u, entries: %u", n_kills, n_lines, n_entries);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/nothing-announced-is-lost", test_kill);
  return g_test_run ();
}
