/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

char *cs_secret_store_lookup (const char *device_id, guint timeout_msec, GError **error);
gboolean cs_secret_store_save (const char *device_id,
                               const char *secret,
                               guint timeout_msec,
                               GError **error);
gboolean cs_secret_store_save_as (const char *name,
                                  const char *label,
                                  const char *secret,
                                  guint timeout_msec,
                                  GError **error);
gboolean cs_secret_store_clear (const char *name, guint timeout_msec, GError **error);

G_END_DECLS
