/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-private.h"
#include "cs-authority-shared.h"
#include "cs-drafts.h"
#include "cs-heads.h"
#include "cs-index.h"
#include "cs-outbox.h"

#include <glib/gi18n-lib.h>

#define META_SEEN   "shared/seen"
#define META_SNOOZE "shared/snooze"

/*
 * A folder whose authority is elsewhere. What is said here is judged by the same rules against what
 * is shown here, so that buttons and errors are as they are everywhere; what may follow is put into
 * the outbox and shown as waiting. The authority's answer comes later: yes arrives with its entry
 * through the journal, no takes the entry out of what is shown and gives its text back (K-13).
 */

/**
 * cs_authority_is_shared:
 *
 * Returns: whether the authority of this folder is a server
 */
gboolean
cs_authority_is_shared (CsAuthority *self)
{
  return self->is_shared;
}

/**
 * cs_authority_set_sending:
 * @is_sending: what is said from now on is sent as soon as it is on disk
 *
 * It may have left this computer from the moment it is kept, so that is kept with it, in one
 * transaction instead of two (SG-14); it cannot be recalled.
 */
void
cs_authority_set_sending (CsAuthority *self, gboolean is_sending)
{
  self->sends_at_once = is_sending;
}

/**
 * cs_authority_read_mark:
 * @request: (nullable): %NULL for the directory
 * @mark: (out) (nullable): as cs_outbox_dup_mark() gives it
 *
 * Returns: whether it could be read
 */
gboolean
cs_authority_read_mark (CsAuthority *self, const char *request, char **mark, GError **error)
{
  *mark = NULL;
  return !self->is_shared || cs_outbox_dup_mark (self->store, request, mark, error);
}

static gboolean
renew_lists (CsAuthority *self, const char *request, GError **error)
{
  const CsFolded *folded;

  if (request == NULL)
    return cs_authority_ensure_directory (self, error);
  if (self->is_batch) {
    g_hash_table_add (self->dirty, g_strdup (request));
    return TRUE;
  }
  folded = cs_authority_get_folded (self, request, error);
  return folded != NULL && cs_authority_update_lists (self, folded, error);
}

static gboolean
keep_waiting (CsAuthority *self, CsEntry *entry, const char *signature, GError **error)
{
  const char *request = cs_entry_get_request (entry);
  CsHead head = {.ref = -1};

  if (cs_entry_get_kind (entry) == CS_KIND_OPEN &&
      !cs_journal_reserve (self->store, &head, request, error))
    return FALSE;
  return cs_outbox_add (self->store,
                        entry,
                        signature,
                        cs_time_source_get_now (self->time_source),
                        error) &&
         (!self->sends_at_once || cs_outbox_try (self->store, cs_entry_get_id (entry), error)) &&
         renew_lists (self, request, error);
}

/**
 * cs_authority_wait:
 * @entry: made here, complete
 * @signature: (nullable): of its bytes
 * @outcome: (out) (transfer full): “waiting”, or why it may not follow
 *
 * Judges by what is shown here and puts what may follow into the outbox. Inside a transaction.
 *
 * Returns: whether there is an outcome
 */
gboolean
cs_authority_wait (CsAuthority *self,
                   CsEntry *entry,
                   const char *signature,
                   CsOutcome **outcome,
                   GError **error)
{
  const char *request = cs_entry_get_request (entry);
  g_autofree char *number = NULL;
  CsFolded *folded;

  *outcome = NULL;
  if (g_strcmp0 (cs_entry_get_by (entry), CS_KEEPER) == 0) {
    *outcome = cs_outcome_new_refused_for (CS_VERDICT_REFUSED,
                                           "I-12",
                                           _ ("The server keeps the clocks of a shared workspace"));
    return TRUE;
  }
  if (!cs_authority_ensure_directory (self, error) ||
      !cs_authority_judge (self, entry, signature, &folded, outcome, error))
    return FALSE;
  if (*outcome != NULL)
    return TRUE;
  if (!keep_waiting (self, entry, signature, error))
    return FALSE;
  number = request != NULL ? cs_journal_dup_name (self->store, request, NULL) : NULL;
  *outcome = cs_outcome_new_accepted (entry, number, FALSE);
  (*outcome)->is_waiting = TRUE;
  return TRUE;
}

/* A request of which nothing was accepted and nothing waits is none. */
static gboolean
remove_if_empty (CsAuthority *self, const char *request, gboolean *is_removed, GError **error)
{
  g_autofree char *mark = NULL;
  CsHead head;

  *is_removed = FALSE;
  if (!cs_journal_read_head (self->store, request, &head, error) ||
      !cs_authority_read_mark (self, request, &mark, error))
    return FALSE;
  if (head.ref <= 0 || head.last > 0 || mark != NULL)
    return TRUE;
  *is_removed = TRUE;
  return cs_authority_remove_request (self, request, error);
}

/**
 * cs_authority_renew_shown:
 * @request: (nullable): of which something else waits now; %NULL for the directory
 *
 * Writes anew what lists show of it. Inside a transaction or a batch.
 *
 * Returns: whether it was written
 */
gboolean
cs_authority_renew_shown (CsAuthority *self, const char *request, GError **error)
{
  gboolean is_removed = FALSE;

  if (request != NULL && !remove_if_empty (self, request, &is_removed, error))
    return FALSE;
  if (is_removed)
    return TRUE;
  cs_authority_forget (self, request);
  return renew_lists (self, request, error);
}

/**
 * cs_authority_remove_request:
 * @request: an id
 *
 * Takes a request out of journal, lists and search, with everything kept beside it, because it may
 * not be seen here any more (K-06). What was said here and waits stays in the outbox. Inside a
 * transaction or a batch.
 *
 * Returns: whether nothing of it is left
 */
gboolean
cs_authority_remove_request (CsAuthority *self, const char *request, GError **error)
{
  CsHead head;

  cs_authority_forget (self, request);
  g_hash_table_remove (self->dirty, request);
  if (!cs_journal_read_head (self->store, request, &head, error))
    return FALSE;
  return head.ref <= 0 || (cs_index_remove (self->store, head.ref, error) &&
                           cs_journal_remove (self->store, head.ref, error));
}

/* Nothing typed is ever lost: what was refused goes back to its author as a draft. */
static gboolean
keep_text (CsAuthority *self, const CsOutboxItem *item, const char *reason, GError **error)
{
  const CsEntry *entry = item->entry;
  g_autoptr (json_t) content = json_pack ("{s:s, s:O, s:s}",
                                          "kind",
                                          cs_entry_get_kind_name (entry),
                                          "data",
                                          cs_entry_get_data (entry),
                                          "reason",
                                          reason);
  CsDraft draft = {.id = (char *)cs_entry_get_id (entry),
                   .person = (char *)cs_entry_get_by (entry),
                   .kind = (char *)"refused",
                   .request = (char *)cs_entry_get_request (entry),
                   .content = content,
                   .updated = cs_time_source_get_now (self->time_source)};

  return cs_drafts_save (self->store, &draft, error);
}

static gboolean
refuse_one (CsAuthority *self,
            const CsOutboxItem *item,
            const char *verdict,
            const json_t *answer,
            GHashTable *touched,
            GError **error)
{
  const char *reason = cs_json_get_string (answer, "reason");
  const char *request = cs_entry_get_request (item->entry);

  g_hash_table_add (touched, g_strdup (request != NULL ? request : ""));
  return cs_outbox_answer (self->store,
                           cs_entry_get_id (item->entry),
                           verdict,
                           answer,
                           cs_time_source_get_now (self->time_source),
                           error) &&
         keep_text (self, item, reason != NULL ? reason : verdict, error);
}

/* What makes no sense without what was refused is not tried (K-13). */
static gboolean
park_dependents (CsAuthority *self, const char *id, GHashTable *touched, GError **error)
{
  g_autoptr (GPtrArray) waiting = cs_outbox_list (self->store, CS_OUTBOX_WAITING, error);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++) {
    const CsOutboxItem *item = waiting->pdata[i];
    g_autoptr (json_t) answer = NULL;

    if (!g_strv_contains ((const char *const *)item->depends, id))
      continue;
    answer = json_pack ("{s:s, s:s, s:s}",
                        "rule",
                        "K-13",
                        "reason",
                        _ ("What it builds on was refused"),
                        "depends_on",
                        id);
    if (!refuse_one (self, item, "parked", answer, touched, error) ||
        !park_dependents (self, cs_entry_get_id (item->entry), touched, error))
      return FALSE;
  }
  return waiting != NULL;
}

static gboolean
renew_touched (CsAuthority *self, GHashTable *touched, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    const char *request = key;

    if (!cs_authority_renew_shown (self, *request != '\0' ? request : NULL, error))
      return FALSE;
  }
  return TRUE;
}

static CsOutboxItem *
find_item (CsAuthority *self, const char *id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  CsOutboxItem *item = cs_outbox_find (self->store, id, &failure);

  if (item == NULL && failure == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "Nothing called %s was made here.", id);
  else if (item == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return item;
}

/**
 * cs_authority_take_answer:
 * @id: of an entry made here
 * @verdict: in one word, as the server gave it
 * @answer: (nullable): all it said
 * @error: NOT_FOUND
 *
 * Keeps the server's answer to an entry of the outbox. What was refused is shown no more, its text
 * is kept as a draft, and what depends on it is parked. Inside a transaction or a batch.
 *
 * Returns: whether it was kept
 */
gboolean
cs_authority_take_answer (CsAuthority *self,
                          const char *id,
                          const char *verdict,
                          const json_t *answer,
                          GError **error)
{
  g_autoptr (CsOutboxItem) item = find_item (self, id, error);
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (item == NULL)
    return FALSE;
  if (g_str_equal (verdict, "accepted") || g_str_equal (verdict, "duplicate"))
    return cs_outbox_answer (self->store,
                             id,
                             "accepted",
                             answer,
                             cs_time_source_get_now (self->time_source),
                             error);
  if (item->arrived != CS_INSTANT_NONE)
    return TRUE; /* it stands in the journal, whatever is said now */
  return refuse_one (self, item, verdict, answer, touched, error) &&
         park_dependents (self, id, touched, error) && renew_touched (self, touched, error);
}

/**
 * cs_authority_recall:
 * @id: of an entry of the outbox
 * @error: NOT_FOUND where it may have been sent
 *
 * Takes back what has not left this computer; what depends on it is parked.
 *
 * Returns: whether it is gone
 */
gboolean
cs_authority_recall (CsAuthority *self, const char *id, GError **error)
{
  g_autoptr (CsOutboxItem) item = find_item (self, id, error);
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *request = item != NULL ? cs_entry_get_request (item->entry) : NULL;

  if (item == NULL || !cs_authority_begin (self, error))
    return FALSE;
  g_hash_table_add (touched, g_strdup (request != NULL ? request : ""));
  if (cs_outbox_recall (self->store, id, error) && park_dependents (self, id, touched, error) &&
      renew_touched (self, touched, error) && cs_authority_commit (self, error))
    return TRUE;
  cs_authority_rollback (self, request);
  return FALSE;
}

/* What people have read and put off until later is theirs, and not the server's to give back. Where
 * it was kept before and not brought back yet, that is more than what stands here. */
static gboolean
keep_marks (CsAuthority *self, GError **error)
{
  return cs_sqlite_exec (
      cs_store_get_sqlite (self->store),
      "INSERT OR IGNORE INTO meta (name, value) SELECT '" META_SEEN "',"
      " json_group_array (json_array (person, request, number)) FROM seen JOIN head USING (ref);"
      "INSERT OR IGNORE INTO meta (name, value) SELECT '" META_SNOOZE "',"
      " json_group_array (json_array (person, request, until)) FROM snooze JOIN head USING (ref);",
      error);
}

static gboolean
reserve_if_open (CsAuthority *self, const CsOutboxItem *item, GError **error)
{
  const char *request = cs_entry_get_request (item->entry);
  CsHead head;

  if (cs_entry_get_kind (item->entry) != CS_KIND_OPEN)
    return TRUE;
  return cs_journal_read_head (self->store, request, &head, error) &&
         (head.ref >= 0 || cs_journal_reserve (self->store, &head, request, error));
}

/* As far as there is something to have been read. */
static gboolean
bring_back_marks (CsAuthority *self, GError **error)
{
  return cs_sqlite_exec (
      cs_store_get_sqlite (self->store),
      "INSERT INTO seen SELECT json_extract (mark.value, '$[0]'), ref,"
      " min (last, json_extract (mark.value, '$[2]'))"
      " FROM meta, json_each (meta.value) AS mark"
      " JOIN head ON request = json_extract (mark.value, '$[1]')"
      " WHERE meta.name = '" META_SEEN "'"
      " ON CONFLICT (person, ref) DO UPDATE SET number = max (number, excluded.number);"
      "INSERT OR IGNORE INTO snooze SELECT json_extract (mark.value, '$[0]'), ref,"
      " json_extract (mark.value, '$[2]') FROM meta, json_each (meta.value) AS mark"
      " JOIN head ON request = json_extract (mark.value, '$[1]')"
      " WHERE meta.name = '" META_SNOOZE "';"
      "DELETE FROM meta WHERE name IN ('" META_SEEN "', '" META_SNOOZE "');",
      error);
}

/* What was opened here and waits keeps its place until the copy is whole again. */
static gboolean
reserve_waiting (CsAuthority *self, GError **error)
{
  g_autoptr (GPtrArray) shown = cs_outbox_list (self->store, CS_OUTBOX_SHOWN, error);

  for (guint i = 0; shown != NULL && i < shown->len; i++) {
    if (!reserve_if_open (self, shown->pdata[i], error))
      return FALSE;
  }
  return shown != NULL;
}

/**
 * cs_authority_begin_anew:
 *
 * Empties the copy of the server's journal and the lists made of it, because it is to be fetched
 * anew. What was accepted of what was made here in the last thirty days waits again, in case that
 * the server has lost it (K-11); what it still has is answered with the same verdict. What people
 * have read and put off is remembered until cs_authority_renew_waiting(). Inside a transaction or a
 * batch.
 *
 * Returns: whether the copy is empty
 */
gboolean
cs_authority_begin_anew (CsAuthority *self, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (self->store);

  g_clear_pointer (&self->folds, g_hash_table_unref);
  g_clear_pointer (&self->directory, cs_directory_free);
  g_hash_table_remove_all (self->dirty);
  g_hash_table_remove_all (self->fresh);
  return keep_marks (self, error) && cs_index_clear (self->store, error) &&
         cs_heads_forget (self->store, error) &&
         cs_sqlite_exec (sqlite,
                         "DELETE FROM entry; DELETE FROM rung; DELETE FROM settled;"
                         "DELETE FROM seen; DELETE FROM snooze; DELETE FROM sync_file;"
                         "DELETE FROM head WHERE ref <> 0;"
                         "UPDATE head SET last = 0, hash = x'' WHERE ref = 0;",
                         error) &&
         cs_sqlite_run (sqlite,
                        error,
                        "UPDATE outbox SET verdict = NULL, answer = NULL, answered = NULL,"
                        " arrived = NULL WHERE verdict = 'accepted' AND made >= ?",
                        "i",
                        (gint64)(cs_time_source_get_now (self->time_source) - CS_OUTBOX_KEEP)) &&
         reserve_waiting (self, error);
}

/**
 * cs_authority_renew_waiting:
 *
 * Shows again what waits, on a copy that was fetched anew, and settles what people have read.
 * Inside a transaction or a batch.
 *
 * Returns: whether it was written
 */
gboolean
cs_authority_renew_waiting (CsAuthority *self, GError **error)
{
  g_autoptr (GPtrArray) shown = cs_outbox_list (self->store, CS_OUTBOX_SHOWN, error);

  for (guint i = 0; shown != NULL && i < shown->len; i++) {
    const CsOutboxItem *item = shown->pdata[i];
    const char *request = cs_entry_get_request (item->entry);
    CsHead head = {.ref = -1};

    if (!reserve_if_open (self, item, error) ||
        (request != NULL && !cs_journal_read_head (self->store, request, &head, error)))
      return FALSE;
    if (head.ref <= 0)
      continue;
    cs_authority_forget (self, request);
    if (!renew_lists (self, request, error))
      return FALSE;
  }
  return shown != NULL && bring_back_marks (self, error);
}
