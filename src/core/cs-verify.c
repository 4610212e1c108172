/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-verify.h"

#include "cs-chain.h"
#include "cs-directory.h"
#include "cs-journal.h"
#include "cs-keys.h"

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
check_chain (Walk *walk, const CsEntry *entry, Chain *chain)
{
  gsize length;
  const char *bytes = g_bytes_get_data (cs_entry_get_bytes (entry), &length);
  g_autofree char *hex = NULL;
  guint8 next[CS_CHAIN_BYTES];

  if (cs_entry_get_seq (entry) != walk->seq + 1)
    add_fault (walk, entry, _ ("entries before it are missing"));
  walk->seq = cs_entry_get_seq (entry);
  if (cs_entry_get_number (entry) != chain->number + 1)
    add_fault (walk, entry, _ ("entries of its request are missing before it"));
  chain->number = cs_entry_get_number (entry);
  cs_chain_next (chain->hash, cs_entry_get_received (entry), bytes, length, next);
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
    if (cs_entry_needs_signature (entry))
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

  walk->report->entries++;
  check_chain (walk, stored->entry, get_chain (walk, ref));
  check_signature (walk, stored);
  if (cs_entry_get_request (stored->entry) == NULL)
    cs_directory_apply (walk->directory, stored->entry, NULL);
  return TRUE;
}

/**
 * cs_verify_run:
 * @store: a workspace
 * @error: what reading failed with
 *
 * Reads the whole journal and checks that every chain is unbroken and every signature fits the
 * device that was known when it was accepted (D-C3).
 *
 * Returns: (transfer full) (nullable): what was found
 */
CsVerifyReport *
cs_verify_run (CsStore *store, GError **error)
{
  g_autoptr (CsVerifyReport) report = g_new0 (CsVerifyReport, 1);
  g_autoptr (GHashTable) chains =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (CsDirectory) directory = cs_directory_new ();
  Walk walk = {report, chains, directory, 0};

  report->faults = g_ptr_array_new_with_free_func (g_free);
  if (!cs_journal_foreach (store, check_entry, &walk, error))
    return NULL;
  return g_steal_pointer (&report);
}
