/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean cs_seal_stream (CsKeys *keys,
                         const char *domain,
                         GInputStream *plain,
                         GOutputStream *sealed,
                         GCancellable *cancellable,
                         GError **error);
gboolean cs_unseal_stream (CsKeys *keys,
                           const char *domain,
                           GInputStream *sealed,
                           GOutputStream *plain,
                           GCancellable *cancellable,
                           GError **error);
GBytes *cs_seal_bytes (CsKeys *keys, const char *domain, GBytes *plain);
GBytes *cs_unseal_bytes (CsKeys *keys, const char *domain, GBytes *sealed, GError **error);

G_END_DECLS
