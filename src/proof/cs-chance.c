/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-chance.h"

#include <sodium.h>
#include <string.h>

#define SECRET_BYTES 32
#define BASE64       sodium_base64_VARIANT_URLSAFE_NO_PADDING

static void
ensure_sodium (void)
{
  static gsize is_initialised = 0;

  if (g_once_init_enter (&is_initialised)) {
    int status = sodium_init ();

    g_assert (status >= 0);
    g_once_init_leave (&is_initialised, 1);
  }
}

/**
 * cs_chance_fill:
 * @bytes: (out caller-allocates): where they go
 * @length: how many
 *
 * Bytes that nobody guesses. Any thread may call this.
 */
void
cs_chance_fill (void *bytes, gsize length)
{
  ensure_sodium ();
  randombytes_buf (bytes, length);
}

/**
 * cs_chance_below:
 * @bound: more than 0
 *
 * Returns: one of the numbers below @bound, each as likely as any other
 */
guint32
cs_chance_below (guint32 bound)
{
  ensure_sodium ();
  return randombytes_uniform (bound);
}

/**
 * cs_chance_new_secret:
 *
 * Returns: (transfer full): 256 bits that nobody guesses, as base64url; see [func@secret_free]
 */
char *
cs_chance_new_secret (void)
{
  guint8 bytes[SECRET_BYTES];
  gsize size = sodium_base64_encoded_len (sizeof bytes, BASE64);
  char *text = g_malloc (size);

  cs_chance_fill (bytes, sizeof bytes);
  sodium_bin2base64 (text, size, bytes, sizeof bytes, BASE64);
  sodium_memzero (bytes, sizeof bytes);
  return text;
}

/**
 * cs_secret_free:
 * @secret: (transfer full) (nullable): a text that is not to stay in memory
 */
void
cs_secret_free (char *secret)
{
  if (secret != NULL)
    sodium_memzero (secret, strlen (secret));
  g_free (secret);
}
