/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-private.h"
#include "cs-index.h"

/* Many entries in one transaction, and the making of all lists from the journal. */

#define REBUILD_PAGE 500

/**
 * cs_authority_begin_batch:
 *
 * What is accepted from now on is on disk when cs_authority_end_batch() says so.
 *
 * Returns: whether it was begun
 */
gboolean
cs_authority_begin_batch (CsAuthority *self, GError **error)
{
  g_return_val_if_fail (!self->is_batch, FALSE);

  if (!cs_sqlite_begin (cs_store_get_sqlite (self->store), error))
    return FALSE;
  self->is_batch = TRUE;
  return TRUE;
}

/* One request that this program cannot read does not keep the others from being seen (K-12). */
static gboolean
is_unreadable (const GError *error)
{
  return g_error_matches (error, CS_ERROR, CS_ERROR_INVALID) ||
         g_error_matches (error, CS_ERROR, CS_ERROR_NOT_FOUND) ||
         g_error_matches (error, CS_ERROR, CS_ERROR_TOO_NEW);
}

/**
 * cs_authority_flush:
 * @request: that no more entries of this batch will change
 *
 * Writes what lists show of it, now.
 *
 * Returns: whether it was written
 */
gboolean
cs_authority_flush (CsAuthority *self, const char *request, GError **error)
{
  g_autoptr (GError) failure = NULL;
  CsFolded *folded;

  if (!g_hash_table_contains (self->dirty, request))
    return TRUE;
  folded = cs_authority_get_folded (self, request, &failure);
  if (folded == NULL || !cs_authority_update_lists (self, folded, &failure)) {
    if (!self->is_shared || !is_unreadable (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    g_warning ("%s is kept and not shown: %s", request, failure->message);
  }
  g_hash_table_remove (self->dirty, request);
  g_hash_table_remove (self->fresh, request);
  return TRUE;
}

/**
 * cs_authority_cancel_batch:
 *
 * Takes back everything since the batch was begun.
 */
void
cs_authority_cancel_batch (CsAuthority *self)
{
  self->is_batch = FALSE;
  g_hash_table_remove_all (self->dirty);
  g_hash_table_remove_all (self->fresh);
  g_clear_pointer (&self->folds, g_hash_table_unref);
  g_clear_pointer (&self->directory, cs_directory_free);
  cs_sqlite_rollback (cs_store_get_sqlite (self->store));
}

/**
 * cs_authority_end_batch:
 *
 * Returns: whether everything since the batch was begun is on disk; if not, it was taken back
 */
gboolean
cs_authority_end_batch (CsAuthority *self, GError **error)
{
  g_autofree gpointer *ids = g_hash_table_get_keys_as_array (self->dirty, NULL);

  for (guint i = 0; ids[i] != NULL; i++) {
    g_autofree char *id = g_strdup (ids[i]);

    if (!cs_authority_flush (self, id, error)) {
      cs_authority_cancel_batch (self);
      return FALSE;
    }
  }
  self->is_batch = FALSE;
  g_hash_table_remove_all (self->fresh);
  if (cs_sqlite_commit (cs_store_get_sqlite (self->store), error))
    return TRUE;
  cs_authority_cancel_batch (self); /* what is folded already is not so */
  return FALSE;
}

static gboolean
renew_request (CsAuthority *self, const char *id, GError **error)
{
  const CsFolded *folded;

  if (self->is_batch) {
    g_hash_table_add (self->dirty, g_strdup (id));
    return TRUE;
  }
  folded = cs_authority_get_folded (self, id, error);
  return folded != NULL && cs_authority_update_lists (self, folded, error);
}

/**
 * cs_authority_renew_open:
 *
 * Writes anew what lists show of every request that is open, because a calendar has changed. Inside
 * a transaction, or a batch, which does it when it ends.
 *
 * Returns: whether it was written
 */
gboolean
cs_authority_renew_open (CsAuthority *self, GError **error)
{
  g_autofree char *after = NULL;
  guint length;

  do {
    g_autoptr (GPtrArray) ids = cs_index_list_open (self->store, after, REBUILD_PAGE, error);

    if (ids == NULL)
      return FALSE;
    length = ids->len;
    for (guint i = 0; i < length; i++) {
      if (!renew_request (self, ids->pdata[i], error))
        return FALSE;
    }
    g_free (after);
    after = length > 0 ? g_strdup (ids->pdata[length - 1]) : NULL;
  } while (length == REBUILD_PAGE);
  return TRUE;
}

static gboolean
rebuild_request (CsAuthority *self, const char *id, gint64 *ref, GError **error)
{
  g_autoptr (CsRequest) request = cs_authority_fold_request (self, id, error);
  CsRuleContext context = {.directory = self->directory,
                           .now = cs_time_source_get_now (self->time_source)};
  CsHead head;

  if (request == NULL || !cs_journal_read_head (self->store, id, &head, error))
    return FALSE;
  *ref = head.ref;
  return cs_index_update (self->store, head.ref, request, &context, error);
}

static gboolean
rebuild_all (CsAuthority *self, GError **error)
{
  gint64 ref = 0;
  guint length;

  if (!cs_authority_ensure_directory (self, error) || !cs_index_clear (self->store, error))
    return FALSE;
  do {
    g_autoptr (GPtrArray) ids = cs_journal_list_requests (self->store, ref, REBUILD_PAGE, error);

    if (ids == NULL)
      return FALSE;
    length = ids->len;
    for (guint i = 0; i < length; i++) {
      if (!rebuild_request (self, ids->pdata[i], &ref, error))
        return FALSE;
    }
  } while (length == REBUILD_PAGE);
  return cs_index_mark_whole (self->store, error);
}

/**
 * cs_authority_rebuild:
 *
 * Makes everything lists show anew, from the journal alone.
 *
 * Returns: whether it was made; if not, the lists are as they were
 */
gboolean
cs_authority_rebuild (CsAuthority *self, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (self->store);

  if (!cs_sqlite_begin (sqlite, error))
    return FALSE;
  if (!rebuild_all (self, error)) {
    cs_sqlite_rollback (sqlite);
    return FALSE;
  }
  return cs_sqlite_commit (sqlite, error);
}
