/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-digest.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* The Merkle tree over all entries of the journal (RFC 9162, K-07), in the journal's own file. */

gboolean cs_log_tree_append (CsStore *store,
                             gint64 seq,
                             const char *request,
                             gint64 number,
                             gint64 received,
                             GBytes *bytes,
                             GError **error);
gboolean cs_log_tree_get_size (CsStore *store, gint64 *size, GError **error);
gboolean cs_log_tree_get_root (CsStore *store, gint64 size, CsDigest *root, GError **error);
GArray *cs_log_tree_prove_consistency (CsStore *store, gint64 from, gint64 to, GError **error);
GArray *cs_log_tree_prove_inclusion (CsStore *store, gint64 seq, gint64 size, GError **error);

G_END_DECLS
