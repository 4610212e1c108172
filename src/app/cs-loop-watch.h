/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_LOOP_LIMIT_USEC (50 * 1000)

void cs_loop_watch_start (const char *report);

guint cs_loop_watch_get_stalls (void);
gint64 cs_loop_watch_get_worst (void);

G_END_DECLS
