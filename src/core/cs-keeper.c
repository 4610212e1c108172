/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-private.h"
#include "cs-clock.h"
#include "cs-index.h"
#include "cs-journal.h"
#include "cs-keeper.h"
#include "cs-money-format.h"
#include "cs-notices.h"
#include "cs-sealed-files.h"
#include "cs-secrets.h"

/*
 * Watches the clocks: when the instant of a rung has come, it writes the rung's entry, which tells
 * people. Each rung of a run exactly once, ever (D-C10, I-12), whoever else keeps the same folder:
 * the table of rungs has it as its key. What came due while nothing ran is written when something
 * runs again.
 */

#define BATCH 200

/**
 * cs_rung_notice_free:
 * @self: (transfer full) (nullable): a notice
 */
void
cs_rung_notice_free (CsRungNotice *self)
{
  if (self == NULL)
    return;
  g_free (self->entry);
  g_free (self->request);
  g_free (self->number);
  g_free (self->title);
  g_free (self->client);
  g_free (self->amount);
  g_free (self->clock);
  g_free (self->clock_title);
  g_free (self->run);
  g_free (self->rung);
  g_free (self->calendar);
  g_strfreev (self->told);
  g_free (self);
}

static const char *
kind_of (const CsRungState *state, const CsClockRun *run)
{
  gboolean is_late = run->due != CS_INSTANT_NONE && state->at >= run->due;

  if (!is_late)
    return "warning";
  return state->rung->has_offset && !state->rung->before ? "escalation" : "breach";
}

static char *
dup_amount (const CsRequest *request)
{
  const GPtrArray *fields = cs_request_get_process (request)->fields;

  for (guint i = fields->len; i > 0; i--) {
    const CsField *field = fields->pdata[i - 1];
    const CsValue *value = cs_request_get_value (request, field);
    CsMoney money;

    if (field->type == CS_FIELD_MONEY && field->client_visible && value != NULL &&
        value->value != NULL && cs_money_from_json (value->value, &money, NULL))
      return cs_money_to_display (money, "en", CS_DIGITS_LATIN);
  }
  return NULL;
}

static CsRungNotice *
make_notice (CsAuthority *authority,
             const CsRequest *request,
             const CsClockRun *run,
             const CsRungState *state)
{
  CsRungNotice *notice = g_new0 (CsRungNotice, 1);
  const CsClient *client =
      cs_directory_get_client (authority->directory, cs_request_get_client (request));

  notice->request = g_strdup (cs_request_get_id (request));
  notice->number = g_strdup (cs_request_get_number (request));
  notice->title = g_strdup (cs_request_get_title (request));
  notice->client = g_strdup (client != NULL ? client->name : cs_request_get_client (request));
  notice->amount = dup_amount (request);
  notice->clock = g_strdup (run->clock->id);
  notice->clock_title = cs_text_dup (run->clock->title, "en");
  notice->run = g_strdup (run->id);
  notice->rung = g_strdup (state->rung->id);
  notice->calendar = g_strdup (run->calendar);
  notice->kind = kind_of (state, run);
  notice->due = run->due;
  notice->at = state->at;
  notice->told = g_strdupv (state->tell);
  notice->is_urgent = state->rung->urgent;
  return notice;
}

static json_t *
make_data (const CsClockRun *run, const CsRungState *state)
{
  g_autofree char *due = cs_instant_format (run->due != CS_INSTANT_NONE ? run->due : state->at);
  json_t *told = json_array ();

  for (guint i = 0; state->tell != NULL && state->tell[i] != NULL; i++)
    json_array_append_new (told, json_string (state->tell[i]));
  return json_pack ("{s:s, s:s, s:s, s:s, s:o}",
                    "clock",
                    run->clock->id,
                    "run",
                    run->id,
                    "rung",
                    state->rung->id,
                    "due",
                    due,
                    "told",
                    told);
}

/* A rung whose instant has come and that nobody has written. */
static const CsRungState *
find_rung (const GPtrArray *runs, CsInstant now, const CsClockRun **of_run)
{
  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    for (guint j = 0; j < run->rungs->len; j++) {
      const CsRungState *state = run->rungs->pdata[j];

      if (state->fired == NULL && state->at != CS_INSTANT_NONE && state->at <= now &&
          run->stopped == CS_INSTANT_NONE) {
        *of_run = run;
        return state;
      }
    }
  }
  return NULL;
}

/* Writes one rung. Returns: FALSE on error; *has_more where another may be due. */
static gboolean
write_one (CsAuthority *self,
           const CsRequest *request,
           GPtrArray *notices,
           gboolean *has_more,
           GError **error)
{
  CsInstant now = cs_time_source_get_now (self->time_source);
  g_autoptr (GPtrArray) runs = cs_clock_list_runs (request, self->directory, now);
  const CsClockRun *run = NULL;
  const CsRungState *state = find_rung (runs, now, &run);
  g_autoptr (CsRungNotice) notice = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (json_t) data = NULL;
  CsIntent intent = {.kind = "rung", .by = CS_KEEPER};
  gboolean is_answered;

  *has_more = FALSE;
  if (state == NULL)
    return TRUE;
  notice = make_notice (self, request, run, state);
  data = make_data (run, state);
  intent.request = notice->request;
  intent.data = data;
  self->is_telling = notices != NULL;
  is_answered = cs_authority_submit (self, &intent, &outcome, error);
  self->is_telling = FALSE;
  if (!is_answered)
    return FALSE;
  if (!outcome->is_accepted) {
    if (outcome->reason->verdict != CS_VERDICT_ALREADY_SETTLED)
      g_warning ("%s of %s was not written: %s",
                 notice->rung,
                 notice->number,
                 outcome->reason->text);
    return TRUE;
  }
  notice->entry = g_strdup (cs_entry_get_id (outcome->entry));
  if (notices != NULL)
    g_ptr_array_add (notices, g_steal_pointer (&notice));
  *has_more = TRUE;
  return TRUE;
}

/**
 * cs_keeper_run_request:
 * @request: its id
 * @notices: (nullable) (element-type CsRungNotice): gets what was written, in order
 *
 * Writes every rung of one request whose instant has come.
 *
 * Returns: whether the store did what was asked
 */
gboolean
cs_keeper_run_request (CsAuthority *authority,
                       const char *request,
                       GPtrArray *notices,
                       GError **error)
{
  gboolean has_more = TRUE;
  const CsFolded *folded;

  while (has_more) {
    if (!cs_authority_ensure_directory (authority, error))
      return FALSE;
    folded = cs_authority_get_folded (authority, request, error);
    if (folded == NULL || !write_one (authority, folded->request, notices, &has_more, error))
      return FALSE;
  }
  return TRUE;
}

static const CsRungState *
find_fired (const GPtrArray *runs, const char *entry, const CsClockRun **of_run)
{
  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    for (guint j = 0; j < run->rungs->len; j++) {
      const CsRungState *state = run->rungs->pdata[j];

      if (state->fired != NULL && run->stopped == CS_INSTANT_NONE &&
          g_str_equal (cs_entry_get_id (state->fired), entry)) {
        *of_run = run;
        return state;
      }
    }
  }
  return NULL;
}

static char *
dup_request_of (CsAuthority *self, const char *entry)
{
  CsStoredEntry found = {0};
  char *request = NULL;

  if (cs_journal_find (self->store, entry, &found, NULL) && found.entry != NULL)
    request = g_strdup (cs_entry_get_request (found.entry));
  cs_stored_entry_clear (&found);
  return request;
}

static CsRungNotice *
make_untold (CsAuthority *self, const char *entry)
{
  CsInstant now = cs_time_source_get_now (self->time_source);
  g_autofree char *request = dup_request_of (self, entry);
  g_autoptr (GPtrArray) runs = NULL;
  const CsFolded *folded;
  const CsClockRun *run = NULL;
  const CsRungState *state;
  CsRungNotice *notice;

  folded = request != NULL ? cs_authority_get_folded (self, request, NULL) : NULL;
  if (folded == NULL)
    return NULL;
  runs = cs_clock_list_runs (folded->request, self->directory, now);
  state = find_fired (runs, entry, &run);
  if (state == NULL)
    return NULL;
  notice = make_notice (self, folded->request, run, state);
  notice->entry = g_strdup (entry);
  return notice;
}

/**
 * cs_keeper_list_untold:
 * @notices: (element-type CsRungNotice): gets them
 *
 * What was written here and told to nobody, because the program ended in between. What is settled
 * since is forgotten.
 *
 * Returns: whether they could be read
 */
gboolean
cs_keeper_list_untold (CsAuthority *authority, GPtrArray *notices, GError **error)
{
  g_autoptr (GPtrArray) entries = cs_notices_list (authority->store, error);

  if (entries == NULL || !cs_authority_ensure_directory (authority, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    CsRungNotice *notice = make_untold (authority, entries->pdata[i]);

    if (notice != NULL)
      g_ptr_array_add (notices, notice);
    else if (!cs_notices_drop (authority->store, entries->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

/* What was kept long enough after the end goes: first the word of it, then the files (CX-21). */
static gboolean
erase_over (CsAuthority *self, const char *request, GError **error)
{
  for (;;) {
    CsInstant now = cs_time_source_get_now (self->time_source), at;
    const CsFolded *folded = cs_authority_get_folded (self, request, error);
    const CsField *field = folded != NULL ? cs_request_find_erasure (folded->request, &at) : NULL;
    g_autoptr (CsOutcome) outcome = NULL;
    g_autoptr (json_t) data = NULL;
    CsIntent intent = {.request = request, .kind = "erase", .by = CS_KEEPER};

    if (folded == NULL)
      return FALSE;
    if (field == NULL || at > now)
      return TRUE;
    data = json_pack ("{s:s, s:s}", "field", field->id, "reason", field->scope->retain);
    intent.data = data;
    if (!cs_authority_submit (self, &intent, &outcome, error))
      return FALSE;
    if (!outcome->is_accepted) {
      g_warning ("%s was not erased: %s", field->id, outcome->reason->text);
      return TRUE;
    }
    folded = cs_authority_get_folded (self, request, error);
    if (folded == NULL)
      return FALSE;
    cs_sealed_files_erase (self->store, folded->request, field);
    cs_secrets_erase (self->store, folded->request, field);
  }
}

/* A clock may turn amber or late without a rung: lists show it, and look ahead to the next event.
 */
static gboolean
renew_lists (CsAuthority *authority, const char *request, GError **error)
{
  const CsFolded *folded;

  if (!cs_authority_begin (authority, error))
    return FALSE;
  folded = cs_authority_get_folded (authority, request, error);
  if (folded != NULL && cs_authority_update_lists (authority, folded, error))
    return cs_authority_commit (authority, error);
  cs_authority_rollback (authority, request);
  return FALSE;
}

/* The clocks of a shared workspace are the server’s to keep (I-12). */
static gboolean
keep_request (CsAuthority *self, const char *request, GPtrArray *notices, GError **error)
{
  return self->is_shared || (cs_keeper_run_request (self, request, notices, error) &&
                             erase_over (self, request, error));
}

/**
 * cs_keeper_run:
 * @notices: (element-type CsRungNotice): gets what was written, in order
 *
 * Writes every rung of the workspace whose instant has come, and erases what was kept long enough.
 *
 * Returns: whether the store did what was asked
 */
gboolean
cs_keeper_run (CsAuthority *authority, GPtrArray *notices, GError **error)
{
  CsInstant now = cs_time_source_get_now (authority->time_source);
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean is_new = TRUE;

  while (is_new) {
    g_autoptr (GPtrArray) ids = cs_index_list_events (authority->store, now, BATCH, error);

    if (ids == NULL)
      return FALSE;
    is_new = FALSE;
    for (guint i = 0; i < ids->len; i++) {
      if (!g_hash_table_add (done, g_strdup (ids->pdata[i])))
        continue;
      is_new = TRUE;
      if (!keep_request (authority, ids->pdata[i], notices, error) ||
          !renew_lists (authority, ids->pdata[i], error))
        return FALSE;
    }
  }
  return TRUE;
}

/* One request that cannot be read keeps no other from being watched (K-12). */
static gboolean
is_unreadable (const GError *error)
{
  return g_error_matches (error, CS_ERROR, CS_ERROR_INVALID) ||
         g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND) ||
         g_error_matches (error, CS_ERROR, CS_ERROR_TOO_NEW);
}

static gboolean
keep_in_batch (CsAuthority *self,
               const char *request,
               GPtrArray *notices,
               GHashTable *skipped,
               GError **error)
{
  g_autoptr (GError) failure = NULL;
  guint first = notices->len;

  if (!keep_request (self, request, notices, &failure) || !renew_lists (self, request, &failure)) {
    if (!is_unreadable (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    g_warning ("The clocks of %s cannot be read: %s", request, failure->message);
    g_hash_table_add (skipped, g_strdup (request));
    return TRUE;
  }
  g_hash_table_remove (self->dirty, request);
  for (guint i = first; i < notices->len; i++) {
    if (!cs_notices_drop (self->store, ((CsRungNotice *)notices->pdata[i])->entry, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_keeper_run_some:
 * @most: look at so many requests
 * @skipped: (element-type utf8): requests that are passed over; gets those that cannot be read
 * @notices: (element-type CsRungNotice): gets what was written, in order
 * @has_more: (out): whether there may be more to do at once
 *
 * What cs_keeper_run() does, a few requests at a time, inside a batch of its caller, who tells
 * whomever it concerns: nobody at this computer is.
 *
 * Returns: whether the store did what was asked; if not, the batch is to be taken back
 */
gboolean
cs_keeper_run_some (CsAuthority *authority,
                    guint most,
                    GHashTable *skipped,
                    GPtrArray *notices,
                    gboolean *has_more,
                    GError **error)
{
  CsInstant now = cs_time_source_get_now (authority->time_source);
  guint limit = most + g_hash_table_size (skipped);
  g_autoptr (GPtrArray) ids = NULL;

  g_return_val_if_fail (authority->is_batch, FALSE);

  ids = cs_index_list_events (authority->store, now, limit, error);
  if (ids == NULL)
    return FALSE;
  *has_more = ids->len == limit;
  for (guint i = 0; i < ids->len; i++) {
    if (!g_hash_table_contains (skipped, ids->pdata[i]) &&
        !keep_in_batch (authority, ids->pdata[i], notices, skipped, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_keeper_describe:
 * @entry: a rung that another authority's keeper has written, and that was applied
 *
 * Returns: (transfer full) (nullable): what is told of it; %NULL where it is settled since
 */
CsRungNotice *
cs_keeper_describe (CsAuthority *authority, const CsEntry *entry)
{
  return cs_authority_ensure_directory (authority, NULL)
             ? make_untold (authority, cs_entry_get_id (entry))
             : NULL;
}
