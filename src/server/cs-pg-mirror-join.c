/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pg-mirror-private.h"

#include "cs-pg-copy.h"

#include <string.h>

/*
 * How a mirror comes to be where PostgreSQL is: by the transactions it has not seen, as they were
 * written down where they were made; or, where these are not kept any more, by fetching everything.
 */

#define FORMAT          1 /* of what PostgreSQL is given; a newer one is not touched */
#define BATCHES_AT_ONCE 200

/* Returns: whether the head row could be read; it is locked until the transaction ends */
gboolean
cs_pg_mirror_read_head (CsPgMirror *self, CsPgPlace *place, gboolean *is_there, GError **error)
{
  g_autoptr (PGresult) result = cs_pg_query (
      self->pg,
      error,
      "SELECT n, batch, size, root, is_over FROM countersign.workspace WHERE id = $1 FOR UPDATE",
      "s",
      self->workspace);

  if (result == NULL)
    return FALSE;
  *place = (CsPgPlace){0};
  *is_there = PQntuples (result) == 1;
  if (!*is_there)
    return TRUE;
  if (cs_pg_get_int (result, 0, 4) != 0) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_CONFLICT,
                         "This journal is over: it was restored, and goes on in another folder.");
    return FALSE;
  }
  place->n = cs_pg_get_int (result, 0, 0);
  g_strlcpy (place->batch, PQgetvalue (result, 0, 1), sizeof place->batch);
  place->size = cs_pg_get_int (result, 0, 2);
  if (PQgetlength (result, 0, 3) == CS_DIGEST_BYTES)
    memcpy (place->root.bytes, PQgetvalue (result, 0, 3), CS_DIGEST_BYTES);
  return TRUE;
}

gboolean
cs_pg_mirror_read_place (CsPgMirror *self, CsPgPlace *place, gboolean *is_there, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (self->sqlite, error, "SELECT n, batch FROM mirror", "");

  *place = (CsPgPlace){0};
  if (statement == NULL || !cs_statement_next (statement, is_there, error))
    return FALSE;
  if (*is_there) {
    place->n = cs_statement_get_int (statement, 0);
    g_strlcpy (place->batch, cs_statement_get_text (statement, 1), sizeof place->batch);
  }
  return TRUE;
}

gboolean
cs_pg_mirror_keep_place (CsPgMirror *self, const CsPgPlace *place, GError **error)
{
  return cs_sqlite_run (self->sqlite,
                        error,
                        "INSERT OR REPLACE INTO mirror VALUES (1, ?, ?)",
                        "is",
                        place->n,
                        place->batch);
}

/**
 * cs_pg_mirror_fetch:
 *
 * Puts everything that PostgreSQL has in the place of what is here. Inside transactions of both,
 * while the head row is locked.
 *
 * Returns: whether it is here
 */
gboolean
cs_pg_mirror_fetch (CsPgMirror *self, GError **error)
{
  return cs_pg_copy_in (self->pg, self->sqlite, self->workspace, self->tables, error);
}

/* Returns: FALSE on error; *@is_whole where the next transactions are not kept any more */
static gboolean
apply_some (CsPgMirror *self, CsPgPlace *at, gboolean *is_gone, GError **error)
{
  g_autoptr (PGresult) result =
      cs_pg_query (self->pg,
                   error,
                   "SELECT n, id, changes FROM countersign.batch WHERE workspace = $1"
                   " AND n > $2::int8 ORDER BY n LIMIT $3::int8",
                   "sii",
                   self->workspace,
                   at->n,
                   (gint64)BATCHES_AT_ONCE);

  if (result == NULL)
    return FALSE;
  *is_gone = PQntuples (result) == 0;
  for (int i = 0; i < PQntuples (result) && !*is_gone; i++) {
    g_autoptr (GBytes) changes = cs_pg_get_bytes (result, i, 2);

    *is_gone = cs_pg_get_int (result, i, 0) != at->n + 1;
    if (*is_gone)
      break;
    if (!cs_changes_apply (self->sqlite, changes, cs_pg_tables_is_loose, error))
      return FALSE;
    at->n++;
    g_strlcpy (at->batch, PQgetvalue (result, i, 1), sizeof at->batch);
  }
  return TRUE;
}

/* Returns: FALSE on error, CORRUPT where the mirror is of no use */
static gboolean
follow (CsPgMirror *self, CsPgPlace *at, const CsPgPlace *head, GError **error)
{
  CsPgPlace here = {0};
  gboolean is_gone = FALSE;

  while (at->n < head->n && !is_gone) {
    if (!apply_some (self, at, &is_gone, error))
      return FALSE;
  }
  if (!is_gone && at->n == head->n && strcmp (at->batch, head->batch) == 0) {
    if (!cs_pg_mirror_read_root (self, &here, error))
      return FALSE;
    if (here.size == head->size && memcmp (&here.root, &head->root, sizeof here.root) == 0)
      return TRUE;
  }
  g_set_error_literal (error, CS_ERROR, CS_ERROR_CORRUPT, "The mirror is of another history.");
  return FALSE;
}

/**
 * cs_pg_mirror_catch_up:
 * @error: UNREACHABLE, BUSY; CONFLICT where PostgreSQL does not know the workspace
 *
 * Locks the head row and brings the mirror there. Inside transactions of both.
 *
 * Returns: whether the mirror is what PostgreSQL is
 */
gboolean
cs_pg_mirror_catch_up (CsPgMirror *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  CsPgPlace head, at;
  gboolean is_known, has_place;

  if (!cs_pg_mirror_read_head (self, &head, &is_known, error) ||
      !cs_pg_mirror_read_place (self, &at, &has_place, error))
    return FALSE;
  if (!is_known) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_CONFLICT,
                         "The workspace is not in PostgreSQL any more.");
    return FALSE;
  }
  self->place = head;
  if (has_place && at.n == head.n && strcmp (at.batch, head.batch) == 0)
    return TRUE;
  if (!has_place || !follow (self, &at, &head, &failure)) {
    if (failure != NULL && !g_error_matches (failure, CS_ERROR, CS_ERROR_CORRUPT)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
    if (failure != NULL)
      g_warning ("%s It is fetched anew.", failure->message);
    if (!cs_pg_mirror_fetch (self, error))
      return FALSE;
  }
  return cs_pg_mirror_keep_place (self, &head, error);
}

/* A restored journal ends the life that it was restored from (K-11): who still serves that one
 * stops. */
static gboolean
end_others (CsPgMirror *self, const char *workspace, GError **error)
{
  return cs_pg_run (self->pg,
                    error,
                    "UPDATE countersign.workspace SET is_over = true WHERE workspace = $1",
                    "s",
                    workspace);
}

static gboolean
publish (CsPgMirror *self, GError **error)
{
  g_autofree char *workspace = cs_store_dup_meta (self->store, "workspace", NULL);
  g_autofree char *name = cs_store_dup_meta (self->store, "server-name", error);
  g_autofree char *log = cs_store_dup_meta (self->store, "log", NULL);
  g_autofree char *incarnation = cs_store_dup_meta (self->store, "incarnation", NULL);
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GBytes) root = NULL;
  CsPgPlace *place = &self->place;

  if (name == NULL || !cs_pg_mirror_read_root (self, place, error))
    return FALSE;
  place->n = 0;
  g_strlcpy (place->batch, id, sizeof place->batch);
  root = g_bytes_new (place->root.bytes, CS_DIGEST_BYTES);
  return end_others (self, workspace, error) &&
         cs_pg_run (self->pg,
                    error,
                    "INSERT INTO countersign.workspace VALUES ($1, $2, false, $3, $4, $5, $6::int8,"
                    " 0, $7, $8::int8, $9::bytea)",
                    "sssssisib",
                    self->workspace,
                    workspace,
                    name,
                    log,
                    incarnation,
                    (gint64)FORMAT,
                    place->batch,
                    place->size,
                    root) &&
         cs_pg_copy_out (self->pg, self->sqlite, self->workspace, self->tables, error) &&
         cs_pg_mirror_keep_place (self, place, error);
}

/* What is here and not there would be lost with the mirror. */
static gboolean
check_contained (CsPgMirror *self, GError **error)
{
  g_autoptr (PGresult) result = NULL;
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT seq, id, hash FROM entry ORDER BY seq DESC LIMIT 1",
                       "");
  gboolean has_row;
  g_autoptr (GBytes) hash = NULL;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    return TRUE;
  hash = cs_statement_get_bytes (statement, 2);
  result = cs_pg_query (self->pg,
                        error,
                        "SELECT 1 FROM countersign.entry WHERE workspace = $1 AND seq = $2::int8"
                        " AND id = $3 AND hash = $4::bytea",
                        "sisb",
                        self->workspace,
                        cs_statement_get_int (statement, 0),
                        cs_statement_get_text (statement, 1),
                        hash);
  if (result == NULL)
    return FALSE;
  if (PQntuples (result) == 1)
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_CONFLICT,
                       "This folder’s journal holds entries that the one in PostgreSQL does not.");
  return FALSE;
}

static gboolean
check_format (CsPgMirror *self, GError **error)
{
  g_autoptr (PGresult) result =
      cs_pg_query (self->pg,
                   error,
                   "SELECT format FROM countersign.workspace WHERE id = $1",
                   "s",
                   self->workspace);

  if (result == NULL)
    return FALSE;
  if (cs_pg_get_int (result, 0, 0) <= FORMAT)
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_TOO_NEW,
                       "The journal in PostgreSQL was written by a newer version. Nothing was "
                       "changed; please update.");
  return FALSE;
}

static gboolean
join_inside (CsPgMirror *self, gboolean may_begin, gboolean *is_joined, GError **error)
{
  CsPgPlace head, at;
  gboolean is_known, has_place;

  if (!cs_pg_mirror_read_head (self, &head, &is_known, error) ||
      !cs_pg_mirror_read_place (self, &at, &has_place, error))
    return FALSE;
  *is_joined = is_known || has_place || may_begin;
  if (!*is_joined)
    return TRUE;
  if (!is_known && !has_place)
    return publish (self, error);
  return (!is_known || check_format (self, error)) &&
         (has_place || check_contained (self, error)) && cs_pg_mirror_catch_up (self, error);
}

/**
 * cs_pg_mirror_join:
 * @is_joined: (out): whether it is a mirror now
 *
 * Begins to be a mirror, or to have one.
 *
 * Returns: whether both sides are the same, or may be apart
 */
gboolean
cs_pg_mirror_join (CsPgMirror *self, gboolean may_begin, gboolean *is_joined, GError **error)
{
  if (!cs_pg_tables_make (self->pg, self->tables, error) || !cs_sqlite_begin (self->sqlite, error))
    return FALSE;
  /* Where there is no row yet, two could find so at once. */
  if (cs_pg_exec (self->pg,
                  "BEGIN; SELECT pg_advisory_xact_lock (hashtext ('countersign join'))",
                  error) &&
      join_inside (self, may_begin, is_joined, error) && cs_pg_exec (self->pg, "COMMIT", error) &&
      cs_sqlite_commit (self->sqlite, error))
    return TRUE;
  cs_pg_end_transaction (self->pg);
  cs_sqlite_rollback (self->sqlite);
  return FALSE;
}
