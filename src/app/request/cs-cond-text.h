/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-cond.h"
#include "cs-reader.h"

G_BEGIN_DECLS

/* Facts of a gate in words, one for each thing that a fact names. */
GPtrArray *cs_cond_text_list_held (CsReader *reader, const CsCond *cond);
void cs_cond_text_count (CsReader *reader, const CsCond *cond, guint *n_held, guint *n_all);

G_END_DECLS
