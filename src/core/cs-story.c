/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-story-private.h"

#include "cs-intent.h"
#include "cs-recipients.h"

#include <string.h>

/* A recorded request, played again: for another client, at other times, with other amounts. */

#define MINUTE (60 * CS_SECOND)

static void
move_free (gpointer data)
{
  CsMove *move = data;

  g_free (move->by);
  g_free (move->kind);
  g_free (move->step);
  json_decref (move->data);
  g_free (move);
}

/**
 * cs_story_new:
 *
 * Returns: (transfer full): a story without moves
 */
CsStory *
cs_story_new (void)
{
  CsStory *self = g_new0 (CsStory, 1);

  self->moves = g_ptr_array_new_with_free_func (move_free);
  return self;
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

/**
 * cs_story_submit_move:
 * @request: (nullable): id; %NULL for the move that opens it
 * @outcome: (out) (transfer full): what the authority answered
 *
 * Returns: whether the authority could answer
 */
gboolean
cs_story_submit_move (const CsMove *move,
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
  CsInstant now = cs_time_source_get_now (cs_authority_get_time_source (authority));
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

/**
 * cs_story_fail_move:
 *
 * Returns: %FALSE, with what was refused and why in @error
 */
gboolean
cs_story_fail_move (const CsMove *move, const CsOutcome *outcome, GError **error)
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

/* When each move is made: reckoned backwards from the last, in working time. */
static GArray *
list_times (const CsStory *self, CsCalendar *calendar, const CsCast *cast, GRand *rand)
{
  GArray *times = g_array_sized_new (FALSE, TRUE, sizeof (CsInstant), self->moves->len);
  CsInstant at = cast->end;

  g_array_set_size (times, self->moves->len);
  for (guint i = self->moves->len; i > 0; i--) {
    const CsMove *move = self->moves->pdata[i - 1];
    guint minutes = (guint)g_rand_int_range (rand, (gint32)move->least, (gint32)move->most + 1);
    CsInstant before;

    g_array_index (times, CsInstant, i - 1) = at;
    if (calendar == NULL ||
        !cs_calendar_before (calendar, at, minutes, CS_DURATION_MINUTES, &before, NULL))
      before = at - minutes * MINUTE;
    at = before - move->wait - g_rand_int_range (rand, 0, 59) * CS_SECOND;
  }
  return times;
}

static json_t *
dup_open_data (const CsMove *move, const CsCast *cast)
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
  const CsMove *open = self->moves->pdata[0];
  CsCalendar *calendar = cs_stories_find_calendar (stories, authority, cast->region);
  g_autoptr (GArray) times = list_times (self, calendar, cast, rand);
  CsMove opening = *open;
  g_autoptr (json_t) open_data = dup_open_data (open, cast);
  g_autofree char *request = NULL;

  opening.data = open_data;
  for (guint i = 0; i < self->moves->len; i++) {
    const CsMove *move = i == 0 ? &opening : self->moves->pdata[i];
    CsInstant at = g_array_index (times, CsInstant, i);
    g_autoptr (CsOutcome) outcome = NULL;

    if (before_move != NULL && request != NULL &&
        !before_move (authority, request, at, user_data, error))
      return NULL;
    cs_time_source_set_fixed (cs_authority_get_time_source (authority), at);
    if (!cs_story_submit_move (move, stories, authority, cast, request, &outcome, error))
      return NULL;
    if (!outcome->is_accepted) {
      cs_story_fail_move (move, outcome, error);
      return NULL;
    }
    if (request == NULL)
      request = g_strdup (cs_entry_get_request (outcome->entry));
  }
  return g_steal_pointer (&request);
}
