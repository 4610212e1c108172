/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-chain.h"

#include <sodium.h>

/* With its final zero byte, so that no other domain is a continuation of it. */
static const char chain_domain[] = "countersign/chain/v1";

/**
 * cs_chain_start:
 *
 * What comes before the first entry of a request.
 */
const guint8 cs_chain_start[CS_CHAIN_BYTES] = {0};

/**
 * cs_chain_next_of_digest:
 * @digest: SHA-256 of the entry, whose contents need not be here
 *
 * As cs_chain_next(), for an entry that was erased, or of which only an outline may be seen.
 */
void
cs_chain_next_of_digest (const guint8 previous[CS_CHAIN_BYTES],
                         CsInstant received,
                         const guint8 digest[CS_DIGEST_BYTES],
                         guint8 next[CS_CHAIN_BYTES])
{
  crypto_hash_sha256_state state;
  gint64 millis = received / 1000 - (received % 1000 < 0 ? 1 : 0);
  guint64 time = GUINT64_TO_BE ((guint64)millis);

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guint8 *)chain_domain, sizeof chain_domain);
  crypto_hash_sha256_update (&state, previous, CS_CHAIN_BYTES);
  crypto_hash_sha256_update (&state, (const guint8 *)&time, sizeof time);
  crypto_hash_sha256_update (&state, digest, CS_DIGEST_BYTES);
  crypto_hash_sha256_final (&state, next);
}

/**
 * cs_chain_next:
 * @previous: the link of the entry before, or [const@chain_start]
 * @received: when the authority accepted the entry; milliseconds count, finer time does not
 * @bytes: the entry, verbatim
 * @length: its bytes
 * @next: (out): the entry's link; may be @previous
 *
 * One step of a request's hash chain (K-07): SHA-256 over the domain, the link before, the receive
 * time in milliseconds (64 bits, big-endian) and the SHA-256 of the entry. Because the entry stands
 * in it as a hash, a chain can be checked even where an entry's contents have been erased. Any
 * thread may call this.
 */
void
cs_chain_next (const guint8 previous[CS_CHAIN_BYTES],
               CsInstant received,
               const char *bytes,
               gsize length,
               guint8 next[CS_CHAIN_BYTES])
{
  guint8 digest[CS_DIGEST_BYTES];

  cs_digest (bytes, length, digest);
  cs_chain_next_of_digest (previous, received, digest, next);
}

/**
 * cs_chain_to_hex:
 * @link: a link
 *
 * Returns: (transfer full): 64 hexadecimal digits, lower case
 */
char *
cs_chain_to_hex (const guint8 link[CS_CHAIN_BYTES])
{
  return cs_hex_encode (link, CS_CHAIN_BYTES);
}

/**
 * cs_chain_from_hex:
 * @text: (nullable): 64 hexadecimal digits, lower case
 * @link: (out): the link
 *
 * Returns: whether @text was a link
 */
gboolean
cs_chain_from_hex (const char *text, guint8 link[CS_CHAIN_BYTES])
{
  return cs_hex_decode (text, link, CS_CHAIN_BYTES);
}
