/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-verify.h"

#include "cs-chain.h"
#include "cs-directory.h"
#include "cs-journal.h"
#include "cs-keys.h"
#include "cs-verify-log.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_FAULTS 1000

/* Where a chain stands while the journal is read in its order. */
typedef struct {
  gint64 number;
  guint8 hash[CS_CHAIN_BYTES];
} Chain;

typedef struct {
  CsVerifyReport *report;
  GHashTable *chains;     /* (owned) gint64* ref -> Chain */
  CsDirectory *directory; /* (owned) as it was when the entry at hand was accepted */
  CsVerifyLog *log;       /* (owned) */
  gint64 seq;
} Walk;

/**
 * cs_verify_report_free:
 * @self: (transfer full): a report
 */
void
cs_verify_report_free (CsVerifyReport *self)
{
  g_ptr_array_unref (self->faults);
  g_free (self);
}

static void
add_fault (Walk *walk, const CsEntry *entry, const char *text)
{
  if (walk->report->faults->len < MOST_FAULTS)
    g_ptr_array_add (walk->report->faults,
                     g_strdup_printf (_ ("Entry %lld (%s): %s"),
                                      (long long)cs_entry_get_seq (entry),
                                      cs_entry_get_id (entry),
                                      text));
}

static Chain *
get_chain (Walk *walk, gint64 ref)
{
  Chain *chain = g_hash_table_lookup (walk->chains, &ref);

  if (chain == NULL) {
    chain = g_new0 (Chain, 1);
    memcpy (chain->hash, cs_chain_start, sizeof chain->hash);
    g_hash_table_insert (walk->chains, g_memdup2 (&ref, sizeof ref), chain);
    walk->report->chains++;
  }
  return chain;
}

static void
add_fault_text (const char *text, gpointer user_data)
{
  Walk *walk = user_data;

  if (walk->report->faults->len < MOST_FAULTS)
    g_ptr_array_add (walk->report->faults, g_strdup (text));
}

/* Of the true bytes, also where only an outline of them may be seen. */
static void
get_digest (const CsStoredEntry *stored, guint8 digest[CS_DIGEST_BYTES])
{
  gsize length;
  const char *bytes = g_bytes_get_data (cs_entry_get_bytes (stored->entry), &length);

  if (stored->digest != NULL && g_bytes_get_size (stored->digest) == CS_DIGEST_BYTES)
    memcpy (digest, g_bytes_get_data (stored->digest, NULL), CS_DIGEST_BYTES);
  else
    cs_digest (bytes, length, digest);
}

static void
check_chain (Walk *walk, const CsEntry *entry, const guint8 digest[CS_DIGEST_BYTES], Chain *chain)
{
  g_autofree char *hex = NULL;
  guint8 next[CS_CHAIN_BYTES];

  if (cs_entry_get_seq (entry) != walk->seq + 1 && !cs_verify_log_is_shared (walk->log))
    add_fault (walk, entry, _ ("entries before it are missing"));
  walk->seq = cs_entry_get_seq (entry);
  if (cs_entry_get_number (entry) != chain->number + 1)
    add_fault (walk, entry, _ ("entries of its request are missing before it"));
  chain->number = cs_entry_get_number (entry);
  cs_chain_next_of_digest (chain->hash, cs_entry_get_received (entry), digest, next);
  hex = cs_chain_to_hex (next);
  if (g_strcmp0 (hex, cs_entry_get_hash (entry)) != 0)
    add_fault (walk, entry, _ ("it, or one before it, is not what was accepted"));
  memcpy (chain->hash, next, sizeof next);
}

static void
check_signature (Walk *walk, const CsStoredEntry *stored)
{
  const CsEntry *entry = stored->entry;
  gsize length;
  const char *bytes = g_bytes_get_data (cs_entry_get_bytes (entry), &length);
  g_autofree char *domain = cs_entry_dup_signature_domain (entry);
  const char *key = cs_directory_get_device_key (walk->directory, cs_entry_get_device (entry));

  if (stored->signature == NULL) {
    if (stored->digest == NULL && cs_entry_needs_signature (entry))
      add_fault (walk, entry, _ ("it must be signed and is not"));
    return;
  }
  walk->report->signatures++;
  if (key == NULL || !cs_verify (key, domain, bytes, length, stored->signature))
    add_fault (walk, entry, _ ("its signature does not fit"));
}

static gboolean
check_entry (const CsStoredEntry *stored, gint64 ref, gpointer user_data, GError **error)
{
  Walk *walk = user_data;
  guint8 digest[CS_DIGEST_BYTES];

  walk->report->entries++;
  get_digest (stored, digest);
  check_chain (walk, stored->entry, digest, get_chain (walk, ref));
  if (!cs_verify_log_add_entry (walk->log, stored->entry, digest, add_fault_text, walk, error))
    return FALSE;
  check_signature (walk, stored);
  if (cs_entry_get_request (stored->entry) == NULL)
    cs_directory_apply (walk->directory, stored->entry, NULL);
  return TRUE;
}

static gboolean
walk_journal (Walk *walk, CsStore *store, GError **error)
{
  CsVerifyHeads heads;

  if (!cs_journal_foreach (store, check_entry, walk, error) ||
      !cs_verify_log_finish (walk->log, add_fault_text, walk, &heads, error))
    return FALSE;
  walk->report->heads = heads.heads;
  walk->report->heads_unproved = heads.unproved;
  return TRUE;
}

/**
 * cs_verify_run_against:
 * @store: a workspace, a copy of a shared one, or the folder of a server
 * @heads: (nullable) (element-type CsSignedHead): what others have seen
 * @key: (nullable): of those who sign heads; %NULL: the one that the workspace keeps
 * @error: what reading failed with
 *
 * Reads the whole journal and checks that every chain is unbroken, every signature fits the device
 * that was known when it was accepted, and every head that was ever signed and seen, here, by the
 * author of an entry, or by others, is one of this journal (D-C3, K-07).
 *
 * Returns: (transfer full) (nullable): what was found
 */
CsVerifyReport *
cs_verify_run_against (CsStore *store, const GPtrArray *heads, const char *key, GError **error)
{
  g_autoptr (CsVerifyReport) report = g_new0 (CsVerifyReport, 1);
  g_autoptr (GHashTable) chains =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (CsDirectory) directory = cs_directory_new ();
  g_autoptr (CsVerifyLog) log = cs_verify_log_new (store, key, error);
  Walk walk = {report, chains, directory, log, 0};

  report->faults = g_ptr_array_new_with_free_func (g_free);
  if (log == NULL)
    return NULL;
  for (guint i = 0; heads != NULL && i < heads->len; i++)
    cs_verify_log_add_head (log, heads->pdata[i]);
  if (!walk_journal (&walk, store, error))
    return NULL;
  return g_steal_pointer (&report);
}

/**
 * cs_verify_run:
 * @store: a workspace
 * @error: what reading failed with
 *
 * As [func@verify_run_against], with the heads that the workspace itself has seen.
 *
 * Returns: (transfer full) (nullable): what was found
 */
CsVerifyReport *
cs_verify_run (CsStore *store, GError **error)
{
  return cs_verify_run_against (store, NULL, NULL, error);
}
