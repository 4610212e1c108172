/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-dpop-guard.h"

#include "cs-base64url.h"
#include "cs-chance.h"
#include "cs-digest.h"

#include <string.h>

/*
 * A nonce is the minute it was given out in and a keyed digest of it: nothing is kept of nonces,
 * and client clocks do not matter. Ids are kept as long as the nonces that they could come back
 * with, in two tables, the older of which is dropped when it is over. When a table is full, the key
 * is changed instead: no old proof is good then, and everybody fetches a new nonce.
 */

#define MINUTE      (60 * CS_SECOND)
#define KEY_BYTES   32
#define MAC_BYTES   16
#define NONCE_BYTES (8 + MAC_BYTES)
#define LIFETIME    (CS_DPOP_NONCE_SECS * CS_SECOND)

#define NONCE_DOMAIN "countersign/nonces/v1\n"

typedef struct {
  guint8 digest[MAC_BYTES];
  guint64 call;
} Seen;

struct _CsDpopGuard {
  GMutex lock;
  gsize most;
  guint8 key[KEY_BYTES]; /* under the lock, as all below */
  GHashTable *present;   /* (owned) Seen -> itself */
  GHashTable *past;      /* (owned) */
  CsInstant since;       /* of present */

  CsDpopGuardAsk ask; /* (nullable): others guard the same door */
  gpointer ask_data;
};

static guint
seen_hash (gconstpointer data)
{
  guint hash;

  memcpy (&hash, ((const Seen *)data)->digest, sizeof hash);
  return hash;
}

static gboolean
seen_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (((const Seen *)a)->digest, ((const Seen *)b)->digest, MAC_BYTES) == 0;
}

static GHashTable *
new_table (void)
{
  return g_hash_table_new_full (seen_hash, seen_equal, g_free, NULL);
}

/**
 * cs_dpop_guard_new:
 * @most: ids to keep at once; 0: as many as there are
 *
 * Returns: (transfer full): a guard that has seen nothing
 */
CsDpopGuard *
cs_dpop_guard_new (gsize most)
{
  CsDpopGuard *self = g_new0 (CsDpopGuard, 1);

  g_mutex_init (&self->lock);
  self->most = most;
  cs_chance_fill (self->key, sizeof self->key);
  self->present = new_table ();
  self->past = new_table ();
  return self;
}

/**
 * cs_dpop_guard_share:
 * @secret: of all who guard the same door: each knows the nonces of the others
 * @ask: whether an id is new to all of them; called on any thread, may take a moment
 *
 * Before anybody asks.
 */
void
cs_dpop_guard_share (CsDpopGuard *self, const char *secret, CsDpopGuardAsk ask, gpointer user_data)
{
  g_autofree char *text = g_strconcat (NONCE_DOMAIN, secret, NULL);

  G_STATIC_ASSERT (CS_DIGEST_BYTES == KEY_BYTES);
  cs_digest (text, strlen (text), self->key);
  self->ask = ask;
  self->ask_data = user_data;
}

/**
 * cs_dpop_guard_free:
 * @self: (transfer full) (nullable): a guard
 */
void
cs_dpop_guard_free (CsDpopGuard *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->present);
  g_hash_table_unref (self->past);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Under the lock. */
static void
write_nonce (CsDpopGuard *self, gint64 minute, guint8 nonce[NONCE_BYTES])
{
  guint64 big = GUINT64_TO_BE ((guint64)minute);
  guint8 text[KEY_BYTES + sizeof big + KEY_BYTES];
  guint8 digest[CS_DIGEST_BYTES];

  /* The key on both sides: nobody extends what they cannot begin. */
  memcpy (text, self->key, KEY_BYTES);
  memcpy (text + KEY_BYTES, &big, sizeof big);
  memcpy (text + KEY_BYTES + sizeof big, self->key, KEY_BYTES);
  cs_digest (text, sizeof text, digest);
  memcpy (nonce, &big, sizeof big);
  memcpy (nonce + sizeof big, digest, MAC_BYTES);
}

/**
 * cs_dpop_guard_dup_nonce:
 *
 * Returns: (transfer full): a nonce that is good for five minutes
 */
char *
cs_dpop_guard_dup_nonce (CsDpopGuard *self, CsInstant now)
{
  guint8 nonce[NONCE_BYTES];

  g_mutex_lock (&self->lock);
  write_nonce (self, now / MINUTE, nonce);
  g_mutex_unlock (&self->lock);
  return cs_base64url_encode (nonce, sizeof nonce);
}

/* Under the lock. */
static gboolean
knows_nonce (CsDpopGuard *self, const char *nonce, CsInstant now)
{
  guint8 given[NONCE_BYTES], good[NONCE_BYTES];
  guint64 big;
  gint64 minute;
  guint8 difference = 0;

  if (nonce == NULL || !cs_base64url_decode_exactly (nonce, given, sizeof given))
    return FALSE;
  memcpy (&big, given, sizeof big);
  minute = (gint64)GUINT64_FROM_BE (big);
  if (minute > now / MINUTE || minute < (now - LIFETIME) / MINUTE)
    return FALSE;
  write_nonce (self, minute, good);
  for (gsize i = 0; i < sizeof given; i++)
    difference |= given[i] ^ good[i];
  return difference == 0;
}

/**
 * cs_dpop_guard_knows_nonce:
 * @nonce: (nullable): of a proof
 *
 * Returns: whether it was given out here in the last five minutes
 */
gboolean
cs_dpop_guard_knows_nonce (CsDpopGuard *self, const char *nonce, CsInstant now)
{
  gboolean knows;

  g_mutex_lock (&self->lock);
  knows = knows_nonce (self, nonce, now);
  g_mutex_unlock (&self->lock);
  return knows;
}

/* Under the lock: drops what cannot come back any more. */
static void
turn_over (CsDpopGuard *self, CsInstant now)
{
  /* Where others are asked, this table only saves asking again. */
  gboolean is_full = self->most > 0 && g_hash_table_size (self->present) >= self->most;

  if (is_full) {
    if (self->ask == NULL)
      cs_chance_fill (self->key, sizeof self->key);
    g_hash_table_remove_all (self->past);
    g_hash_table_remove_all (self->present);
    self->since = now;
  } else if (now - self->since > LIFETIME + 2 * MINUTE || now < self->since) {
    g_hash_table_unref (self->past);
    self->past = self->present;
    self->present = new_table ();
    self->since = now;
  }
}

/* Returns: whether it is the first call with this id, or the same one again; under the lock */
static CsDpopFreshness
take_id (CsDpopGuard *self, const char *thumbprint, const char *id, guint64 call, GBytes **to_ask)
{
  g_autofree char *text = g_strconcat (thumbprint, "\n", id, NULL);
  guint8 digest[CS_DIGEST_BYTES];
  const Seen *known;
  Seen *seen;

  cs_digest (text, strlen (text), digest);
  seen = g_new (Seen, 1);
  memcpy (seen->digest, digest, MAC_BYTES);
  seen->call = call;
  known = g_hash_table_lookup (self->present, seen);
  if (known == NULL)
    known = g_hash_table_lookup (self->past, seen);
  if (known == NULL) {
    if (self->ask != NULL)
      *to_ask = g_bytes_new (seen->digest, MAC_BYTES);
    g_hash_table_add (self->present, seen);
    return CS_DPOP_FRESH;
  }
  g_free (seen);
  return known->call == call ? CS_DPOP_FRESH : CS_DPOP_REPLAYED;
}

/**
 * cs_dpop_guard_take:
 * @nonce: (nullable): of a proof that holds
 * @thumbprint: of its key
 * @id: its jti
 * @call: the call it came with: looking at the same call twice is no replay
 *
 * Returns: whether it is good now; if so, it is not again
 */
CsDpopFreshness
cs_dpop_guard_take (CsDpopGuard *self,
                    const char *nonce,
                    const char *thumbprint,
                    const char *id,
                    guint64 call,
                    CsInstant now)
{
  CsDpopFreshness freshness = CS_DPOP_NONCE_WANTED;
  g_autoptr (GBytes) to_ask = NULL;

  g_mutex_lock (&self->lock);
  turn_over (self, now);
  if (knows_nonce (self, nonce, now))
    freshness = take_id (self, thumbprint, id, call, &to_ask);
  g_mutex_unlock (&self->lock);
  if (to_ask != NULL && !self->ask (to_ask, self->ask_data))
    return CS_DPOP_REPLAYED;
  return freshness;
}
