/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

G_BEGIN_DECLS

/* What an administrator answers where a process document is unclear. */
gboolean cs_setting_check_value (const CsSetting *self, const json_t *value, GError **error);
json_t *cs_setting_parse (const CsSetting *self, const char *text, GError **error);
char *cs_setting_format (const CsSetting *self, const json_t *value, const char *language);

gboolean cs_pack_check_settings (const CsPack *self, const json_t *settings, GError **error);
json_t *cs_pack_keep_settings (const CsPack *self, const json_t *settings);

G_END_DECLS
