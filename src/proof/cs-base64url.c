/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-base64url.h"

#include <sodium.h>
#include <string.h>

#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

/**
 * cs_base64url_encode:
 * @bytes: (nullable): anything
 * @length: its bytes
 *
 * Returns: (transfer full): base64url without padding (RFC 4648 §5)
 */
char *
cs_base64url_encode (const void *bytes, gsize length)
{
  gsize size = sodium_base64_encoded_len (length, VARIANT);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, bytes != NULL ? bytes : (const void *)"", length, VARIANT);
}

/**
 * cs_base64url_decode:
 * @text: (nullable): base64url without padding
 * @most: how many bytes there may be
 *
 * Reads only what [func@base64url_encode] writes: one text for one value, so padding, spaces and
 * stray last bits are refused.
 *
 * Returns: (transfer full) (nullable): the bytes
 */
GBytes *
cs_base64url_decode (const char *text, gsize most)
{
  gsize length = text != NULL ? strlen (text) : 0;
  g_autofree guint8 *bytes = NULL;
  gsize size;

  if (text == NULL || length / 4 * 3 > most)
    return NULL;
  bytes = g_malloc (length / 4 * 3 + 3);
  if (sodium_base642bin (bytes, length / 4 * 3 + 3, text, length, NULL, &size, NULL, VARIANT) !=
          0 ||
      size > most)
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), size);
}

/**
 * cs_base64url_decode_exactly:
 * @text: (nullable): base64url without padding
 * @bytes: (out): where they go
 * @length: how many bytes there have to be
 *
 * Returns: whether @text was exactly @length bytes; if not, @bytes is untouched
 */
gboolean
cs_base64url_decode_exactly (const char *text, guint8 *bytes, gsize length)
{
  g_autoptr (GBytes) read = cs_base64url_decode (text, length);

  if (read == NULL || g_bytes_get_size (read) != length)
    return FALSE;
  memcpy (bytes, g_bytes_get_data (read, NULL), length);
  return TRUE;
}

/**
 * cs_base64url_decode_object:
 * @text: (nullable): base64url without padding, as the parts of a signed token are
 * @most: how many bytes it may come to
 *
 * Returns: (transfer full) (nullable): the JSON object in it; %NULL where there is none
 */
json_t *
cs_base64url_decode_object (const char *text, gsize most)
{
  g_autoptr (GBytes) bytes = cs_base64url_decode (text, most);
  g_autoptr (json_t) value = NULL;
  gsize length = 0;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  if (data != NULL)
    value = cs_json_load (data, length, NULL);
  return json_is_object (value) ? g_steal_pointer (&value) : NULL;
}
