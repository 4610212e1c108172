/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

G_BEGIN_DECLS

/* What an input of a formula holds, or NULL. */
typedef const json_t *(*CsValueLookup) (const CsField *field, gpointer user_data);

json_t *cs_formula_compute (const CsField *field, CsValueLookup lookup, gpointer user_data);
json_t *cs_formula_compute_cell (const CsField *column, const json_t *row);

G_END_DECLS
