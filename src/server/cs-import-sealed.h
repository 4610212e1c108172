/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"
#include "cs-time-source.h"

G_BEGIN_DECLS

gboolean cs_import_sealed (const char *folder,
                           const char *from,
                           CsKeys *file_keys,
                           CsTimeSource *time_source,
                           guint *left,
                           GError **error);

G_END_DECLS
