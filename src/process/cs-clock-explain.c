/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-clock-private.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>

/* How a due date came about, said line by line (D-C4): what was promised and why that much, since
 * when, what stood still, each day that counted, and what was agreed afterwards. */

typedef struct {
  const CsRequest *request;
  const CsClockRun *run;
  const CsDirectory *directory;
  CsClockBasis basis;
  GArray *spans; /* (owned) CsSpan */
  GPtrArray *lines;
} Account;

static void add_line (Account *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_line (Account *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->lines, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static char *
format_moment (Account *self, CsInstant instant)
{
  g_autoptr (GTimeZone) zone =
      g_time_zone_new_identifier (cs_calendar_get_zone (self->basis.calendar));
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / CS_SECOND);
  g_autoptr (GDateTime) local = zone != NULL ? g_date_time_to_timezone (utc, zone) : NULL;

  /* Translators: a moment in an explanation: weekday, day, month, time */
  return g_date_time_format (local != NULL ? local : utc, _ ("%a %-d %b %H:%M"));
}

/* “4 working hours”, and where the number comes from: a choice, a setting, a field. */
static void
add_promise (Account *self)
{
  const CsClockDef *clock = self->run->clock;
  g_autofree char *length = cs_duration_dup_words (&self->basis.time);

  if (clock->by != NULL) {
    g_autofree char *field = cs_title (clock->by->title);
    g_autofree char *choice = cs_request_dup_value_text (self->request, clock->by, NULL, NULL);

    /* Translators: the choice that sets a deadline: “Severity: S1 Critical” */
    add_line (self, _ ("%1$s: %2$s"), field, choice);
  }
  if (clock->time.setting != NULL) {
    g_autofree char *setting = cs_title (clock->time.setting->title);

    /* Translators: how long a deadline is, and the setting that says so */
    add_line (self, _ ("%1$s, by the setting “%2$s”"), length, setting);
  } else if (clock->time.field != NULL) {
    g_autofree char *field = cs_title (clock->time.field->title);

    if (self->basis.is_date)
      add_line (self, _ ("By “%s”"), field);
    else
      /* Translators: how long a deadline is, and the field that says so */
      add_line (self, _ ("%1$s, by “%2$s”"), length, field);
  } else {
    add_line (self, "%s", length);
  }
}

static void
add_start (Account *self)
{
  g_autofree char *from = format_moment (self, self->run->started);

  add_line (self, _ ("Runs from %s"), from);
}

static const CsEntry *
find_pause (Account *self, CsInstant from)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const CsClockLog *log =
      cs_request_get_clock_log (self->request,
                                cs_process_get_clock (process, self->run->clock->id));

  for (guint i = 0; i < log->pauses->len; i++) {
    const CsPauseSpan *pause = &g_array_index (log->pauses, CsPauseSpan, i);

    if (MAX (pause->from, self->run->started) == from)
      return pause->entry;
  }
  return NULL;
}

static char *
dup_pause_title (Account *self, const CsEntry *entry)
{
  const GPtrArray *pauses = cs_request_get_process (self->request)->pauses;
  const char *id = entry != NULL ? cs_entry_get_text (entry, "reason") : NULL;

  for (guint i = 0; id != NULL && i < pauses->len; i++) {
    const CsPause *pause = pauses->pdata[i];

    if (g_str_equal (pause->id, id))
      return cs_title (pause->title);
  }
  return g_strdup (_ ("it was somebody else’s turn"));
}

/* PH-27: each pause by its name; a step that was not open stood still, too. */
static void
add_pauses (Account *self)
{
  for (guint i = 0; i < self->run->spans->len; i++) {
    const CsSpan *span = self->run->spans->pdata[i];
    g_autofree char *title = dup_pause_title (self, find_pause (self, span->from));
    g_autofree char *from = format_moment (self, span->from);
    g_autofree char *to = span->to != CS_INSTANT_NONE ? format_moment (self, span->to) : NULL;

    if (to == NULL)
      /* Translators: a deadline does not run; since when, and why */
      add_line (self, _ ("Stands still since %1$s: %2$s"), from, title);
    else
      /* Translators: a deadline did not run: from, to, why */
      add_line (self, _ ("Stood still from %1$s to %2$s: %3$s"), from, to, title);
  }
}

static gboolean
add_days (Account *self, gint64 amount, GError **error)
{
  CsInstant due;

  return cs_calendar_due (self->basis.calendar,
                          self->run->started,
                          amount,
                          self->basis.time.unit,
                          (const CsSpan *)(const void *)self->spans->data,
                          self->spans->len,
                          &due,
                          self->lines,
                          error);
}

/* PH-25: of a range both ends are told, of “20 or more” the end that is no limit. */
static gboolean
add_reckoning (Account *self, GError **error)
{
  const CsDuration *time = &self->basis.time;

  if (self->basis.is_date) {
    cs_clock_date_close (self->basis.calendar, self->basis.date, self->lines);
    return TRUE;
  }
  if (time->is_range && time->has_limit) {
    g_autofree char *target =
        self->run->target != CS_INSTANT_NONE ? format_moment (self, self->run->target) : NULL;

    if (target != NULL)
      add_line (self, _ ("Target %s: from then on it is short of time"), target);
  } else if (!time->has_limit) {
    add_line (self, _ ("A target to review at; there is no limit, so it is never late"));
  }
  return add_days (self, time->has_limit ? time->limit : time->target, error);
}

static const char *
find_person_name (Account *self, const CsEntry *entry)
{
  const CsPerson *person = cs_directory_get_person (self->directory, cs_entry_get_by (entry));

  return person != NULL ? person->name : cs_entry_get_by (entry);
}

static char *
format_end (Account *self, const CsEntry *entry)
{
  const char *until = cs_entry_get_text (entry, "until");
  CsInstant end = CS_INSTANT_NONE;

  if (until != NULL && !cs_instant_parse (until, &end, NULL))
    end = cs_clock_date_close (self->basis.calendar, until, NULL);
  return end != CS_INSTANT_NONE ? format_moment (self, end) : g_strdup (until);
}

/* PH-26: a deviation keeps its reason, who recorded it and whether the client agreed. */
static void
add_extensions (Account *self)
{
  const CsProcess *process = cs_request_get_process (self->request);
  const CsClockLog *log =
      cs_request_get_clock_log (self->request,
                                cs_process_get_clock (process, self->run->clock->id));

  for (guint i = 0; i < log->extends->len; i++) {
    const CsEntry *entry = log->extends->pdata[i];
    const char *reason = cs_entry_get_text (entry, "reason");
    g_autofree char *end = NULL;

    if (cs_entry_get_received (entry) < self->run->started)
      continue;
    end = format_end (self, entry);
    /* Translators: a deadline was moved: to when, by whom, why */
    add_line (self,
              _ ("Extended to %1$s by %2$s: %3$s"),
              end,
              find_person_name (self, entry),
              reason != NULL ? reason : "–");
    if (json_object_get (cs_entry_get_data (entry), "evidence") != NULL)
      add_line (self, _ ("The client’s agreement is on file"));
  }
}

static gboolean
is_zone_of_client (Account *self, CsCalendar *calendar)
{
  return g_str_equal (cs_calendar_get_zone (calendar), cs_calendar_get_zone (self->basis.calendar));
}

/* where the client's day is another, the same moment there, and whether they work then. */
static void
add_client_time (Account *self)
{
  const char *region_id = cs_request_get_region (self->request);
  const CsPack *pack = cs_request_get_process (self->request)->pack;
  const CsRegion *region = region_id != NULL ? cs_pack_get_region (pack, region_id) : NULL;
  CsCalendar *calendar =
      region != NULL ? cs_directory_get_calendar (self->directory, region->calendar) : NULL;
  CsInstant due = self->run->due != CS_INSTANT_NONE ? self->run->due : self->run->target;
  Account theirs = *self;
  g_autofree char *moment = NULL;

  if (calendar == NULL || calendar == self->basis.calendar || due == CS_INSTANT_NONE)
    return;
  theirs.basis.calendar = calendar;
  moment = format_moment (&theirs, due);
  if (!cs_calendar_is_open (calendar, due - 1))
    /* Translators: name of the client's calendar, and the moment of a deadline there */
    add_line (self,
              _ ("For the client (%1$s) that is %2$s, outside working hours"),
              cs_calendar_get_title (calendar),
              moment);
  else if (!is_zone_of_client (self, calendar))
    /* Translators: name of the client's calendar, and the moment of a deadline there */
    add_line (self,
              _ ("For the client (%1$s) that is %2$s"),
              cs_calendar_get_title (calendar),
              moment);
}

/**
 * cs_clock_explain:
 * @request: a request
 * @run: a run of one of its clocks
 * @directory: the calendars of today
 * @error: `CS_ERROR_NOT_FOUND` when there is no calendar or no length yet
 *
 * Says line by line how a due date came about (D-C4): length and where it is from, calendar,
 * start, pauses (PH-27), days, target and limit (PH-25), extensions (PH-26), and the client's time
 * (Q-17).
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the lines
 */
GPtrArray *
cs_clock_explain (const CsRequest *request,
                  const CsClockRun *run,
                  const CsDirectory *directory,
                  GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) spans = NULL;
  Account account = {request, run, directory, .lines = lines};

  if (!cs_clock_find_basis (request, run, directory, &account.basis)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 _ ("“%s” has no calendar or no length yet, so nothing can be reckoned"),
                 run->clock->id);
    return NULL;
  }
  account.spans = spans = cs_clock_closed_spans (run, run->reckoned);
  add_promise (&account);
  add_line (&account,
            _ ("Calendar %s, revision %d, zone %s"),
            cs_calendar_get_title (account.basis.calendar),
            (int)cs_calendar_get_revision (account.basis.calendar),
            cs_calendar_get_zone (account.basis.calendar));
  if (!account.basis.is_date)
    add_start (&account);
  add_pauses (&account);
  if (!add_reckoning (&account, error))
    return NULL;
  add_extensions (&account);
  add_client_time (&account);
  return g_steal_pointer (&lines);
}
