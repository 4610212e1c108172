/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar-private.h"

#include <glib/gi18n-lib.h>

/* Longer explanations keep their first and last lines. */
#define MAX_LINES 40
#define END_LINES 18

/* Goes through the dates of a reckoning and writes a line for each that mattered. */
typedef struct {
  CsCalendar *calendar; /* borrowed */
  const CsSpan *pauses; /* borrowed */
  gsize n_pauses;
  gsize next_pause;
  CsInstant start;
  CsInstant due;
  GPtrArray *lines; /* (owned) */
  int closed_from;  /* the run of closed dates that is not written yet */
  int closed_to;
  gboolean in_closed;
  gboolean are_pauses_told; /* by lines that were there before */
} Account;

static char *
format_wall (CsWallTime wall, const char *format)
{
  g_autoptr (GDateTime) date_time = NULL;

  date_time = g_date_time_new_from_unix_utc ((wall - (wall % CS_SECOND + CS_SECOND) % CS_SECOND) /
                                             CS_SECOND);
  return date_time != NULL ? g_date_time_format (date_time, format) : g_strdup ("");
}

static char *
format_date (int day)
{
  /* Translators: a date of a list in an explanation: weekday, day, month */
  return format_wall (day * CS_DAY, _ ("%a %-d %b"));
}

static char *
format_moment (Account *account, CsInstant instant)
{
  /* Translators: a moment in an explanation: weekday, day, month, time */
  return format_wall (cs_zone_to_wall (account->calendar->zone, instant), _ ("%a %-d %b %H:%M"));
}

static char *
format_time (Account *account, CsInstant instant, int day)
{
  CsWallTime wall = cs_zone_to_wall (account->calendar->zone, instant);

  if (wall == (day + 1) * CS_DAY)
    return g_strdup ("24:00");
  return format_wall (wall, wall % (60 * CS_SECOND) != 0 ? "%H:%M:%S" : "%H:%M");
}

static char *
format_length (gint64 length)
{
  gint64 seconds = length / CS_SECOND;
  int hours = (int)(seconds / 3600), minutes = (int)(seconds / 60 % 60), rest = (int)(seconds % 60);
  g_autoptr (GString) text = g_string_new (NULL);

  if (hours > 0)
    g_string_append_printf (text, _ ("%d h"), hours);
  if (minutes > 0) {
    g_string_append (text, text->len > 0 ? " " : "");
    g_string_append_printf (text, _ ("%d min"), minutes);
  }
  if (rest > 0 || text->len == 0) {
    g_string_append (text, text->len > 0 ? " " : "");
    g_string_append_printf (text, _ ("%d s"), rest);
  }
  return g_strdup (text->str);
}

static void add_line (Account *account, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_line (Account *account, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (account->lines, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
flush_closed (Account *account)
{
  g_autofree char *first = format_date (account->closed_from);
  g_autofree char *last = format_date (account->closed_to);

  if (!account->in_closed)
    return;
  account->in_closed = FALSE;
  if (account->closed_from == account->closed_to)
    add_line (account, _ ("%s closed"), first);
  else if (account->closed_from + 1 == account->closed_to)
    add_line (account, _ ("%s, %s closed"), first, last);
  else
    add_line (account, _ ("%s to %s closed"), first, last);
}

static void
add_closed (Account *account, int day, const CsException *exception)
{
  g_autofree char *date = format_date (day);

  if (exception == NULL) {
    if (!account->in_closed)
      account->closed_from = day;
    account->closed_to = day;
    account->in_closed = TRUE;
    return;
  }
  flush_closed (account);
  if (exception->title == NULL && exception->estimated)
    add_line (account, _ ("%s closed: holiday (estimated)"), date);
  else if (exception->title == NULL)
    add_line (account, exception->hours == NULL ? _ ("%s closed: holiday") : _ ("%s closed"), date);
  else if (exception->estimated)
    add_line (account, _ ("%s closed: %s (estimated)"), date, exception->title);
  else
    add_line (account, _ ("%s closed: %s"), date, exception->title);
}

static void
add_clock_change (Account *account, int day)
{
  const CsZone *zone = account->calendar->zone;
  CsInstant from = MAX (cs_zone_first_pass (zone, day * CS_DAY) - 1, account->start);
  CsInstant to = MIN (cs_zone_first_pass (zone, (day + 1) * CS_DAY) - 1, account->due);
  int change = cs_zone_get_offset_secs (zone, to) - cs_zone_get_offset_secs (zone, from);
  g_autofree char *date = format_date (day);
  g_autofree char *length = format_length (ABS (change) * CS_SECOND);

  if (change == 0 || to <= from)
    return;
  flush_closed (account);
  if (change > 0)
    add_line (account, _ ("%s: clocks go forward %s"), date, length);
  else
    add_line (account, _ ("%s: clocks go back %s"), date, length);
}

/* Writes the pauses that begin before @until. */
static void
add_pauses (Account *account, CsInstant until)
{
  for (; account->next_pause < account->n_pauses; account->next_pause++) {
    const CsSpan *pause = &account->pauses[account->next_pause];
    g_autofree char *from = NULL;
    g_autofree char *to = NULL;

    if (pause->from >= MIN (until, account->due))
      return;
    if (pause->to <= account->start || account->are_pauses_told)
      continue;
    flush_closed (account);
    from = format_moment (account, pause->from);
    if (pause->to == G_MAXINT64) {
      add_line (account, _ ("Paused since %s"), from);
      continue;
    }
    to = format_moment (account, pause->to);
    add_line (account, _ ("Paused from %s to %s"), from, to);
  }
}

/* Appends the parts of [@from, @to) in which the clock ran, and returns how long they are. */
static gint64
append_running (Account *account, GString *text, int day, CsInstant from, CsInstant to)
{
  gint64 total = 0;

  from = MAX (from, account->start);
  to = MIN (to, account->due);
  for (gsize i = 0; from < to && i <= account->n_pauses; i++) {
    gboolean last = i == account->n_pauses;
    CsInstant end = last ? to : MIN (account->pauses[i].from, to);

    if (end > from) {
      g_autofree char *open = format_time (account, from, day);
      g_autofree char *close = format_time (account, end, day);

      g_string_append_printf (text, "%s%s–%s", text->len > 0 ? ", " : "", open, close);
      total += end - from;
    }
    if (!last)
      from = MAX (from, account->pauses[i].to);
  }
  return total;
}

/* A day that counts as open, and on which a holiday may fall yet. */
static void
add_maybe (Account *account, int day)
{
  const char *title = cs_calendar_get_maybe (account->calendar, day);
  g_autofree char *date = format_date (day);

  if (title != NULL && *title != '\0')
    add_line (account, _ ("%s may be closed: %s (estimated)"), date, title);
  else if (title != NULL)
    add_line (account, _ ("%s may be closed: holiday (estimated)"), date);
}

static void
add_hours (Account *account, int day, const GArray *hours, const CsException *exception)
{
  const CsZone *zone = account->calendar->zone;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *date = format_date (day);
  g_autofree char *length = NULL;
  gint64 total = 0;

  for (guint i = 0; i < hours->len; i++) {
    const CsHours *item = &g_array_index (hours, CsHours, i);

    total += append_running (account,
                             text,
                             day,
                             cs_zone_first_pass (zone, day * CS_DAY + item->from * 60 * CS_SECOND),
                             cs_zone_first_pass (zone, day * CS_DAY + item->to * 60 * CS_SECOND));
  }
  if (total == 0)
    return;
  flush_closed (account);
  length = format_length (total);
  if (exception != NULL && exception->title != NULL && exception->estimated)
    add_line (account, _ ("%s %s (%s, estimated) · %s"), date, text->str, exception->title, length);
  else if (exception != NULL && exception->title != NULL)
    add_line (account, _ ("%s %s (%s) · %s"), date, text->str, exception->title, length);
  else if (exception != NULL)
    add_line (account, _ ("%s %s (special hours) · %s"), date, text->str, length);
  else
    add_line (account, "%s %s · %s", date, text->str, length);
  add_maybe (account, day);
}

static void
explain_hours (Account *account)
{
  CsCalendar *calendar = account->calendar;
  int last = cs_calendar_get_day (calendar, account->due - 1);
  CsInstant opening = cs_calendar_next_open (calendar, account->start);

  if (opening > account->start) {
    g_autofree char *start = format_moment (account, account->start);
    g_autofree char *begin = format_moment (account, opening);

    add_line (account, _ ("%s is outside working hours, which begin %s"), start, begin);
  }
  for (int day = cs_calendar_get_day (calendar, account->start); day <= last; day++) {
    const CsException *exception;
    const GArray *hours = cs_calendar_get_hours (calendar, day, &exception);

    add_clock_change (account, day);
    add_pauses (account, cs_zone_first_pass (calendar->zone, (day + 1) * CS_DAY));
    if (hours == NULL || hours->len == 0)
      add_closed (account, day, exception);
    else
      add_hours (account, day, hours, exception);
  }
}

static void
explain_closes (Account *account)
{
  CsCalendar *calendar = account->calendar;
  int count = 0;
  CsInstant close = account->start;

  for (int day = cs_calendar_get_day (calendar, account->start - 1); close < account->due; day++) {
    const CsException *exception;
    g_autofree char *date = format_date (day);
    g_autofree char *time = NULL;

    cs_calendar_get_hours (calendar, day, &exception);
    add_clock_change (account, day);
    add_pauses (account, cs_zone_first_pass (calendar->zone, (day + 1) * CS_DAY));
    if (!cs_calendar_get_day_close (calendar, day, &close)) {
      add_closed (account, day, exception);
      continue;
    }
    if (close < account->start)
      continue;
    flush_closed (account);
    time = format_time (account, close, day);
    if (count > 0 && cs_pauses_cover (account->pauses, account->n_pauses, close))
      add_line (account, _ ("%s closes %s while paused: not counted"), date, time);
    else
      add_line (account, _ ("%s closes %s · day %d"), date, time, count++);
    add_maybe (account, day);
  }
}

static void
explain_dates (Account *account, gint64 amount, CsDurationUnit unit)
{
  CsCalendar *calendar = account->calendar;
  int first = cs_calendar_get_day (calendar, account->start);
  int last = cs_calendar_get_day (calendar, account->due - 1);
  int target = last;
  CsInstant close;
  g_autofree char *from = format_date (first);
  g_autofree char *to = NULL;

  /* The date that was aimed at is the first of the closed ones before the due date. */
  while (target > first + 1 && !cs_calendar_get_day_close (calendar, target - 1, &close))
    target--;
  if (unit == CS_DURATION_DAYS)
    target = first + (int)amount;
  to = format_date (target);
  if (unit == CS_DURATION_DAYS)
    add_line (account, _ ("%s + %d days = %s"), from, (int)amount, to);
  for (int day = target; day < last; day++) {
    const CsException *exception;

    cs_calendar_get_hours (calendar, day, &exception);
    add_closed (account, day, exception);
  }
}

static void
explain_wall_clock (Account *account)
{
  CsCalendar *calendar = account->calendar;
  int last = cs_calendar_get_day (calendar, account->due);
  g_autofree char *from = format_moment (account, account->start);
  g_autofree char *to = format_moment (account, account->due);
  g_autofree char *length = format_length (account->due - account->start);

  add_line (account, _ ("%s to %s · %s by the clock"), from, to, length);
  for (int day = cs_calendar_get_day (calendar, account->start); day <= last; day++)
    add_clock_change (account, day);
  add_pauses (account, account->due);
}

static char *
format_sum (gint64 amount, CsDurationUnit unit)
{
  switch (unit) {
    case CS_DURATION_MINUTES:
      return format_length (amount * 60 * CS_SECOND);
    case CS_DURATION_HOURS:
    case CS_DURATION_ELAPSED_HOURS:
      return format_length (amount * CS_HOUR);
    case CS_DURATION_BUSINESS_DAYS:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%d working day", "%d working days", (gulong)amount),
          (int)amount);
    case CS_DURATION_DAYS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong)amount),
                              (int)amount);
    case CS_DURATION_MONTHS:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%d month", "%d months", (gulong)amount),
          (int)amount);
    case CS_DURATION_YEARS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d year", "%d years", (gulong)amount),
                              (int)amount);
    default:
      g_return_val_if_reached (NULL);
  }
}

static void
add_sum (Account *account, gint64 amount, CsDurationUnit unit)
{
  g_autofree char *sum = format_sum (amount, unit);
  g_autofree char *due = NULL;

  /* Translators: the moment at the end of an explanation: weekday, day, month, year, time, offset
   */
  due = format_wall (cs_zone_to_wall (account->calendar->zone, account->due),
                     account->due % (60 * CS_SECOND) != 0 ? _ ("%a %-d %b %Y %H:%M:%S")
                                                          : _ ("%a %-d %b %Y %H:%M"));
  flush_closed (account);
  add_line (account,
            _ ("= %s, due %s (%s)"),
            sum,
            due,
            cs_zone_get_identifier (account->calendar->zone));
}

static void
hand_over (GPtrArray *from, GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++) {
    if (from->len > MAX_LINES && i == END_LINES) {
      guint skipped = from->len - 2 * END_LINES;

      g_ptr_array_add (
          to,
          g_strdup_printf (
              g_dngettext (GETTEXT_PACKAGE, "… %u more line …", "… %u more lines …", skipped),
              skipped));
      i += skipped;
    }
    g_ptr_array_add (to, g_strdup (g_ptr_array_index (from, i)));
  }
}

/**
 * cs_calendar_explain:
 * @self: a calendar
 * @start: when the clock starts
 * @amount: how much time it gives
 * @unit: what @amount counts
 * @pauses: (array length=n_pauses) (nullable): tidy pauses
 * @n_pauses: how many pauses
 * @due: what was reckoned from these
 * @lines: (element-type utf8): takes the explanation; where it has lines already, they tell the
 *   pauses
 *
 * Says line by line how @due came about; the last line has the sum.
 */
void
cs_calendar_explain (CsCalendar *self,
                     CsInstant start,
                     gint64 amount,
                     CsDurationUnit unit,
                     const CsSpan *pauses,
                     gsize n_pauses,
                     CsInstant due,
                     GPtrArray *lines)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  Account account = {
      .calendar = self,
      .pauses = pauses,
      .n_pauses = n_pauses,
      .start = start,
      .due = due,
      .lines = all,
      .are_pauses_told = lines->len > 0,
  };

  switch (unit) {
    case CS_DURATION_MINUTES:
    case CS_DURATION_HOURS:
      explain_hours (&account);
      break;
    case CS_DURATION_BUSINESS_DAYS:
      explain_closes (&account);
      break;
    case CS_DURATION_ELAPSED_HOURS:
      explain_wall_clock (&account);
      break;
    case CS_DURATION_DAYS:
    case CS_DURATION_MONTHS:
    case CS_DURATION_YEARS:
    default:
      explain_dates (&account, amount, unit);
      break;
  }
  add_sum (&account, amount, unit);
  hand_over (all, lines);
}
