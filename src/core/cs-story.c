/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-stories.h"

#include "cs-intent.h"
#include "cs-recipients.h"

#include <string.h>

/*
 * Playing a request without knowing its process: whose move is it, and what is there to do? Forms
 * are filled from the stories' values, documents offered, levels decided, mails handed over,
 * payments followed, everything else completed, until the plan says stop.
 */

#define MOST_MOVES   160
#define MINUTE       (60 * CS_SECOND)
#define PAUSE_WITHIN 7 /* minutes between two moves of one step */

typedef struct {
  char *by;
  char *kind;
  json_t *data; /* (owned) with placeholders */
  gboolean is_mail;
  char *step;
  guint least, most; /* working minutes since the move before */
} Move;

struct _CsStory {
  GPtrArray *moves; /* (owned) Move; the first opens the request */
};

/* A request being recorded. */
typedef struct {
  CsStories *stories;
  CsAuthority *authority;
  const json_t *plan;
  const CsCast *cast;
  GRand *rand;
  CsStory *story;
  char *request;
  const CsPack *pack;   /* (nullable) until it is open */
  GHashTable *holders;  /* (owned) role -> person who plays it in this request */
  GHashTable *answered; /* (owned) set of labels whose planned answer was given */
  guint n_payments;
  char *last_step;
  gboolean is_over;
} Recorder;

static void
move_free (gpointer data)
{
  Move *move = data;

  g_free (move->by);
  g_free (move->kind);
  g_free (move->step);
  json_decref (move->data);
  g_free (move);
}

/**
 * cs_story_free:
 * @self: (transfer full) (nullable): a story
 */
void
cs_story_free (CsStory *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->moves);
  g_free (self);
}

static CsInstant
now_of (CsAuthority *authority)
{
  return cs_time_source_get_now (cs_authority_get_time_source (authority));
}

static void
set_delay (Recorder *self, Move *move)
{
  const json_t *delays = cs_stories_get (self->stories, "delays");
  const json_t *delay;

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

static gboolean
submit_move (const Move *move,
             CsStories *stories,
             CsAuthority *authority,
             const CsCast *cast,
             const char *request,
             CsOutcome **outcome,
             GError **error)
{
  const CsRequest *folded =
      request != NULL ? cs_authority_get_request (authority, request, NULL, error) : NULL;
  const CsPack *pack = folded != NULL ? cs_request_get_process (folded)->pack : NULL;
  CsInstant now = now_of (authority);
  g_autoptr (json_t) data = NULL;
  CsIntent intent = {.request = request, .kind = move->kind, .by = move->by};

  if (request != NULL && folded == NULL)
    return FALSE;
  if (move->is_mail) {
    CsRuleContext context = {.directory = cs_authority_get_directory (authority, error),
                             .now = now};
    const CsStep *step = cs_process_get_step (cs_request_get_process (folded), move->step);
    const CsMail *mail = cs_recipients_pick_mail (folded, step);
    g_autofree char *id = g_strdup_printf ("<%s.%u@sample.example>", request, g_random_int ());
    g_autoptr (CsDraftMail) draft =
        mail != NULL ? cs_recipients_compose (folded, mail, move->by, "en", &context) : NULL;

    data = draft != NULL ? cs_recipients_entry_data (draft, step, id) : json_object ();
  } else {
    data = cs_stories_resolve (stories, move->data, cast, pack, now);
    if (strcmp (move->kind, "withdraw") == 0) /* of the request: of what opened it */
      json_object_set_new (data, "entry", json_string (request));
  }
  intent.data = data;
  return cs_authority_submit (authority, &intent, outcome, error);
}

static gboolean
fail_move (const Move *move, const CsOutcome *outcome, GError **error)
{
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               "A sample's “%s” by %s in step “%s” was refused (%s): %s",
               move->kind,
               move->by,
               move->step != NULL ? move->step : "",
               outcome->reason->rule,
               outcome->reason->text);
  return FALSE;
}

/* Makes a move now and, if it was accepted, keeps it. */
static gboolean
make_move (Recorder *self,
           const char *by,
           const char *kind,
           const char *step,
           json_t *data,
           gboolean is_mail,
           GError **error)
{
  Move *move = g_new0 (Move, 1);
  g_autoptr (CsOutcome) outcome = NULL;
  CsTimeSource *time_source = cs_authority_get_time_source (self->authority);

  move->by = g_strdup (by);
  move->kind = g_strdup (kind);
  move->step = g_strdup (step);
  move->data = data;
  move->is_mail = is_mail;
  g_ptr_array_add (self->story->moves, move);
  set_delay (self, move);
  cs_time_source_set_fixed (time_source, cs_time_source_get_now (time_source) + MINUTE);
  if (!submit_move (move,
                    self->stories,
                    self->authority,
                    self->cast,
                    self->request,
                    &outcome,
                    error))
    return FALSE;
  if (!outcome->is_accepted)
    return fail_move (move, outcome, error);
  if (self->request == NULL)
    self->request = g_strdup (cs_entry_get_request (outcome->entry));
  return TRUE;
}

static const char *
pick_holder (Recorder *self, const char *role, const CsRuleContext *context)
{
  const char *known = g_hash_table_lookup (self->holders, role);
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GPtrArray) able = g_ptr_array_new ();

  if (known != NULL)
    return known;
  holders = cs_directory_list_holders (context->directory,
                                       cs_json_get_string (self->plan, "pack"),
                                       role,
                                       self->cast->region,
                                       FALSE,
                                       NULL,
                                       NULL,
                                       context->now);
  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->for_person == NULL && holder->person->can_act)
      g_ptr_array_add (able, holder->person->id);
  }
  if (able->len == 0)
    return NULL;
  known = able->pdata[g_rand_int_range (self->rand, 0, (gint32)able->len)];
  g_hash_table_replace (self->holders, g_strdup (role), g_strdup (known));
  return g_hash_table_lookup (self->holders, role);
}

/* Who takes a turn: the first of its keys that somebody can act for. */
static const char *
pick_person (Recorder *self, const CsTurn *turn, const CsRuleContext *context)
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
    person = pick_holder (self, role, context);
    if (person != NULL)
      return person;
  }
  return NULL;
}

/* The template of a field's value; a holder is chosen once, for the region. */
static json_t *
template_of (Recorder *self, const CsField *field, const CsRuleContext *context)
{
  json_t *value = json_object_get (cs_stories_get (self->stories, "values"), field->id);
  const char *text = json_string_value (value);

  if (text != NULL && g_str_has_prefix (text, "$holder:"))
    return json_string (pick_holder (self, text + strlen ("$holder:"), context));
  if (value != NULL)
    return json_incref (value);
  switch (field->type) {
    case CS_FIELD_CHOICE:
    case CS_FIELD_YESNO:
      return json_string (field->options->len > 0 ? ((CsOption *)field->options->pdata[0])->id
                                                  : "yes");
    case CS_FIELD_NUMBER:
      return json_string ("4");
    case CS_FIELD_MONEY:
      return json_string ("$money:100");
    case CS_FIELD_DATE:
      return json_string ("$today");
    case CS_FIELD_DURATION:
      return json_string ("10bd");
    case CS_FIELD_PERSON:
      return field->among != NULL ? json_string (pick_holder (self, field->among->id, context))
                                  : json_string ("$contact");
    case CS_FIELD_FILE:
      return json_string ("$file");
    case CS_FIELD_REFERENCE:
      return json_string ("$ticket:REF");
    case CS_FIELD_MEETING:
      return json_string ("$meeting");
    case CS_FIELD_CHECK:
      return json_string ("$evidence");
    case CS_FIELD_TEXT:
    case CS_FIELD_LONG:
    case CS_FIELD_SECRET:
    case CS_FIELD_TABLE:
    default:
      return json_string ("$topic:brief");
  }
}

static json_t *
list_missing (Recorder *self,
              const CsRequest *request,
              const CsStep *step,
              const CsRuleContext *context)
{
  json_t *values = json_object ();

  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];

    if (!field->optional && field->formula == CS_FORMULA_NONE &&
        cs_request_field_applies (request, field) == CS_TRUTH_TRUE &&
        !cs_request_is_answered (request, field))
      json_object_set_new (values, field->id, template_of (self, field, context));
  }
  return values;
}

static gboolean
fill (Recorder *self,
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
note_for (Recorder *self, const char *what)
{
  const char *note = cs_json_get_string (cs_stories_get (self->stories, "notes"), what);

  return note != NULL ? note : "As agreed.";
}

static gboolean
decide (Recorder *self,
        const CsRequest *request,
        const CsTurn *turn,
        const char *by,
        GError **error)
{
  g_autofree char *label = g_strdup_printf ("%s/%s", turn->step->id, turn->level->id);
  const char *answer = cs_json_get_string (json_object_get (self->plan, "answers"), label);
  json_t *data = json_pack ("{s:s, s:s}", "step", turn->step->id, "level", turn->level->id);

  if (turn->level->is_consent) {
    json_object_set_new (data,
                         "evidence",
                         json_pack ("{s:s, s:s}", "kind", "file", "file", "$file"));
    return make_move (self, by, "consent", turn->step->id, data, FALSE, error);
  }
  if (answer == NULL || !g_hash_table_add (self->answered, g_strdup (label)))
    answer = cs_request_get_level_state (request, turn->step, turn->level) == CS_LEVEL_CARRYABLE
                 ? "carry"
                 : "approve";
  if (strcmp (answer, "approve") != 0 && strcmp (answer, "carry") != 0)
    json_object_set_new (data, "comment", json_string (note_for (self, answer)));
  if (strcmp (answer, "ask") == 0 || strcmp (answer, "reject") == 0)
    self->is_over = TRUE;
  return make_move (self, by, answer, turn->step->id, data, FALSE, error);
}

static gboolean
follow_payment (Recorder *self, const CsStep *step, const char *by, GError **error)
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
check_values (Recorder *self,
              const CsRequest *request,
              const CsStep *step,
              const char *by,
              gboolean *has_moved,
              GError **error)
{
  for (guint i = 0; i < step->checks->len; i++) {
    const CsField *field = step->checks->pdata[i];
    const CsValue *value = cs_request_get_value (request, field);

    if (value->value != NULL && value->check == NULL &&
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

/* One thing of a step. */
static gboolean
work (Recorder *self,
      const CsRequest *request,
      const CsTurn *turn,
      const char *by,
      const CsRuleContext *context,
      GError **error)
{
  const CsStep *step = turn->step;
  g_autoptr (json_t) missing = list_missing (self, request, step, context);
  gboolean has_moved = FALSE;

  if (json_object_size (missing) > 0)
    return fill (self, request, step, by, missing, error);
  if (!check_values (self, request, step, by, &has_moved, error) || has_moved)
    return has_moved;
  if (step->approval != NULL && turn->level == NULL)
    return make_move (self,
                      by,
                      "offer",
                      step->id,
                      json_pack ("{s:s}", "step", step->id),
                      FALSE,
                      error);
  if (step->mails->len > 0 && cs_recipients_pick_mail (request, step) != NULL)
    return make_move (self, by, "mail", step->id, json_object (), TRUE, error);
  if (step->payment != NULL)
    return follow_payment (self, step, by, error);
  return make_move (self,
                    by,
                    "complete",
                    step->id,
                    json_pack ("{s:s}", "step", step->id),
                    FALSE,
                    error);
}

static gboolean
is_until (Recorder *self, const CsTurn *turn)
{
  const char *until = cs_json_get_string (self->plan, "until");
  g_auto (GStrv) labels = g_strsplit (until != NULL ? until : "", " ", -1);
  g_autofree char *label = turn->level != NULL
                               ? g_strdup_printf ("%s/%s", turn->step->id, turn->level->id)
                               : g_strdup (turn->step->id);

  return g_strv_contains ((const char *const *)labels, label) &&
         !json_object_get (json_object_get (self->plan, "answers"), label);
}

static gboolean
take_turn (Recorder *self, GError **error)
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
    return turn->level != NULL ? decide (self, request, turn, by, error)
                               : work (self, request, turn, by, &context, error);
  }
  self->is_over = TRUE;
  return TRUE;
}

/* What a plan adds when nobody's turn is taken any more: a note, or that the request is withdrawn.
 */
static gboolean
add_last_words (Recorder *self, GError **error)
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
    const char *by = pick_holder (self, cs_json_get_string (word, "by"), &context);
    json_t *data = json_deep_copy (json_object_get (word, "data"));

    if (!make_move (self, by, cs_json_get_string (word, "kind"), "", data, FALSE, error))
      return FALSE;
  }
  return TRUE;
}

static json_t *
make_open (Recorder *self)
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
record (Recorder *self, GError **error)
{
  CsRuleContext context = {.directory = cs_authority_get_directory (self->authority, error),
                           .now = now_of (self->authority)};
  const char *opener = context.directory != NULL
                           ? pick_holder (self, cs_json_get_string (self->plan, "opener"), &context)
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
 * @plan: pack, process, opener (role), and optional until (labels of turns), answers, payments,
 *   then (entries by a role, made last)
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
  g_autoptr (CsStory) story = g_new0 (CsStory, 1);
  Recorder recorder = {.stories = stories,
                       .authority = authority,
                       .plan = plan,
                       .cast = cast,
                       .rand = rand,
                       .story = story};
  gboolean is_done;

  story->moves = g_ptr_array_new_with_free_func (move_free);
  recorder.holders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  recorder.answered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  is_done = record (&recorder, error);
  g_hash_table_unref (recorder.holders);
  g_hash_table_unref (recorder.answered);
  g_free (recorder.request);
  g_free (recorder.last_step);
  return is_done ? g_steal_pointer (&story) : NULL;
}

/* When each move is made: reckoned backwards from the last, in working time. */
static GArray *
list_times (const CsStory *self, CsCalendar *calendar, const CsCast *cast, GRand *rand)
{
  GArray *times = g_array_sized_new (FALSE, TRUE, sizeof (CsInstant), self->moves->len);
  CsInstant at = cast->end;

  g_array_set_size (times, self->moves->len);
  for (guint i = self->moves->len; i > 0; i--) {
    const Move *move = self->moves->pdata[i - 1];
    guint minutes = (guint)g_rand_int_range (rand, (gint32)move->least, (gint32)move->most + 1);
    CsInstant before;

    g_array_index (times, CsInstant, i - 1) = at;
    if (calendar == NULL ||
        !cs_calendar_before (calendar, at, minutes, CS_DURATION_MINUTES, &before, NULL))
      before = at - minutes * MINUTE;
    at = before - g_rand_int_range (rand, 0, 59) * CS_SECOND;
  }
  return times;
}

static json_t *
dup_open_data (const Move *move, const CsCast *cast)
{
  json_t *data = json_copy (move->data);
  const char *title = cs_json_get_string (cast->topic, "title");
  g_autofree char *full = cast->qualifier != NULL && cast->qualifier[0] != '\0'
                              ? g_strdup_printf ("%s, %s", title, cast->qualifier)
                              : g_strdup (title);

  json_object_set_new (data, "client", json_string (cast->client));
  json_object_set_new (data, "title", json_string (full));
  return data;
}

/**
 * cs_story_play:
 * @cast: whom it is played with this time; of the region it was recorded for
 * @before_move: (nullable) (scope call): called when the time of the next move is known
 * @error: INVALID when a move was refused
 *
 * Plays a recorded story again. The time source of @authority must be a fixed one; it is left at
 * the last move.
 *
 * Returns: (transfer full): id of the request, or %NULL
 */
char *
cs_story_play (const CsStory *self,
               CsStories *stories,
               CsAuthority *authority,
               const CsCast *cast,
               GRand *rand,
               CsStoryPause before_move,
               gpointer user_data,
               GError **error)
{
  const Move *open = self->moves->pdata[0];
  CsCalendar *calendar = cs_stories_find_calendar (stories, authority, cast->region);
  g_autoptr (GArray) times = list_times (self, calendar, cast, rand);
  Move opening = *open;
  g_autoptr (json_t) open_data = dup_open_data (open, cast);
  g_autofree char *request = NULL;

  opening.data = open_data;
  for (guint i = 0; i < self->moves->len; i++) {
    const Move *move = i == 0 ? &opening : self->moves->pdata[i];
    CsInstant at = g_array_index (times, CsInstant, i);
    g_autoptr (CsOutcome) outcome = NULL;

    if (before_move != NULL && request != NULL &&
        !before_move (authority, request, at, user_data, error))
      return NULL;
    cs_time_source_set_fixed (cs_authority_get_time_source (authority), at);
    if (!submit_move (move, stories, authority, cast, request, &outcome, error))
      return NULL;
    if (!outcome->is_accepted) {
      fail_move (move, outcome, error);
      return NULL;
    }
    if (request == NULL)
      request = g_strdup (cs_entry_get_request (outcome->entry));
  }
  return g_steal_pointer (&request);
}
