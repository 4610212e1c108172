/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-authority-apply.h"
#include "cs-journal.h"
#include "cs-packs.h"
#include "cs-rules.h"
#include "cs-test-folder.h"
#include "cs-workspace-create.h"

#include <string.h>

/*
 * SG-21: journals as released versions wrote them (tests/golden), and what each request came to
 * after each of its entries. Every later version must fold them to the same. They are recorded once
 * a release by tests/golden/record and never made anew: where this test fails, the fold has changed
 * what was agreed on.
 *
 * A line of a journal is: seq, number, received, hash, the request’s name or “-”, the digest of the
 * request after it or “-”, and the entry’s bytes, with tabs between them. The first line names the
 * pack: digest and file name.
 */

#define NOW        G_GINT64_CONSTANT (1795435200000000) /* 2026-11-23T12:00:00Z */
#define N_REQUESTS 6
#define N_COLUMNS  7

typedef struct {
  CsTestFolder *parent; /* (owned) */
  char *folder;         /* (owned) */
  CsTimeSource *time_source;
  CsLedger *ledger; /* (owned) */
} Copy;

/* Recording */

static char *
get_path (const char *name, const char *ending)
{
  g_autofree char *file = g_strconcat (name, ending, NULL);

  return g_build_filename (g_getenv ("G_TEST_SRCDIR"), "golden", file, NULL);
}

typedef struct {
  CsLedger *ledger;
  GString *text;
  GHashTable *chosen; /* (owned) set of refs */
} Recording;

/* Requests that say something of a kind that none before them did, and then any. */
static GHashTable *
choose_requests (CsLedger *ledger)
{
  static const char *const orders[] = {
      "SELECT ref FROM entry WHERE ref <> 0 GROUP BY kind ORDER BY count(*), min(ref)",
      "SELECT ref FROM head WHERE ref <> 0 ORDER BY ref"};
  GHashTable *chosen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++) {
    g_autoptr (CsStatement) rows =
        cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (ledger)), NULL, orders[i], "");
    gboolean has_row = TRUE;

    while (cs_statement_next (rows, &has_row, NULL) && has_row) {
      if (i == 0 || g_hash_table_size (chosen) < N_REQUESTS)
        g_hash_table_add (chosen, GINT_TO_POINTER ((int)cs_statement_get_int (rows, 0)));
    }
  }
  return chosen;
}

static gboolean
record_entry (const CsStoredEntry *stored, gint64 ref, gpointer user_data, GError **error)
{
  Recording *self = user_data;
  const char *request = cs_entry_get_request (stored->entry);
  GBytes *bytes = cs_entry_get_bytes (stored->entry);
  g_autoptr (CsRequest) fold = NULL;
  g_autofree char *name = NULL;
  g_autofree char *digest = NULL;

  if (request != NULL && !g_hash_table_contains (self->chosen, GINT_TO_POINTER ((int)ref)))
    return TRUE;
  if (request != NULL) {
    fold = cs_authority_fold_request_until (cs_ledger_get_authority (self->ledger),
                                            request,
                                            cs_entry_get_number (stored->entry),
                                            error);
    if (fold == NULL)
      return FALSE;
    digest = cs_request_digest (fold);
    name = cs_journal_dup_name (cs_ledger_get_store (self->ledger), request, NULL);
  }
  g_string_append_printf (self->text,
                          "%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT
                          "\t%s\t%s\t%s\t",
                          cs_entry_get_seq (stored->entry),
                          cs_entry_get_number (stored->entry),
                          (gint64)cs_entry_get_received (stored->entry),
                          cs_entry_get_hash (stored->entry),
                          name != NULL ? name : "-",
                          digest != NULL ? digest : "-");
  g_string_append_len (self->text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_string_append_c (self->text, '\n');
  return TRUE;
}

static void
record_pack (Recording *self, const char *pack)
{
  g_autoptr (CsStatement) rows =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (self->ledger)),
                       NULL,
                       "SELECT digest, name, bytes FROM pack",
                       "");
  g_autofree char *path = get_path (pack, ".pack.json");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  g_assert_true (cs_statement_next (rows, &has_row, NULL) && has_row);
  g_string_append_printf (self->text,
                          "%s\t%s\n",
                          cs_statement_get_text (rows, 0),
                          cs_statement_get_text (rows, 1));
  bytes = cs_statement_get_bytes (rows, 2);
  g_file_set_contents (path,
                       g_bytes_get_data (bytes, NULL),
                       (gssize)g_bytes_get_size (bytes),
                       &error);
  g_assert_no_error (error);
}

static void
record (const char *pack)
{
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = pack, .seed = 21};
  g_autoptr (CsTestFolder) parent = cs_test_folder_new ();
  g_autofree char *folder = g_build_filename (parent, "workspace", NULL);
  g_autofree char *path = get_path (pack, ".journal");
  g_autoptr (CsTimeSource) time_source = cs_time_source_new_fixed (NOW);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  Recording self = {.text = text};

  cs_workspace_create (folder, &options, time_source, &error);
  g_assert_no_error (error);
  self.ledger = cs_ledger_open (folder, time_source, &error);
  g_assert_no_error (error);
  self.chosen = choose_requests (self.ledger);
  record_pack (&self, pack);
  cs_journal_foreach (cs_ledger_get_store (self.ledger), record_entry, &self, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, text->str, (gssize)text->len, &error);
  g_assert_no_error (error);
  g_hash_table_unref (self.chosen);
  cs_ledger_close (self.ledger);
}

/* Folding again */

static void
copy_reopen (Copy *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->ledger, cs_ledger_close);
  self->ledger = cs_ledger_open (self->folder, self->time_source, &error);
  g_assert_no_error (error);
}

/* An empty copy of a shared workspace. */
static void
copy_open (Copy *self)
{
  g_autoptr (GError) error = NULL;

  *self = (Copy){.parent = cs_test_folder_new (), .time_source = cs_time_source_new_fixed (NOW)};
  self->folder = g_build_filename (self->parent, "copy", NULL);
  self->ledger = cs_workspace_create_bare (self->folder, self->time_source, &error);
  g_assert_no_error (error);
  g_assert_true (
      cs_store_set_meta (cs_ledger_get_store (self->ledger), CS_META_LOG, "log", &error));
  copy_reopen (self);
  g_assert_true (cs_authority_is_shared (cs_ledger_get_authority (self->ledger)));
}

static void
copy_close (Copy *self)
{
  cs_ledger_close (self->ledger);
  g_free (self->folder);
  g_object_unref (self->time_source);
  cs_test_folder_free (self->parent);
}

static char **
read_lines (const char *pack)
{
  g_autofree char *path = get_path (pack, ".journal");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return g_strsplit (g_strchomp (text), "\n", -1);
}

static void
take_pack (Copy *self, const char *pack, const char *line)
{
  g_auto (GStrv) columns = g_strsplit (line, "\t", 2);
  g_autofree char *path = get_path (pack, ".pack.json");
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (text, length);
  g_assert_true (
      cs_packs_save (cs_ledger_get_store (self->ledger), columns[0], columns[1], bytes, &error));
}

static void
take_entry (Copy *self, char **columns)
{
  g_autoptr (GBytes) bytes = g_bytes_new (columns[6], strlen (columns[6]));
  g_autoptr (GError) error = NULL;
  const CsAccepted accepted = {.seq = g_ascii_strtoll (columns[0], NULL, 10),
                               .number = g_ascii_strtoll (columns[1], NULL, 10),
                               .received = g_ascii_strtoll (columns[2], NULL, 10),
                               .hash = columns[3],
                               .name = g_str_equal (columns[4], "-") ? NULL : columns[4],
                               .bytes = bytes};

  cs_authority_apply (cs_ledger_get_authority (self->ledger), &accepted, &error);
  g_assert_no_error (error);
}

/* Puts the whole journal there; the links of its chains are proved on the way. */
static char **
take_all (Copy *self, const char *pack)
{
  CsAuthority *authority;
  g_autoptr (GError) error = NULL;
  char **lines = read_lines (pack);

  copy_open (self);
  authority = cs_ledger_get_authority (self->ledger);
  take_pack (self, pack, lines[0]);
  g_assert_true (cs_authority_begin_batch (authority, &error));
  for (guint i = 1; lines[i] != NULL; i++) {
    g_auto (GStrv) columns = g_strsplit (lines[i], "\t", N_COLUMNS);

    g_assert_cmpuint (g_strv_length (columns), ==, N_COLUMNS);
    take_entry (self, columns);
  }
  cs_authority_end_batch (authority, &error);
  g_assert_no_error (error);
  return lines;
}

static char *
find_request (const char *bytes)
{
  g_autoptr (GBytes) owned = g_bytes_new (bytes, strlen (bytes));
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) entry = cs_entry_new_from_bytes (owned, &error);

  g_assert_no_error (error);
  return g_strdup (cs_entry_get_request (entry));
}

/* SG-21: every prefix of every request has the digest it was recorded with. */
static void
test_digests (gconstpointer pack)
{
  Copy copy;
  g_auto (GStrv) lines = take_all (&copy, pack);
  guint n = 0;

  for (guint i = 1; lines[i] != NULL; i++) {
    g_auto (GStrv) columns = g_strsplit (lines[i], "\t", N_COLUMNS);
    g_autofree char *request = find_request (columns[6]);
    g_autoptr (CsRequest) fold = NULL;
    g_autofree char *digest = NULL;
    g_autoptr (GError) error = NULL;

    if (request == NULL)
      continue;
    fold = cs_authority_fold_request_until (cs_ledger_get_authority (copy.ledger),
                                            request,
                                            g_ascii_strtoll (columns[1], NULL, 10),
                                            &error);
    g_assert_no_error (error);
    digest = cs_request_digest (fold);
    if (!g_str_equal (digest, columns[5]))
      g_test_message ("%s after entry %s", columns[4], columns[1]);
    g_assert_cmpstr (digest, ==, columns[5]);
    n++;
  }
  g_test_message ("%u states", n);
  g_assert_cmpuint (n, >=, 5 * N_REQUESTS);
  copy_close (&copy);
}

/* What a newer version says of a request */

/* The entry @pattern, in which a kind or a version was exchanged, as the next of its request. */
static GBytes *
take_newer (Copy *self, const char *pattern, const char *kind, int version, gint64 seq)
{
  g_autofree char *request = find_request (pattern);
  g_autoptr (json_t) json = json_loads (pattern, 0, NULL);
  g_autofree char *text = NULL;
  g_autofree char *hex = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint8 hash[CS_CHAIN_BYTES];
  CsAccepted accepted;
  CsHead head;

  json_object_set_new (json, "id", json_string ("0199f3a2-7c01-7000-8000-0000000000aa"));
  json_object_set_new (json, "kind", json_string (kind));
  json_object_set_new (json, "v", json_integer (version));
  json_object_set_new (json, "n", json_integer (1000000));
  text = cs_json_dump (json);
  bytes = g_bytes_new (text, strlen (text));
  g_assert_true (cs_journal_read_head (cs_ledger_get_store (self->ledger), request, &head, NULL));
  cs_chain_next (head.hash, NOW, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), hash);
  hex = cs_chain_to_hex (hash);
  accepted = (CsAccepted){.seq = seq,
                          .number = head.last + 1,
                          .received = NOW,
                          .hash = hex,
                          .bytes = bytes};
  g_assert_true (cs_authority_begin_batch (cs_ledger_get_authority (self->ledger), NULL));
  cs_authority_apply (cs_ledger_get_authority (self->ledger), &accepted, &error);
  g_assert_no_error (error);
  cs_authority_end_batch (cs_ledger_get_authority (self->ledger), &error);
  g_assert_no_error (error);
  return g_steal_pointer (&bytes);
}

static gboolean
say_note (Copy *self, const char *request, const char *by, char **rule)
{
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", "Is anybody there?");
  const CsIntent intent = {.request = request, .kind = "note", .by = by, .data = data};
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_accepted;

  cs_ledger_submit (self->ledger, &intent, &outcome, &error);
  g_assert_no_error (error);
  is_accepted = outcome->is_accepted;
  g_free (*rule);
  *rule = is_accepted ? NULL : g_strdup (outcome->reason->rule);
  return is_accepted;
}

static void
check_kept (Copy *self, GBytes *bytes)
{
  CsStoredEntry found = {NULL, NULL, NULL};

  g_assert_true (cs_journal_find (cs_ledger_get_store (self->ledger),
                                  "0199f3a2-7c01-7000-8000-0000000000aa",
                                  &found,
                                  NULL));
  g_assert_nonnull (found.entry);
  g_assert_true (g_bytes_equal (cs_entry_get_bytes (found.entry), bytes));
  cs_stored_entry_clear (&found);
}

/* Two requests on which the same person may say something. */
static void
choose (Copy *self, char **lines, const char **pattern, char **other, char **person)
{
  for (guint i = g_strv_length (lines) - 1; i > 0 && *other == NULL; i--) {
    char *bytes = strrchr (lines[i], '\t') + 1;
    g_autofree char *request = find_request (bytes);
    g_autofree char *chosen = *pattern != NULL ? find_request (*pattern) : NULL;
    g_autofree char *rule = NULL;
    g_autoptr (json_t) json = json_loads (bytes, 0, NULL);
    const char *by = *person != NULL ? *person : cs_json_get_string (json, "by");

    if (request == NULL || g_strcmp0 (request, chosen) == 0 || !say_note (self, request, by, &rule))
      continue;
    if (chosen == NULL) {
      *pattern = bytes;
      *person = g_strdup (by);
    } else {
      *other = g_strdup (request);
    }
  }
  g_assert_nonnull (*other);
}

static void
check_newer (const char *pack, const char *kind, int version)
{
  Copy copy;
  g_auto (GStrv) lines = take_all (&copy, pack);
  const char *pattern = NULL;
  g_autofree char *other = NULL;
  g_autofree char *person = NULL;
  g_autofree char *rule = NULL;
  g_autofree char *request = NULL;
  g_autoptr (GBytes) bytes = NULL;

  choose (&copy, lines, &pattern, &other, &person);
  request = find_request (pattern);
  bytes = take_newer (&copy, pattern, kind, version, 1000000);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    const CsRequest *fold =
        cs_authority_get_request (cs_ledger_get_authority (copy.ledger), request, NULL, &error);

    g_assert_no_error (error);
    g_assert_true (cs_request_is_read_only (fold));
    g_assert_false (say_note (&copy, request, person, &rule));
    g_assert_cmpstr (rule, ==, "K-12");
    g_assert_true (say_note (&copy, other, person, &rule));
    check_kept (&copy, bytes);
    copy_reopen (&copy);
  }
  copy_close (&copy);
}

/* SG-21, K-12: what a newer version says makes its request read-only, that one alone. */
static void
test_unknown_kind (gconstpointer pack)
{
  check_newer (pack, "teleport", 1);
}

static void
test_newer_version (gconstpointer pack)
{
  check_newer (pack, "note", 2);
}

int
main (int argc, char **argv)
{
  static const char *const packs[] = {"affinity", "anantya", "cinnox", "ft", "phonon"};

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (packs); i++) {
    g_autofree char *digests = g_strconcat ("/golden/SG-21/digests/", packs[i], NULL);
    g_autofree char *kind = g_strconcat ("/golden/SG-21/unknown-kind/", packs[i], NULL);
    g_autofree char *version = g_strconcat ("/golden/SG-21/newer-version/", packs[i], NULL);

    if (g_getenv ("CS_RECORD") != NULL) {
      record (packs[i]);
      continue;
    }
    g_test_add_data_func (digests, packs[i], test_digests);
    g_test_add_data_func (kind, packs[i], test_unknown_kind);
    g_test_add_data_func (version, packs[i], test_newer_version);
  }
  return g_test_run ();
}
