/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-digest.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (CS_DIGEST_BYTES == crypto_hash_sha256_BYTES);
G_STATIC_ASSERT (CS_DIGEST_BYTES == crypto_auth_hmacsha256_BYTES);

/**
 * cs_digest:
 * @bytes: (nullable): anything, or %NULL with no length
 * @length: its bytes
 * @digest: (out): where the SHA-256 goes
 *
 * Any thread may call this.
 */
void
cs_digest (const void *bytes, gsize length, guint8 digest[CS_DIGEST_BYTES])
{
  crypto_hash_sha256 (digest, bytes != NULL ? bytes : (const void *)"", length);
}

/**
 * cs_digest_hex:
 * @bytes: (nullable): anything
 * @length: its bytes
 *
 * Returns: (transfer full): the SHA-256 of @bytes as 64 hexadecimal digits, lower case
 */
char *
cs_digest_hex (const void *bytes, gsize length)
{
  guint8 digest[CS_DIGEST_BYTES];

  cs_digest (bytes, length, digest);
  return cs_hex_encode (digest, sizeof digest);
}

/**
 * cs_digest_keyed_hex:
 * @salt: the secret of those who may know what is digested, such as the salt of a scope
 * @bytes: (nullable): anything
 * @length: its bytes
 *
 * Unlike [func@digest_hex], gives nothing away to somebody who tries likely contents but does not
 * know @salt: a hidden cost cannot be found by trying amounts (D-C2).
 *
 * Returns: (transfer full): the HMAC-SHA-256 of @bytes under @salt as 64 hexadecimal digits
 */
char *
cs_digest_keyed_hex (const char *salt, const void *bytes, gsize length)
{
  crypto_auth_hmacsha256_state state;
  guint8 digest[CS_DIGEST_BYTES];

  crypto_auth_hmacsha256_init (&state, (const guint8 *)salt, strlen (salt));
  crypto_auth_hmacsha256_update (&state, bytes != NULL ? bytes : (const void *)"", length);
  crypto_auth_hmacsha256_final (&state, digest);
  sodium_memzero (&state, sizeof state);
  return cs_hex_encode (digest, sizeof digest);
}

/**
 * cs_hex_encode:
 * @bytes: anything
 * @length: its bytes
 *
 * Returns: (transfer full): two hexadecimal digits a byte, lower case
 */
char *
cs_hex_encode (const guint8 *bytes, gsize length)
{
  char *text = g_malloc (2 * length + 1);

  return sodium_bin2hex (text, 2 * length + 1, bytes, length);
}

/**
 * cs_hex_decode:
 * @text: (nullable): hexadecimal digits
 * @bytes: (out): where they go
 * @length: how many bytes there have to be
 *
 * Reads only what [func@hex_encode] writes: lower case and nothing between or after the digits.
 *
 * Returns: whether @text was exactly @length bytes; if not, @bytes is untouched
 */
gboolean
cs_hex_decode (const char *text, guint8 *bytes, gsize length)
{
  if (text == NULL || strnlen (text, 2 * length + 1) != 2 * length ||
      strspn (text, "0123456789abcdef") != 2 * length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    bytes[i] =
        (guint8)(g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  return TRUE;
}
