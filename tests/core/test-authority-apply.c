/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-authority-apply.h"
#include "cs-packs.h"
#include "cs-workspace-create.h"
#include "sample.h"

/* K-12: a journal made here, put entry by entry into an empty folder, is the same journal there,
 * and lists show the same. */

typedef struct {
  CsLedger *from, *to;
  GRand *random;
  guint left; /* of the batch under way */
} Copy;

static void
copy_packs (Copy *self)
{
  CsStore *store = cs_ledger_get_store (self->from);
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       NULL,
                                                       "SELECT digest, name, bytes FROM pack",
                                                       "");
  gboolean has_row;

  while (cs_statement_next (statement, &has_row, NULL) && has_row) {
    g_autoptr (GBytes) bytes = cs_statement_get_bytes (statement, 2);

    g_assert_true (cs_packs_save (cs_ledger_get_store (self->to),
                                  cs_statement_get_text (statement, 0),
                                  cs_statement_get_text (statement, 1),
                                  bytes,
                                  NULL));
  }
}

static CsAccepted
accepted_from (const CsStoredEntry *stored, const char *name)
{
  return (CsAccepted){.seq = cs_entry_get_seq (stored->entry),
                      .number = cs_entry_get_number (stored->entry),
                      .received = cs_entry_get_received (stored->entry),
                      .hash = cs_entry_get_hash (stored->entry),
                      .name = name,
                      .bytes = cs_entry_get_bytes (stored->entry),
                      .signature = stored->signature};
}

static gboolean
copy_entry (const CsStoredEntry *stored, gint64 ref, gpointer user_data, GError **error)
{
  Copy *self = user_data;
  CsAuthority *authority = cs_ledger_get_authority (self->to);
  g_autofree char *name = cs_entry_get_kind (stored->entry) == CS_KIND_OPEN
                              ? cs_journal_dup_name (cs_ledger_get_store (self->from),
                                                     cs_entry_get_request (stored->entry),
                                                     NULL)
                              : NULL;
  CsAccepted accepted = accepted_from (stored, name);

  if (self->left == 0) {
    g_assert_true (cs_authority_begin_batch (authority, error));
    self->left = (guint)g_rand_int_range (self->random, 1, 200);
  }
  if (!cs_authority_apply (authority, &accepted, error))
    return FALSE;
  if (--self->left == 0)
    g_assert_true (cs_authority_end_batch (authority, error));
  return TRUE;
}

static char *
dump (CsLedger *ledger, const char *sql, guint n_columns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (ledger)), &error, sql, "");
  GString *text = g_string_new (NULL);
  gboolean has_row;

  g_assert_no_error (error);
  while (cs_statement_next (statement, &has_row, &error) && has_row) {
    for (guint i = 0; i < n_columns; i++)
      g_string_append_printf (text, "%s\t", cs_statement_get_text (statement, (int)i));
    g_string_append_c (text, '\n');
  }
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
assert_same (CsLedger *a, CsLedger *b, const char *sql, guint n_columns)
{
  g_autofree char *in_a = dump (a, sql, n_columns);
  g_autofree char *in_b = dump (b, sql, n_columns);

  g_assert_cmpuint (strlen (in_a), >, 0);
  g_assert_cmpstr (in_a, ==, in_b);
}

static void
assert_same_lists (CsLedger *a, CsLedger *b)
{
  static const char *const people[] = {"p-sunita", "p-fatima", "p-me"};

  for (guint i = 0; i < G_N_ELEMENTS (people); i++) {
    guint counts_a[CS_N_LISTS], counts_b[CS_N_LISTS], overdue_a[CS_N_LISTS], overdue_b[CS_N_LISTS];

    g_assert_true (cs_ledger_count (a, people[i], counts_a, overdue_a, NULL));
    g_assert_true (cs_ledger_count (b, people[i], counts_b, overdue_b, NULL));
    g_assert_cmpmem (counts_a, sizeof counts_a, counts_b, sizeof counts_b);
    g_assert_cmpmem (overdue_a, sizeof overdue_a, overdue_b, sizeof overdue_b);
    for (guint kind = 0; kind < CS_N_LISTS; kind++) {
      g_autoptr (GError) error = NULL;
      CsRowPage *page_a =
          cs_ledger_read_list (a, people[i], (CsListKind)kind, NULL, 0, 200, TRUE, &error);
      CsRowPage *page_b =
          cs_ledger_read_list (b, people[i], (CsListKind)kind, NULL, 0, 200, TRUE, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page_a->rows->len, ==, page_b->rows->len);
      for (guint j = 0; j < page_a->rows->len; j++)
        g_assert_cmpstr (((CsRowData *)page_a->rows->pdata[j])->request,
                         ==,
                         ((CsRowData *)page_b->rows->pdata[j])->request);
      cs_row_page_free (page_a);
      cs_row_page_free (page_b);
    }
  }
}

static void
test_copy (void)
{
  Sample sample;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (CsLedger) copy = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  Copy run = {.random = random};

  sample_open (&sample);
  folder = g_build_filename (sample.parent, "copy", NULL);
  copy = cs_workspace_create_bare (folder, sample.time_source, &error);
  g_assert_no_error (error);
  run.from = sample.ledger;
  run.to = copy;
  copy_packs (&run);
  g_assert_true (
      cs_journal_foreach (cs_ledger_get_store (sample.ledger), copy_entry, &run, &error));
  g_assert_no_error (error);
  if (run.left > 0)
    g_assert_true (cs_authority_end_batch (cs_ledger_get_authority (copy), &error));
  assert_same (sample.ledger,
               copy,
               "SELECT seq, number, id, device, n, kind, author, at, received, hex(bytes),"
               " signature, hex(hash) FROM entry ORDER BY seq",
               12);
  assert_same (sample.ledger, copy, "SELECT request, name, last FROM head ORDER BY name", 3);
  assert_same (
      sample.ledger,
      copy,
      "SELECT request, clock, run, rung FROM rung JOIN head USING (ref) ORDER BY 1, 2, 3, 4",
      4);
  assert_same (sample.ledger,
               copy,
               "SELECT request, offer, level, person, entry FROM settled JOIN head USING (ref)"
               " ORDER BY 1, 2, 3, 4",
               5);
  assert_same_lists (sample.ledger, copy);
  g_clear_pointer (&copy, cs_ledger_close);
  sample_close (&sample);
}

/* A ledger with an empty copy beside it, and the sample's entries to try. */
typedef struct {
  Sample sample;
  CsLedger *copy;    /* (owned) */
  GPtrArray *stored; /* (owned) entries of the directory */
} Bench;

static void
bench_open (Bench *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  Copy run = {0};

  sample_open (&self->sample);
  folder = g_build_filename (self->sample.parent, "copy", NULL);
  self->copy = cs_workspace_create_bare (folder, self->sample.time_source, &error);
  g_assert_no_error (error);
  run.from = self->sample.ledger;
  run.to = self->copy;
  copy_packs (&run);
  self->stored = cs_journal_list (cs_ledger_get_store (self->sample.ledger), NULL, 0, &error);
  g_assert_no_error (error);
}

static void
bench_close (Bench *self)
{
  g_ptr_array_unref (self->stored);
  cs_ledger_close (self->copy);
  sample_close (&self->sample);
}

static CsAccepted
bench_accepted (Bench *self, guint index)
{
  const CsStoredEntry stored = {.entry = self->stored->pdata[index]};

  return accepted_from (&stored, NULL);
}

/* K-05: a gap is noticed, and nothing of its batch stays. */
static void
test_gap (void)
{
  Bench bench;
  CsAuthority *authority;
  CsAccepted first, third;
  g_autoptr (GError) error = NULL;
  gint64 length = -1;

  bench_open (&bench);
  authority = cs_ledger_get_authority (bench.copy);
  first = bench_accepted (&bench, 0);
  third = bench_accepted (&bench, 2);
  g_assert_true (cs_authority_begin_batch (authority, NULL));
  g_assert_true (cs_authority_apply (authority, &first, &error));
  g_assert_false (cs_authority_apply (authority, &third, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CONFLICT);
  cs_authority_cancel_batch (authority);
  g_assert_true (cs_journal_get_length (cs_ledger_get_store (bench.copy), &length, NULL));
  g_assert_cmpint (length, ==, 0);
  bench_close (&bench);
}

/* D-C3: what is not what was accepted does not come in, whichever part of it was changed. */
static void
test_changed (void)
{
  Bench bench;
  CsAuthority *authority;
  CsAccepted first, other, bad;
  g_autofree char *hash = NULL;

  bench_open (&bench);
  authority = cs_ledger_get_authority (bench.copy);
  first = bench_accepted (&bench, 0);
  other = bench_accepted (&bench, 1);
  hash = g_strdup (first.hash);
  hash[5] = hash[5] == '0' ? '1' : '0';
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GError) error = NULL;

    bad = first;
    if (i == 0)
      bad.hash = hash;
    else if (i == 1)
      bad.received += 1000;
    else
      bad.bytes = other.bytes;
    g_assert_true (cs_authority_begin_batch (authority, NULL));
    g_assert_false (cs_authority_apply (authority, &bad, &error));
    g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
    cs_authority_cancel_batch (authority);
  }
  bench_close (&bench);
}

/* K-05, K-06: the same entry of another scope changes nothing; another place for it is an error. */
static void
test_again (void)
{
  Bench bench;
  CsAuthority *authority;
  CsAccepted first;
  g_autoptr (GError) error = NULL;
  gint64 length = -1;

  bench_open (&bench);
  authority = cs_ledger_get_authority (bench.copy);
  first = bench_accepted (&bench, 0);
  g_assert_true (cs_authority_begin_batch (authority, NULL));
  g_assert_true (cs_authority_apply (authority, &first, &error));
  g_assert_true (cs_authority_apply (authority, &first, &error));
  first.seq++;
  g_assert_false (cs_authority_apply (authority, &first, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
  g_assert_true (cs_authority_end_batch (authority, NULL));
  g_assert_true (cs_journal_get_length (cs_ledger_get_store (bench.copy), &length, NULL));
  g_assert_cmpint (length, ==, 1);
  bench_close (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authority-apply/K-12/copy", test_copy);
  g_test_add_func ("/authority-apply/K-05/gap", test_gap);
  g_test_add_func ("/authority-apply/D-C3/changed", test_changed);
  g_test_add_func ("/authority-apply/K-06/again", test_again);
  return g_test_run ();
}
