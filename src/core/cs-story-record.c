/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-story-recorder.h"

#include "cs-clock.h"
#include "cs-intent.h"
#include "cs-recipients.h"

#include <string.h>

/*
 * Playing a request without knowing its process: whose move is it, and what is there to do? Forms
 * are filled from the stories' values, documents offered, levels decided, mails handed over,
 * payments followed, everything else completed, until the plan says stop.
 */

#define MOST_MOVES   240
#define MOST_WAITS   8
#define WAIT_LONGER  (4 * 24 * 3600 * CS_SECOND) /* played again, a wait may fall over a weekend */
#define MINUTE       (60 * CS_SECOND)
#define PAUSE_WITHIN 7 /* minutes between two moves of one step */

static CsInstant
now_of (CsAuthority *authority)
{
  return cs_time_source_get_now (cs_authority_get_time_source (authority));
}

static void
set_delay (CsRecorder *self, CsMove *move)
{
  const json_t *delays = cs_stories_get (self->stories, "delays");
  const json_t *delay;

  move->wait = self->waited;
  self->waited = 0;
  if (g_strcmp0 (self->last_step, move->step) == 0) {
    move->least = 1;
    move->most = PAUSE_WITHIN;
    return;
  }
  delay = json_object_get (delays, move->step);
  if (delay == NULL)
    delay = json_object_get (delays, "");
  move->least = (guint)json_integer_value (json_array_get (delay, 0));
  move->most = (guint)json_integer_value (json_array_get (delay, 1));
  g_free (self->last_step);
  self->last_step = g_strdup (move->step);
}

/* Time passes as it will when the story is played again. */
static void
pass_time (CsRecorder *self, guint minutes)
{
  CsTimeSource *time_source = cs_authority_get_time_source (self->authority);
  CsInstant now = cs_time_source_get_now (time_source);
  CsInstant then = now + MAX (minutes, 1) * MINUTE;

  if (self->calendar != NULL)
    cs_calendar_due (self->calendar,
                     now,
                     MAX (minutes, 1),
                     CS_DURATION_MINUTES,
                     NULL,
                     0,
                     &then,
                     NULL,
                     NULL);
  cs_time_source_set_fixed (time_source, then);
}

/* Makes a move now and, if it was accepted, keeps it. */
static gboolean
make_move (CsRecorder *self,
           const char *by,
           const char *kind,
           const char *step,
           json_t *data,
           gboolean is_mail,
           GError **error)
{
  CsMove *move = g_new0 (CsMove, 1);
  g_autoptr (CsOutcome) outcome = NULL;

  move->by = g_strdup (by);
  move->kind = g_strdup (kind);
  move->step = g_strdup (step);
  move->data = data;
  move->is_mail = is_mail;
  g_ptr_array_add (self->story->moves, move);
  set_delay (self, move);
  pass_time (self, move->least);
  if (!cs_story_submit_move (move,
                             self->stories,
                             self->authority,
                             self->cast,
                             self->request,
                             &outcome,
                             error))
    return FALSE;
  if (!outcome->is_accepted)
    return cs_story_fail_move (move, outcome, error);
  if (self->request == NULL)
    self->request = g_strdup (cs_entry_get_request (outcome->entry));
  return TRUE;
}

/* Who takes a turn: the first of its keys that somebody can act for. */
static const char *
pick_person (CsRecorder *self, const CsTurn *turn, const CsRuleContext *context)
{
  for (guint i = 0; i < turn->keys->len; i++) {
    const char *key = turn->keys->pdata[i];
    const char *slash = strchr (key, '/'), *at = slash != NULL ? strchr (slash, '@') : NULL;
    const char *person;
    g_autofree char *role = NULL;

    if (g_str_has_prefix (key, "person:"))
      return key + strlen ("person:");
    if (at == NULL)
      continue;
    role = g_strndup (slash + 1, (gsize)(at - slash) - 1);
    person = cs_recorder_pick_holder (self, role, context);
    if (person != NULL)
      return person;
  }
  return NULL;
}

static gboolean
fill (CsRecorder *self,
      const CsRequest *request,
      const CsStep *step,
      const char *by,
      const json_t *values,
      GError **error)
{
  g_autoptr (GPtrArray) parts = cs_intent_split_values (cs_request_get_process (request), values);

  for (guint i = 0; i < parts->len; i++) {
    json_t *data = json_pack ("{s:s, s:O}", "step", step->id, "values", parts->pdata[i]);

    if (!make_move (self, by, "fill", step->id, data, FALSE, error))
      return FALSE;
  }
  return TRUE;
}

static const char *
note_for (CsRecorder *self, const char *what)
{
  const char *note = cs_json_get_string (cs_stories_get (self->stories, "notes"), what);

  return note != NULL ? note : "As agreed.";
}

static char *
label_of (const CsTurn *turn)
{
  return turn->level != NULL ? g_strdup_printf ("%s/%s", turn->step->id, turn->level->id)
                             : g_strdup (turn->step->id);
}

/* What the plan says of this turn, this time: one answer, or a list of what is answered in turn. */
static const json_t *
find_answer (CsRecorder *self, const CsTurn *turn)
{
  g_autofree char *label = label_of (turn);
  const json_t *answers = json_object_get (json_object_get (self->plan, "answers"), label);
  guint n_given = GPOINTER_TO_UINT (g_hash_table_lookup (self->answered, label));

  if (json_is_array (answers))
    return json_array_get (answers, n_given);
  return n_given == 0 ? answers : NULL;
}

static const json_t *
take_answer (CsRecorder *self, const CsTurn *turn)
{
  const json_t *answer = find_answer (self, turn);
  char *label = label_of (turn);
  guint n_given = GPOINTER_TO_UINT (g_hash_table_lookup (self->answered, label));

  g_hash_table_replace (self->answered, label, GUINT_TO_POINTER (n_given + 1));
  return answer;
}

/* An answer written out: kind, by (a role), data, stop. What it is about goes without saying. */
static gboolean
give_answer (CsRecorder *self,
             const CsTurn *turn,
             const json_t *answer,
             const char *by,
             const CsRuleContext *context,
             GError **error)
{
  const char *kind = json_is_string (answer) ? json_string_value (answer)
                                             : cs_json_get_string (answer, "kind");
  const char *role = cs_json_get_string (answer, "by");
  json_t *data = json_deep_copy (json_object_get (answer, "data"));
  gboolean is_aside = strcmp (kind, "pause") == 0 || strcmp (kind, "resume") == 0 ||
                      strcmp (kind, "extend") == 0 || strcmp (kind, "note") == 0 ||
                      strcmp (kind, "access") == 0;

  self->is_over = json_is_true (json_object_get (answer, "stop"));
  if (strcmp (kind, "stop") == 0) {
    json_decref (data);
    self->is_over = TRUE;
    return TRUE;
  }
  data = data != NULL ? data : json_object ();
  if (!is_aside)
    json_object_set_new (data, "step", json_string (turn->step->id));
  if (strcmp (kind, "return") == 0 && json_object_get (data, "reason") == NULL)
    json_object_set_new (data, "reason", json_string (note_for (self, kind)));
  return make_move (self,
                    role != NULL ? cs_recorder_pick_holder (self, role, context) : by,
                    kind,
                    turn->step->id,
                    data,
                    FALSE,
                    error);
}

static gboolean
consent (CsRecorder *self,
         const CsTurn *turn,
         const char *by,
         const json_t *answer,
         json_t *data,
         GError **error)
{
  char **evidence = turn->level->evidence;
  gboolean is_file = evidence == NULL || evidence[0] == NULL ||
                     g_strv_contains ((const char *const *)evidence, "file");

  if (is_file)
    json_object_set_new (data,
                         "evidence",
                         json_pack ("{s:s, s:s}", "kind", "file", "file", "$file"));
  else
    json_object_set_new (
        data,
        "evidence",
        json_pack ("{s:s, s:s}", "kind", evidence[0], "text", note_for (self, "consent")));
  if (json_is_string (answer)) {
    json_object_set (data, "answer", (json_t *)answer);
    json_object_set_new (data,
                         "comment",
                         json_string (note_for (self, json_string_value (answer))));
  }
  return make_move (self, by, "consent", turn->step->id, data, FALSE, error);
}

static gboolean
decide (CsRecorder *self,
        const CsRequest *request,
        const CsTurn *turn,
        const char *by,
        const CsRuleContext *context,
        GError **error)
{
  const json_t *planned = take_answer (self, turn);
  const char *answer = json_string_value (planned);
  json_t *data;

  if (json_is_object (planned))
    return give_answer (self, turn, planned, by, context, error);
  data = json_pack ("{s:s, s:s}", "step", turn->step->id, "level", turn->level->id);
  if (turn->level->is_consent)
    return consent (self, turn, by, planned, data, error);
  if (answer == NULL)
    answer = cs_request_get_level_state (request, turn->step, turn->level) == CS_LEVEL_CARRYABLE
                 ? "carry"
                 : "approve";
  if (strcmp (answer, "approve") != 0 && strcmp (answer, "carry") != 0)
    json_object_set_new (data, "comment", json_string (note_for (self, answer)));
  if (strcmp (answer, "ask") == 0)
    self->is_over = TRUE;
  return make_move (self, by, answer, turn->step->id, data, FALSE, error);
}

static gboolean
follow_payment (CsRecorder *self, const CsStep *step, const char *by, GError **error)
{
  const json_t *plan = json_object_get (self->plan, "payments");
  const char *state = json_string_value (json_array_get (plan, self->n_payments++));
  json_t *data;

  if (state == NULL) {
    self->is_over = TRUE;
    return TRUE;
  }
  data = json_pack ("{s:s, s:s, s:s}",
                    "step",
                    step->id,
                    "state",
                    state,
                    "note",
                    note_for (self, state));
  if (strcmp (state, "part") == 0)
    json_object_set_new (data, "amount", json_string ("$money:40"));
  if (strcmp (state, "confirmed") == 0)
    json_object_set_new (data, "amount", json_string ("$money:100"));
  if (strcmp (state, "written-off") != 0 && strcmp (state, "disputed") != 0)
    json_object_set_new (data, "date", json_string ("$today"));
  if (strcmp (state, "confirmed") == 0)
    json_object_set_new (data,
                         "evidence",
                         json_pack ("{s:s, s:s}", "kind", "bank-advice", "file", "$file"));
  return make_move (self, by, "payment", step->id, data, FALSE, error);
}

static gboolean
check_values (CsRecorder *self,
              const CsRequest *request,
              const CsStep *step,
              const char *by,
              gboolean *has_moved,
              GError **error)
{
  for (guint i = 0; i < step->checks->len; i++) {
    const CsField *field = step->checks->pdata[i];
    const CsValue *value = cs_request_get_value (request, field);

    if (value->value != NULL && !cs_request_is_checked (request, step, field) &&
        cs_request_field_applies (request, field) == CS_TRUTH_TRUE) {
      *has_moved = TRUE;
      return make_move (self,
                        by,
                        "check",
                        step->id,
                        json_pack ("{s:s}", "field", field->id),
                        FALSE,
                        error);
    }
  }
  return TRUE;
}

static gboolean
may_complete (const CsRequest *request,
              const CsStep *step,
              const char *by,
              const CsRuleContext *context)
{
  g_autoptr (GPtrArray) actions = cs_rules_actions (request, by, context);

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind == CS_ACTION_COMPLETE && action->step == step)
      return action->is_open;
  }
  return FALSE;
}

/* One thing of a step; nothing while a gate holds it back. */
static gboolean
work (CsRecorder *self,
      const CsRequest *request,
      const CsTurn *turn,
      const char *by,
      const CsRuleContext *context,
      gboolean *is_held,
      GError **error)
{
  const CsStep *step = turn->step;
  g_autoptr (json_t) missing = cs_recorder_list_missing (self, request, step, context);
  gboolean has_moved = FALSE;

  if (turn->level == NULL && find_answer (self, turn) != NULL)
    return give_answer (self, turn, take_answer (self, turn), by, context, error);
  if (json_object_size (missing) > 0)
    return fill (self, request, step, by, missing, error);
  if (!check_values (self, request, step, by, &has_moved, error) || has_moved)
    return has_moved;
  if (may_complete (request, step, by, context))
    return make_move (self,
                      by,
                      "complete",
                      step->id,
                      json_pack ("{s:s}", "step", step->id),
                      FALSE,
                      error);
  if (step->approval != NULL && turn->level == NULL)
    return make_move (self,
                      by,
                      "offer",
                      step->id,
                      json_pack ("{s:s}", "step", step->id),
                      FALSE,
                      error);
  if (step->mails->len > 0 && !cs_request_is_step_complete (request, step) &&
      cs_recipients_pick_mail (request, step) != NULL)
    return make_move (self, by, "mail", step->id, json_object (), TRUE, error);
  if (step->payment != NULL)
    return follow_payment (self, step, by, error);
  *is_held = TRUE;
  return TRUE;
}

static gboolean
is_until (CsRecorder *self, const CsTurn *turn)
{
  const char *until = cs_json_get_string (self->plan, "until");
  g_auto (GStrv) labels = g_strsplit (until != NULL ? until : "", " ", -1);
  g_autofree char *label = label_of (turn);

  return g_strv_contains ((const char *const *)labels, label) && find_answer (self, turn) == NULL;
}

/* Nobody's turn: does a clock have to go on first? */
static gboolean
wait_for_clock (CsRecorder *self, const CsRequest *request, const CsRuleContext *context)
{
  g_autoptr (GPtrArray) runs = NULL;
  CsInstant next;

  if (self->n_waits++ >= MOST_WAITS || cs_request_get_end (request) != CS_END_NONE)
    return FALSE;
  runs = cs_clock_list_runs (request, context->directory, context->now);
  next = cs_clock_next_event (runs, context->now);
  if (next == CS_INSTANT_NONE)
    return FALSE;
  self->waited += next - context->now + (self->waited == 0 ? WAIT_LONGER : 0);
  cs_time_source_set_fixed (cs_authority_get_time_source (self->authority), next + CS_SECOND);
  return TRUE;
}

static gboolean
take_turn (CsRecorder *self, GError **error)
{
  CsRuleContext context = {.directory = cs_authority_get_directory (self->authority, error),
                           .now = now_of (self->authority)};
  g_autoptr (CsRequest) request = cs_authority_fold_request (self->authority, self->request, error);
  g_autoptr (GPtrArray) turns = NULL;

  if (context.directory == NULL || request == NULL)
    return FALSE;
  turns = cs_rules_list_turns (request, &context);
  for (guint i = 0; i < turns->len; i++) {
    const CsTurn *turn = turns->pdata[i];
    gboolean is_held = FALSE, is_fine;
    const char *by;

    if (turn->step->opens == CS_OPENS_ANY_TIME)
      continue;
    if (is_until (self, turn) && self->n_payments == 0 &&
        (turn->step->payment == NULL || json_object_get (self->plan, "payments") == NULL)) {
      self->is_over = TRUE;
      return TRUE;
    }
    by = pick_person (self, turn, &context);
    if (by == NULL)
      continue;
    is_fine = turn->level != NULL ? decide (self, request, turn, by, &context, error)
                                  : work (self, request, turn, by, &context, &is_held, error);
    if (!is_held)
      return is_fine;
  }
  self->is_over = !wait_for_clock (self, request, &context);
  return TRUE;
}

/* What a plan adds when nobody's turn is taken any more: a note, or that the request is withdrawn.
 */
static gboolean
add_last_words (CsRecorder *self, GError **error)
{
  CsRuleContext context = {.directory = cs_authority_get_directory (self->authority, error),
                           .now = now_of (self->authority)};
  const json_t *last = json_object_get (self->plan, "then");
  json_t *word;
  gsize index;

  if (context.directory == NULL)
    return FALSE;
  json_array_foreach (last, index, word)
  {
    const char *by = cs_recorder_pick_holder (self, cs_json_get_string (word, "by"), &context);
    json_t *data = json_deep_copy (json_object_get (word, "data"));

    if (!make_move (self, by, cs_json_get_string (word, "kind"), "", data, FALSE, error))
      return FALSE;
  }
  return TRUE;
}

static json_t *
make_open (CsRecorder *self)
{
  return json_pack ("{s:s, s:s, s:s, s:s, s:s}",
                    "pack",
                    cs_json_get_string (self->plan, "pack"),
                    "process",
                    cs_json_get_string (self->plan, "process"),
                    "client",
                    self->cast->client,
                    "region",
                    self->cast->region,
                    "title",
                    "$topic:title");
}

static gboolean
record (CsRecorder *self, GError **error)
{
  CsRuleContext context = {.directory = cs_authority_get_directory (self->authority, error),
                           .now = now_of (self->authority)};
  const char *opener =
      context.directory != NULL
          ? cs_recorder_pick_holder (self, cs_json_get_string (self->plan, "opener"), &context)
          : NULL;

  if (opener == NULL || !make_move (self, opener, "open", "", make_open (self), FALSE, error))
    return FALSE;
  for (guint i = 0; !self->is_over && i < MOST_MOVES; i++) {
    if (!take_turn (self, error))
      return FALSE;
  }
  return add_last_words (self, error);
}

/**
 * cs_story_record:
 * @authority: of a workspace in which it may be played; its time source must be fixed
 * @plan: pack, process, opener (role), and optional until (labels of turns), answers (by label:
 *   one, or a list given in turn; a word, or kind, by, data, stop), payments, then (entries by a
 *   role, made last)
 * @cast: whom it is played with this time
 * @error: INVALID when a move was refused
 *
 * Plays a request through the rules and remembers the moves.
 *
 * Returns: (transfer full): the story, or %NULL
 */
CsStory *
cs_story_record (CsStories *stories,
                 CsAuthority *authority,
                 const json_t *plan,
                 const CsCast *cast,
                 GRand *rand,
                 GError **error)
{
  g_autoptr (CsStory) story = cs_story_new ();
  CsRecorder recorder = {.stories = stories,
                         .authority = authority,
                         .plan = plan,
                         .cast = cast,
                         .rand = rand,
                         .calendar = cs_stories_find_calendar (stories, authority, cast->region),
                         .story = story};
  gboolean is_done;

  recorder.holders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  recorder.answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  is_done = record (&recorder, error);
  g_hash_table_unref (recorder.holders);
  g_hash_table_unref (recorder.answered);
  g_free (recorder.request);
  g_free (recorder.last_step);
  return is_done ? g_steal_pointer (&story) : NULL;
}
