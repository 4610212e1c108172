/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-cache.h"

#include "cs-packs.h"
#include "cs-recent.h"

struct _CsPackCache {
  CsStore *store;    /* (borrowed) */
  GHashTable *packs; /* (owned) digest -> (owned) CsPack */
};

/* A program has several stores of the same workspace open: a server's threads, its office. */
static CsRecent recent = CS_RECENT_INIT (16, (GDestroyNotify)cs_pack_unref);

static gpointer
ref_pack (gpointer pack)
{
  return cs_pack_ref (pack);
}

static CsPack *
read_pack (const char *name, GBytes *bytes, GError **error)
{
  CsPack *pack = cs_recent_get (&recent, bytes, ref_pack);

  if (pack != NULL)
    return pack;
  pack = cs_pack_new_from_bytes (name, bytes, error);
  if (pack != NULL)
    cs_recent_add (&recent, bytes, cs_pack_ref (pack));
  return pack;
}

/**
 * cs_pack_cache_new:
 * @store: (transfer none): outlives the cache
 *
 * Returns: (transfer full): a cache for the store's thread
 */
CsPackCache *
cs_pack_cache_new (CsStore *store)
{
  CsPackCache *self = g_new0 (CsPackCache, 1);

  self->store = store;
  self->packs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)cs_pack_unref);
  return self;
}

/**
 * cs_pack_cache_free:
 * @self: (transfer full) (nullable): a cache
 */
void
cs_pack_cache_free (CsPackCache *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->packs);
  g_free (self);
}

/**
 * cs_pack_cache_get:
 * @digest: which version of which pack
 * @error: NOT_FOUND, INVALID
 *
 * Returns: (transfer none): the pack, or %NULL
 */
const CsPack *
cs_pack_cache_get (CsPackCache *self, const char *digest, GError **error)
{
  CsPack *pack = g_hash_table_lookup (self->packs, digest);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;

  if (pack != NULL)
    return pack;
  bytes = cs_packs_load (self->store, digest, &name, error);
  pack = bytes != NULL ? read_pack (name, bytes, error) : NULL;
  if (pack != NULL)
    g_hash_table_insert (self->packs, g_strdup (digest), pack);
  return pack;
}

/**
 * cs_pack_cache_get_process:
 * @error: NOT_FOUND, INVALID
 *
 * Returns: (transfer none): the process of that pack, or %NULL
 */
const CsProcess *
cs_pack_cache_get_process (CsPackCache *self,
                           const char *digest,
                           const char *process,
                           GError **error)
{
  const CsPack *pack = cs_pack_cache_get (self, digest, error);
  const CsProcess *found = pack != NULL ? cs_pack_get_process (pack, process) : NULL;

  if (pack != NULL && found == NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 "The pack “%s” has no process “%s”.",
                 pack->id,
                 process);
  return found;
}
