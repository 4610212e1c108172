/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean cs_blobs_is_whole (const char *folder, const char *name);

G_END_DECLS
