/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <string.h>

/* Whose move it is: what the inbox, the board and the Next step line are made of. */

/**
 * cs_turn_free:
 * @self: (transfer full): a turn
 */
void
cs_turn_free (CsTurn *self)
{
  g_ptr_array_unref (self->keys);
  g_free (self);
}

static void
add_key (GPtrArray *keys, char *key)
{
  for (guint i = 0; i < keys->len; i++) {
    if (strcmp (keys->pdata[i], key) == 0) {
      g_free (key);
      return;
    }
  }
  g_ptr_array_add (keys, key);
}

static void
add_people_keys (GPtrArray *keys, const json_t *value)
{
  gsize index;
  json_t *id;

  if (json_is_string (value))
    add_key (keys, g_strconcat ("person:", json_string_value (value), NULL));
  json_array_foreach (value, index, id)
  {
    if (json_is_string (id))
      add_key (keys, g_strconcat ("person:", json_string_value (id), NULL));
  }
}

static void
add_keys (CsJudge *judge, const GPtrArray *who, GPtrArray *keys)
{
  const CsRequest *request = judge->request;

  for (guint i = 0; i < who->len; i++) {
    const CsWho *item = who->pdata[i];

    if (cs_judge_ask (judge, item->when) != CS_TRUTH_TRUE)
      continue;
    if (item->role != NULL)
      add_key (keys,
               g_strdup_printf ("role:%s/%s@%s",
                                request->process->pack->id,
                                item->role->id,
                                cs_request_get_region (request)));
    else
      add_people_keys (keys, cs_request_effective_value (request, item->field));
  }
}

static CsTurn *
add_turn (GPtrArray *turns, const CsStep *step, const CsLevel *level, CsInstant since)
{
  CsTurn *turn = g_new0 (CsTurn, 1);

  turn->step = step;
  turn->level = level;
  turn->since = since;
  turn->keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (turns, turn);
  return turn;
}

static void
add_step_turn (CsJudge *judge, const CsStep *step, CsInstant since, GPtrArray *turns)
{
  const char *assignee = cs_request_get_assignee (judge->request, step);
  CsTurn *turn = add_turn (turns, step, NULL, since);

  if (assignee != NULL)
    add_key (turn->keys, g_strconcat ("person:", assignee, NULL));
  else
    add_keys (judge, step->who, turn->keys);
}

static void
add_level_turn (CsJudge *judge, const CsStep *step, const CsLevel *level, GPtrArray *turns)
{
  const char *handed = cs_request_get_level_holder (judge->request, step, level);
  CsTurn *turn =
      add_turn (turns, step, level, cs_request_get_level_since (judge->request, step, level));

  turn->is_decision = !level->is_consent;
  if (level->is_consent)
    add_keys (judge, step->who, turn->keys);
  else if (handed != NULL)
    add_key (turn->keys, g_strconcat ("person:", handed, NULL));
  else
    add_keys (judge, level->who, turn->keys);
}

/* Answered on this computer; the server has not said yes yet (K-13). */
static gboolean
is_answered_here (const CsRequest *request, const CsStep *step, const CsLevel *level)
{
  const CsOffer *offer = cs_request_get_offer (request, step);

  for (guint i = 0; offer != NULL && i < request->decisions->len; i++) {
    const CsDecision *decision = request->decisions->pdata[i];

    if (decision->is_waiting && decision->step == step && decision->level == level &&
        decision->offer == offer->version)
      return TRUE;
  }
  return FALSE;
}

static gboolean
add_level_turns (CsJudge *judge, const CsStep *step, GPtrArray *turns)
{
  gboolean some = FALSE;

  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];
    CsLevelState state = cs_request_get_level_state (judge->request, step, level);

    if (state != CS_LEVEL_ASKED && state != CS_LEVEL_CARRYABLE)
      continue;
    some = TRUE;
    if (!is_answered_here (judge->request, step, level))
      add_level_turn (judge, step, level, turns);
  }
  return some;
}

static void
add_open_step (CsJudge *judge, const CsStep *step, GPtrArray *turns)
{
  const CsEntry *question = NULL;
  CsInstant since = cs_request_get_step_since (judge->request, step);

  if (!add_level_turns (judge, step, turns))
    add_step_turn (judge, step, since, turns);
  else if (cs_request_has_open_question (judge->request, step, &question))
    add_step_turn (judge, step, cs_entry_get_time (question), turns);
}

/* Something done long ago is somebody's move again only when a gate further on waits for it. */
static void
add_lapsed_behind (CsJudge *judge, const CsStep *waiting, gboolean *added, GPtrArray *turns)
{
  g_autoptr (GPtrArray) missing = cs_missing_list_new ();

  cs_judge_missing_to_open (judge, waiting, missing);
  for (guint i = 0; i < missing->len; i++) {
    const CsMissing *item = missing->pdata[i];
    const CsStep *step = item->step;

    if (step == NULL || added[step->index] ||
        cs_request_get_step_state (judge->request, step) != CS_STEP_LAPSED)
      continue;
    added[step->index] = TRUE;
    if (!add_level_turns (judge, step, turns))
      add_step_turn (judge, step, cs_request_get_step_since (judge->request, step), turns);
  }
}

static gboolean
only_gates_hold_back (const CsRequest *request, const CsStep *step)
{
  if (step->enter->len == 0 || step->opens != CS_OPENS_IN_ORDER)
    return FALSE;
  for (guint i = 0; i < step->after->len; i++) {
    const CsStep *before = step->after->pdata[i];

    if (before->opens == CS_OPENS_IN_ORDER && !cs_request_is_step_passed (request, before))
      return FALSE;
  }
  return TRUE;
}

static void
list_turns (CsJudge *judge, GPtrArray *turns)
{
  const GPtrArray *steps = judge->request->process->steps;
  g_autofree gboolean *added = g_new0 (gboolean, steps->len + 1);

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    CsStepState state = cs_request_get_step_state (judge->request, step);

    if (step->opens == CS_OPENS_ANY_TIME || added[i])
      continue;
    if (state == CS_STEP_OPEN || state == CS_STEP_RETURNED) {
      added[i] = TRUE;
      add_open_step (judge, step, turns);
    } else if (state == CS_STEP_LAPSED) {
      added[i] = add_level_turns (judge, step, turns);
    } else if (state == CS_STEP_WAITING && only_gates_hold_back (judge->request, step)) {
      add_lapsed_behind (judge, step, added, turns);
    }
  }
}

/**
 * cs_rules_list_turns:
 * @request: a request
 * @context: the directory and the present
 *
 * Lists the moves that are open, each with who may make it, written as keys that
 * [func@directory_list_role_keys] also writes. An asked level is its holders' move, or of those who
 * record a consent; a question brings the move back to the step's own people as well.
 *
 * Returns: (transfer full) (element-type CsTurn): in the order of the process
 */
GPtrArray *
cs_rules_list_turns (const CsRequest *request, const CsRuleContext *context)
{
  GPtrArray *turns = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_turn_free);
  g_auto (CsJudge) judge;

  cs_judge_init (&judge, request, "", context);
  if (request->open != NULL && cs_request_get_end (request) == CS_END_NONE)
    list_turns (&judge, turns);
  return turns;
}
