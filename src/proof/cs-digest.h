/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CS_DIGEST_BYTES 32

/* A SHA-256 as a value, for lists of them. */
typedef struct {
  guint8 bytes[CS_DIGEST_BYTES];
} CsDigest;

void cs_digest (const void *bytes, gsize length, guint8 digest[CS_DIGEST_BYTES]);
char *cs_digest_hex (const void *bytes, gsize length);
char *cs_digest_keyed_hex (const char *salt, const void *bytes, gsize length);

char *cs_hex_encode (const guint8 *bytes, gsize length);
gboolean cs_hex_decode (const char *text, guint8 *bytes, gsize length);

G_END_DECLS
