/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-authority-apply.h"
#include "cs-authority-shared.h"
#include "cs-drafts.h"
#include "cs-keeper.h"
#include "cs-outbox.h"
#include "sample.h"

/*
 * A copy of the sample that believes its authority to be a server, and the sample itself, which
 * plays the server: it accepts what waits in the copy’s outbox.
 */

typedef struct {
  Sample sample;  /* the server */
  char *folder;   /* (owned) of the copy */
  CsLedger *here; /* (owned) the copy */
} Pair;

static void
pair_open (Pair *self)
{
  g_autoptr (GError) error = NULL;
  const char *copy[] = {"cp", "-a", sample_get_model (), NULL, NULL};

  sample_open (&self->sample);
  self->folder = g_build_filename (self->sample.parent, "here", NULL);
  copy[3] = self->folder;
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
  self->here = cs_ledger_open (self->folder, self->sample.time_source, &error);
  g_assert_no_error (error);
  g_assert_true (cs_store_set_meta (cs_ledger_get_store (self->here), CS_META_LOG, "log", &error));
  cs_ledger_close (self->here);
  self->here = cs_ledger_open (self->folder, self->sample.time_source, &error);
  g_assert_no_error (error);
  g_assert_true (cs_authority_is_shared (cs_ledger_get_authority (self->here)));
}

static void
pair_close (Pair *self)
{
  cs_ledger_close (self->here);
  g_free (self->folder);
  sample_close (&self->sample);
}

static CsOutcome *
say (Pair *self, const char *request, const char *kind, const char *by, json_t *data)
{
  g_autoptr (json_t) owned = data;
  const CsIntent intent = {.request = request, .kind = kind, .by = by, .data = owned};
  g_autoptr (GError) error = NULL;
  CsOutcome *outcome = NULL;

  cs_ledger_submit (self->here, &intent, &outcome, &error);
  g_assert_no_error (error);
  return outcome;
}

/* Hands everything that waits to the server, in order, and takes its answers. */
static void
send_all (Pair *self)
{
  CsAuthority *here = cs_ledger_get_authority (self->here);
  g_autoptr (GPtrArray) waiting =
      cs_outbox_list (cs_ledger_get_store (self->here), CS_OUTBOX_WAITING, NULL);

  for (guint i = 0; i < waiting->len; i++) {
    const CsOutboxItem *item = waiting->pdata[i];
    g_autoptr (CsOutcome) outcome = NULL;
    g_autoptr (json_t) answer = NULL;

    g_assert_true (cs_authority_accept (cs_ledger_get_authority (self->sample.ledger),
                                        cs_entry_get_bytes (item->entry),
                                        item->signature,
                                        &outcome,
                                        NULL));
    answer = outcome->reason != NULL ? json_pack ("{s:s}", "reason", outcome->reason->text) : NULL;
    g_assert_true (cs_authority_begin_batch (here, NULL));
    g_assert_true (cs_authority_take_answer (here,
                                             cs_entry_get_id (item->entry),
                                             outcome->is_accepted ? "accepted" : "refused",
                                             answer,
                                             NULL));
    g_assert_true (cs_authority_end_batch (here, NULL));
  }
}

static gboolean
apply_if_new (const CsStoredEntry *stored, gint64 ref, gpointer user_data, GError **error)
{
  Pair *self = user_data;
  g_autofree char *name = cs_entry_get_request (stored->entry) != NULL
                              ? cs_journal_dup_name (cs_ledger_get_store (self->sample.ledger),
                                                     cs_entry_get_request (stored->entry),
                                                     NULL)
                              : NULL;
  const CsAccepted accepted = {.seq = cs_entry_get_seq (stored->entry),
                               .number = cs_entry_get_number (stored->entry),
                               .received = cs_entry_get_received (stored->entry),
                               .hash = cs_entry_get_hash (stored->entry),
                               .name = name,
                               .bytes = cs_entry_get_bytes (stored->entry),
                               .signature = stored->signature};

  return cs_authority_apply (cs_ledger_get_authority (self->here), &accepted, error);
}

/* Gets everything the server has. */
static void
receive_all (Pair *self)
{
  CsAuthority *here = cs_ledger_get_authority (self->here);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_authority_begin_batch (here, NULL));
  cs_journal_foreach (cs_ledger_get_store (self->sample.ledger), apply_if_new, self, &error);
  g_assert_no_error (error);
  g_assert_true (cs_authority_end_batch (here, &error));
}

static guint
count_outbox (Pair *self, CsOutboxState state)
{
  gint64 count = -1;

  g_assert_true (cs_outbox_count (cs_ledger_get_store (self->here), state, &count, NULL));
  return (guint)count;
}

static gint64
get_length (CsLedger *ledger)
{
  gint64 length = -1;

  g_assert_true (cs_journal_get_length (cs_ledger_get_store (ledger), &length, NULL));
  return length;
}

/* A decision that somebody may take now: request, level's step and person. */
typedef struct {
  char *request;
  char *person;
  json_t *data;
} Choice;

static gboolean
choose_from (Pair *self, const char *id, const char *person, Choice *choice)
{
  CsAuthority *authority = cs_ledger_get_authority (self->here);
  const CsDirectory *directory = cs_authority_get_directory (authority, NULL);
  const CsRequest *request = cs_authority_get_request (authority, id, NULL, NULL);
  CsRuleContext context = {.directory = directory,
                           .now = cs_time_source_get_now (self->sample.time_source)};
  g_autoptr (GPtrArray) actions = cs_rules_actions (request, person, &context);

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind != CS_ACTION_APPROVE || !action->is_open)
      continue;
    choice->request = g_strdup (id);
    choice->person = g_strdup (person);
    choice->data = json_pack ("{s:s, s:s}", "step", action->step->id, "level", action->level->id);
    return TRUE;
  }
  return FALSE;
}

static void
choose (Pair *self, Choice *choice)
{
  CsStore *store = cs_ledger_get_store (self->here);
  g_autoptr (GPtrArray) ids = cs_journal_list_requests (store, 0, 1000, NULL);
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (self->here), NULL);
  g_autoptr (GPtrArray) people = cs_directory_list_people (directory);

  for (guint i = 0; i < ids->len; i++) {
    for (guint j = 0; j < people->len; j++) {
      const CsPerson *person = people->pdata[j];
      g_autofree char *id = g_strdup (person->id);

      if (choose_from (self, ids->pdata[i], id, choice))
        return;
    }
  }
  g_assert_not_reached ();
}

static void
choice_clear (Choice *self)
{
  g_free (self->request);
  g_free (self->person);
  json_decref (self->data);
}

static const CsDecision *
last_decision (Pair *self, const char *request)
{
  const GPtrArray *decisions = cs_request_get_decisions (
      cs_authority_get_request (cs_ledger_get_authority (self->here), request, NULL, NULL));

  return decisions->pdata[decisions->len - 1];
}

static char *
list_gates (Pair *self, const char *id)
{
  const CsRequest *request =
      cs_authority_get_request (cs_ledger_get_authority (self->here), id, NULL, NULL);
  const GPtrArray *gates = cs_request_get_process (request)->gates;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < gates->len; i++)
    g_string_append_printf (text, "%d", (int)cs_request_gate_truth (request, gates->pdata[i]));
  return g_string_free (text, FALSE);
}

/* D-C1: a decision waits, opens nothing, cannot be given twice; it counts when it was accepted. */
static void
test_decision (void)
{
  Pair pair;
  Choice choice = {0};
  g_autoptr (CsOutcome) outcome = NULL, again = NULL;
  g_autofree char *before = NULL, *waiting = NULL;
  gint64 length;

  pair_open (&pair);
  choose (&pair, &choice);
  length = get_length (pair.here);
  before = list_gates (&pair, choice.request);
  outcome = say (&pair, choice.request, "approve", choice.person, json_incref (choice.data));
  g_assert_true (outcome->is_accepted && outcome->is_waiting);
  g_assert_cmpint (get_length (pair.here), ==, length);
  g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_WAITING), ==, 1);
  g_assert_true (last_decision (&pair, choice.request)->is_waiting);
  g_assert_false (last_decision (&pair, choice.request)->counts);
  waiting = list_gates (&pair, choice.request);
  g_assert_cmpstr (before, ==, waiting);
  again = say (&pair, choice.request, "approve", choice.person, json_incref (choice.data));
  g_assert_false (again->is_accepted);
  g_assert_cmpint (again->reason->verdict, ==, CS_VERDICT_ALREADY_SETTLED);
  send_all (&pair);
  g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_WAITING), ==, 0);
  g_assert_true (last_decision (&pair, choice.request)->is_waiting);
  receive_all (&pair);
  g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_SHOWN), ==, 0);
  g_assert_false (last_decision (&pair, choice.request)->is_waiting);
  g_assert_true (last_decision (&pair, choice.request)->counts);
  choice_clear (&choice);
  pair_close (&pair);
}

/* K-13, I-11: what is refused is shown no more, its words are kept, and nothing is blocked. */
static void
test_refused (void)
{
  Pair pair;
  Choice choice = {0};
  g_autoptr (CsOutcome) outcome = NULL, note = NULL, there = NULL;
  g_autoptr (GPtrArray) refused = NULL;
  g_autoptr (CsDraft) draft = NULL;
  CsIntent first;
  const CsOutboxItem *item;

  pair_open (&pair);
  choose (&pair, &choice);
  outcome = say (&pair, choice.request, "approve", choice.person, json_incref (choice.data));
  note = say (&pair, choice.request, "note", choice.person, json_pack ("{s:s}", "text", "Good."));
  g_assert_true (outcome->is_waiting && note->is_waiting);
  first = (CsIntent){.request = choice.request,
                     .kind = "approve",
                     .by = choice.person,
                     .data = choice.data};
  g_assert_true (cs_ledger_submit (pair.sample.ledger, &first, &there, NULL));
  g_assert_true (there->is_accepted);
  send_all (&pair);
  receive_all (&pair);
  refused = cs_outbox_list (cs_ledger_get_store (pair.here), CS_OUTBOX_REFUSED, NULL);
  g_assert_cmpuint (refused->len, ==, 1);
  item = refused->pdata[0];
  g_assert_cmpstr (cs_entry_get_id (item->entry), ==, cs_entry_get_id (outcome->entry));
  draft = cs_drafts_load (cs_ledger_get_store (pair.here), cs_entry_get_id (outcome->entry), NULL);
  g_assert_nonnull (draft);
  g_assert_cmpstr (draft->kind, ==, "refused");
  g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_SHOWN), ==, 0);
  g_assert_cmpint (get_length (pair.here), ==, get_length (pair.sample.ledger));
  choice_clear (&choice);
  pair_close (&pair);
}

static json_t *
dup_open_data (Pair *self, char **by)
{
  CsAuthority *authority = cs_ledger_get_authority (self->here);
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (self->here), 0, 1, NULL);
  const CsRequest *request = cs_authority_get_request (authority, ids->pdata[0], NULL, NULL);

  *by = g_strdup (cs_request_get_opener (request));
  return json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                    "pack",
                    cs_request_get_process (request)->pack->id,
                    "process",
                    cs_request_get_process (request)->id,
                    "client",
                    cs_request_get_client (request),
                    "region",
                    cs_request_get_region (request),
                    "title",
                    "Opened on a train");
}

static gboolean
is_listed (Pair *self, const char *request, char **number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (cs_ledger_get_store (self->here)),
                       &error,
                       "SELECT number FROM request WHERE id = ?",
                       "s",
                       request);
  gboolean has_row;

  g_assert_no_error (error);
  g_assert_true (cs_statement_next (statement, &has_row, NULL));
  if (has_row && number != NULL)
    *number = g_strdup (cs_statement_get_text (statement, 0));
  return has_row;
}

/* A request opened offline is shown without a number, and goes on; it gets its number with the
 * server’s answer. One that is refused leaves nothing, and what built on it is parked. */
static void
test_open (gconstpointer data)
{
  gboolean is_refused = GPOINTER_TO_INT (data);
  Pair pair;
  g_autofree char *by = NULL, *unsent = NULL, *number = NULL;
  g_autoptr (CsOutcome) opened = NULL, note = NULL;
  const char *request;

  pair_open (&pair);
  opened = say (&pair, NULL, "open", "p-none", dup_open_data (&pair, &by));
  g_assert_false (opened->is_accepted);
  g_clear_pointer (&opened, cs_outcome_free);
  g_clear_pointer (&by, g_free);
  {
    json_t *open = dup_open_data (&pair, &by);

    opened = say (&pair, NULL, "open", by, open);
  }
  g_assert_true (opened->is_waiting);
  request = cs_entry_get_request (opened->entry);
  note = say (&pair, request, "note", by, json_pack ("{s:s}", "text", "A note on top"));
  g_assert_true (note->is_waiting);
  g_assert_true (is_listed (&pair, request, &unsent));
  g_assert_cmpstr (unsent, ==, "New, not sent yet");
  if (is_refused) {
    CsAuthority *here = cs_ledger_get_authority (pair.here);

    g_assert_true (cs_authority_begin_batch (here, NULL));
    g_assert_true (cs_authority_take_answer (here, request, "refused", NULL, NULL));
    g_assert_true (cs_authority_end_batch (here, NULL));
    g_assert_false (is_listed (&pair, request, NULL));
    g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_REFUSED), ==, 2);
  } else {
    send_all (&pair);
    receive_all (&pair);
    g_assert_true (is_listed (&pair, request, &number));
    g_assert_true (g_str_has_prefix (number, "ANT-"));
    g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_SHOWN), ==, 0);
    g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_ACCEPTED), ==, 2);
  }
  pair_close (&pair);
}

/* K-13, K-21: numbers of this device go on, whatever was recalled or refused. */
static void
test_recall (void)
{
  Pair pair;
  Choice choice = {0};
  g_autoptr (CsOutcome) first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  CsAuthority *here;

  pair_open (&pair);
  here = cs_ledger_get_authority (pair.here);
  choose (&pair, &choice);
  first = say (&pair, choice.request, "approve", choice.person, json_incref (choice.data));
  g_assert_true (cs_authority_recall (here, cs_entry_get_id (first->entry), NULL));
  second = say (&pair, choice.request, "approve", choice.person, json_incref (choice.data));
  g_assert_true (second->is_waiting);
  g_assert_cmpint (cs_entry_get_counter (second->entry), >, cs_entry_get_counter (first->entry));
  g_assert_true (
      cs_outbox_try (cs_ledger_get_store (pair.here), cs_entry_get_id (second->entry), NULL));
  g_assert_false (cs_authority_recall (here, cs_entry_get_id (second->entry), &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
  choice_clear (&choice);
  pair_close (&pair);
}

/* SG-14, K-13: what is sent as soon as it is kept may have left from then on, and is kept as such
 * in the transaction that keeps it. */
static void
test_sent_at_once (void)
{
  Pair pair;
  Choice choice = {0};
  g_autoptr (CsOutcome) sent = NULL;
  g_autoptr (CsOutboxItem) item = NULL;
  CsAuthority *here;

  pair_open (&pair);
  here = cs_ledger_get_authority (pair.here);
  choose (&pair, &choice);
  cs_authority_set_sending (here, TRUE);
  sent = say (&pair, choice.request, "approve", choice.person, json_incref (choice.data));
  cs_authority_set_sending (here, FALSE);
  item = cs_outbox_find (cs_ledger_get_store (pair.here), cs_entry_get_id (sent->entry), NULL);
  g_assert_true (item->is_tried);
  g_assert_false (cs_authority_recall (here, cs_entry_get_id (sent->entry), NULL));
  choice_clear (&choice);
  pair_close (&pair);
}

/* K-13: what waits is folded in on top; each word more is what folding all anew would give. */
static void
test_on_top (void)
{
  Pair pair;
  Choice choice = {0};
  CsAuthority *here;

  pair_open (&pair);
  here = cs_ledger_get_authority (pair.here);
  choose (&pair, &choice);
  for (guint i = 0; i < 4; i++) {
    const CsRequest *request = cs_authority_get_request (here, choice.request, NULL, NULL);
    g_autoptr (CsRequest) anew = NULL;
    g_autofree char *one = NULL, *other = NULL;
    g_autoptr (CsOutcome) outcome =
        say (&pair, choice.request, "note", choice.person, json_pack ("{s:s}", "text", "Again"));

    g_assert_true (outcome->is_waiting);
    g_assert_true (cs_authority_get_request (here, choice.request, NULL, NULL) == request);
    g_assert_nonnull (cs_request_get_entry (request, cs_entry_get_id (outcome->entry)));
    anew = cs_authority_fold_request (here, choice.request, NULL);
    one = cs_request_digest (request);
    other = cs_request_digest (anew);
    g_assert_cmpstr (one, ==, other);
    if (i == 2)
      g_assert_true (cs_authority_recall (here, cs_entry_get_id (outcome->entry), NULL));
  }
  choice_clear (&choice);
  pair_close (&pair);
}

/* K-06: a request that may not be seen any more leaves nothing behind in the tables. */
static void
test_leave (void)
{
  Pair pair;
  Choice choice = {0};
  CsAuthority *here;
  g_autofree char *sql = NULL;
  gint64 left = -1;

  pair_open (&pair);
  here = cs_ledger_get_authority (pair.here);
  choose (&pair, &choice);
  g_assert_true (cs_authority_begin_batch (here, NULL));
  g_assert_true (cs_authority_remove_request (here, choice.request, NULL));
  g_assert_true (cs_authority_end_batch (here, NULL));
  g_assert_false (is_listed (&pair, choice.request, NULL));
  sql = g_strdup_printf ("SELECT count(*) FROM entry WHERE instr (bytes, '%s')", choice.request);
  g_assert_true (
      cs_sqlite_get_int (cs_store_get_sqlite (cs_ledger_get_store (pair.here)), sql, &left, NULL));
  g_assert_cmpint (left, ==, 0);
  choice_clear (&choice);
  pair_close (&pair);
}

/* I-12: the clocks of a shared workspace are kept by the server alone. */
static void
test_keeper (void)
{
  Pair pair;
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  gint64 length;

  pair_open (&pair);
  length = get_length (pair.here);
  cs_time_source_set_fixed (pair.sample.time_source, SAMPLE_NOW + 20 * G_TIME_SPAN_DAY);
  g_assert_true (cs_keeper_run (cs_ledger_get_authority (pair.here), notices, NULL));
  g_assert_cmpuint (notices->len, ==, 0);
  g_assert_cmpuint (count_outbox (&pair, CS_OUTBOX_WAITING), ==, 0);
  g_assert_cmpint (get_length (pair.here), ==, length);
  pair_close (&pair);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/authority-shared/D-C1/decision", test_decision);
  g_test_add_func ("/authority-shared/K-13/refused", test_refused);
  g_test_add_data_func ("/authority-shared/K-13/open", GINT_TO_POINTER (FALSE), test_open);
  g_test_add_data_func ("/authority-shared/K-13/open-refused", GINT_TO_POINTER (TRUE), test_open);
  g_test_add_func ("/authority-shared/K-13/recall", test_recall);
  g_test_add_func ("/authority-shared/SG-14/sent-at-once", test_sent_at_once);
  g_test_add_func ("/authority-shared/K-13/on-top", test_on_top);
  g_test_add_func ("/authority-shared/K-06/leave", test_leave);
  g_test_add_func ("/authority-shared/I-12/keeper", test_keeper);
  return g_test_run ();
}
