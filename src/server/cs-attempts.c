/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-attempts.h"

/* More addresses than this are not remembered: an attacker who has them must not be able to keep
 * others out, and what is tried here cannot be guessed anyway. */
#define MOST_KNOWN 4096

typedef struct {
  CsInstant since; /* of the window */
  guint count;
} Misses;

struct _CsAttempts {
  GHashTable *misses; /* (owned) who -> Misses */
  guint most;
  GTimeSpan window;
};

/**
 * cs_attempts_new:
 * @most: misses that are allowed
 * @window: within this time, in microseconds
 *
 * Belongs to one thread.
 *
 * Returns: (transfer full): nobody has been wrong yet
 */
CsAttempts *
cs_attempts_new (guint most, GTimeSpan window)
{
  CsAttempts *self = g_new (CsAttempts, 1);

  self->misses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->most = most;
  self->window = window;
  return self;
}

/**
 * cs_attempts_free:
 * @self: (transfer full) (nullable): attempts
 */
void
cs_attempts_free (CsAttempts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->misses);
  g_free (self);
}

typedef struct {
  CsAttempts *attempts;
  CsInstant now;
} Sweep;

static gboolean
is_over (gpointer key, gpointer value, gpointer data)
{
  const Sweep *sweep = data;
  const Misses *misses = value;

  return sweep->now - misses->since >= sweep->attempts->window;
}

/**
 * cs_attempts_may:
 * @who: an address, a person
 *
 * Returns: whether they may try now
 */
gboolean
cs_attempts_may (CsAttempts *self, const char *who, CsInstant now)
{
  const Misses *misses = g_hash_table_lookup (self->misses, who);

  return misses == NULL || misses->count < self->most || now - misses->since >= self->window;
}

/**
 * cs_attempts_add:
 * @who: who was wrong
 */
void
cs_attempts_add (CsAttempts *self, const char *who, CsInstant now)
{
  Misses *misses = g_hash_table_lookup (self->misses, who);
  Sweep sweep = {self, now};

  if (misses == NULL || is_over (NULL, misses, &sweep)) {
    g_hash_table_foreach_remove (self->misses, is_over, &sweep);
    if (g_hash_table_size (self->misses) >= MOST_KNOWN)
      return;
    misses = g_new0 (Misses, 1);
    misses->since = now;
    g_hash_table_replace (self->misses, g_strdup (who), misses);
  }
  misses->count++;
}
