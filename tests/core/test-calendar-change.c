/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"
#include "stage.h"

#include "cs-calendar-change.h"
#include "cs-calendar-edit.h"
#include "cs-index.h"
#include "cs-keeper.h"

#include <string.h>

#define DAY      (24 * 3600 * CS_SECOND)
#define N_ROUNDS 25

/* Every run of every request, as a line of what it is and when it is due. */
typedef struct {
  GHashTable *open;  /* "request run" -> due and target */
  GHashTable *ended; /* "request run" -> all that is said of it */
} Picture;

static void
picture_clear (Picture *self)
{
  g_clear_pointer (&self->open, g_hash_table_unref);
  g_clear_pointer (&self->ended, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static void
add_run (Picture *self, const char *request, const CsClockRun *run)
{
  char *key = g_strdup_printf ("%s %s", request, run->id);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "due %" G_GINT64_FORMAT " target %" G_GINT64_FORMAT,
                          run->due,
                          run->target);
  if (run->stopped == CS_INSTANT_NONE) {
    g_hash_table_replace (self->open, key, g_string_free (text, FALSE));
    return;
  }
  g_string_append_printf (text,
                          " stopped %" G_GINT64_FORMAT " state %d left %" G_GINT64_FORMAT,
                          run->stopped,
                          (int)run->state,
                          run->left_secs);
  for (guint i = 0; i < run->rungs->len; i++)
    g_string_append_printf (text,
                            " %" G_GINT64_FORMAT,
                            ((const CsRungState *)run->rungs->pdata[i])->at);
  g_hash_table_replace (self->ended, key, g_string_free (text, FALSE));
}

static void
take_picture (CsLedger *ledger, Picture *self)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (ledger), 0, 1000, &error);

  g_assert_no_error (error);
  self->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < ids->len; i++) {
    const CsRequest *request = cs_authority_get_request (authority, ids->pdata[i], NULL, &error);
    g_autoptr (GPtrArray) runs =
        cs_clock_list_runs (request,
                            cs_authority_get_directory (authority, NULL),
                            cs_time_source_get_now (cs_ledger_get_time_source (ledger)));

    for (guint j = 0; j < runs->len; j++) {
      const CsClockRun *run = runs->pdata[j];

      if (run->stopped != CS_INSTANT_NONE || cs_request_get_end (request) == CS_END_NONE)
        add_run (self, ids->pdata[i], run);
    }
  }
}

/* A calendar that is changed at random: days off, short days, other hours, a season. */
static json_t *
change_at_random (CsCalendar *calendar, GRand *rand)
{
  static const char *const hours[] = {"8-17", "9-13,14-18", "10-15", "0-24"};
  static const char *const weekdays[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  json_t *json = json_deep_copy (cs_calendar_get_json (calendar));
  g_autoptr (GDateTime) first = g_date_time_new_utc (2026, 10, 1, 0, 0, 0);

  json_object_del (json, "revision");
  for (int i = g_rand_int_range (rand, 0, 12); i >= 0; i--) {
    g_autoptr (GDateTime) date = g_date_time_add_days (first, g_rand_int_range (rand, 0, 120));
    g_autofree char *text = g_date_time_format (date, "%Y-%m-%d");
    const CsCalendarDay day = {text,
                               NULL,
                               g_rand_boolean (rand) ? (char *)hours[g_rand_int_range (rand, 0, 4)]
                                                     : NULL,
                               g_rand_boolean (rand)};

    g_assert_true (cs_calendar_set_day (json, &day, NULL));
  }
  g_assert_true (cs_calendar_set_hours (json,
                                        weekdays[g_rand_int_range (rand, 0, 7)],
                                        hours[g_rand_int_range (rand, 0, 4)],
                                        NULL));
  if (g_rand_boolean (rand) && json_object_get (json, "seasons") == NULL)
    g_assert_nonnull (
        cs_calendar_add_season (json, "Season", "2026-11-10", "2026-12-20", "10-14", NULL));
  return json;
}

static CsOutcome *
say_calendar (CsLedger *ledger, const char *id, json_t *calendar, gboolean keeps_open)
{
  g_autoptr (json_t) data =
      json_pack ("{s:s, s:O, s:b}", "id", id, "calendar", calendar, "keep_open", keeps_open);
  const CsIntent intent = {.kind = "calendar", .by = "p-sunita", .data = data};
  g_autoptr (GError) error = NULL;
  CsOutcome *outcome = NULL;

  cs_ledger_submit (ledger, &intent, &outcome, &error);
  g_assert_no_error (error);
  return outcome;
}

static void
assert_same (GHashTable *before, GHashTable *after)
{
  GHashTableIter iter;
  gpointer key, value;

  g_assert_cmpuint (g_hash_table_size (before), ==, g_hash_table_size (after));
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_assert_cmpstr (g_hash_table_lookup (after, key), ==, value);
}

/* What moved is what was announced, from where and to where, and nothing else. */
static void
assert_as_announced (const Picture *before, const Picture *after, const CsCalendarChange *change)
{
  guint n_moved = 0;
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, before->open);
  while (g_hash_table_iter_next (&iter, &key, &value))
    n_moved += strcmp (g_hash_table_lookup (after->open, key), value) != 0;
  g_assert_cmpuint (n_moved, ==, change->moves->len);
  g_assert_cmpuint (change->n_open, ==, g_hash_table_size (before->open));
  for (guint i = 0; i < change->moves->len; i++) {
    const CsClockMove *move = change->moves->pdata[i];
    g_autofree char *name = g_strdup_printf ("%s %s", move->request, move->run);
    g_autofree char *old_text =
        g_strdup_printf ("due %" G_GINT64_FORMAT " target %" G_GINT64_FORMAT,
                         move->old_due,
                         move->old_target);
    g_autofree char *new_text =
        g_strdup_printf ("due %" G_GINT64_FORMAT " target %" G_GINT64_FORMAT,
                         move->new_due,
                         move->new_target);

    g_assert_cmpstr (g_hash_table_lookup (before->open, name), ==, old_text);
    g_assert_cmpstr (g_hash_table_lookup (after->open, name), ==, new_text);
    g_assert_true (!move->becomes_late || move->new_due < SAMPLE_NOW + 400 * DAY);
  }
}

/* D-C4, as a property: whatever a calendar is changed to, no clock that was met or missed is
 * touched, ever; the preview is what happens; lists show it; and what is kept does not move. */
static void
test_property (void)
{
  static const char *const ids[] = {"india", "saudi-arabia", "bahrain", "egypt", "kenya"};
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261121);
  guint n_moves = 0, n_late = 0;
  Sample sample;

  sample_open (&sample);
  for (guint round = 0; round < N_ROUNDS; round++) {
    const char *id = ids[g_rand_int_range (rand, 0, G_N_ELEMENTS (ids))];
    gboolean keeps_open = g_rand_int_range (rand, 0, 4) == 0;
    CsAuthority *authority = cs_ledger_get_authority (sample.ledger);
    g_autoptr (json_t) json = change_at_random (
        cs_directory_get_calendar (cs_authority_get_directory (authority, NULL), id),
        rand);
    g_autoptr (GError) error = NULL;
    g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (json, &error);
    g_auto (Picture) before = {0}, after = {0};
    g_autoptr (CsCalendarChange) change = NULL;
    g_autoptr (CsOutcome) outcome = NULL;

    g_assert_no_error (error);
    cs_time_source_set_fixed (sample.time_source, SAMPLE_NOW + round * 6 * 3600 * CS_SECOND);
    take_picture (sample.ledger, &before);
    change = cs_calendar_change_preview (authority, id, calendar, &error);
    g_assert_no_error (error);
    outcome = say_calendar (sample.ledger, id, json, keeps_open);
    g_assert_true (outcome->is_accepted);
    take_picture (sample.ledger, &after);
    assert_same (before.ended, after.ended);
    if (keeps_open)
      assert_same (before.open, after.open);
    else
      assert_as_announced (&before, &after, change);
    n_moves += keeps_open ? 0 : change->moves->len;
    n_late += change->n_late;
  }
  g_test_message ("%u moves, %u late", n_moves, n_late);
  g_assert_cmpuint (n_moves, >, 20);
  g_assert_cmpuint (n_late, >, 0);
  sample_close (&sample);
}

static CsInstant
read_due (CsLedger *ledger, const char *request)
{
  gint64 due = 0;
  g_autofree char *sql = g_strdup_printf ("SELECT due FROM request WHERE id = '%s'", request);

  g_assert_true (
      cs_sqlite_get_int (cs_store_get_sqlite (cs_ledger_get_store (ledger)), sql, &due, NULL));
  return due;
}

static const CsClockMove *
find_move (const CsCalendarChange *change, const char *request)
{
  for (guint i = 0; i < change->moves->len; i++) {
    const CsClockMove *move = change->moves->pdata[i];

    if (g_str_equal (move->request, request))
      return move;
  }
  return NULL;
}

/* D-11: days off move an approval's deadline, in the preview, then in lists. */
static void
test_lists (void)
{
  Stage stage;
  g_autofree char *request = NULL;
  g_autoptr (json_t) json = NULL;
  g_autoptr (CsCalendar) calendar = NULL;
  g_autoptr (CsCalendarChange) change = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  const CsClockMove *move;
  CsInstant due;

  stage_open (&stage);
  request = stage_play (&stage, "approve/cost");
  due = read_due (stage.ledger, request);
  json = json_deep_copy (cs_calendar_get_json (
      cs_directory_get_calendar (cs_authority_get_directory (stage.authority, NULL), "india")));
  json_object_del (json, "revision");
  for (CsInstant at = due - 12 * 3600 * CS_SECOND; at < due + 3 * DAY; at += DAY) {
    g_autofree char *date = cs_instant_format (at);
    const CsCalendarDay day = {g_strndup (date, 10), (char *)"Off", NULL, FALSE};

    g_assert_true (cs_calendar_set_day (json, &day, NULL));
    g_free (day.date);
  }
  calendar = cs_calendar_new_from_json (json, NULL);
  change = cs_calendar_change_preview (stage.authority, "india", calendar, NULL);
  move = find_move (change, request);
  g_assert_nonnull (move);
  g_assert_cmpint (move->old_due, ==, due);
  g_assert_cmpint (move->new_due, >, due);
  g_assert_cmpstr (move->number, ==, "ANT-1001");
  g_assert_cmpstr (move->client, ==, "Riyadh Retail Group");
  outcome = say_calendar (stage.ledger, "india", json, FALSE);
  g_assert_true (outcome->is_accepted);
  g_assert_cmpint (read_due (stage.ledger, request), ==, move->new_due);
  stage_close (&stage);
}

/* Two people change the same calendar: the second sees the first one's change before their own. */
static void
test_revision (void)
{
  Stage stage;
  g_autoptr (json_t) json = NULL;
  g_autoptr (CsOutcome) first = NULL, stale = NULL, broken = NULL;
  g_autoptr (json_t) nothing = json_object ();
  CsCalendar *calendar;

  stage_open (&stage);
  calendar =
      cs_directory_get_calendar (cs_authority_get_directory (stage.authority, NULL), "india");
  json = json_deep_copy (cs_calendar_get_json (calendar));
  json_object_del (json, "revision");
  first = say_calendar (stage.ledger, "india", json, FALSE);
  g_assert_true (first->is_accepted);
  calendar =
      cs_directory_get_calendar (cs_authority_get_directory (stage.authority, NULL), "india");
  g_assert_cmpint (cs_calendar_get_revision (calendar), ==, 2);
  json_object_set_new (json, "revision", json_integer (2));
  stale = say_calendar (stage.ledger, "india", json, FALSE);
  g_assert_false (stale->is_accepted);
  g_assert_cmpstr (stale->reason->rule, ==, "calendar");
  g_assert_true (g_pattern_match_simple ("*revision 2 already*", stale->reason->text));
  broken = say_calendar (stage.ledger, "india", nothing, FALSE);
  g_assert_false (broken->is_accepted);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-change/D-C4/property", test_property);
  g_test_add_func ("/calendar-change/D-11/lists", test_lists);
  g_test_add_func ("/calendar-change/revision", test_revision);
  return g_test_run ();
}
