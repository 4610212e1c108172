/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

G_BEGIN_DECLS

/**
 * CsEvalFunction:
 * @question: the members of one line, with `op` naming this function
 * @error: `CS_ERROR_INVALID` when it cannot be answered
 *
 * Answers one line of `countersignctl eval`.
 *
 * Returns: (transfer full) (nullable): the answer, without `id`
 */
typedef json_t *(*CsEvalFunction) (const json_t *question, GError **error);

typedef struct {
  const char *op;
  CsEvalFunction function;
} CsEvalOp;

/* cs-eval-time.c */
json_t *cs_eval_due (const json_t *question, GError **error);
json_t *cs_eval_elapsed (const json_t *question, GError **error);

G_END_DECLS
