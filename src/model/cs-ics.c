/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ics.h"

#include "cs-calendar-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <libical/ical.h>
#include <string.h>

/* Holidays from an iCalendar file. Its lines are looked at first, because libical passes over what
 * it does not understand and remembers no lines; then libical reads values and repetitions. */

#define MAX_EVENTS      5000
#define MAX_DEPTH       8
#define MAX_SPAN_DAYS   60
#define MAX_OCCURRENCES 1000
#define MAX_DAYS        20000
#define MAX_TITLE_CHARS 120

typedef struct {
  char *title; /* (owned) (nullable) */
  gboolean is_estimated;
} Holiday;

typedef struct {
  GArray *lines;    /* (owned) guint: where the nth event says when it is */
  GHashTable *days; /* (owned) date -> Holiday */
  int first_year, last_year;
  guint n_events; /* read so far */
  guint n_left_out;
} Reading;

static void
holiday_free (gpointer data)
{
  Holiday *self = data;

  g_free (self->title);
  g_free (self);
}

static void
reading_clear (Reading *self)
{
  g_array_unref (self->lines);
  g_hash_table_unref (self->days);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static gboolean G_GNUC_PRINTF (3, 4) refuse (GError **error, guint line, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("Line %u: %s"), line, message);
  return FALSE;
}

/* --- lines --- */

typedef struct {
  char *open[MAX_DEPTH]; /* (owned) components that have begun */
  guint opened_at[MAX_DEPTH];
  guint depth;
} Nesting;

static void
nesting_clear (Nesting *self)
{
  while (self->depth > 0)
    g_free (self->open[--self->depth]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Nesting, nesting_clear)

static gboolean
begin_component (Reading *self, Nesting *nesting, const char *name, guint line, GError **error)
{
  gboolean is_event = g_ascii_strcasecmp (name, "VEVENT") == 0;

  if (nesting->depth == 0 && g_ascii_strcasecmp (name, "VCALENDAR") != 0)
    return refuse (error, line, _ ("expected “BEGIN:VCALENDAR”, found “BEGIN:%.40s”"), name);
  if (nesting->depth == MAX_DEPTH || (is_event && nesting->depth != 1))
    return refuse (error, line, _ ("“BEGIN:%.40s” does not belong here"), name);
  if (is_event && self->lines->len == MAX_EVENTS)
    return refuse (error, line, _ ("the file has more than %d events"), MAX_EVENTS);
  if (is_event)
    g_array_append_val (self->lines, line);
  nesting->opened_at[nesting->depth] = line;
  nesting->open[nesting->depth++] = g_strdup (name);
  return TRUE;
}

static gboolean
end_component (Nesting *nesting, const char *name, guint line, GError **error)
{
  if (g_ascii_strcasecmp (nesting->open[nesting->depth - 1], name) != 0)
    return refuse (error,
                   line,
                   _ ("expected “END:%.40s”, found “END:%.40s”"),
                   nesting->open[nesting->depth - 1],
                   name);
  g_free (nesting->open[--nesting->depth]);
  return TRUE;
}

static gboolean
is_named (const char *line, const char *name)
{
  gsize length = strlen (name);

  return g_ascii_strncasecmp (line, name, length) == 0 &&
         (line[length] == ':' || line[length] == ';');
}

/* libical takes 2026-01-14 for some other date. */
static gboolean
look_at_date (const char *text, guint line, GError **error)
{
  const char *value = strrchr (text, ':') + 1;
  gsize length = strlen (value), digits = strspn (value, "0123456789");

  if (digits == 8 && (length == 8 || (value[8] == 'T' && length <= strlen ("20260114T120000Z"))))
    return TRUE;
  return refuse (error, line, _ ("expected a date such as 20260114, found “%.40s”"), value);
}

static gboolean
is_in_event (const Nesting *nesting)
{
  return nesting->depth == 2 && g_ascii_strcasecmp (nesting->open[1], "VEVENT") == 0;
}

static gboolean
look_at_line (Reading *self, Nesting *nesting, char *text, guint line, GError **error)
{
  if (*g_strchomp (text) == '\0' || *text == ' ' || *text == '\t')
    return TRUE;
  if (strchr (text, ':') == NULL)
    return refuse (error, line, _ ("expected a name, “:” and a value, found “%.40s”"), text);
  if (is_named (text, "BEGIN"))
    return begin_component (self, nesting, text + strlen ("BEGIN:"), line, error);
  if (nesting->depth == 0)
    return refuse (error, line, _ ("expected “BEGIN:VCALENDAR”, found “%.40s”"), text);
  if (is_named (text, "END"))
    return end_component (nesting, text + strlen ("END:"), line, error);
  if (!is_in_event (nesting) || !(is_named (text, "DTSTART") || is_named (text, "DTEND")))
    return TRUE;
  if (is_named (text, "DTSTART"))
    g_array_index (self->lines, guint, self->lines->len - 1) = line;
  return look_at_date (text, line, error);
}

static gboolean
look_at_lines (Reading *self, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (Nesting) nesting = {0};
  guint n = 0;

  for (; lines[n] != NULL; n++) {
    if (!look_at_line (self, &nesting, lines[n], n + 1, error))
      return FALSE;
  }
  if (nesting.depth > 0)
    return refuse (error,
                   nesting.opened_at[nesting.depth - 1],
                   _ ("“BEGIN:%.40s” is never ended"),
                   nesting.open[nesting.depth - 1]);
  if (self->lines->len == 0)
    return refuse (error, MAX (n, 1), _ ("expected an event before the end of the file"));
  return TRUE;
}

/* --- events --- */

static gboolean
get_day (struct icaltimetype time, int *day)
{
  g_autofree char *date = g_strdup_printf ("%04d-%02d-%02d", time.year, time.month, time.day);

  return !icaltime_is_null_time (time) && cs_day_parse (date, day, NULL);
}

static void
add_day (Reading *self, int day, const char *title, gboolean is_estimated)
{
  Holiday *holiday = g_hash_table_lookup (self->days, GINT_TO_POINTER (day));
  g_autofree char *date = cs_day_format (day);
  int year = (int)g_ascii_strtoll (date, NULL, 10);

  if (year < self->first_year || year > self->last_year ||
      g_hash_table_size (self->days) >= MAX_DAYS)
    return;
  if (holiday == NULL) {
    holiday = g_new0 (Holiday, 1);
    holiday->title = g_strdup (title);
    holiday->is_estimated = is_estimated;
    g_hash_table_insert (self->days, GINT_TO_POINTER (day), holiday);
    return;
  }
  holiday->is_estimated = holiday->is_estimated && is_estimated;
  if (title != NULL && holiday->title == NULL) {
    holiday->title = g_strdup (title);
  } else if (title != NULL && strstr (holiday->title, title) == NULL &&
             strlen (holiday->title) < 4 * MAX_TITLE_CHARS) {
    g_autofree char *before = holiday->title;

    holiday->title = g_strdup_printf (_ ("%s, %s"), before, title);
  }
}

/* Without what a text of an entry must not have: control and direction characters (RC-25). */
static gboolean
is_plain (gunichar c)
{
  return c >= 0x20 && !(c >= 0x7f && c <= 0x9f) && !(c >= 0x202a && c <= 0x202e) &&
         !(c >= 0x2066 && c <= 0x2069);
}

static char *
dup_title (icalcomponent *event)
{
  const char *summary = icalcomponent_get_summary (event);
  g_autofree char *valid = g_utf8_make_valid (summary != NULL ? summary : "", -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) title = g_string_new (NULL);
  int left = MAX_TITLE_CHARS;

  for (const char *at = normal; *at != '\0' && left > 0; at = g_utf8_next_char (at), left--) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (title, is_plain (c) ? c : ' ');
  }
  g_strstrip (title->str);
  return *title->str != '\0' ? g_strdup (title->str) : NULL;
}

/* How many days an event lasts: its end is the first day after it. */
static gboolean
get_length (icalcomponent *event, int first, guint line, int *n_days, GError **error)
{
  int end;

  *n_days = 1;
  if (icalcomponent_get_first_property (event, ICAL_DTEND_PROPERTY) == NULL &&
      icalcomponent_get_first_property (event, ICAL_DURATION_PROPERTY) == NULL)
    return TRUE;
  if (!get_day (icalcomponent_get_dtend (event), &end) || end < first)
    return refuse (error, line, _ ("the event ends before it begins"));
  *n_days = MAX (end - first, 1);
  if (*n_days > MAX_SPAN_DAYS)
    return refuse (error, line, _ ("the event lasts more than %d days"), MAX_SPAN_DAYS);
  return TRUE;
}

static gboolean
is_excepted (icalcomponent *event, int day)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_EXDATE_PROPERTY);

  for (; property != NULL;
       property = icalcomponent_get_next_property (event, ICAL_EXDATE_PROPERTY)) {
    int excepted;

    if (get_day (icalproperty_get_exdate (property), &excepted) && excepted == day)
      return TRUE;
  }
  return FALSE;
}

static void
add_span (Reading *self, icalcomponent *event, int first, int n_days)
{
  g_autofree char *title = dup_title (event);

  for (int i = 0; i < n_days; i++)
    add_day (self, first + i, title, icalcomponent_get_status (event) == ICAL_STATUS_TENTATIVE);
}

static void
add_further_dates (Reading *self, icalcomponent *event, int n_days)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_RDATE_PROPERTY);

  for (; property != NULL;
       property = icalcomponent_get_next_property (event, ICAL_RDATE_PROPERTY)) {
    int day;

    if (get_day (icalproperty_get_rdate (property).time, &day))
      add_span (self, event, day, n_days);
  }
}

static gboolean
add_repeated (Reading *self,
              icalcomponent *event,
              icalproperty *property,
              int n_days,
              guint line,
              GError **error)
{
  struct icalrecurrencetype rule = icalproperty_get_rrule (property);
  icalrecur_iterator *iterator;
  struct icaltimetype time;

  if (rule.freq != ICAL_YEARLY_RECURRENCE)
    return refuse (error, line, _ ("an event repeats otherwise than yearly (FREQ=YEARLY)"));
  iterator = icalrecur_iterator_new (rule, icalcomponent_get_dtstart (event));
  if (iterator == NULL)
    return refuse (error, line, _ ("how the event repeats (RRULE) cannot be read"));
  for (int i = 0; i < MAX_OCCURRENCES; i++) {
    int day;

    time = icalrecur_iterator_next (iterator);
    if (icaltime_is_null_time (time) || time.year > self->last_year)
      break;
    if (time.year >= self->first_year - 1 && get_day (time, &day) && !is_excepted (event, day))
      add_span (self, event, day, n_days);
  }
  icalrecur_iterator_free (iterator);
  return TRUE;
}

static gboolean
add_event (Reading *self, icalcomponent *event, GError **error)
{
  struct icaltimetype start = icalcomponent_get_dtstart (event);
  icalproperty *rule = icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY);
  guint line =
      self->n_events < self->lines->len ? g_array_index (self->lines, guint, self->n_events) : 0;
  int first, n_days;

  self->n_events++;
  if (icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED)
    return TRUE;
  if (icaltime_is_null_time (start))
    return refuse (error, line, _ ("the event has no date (DTSTART) that can be read"));
  if (!icaltime_is_date (start)) {
    self->n_left_out++;
    return TRUE;
  }
  /* Outlook lets what repeats begin in 1601. */
  if (rule != NULL && start.year < 1900) {
    start.year = 1900 + start.year % 4;
    icalcomponent_set_dtstart (event, start);
  }
  if (!get_day (start, &first))
    return refuse (error, line, _ ("the event’s date is not one from 1900 to 2199"));
  if (!get_length (event, first, line, &n_days, error))
    return FALSE;
  add_further_dates (self, event, n_days);
  if (rule != NULL)
    return add_repeated (self, event, rule, n_days, line, error);
  add_span (self, event, first, n_days);
  return TRUE;
}

static gboolean
add_events (Reading *self, icalcomponent *component, GError **error)
{
  icalcompiter at;

  if (icalcomponent_isa (component) == ICAL_XROOT_COMPONENT) {
    at = icalcomponent_begin_component (component, ICAL_VCALENDAR_COMPONENT);
    for (; icalcompiter_deref (&at) != NULL; icalcompiter_next (&at)) {
      if (!add_events (self, icalcompiter_deref (&at), error))
        return FALSE;
    }
    return TRUE;
  }
  at = icalcomponent_begin_component (component, ICAL_VEVENT_COMPONENT);
  for (; icalcompiter_deref (&at) != NULL; icalcompiter_next (&at)) {
    if (!add_event (self, icalcompiter_deref (&at), error))
      return FALSE;
  }
  return TRUE;
}

/* --- the answer --- */

static int
compare_days (gconstpointer a, gconstpointer b)
{
  return GPOINTER_TO_INT (*(const gpointer *)a) - GPOINTER_TO_INT (*(const gpointer *)b);
}

static json_t *
make_answer (Reading *self, GError **error)
{
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array (self->days, NULL);
  guint n = g_hash_table_size (self->days);
  json_t *answer;

  if (n == 0) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("The file has no whole-day events from %d to %d"),
                 self->first_year,
                 self->last_year);
    return NULL;
  }
  qsort (keys, n, sizeof *keys, compare_days);
  answer = json_array ();
  for (guint i = 0; i < n; i++) {
    const Holiday *holiday = g_hash_table_lookup (self->days, keys[i]);
    g_autofree char *date = cs_day_format (GPOINTER_TO_INT (keys[i]));
    json_t *item = json_pack ("{s:s, s:s*}", "date", date, "title", holiday->title);

    if (holiday->is_estimated)
      json_object_set_new (item, "estimated", json_true ());
    json_array_append_new (answer, item);
  }
  return answer;
}

static gboolean
check_text (const char *text, gsize size, GError **error)
{
  const char *end;
  guint line = 1;

  if (size > CS_ICS_LIMIT_BYTES) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("The file is larger than %d MiB"),
                 CS_ICS_LIMIT_BYTES / (1024 * 1024));
    return FALSE;
  }
  if (g_utf8_validate_len (text, size, &end))
    return TRUE;
  for (const char *at = text; at < end; at++)
    line += *at == '\n';
  return refuse (error, line, _ ("this is not UTF-8 text"));
}

/**
 * cs_ics_read:
 * @text: an iCalendar file
 * @size: its length in bytes
 * @first_year: the first year of interest
 * @last_year: the last one, up to which yearly events are repeated
 * @n_left_out: (out) (optional): how many events were passed over because they have a time of day
 * @error: `CS_ERROR_INVALID`, naming the line
 *
 * Reads holidays: the whole-day events, of which the end is the first day after them. A tentative
 * event is an estimate; a cancelled one is none. Any thread may call this.
 *
 * Returns: (transfer full) (nullable): a list of `{"date", "title", "estimated"}` in order, each
 * date once
 */
json_t *
cs_ics_read (const char *text,
             gsize size,
             int first_year,
             int last_year,
             guint *n_left_out,
             GError **error)
{
  g_auto (Reading) reading = {
      .lines = g_array_new (FALSE, FALSE, sizeof (guint)),
      .days = g_hash_table_new_full (NULL, NULL, NULL, holiday_free),
      .first_year = first_year,
      .last_year = last_year,
  };
  g_autofree char *copy = NULL;
  const char *body;
  icalcomponent *root;
  json_t *answer = NULL;

  if (!check_text (text, size, error))
    return NULL;
  copy = g_strndup (text, size);
  body = g_str_has_prefix (copy, "\xEF\xBB\xBF") ? copy + 3 : copy;
  if (!look_at_lines (&reading, body, error))
    return NULL;
  icalerror_set_errors_are_fatal (FALSE);
  root = icalparser_parse_string (body);
  if (root == NULL) {
    refuse (error, 1, _ ("this is not an iCalendar file"));
    return NULL;
  }
  if (add_events (&reading, root, error))
    answer = make_answer (&reading, error);
  icalcomponent_free (root);
  if (n_left_out != NULL)
    *n_left_out = reading.n_left_out;
  return answer;
}

/**
 * cs_ics_read_file:
 * @path: (type filename): an iCalendar file
 * @first_year: the first year of interest
 * @last_year: the last one
 * @n_left_out: (out) (optional): how many events have a time of day
 * @error: `CS_ERROR_INVALID`, and the errors of reading files
 *
 * As cs_ics_read(), without taking in more than the size allowed.
 *
 * Returns: (transfer full) (nullable): the holidays
 */
json_t *
cs_ics_read_file (const char *path,
                  int first_year,
                  int last_year,
                  guint *n_left_out,
                  GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = NULL;
  gsize size = 0;

  if (stream == NULL)
    return NULL;
  text = g_malloc (CS_ICS_LIMIT_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream),
                                text,
                                CS_ICS_LIMIT_BYTES + 1,
                                &size,
                                NULL,
                                error))
    return NULL;
  return cs_ics_read (text, size, first_year, last_year, n_left_out, error);
}
