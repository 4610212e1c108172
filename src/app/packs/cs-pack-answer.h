/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-pack-settings.h"

G_BEGIN_DECLS

/* Answers what a process document leaves open. Signal "accept" as of CsDialog. */
#define CS_TYPE_PACK_ANSWER (cs_pack_answer_get_type ())
G_DECLARE_FINAL_TYPE (CsPackAnswer, cs_pack_answer, CS, PACK_ANSWER, CsDialog)

CsPackAnswer *
cs_pack_answer_new (const CsPack *pack, const CsSetting *setting, const json_t *confirmed);
const CsSetting *cs_pack_answer_get_setting (CsPackAnswer *self);
json_t *cs_pack_answer_make_value (CsPackAnswer *self);

G_END_DECLS
