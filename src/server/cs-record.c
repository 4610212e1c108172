/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-record.h"

#include "cs-pg-mirror.h"
#include "cs-pg-watch.h"

#define PROOF_LIFETIME "10 minutes"
#define PATIENCE_USEC  (5 * G_USEC_PER_SEC)

struct _CsRecord {
  char *url;
  char *workspace;  /* in its present life */
  CsPgWatch *watch; /* (owned) */

  GMutex lock;
  GHashTable *readers; /* (owned) CsLedger -> (owned) CsPg; under the lock */

  GMutex proofs_lock;
  CsPg *proofs; /* (owned) (nullable): under its lock */
};

/**
 * cs_record_new:
 * @url: (nullable): of a PostgreSQL database; %NULL: the folder's own file
 * @place: (transfer none): whose it is
 * @behind: called, on any thread, where the mirror is behind: a transaction of the writing desk is
 *   to be opened
 * @error: UNREACHABLE, UNAUTHORISED
 *
 * Returns: (transfer full) (nullable): the record; %NULL without an error for the folder's own file
 */
CsRecord *
cs_record_new (const char *url,
               const CsServerFolder *place,
               CsRecordBehind behind,
               gpointer user_data,
               GError **error)
{
  g_autoptr (CsRecord) self = NULL;

  if (url == NULL)
    return NULL;
  self = g_new0 (CsRecord, 1);
  self->url = g_strdup (url);
  self->workspace = cs_pg_mirror_dup_key (place->workspace, place->incarnation);
  g_mutex_init (&self->lock);
  g_mutex_init (&self->proofs_lock);
  self->readers = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)cs_pg_close);
  self->watch = cs_pg_watch_new (url, self->workspace, behind, user_data, error);
  return self->watch != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * cs_record_free:
 * @self: (transfer full) (nullable): a record that no desk uses any more
 */
void
cs_record_free (CsRecord *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->watch, cs_pg_watch_free);
  g_clear_pointer (&self->readers, g_hash_table_unref);
  g_clear_pointer (&self->proofs, cs_pg_close);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->proofs_lock);
  g_free (self->workspace);
  g_free (self->url);
  g_free (self);
}

/* Whoever wrote past PostgreSQL would write what nobody else ever sees. */
static gboolean
check_alone (CsLedger *ledger, GError **error)
{
  gboolean is_mirror;

  if (!cs_pg_mirror_is_one (cs_ledger_get_store (ledger), &is_mirror, error))
    return FALSE;
  if (!is_mirror)
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_CONFLICT,
                       "The journal of this folder is in PostgreSQL. Say where: journal=… in its "
                       "server.conf, or COUNTERSIGN_SERVER_JOURNAL.");
  return FALSE;
}

/**
 * cs_record_join:
 * @url: (nullable): where the journal of record is
 * @ledger: of a server's folder with all its tables, on its thread
 * @may_begin: whether a journal that is not there yet is to be moved there: only who serves may
 * @error: UNREACHABLE, UNAUTHORISED; CONFLICT where it is another journal
 *
 * From now on what is written through @ledger is written there; until it is closed. For commands
 * and for the time before anybody is served.
 *
 * Returns: whether it may be written to
 */
gboolean
cs_record_join (const char *url, CsLedger *ledger, gboolean may_begin, GError **error)
{
  return url == NULL ? check_alone (ledger, error)
                     : cs_pg_mirror_attach (url,
                                            cs_ledger_get_store (ledger),
                                            may_begin,
                                            NULL,
                                            NULL,
                                            error);
}

/**
 * cs_record_attach:
 * @ledger: the writing desk's, on its thread
 *
 * As cs_record_join(), for the desk that others wait for.
 *
 * Returns: whether it may be written to
 */
gboolean
cs_record_attach (CsRecord *self, CsLedger *ledger, GError **error)
{
  return self == NULL || cs_pg_mirror_attach (self->url,
                                              cs_ledger_get_store (ledger),
                                              TRUE,
                                              cs_pg_watch_moved,
                                              self->watch,
                                              error);
}

static CsPg *
get_reader (CsRecord *self, CsLedger *ledger, GError **error)
{
  CsPg *pg;

  g_mutex_lock (&self->lock);
  pg = g_hash_table_lookup (self->readers, ledger);
  if (pg == NULL) {
    pg = cs_pg_open (self->url, error);
    if (pg != NULL)
      g_hash_table_insert (self->readers, ledger, pg);
  }
  g_mutex_unlock (&self->lock);
  return pg;
}

/**
 * cs_record_refresh:
 * @ledger: a reading desk's, on its thread, outside a transaction
 * @error: UNREACHABLE
 *
 * What any process has committed can be read through @ledger afterwards.
 *
 * Returns: whether that is so
 */
gboolean
cs_record_refresh (CsRecord *self, CsLedger *ledger, GError **error)
{
  CsPg *pg = self != NULL ? get_reader (self, ledger, error) : NULL;

  return self == NULL || (pg != NULL && cs_pg_watch_ensure_fresh (self->watch, pg, error));
}

static gboolean
insert_proof (CsRecord *self, GBytes *digest, gboolean *is_new, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (self->proofs == NULL)
    self->proofs = cs_pg_open (self->url, error);
  if (self->proofs == NULL ||
      !cs_pg_revive (self->proofs, g_get_monotonic_time () + PATIENCE_USEC, error))
    return FALSE;
  result = cs_pg_query (self->proofs,
                        error,
                        "INSERT INTO countersign.proof VALUES ($1, $2::bytea,"
                        " now () + interval '" PROOF_LIFETIME "') ON CONFLICT DO NOTHING"
                        " RETURNING 1",
                        "sb",
                        self->workspace,
                        digest);
  if (result == NULL)
    return FALSE;
  *is_new = PQntuples (result) == 1;
  return TRUE;
}

/**
 * cs_record_take_proof:
 * @digest: of the id of a proof of possession
 * @is_new: (out): whether no process has seen it in the last minutes
 * @error: UNREACHABLE
 *
 * From any thread.
 *
 * Returns: whether that could be said
 */
gboolean
cs_record_take_proof (CsRecord *self, GBytes *digest, gboolean *is_new, GError **error)
{
  gboolean is_done;

  g_mutex_lock (&self->proofs_lock);
  is_done = insert_proof (self, digest, is_new, NULL);
  if (!is_done) /* once more: the connection may have been lost while nothing was asked */
    is_done = insert_proof (self, digest, is_new, error);
  g_mutex_unlock (&self->proofs_lock);
  return is_done;
}

/**
 * cs_record_start:
 *
 * Hears from now on what other processes do.
 */
void
cs_record_start (CsRecord *self)
{
  if (self != NULL)
    cs_pg_watch_start (self->watch);
}

/**
 * cs_record_stop:
 *
 * Before the desks are closed.
 */
void
cs_record_stop (CsRecord *self)
{
  if (self != NULL)
    cs_pg_watch_stop (self->watch);
}

/**
 * cs_record_get_place:
 *
 * Returns: how many transactions of the record the mirror has
 */
gint64
cs_record_get_place (CsRecord *self)
{
  return self != NULL ? cs_pg_watch_get_place (self->watch) : 0;
}
