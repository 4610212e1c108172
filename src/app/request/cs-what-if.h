/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

G_BEGIN_DECLS

char *cs_what_if_dup_moves (CsReader *reader, const CsStep *step, const CsRequest *guess);
CsRequest *cs_what_if_filled (CsReader *reader, const CsStep *step, json_t *values);

G_END_DECLS
