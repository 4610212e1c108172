/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pg-mirror-private.h"

#include "cs-log-tree.h"

#include <string.h>

/*
 * A transaction of the writing desk, when PostgreSQL keeps the journal of record:
 *
 *   mirror: BEGIN IMMEDIATE ─► PostgreSQL: BEGIN, head row … FOR UPDATE ─► mirror catches up
 *     ─► rules judge, entries, stamps, accounts … in the mirror, its changed rows written down
 *     ─► PostgreSQL: the same rows, head row moved on, COMMIT ─► mirror: COMMIT ─► answers
 *
 * While the head row is locked nobody else appends, so what was judged is still true when it
 * commits (K-03, K-17). A connection lost during COMMIT leaves an outcome that is looked up by the
 * transaction's id, behind the same lock, never guessed. The mirror is disposable: if it is not
 * what PostgreSQL says it should be, it is fetched anew.
 */

#define PATIENCE_USEC (10 * G_USEC_PER_SEC)
#define DOUBT_USEC    (30 * G_USEC_PER_SEC)

static gint64
in (gint64 usec)
{
  return g_get_monotonic_time () + usec;
}

/* Whether what failed may be tried again, as nothing of it was kept. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, CS_ERROR, CS_ERROR_UNREACHABLE) ||
         g_error_matches (error, CS_ERROR, CS_ERROR_BUSY);
}

static gboolean
lock_and_catch_up (CsPgMirror *self, GError **error)
{
  return cs_pg_exec (self->pg, "BEGIN", error) && cs_pg_mirror_catch_up (self, error);
}

/* CsSqliteHooks.begun */
static gboolean
begun (CsSqlite *sqlite, gpointer user_data, GError **error)
{
  CsPgMirror *self = user_data;
  gint64 until = in (PATIENCE_USEC);

  self->has_changed = FALSE;
  for (;;) {
    g_autoptr (GError) failure = NULL;

    if (cs_pg_revive (self->pg, until, &failure)) {
      cs_pg_end_transaction (self->pg);
      if (lock_and_catch_up (self, &failure))
        break;
    }
    if (!is_passing (failure) || g_get_monotonic_time () > until) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
  self->changes = cs_changes_begin (self->sqlite, cs_pg_tables_wants, error);
  return self->changes != NULL;
}

static gboolean
move_head (CsPgMirror *self, const CsPgPlace *next, GBytes *changes, GError **error)
{
  g_autoptr (GBytes) root = g_bytes_new (next->root.bytes, CS_DIGEST_BYTES);
  g_autoptr (PGresult) result =
      cs_pg_query (self->pg,
                   error,
                   "WITH b AS (INSERT INTO countersign.batch (workspace, n, id, changes)"
                   " VALUES ($1, $2::int8, $3, $4::bytea))"
                   " UPDATE countersign.workspace SET n = $2::int8, batch = $3, size = $5::int8,"
                   " root = $6::bytea WHERE id = $1 AND n = $2::int8 - 1 RETURNING n",
                   "sisbib",
                   self->workspace,
                   next->n,
                   next->batch,
                   changes,
                   next->size,
                   root);

  if (result == NULL)
    return FALSE;
  if (PQntuples (result) == 1)
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_CORRUPT,
                       "The head of the journal moved although it was locked.");
  return FALSE;
}

/* Returns: whether it stands in PostgreSQL */
static gboolean
commit (CsPgMirror *self, const CsPgPlace *next, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean is_there = FALSE;

  if (cs_pg_exec (self->pg, "COMMIT", &failure))
    return TRUE;
  if (cs_pg_is_lost (self->pg)) {
    g_warning ("The connection was lost during a commit; looking what became of it.");
    if (!cs_pg_mirror_ask_outcome (self, next, &is_there, error))
      return FALSE;
    if (is_there)
      return TRUE;
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_BUSY,
                         "The connection was lost before the commit.");
    return FALSE;
  }
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
send (CsPgMirror *self, GBytes *changes, GError **error)
{
  CsPgPlace next = {.n = self->place.n + 1};
  g_autofree char *id = g_uuid_string_random ();

  g_strlcpy (next.batch, id, sizeof next.batch);
  if (!cs_pg_mirror_read_root (self, &next, error) ||
      !cs_pg_writer_send (self->writer, changes, error) ||
      !move_head (self, &next, changes, error) || !cs_pg_mirror_keep_place (self, &next, error) ||
      !commit (self, &next, error))
    return FALSE;
  self->place = next;
  self->has_changed = TRUE;
  return TRUE;
}

/* CsSqliteHooks.ending */
static gboolean
ending (CsSqlite *sqlite, gpointer user_data, GError **error)
{
  CsPgMirror *self = user_data;
  g_autoptr (GBytes) changes = cs_changes_end (self->changes, error);

  g_clear_pointer (&self->changes, cs_changes_free);
  if (changes == NULL)
    return FALSE;
  if (g_bytes_get_size (changes) > 0)
    return send (self, changes, error);
  cs_pg_end_transaction (self->pg); /* nothing to say; others may go on */
  return TRUE;
}

/* CsSqliteHooks.ended */
static void
ended (CsSqlite *sqlite, gboolean is_kept, gpointer user_data)
{
  CsPgMirror *self = user_data;

  g_clear_pointer (&self->changes, cs_changes_free);
  cs_pg_end_transaction (self->pg);
  if (is_kept && self->moved != NULL)
    self->moved (self->place.n, self->has_changed, self->moved_data);
}

static void
mirror_free (gpointer data)
{
  CsPgMirror *self = data;

  g_clear_pointer (&self->changes, cs_changes_free);
  g_clear_pointer (&self->writer, cs_pg_writer_free);
  g_clear_pointer (&self->pg, cs_pg_close);
  g_clear_pointer (&self->tables, g_ptr_array_unref);
  g_free (self->workspace);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPgMirror, mirror_free)

static const CsSqliteHooks hooks = {begun, ending, ended, mirror_free};

/* Returns: FALSE where it could not be said within @DOUBT_USEC */
gboolean
cs_pg_mirror_ask_outcome (CsPgMirror *self,
                          const CsPgPlace *place,
                          gboolean *is_there,
                          GError **error)
{
  gint64 until = in (DOUBT_USEC);

  for (;;) {
    g_autoptr (GError) failure = NULL;
    g_autoptr (PGresult) result = NULL;
    CsPgPlace head;

    /* Behind the lock: the lost connection's transaction is over, one way or the other. */
    if (cs_pg_revive (self->pg, until, &failure) && cs_pg_exec (self->pg, "BEGIN", &failure) &&
        cs_pg_mirror_read_head (self, &head, is_there, &failure))
      result = cs_pg_query (self->pg,
                            &failure,
                            "SELECT 1 FROM countersign.batch WHERE workspace = $1 AND n = $2::int8"
                            " AND id = $3",
                            "sis",
                            self->workspace,
                            place->n,
                            place->batch);
    cs_pg_end_transaction (self->pg);
    if (result != NULL) {
      *is_there = PQntuples (result) == 1;
      return TRUE;
    }
    if (!is_passing (failure) || g_get_monotonic_time () > until) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
}

gboolean
cs_pg_mirror_read_root (CsPgMirror *self, CsPgPlace *place, GError **error)
{
  return cs_log_tree_get_size (self->store, &place->size, error) &&
         cs_log_tree_get_root (self->store, place->size, &place->root, error);
}

static gboolean
make_place (CsSqlite *sqlite, GError **error)
{
  return cs_sqlite_exec (sqlite,
                         "CREATE TABLE IF NOT EXISTS mirror (one INTEGER PRIMARY KEY CHECK (one ="
                         " 1), n INTEGER NOT NULL, batch TEXT NOT NULL) STRICT",
                         error);
}

/**
 * cs_pg_mirror_dup_key:
 *
 * Returns: (transfer full): what leads every key in PostgreSQL: a workspace in one of its lives
 *   (K-11)
 */
char *
cs_pg_mirror_dup_key (const char *workspace, const char *incarnation)
{
  return g_strconcat (workspace, "/", incarnation, NULL);
}

static char *
dup_key (CsStore *store, GError **error)
{
  g_autofree char *workspace = cs_store_dup_meta (store, "workspace", error);
  g_autofree char *incarnation = cs_store_dup_meta (store, "incarnation", NULL);

  if (workspace != NULL && incarnation != NULL)
    return cs_pg_mirror_dup_key (workspace, incarnation);
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, CS_ERROR, CS_ERROR_NOT_FOUND, "This folder is no server’s.");
  return NULL;
}

/**
 * cs_pg_mirror_is_one:
 * @is_one: (out): whether PostgreSQL keeps the journal of record of what is in @store
 *
 * Returns: whether that could be said
 */
gboolean
cs_pg_mirror_is_one (CsStore *store, gboolean *is_one, GError **error)
{
  gint64 n = 0;

  if (!cs_sqlite_get_int (cs_store_get_sqlite (store),
                          "SELECT count (*) FROM sqlite_schema WHERE name = 'mirror'",
                          &n,
                          error) ||
      (n > 0 &&
       !cs_sqlite_get_int (cs_store_get_sqlite (store), "SELECT count (*) FROM mirror", &n, error)))
    return FALSE;
  *is_one = n > 0;
  return TRUE;
}

/**
 * cs_pg_mirror_attach:
 * @url: of a PostgreSQL database, as libpq takes it
 * @store: (transfer none): of a server's folder with all its tables; must outlive the mirror
 * @may_begin: whether a journal that is not there yet is to be moved there; if not, such a folder
 * is left as it is
 * @moved: (nullable): told after each transaction
 * @error: UNREACHABLE, UNAUTHORISED; CONFLICT where PostgreSQL has another journal
 *
 * Makes the folder a mirror of the workspace's journal in PostgreSQL. Where there is none yet, the
 * folder's becomes it, with its whole history. Outside a transaction; until @store is closed.
 *
 * Returns: whether it may be written to
 */
gboolean
cs_pg_mirror_attach (const char *url,
                     CsStore *store,
                     gboolean may_begin,
                     CsPgMirrorMoved moved,
                     gpointer user_data,
                     GError **error)
{
  g_autoptr (CsPgMirror) self = g_new0 (CsPgMirror, 1);
  gboolean is_joined;

  self->store = store;
  self->sqlite = cs_store_get_sqlite (store);
  self->moved = moved;
  self->moved_data = user_data;
  self->workspace = dup_key (store, error);
  if (self->workspace == NULL)
    return FALSE;
  self->pg = cs_pg_open (url, error);
  if (self->pg == NULL || !make_place (self->sqlite, error))
    return FALSE;
  self->tables = cs_pg_tables_read (self->sqlite, error);
  if (self->tables == NULL)
    return FALSE;
  self->writer = cs_pg_writer_new (self->pg, self->workspace, self->tables);
  /* What is lost of a mirror is fetched again. */
  if (!cs_pg_mirror_join (self, may_begin, &is_joined, error))
    return FALSE;
  if (!is_joined)
    return TRUE;
  if (!cs_sqlite_exec (self->sqlite, "PRAGMA synchronous = NORMAL", error))
    return FALSE;
  if (self->moved != NULL)
    self->moved (self->place.n, FALSE, self->moved_data);
  cs_sqlite_set_hooks (cs_store_get_sqlite (store), &hooks, g_steal_pointer (&self));
  return TRUE;
}
