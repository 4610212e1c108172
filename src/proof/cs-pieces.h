/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"

G_BEGIN_DECLS

/*
 * Sealed contents that grow piece by piece and are read from anywhere: files on a server, which
 * come in parts and go out in parts. Where contents are sealed and opened as a whole, cs-seal.h is
 * simpler.
 */
typedef struct _CsPieces CsPieces;

GBytes *cs_pieces_seal (CsKeys *keys, const char *of, gint64 offset, GBytes *plain);

gboolean cs_pieces_are (GBytes *bytes);
CsPieces *cs_pieces_new (CsKeys *keys, const char *of, GBytes *sealed);
void cs_pieces_free (CsPieces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPieces, cs_pieces_free)
gint64 cs_pieces_get_size (const CsPieces *self);
gint64 cs_pieces_get_whole (const CsPieces *self);
GBytes *cs_pieces_read (const CsPieces *self, gint64 from, gint64 length, GError **error);

G_END_DECLS
