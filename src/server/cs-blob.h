/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pieces.h"

G_BEGIN_DECLS

/*
 * One file of a server, whole and in its place (K-19). It is encrypted on the disk (CX-21); one
 * that lies there in the clear, from before files were encrypted or from the workspace of one
 * computer, is read as well, until cs_blobs_seal_clear() has come to it.
 */
typedef struct _CsBlob CsBlob;

CsBlob *cs_blob_open (const char *folder, CsKeys *keys, const char *sha256, GError **error);
CsBlob *cs_blob_ref (CsBlob *self);
void cs_blob_unref (CsBlob *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsBlob, cs_blob_unref)
gint64 cs_blob_get_size (const CsBlob *self);
GBytes *cs_blob_read (const CsBlob *self, gint64 from, gint64 length, GError **error);
gboolean cs_blob_is_right (const CsBlob *self);

gboolean
cs_blob_keep (const char *folder, CsKeys *keys, const char *sha256, GBytes *plain, GError **error);

/* Those of a folder that lie in the clear. */
gboolean
cs_blobs_seal_some (const char *folder, CsKeys *keys, guint part, guint *n, GError **error);
#define CS_BLOBS_PARTS 256
gboolean cs_blobs_seal_all (const char *folder, CsKeys *keys, guint *n, GError **error);

/* For cs-blobs.c. */
gboolean cs_blob_have_digest (const CsPieces *pieces, const char *sha256);
gboolean cs_blob_write_all (int fd, GBytes *bytes, GError **error);

G_END_DECLS
