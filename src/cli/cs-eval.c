/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-eval.h"

#include <string.h>

/**
 * cs_eval_get_text:
 * @question: a question
 * @name: a member that it must have
 * @error: `CS_ERROR_INVALID` when it is missing or no string
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
cs_eval_get_text (const json_t *question, const char *name, GError **error)
{
  const json_t *value = json_object_get (question, name);

  if (value == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "“%s” is missing", name);
  else if (!json_is_string (value))
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "“%s” is not a string", name);
  return json_string_value (value);
}

/**
 * cs_eval_get_choice:
 * @question: a question
 * @name: a member that it may have
 * @choices: (array zero-terminated=1): what the member may be; the first where it is missing
 * @choice: (out): which of them it is
 * @error: `CS_ERROR_INVALID` when it is none of them
 *
 * Returns: whether @choice was set
 */
gboolean
cs_eval_get_choice (const json_t *question,
                    const char *name,
                    const char *const *choices,
                    guint *choice,
                    GError **error)
{
  const char *value;
  g_autofree char *all = NULL;

  *choice = 0;
  if (json_object_get (question, name) == NULL)
    return TRUE;
  value = cs_eval_get_text (question, name, error);
  if (value == NULL)
    return FALSE;
  for (; choices[*choice] != NULL; ++*choice) {
    if (strcmp (choices[*choice], value) == 0)
      return TRUE;
  }
  all = g_strjoinv ("” or “", (char **)choices);
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "“%s” is “%s”, not “%.64s”", name, all, value);
  return FALSE;
}

/**
 * cs_eval_parse_integer:
 * @text: digits, perhaps a minus before them
 * @value: (out): the number
 * @error: `CS_ERROR_INVALID` when @text is no integer or does not fit 64 bits
 *
 * Returns: whether @value was set
 */
gboolean
cs_eval_parse_integer (const char *text, gint64 *value, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (*text != '+' && g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, &local))
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               g_error_matches (local, G_NUMBER_PARSER_ERROR, G_NUMBER_PARSER_ERROR_OUT_OF_BOUNDS)
                   ? "“%.80s” is out of range"
                   : "“%.80s” is not a whole number of minor units",
               text);
  return FALSE;
}
