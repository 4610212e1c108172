/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *cs_autostart_dup_path (void);
gboolean cs_autostart_write (gboolean is_on, GError **error);
void cs_autostart_set (gboolean is_on);

G_END_DECLS
