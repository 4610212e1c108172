/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pieces.h"

#include "cs-keys-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

/*
 * Eight bytes that name the format, then pieces:
 *
 *   length of what is in it (4 bytes, little endian) · nonce (24) · XChaCha20-Poly1305 (length +
 * 16)
 *
 * Each has a nonce of chance, and is bound to what it is a part of and to the place where it
 * begins, so that none can be moved, left out in between or taken from another file. A secret
 * stream (cs-seal.c) could not be gone on with after a pause, nor read from its middle. That the
 * end is missing shows in the digest of the whole, by which such contents are known.
 */

#define MAGIC       "CsPiece1"
#define MAGIC_BYTES 8
#define PIECE_BYTES 65536
#define DOMAIN      "pieces"
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define EXTRA_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define HEAD_BYTES  (4 + NONCE_BYTES)

typedef struct {
  gint64 offset; /* of the first byte that is in it */
  gsize at;      /* where the piece begins */
  guint32 length;
} Piece;

struct _CsPieces {
  CsKeys *keys;   /* (owned) */
  char *of;       /* (owned) */
  GBytes *sealed; /* (owned) */
  GArray *list;   /* (owned) Piece */
  gint64 size;
  gsize whole;
};

static GByteArray *
make_context (const char *of, gint64 offset)
{
  GByteArray *context = g_byte_array_new ();
  guint64 place = GUINT64_TO_LE ((guint64)offset);

  g_byte_array_append (context, (const guint8 *)of, (guint)strlen (of) + 1);
  g_byte_array_append (context, (const guint8 *)&place, sizeof place);
  return context;
}

static void
seal_piece (const guint8 *key,
            const char *of,
            gint64 offset,
            const guint8 *plain,
            gsize length,
            GByteArray *sealed)
{
  g_autoptr (GByteArray) context = make_context (of, offset);
  guint32 size = GUINT32_TO_LE ((guint32)length);
  guint at = sealed->len;
  guint8 *piece;

  g_byte_array_set_size (sealed, at + HEAD_BYTES + (guint)length + EXTRA_BYTES);
  piece = sealed->data + at;
  memcpy (piece, &size, sizeof size);
  randombytes_buf (piece + sizeof size, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (piece + HEAD_BYTES,
                                              NULL,
                                              plain,
                                              length,
                                              context->data,
                                              context->len,
                                              NULL,
                                              piece + sizeof size,
                                              key);
}

/**
 * cs_pieces_seal:
 * @keys: with which it is sealed
 * @of: what @plain is a part of, such as a digest
 * @offset: where in it @plain begins
 * @plain: the next bytes
 *
 * Any thread may call this.
 *
 * Returns: (transfer full): what is to be put behind what is there already; nothing where @plain is
 *   nothing, except at the beginning
 */
GBytes *
cs_pieces_seal (CsKeys *keys, const char *of, gint64 offset, GBytes *plain)
{
  GByteArray *sealed = g_byte_array_new ();
  guint8 key[CS_KEYS_SEAL_BYTES];
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);

  if (offset == 0)
    g_byte_array_append (sealed, (const guint8 *)MAGIC, MAGIC_BYTES);
  cs_keys_derive (keys, DOMAIN, key);
  for (gsize at = 0; at < length; at += PIECE_BYTES)
    seal_piece (key, of, offset + (gint64)at, data + at, MIN (PIECE_BYTES, length - at), sealed);
  sodium_memzero (key, sizeof key);
  return g_byte_array_free_to_bytes (sealed);
}

/**
 * cs_pieces_are:
 * @bytes: the contents of a file
 *
 * Returns: whether they look like what [func@pieces_seal] made
 */
gboolean
cs_pieces_are (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return length >= MAGIC_BYTES && memcmp (data, MAGIC, MAGIC_BYTES) == 0;
}

static void
find_pieces (CsPieces *self)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (self->sealed, &length);
  gsize at = MAGIC_BYTES;

  self->whole = MAGIC_BYTES;
  while (length - at >= HEAD_BYTES + EXTRA_BYTES) {
    Piece piece = {.offset = self->size, .at = at};

    memcpy (&piece.length, data + at, sizeof piece.length);
    piece.length = GUINT32_FROM_LE (piece.length);
    if (piece.length == 0 || piece.length > PIECE_BYTES ||
        length - at < HEAD_BYTES + piece.length + EXTRA_BYTES)
      break;
    g_array_append_val (self->list, piece);
    self->size += piece.length;
    at += HEAD_BYTES + piece.length + EXTRA_BYTES;
    self->whole = at;
  }
}

/**
 * cs_pieces_new:
 * @keys: with which they were sealed
 * @of: what they are parts of
 * @sealed: what was written so far; may end in a piece that is not whole
 *
 * Looks how far they go, and opens none yet.
 *
 * Returns: (transfer full) (nullable): the pieces; %NULL for something else
 */
CsPieces *
cs_pieces_new (CsKeys *keys, const char *of, GBytes *sealed)
{
  CsPieces *self;

  if (!cs_pieces_are (sealed))
    return NULL;
  self = g_new0 (CsPieces, 1);
  self->keys = cs_keys_ref (keys);
  self->of = g_strdup (of);
  self->sealed = g_bytes_ref (sealed);
  self->list = g_array_new (FALSE, FALSE, sizeof (Piece));
  find_pieces (self);
  return self;
}

/**
 * cs_pieces_free:
 * @self: (transfer full) (nullable): pieces
 */
void
cs_pieces_free (CsPieces *self)
{
  if (self == NULL)
    return;
  cs_keys_unref (self->keys);
  g_free (self->of);
  g_bytes_unref (self->sealed);
  g_array_unref (self->list);
  g_free (self);
}

/**
 * cs_pieces_get_size:
 * @self: pieces
 *
 * Returns: how many bytes are in them
 */
gint64
cs_pieces_get_size (const CsPieces *self)
{
  return self->size;
}

/**
 * cs_pieces_get_whole:
 * @self: pieces
 *
 * Returns: how many bytes all that are whole take; what comes behind was not finished
 */
gint64
cs_pieces_get_whole (const CsPieces *self)
{
  return (gint64)self->whole;
}

/* The piece that holds a byte. */
static guint
find_piece (const CsPieces *self, gint64 offset)
{
  guint low = 0, high = self->list->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->list, Piece, middle).offset <= offset)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static gboolean
open_piece (const CsPieces *self, const guint8 *key, const Piece *piece, guint8 *plain)
{
  const guint8 *data = (const guint8 *)g_bytes_get_data (self->sealed, NULL) + piece->at;
  g_autoptr (GByteArray) context = make_context (self->of, piece->offset);

  return crypto_aead_xchacha20poly1305_ietf_decrypt (plain,
                                                     NULL,
                                                     NULL,
                                                     data + HEAD_BYTES,
                                                     piece->length + EXTRA_BYTES,
                                                     context->data,
                                                     context->len,
                                                     data + sizeof piece->length,
                                                     key) == 0;
}

/**
 * cs_pieces_read:
 * @self: pieces
 * @from: the first byte that is wanted
 * @length: how many; fewer come where they end before
 * @error: CORRUPT for what is damaged, moved, or sealed with another key
 *
 * Any thread may call this.
 *
 * Returns: (transfer full) (nullable): what is in them
 */
GBytes *
cs_pieces_read (const CsPieces *self, gint64 from, gint64 length, GError **error)
{
  gint64 end = from + CLAMP (length, 0, self->size - MIN (from, self->size));
  GByteArray *plain = g_byte_array_sized_new ((guint)MAX (end - from, 1));
  g_autofree guint8 *opened = g_malloc (PIECE_BYTES);
  guint8 key[CS_KEYS_SEAL_BYTES];
  gboolean is_good = TRUE;

  cs_keys_derive (self->keys, DOMAIN, key);
  for (guint i = find_piece (self, from); from < end && is_good; i++) {
    const Piece *piece = &g_array_index (self->list, Piece, i);
    gint64 skipped = from - piece->offset;
    gint64 taken = MIN (end - from, piece->length - skipped);

    is_good = open_piece (self, key, piece, opened);
    if (is_good)
      g_byte_array_append (plain, opened + skipped, (guint)taken);
    from += taken;
  }
  sodium_memzero (key, sizeof key);
  if (is_good)
    return g_byte_array_free_to_bytes (plain);
  g_byte_array_unref (plain);
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_CORRUPT,
                       _ ("What was sealed cannot be opened: it is damaged, or was sealed with "
                          "the key of another computer."));
  return NULL;
}
