/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-said-again.h"

#include "cs-action-text.h"
#include "cs-field-text.h"

#include <string.h>

/* What cs_action_questions_make_data () does, the other way round. */

static gboolean
holds (const json_t *data, const json_t *part)
{
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *)part, key, value)
  {
    if (!json_equal (json_object_get (data, key), value))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_same_decision (const CsAction *action, const json_t *data)
{
  const char *answer = cs_json_get_string (data, "answer");
  gboolean carries = cs_json_get_string (data, "carries") != NULL;

  if (action->level == NULL ||
      g_strcmp0 (cs_json_get_string (data, "level"), action->level->id) != 0)
    return FALSE;
  if (carries || action->kind == CS_ACTION_CARRY)
    return carries && action->kind == CS_ACTION_CARRY;
  return action->kind == CS_ACTION_CONSENT ||
         g_strcmp0 (answer, cs_action_kind_name (action->kind)) == 0;
}

/**
 * cs_said_again_fits:
 * @action: of a view
 * @kind: of the entry that was not counted, “decision”
 * @data: of it
 *
 * Returns: whether the same could be said with @action; whether that is open is another question
 */
gboolean
cs_said_again_fits (const CsAction *action, const char *kind, const json_t *data)
{
  g_autoptr (json_t) base = NULL;

  if (g_strcmp0 (cs_entry_kind_get_name (cs_action_kind_get_entry_kind (action->kind)), kind) != 0)
    return FALSE;
  if (action->kind == CS_ACTION_NOTE)
    return json_object_get (data, "re") == NULL;
  if (action->kind == CS_ACTION_MAIL)
    return g_strcmp0 (cs_json_get_string (data, "mail"), action->mail->id) == 0;
  if (action->kind == CS_ACTION_NOT_NEEDED || action->kind == CS_ACTION_COMPLETE)
    if ((json_object_get (data, "na") != NULL) != (action->kind == CS_ACTION_NOT_NEEDED))
      return FALSE;
  if (cs_action_text_is_decision (action->kind) || action->kind == CS_ACTION_CONSENT)
    if (!is_same_decision (action, data))
      return FALSE;
  base = cs_action_questions_make_base (action);
  return holds (data, base);
}

/**
 * cs_said_again_get_way:
 *
 * Returns: in which of its ways @action said @data
 */
CsActionWay
cs_said_again_get_way (const CsAction *action, const json_t *data)
{
  if (action->kind == CS_ACTION_APPROVE &&
      json_array_size (json_object_get (data, "conditions")) > 0)
    return CS_ACTION_WAY_CONDITION;
  if (action->kind == CS_ACTION_CHECK && json_is_false (json_object_get (data, "ok")))
    return CS_ACTION_WAY_WRONG;
  return CS_ACTION_WAY_PLAIN;
}

static void
add_lines (json_t *answers, const json_t *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < json_array_size (lines); i++)
    g_string_append_printf (text,
                            "%s%s",
                            i > 0 ? "\n" : "",
                            json_string_value (json_array_get (lines, i)));
  if (text->len > 0)
    json_object_set_new (answers, "conditions", json_string (text->str));
}

static void
add_evidence (json_t *answers, const json_t *evidence)
{
  const char *kind = cs_json_get_string (evidence, "kind");
  json_t *what = json_object_get (evidence, "what");
  json_t *file = json_copy ((json_t *)evidence);

  json_object_del (file, "kind");
  json_object_del (file, "what");
  if (kind != NULL)
    json_object_set_new (answers, "kind", json_string (kind));
  if (what != NULL)
    json_object_set (answers, "what", what);
  if (json_object_size (file) > 0)
    json_object_set (answers, g_strcmp0 (kind, "file") == 0 ? "file" : "copy", file);
  json_decref (file);
}

static void
add_until (json_t *answers, const char *until)
{
  g_autofree char *date = NULL, *time = NULL;

  if (strchr (until, 'T') != NULL)
    cs_field_text_split_moment (until, &date, &time);
  json_object_set_new (answers, "date", json_string (date != NULL ? date : until));
  if (time != NULL)
    json_object_set_new (answers, "time", json_string (time));
}

/**
 * cs_said_again_make_answers:
 * @data: of an entry that cs_action_questions_make_data() began
 *
 * Returns: (transfer full): key -> answer, for cs_action_form_set_answers()
 */
json_t *
cs_said_again_make_answers (const json_t *data)
{
  json_t *answers = json_copy ((json_t *)data);
  const json_t *evidence = json_object_get (data, "evidence");
  const char *until = cs_json_get_string (data, "until");

  json_object_del (answers, "conditions");
  json_object_del (answers, "evidence");
  json_object_del (answers, "until");
  add_lines (answers, json_object_get (data, "conditions"));
  if (evidence != NULL)
    add_evidence (answers, evidence);
  if (until != NULL)
    add_until (answers, until);
  return answers;
}
