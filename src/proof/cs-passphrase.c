/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-passphrase.h"

#include "cs-chance.h"

#include <sodium.h>
#include <string.h>

/* About a fiftieth of a second; who may try how often is limited elsewhere. */
#define PASSES       4
#define MEMORY_BYTES (16 * 1024 * 1024)

/**
 * cs_passphrase_hash:
 * @passphrase: as it was typed
 *
 * Takes a moment, and 16 MiB. Any thread may call this.
 *
 * Returns: (transfer full): what is kept of it, with its salt
 */
char *
cs_passphrase_hash (const char *passphrase)
{
  char hash[crypto_pwhash_STRBYTES];
  int status;

  cs_chance_below (2); /* libsodium is ready afterwards */
  status = crypto_pwhash_str (hash, passphrase, strlen (passphrase), PASSES, MEMORY_BYTES);
  g_assert (status == 0); /* fails for want of memory only */
  return g_strdup (hash);
}

/**
 * cs_passphrase_verify:
 * @hash: of cs_passphrase_hash()
 * @passphrase: as it was typed
 *
 * Returns: whether it is the same
 */
gboolean
cs_passphrase_verify (const char *hash, const char *passphrase)
{
  cs_chance_below (2);
  return crypto_pwhash_str_verify (hash, passphrase, strlen (passphrase)) == 0;
}
