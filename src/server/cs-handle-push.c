/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-blob.h"
#include "cs-blobs.h"
#include "cs-handlers.h"
#include "cs-journal.h"
#include "cs-packs.h"
#include "cs-server.h"
#include "cs-stamp.h"
#include "cs-wire-push.h"

/*
 * POST /v1/entries: one verdict for each entry (K-13).
 *
 *   unreadable, not the caller's → refused · refused before → the same again · depends on what was
 *   not accepted → parked · the authority judges → accepted or refused, read back from the row
 *
 * A refusal is kept with the bytes it is about, so that a replay gets the same answer.
 */

#define UNREADABLE    "-"
#define CLIENT_HEADER "countersign-client"

typedef struct {
  CsCall *call;
  CsStore *store;
  const CsWirePushed *pushed;
  CsEntry *entry;         /* (owned) (nullable) */
  CsWireVerdict *verdict; /* (owned) */
} Case;

static void
case_clear (Case *self)
{
  g_clear_pointer (&self->entry, cs_entry_unref);
  g_clear_pointer (&self->verdict, cs_wire_verdict_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static void G_GNUC_PRINTF (4, 5)
    refuse (Case *self, CsWireAnswer answer, const char *rule, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  self->verdict->answer = answer;
  self->verdict->rule = g_strdup (rule);
  self->verdict->reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
}

static CsWireAnswer
answer_of (CsVerdict verdict)
{
  switch (verdict) {
    case CS_VERDICT_ALREADY_SETTLED:
      return CS_WIRE_ALREADY_SETTLED;
    case CS_VERDICT_CONTENT_CHANGED:
      return CS_WIRE_CONTENT_CHANGED;
    case CS_VERDICT_MANDATE_ENDED:
      return CS_WIRE_MANDATE_ENDED;
    case CS_VERDICT_WITHDRAWN:
      return CS_WIRE_WITHDRAWN;
    case CS_VERDICT_REFUSED:
    default:
      return CS_WIRE_REFUSED;
  }
}

/* Whoever was let in: what a removed device sends is refused where entries are put in order (I-6).
 */
static gboolean
is_removed (Case *self)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (self->call->ledger), NULL);

  return directory != NULL && cs_directory_is_device_revoked (directory, self->call->caller.device);
}

/* Somebody may send only what they made themselves, on the computer they are at (K-21). */
static gboolean
is_own (Case *self)
{
  const CsCaller *caller = &self->call->caller;

  if (g_strcmp0 (cs_entry_get_by (self->entry), caller->person) != 0)
    refuse (self, CS_WIRE_REFUSED, "K-21", "This was made by somebody else.");
  else if (g_strcmp0 (cs_entry_get_device (self->entry), caller->device) != 0)
    refuse (self, CS_WIRE_REFUSED, "K-21", "This was made on another device.");
  else
    return TRUE;
  return FALSE;
}

static char *
dup_digest (GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  return cs_digest_hex (data, length);
}

/* Sets @is_known where the same entry was refused before. */
static gboolean
recall_refusal (Case *self, gboolean *is_known, GError **error)
{
  g_autofree char *digest = dup_digest (self->pushed->bytes);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT digest, answer FROM refusal WHERE id = ?",
                       "s",
                       cs_entry_get_id (self->entry));

  if (statement == NULL || !cs_statement_next (statement, is_known, error))
    return FALSE;
  if (!*is_known)
    return TRUE;
  if (g_strcmp0 (cs_statement_get_text (statement, 0), digest) == 0) {
    g_autoptr (json_t) answer = NULL;
    const char *text = cs_statement_get_text (statement, 1);

    answer = cs_json_load (text, strlen (text), error);
    if (answer == NULL)
      return FALSE;
    self->verdict->answer = (int)cs_json_get_int (answer, "answer", CS_WIRE_REFUSED);
    self->verdict->rule = g_strdup (cs_json_get_string (answer, "rule"));
    self->verdict->reason = g_strdup (cs_json_get_string (answer, "reason"));
    self->verdict->changes = json_incref (json_object_get (answer, "changes"));
    return TRUE;
  }
  refuse (self, CS_WIRE_REFUSED, "K-13", "Another entry has the same identifier.");
  return TRUE;
}

static gboolean
keep_refusal (Case *self, GError **error)
{
  const CsWireVerdict *verdict = self->verdict;
  g_autofree char *digest = dup_digest (self->pushed->bytes);
  g_autoptr (json_t) answer = json_pack ("{s:i, s:s*, s:s*, s:O*}",
                                         "answer",
                                         verdict->answer,
                                         "rule",
                                         verdict->rule,
                                         "reason",
                                         verdict->reason,
                                         "changes",
                                         verdict->changes);
  g_autofree char *text = cs_json_dump (answer);

  return cs_sqlite_run (
      cs_store_get_sqlite (self->store),
      error,
      "INSERT OR IGNORE INTO refusal VALUES (?, ?, ?, ?)",
      "sssi",
      cs_entry_get_id (self->entry),
      digest,
      text,
      (gint64)cs_time_source_get_now (cs_server_get_time_source (self->call->server)));
}

/* Parks what names an entry that is not in the journal. */
static gboolean
check_depends (Case *self, gboolean *is_parked, GError **error)
{
  char **ids = self->pushed->depends_on;

  *is_parked = FALSE;
  for (guint i = 0; ids != NULL && ids[i] != NULL && !*is_parked; i++) {
    g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (self->store),
                                                         error,
                                                         "SELECT 1 FROM entry WHERE id = ?",
                                                         "s",
                                                         ids[i]);
    gboolean is_there;

    if (statement == NULL || !cs_statement_next (statement, &is_there, error))
      return FALSE;
    *is_parked = !is_there;
  }
  if (*is_parked)
    refuse (self, CS_WIRE_PARKED, "K-13", "Something that this depends on was not accepted.");
  return TRUE;
}

/* What is answered is what the row says, never what was meant to be written (K-13). */
static gboolean
read_back (Case *self, gboolean is_duplicate, const char *name, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT seq, number, received, hex (hash) FROM entry WHERE id = ?",
                       "s",
                       cs_entry_get_id (self->entry));
  CsWireVerdict *verdict = self->verdict;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_FAILED,
                         "An accepted entry is not in the journal.");
    return FALSE;
  }
  verdict->answer = is_duplicate ? CS_WIRE_DUPLICATE : CS_WIRE_ACCEPTED;
  verdict->seq = cs_statement_get_int (statement, 0);
  verdict->number = cs_statement_get_int (statement, 1);
  verdict->received = cs_statement_get_int (statement, 2);
  verdict->hash = g_ascii_strdown (cs_statement_get_text (statement, 3), -1);
  verdict->name = g_strdup (name);
  return TRUE;
}

/* K-19: whoever names a file has sent it, or may see where it was named before. Not kept: what is
 * missing can be sent, and then the same entry is good. */
static gboolean
check_files (Case *self, gboolean *is_refused, GError **error)
{
  g_autoptr (GPtrArray) named = cs_blobs_list_named (self->entry);

  *is_refused = FALSE;
  for (guint i = 0; i < named->len; i++) {
    gboolean may;

    if (!cs_blobs_may_name (self->call->ledger,
                            cs_server_get_secret (self->call->server),
                            self->call->caller.person,
                            named->pdata[i],
                            &may,
                            error))
      return FALSE;
    if (!may) {
      *is_refused = TRUE;
      refuse (self, CS_WIRE_REFUSED, "K-19", "A file that this names has not been sent.");
      return TRUE;
    }
  }
  return TRUE;
}

/* K-12: the pack that an entry puts in force was sent as a file before. */
static gboolean
take_pack (Case *self, GError **error)
{
  const char *digest = cs_entry_get_text (self->entry, "digest");
  const char *id = cs_entry_get_text (self->entry, "pack");
  const char *folder = cs_server_get_folder (self->call->server);
  g_autofree char *known = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (CsBlob) blob = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean may;

  if (cs_entry_get_kind (self->entry) != CS_KIND_PACK || digest == NULL || id == NULL)
    return TRUE;
  kept = cs_packs_load (self->store, digest, &known, NULL);
  if (kept != NULL)
    return TRUE;
  if (!cs_blobs_may_name (self->call->ledger,
                          cs_server_get_secret (self->call->server),
                          self->call->caller.person,
                          digest,
                          &may,
                          error))
    return FALSE;
  blob = may ? cs_blob_open (folder, cs_server_get_file_keys (self->call->server), digest, NULL)
             : NULL;
  if (blob == NULL)
    return TRUE; /* the rules say what is missing */
  bytes = cs_blob_read (blob, 0, cs_blob_get_size (blob), error);
  return bytes != NULL && cs_packs_save (self->store, digest, id, bytes, error);
}

static gboolean
judge (Case *self, GError **error)
{
  g_autoptr (CsOutcome) outcome = NULL;

  if (!cs_authority_accept (cs_ledger_get_authority (self->call->ledger),
                            self->pushed->bytes,
                            self->pushed->signature,
                            &outcome,
                            error))
    return FALSE;
  if (outcome->is_accepted)
    return cs_stamp_catch_up (self->call->ledger, error) &&
           read_back (self, outcome->is_duplicate, outcome->number, error);
  refuse (self,
          answer_of (outcome->reason->verdict),
          outcome->reason->rule,
          "%s",
          outcome->reason->text);
  self->verdict->changes = json_incref (outcome->reason->changes);
  return keep_refusal (self, error);
}

/* ASVS 7.5.3: a decision above the pack's amount is taken from who has just shown who they are.
 * Only what would be accepted is asked for, and the answer is not kept: shown, the same entry is
 * good. */
static gboolean
check_fresh (Case *self, gboolean *is_asked, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self->call->ledger);
  CsInstant now = cs_time_source_get_now (cs_server_get_time_source (self->call->server));
  guint minutes = cs_server_get_options (self->call->server)->confirm_minutes;
  CsRuleContext context = {.now = now, .device = self->call->caller.device};
  const CsRequest *request;

  *is_asked = FALSE;
  if (cs_entry_get_kind (self->entry) != CS_KIND_DECISION ||
      now - self->call->caller.authenticated <= minutes * G_TIME_SPAN_MINUTE)
    return TRUE;
  request = cs_authority_get_request (authority, cs_entry_get_request (self->entry), NULL, NULL);
  context.directory = request != NULL ? cs_authority_get_directory (authority, NULL) : NULL;
  *is_asked = context.directory != NULL && cs_rules_entry_asks_sign_in (request, self->entry) &&
              cs_rules_check (request, self->entry, &context, NULL);
  if (*is_asked)
    refuse (self, CS_WIRE_SIGN_IN_AGAIN, "7.5.3", "For this amount, show once more who you are.");
  return TRUE;
}

/* I-2: what was answered is answered the same again, whatever has changed since: the device may
 * have been removed, its person may not see the request any more. Sets @is_known where it was
 * answered. */
static gboolean
recall (Case *self, gboolean *is_known, GError **error)
{
  CsStoredEntry found = {0};

  if (!recall_refusal (self, is_known, error))
    return FALSE;
  if (*is_known)
    return TRUE;
  if (!cs_journal_find (self->store, cs_entry_get_id (self->entry), &found, error))
    return FALSE;
  *is_known = found.entry != NULL;
  cs_stored_entry_clear (&found);
  return !*is_known || judge (self, error);
}

static gboolean
decide (Case *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean is_decided;

  self->entry = cs_entry_new_from_bytes (self->pushed->bytes, &failure);
  if (self->entry == NULL) {
    self->verdict->id = g_strdup (UNREADABLE);
    refuse (self, CS_WIRE_REFUSED, "form", "%s", failure->message);
    return TRUE;
  }
  self->verdict->id = g_strdup (cs_entry_get_id (self->entry));
  if (!is_own (self))
    return TRUE;
  if (!recall (self, &is_decided, error))
    return FALSE;
  if (is_decided)
    return TRUE;
  if (is_removed (self)) {
    refuse (self, CS_WIRE_MANDATE_ENDED, "K-21", "This device was removed.");
    return TRUE;
  }
  if (!check_depends (self, &is_decided, error))
    return FALSE;
  if (is_decided)
    return TRUE;
  if (!check_files (self, &is_decided, error))
    return FALSE;
  if (!is_decided && !check_fresh (self, &is_decided, error))
    return FALSE;
  return is_decided || (take_pack (self, error) && judge (self, error));
}

static void
count (CsServer *server, const CsWireVerdict *verdict)
{
  CsServerCounts *counts = cs_server_get_counts (server);

  g_atomic_int_inc (verdict->answer == CS_WIRE_ACCEPTED    ? &counts->accepted
                    : verdict->answer == CS_WIRE_DUPLICATE ? &counts->duplicates
                                                           : &counts->refused);
}

/* K-12: too old to act is told before anything is judged; reading goes on. A client that does not
 * say what it is follows the guide and is its author's to keep. */
static gboolean
is_too_old (CsCall *call)
{
  const CsServerOptions *options = cs_server_get_options (call->server);
  const char *text = cs_http_request_get_header (call->request, CLIENT_HEADER);
  guint version[CS_VERSION_PARTS];
  guint n = text != NULL ? cs_call_read_version (text, version) : 0;

  for (guint i = 0; i < n; i++) {
    if (version[i] != options->oldest_client[i])
      return version[i] < options->oldest_client[i];
  }
  return FALSE;
}

/**
 * cs_handle_push:
 *
 * `POST /v1/entries`, on the writing desk.
 *
 * Returns: (transfer full): a verdict for each entry, or %NULL
 */
CsHttpAnswer *
cs_handle_push (CsCall *call, GError **error)
{
  const CsWirePush *push = call->message;
  g_autoptr (CsWirePushAnswer) answer = cs_wire_push_answer_new ();

  if (is_too_old (call))
    return cs_answer_problem (CS_PROBLEM_UPGRADE_REQUIRED,
                              "This version of Countersign is too old to send; please update.");
  for (guint i = 0; i < push->entries->len; i++) {
    g_auto (Case) one = {.call = call,
                         .store = cs_ledger_get_store (call->ledger),
                         .pushed = push->entries->pdata[i],
                         .verdict = cs_wire_verdict_new ()};

    if (!decide (&one, error))
      return NULL;
    count (call->server, one.verdict);
    g_ptr_array_add (answer->verdicts, g_steal_pointer (&one.verdict));
  }
  answer->head = cs_server_make_head (call->server, call->ledger, error);
  return answer->head != NULL ? cs_answer_json (cs_wire_push_answer_to_json (answer)) : NULL;
}
