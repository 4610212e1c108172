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
  gboolean is_dated; /* whether a question without `date` is asked as of now */
} CsEvalOp;

/* cs-eval-time.c */
json_t *cs_eval_due (const json_t *question, GError **error);
json_t *cs_eval_elapsed (const json_t *question, GError **error);

/* cs-eval-mail.c */
json_t *cs_eval_mail (const json_t *question, GError **error);
json_t *cs_eval_mailto (const json_t *question, GError **error);

/* cs-eval-money.c */
json_t *cs_eval_format (const json_t *question, GError **error);
json_t *cs_eval_parse (const json_t *question, GError **error);
json_t *cs_eval_add (const json_t *question, GError **error);
json_t *cs_eval_mul (const json_t *question, GError **error);
json_t *cs_eval_percent (const json_t *question, GError **error);
json_t *cs_eval_discount (const json_t *question, GError **error);
json_t *cs_eval_split (const json_t *question, GError **error);
json_t *cs_eval_convert (const json_t *question, GError **error);

/* cs-eval.c: reading members of a question */
const char *cs_eval_get_text (const json_t *question, const char *name, GError **error);
gboolean cs_eval_get_choice (const json_t *question,
                             const char *name,
                             const char *const *choices,
                             guint *choice,
                             GError **error);
gboolean cs_eval_parse_integer (const char *text, gint64 *value, GError **error);

G_END_DECLS
