/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-private.h"
#include "cs-index.h"
#include "cs-notices.h"
#include "cs-pack-settings.h"
#include "cs-packs.h"

/*
 * Accepting an entry, all in one transaction that waits for other writers first:
 *
 *   known id? ── same bytes: the first answer again ── other bytes: refused (K-13)
 *   device's counter used? refused · signature wanted and not good? refused
 *   fold up to the head read now · cs_rules_check · append · number an opened request · lists
 *
 * What must not happen twice even if the rules were wrong is a key of a table (K-17).
 */

#define FIRST_NUMBER 1001

/**
 * cs_authority_new:
 * @store: (transfer none): on whose thread the authority lives, and longer than it
 * @time_source: (transfer none): what receive times come from
 *
 * Makes the lists anew where their form has changed.
 *
 * Returns: (transfer full): an authority, or %NULL
 */
CsAuthority *
cs_authority_new (CsStore *store, CsTimeSource *time_source, GError **error)
{
  g_autoptr (CsAuthority) self = g_new0 (CsAuthority, 1);
  g_autofree char *shared = cs_store_dup_meta (store, CS_META_LOG, NULL);
  gboolean is_empty;

  self->store = store;
  self->is_shared = shared != NULL;
  self->time_source = g_object_ref (time_source);
  self->packs = cs_pack_cache_new (store);
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->fresh =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  if (!cs_authority_keep_calendars (self, error) || !cs_index_prepare (store, &is_empty, error) ||
      (is_empty && !cs_authority_rebuild (self, error)))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cs_authority_free:
 * @self: (transfer full) (nullable): an authority
 */
void
cs_authority_free (CsAuthority *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->folds, g_hash_table_unref);
  g_clear_pointer (&self->directory, cs_directory_free);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_clear_pointer (&self->packs, cs_pack_cache_free);
  g_clear_pointer (&self->dirty, g_hash_table_unref);
  g_clear_pointer (&self->fresh, g_hash_table_unref);
  g_clear_pointer (&self->keys, cs_keys_unref);
  g_clear_object (&self->time_source);
  g_free (self->directory_waiting);
  g_free (self->device);
  g_free (self);
}

/**
 * cs_authority_set_keys:
 * @keys: (transfer none) (nullable): what entries made here are signed with; a server has none, for
 *   it signs nothing in the name of people
 * @device: what this computer's devices are called, each followed by its person
 */
void
cs_authority_set_keys (CsAuthority *self, CsKeys *keys, const char *device)
{
  g_clear_pointer (&self->keys, cs_keys_unref);
  self->keys = keys != NULL ? cs_keys_ref (keys) : NULL;
  g_free (self->device);
  self->device = g_strdup (device);
}

/**
 * cs_authority_get_store:
 *
 * Returns: (transfer none): its store
 */
CsStore *
cs_authority_get_store (CsAuthority *self)
{
  return self->store;
}

/**
 * cs_authority_get_time_source:
 *
 * Returns: (transfer none): what receive times come from
 */
CsTimeSource *
cs_authority_get_time_source (CsAuthority *self)
{
  return self->time_source;
}

/**
 * cs_authority_set_time_source:
 * @time_source: (transfer none): what receive times come from now on (rehearsals, samples)
 */
void
cs_authority_set_time_source (CsAuthority *self, CsTimeSource *time_source)
{
  g_set_object (&self->time_source, time_source);
}

/**
 * cs_authority_get_packs:
 *
 * Returns: (transfer none): the packs of this workspace, read once
 */
CsPackCache *
cs_authority_get_packs (CsAuthority *self)
{
  return self->packs;
}

/**
 * cs_authority_get_directory:
 *
 * Returns: (transfer none): the directory as it is now, valid until the next call; %NULL on error
 */
const CsDirectory *
cs_authority_get_directory (CsAuthority *self, GError **error)
{
  return cs_authority_ensure_directory (self, error) ? self->directory : NULL;
}

/**
 * cs_authority_get_request:
 * @request: its id
 * @ref: (out) (optional): its place in the store
 * @error: NOT_FOUND
 *
 * Returns: (transfer none): the request as it is now, valid until the next call; %NULL on error
 */
const CsRequest *
cs_authority_get_request (CsAuthority *self, const char *request, gint64 *ref, GError **error)
{
  CsFolded *folded = cs_authority_get_folded (self, request, error);

  if (folded != NULL && ref != NULL)
    *ref = folded->head.ref;
  return folded != NULL ? folded->request : NULL;
}

static gboolean
refuse (CsOutcome **outcome, CsOutcome *answer)
{
  *outcome = answer;
  return TRUE;
}

/* K-13: an id or a counter that was used. Sets no outcome where the entry is new. */
static gboolean
check_identity (CsAuthority *self, CsEntry *entry, CsOutcome **outcome, GError **error)
{
  CsStoredEntry found;
  gboolean has_counter;

  if (!cs_journal_find (self->store, cs_entry_get_id (entry), &found, error))
    return FALSE;
  if (found.entry != NULL) {
    g_autofree char *number =
        cs_entry_get_request (entry) != NULL
            ? cs_journal_dup_name (self->store, cs_entry_get_request (entry), NULL)
            : NULL;

    *outcome = g_bytes_equal (cs_entry_get_bytes (found.entry), cs_entry_get_bytes (entry))
                   ? cs_outcome_new_accepted (found.entry, number, TRUE)
                   : cs_outcome_new_refused_for (CS_VERDICT_REFUSED,
                                                 "K-13",
                                                 "Another entry has the same identifier.");
    cs_stored_entry_clear (&found);
    return TRUE;
  }
  if (!cs_journal_has_counter (self->store,
                               cs_entry_get_device (entry),
                               cs_entry_get_counter (entry),
                               &has_counter,
                               error))
    return FALSE;
  if (has_counter)
    *outcome = cs_outcome_new_refused_for (CS_VERDICT_REFUSED,
                                           "K-13",
                                           "This device has used the counter %" G_GINT64_FORMAT
                                           " for another entry.",
                                           cs_entry_get_counter (entry));
  return TRUE;
}

/* Whatever is signed must be well signed; decisions, consents and confirmations must be signed. */
static CsOutcome *
check_signature (CsAuthority *self, const CsEntry *entry, const char *signature)
{
  const char *device = cs_entry_get_device (entry);
  const char *key = cs_directory_get_device_key (self->directory, device);
  const char *owner = cs_directory_get_device_person (self->directory, device);
  GBytes *bytes = cs_entry_get_bytes (entry);
  g_autofree char *domain = cs_entry_dup_signature_domain (entry);

  if (signature == NULL && !cs_entry_needs_signature (entry))
    return NULL;
  if (key == NULL)
    return cs_outcome_new_refused_for (CS_VERDICT_MANDATE_ENDED,
                                       "K-21",
                                       "The device that made this is not known, or was revoked.");
  if (g_strcmp0 (owner, cs_entry_get_by (entry)) != 0)
    return cs_outcome_new_refused_for (CS_VERDICT_REFUSED,
                                       "K-21",
                                       "The device that made this belongs to somebody else.");
  if (signature == NULL)
    return cs_outcome_new_refused_for (CS_VERDICT_REFUSED, "signature", "This must be signed.");
  if (!cs_verify (key, domain, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), signature))
    return cs_outcome_new_refused_for (CS_VERDICT_REFUSED,
                                       "signature",
                                       "The signature does not fit what was signed.");
  return NULL;
}

static CsRuleContext
make_context (CsAuthority *self, const CsEntry *entry)
{
  return (CsRuleContext){.directory = self->directory,
                         .now = cs_time_source_get_now (self->time_source),
                         .device = entry != NULL ? cs_entry_get_device (entry) : NULL};
}

/* A pack that is here, named as it names itself, with answers to its own settings. */
static gboolean
check_activation (CsAuthority *self, const CsEntry *entry, GError **error)
{
  const CsPack *pack = cs_pack_cache_get (self->packs, cs_entry_get_text (entry, "digest"), error);
  const char *id = cs_entry_get_text (entry, "pack");

  if (pack == NULL)
    return FALSE;
  if (g_strcmp0 (pack->id, id) != 0) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "The pack is “%s” and not “%s”.", pack->id, id);
    return FALSE;
  }
  return cs_pack_check_settings (pack,
                                 json_object_get (cs_entry_get_data (entry), "settings"),
                                 error);
}

static gboolean
judge_directory (CsAuthority *self, CsEntry *entry, CsOutcome **outcome)
{
  CsReason *reason = NULL;

  if (!cs_rules_check_directory (self->directory, entry, &reason))
    return refuse (outcome, cs_outcome_new_refused (reason));
  if (cs_entry_get_kind (entry) == CS_KIND_PACK) {
    g_autoptr (GError) failure = NULL;

    if (!check_activation (self, entry, &failure))
      return refuse (
          outcome,
          cs_outcome_new_refused_for (CS_VERDICT_REFUSED, "pack", "%s", failure->message));
  }
  return TRUE;
}

static gboolean
append_to_directory (CsAuthority *self,
                     CsEntry *entry,
                     const char *signature,
                     CsOutcome **outcome,
                     GError **error)
{
  CsHead head = self->directory_head;

  if (!cs_journal_append (self->store,
                          &head,
                          entry,
                          signature,
                          cs_time_source_get_now (self->time_source),
                          error) ||
      !cs_authority_ensure_directory (self, error) ||
      (cs_entry_get_kind (entry) == CS_KIND_CALENDAR && !cs_authority_renew_open (self, error)))
    return FALSE;
  *outcome = cs_outcome_new_accepted (entry, NULL, FALSE);
  return TRUE;
}

static gboolean
insert_rung (CsAuthority *self, const CsFolded *folded, const CsEntry *entry, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (self->store),
                        error,
                        "INSERT INTO rung VALUES (?, ?, ?, " CS_SQL_TELLING ")",
                        "issss",
                        folded->head.ref,
                        cs_entry_get_text (entry, "clock"),
                        cs_entry_get_text (entry, "run"),
                        cs_entry_get_text (entry, "rung"),
                        cs_entry_get_text (entry, "due"));
}

/* Returns: FALSE when it could not be written; a conflict becomes an outcome. */
static gboolean
insert_once (CsAuthority *self,
             const CsFolded *folded,
             const CsEntry *entry,
             CsOutcome **outcome,
             GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (self->store);
  g_autoptr (GError) failure = NULL;
  gboolean is_done = TRUE;

  if (cs_entry_get_kind (entry) == CS_KIND_RUNG)
    is_done =
        insert_rung (self, folded, entry, &failure) &&
        (!self->is_telling || cs_notices_keep (self->store, cs_entry_get_id (entry), &failure));
  else if (cs_entry_get_kind (entry) == CS_KIND_DECISION &&
           g_strcmp0 (cs_entry_get_text (entry, "answer"), "approve") == 0)
    is_done = cs_sqlite_run (sqlite,
                             &failure,
                             "INSERT INTO settled VALUES (?, ?, ?, ?, ?)",
                             "issss",
                             folded->head.ref,
                             cs_entry_get_text (entry, "offer"),
                             cs_entry_get_text (entry, "level"),
                             cs_entry_get_by (entry),
                             cs_entry_get_id (entry));
  else if (cs_entry_get_kind (entry) == CS_KIND_WITHDRAW)
    is_done = cs_sqlite_run (sqlite,
                             &failure,
                             "DELETE FROM settled WHERE ref = ? AND entry = ?",
                             "is",
                             folded->head.ref,
                             cs_entry_get_text (entry, "entry"));
  if (is_done)
    return TRUE;
  if (!g_error_matches (failure, CS_ERROR, CS_ERROR_CONFLICT)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  return refuse (
      outcome,
      cs_outcome_new_refused_for (CS_VERDICT_ALREADY_SETTLED, "K-17", "This was settled already."));
}

static gboolean
give_number (CsAuthority *self, CsFolded *folded, GError **error)
{
  const char *prefix = cs_request_get_process (folded->request)->pack->prefix;
  g_autofree char *counter = g_strconcat ("number/", prefix, NULL);
  g_autofree char *number = NULL;
  gint64 n;

  if (!cs_store_next_count (self->store, counter, FIRST_NUMBER, &n, error))
    return FALSE;
  number = g_strdup_printf ("%s-%" G_GINT64_FORMAT, prefix, n);
  cs_request_set_number (folded->request, number);
  return cs_journal_set_name (self->store, &folded->head, number, error);
}

/**
 * cs_authority_update_lists:
 * @folded: a request as it is in this transaction
 *
 * Returns: whether what lists show of it was written
 */
gboolean
cs_authority_update_lists (CsAuthority *self, const CsFolded *folded, GError **error)
{
  CsRuleContext context;

  /* A fold may be known from before, and the directory not: it was taken back, or begun anew. */
  if (!cs_authority_ensure_directory (self, error))
    return FALSE;
  context = make_context (self, NULL);
  return cs_index_update (self->store, folded->head.ref, folded->request, &context, error);
}

static gboolean
append_to_request (CsAuthority *self,
                   CsFolded *folded,
                   CsEntry *entry,
                   const char *signature,
                   CsOutcome **outcome,
                   GError **error)
{
  gboolean is_open = cs_entry_get_kind (entry) == CS_KIND_OPEN;
  CsInstant received = cs_time_source_get_now (self->time_source);

  if (!is_open)
    received = MAX (received, cs_request_get_changed (folded->request));
  if (!insert_once (self, folded, entry, outcome, error) || *outcome != NULL)
    return *outcome != NULL;
  if (!cs_journal_append (self->store, &folded->head, entry, signature, received, error) ||
      !cs_request_apply (folded->request, entry, error) ||
      (is_open && !give_number (self, folded, error)))
    return FALSE;
  if (self->is_batch)
    g_hash_table_add (self->dirty, g_strdup (folded->id));
  else if (!cs_authority_update_lists (self, folded, error))
    return FALSE;
  *outcome = cs_outcome_new_accepted (entry, cs_request_get_number (folded->request), FALSE);
  return TRUE;
}

static CsFolded *
get_or_open (CsAuthority *self, CsEntry *entry, CsOutcome **outcome, GError **error)
{
  g_autoptr (GError) failure = NULL;
  CsFolded *folded = NULL;

  if (cs_entry_get_kind (entry) == CS_KIND_OPEN) {
    CsRequest *request = cs_authority_new_request (self, entry, &failure);

    if (request != NULL) {
      folded = cs_authority_add_folded (self, cs_entry_get_request (entry), request);
      folded->head = (CsHead){.ref = -1};
    }
  } else {
    folded = cs_authority_get_folded (self, cs_entry_get_request (entry), &failure);
  }
  if (folded != NULL)
    return folded;
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND) ||
      g_error_matches (failure, CS_ERROR, CS_ERROR_INVALID))
    refuse (outcome,
            cs_outcome_new_refused_for (CS_VERDICT_REFUSED, "request", "%s", failure->message));
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
judge_request (CsAuthority *self,
               CsEntry *entry,
               CsFolded **folded,
               CsOutcome **outcome,
               GError **error)
{
  CsRuleContext context = make_context (self, entry);
  CsReason *reason = NULL;

  *folded = get_or_open (self, entry, outcome, error);
  if (*folded == NULL)
    return *outcome != NULL;
  if (cs_rules_check ((*folded)->request, entry, &context, &reason))
    return TRUE;
  if (cs_entry_get_kind (entry) == CS_KIND_OPEN)
    cs_authority_forget (self, cs_entry_get_request (entry));
  return refuse (outcome, cs_outcome_new_refused (reason));
}

/**
 * cs_authority_judge:
 * @folded: (out) (transfer none) (nullable): of the request it belongs to
 * @outcome: (out) (transfer full) (nullable): why it may not follow; %NULL: it may
 *
 * Asks whether an entry may follow what stands there, and changes nothing. The directory must be up
 * to date.
 *
 * Returns: whether that could be said
 */
gboolean
cs_authority_judge (CsAuthority *self,
                    CsEntry *entry,
                    const char *signature,
                    CsFolded **folded,
                    CsOutcome **outcome,
                    GError **error)
{
  *folded = NULL;
  *outcome = check_signature (self, entry, signature);
  if (*outcome != NULL)
    return TRUE;
  if (cs_entry_get_request (entry) == NULL)
    return judge_directory (self, entry, outcome);
  return judge_request (self, entry, folded, outcome, error);
}

/**
 * cs_authority_accept_entry:
 * @entry: not stamped yet
 *
 * Judges and, if it may follow, appends. Inside a transaction.
 *
 * Returns: whether there is an outcome
 */
gboolean
cs_authority_accept_entry (CsAuthority *self,
                           CsEntry *entry,
                           const char *signature,
                           CsOutcome **outcome,
                           GError **error)
{
  CsFolded *folded;

  *outcome = NULL;
  if (!check_identity (self, entry, outcome, error))
    return FALSE;
  if (*outcome != NULL)
    return TRUE;
  if (!cs_authority_ensure_directory (self, error) ||
      !cs_authority_judge (self, entry, signature, &folded, outcome, error))
    return FALSE;
  if (*outcome != NULL)
    return TRUE;
  if (cs_entry_get_request (entry) == NULL)
    return append_to_directory (self, entry, signature, outcome, error);
  return append_to_request (self, folded, entry, signature, outcome, error);
}

/**
 * cs_authority_begin:
 *
 * Begins a transaction, unless a batch has one.
 *
 * Returns: whether there is one
 */
gboolean
cs_authority_begin (CsAuthority *self, GError **error)
{
  return self->is_batch || cs_sqlite_begin (cs_store_get_sqlite (self->store), error);
}

/**
 * cs_authority_commit:
 *
 * Returns: whether what was done is on disk, or in the batch
 */
gboolean
cs_authority_commit (CsAuthority *self, GError **error)
{
  return self->is_batch || cs_sqlite_commit (cs_store_get_sqlite (self->store), error);
}

/**
 * cs_authority_rollback:
 * @request: (nullable): whose fold may hold what is rolled back
 *
 * Takes back a transaction; a batch is taken back as a whole by whoever began it.
 */
void
cs_authority_rollback (CsAuthority *self, const char *request)
{
  if (!self->is_batch)
    cs_sqlite_rollback (cs_store_get_sqlite (self->store));
  cs_authority_forget (self, request);
  g_clear_pointer (&self->directory, cs_directory_free);
}

/**
 * cs_authority_accept:
 * @bytes: an entry as its author wrote it
 * @signature: (nullable): of @bytes, by the device the entry names
 * @outcome: (out) (transfer full): the answer
 * @error: INVALID when @bytes are no entry; what the store failed with
 *
 * Judges an entry made elsewhere. When this returns, an accepted entry is on disk.
 *
 * Returns: whether there is an answer
 */
gboolean
cs_authority_accept (CsAuthority *self,
                     GBytes *bytes,
                     const char *signature,
                     CsOutcome **outcome,
                     GError **error)
{
  g_autoptr (CsEntry) entry = cs_entry_new_from_bytes (bytes, error);

  *outcome = NULL;
  if (entry == NULL || !cs_authority_begin (self, error))
    return FALSE;
  if (cs_authority_accept_entry (self, entry, signature, outcome, error)) {
    if (!(*outcome)->is_accepted || (*outcome)->is_duplicate) {
      if (!self->is_batch)
        cs_sqlite_rollback (cs_store_get_sqlite (self->store));
      return TRUE;
    }
    if (cs_authority_commit (self, error))
      return TRUE;
  }
  cs_authority_rollback (self, cs_entry_get_request (entry));
  g_clear_pointer (outcome, cs_outcome_free);
  return FALSE;
}
