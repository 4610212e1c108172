/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-verify-log.h"

#include "cs-authority.h"
#include "cs-heads.h"
#include "cs-tree.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * 1. The root of each length of the journal is worked out once, as entries come by.
 * 2. A head whose length is reached has to have that root; a longer one means that the end is gone.
 * 3. A folder that may not see every entry cannot work out roots: there only signatures count, and
 *    that no two heads of one length differ. Its rows of scopes say which entries it has to have.
 * 4. A server’s own folder keeps the nodes of the tree, and they have to be those of the journal.
 */
struct _CsVerifyLog {
  CsStore *store;    /* (borrowed) */
  char *log;         /* (owned) (nullable): a local workspace */
  char *incarnation; /* (owned) (nullable) */
  char *key;         /* (owned) (nullable) of those who sign heads */
  gboolean is_server;
  gboolean is_whole; /* no entry was missing so far */
  CsTree tree;
  GArray *roots;    /* (owned) CsDigest: of length 1, 2 … */
  GPtrArray *heads; /* (owned) CsSignedHead, to be held against the journal */
};

static gboolean
has_table (CsStore *store, const char *name, gboolean *has, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (store),
                       error,
                       "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?",
                       "s",
                       name);

  return statement != NULL && cs_statement_next (statement, has, error);
}

/* What is not kept is not there; other errors come again with the first entry. */
static char *
dup_meta (CsStore *store, const char *name)
{
  return cs_store_dup_meta (store, name, NULL);
}

static gboolean
read_own_heads (CsVerifyLog *self, GError **error)
{
  g_autoptr (GPtrArray) known = cs_heads_list (self->store, error);

  for (guint i = 0; known != NULL && i < known->len; i++) {
    CsSignedHead *head = cs_known_head_dup_signed (known->pdata[i]);

    if (head != NULL)
      g_ptr_array_add (self->heads, head);
  }
  return known != NULL;
}

/**
 * cs_verify_log_new:
 * @store: a workspace
 * @key: (nullable): of those who sign heads; %NULL: the one that the workspace keeps
 * @error: what reading failed with
 *
 * Returns: (transfer full) (nullable): the log of the workspace, with the heads it has seen
 */
CsVerifyLog *
cs_verify_log_new (CsStore *store, const char *key, GError **error)
{
  g_autoptr (CsVerifyLog) self = g_new0 (CsVerifyLog, 1);

  self->store = store;
  self->is_whole = TRUE;
  self->roots = g_array_new (FALSE, FALSE, sizeof (CsDigest));
  self->heads = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_signed_head_free);
  if (!has_table (store, "tree", &self->is_server, error))
    return NULL;
  self->log = dup_meta (store, self->is_server ? "log" : CS_META_LOG);
  self->incarnation = dup_meta (store, self->is_server ? "incarnation" : CS_META_INCARNATION);
  self->key = key != NULL ? g_strdup (key) : dup_meta (store, CS_META_KEY);
  if (!read_own_heads (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cs_verify_log_free:
 * @self: (transfer full) (nullable): a log
 */
void
cs_verify_log_free (CsVerifyLog *self)
{
  if (self == NULL)
    return;
  g_free (self->log);
  g_free (self->incarnation);
  g_free (self->key);
  g_array_unref (self->roots);
  g_ptr_array_unref (self->heads);
  g_free (self);
}

/**
 * cs_verify_log_is_shared:
 * @self: a log
 *
 * Returns: whether the folder holds what its person may see of a journal kept elsewhere, so that
 *   entries between may be missing
 */
gboolean
cs_verify_log_is_shared (const CsVerifyLog *self)
{
  return self->log != NULL && !self->is_server;
}

/**
 * cs_verify_log_add_head:
 * @self: a log
 * @head: what somebody else has seen
 *
 * It will be held against the journal.
 */
void
cs_verify_log_add_head (CsVerifyLog *self, const CsSignedHead *head)
{
  g_ptr_array_add (self->heads, cs_signed_head_copy (head));
}

/* Authors say which head they had seen: one that the authority signed counts like any other, and
 * whatever else they wrote there proves nothing (K-14). */
static void
add_anchor (CsVerifyLog *self, const CsEntry *entry)
{
  CsSignedHead *head =
      self->log == NULL || self->incarnation == NULL || cs_entry_get_head (entry) == NULL
          ? NULL
          : cs_signed_head_new_from_anchor (cs_entry_get_head (entry),
                                            self->log,
                                            self->incarnation);
  const CsSignedHead *last = self->heads->len > 0 ? self->heads->pdata[self->heads->len - 1] : NULL;

  if (head == NULL)
    return;
  if ((last != NULL && last->size == head->size &&
       g_strcmp0 (last->signature, head->signature) == 0) ||
      !cs_signed_head_verify (head, self->key))
    cs_signed_head_free (head);
  else
    g_ptr_array_add (self->heads, head);
}

static gboolean
check_nodes (CsVerifyLog *self,
             const CsTreeNode *nodes,
             guint n_nodes,
             gboolean *fits,
             GError **error)
{
  *fits = TRUE;
  for (guint i = 0; i < n_nodes && *fits; i++) {
    g_autoptr (CsStatement) statement =
        cs_sqlite_query (cs_store_get_sqlite (self->store),
                         error,
                         "SELECT hash FROM tree WHERE level = ? AND idx = ?",
                         "ii",
                         (gint64)nodes[i].level,
                         nodes[i].place);
    g_autoptr (GBytes) hash = NULL;
    gboolean has_row;

    if (statement == NULL || !cs_statement_next (statement, &has_row, error))
      return FALSE;
    hash = has_row ? cs_statement_get_bytes (statement, 0) : NULL;
    *fits = hash != NULL && g_bytes_get_size (hash) == CS_DIGEST_BYTES &&
            memcmp (g_bytes_get_data (hash, NULL), nodes[i].hash.bytes, CS_DIGEST_BYTES) == 0;
  }
  return TRUE;
}

/**
 * cs_verify_log_add_entry:
 * @self: a log
 * @entry: the next entry of the journal
 * @digest: SHA-256 of its true bytes
 * @fault: (scope call): told what does not fit
 * @user_data: for @fault
 * @error: what reading failed with
 *
 * Returns: whether it could be looked at
 */
gboolean
cs_verify_log_add_entry (CsVerifyLog *self,
                         const CsEntry *entry,
                         const guint8 digest[CS_DIGEST_BYTES],
                         CsVerifyFault fault,
                         gpointer user_data,
                         GError **error)
{
  CsTreeNode nodes[CS_TREE_LEVELS];
  CsDigest leaf, root;
  guint n_nodes;
  gboolean fits;

  add_anchor (self, entry);
  self->is_whole = self->is_whole && cs_entry_get_seq (entry) == self->tree.size + 1;
  if (!self->is_whole)
    return TRUE;
  cs_tree_leaf (cs_entry_get_seq (entry),
                cs_entry_get_request (entry),
                cs_entry_get_number (entry),
                cs_entry_get_received (entry),
                digest,
                &leaf);
  n_nodes = cs_tree_append (&self->tree, &leaf, nodes);
  cs_tree_get_root (&self->tree, &root);
  g_array_append_val (self->roots, root);
  if (!self->is_server)
    return TRUE;
  if (!check_nodes (self, nodes, n_nodes, &fits, error))
    return FALSE;
  if (!fits) {
    g_autofree char *text = g_strdup_printf (_ ("Entry %lld is not what stands in the tree"),
                                             (long long)cs_entry_get_seq (entry));

    fault (text, user_data);
  }
  return TRUE;
}

static gboolean
is_of_this_log (const CsVerifyLog *self, const CsSignedHead *head)
{
  return (self->log == NULL || g_strcmp0 (head->log, self->log) == 0) &&
         (self->incarnation == NULL || g_strcmp0 (head->incarnation, self->incarnation) == 0);
}

/* What is wrong with a head in the light of the journal; %NULL: nothing. */
static const char *
judge_head (CsVerifyLog *self, const CsSignedHead *head, CsVerifyHeads *heads)
{
  CsDigest nothing;
  const CsDigest *root = &nothing;

  if (!cs_signed_head_verify (head, self->key))
    return _ ("its signature does not fit");
  if (head->size > (gint64)self->roots->len) {
    if (self->is_whole && !cs_verify_log_is_shared (self))
      return _ ("the journal ends before it");
    heads->unproved++;
    return NULL;
  }
  cs_digest (NULL, 0, nothing.bytes);
  if (head->size > 0)
    root = &g_array_index (self->roots, CsDigest, head->size - 1);
  if (memcmp (root->bytes, head->root.bytes, CS_DIGEST_BYTES) != 0)
    return _ ("the journal is not the one that was signed");
  heads->heads++;
  return NULL;
}

static int
compare_heads (gconstpointer a, gconstpointer b)
{
  const CsSignedHead *one = *(gpointer *)a;
  const CsSignedHead *other = *(gpointer *)b;

  return one->size < other->size ? -1 : one->size > other->size;
}

static void
check_heads (CsVerifyLog *self, CsVerifyFault fault, gpointer user_data, CsVerifyHeads *heads)
{
  const CsSignedHead *before = NULL;

  g_ptr_array_sort (self->heads, compare_heads);
  for (guint i = 0; i < self->heads->len; i++) {
    const CsSignedHead *head = self->heads->pdata[i];
    const char *wrong;
    g_autofree char *text = NULL;

    if (!is_of_this_log (self, head))
      continue;
    wrong = judge_head (self, head, heads);
    if (wrong == NULL && before != NULL && before->size == head->size &&
        memcmp (&before->root, &head->root, sizeof head->root) != 0)
      wrong = _ ("another one of the same length was signed too");
    before = wrong == NULL ? head : before;
    if (wrong == NULL)
      continue;
    text = g_strdup_printf (_ ("Signed head of %lld entries: %s"), (long long)head->size, wrong);
    fault (text, user_data);
  }
}

/* What a shared folder has read has to be there. */
static gboolean
check_rows (CsVerifyLog *self, CsVerifyFault fault, gpointer user_data, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT scope, place, seq FROM sync_row"
                       " WHERE seq NOT IN (SELECT seq FROM entry) ORDER BY seq, scope",
                       "");
  gboolean has_row;

  if (statement == NULL)
    return FALSE;
  while (cs_statement_next (statement, &has_row, error)) {
    g_autofree char *text = NULL;

    if (!has_row)
      return TRUE;
    text = g_strdup_printf (_ ("Entry %lld was received and is missing"),
                            (long long)cs_statement_get_int (statement, 2));
    fault (text, user_data);
  }
  return FALSE;
}

/* Nodes that no entry made: the journal was longer once. */
static gboolean
check_tree_end (CsVerifyLog *self, CsVerifyFault fault, gpointer user_data, GError **error)
{
  gint64 leaves;

  if (!cs_sqlite_get_int (cs_store_get_sqlite (self->store),
                          "SELECT count(*) FROM tree WHERE level = 0",
                          &leaves,
                          error))
    return FALSE;
  if (leaves > self->tree.size)
    fault (_ ("The tree has more entries than the journal"), user_data);
  return TRUE;
}

/**
 * cs_verify_log_finish:
 * @self: a log that was given every entry
 * @fault: (scope call): told what does not fit
 * @user_data: for @fault
 * @heads: (out): how many heads could be held against the journal
 * @error: what reading failed with
 *
 * Holds every head of this log against the journal: those it saw, those that entries name, those
 * that were brought along (SG-10).
 *
 * Returns: whether all could be looked at
 */
gboolean
cs_verify_log_finish (CsVerifyLog *self,
                      CsVerifyFault fault,
                      gpointer user_data,
                      CsVerifyHeads *heads,
                      GError **error)
{
  *heads = (CsVerifyHeads){0, 0};
  check_heads (self, fault, user_data, heads);
  return check_rows (self, fault, user_data, error) &&
         (!self->is_server || check_tree_end (self, fault, user_data, error));
}
