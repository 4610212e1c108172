/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-calendar-change.h"
#include "cs-calendar-edit.h"
#include "cs-ics.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Calendars of a workspace: what they are, and changing them with the preview the windows show. */

#define LIMIT_BYTES (1024 * 1024)
#define YEARS_AHEAD 2

typedef struct {
  char *by;
  char *years;
  char *reason;
  gboolean keep_open;
  gboolean is_new;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->by);
  g_free (words->years);
  g_free (words->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static const CsDirectory *
get_directory (CsLedger *ledger, GError **error)
{
  return cs_authority_get_directory (cs_ledger_get_authority (ledger), error);
}

static CsCalendar *
find_calendar (CsLedger *ledger, const char *id, GError **error)
{
  const CsDirectory *directory = get_directory (ledger, error);
  CsCalendar *calendar = directory != NULL ? cs_directory_get_calendar (directory, id) : NULL;

  if (directory != NULL && calendar == NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 _ ("There is no calendar “%s”: see “calendar list”"),
                 id);
  return calendar;
}

static void
print_calendar_line (CsCtl *ctl, const char *id, CsCalendar *calendar)
{
  guint n_estimated = cs_calendar_count_estimated (cs_calendar_get_json (calendar), NULL);

  if (ctl->json)
    cs_ctl_print_json (ctl,
                       json_pack ("{s:s, s:s, s:s, s:I, s:i}",
                                  "calendar",
                                  id,
                                  "title",
                                  cs_calendar_get_title (calendar),
                                  "zone",
                                  cs_calendar_get_zone (calendar),
                                  "revision",
                                  (json_int_t)cs_calendar_get_revision (calendar),
                                  "estimated",
                                  (int)n_estimated));
  else
    fprintf (ctl->output,
             _ ("%-16s %-24s %-20s revision %d, %u estimated\n"),
             id,
             cs_calendar_get_title (calendar),
             cs_calendar_get_zone (calendar),
             (int)cs_calendar_get_revision (calendar),
             n_estimated);
}

/**
 * cs_ctl_calendar_list:
 * @ctl: the command line
 * @arguments: none
 * @error: as opening the workspace
 *
 * Lists the calendars packs may name, with revision and how many dates nobody has confirmed.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_calendar_list (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_auto (GStrv) ids = NULL;
  const CsDirectory *directory;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  directory = ledger != NULL ? get_directory (ledger, error) : NULL;
  if (directory == NULL)
    return FALSE;
  ids = cs_directory_list_calendars (directory);
  for (gsize i = 0; ids[i] != NULL; i++)
    print_calendar_line (ctl, ids[i], cs_directory_get_calendar (directory, ids[i]));
  return TRUE;
}

static void
print_day (CsCtl *ctl, const CsCalendarDay *day)
{
  fprintf (ctl->output,
           "  %s  %-13s  %s%s\n",
           day->date,
           day->hours != NULL ? day->hours : _ ("closed"),
           day->title != NULL ? day->title : "",
           day->is_estimated ? _ (" (estimated)") : "");
}

static void
print_calendar (CsCtl *ctl, const json_t *calendar, const char *year)
{
  static const char *const weekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  g_autoptr (GPtrArray) days = cs_calendar_list_days (calendar, year);
  const json_t *season;
  gsize index;

  for (gsize i = 0; i < G_N_ELEMENTS (weekdays); i++) {
    g_autofree char *hours = cs_calendar_format_hours (calendar, weekdays[i]);

    fprintf (ctl->output, "  %s  %s\n", weekdays[i], *hours != '\0' ? hours : _ ("closed"));
  }
  json_array_foreach (json_object_get (calendar, "seasons"), index, season)
  {
    const char *title = cs_json_get_string (season, "title");

    fprintf (ctl->output,
             "  %s – %s  %s\n",
             cs_json_get_string (season, "from"),
             cs_json_get_string (season, "to"),
             title != NULL ? title : "");
  }
  for (guint i = 0; i < days->len; i++)
    print_day (ctl, days->pdata[i]);
}

/**
 * cs_ctl_calendar_show:
 * @ctl: the command line
 * @arguments: a calendar
 * @error: `CS_ERROR_NOT_FOUND`, and as opening the workspace
 *
 * Shows a calendar whole; as JSON it is what `calendar set` reads.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_calendar_show (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *year = NULL;
  const GOptionEntry options[] = {
      {"year", 0, 0, G_OPTION_ARG_STRING, &year, N_ ("Only dates of this year"), "YEAR"},
      {NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  CsCalendar *calendar;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 1, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  calendar = ledger != NULL ? find_calendar (ledger, arguments[1], error) : NULL;
  if (calendar == NULL)
    return FALSE;
  if (ctl->json) {
    cs_ctl_print_json (ctl, json_deep_copy (cs_calendar_get_json (calendar)));
    return TRUE;
  }
  print_calendar_line (ctl, arguments[1], calendar);
  print_calendar (ctl, cs_calendar_get_json (calendar), year);
  return TRUE;
}

/* --- changing --- */

static gboolean
read_years (CsCtl *ctl, const char *text, int *first, int *last, GError **error)
{
  int length = 0;

  if (text == NULL) {
    g_autofree char *now = cs_instant_format (cs_time_source_get_now (ctl->time_source));

    *first = (int)g_ascii_strtoll (now, NULL, 10);
    *last = *first + YEARS_AHEAD;
    return TRUE;
  }
  if (sscanf (text, "%4d-%4d%n", first, last, &length) == 2 && text[length] == '\0' &&
      *first >= 1900 && *last <= 2199 && *first <= *last)
    return TRUE;
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_BAD_VALUE,
               _ ("--years expects a first and a last year such as 2026-2028, not “%s”"),
               text);
  return FALSE;
}

static json_t *
read_json (const char *path, GError **error)
{
  g_autoptr (CsJson) json = cs_json_parse_file (path, LIMIT_BYTES, error);
  json_t *calendar = json != NULL ? json_deep_copy (cs_json_get_root (json)) : NULL;

  if (json_is_object (calendar))
    json_object_del (calendar, "revision");
  return calendar;
}

/* The calendar as a file would have it: whole in JSON, or its holidays in iCalendar. */
static json_t *
read_change (CsCtl *ctl, CsLedger *ledger, char **arguments, const Words *words, GError **error)
{
  const char *path = arguments[2];
  gboolean is_ics = g_str_has_suffix (path, ".ics");
  CsCalendar *known = words->is_new && !is_ics ? NULL : find_calendar (ledger, arguments[1], error);
  g_autoptr (json_t) days = NULL;
  json_t *calendar;
  CsCalendarImport counts;
  guint n_left_out = 0;
  int first, last;

  if (known == NULL && (is_ics || !words->is_new))
    return NULL;
  if (!is_ics)
    return read_json (path, error);
  if (!read_years (ctl, words->years, &first, &last, error))
    return NULL;
  days = cs_ics_read_file (path, first, last, &n_left_out, error);
  if (days == NULL) {
    g_prefix_error (error, "%s: ", path);
    return NULL;
  }
  calendar = json_deep_copy (cs_calendar_get_json (known));
  json_object_del (calendar, "revision");
  cs_calendar_import (calendar, days, &counts);
  if (!ctl->json)
    fprintf (ctl->output,
             _ ("%u dates are new, %u confirmed, %u dropped; %u events with a time of day were "
                "left out\n"),
             counts.n_new,
             counts.n_confirmed,
             counts.n_dropped,
             n_left_out);
  return calendar;
}

static json_t *
move_to_json (const CsClockMove *move)
{
  json_t *object = json_pack ("{s:s, s:s, s:b, s:b}",
                              "request",
                              move->request,
                              "run",
                              move->run,
                              "becomes_late",
                              move->becomes_late,
                              "was_late",
                              move->was_late);

  cs_ctl_set_string (object, "number", move->number);
  json_object_set_new (object, "due", cs_ctl_instant_to_json (move->old_due));
  json_object_set_new (object, "new_due", cs_ctl_instant_to_json (move->new_due));
  return object;
}

static char *
format_due (CsInstant due)
{
  return due != CS_INSTANT_NONE ? cs_instant_format (due) : g_strdup ("–");
}

static void
print_change (CsCtl *ctl, const CsCalendarChange *change)
{
  fprintf (ctl->output,
           _ ("%u of %u open clocks move, %u become late, %u are late no more\n"),
           change->moves->len,
           change->n_open,
           change->n_late,
           change->n_relieved);
  for (guint i = 0; i < change->moves->len; i++) {
    const CsClockMove *move = change->moves->pdata[i];
    g_autofree char *before = format_due (move->old_due);
    g_autofree char *after = format_due (move->new_due);

    fprintf (ctl->output,
             "%-10s %-24s %s → %s%s\n",
             move->number,
             move->run,
             before,
             after,
             move->becomes_late ? _ (" late") : "");
  }
}

static json_t *
change_to_json (const char *id, const CsCalendarChange *change)
{
  json_t *moves = json_array ();

  for (guint i = 0; i < change->moves->len; i++)
    json_array_append_new (moves, move_to_json (change->moves->pdata[i]));
  return json_pack ("{s:s, s:i, s:i, s:i, s:o}",
                    "calendar",
                    id,
                    "open",
                    (int)change->n_open,
                    "late",
                    (int)change->n_late,
                    "relieved",
                    (int)change->n_relieved,
                    "moves",
                    moves);
}

static gboolean
submit (CsCtl *ctl,
        CsLedger *ledger,
        const char *id,
        json_t *calendar,
        const Words *words,
        GError **error)
{
  const char *person = cs_ctl_find_person (ledger, words->by, error);
  g_autoptr (json_t) data = json_pack ("{s:s, s:O, s:s*, s:b}",
                                       "id",
                                       id,
                                       "calendar",
                                       calendar,
                                       "reason",
                                       words->reason,
                                       "keep_open",
                                       words->keep_open);
  const CsIntent intent = {.kind = "calendar", .by = person, .data = data};
  g_autoptr (CsOutcome) outcome = NULL;

  if (person == NULL || !cs_ledger_submit (ledger, &intent, &outcome, error))
    return FALSE;
  if (outcome->is_accepted)
    return TRUE;
  g_set_error_literal (error, CS_ERROR, CS_ERROR_FAILED, outcome->reason->text);
  return FALSE;
}

static gboolean
change_calendar (CsCtl *ctl, char **arguments, gboolean is_preview, GError **error)
{
  g_auto (Words) words = {0};
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &words.by, N_ ("Who changes it"), "PERSON"},
      {"keep-open",
       0,
       0,
       G_OPTION_ARG_NONE,
       &words.keep_open,
       N_ ("Leave the clocks that run with the revision before"),
       NULL},
      {"new", 0, 0, G_OPTION_ARG_NONE, &words.is_new, N_ ("The calendar is not there yet"), NULL},
      {"reason", 0, 0, G_OPTION_ARG_STRING, &words.reason, N_ ("Why, for the record"), "TEXT"},
      {"years",
       0,
       0,
       G_OPTION_ARG_STRING,
       &words.years,
       N_ ("Years to take from an .ics file, such as 2026-2028"),
       "YEARS"},
      {NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (json_t) json = NULL;
  g_autoptr (CsCalendar) calendar = NULL;
  g_autoptr (CsCalendarChange) change = NULL;
  const char *id;

  if (!cs_ctl_parse (ctl, arguments, options, 2, 2, error))
    return FALSE;
  id = arguments[1];
  ledger = cs_ctl_open (ctl, error);
  json = ledger != NULL ? read_change (ctl, ledger, arguments, &words, error) : NULL;
  calendar = json != NULL ? cs_calendar_new_from_json (json, error) : NULL;
  if (calendar != NULL)
    change = cs_calendar_change_preview (cs_ledger_get_authority (ledger), id, calendar, error);
  if (change == NULL || (!is_preview && !submit (ctl, ledger, id, json, &words, error)))
    return FALSE;
  if (ctl->json)
    cs_ctl_print_json (ctl, change_to_json (id, change));
  else
    print_change (ctl, change);
  return TRUE;
}

/**
 * cs_ctl_calendar_preview:
 * @ctl: the command line
 * @arguments: a calendar, and a file with what it would be: JSON, or holidays as .ics
 * @error: `CS_ERROR_NOT_FOUND`, `CS_ERROR_INVALID`
 *
 * Says which open clocks would move, and which would become late; changes nothing.
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_calendar_preview (CsCtl *ctl, char **arguments, GError **error)
{
  return change_calendar (ctl, arguments, TRUE, error);
}

/**
 * cs_ctl_calendar_set:
 * @ctl: the command line
 * @arguments: a calendar, and a file as for `calendar preview`
 * @error: `CS_ERROR_NOT_FOUND`, `CS_ERROR_INVALID`, `CS_ERROR_FAILED` when it is refused
 *
 * Makes a new revision of a calendar and says which open clocks moved.
 *
 * Returns: whether it was changed
 */
gboolean
cs_ctl_calendar_set (CsCtl *ctl, char **arguments, GError **error)
{
  return change_calendar (ctl, arguments, FALSE, error);
}
