/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-stamp.h"

#include "cs-blobs.h"
#include "cs-granted.h"
#include "cs-grants.h"
#include "cs-journal.h"
#include "cs-log-tree.h"
#include "cs-outline.h"

/*
 * Stamping: what an accepted entry gets beside its place in the journal, in the same transaction: a
 * leaf of the tree (K-07) and rows of the scopes that may see it (K-05). Whatever wrote the entry,
 * the length of the tree says up to where stamping has come.
 */

#define PAGE       500
#define MOST_WALKS 64

typedef struct {
  gint64 seq;
  gint64 ref;
  gint64 number;
  CsInstant received;
  char *request; /* (nullable) */
  char *hash;    /* in hexadecimal digits */
  GBytes *bytes; /* (owned) */
} Fresh;

/* A request folded up to one of its entries; the next to be stamped is mostly the one after it, so
 * that many that were there already are not folded from their beginning each. */
typedef struct {
  CsRequest *request; /* (owned) */
  gint64 number;      /* of the last entry in it */
} Walk;

typedef struct {
  CsLedger *ledger;
  GHashTable *walks; /* (owned) id of a request -> (owned) Walk */
} Stamping;

static void
fresh_clear (Fresh *self)
{
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->hash, g_free);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fresh, fresh_clear)

static void
walk_free (gpointer data)
{
  Walk *walk = data;

  cs_request_free (walk->request);
  g_free (walk);
}

static Stamping
stamping_for (CsLedger *ledger)
{
  return (Stamping){.ledger = ledger,
                    .walks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, walk_free)};
}

static void
stamping_clear (Stamping *self)
{
  g_clear_pointer (&self->walks, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Stamping, stamping_clear)

static gboolean
read_fresh (CsStore *store, gint64 seq, Fresh *fresh, gboolean *is_there, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT ref, number, received, head.request, lower (hex (entry.hash)), bytes"
                       " FROM entry JOIN head USING (ref) WHERE seq = ?",
                       "i",
                       seq);

  if (statement == NULL || !cs_statement_next (statement, is_there, error))
    return FALSE;
  if (*is_there)
    *fresh = (Fresh){.seq = seq,
                     .ref = cs_statement_get_int (statement, 0),
                     .number = cs_statement_get_int (statement, 1),
                     .received = cs_statement_get_int (statement, 2),
                     .request = g_strdup (cs_statement_get_text (statement, 3)),
                     .hash = g_strdup (cs_statement_get_text (statement, 4)),
                     .bytes = cs_statement_get_bytes (statement, 5)};
  return TRUE;
}

/* Returns: whether there is a row of @key; its id, and the index for the next row, which is taken
 */
static gboolean
take_index (CsStore *store, const char *key, gint64 *id, gint64 *index, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "INSERT INTO scope (key, last) VALUES (?1, 1) ON CONFLICT (key)"
                       " DO UPDATE SET last = last + 1 RETURNING id, last",
                       "s",
                       key);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  *id = cs_statement_get_int (statement, 0);
  *index = cs_statement_get_int (statement, 1);
  return cs_statement_run (statement, error);
}

static gboolean
add_row (CsStore *store, const char *key, gint64 at, CsRowKind what, gint64 seq, GError **error)
{
  gint64 id, index;

  return take_index (store, key, &id, &index, error) &&
         cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT INTO scope_row VALUES (?, ?, ?, ?, ?)",
                        "iiiii",
                        id,
                        index,
                        at,
                        (gint64)what,
                        seq);
}

static char *
dup_home (CsStore *store, gint64 ref, GError **error)
{
  g_autoptr (CsStatement) statement = cs_sqlite_query (cs_store_get_sqlite (store),
                                                       error,
                                                       "SELECT key FROM scope_home WHERE ref = ?",
                                                       "i",
                                                       ref);
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error) || !has_row)
    return NULL;
  return g_strdup (cs_statement_get_text (statement, 0));
}

static gboolean
set_home (CsStore *store, gint64 ref, const char *key, GError **error)
{
  return cs_sqlite_run (cs_store_get_sqlite (store),
                        error,
                        "INSERT OR REPLACE INTO scope_home VALUES (?, ?)",
                        "is",
                        ref,
                        key);
}

static gboolean
add_rows (CsStore *store,
          const CsEntry *entry,
          const CsRequest *request,
          gint64 at,
          gint64 seq,
          GError **error)
{
  g_autoptr (GPtrArray) rows = cs_grants_list_rows (request, entry);

  for (guint i = 0; i < rows->len; i++) {
    const CsScopeRow *row = rows->pdata[i];

    if (!add_row (store, row->key, at, row->is_outline ? CS_ROW_OUTLINE : CS_ROW_ENTRY, seq, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
find_first (CsStore *store, gint64 ref, gint64 *seq, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT seq FROM entry WHERE ref = ? AND number = 1",
                       "i",
                       ref);
  gboolean has_row;

  *seq = 0;
  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row)
    *seq = cs_statement_get_int (statement, 0);
  return TRUE;
}

/* Every scope that begins with the old home has rows of the request; it leaves them all (K-06). */
static gboolean
leave_home (CsStore *store, const Fresh *fresh, const char *home, GError **error)
{
  g_autofree char *below = g_strconcat (home, "/", NULL);
  g_autofree char *end = g_strconcat (home, "0", NULL); /* “0” follows “/” */
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT key FROM scope WHERE key = ?1 OR (key > ?2 AND key < ?3)"
                       " ORDER BY key",
                       "sss",
                       home,
                       below,
                       end);
  gint64 first = 0;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    g_ptr_array_add (keys, g_strdup (cs_statement_get_text (statement, 0)));
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  if (!find_first (store, fresh->ref, &first, error))
    return FALSE;
  for (guint i = 0; i < keys->len; i++) {
    if (!add_row (store, keys->pdata[i], fresh->seq, CS_ROW_LEAVE, first, error))
      return FALSE;
  }
  return TRUE;
}

/* The request stands elsewhere now: what it has so far is new there. */
static gboolean
move (CsStore *store,
      const Fresh *fresh,
      const CsRequest *request,
      const char *home,
      GError **error)
{
  g_autoptr (GPtrArray) entries = cs_journal_list (store, fresh->request, 0, error);

  if (entries == NULL || !leave_home (store, fresh, home, error))
    return FALSE;
  for (guint i = 0; i < entries->len; i++) {
    const CsEntry *entry = entries->pdata[i];

    if (cs_entry_get_number (entry) < fresh->number &&
        !add_rows (store, entry, request, fresh->seq, cs_entry_get_seq (entry), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
keep_outline (CsStore *store,
              gint64 seq,
              const CsEntry *entry,
              const CsRequest *request,
              GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) outline = cs_entry_dup_outline (entry, request, &failure);

  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  return outline == NULL || cs_sqlite_run (cs_store_get_sqlite (store),
                                           error,
                                           "INSERT INTO outline VALUES (?, ?)",
                                           "ib",
                                           seq,
                                           outline);
}

static char *
dup_home_of (const CsRequest *request)
{
  return cs_scope_key_of_region (cs_request_get_process (request)->pack->id,
                                 cs_request_get_region (request));
}

static gboolean
stamp_request (CsStore *store,
               const Fresh *fresh,
               const CsEntry *entry,
               const CsRequest *request,
               GError **error)
{
  g_autofree char *home = dup_home_of (request);
  g_autoptr (GError) failure = NULL;
  g_autofree char *old_home = dup_home (store, fresh->ref, &failure);

  if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  if (g_strcmp0 (home, old_home) != 0 &&
      ((old_home != NULL && !move (store, fresh, request, old_home, error)) ||
       !set_home (store, fresh->ref, home, error)))
    return FALSE;
  return keep_outline (store, fresh->seq, entry, request, error) &&
         cs_granted_keep_named (store, fresh->ref, home, request, error) &&
         add_rows (store, entry, request, fresh->seq, fresh->seq, error);
}

/* Returns: (transfer none): the request up to an entry that others follow; %NULL on error */
static const CsRequest *
walk_to (Stamping *self, const Fresh *fresh, CsEntry *entry, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  Walk *walk = g_hash_table_lookup (self->walks, fresh->request);
  CsRequest *past;

  if (walk != NULL && walk->number == fresh->number - 1) {
    cs_entry_stamp (entry, fresh->seq, fresh->number, fresh->received, fresh->hash);
    walk->number = fresh->number;
    return cs_request_apply (walk->request, entry, error) ? walk->request : NULL;
  }
  past = cs_authority_fold_request_until (authority, fresh->request, fresh->number, error);
  if (past == NULL)
    return NULL;
  if (g_hash_table_size (self->walks) >= MOST_WALKS)
    g_hash_table_remove_all (self->walks);
  walk = g_new0 (Walk, 1);
  *walk = (Walk){.request = past, .number = fresh->number};
  g_hash_table_replace (self->walks, g_strdup (fresh->request), walk);
  return past;
}

/* The request as it was when the entry had just been accepted. */
static gboolean
stamp_in_request (Stamping *self, const Fresh *fresh, CsEntry *entry, GError **error)
{
  CsStore *store = cs_ledger_get_store (self->ledger);
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);
  const CsRequest *request;
  CsHead head;

  if (!cs_journal_read_head (store, fresh->request, &head, error))
    return FALSE;
  if (head.last == fresh->number && !g_hash_table_contains (self->walks, fresh->request))
    request = cs_authority_get_request (authority, fresh->request, NULL, error);
  else
    request = walk_to (self, fresh, entry, error);
  if (request == NULL || !stamp_request (store, fresh, entry, request, error) ||
      (cs_entry_get_kind (entry) == CS_KIND_ERASE &&
       !cs_blobs_erase (store, request, entry, error)))
    return FALSE;
  if (head.last == fresh->number)
    g_hash_table_remove (self->walks, fresh->request);
  return TRUE;
}

static gboolean
stamp (Stamping *self, const Fresh *fresh, GError **error)
{
  CsStore *store = cs_ledger_get_store (self->ledger);
  g_autoptr (CsEntry) entry = cs_entry_new_from_bytes (fresh->bytes, error);
  g_autofree char *hex = NULL;

  if (entry == NULL)
    return FALSE;
  if (!cs_log_tree_append (store,
                           fresh->seq,
                           fresh->request,
                           fresh->number,
                           fresh->received,
                           fresh->bytes,
                           error) ||
      !cs_blobs_note (store, fresh->seq, entry, error))
    return FALSE;
  return fresh->request != NULL ? stamp_in_request (self, fresh, entry, error)
                                : add_rows (store, entry, NULL, fresh->seq, fresh->seq, error);
}

static gboolean
stamp_some (Stamping *self, guint most, guint *n, GError **error)
{
  CsStore *store = cs_ledger_get_store (self->ledger);
  gboolean is_there = TRUE;
  gint64 size;

  if (!cs_log_tree_get_size (store, &size, error))
    return FALSE;
  for (*n = 0; *n < most; (*n)++) {
    g_auto (Fresh) fresh = {0};

    if (!read_fresh (store, size + *n + 1, &fresh, &is_there, error))
      return FALSE;
    if (!is_there)
      return TRUE;
    if (!stamp (self, &fresh, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_stamp_catch_up:
 *
 * Stamps every entry of the journal that is not. Inside a transaction.
 *
 * Returns: whether all are
 */
gboolean
cs_stamp_catch_up (CsLedger *ledger, GError **error)
{
  g_auto (Stamping) self = stamping_for (ledger);
  guint n;

  return stamp_some (&self, G_MAXUINT, &n, error);
}

/**
 * cs_stamp_all:
 *
 * As cs_stamp_catch_up(), in transactions of its own.
 *
 * Returns: whether all are
 */
gboolean
cs_stamp_all (CsLedger *ledger, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (ledger));
  g_auto (Stamping) self = stamping_for (ledger);
  guint n = PAGE;

  while (n == PAGE) {
    if (!cs_sqlite_begin (sqlite, error))
      return FALSE;
    if (!stamp_some (&self, PAGE, &n, error)) {
      cs_sqlite_rollback (sqlite);
      return FALSE;
    }
    if (!cs_sqlite_commit (sqlite, error))
      return FALSE;
  }
  return TRUE;
}
