/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack-diff.h"
#include "cs-pack-settings.h"

G_BEGIN_DECLS

/* What the screens of packs say, as text. */
char *cs_pack_text_change (const CsPackChange *change);
char *cs_pack_text_sentence (const char *text);
char *cs_pack_text_findings (const GPtrArray *findings);
char *cs_pack_text_questions (const CsPack *pack, const json_t *settings);
char *cs_pack_text_version (const CsPack *pack);
char *cs_pack_text_about (const CsPack *pack, const CsSetting *setting, const char *language);
char *cs_pack_text_status (const CsPack *pack, const char *language);
guint cs_pack_text_count (const GPtrArray *findings, CsFindingKind kind);

char *cs_pack_text_answer (const CsSetting *setting, const json_t *value, const char *language);

G_END_DECLS
