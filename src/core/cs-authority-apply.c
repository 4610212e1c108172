/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-apply.h"
#include "cs-authority-private.h"
#include "cs-outbox.h"

#include <string.h>

/*
 * What another authority has accepted is a fact (K-12): it is put where that authority put it and
 * never judged here. What is checked is that nothing is missing before it and that the chain of its
 * request leads to it. Everything stands or falls with the batch it is part of.
 */

static gboolean
mark_dirty (CsAuthority *self, const CsEntry *entry, GError **error)
{
  if (cs_entry_get_request (entry) != NULL)
    g_hash_table_add (self->dirty, g_strdup (cs_entry_get_request (entry)));
  else if (cs_entry_get_kind (entry) == CS_KIND_CALENDAR)
    return cs_authority_renew_open (self, error);
  return TRUE;
}

/* An entry that is here already: another scope holds it too, or its contents may be read now. */
static gboolean
apply_again (CsAuthority *self,
             const CsAccepted *accepted,
             CsEntry *entry,
             const CsStoredEntry *found,
             GError **error)
{
  if (cs_entry_get_seq (found->entry) != accepted->seq ||
      g_strcmp0 (cs_entry_get_hash (found->entry), accepted->hash) != 0) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_CORRUPT,
                 "Entry %s was accepted at another place before.",
                 cs_entry_get_id (entry));
    return FALSE;
  }
  if (found->digest == NULL || accepted->digest != NULL)
    return TRUE;
  cs_authority_forget (self, cs_entry_get_request (entry));
  return cs_journal_reveal (self->store, entry, accepted->signature, error) &&
         mark_dirty (self, entry, error);
}

/* The keys of what must not happen twice: here they follow from what was accepted. */
static gboolean
keep_keys (CsAuthority *self, gint64 ref, const CsEntry *entry, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (self->store);

  if (cs_entry_get_kind (entry) == CS_KIND_RUNG)
    return cs_sqlite_run (sqlite,
                          error,
                          "INSERT OR IGNORE INTO rung VALUES (?, ?, ?, " CS_SQL_TELLING ")",
                          "issss",
                          ref,
                          cs_entry_get_text (entry, "clock"),
                          cs_entry_get_text (entry, "run"),
                          cs_entry_get_text (entry, "rung"),
                          cs_entry_get_text (entry, "due"));
  if (cs_entry_get_kind (entry) == CS_KIND_DECISION &&
      g_strcmp0 (cs_entry_get_text (entry, "answer"), "approve") == 0)
    return cs_sqlite_run (sqlite,
                          error,
                          "INSERT OR IGNORE INTO settled VALUES (?, ?, ?, ?, ?)",
                          "issss",
                          ref,
                          cs_entry_get_text (entry, "offer"),
                          cs_entry_get_text (entry, "level"),
                          cs_entry_get_by (entry),
                          cs_entry_get_id (entry));
  if (cs_entry_get_kind (entry) == CS_KIND_WITHDRAW)
    return cs_sqlite_run (sqlite,
                          error,
                          "DELETE FROM settled WHERE ref = ? AND entry = ?",
                          "is",
                          ref,
                          cs_entry_get_text (entry, "entry"));
  return TRUE;
}

/* What a batch brings is folded as it came, and not read again. */
static void
keep_fresh (CsAuthority *self, CsEntry *entry)
{
  const char *request = cs_entry_get_request (entry);
  GPtrArray *entries = request != NULL ? g_hash_table_lookup (self->fresh, request) : NULL;

  if (request == NULL)
    return;
  if (entries == NULL) {
    entries = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);
    g_hash_table_insert (self->fresh, g_strdup (request), entries);
  }
  g_ptr_array_add (entries, cs_entry_ref (entry));
}

static gboolean
apply_new (CsAuthority *self, const CsAccepted *accepted, CsEntry *entry, GError **error)
{
  CsHead head;

  if (!cs_journal_read_head (self->store, cs_entry_get_request (entry), &head, error))
    return FALSE;
  cs_entry_stamp (entry, accepted->seq, accepted->number, accepted->received, accepted->hash);
  if (!cs_journal_place (self->store, &head, entry, accepted->signature, accepted->digest, error))
    return FALSE;
  keep_fresh (self, entry);
  return (accepted->name == NULL ||
          cs_journal_set_name (self->store, &head, accepted->name, error)) &&
         keep_keys (self, head.ref, entry, error) &&
         cs_outbox_arrive (self->store,
                           cs_entry_get_id (entry),
                           cs_time_source_get_now (self->time_source),
                           error) &&
         mark_dirty (self, entry, error);
}

/**
 * cs_authority_apply:
 * @accepted: what another authority has accepted, with the stamp it gave
 * @error: INVALID when its bytes are no entry, CONFLICT when entries are missing before it, CORRUPT
 *   when its chain does not lead to it
 *
 * Adds it to the journal without judging it. Inside a batch, which writes the lists when it ends;
 * on an error the batch is to be cancelled. The same entry again changes nothing, unless an outline
 * of it stood there and these are its true bytes. Packs that it names must be here before the batch
 * ends.
 *
 * Returns: whether it stands in the journal
 */
gboolean
cs_authority_apply (CsAuthority *self, const CsAccepted *accepted, GError **error)
{
  g_autoptr (CsEntry) entry = accepted->entry != NULL
                                  ? cs_entry_ref (accepted->entry)
                                  : cs_entry_new_from_bytes (accepted->bytes, error);
  CsStoredEntry found = {NULL, NULL, NULL};
  gboolean is_done;

  g_return_val_if_fail (self->is_batch, FALSE);

  if (entry == NULL || !cs_journal_find (self->store, cs_entry_get_id (entry), &found, error))
    return FALSE;
  is_done = found.entry != NULL ? apply_again (self, accepted, entry, &found, error)
                                : apply_new (self, accepted, entry, error);
  cs_stored_entry_clear (&found);
  return is_done;
}
