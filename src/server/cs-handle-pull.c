/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-granted.h"
#include "cs-grants.h"
#include "cs-handlers.h"
#include "cs-journal.h"
#include "cs-log-tree.h"
#include "cs-needed.h"
#include "cs-page-rows.h"
#include "cs-server.h"
#include "cs-wire-pull.h"
#include "cs-wire.h"

#include <string.h>

/*
 * POST /v1/pull: one checkpoint (K-05). Grants are read from the directory for every page, so that
 * what was taken away between two pages is not in the second (K-06).
 *
 *   other log or history → history_diverged · cursor beyond what there is → cannot_calculate
 *   a client that begins: the directory and what needs its person, before the granted scopes (K-18)
 *   granted scopes ─► rows after each cursor, in the order they came ─► as many as fit, never half
 *   of what came with one entry ─► contents, once an entry ─► where each scope now stands
 */

typedef struct {
  CsCall *call;
  const CsWirePull *asked;
  CsStore *store;
  CsWireCheckpoint *page;
  GPtrArray *grants;   /* (owned) keys of the scopes the caller may see */
  GHashTable *cursors; /* (owned) key -> gint64 * of what is asked (borrowed) */
  gint64 size;
  guint limit;
} Pull;

static CsHttpAnswer *
diverged (void)
{
  return cs_answer_problem (CS_PROBLEM_HISTORY_DIVERGED,
                            "This server does not know the history that the client has.");
}

/* Sets @refusal where the client knows a history that is not this one (K-11). */
static gboolean
check_history (Pull *self, CsHttpAnswer **refusal, GError **error)
{
  const CsWirePull *asked = self->asked;
  CsServer *server = self->call->server;
  CsDigest root;

  if (g_strcmp0 (asked->log, cs_server_get_log (server)) != 0 ||
      g_strcmp0 (asked->incarnation, cs_server_get_incarnation (server)) != 0 ||
      (asked->tree != NULL && asked->tree->size > self->size)) {
    *refusal = diverged ();
    return TRUE;
  }
  if (asked->tree == NULL || asked->tree->size == 0)
    return TRUE;
  if (!cs_log_tree_get_root (self->store, asked->tree->size, &root, error))
    return FALSE;
  if (memcmp (root.bytes, asked->tree->root.bytes, CS_DIGEST_BYTES) != 0)
    *refusal = diverged ();
  return TRUE;
}

static const gint64 *
find_cursor (const Pull *self, const char *key)
{
  return g_hash_table_lookup (self->cursors, key);
}

static gboolean
is_granted (const Pull *self, const char *key)
{
  return g_ptr_array_find_with_equal_func (self->grants, key, g_str_equal, NULL);
}

static void
leave_ungranted (Pull *self)
{
  for (guint i = 0; i < self->asked->scopes->len; i++) {
    const CsShapeNumber *known = self->asked->scopes->pdata[i];
    CsWireLeave *leave;

    if (is_granted (self, known->key) || g_str_has_prefix (known->key, CS_SCOPE_NEED))
      continue; /* the client lets go of what it began with once it has the rest */
    leave = cs_wire_leave_new ();
    leave->scope = g_strdup (known->key);
    g_ptr_array_add (self->page->leave, leave);
  }
}

static gboolean
add_scopes (Pull *self, CsPageRows *rows, const GPtrArray *keys, GError **error)
{
  for (guint i = 0; i < keys->len; i++) {
    const char *key = keys->pdata[i];
    const gint64 *cursor = find_cursor (self, key);
    CsWireScope *scope = cs_wire_scope_new ();
    gint64 last;

    scope->key = g_strdup (key);
    scope->index = cursor != NULL ? *cursor : 0;
    scope->enter = cursor == NULL;
    g_ptr_array_add (self->page->scopes, scope);
    if (!cs_page_rows_add (rows, i, key, scope->index, &last, error))
      return FALSE;
    if (scope->index > last) {
      g_set_error_literal (error, CS_ERROR, CS_ERROR_CONFLICT, "A cursor is beyond what there is.");
      return FALSE;
    }
  }
  return TRUE;
}

/* Instead of the bytes: what may be seen of them, and the digest that the chain goes on from. */
static gboolean
fill_outline (Pull *self, CsWireRow *wire, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT entry.bytes, outline.bytes FROM entry JOIN outline USING (seq)"
                       " WHERE seq = ?",
                       "i",
                       wire->seq);
  g_autoptr (GBytes) bytes = NULL;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_CORRUPT, "An outline is missing.");
    return FALSE;
  }
  bytes = cs_statement_get_bytes (statement, 0);
  wire->digest = cs_digest_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  wire->outline = cs_statement_get_bytes (statement, 1);
  return TRUE;
}

static gboolean
fill_entry (Pull *self, CsWireRow *wire, gboolean is_outline, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT head.request, number, received, lower (hex (entry.hash)), name,"
                       " bytes, signature FROM entry JOIN head USING (ref) WHERE seq = ?",
                       "i",
                       wire->seq);
  gboolean has_row, is_open = FALSE;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_CORRUPT, "A scope names no entry.");
    return FALSE;
  }
  wire->request = g_strdup (cs_statement_get_text (statement, 0));
  wire->number = cs_statement_get_int (statement, 1);
  wire->received = cs_statement_get_int (statement, 2);
  wire->hash = g_strdup (cs_statement_get_text (statement, 3));
  if (wire->number == 1)
    wire->name = g_strdup (cs_statement_get_text (statement, 4));
  if (is_outline && self->asked->first &&
      !cs_needed_is_open (self->store, wire->seq, self->grants, &is_open, error))
    return FALSE;
  if (is_outline && !is_open)
    return fill_outline (self, wire, error);
  wire->bytes = cs_statement_get_bytes (statement, 5);
  wire->signature = g_strdup (cs_statement_get_text (statement, 6));
  return TRUE;
}

static gboolean
add_leave (Pull *self, const char *key, gint64 seq, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT head.request FROM entry JOIN head USING (ref) WHERE seq = ?",
                       "i",
                       seq);
  const char *requests[2] = {NULL, NULL};
  CsWireLeave *leave;
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row)
    requests[0] = cs_statement_get_text (statement, 0);
  leave = cs_wire_leave_new ();
  leave->scope = g_strdup (key);
  leave->requests = g_strdupv ((char **)requests);
  g_ptr_array_add (self->page->leave, leave);
  return TRUE;
}

/* Whether the page has room for one more; a page may always hold one. */
static gsize
weigh (const CsWireRow *row)
{
  return 300 + (row->bytes != NULL ? g_bytes_get_size (row->bytes) * 4 / 3 : 0) +
         (row->outline != NULL ? g_bytes_get_size (row->outline) * 4 / 3 : 0);
}

static gboolean
add_row (Pull *self, const CsPageRow *row, GHashTable *sent, gsize *weight, GError **error)
{
  CsWireScope *scope = self->page->scopes->pdata[row->scope];
  g_autoptr (CsWireRow) wire = NULL;
  gint64 seq = row->seq;

  scope->index = row->index;
  if (row->what == CS_ROW_LEAVE)
    return add_leave (self, scope->key, row->seq, error);
  wire = cs_wire_row_new ();
  wire->seq = row->seq;
  wire->scope = g_strdup (scope->key);
  wire->index = row->index;
  if (g_hash_table_add (sent, g_memdup2 (&seq, sizeof seq)) &&
      !fill_entry (self, wire, row->what == CS_ROW_OUTLINE, error))
    return FALSE;
  *weight += weigh (wire);
  g_ptr_array_add (self->page->rows, g_steal_pointer (&wire));
  return TRUE;
}

static gboolean
fill_page (Pull *self, CsPageRows *rows, GError **error)
{
  g_autoptr (GHashTable) sent = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  const GArray *list = cs_page_rows_take (rows, self->limit, &self->page->more, error);
  gint64 at = 0;
  gsize weight = 0;

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++) {
    const CsPageRow *row = &g_array_index (list, CsPageRow, i);

    if (row->at != at && weight > CS_WIRE_PAGE_BYTES / 2) {
      self->page->more = TRUE;
      return TRUE;
    }
    at = row->at;
    if (!add_row (self, row, sent, &weight, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_position (Pull *self, GError **error)
{
  return cs_sqlite_get_int (cs_store_get_sqlite (self->store),
                            "SELECT max(seq) FROM entry WHERE ref = 0",
                            &self->page->grants,
                            error);
}

/* The scopes of this page: all that is granted, or what a client begins with. */
static GPtrArray *
list_scopes (Pull *self, GError **error)
{
  CsCall *call = self->call;
  GPtrArray *keys;

  if (!self->asked->first)
    return g_ptr_array_ref (self->grants);
  keys = cs_needed_list (call->ledger, call->caller.person, self->grants, error);
  if (keys != NULL)
    g_ptr_array_insert (keys, 0, g_strdup (CS_SCOPE_ALL));
  return keys;
}

/* What is to come, however the client came by what it has: so a bar can be true. */
static gboolean
count_left (Pull *self, CsPageRows *rows, GError **error)
{
  for (guint i = 0; i < self->grants->len; i++) {
    const char *key = self->grants->pdata[i];
    const gint64 *cursor = find_cursor (self, key);
    gint64 last;

    if (!cs_page_rows_count (rows, key, &last, error))
      return FALSE;
    self->page->left += last - (cursor != NULL ? *cursor : 0);
  }
  for (guint i = 0; i < self->page->scopes->len; i++) {
    const CsWireScope *scope = self->page->scopes->pdata[i];
    const gint64 *cursor = find_cursor (self, scope->key);

    if (!g_str_has_prefix (scope->key, CS_SCOPE_NEED))
      self->page->left -= scope->index - (cursor != NULL ? *cursor : 0);
  }
  self->page->left = MAX (self->page->left, 0);
  return TRUE;
}

static gboolean
make_page (Pull *self, GError **error)
{
  CsServer *server = self->call->server;
  g_autoptr (CsPageRows) rows = cs_page_rows_new (self->store, self->limit);
  g_autoptr (GPtrArray) keys = NULL;

  self->grants = cs_granted_list (self->call->ledger, self->call->caller.person, error);
  keys = self->grants != NULL ? list_scopes (self, error) : NULL;
  if (keys == NULL || !read_position (self, error))
    return FALSE;
  leave_ungranted (self);
  if (!add_scopes (self, rows, keys, error) || !fill_page (self, rows, error) ||
      !count_left (self, rows, error))
    return FALSE;
  g_clear_pointer (&self->page->consistency, g_array_unref);
  self->page->consistency =
      cs_log_tree_prove_consistency (self->store,
                                     self->asked->tree != NULL ? self->asked->tree->size : 0,
                                     self->size,
                                     error);
  self->page->head = cs_server_make_head (server, self->call->ledger, error);
  return self->page->consistency != NULL && self->page->head != NULL;
}

static GHashTable *
index_cursors (const CsWirePull *asked)
{
  GHashTable *cursors = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < asked->scopes->len; i++) {
    CsShapeNumber *known = asked->scopes->pdata[i];

    g_hash_table_replace (cursors, known->key, &known->number);
  }
  return cursors;
}

/**
 * cs_handle_pull:
 *
 * `POST /v1/pull`, on a reading desk.
 *
 * Returns: (transfer full): a checkpoint, or %NULL
 */
CsHttpAnswer *
cs_handle_pull (CsCall *call, GError **error)
{
  const CsWirePull *asked = call->message;
  g_autoptr (CsWireCheckpoint) page = cs_wire_checkpoint_new ();
  g_autoptr (GHashTable) cursors = index_cursors (asked);
  g_autoptr (GError) failure = NULL;
  CsHttpAnswer *refusal = NULL;
  gboolean is_made;
  Pull self = {.call = call,
               .asked = asked,
               .store = cs_ledger_get_store (call->ledger),
               .page = page,
               .cursors = cursors,
               .limit = asked->limit > 0 ? (guint)MIN (asked->limit, CS_WIRE_BATCH)
                                         : CS_WIRE_BATCH};

  if (!cs_log_tree_get_size (self.store, &self.size, error) ||
      !check_history (&self, &refusal, error) || refusal != NULL)
    return refusal;
  is_made = make_page (&self, &failure);
  g_clear_pointer (&self.grants, g_ptr_array_unref);
  if (is_made) {
    g_atomic_int_add (&cs_server_get_counts (call->server)->entries_sent, (gint)page->rows->len);
    return cs_answer_json (cs_wire_checkpoint_to_json (page));
  }
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_CONFLICT))
    return cs_answer_problem (CS_PROBLEM_CANNOT_CALCULATE, "%s", failure->message);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
