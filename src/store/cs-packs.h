/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-store.h"

G_BEGIN_DECLS

/* The bytes of every pack a request was opened with, by digest: pinned for ever. */
gboolean
cs_packs_save (CsStore *store, const char *digest, const char *name, GBytes *bytes, GError **error);
GBytes *cs_packs_load (CsStore *store, const char *digest, char **name, GError **error);

G_END_DECLS
