/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-seal.h"

#include "cs-keys-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

/*
 * What must not stand on the disk in clear (CX-21, AF-21): eight bytes that name the format, the
 * header of a libsodium secret stream (XChaCha20-Poly1305), then pieces of PIECE_BYTES, the last
 * one marked, so that a cut file is noticed. The key is derived from the device's secret key and
 * the domain: what was sealed for one purpose cannot be passed off as something else.
 */

#define MAGIC       "CsSeal1\n"
#define MAGIC_BYTES 8
#define PIECE_BYTES 65536
#define EXTRA_BYTES crypto_secretstream_xchacha20poly1305_ABYTES
#define HEAD_BYTES  crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define TAG_LAST    crypto_secretstream_xchacha20poly1305_TAG_FINAL

typedef crypto_secretstream_xchacha20poly1305_state State;

static gboolean
fail_damaged (GError **error)
{
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_CORRUPT,
                       _ ("What was sealed cannot be opened: it is damaged, or was sealed with "
                          "the key of another computer."));
  return FALSE;
}

static void
wipe_free (guint8 *bytes, gsize length)
{
  sodium_memzero (bytes, length);
  g_free (bytes);
}

/* Reads as much as there is, up to size; a short read means the end. */
static gboolean
fill (GInputStream *input,
      guint8 *bytes,
      gsize size,
      gsize *length,
      GCancellable *cancellable,
      GError **error)
{
  return g_input_stream_read_all (input, bytes, size, length, cancellable, error);
}

static gboolean
put (GOutputStream *output,
     const guint8 *bytes,
     gsize length,
     GCancellable *cancellable,
     GError **error)
{
  return g_output_stream_write_all (output, bytes, length, NULL, cancellable, error);
}

static gboolean
begin_sealing (CsKeys *keys,
               const char *domain,
               State *state,
               GOutputStream *sealed,
               GCancellable *cancellable,
               GError **error)
{
  guint8 key[CS_KEYS_SEAL_BYTES];
  guint8 head[HEAD_BYTES];

  cs_keys_derive (keys, domain, key);
  crypto_secretstream_xchacha20poly1305_init_push (state, head, key);
  sodium_memzero (key, sizeof key);
  return put (sealed, (const guint8 *)MAGIC, MAGIC_BYTES, cancellable, error) &&
         put (sealed, head, sizeof head, cancellable, error);
}

/**
 * cs_seal_stream:
 * @keys: the device's keys
 * @domain: what is sealed, such as `file`
 * @plain: read to its end
 * @sealed: gets what may stand on the disk; not closed
 * @cancellable: (nullable): stops it
 * @error: what a stream failed with
 *
 * Seals so that only the same device opens it (CX-21, AF-21). Any thread may call this; it blocks.
 *
 * Returns: whether all of it was written
 */
gboolean
cs_seal_stream (CsKeys *keys,
                const char *domain,
                GInputStream *plain,
                GOutputStream *sealed,
                GCancellable *cancellable,
                GError **error)
{
  guint8 *clear = g_malloc (PIECE_BYTES);
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES + EXTRA_BYTES);
  gsize length = PIECE_BYTES;
  State state;
  gboolean is_good = begin_sealing (keys, domain, &state, sealed, cancellable, error);

  while (is_good && length == PIECE_BYTES) {
    is_good = fill (plain, clear, PIECE_BYTES, &length, cancellable, error);
    if (!is_good)
      break;
    crypto_secretstream_xchacha20poly1305_push (&state,
                                                piece,
                                                NULL,
                                                clear,
                                                length,
                                                NULL,
                                                0,
                                                length < PIECE_BYTES ? TAG_LAST : 0);
    is_good = put (sealed, piece, length + EXTRA_BYTES, cancellable, error);
  }
  sodium_memzero (&state, sizeof state);
  wipe_free (clear, PIECE_BYTES);
  return is_good;
}

static gboolean
begin_opening (CsKeys *keys,
               const char *domain,
               State *state,
               GInputStream *sealed,
               GCancellable *cancellable,
               GError **error)
{
  guint8 key[CS_KEYS_SEAL_BYTES];
  guint8 head[MAGIC_BYTES + HEAD_BYTES];
  gsize length;
  gboolean is_good;

  if (!fill (sealed, head, sizeof head, &length, cancellable, error))
    return FALSE;
  if (length != sizeof head || memcmp (head, MAGIC, MAGIC_BYTES) != 0)
    return fail_damaged (error);
  cs_keys_derive (keys, domain, key);
  is_good = crypto_secretstream_xchacha20poly1305_init_pull (state, head + MAGIC_BYTES, key) == 0;
  sodium_memzero (key, sizeof key);
  return is_good || fail_damaged (error);
}

/**
 * cs_unseal_stream:
 * @keys: the keys it was sealed with
 * @domain: the domain it was sealed for
 * @sealed: read to its end
 * @plain: gets what was sealed; worth nothing when this fails; not closed
 * @cancellable: (nullable): stops it
 * @error: `CS_ERROR_CORRUPT` for what is damaged, cut, or sealed otherwise; or what a stream failed
 *   with
 *
 * Any thread may call this; it blocks.
 *
 * Returns: whether it is all there
 */
gboolean
cs_unseal_stream (CsKeys *keys,
                  const char *domain,
                  GInputStream *sealed,
                  GOutputStream *plain,
                  GCancellable *cancellable,
                  GError **error)
{
  guint8 *clear = g_malloc (PIECE_BYTES);
  g_autofree guint8 *piece = g_malloc (PIECE_BYTES + EXTRA_BYTES);
  unsigned char tag = 0;
  State state;
  gboolean is_good = begin_opening (keys, domain, &state, sealed, cancellable, error);

  while (is_good && tag != TAG_LAST) {
    gsize length = 0;
    unsigned long long opened = 0;

    is_good = fill (sealed, piece, PIECE_BYTES + EXTRA_BYTES, &length, cancellable, error);
    if (!is_good)
      break;
    if (length < EXTRA_BYTES ||
        crypto_secretstream_xchacha20poly1305_pull (&state,
                                                    clear,
                                                    &opened,
                                                    &tag,
                                                    piece,
                                                    length,
                                                    NULL,
                                                    0) != 0 ||
        (tag == TAG_LAST) != (length < PIECE_BYTES + EXTRA_BYTES))
      is_good = fail_damaged (error);
    else
      is_good = put (plain, clear, (gsize)opened, cancellable, error);
  }
  sodium_memzero (&state, sizeof state);
  wipe_free (clear, PIECE_BYTES);
  return is_good;
}

/**
 * cs_seal_bytes:
 * @keys: the device's keys
 * @domain: what is sealed, such as `secret`
 * @plain: something small
 *
 * As [func@seal_stream], in memory.
 *
 * Returns: (transfer full): what may stand on the disk
 */
GBytes *
cs_seal_bytes (CsKeys *keys, const char *domain, GBytes *plain)
{
  g_autoptr (GInputStream) input = g_memory_input_stream_new_from_bytes (plain);
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  gboolean is_good = cs_seal_stream (keys, domain, input, output, NULL, NULL);

  g_assert (is_good); /* memory cannot fail */
  g_output_stream_close (output, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}

/**
 * cs_unseal_bytes:
 * @keys: the keys it was sealed with
 * @domain: the domain it was sealed for
 * @sealed: what [func@seal_bytes] gave
 * @error: `CS_ERROR_CORRUPT`
 *
 * Returns: (transfer full) (nullable): what was sealed
 */
GBytes *
cs_unseal_bytes (CsKeys *keys, const char *domain, GBytes *sealed, GError **error)
{
  g_autoptr (GInputStream) input = g_memory_input_stream_new_from_bytes (sealed);
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();

  if (!cs_unseal_stream (keys, domain, input, output, NULL, error))
    return NULL;
  g_output_stream_close (output, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (output));
}
