/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void cs_installation_init_languages (void);
const char *cs_installation_get_data_folder (void);

G_END_DECLS
