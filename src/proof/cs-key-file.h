/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

char *cs_key_file_read (const char *path, gboolean is_secret, GError **error);
gboolean
cs_key_file_write_new (const char *path, const char *text, gboolean is_secret, GError **error);
gboolean cs_key_file_replace (const char *path, const char *text, GError **error);

G_END_DECLS
