/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-eval.h"

#include <string.h>

/* A question may carry the attachments of a mail. */
#define MAX_LINE_BYTES (64 * 1024 * 1024)

static const CsEvalOp operations[] = {
    {"due", cs_eval_due},
    {"elapsed", cs_eval_elapsed},
    {"mail", cs_eval_mail, TRUE},
    {"mailto", cs_eval_mailto},
    {"format", cs_eval_format},
    {"parse", cs_eval_parse},
    {"add", cs_eval_add},
    {"mul", cs_eval_mul},
    {"percent", cs_eval_percent},
    {"discount", cs_eval_discount},
    {"split", cs_eval_split},
    {"convert", cs_eval_convert},
};

static void
add_date (json_t *line, CsTimeSource *time_source)
{
  g_autofree char *now = cs_instant_format (cs_time_source_get_now (time_source));

  if (json_object_get (line, "date") == NULL)
    json_object_set_new (line, "date", json_string (now));
}

static json_t *
answer_operation (json_t *line, CsTimeSource *time_source, GError **error)
{
  const char *name;

  if (!json_is_object (line)) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "the line is not a JSON object");
    return NULL;
  }
  name = cs_eval_get_text (line, "op", error);
  if (name == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++) {
    if (strcmp (operations[i].op, name) != 0)
      continue;
    if (operations[i].is_dated)
      add_date (line, time_source);
    return operations[i].function (line, error);
  }
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "there is no operation “%.64s”", name);
  return NULL;
}

/* A line that is refused as a whole, for a number out of range, may still say which one it is. */
static json_t *
read_leniently (const char *text, gsize length)
{
  json_t *line = json_loadb (text, length, JSON_DECODE_INT_AS_REAL, NULL);

  if (json_is_real (json_object_get (line, "id")))
    json_object_del (line, "id");
  return line;
}

static char *
answer_line (CsCtl *ctl, const char *text, gsize length, gboolean is_too_long)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) line = NULL;
  g_autoptr (json_t) members = NULL;
  g_autoptr (json_t) answer = json_object ();
  json_t *id;

  if (is_too_long)
    g_set_error (&error, CS_ERROR, CS_ERROR_INVALID, "the line is longer than 64 MiB");
  else
    line = cs_json_load (text, length, &error);
  if (line != NULL)
    members = answer_operation (line, ctl->time_source, &error);
  else if (!is_too_long) {
    line = read_leniently (text, length);
  }
  id = json_object_get (line, "id");
  json_object_set_new (answer, "id", id != NULL ? json_incref (id) : json_null ());
  if (members != NULL) {
    json_object_update_missing (answer, members);
  } else {
    g_autofree char *message = g_utf8_make_valid (error->message, -1);

    json_object_set_new (answer, "error", json_string (message));
  }
  return cs_json_dump (answer);
}

/**
 * cs_ctl_eval:
 * @ctl: the command line's streams
 * @arguments: none
 * @error: `G_OPTION_ERROR`
 *
 * Answers each line of the input by one line, in order and at once. A line that cannot be answered
 * gets an error for its answer, and the next one is read.
 *
 * Returns: whether the input was read to its end
 */
gboolean
cs_ctl_eval (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean is_too_long;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  while (cs_ctl_read_line (ctl->input, MAX_LINE_BYTES, line, &is_too_long)) {
    g_autofree char *answer = answer_line (ctl, line->str, line->len, is_too_long);

    if (fprintf (ctl->output, "%s\n", answer) < 0 || fflush (ctl->output) != 0) {
      g_set_error (error, CS_ERROR, CS_ERROR_FAILED, "The answer could not be written");
      return FALSE;
    }
  }
  return TRUE;
}
