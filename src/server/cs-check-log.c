/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-check-log.h"

#include "cs-blob.h"
#include "cs-journal.h"
#include "cs-log-tree.h"
#include "cs-tree.h"

#include <string.h>

/* What a server keeps beside the journal, made again from the journal and compared. */

typedef struct {
  CsStore *store;
  CsKeys *file_keys;
  CsTree tree;
  GPtrArray *faults;
} Walk;

static gboolean
add_leaf (const CsStoredEntry *stored, gint64 ref, gpointer data, GError **error)
{
  Walk *self = data;
  const CsEntry *entry = stored->entry;
  GBytes *bytes = cs_entry_get_bytes (entry);
  CsTreeNode nodes[CS_TREE_LEVELS];
  guint8 digest[CS_DIGEST_BYTES];
  CsDigest leaf;

  cs_digest (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), digest);
  if (cs_entry_get_seq (entry) != self->tree.size + 1)
    g_ptr_array_add (self->faults,
                     g_strdup_printf ("Entry %" G_GINT64_FORMAT " does not follow the one before.",
                                      cs_entry_get_seq (entry)));
  cs_tree_leaf (cs_entry_get_seq (entry),
                cs_entry_get_request (entry),
                cs_entry_get_number (entry),
                cs_entry_get_received (entry),
                digest,
                &leaf);
  cs_tree_append (&self->tree, &leaf, nodes);
  return TRUE;
}

static gboolean
compare_root (Walk *self, GError **error)
{
  CsDigest made, kept;
  gint64 size;

  if (!cs_log_tree_get_size (self->store, &size, error))
    return FALSE;
  if (size != self->tree.size) {
    g_ptr_array_add (self->faults,
                     g_strdup_printf ("The tree has %" G_GINT64_FORMAT
                                      " leaves for %" G_GINT64_FORMAT " entries.",
                                      size,
                                      self->tree.size));
    return TRUE;
  }
  if (!cs_log_tree_get_root (self->store, size, &kept, error))
    return FALSE;
  cs_tree_get_root (&self->tree, &made);
  if (memcmp (made.bytes, kept.bytes, CS_DIGEST_BYTES) != 0)
    g_ptr_array_add (self->faults, g_strdup ("The root of the tree is not that of the entries."));
  return TRUE;
}

/* I-7: an index without gaps, whose rows name entries that there are. */
static gboolean
check_scopes (Walk *self, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT key FROM scope LEFT JOIN scope_row ON scope_row.scope = scope.id"
                       " LEFT JOIN entry ON entry.seq = scope_row.seq GROUP BY scope.id"
                       " HAVING count (idx) != last OR max (idx) != last OR"
                       " count (entry.seq) != count (idx) ORDER BY key",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    g_ptr_array_add (
        self->faults,
        g_strdup_printf ("The scope “%s” has gaps.", cs_statement_get_text (statement, 0)));
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

static void
check_file (Walk *self, const char *sha256)
{
  const char *folder = cs_store_get_folder (self->store);
  g_autofree char *path = cs_ledger_dup_file_path (folder, sha256);
  g_autoptr (CsBlob) blob = cs_blob_open (folder, self->file_keys, sha256, NULL);

  if (path != NULL && blob == NULL)
    g_ptr_array_add (self->faults,
                     g_strdup_printf ("The file %.12s… that entries name is not here.", sha256));
  else if (blob != NULL && !cs_blob_is_right (blob))
    g_ptr_array_add (self->faults,
                     g_strdup_printf ("The file %.12s… is not as it was sent.", sha256));
}

static gboolean
check_files (Walk *self, GError **error)
{
  g_autoptr (CsStatement) statement =
      cs_sqlite_query (cs_store_get_sqlite (self->store),
                       error,
                       "SELECT DISTINCT sha256 FROM file_ref ORDER BY sha256",
                       "");
  gboolean has_row;

  if (statement == NULL || !cs_statement_next (statement, &has_row, error))
    return FALSE;
  while (has_row) {
    check_file (self, cs_statement_get_text (statement, 0));
    if (!cs_statement_next (statement, &has_row, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_check_log:
 * @file_keys: of the server's files
 *
 * Makes the tree anew, looks for gaps in scopes, and for files that are missing or not what their
 * digests say.
 *
 * Returns: (transfer full) (element-type utf8): what does not fit, in words; %NULL on error
 */
GPtrArray *
cs_check_log (CsLedger *ledger, CsKeys *file_keys, GError **error)
{
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);
  Walk self = {.store = cs_ledger_get_store (ledger), .file_keys = file_keys, .faults = faults};

  if (!cs_journal_foreach (self.store, add_leaf, &self, error) || !compare_root (&self, error) ||
      !check_scopes (&self, error) || !check_files (&self, error))
    return NULL;
  return g_steal_pointer (&faults);
}
