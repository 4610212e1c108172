/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-recent.h"

#include <string.h>

/*
 * Two tables: what is asked for moves into the young one. Once that is full it is the old one, and
 * what nobody asked for since the time before goes.
 */

/* Eight bytes at a time: what is looked for is as long as what is read. */
static guint
hash_bytes (gconstpointer key)
{
  gsize length;
  const guint8 *data = g_bytes_get_data ((GBytes *)key, &length);
  guint64 hash = length, word;

  for (; length >= sizeof word; length -= sizeof word, data += sizeof word) {
    memcpy (&word, data, sizeof word);
    hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
    hash ^= hash >> 32;
  }
  for (; length > 0; length--, data++)
    hash = hash * 31 + *data;
  return (guint)(hash ^ hash >> 32);
}

static void
add (CsRecent *self, GBytes *bytes, gpointer value)
{
  if (self->young != NULL && g_hash_table_size (self->young) >= self->limit) {
    g_clear_pointer (&self->old, g_hash_table_unref);
    self->old = g_steal_pointer (&self->young);
  }
  if (self->young == NULL)
    self->young = g_hash_table_new_full (hash_bytes,
                                         g_bytes_equal,
                                         (GDestroyNotify)g_bytes_unref,
                                         self->unref);
  g_hash_table_replace (self->young, bytes, value);
}

static gpointer
find (CsRecent *self, GBytes *bytes)
{
  gpointer key, value;

  if (self->young != NULL && g_hash_table_lookup_extended (self->young, bytes, NULL, &value))
    return value;
  if (self->old == NULL || !g_hash_table_steal_extended (self->old, bytes, &key, &value))
    return NULL;
  add (self, key, value);
  return value;
}

/**
 * cs_recent_get:
 * @bytes: what is to be read
 * @ref: gives a reference of one's own to a value, or a copy
 *
 * Any thread may ask.
 *
 * Returns: (transfer full) (nullable): what was read from the same bytes lately
 */
gpointer
cs_recent_get (CsRecent *self, GBytes *bytes, CsRecentRef ref)
{
  gpointer value;

  g_mutex_lock (&self->mutex);
  value = find (self, bytes);
  if (value != NULL)
    value = ref (value);
  g_mutex_unlock (&self->mutex);
  return value;
}

/**
 * cs_recent_add:
 * @bytes: what was read
 * @value: (transfer full): what was read from it; nobody changes it any more
 *
 * Keeps it for who reads the same bytes next.
 */
void
cs_recent_add (CsRecent *self, GBytes *bytes, gpointer value)
{
  g_mutex_lock (&self->mutex);
  add (self, g_bytes_ref (bytes), value);
  g_mutex_unlock (&self->mutex);
}

/**
 * cs_recent_clear:
 *
 * Nothing is kept any more; the next may be.
 */
void
cs_recent_clear (CsRecent *self)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->young, g_hash_table_unref);
  g_clear_pointer (&self->old, g_hash_table_unref);
  g_mutex_unlock (&self->mutex);
}
