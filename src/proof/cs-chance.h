/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cs_chance_fill (void *bytes, gsize length);
guint32 cs_chance_below (guint32 bound);
char *cs_chance_new_secret (void);
void cs_secret_free (char *secret);

G_END_DECLS
