/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-calendar.h"
#include "cs-eval.h"

#include <glib/gi18n-lib.h>

#define MAX_PAUSES 10000

static gboolean
read_instant (const json_t *value, const char *name, CsInstant *instant, GError **error)
{
  if (!json_is_string (value)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%s” is missing: expected a moment with a zone, such as "
                    "2026-01-13T16:00:00+02:00"),
                 name);
    return FALSE;
  }
  if (cs_instant_parse (json_string_value (value), instant, error))
    return TRUE;
  g_prefix_error (error, "“%s”: ", name);
  return FALSE;
}

/* Reads [["from", "to"], …]; a pause whose end is null has not ended. */
static GArray *
read_pauses (const json_t *list, GError **error)
{
  g_autoptr (GArray) pauses = g_array_new (FALSE, FALSE, sizeof (CsSpan));

  if (list != NULL && !json_is_null (list) &&
      (!json_is_array (list) || json_array_size (list) > MAX_PAUSES)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“pauses” are a list of at most %d pairs of moments"),
                 MAX_PAUSES);
    return NULL;
  }
  for (gsize i = 0; i < json_array_size (list); i++) {
    const json_t *pair = json_array_get (list, i);
    CsSpan span = {0, CS_INSTANT_NONE};

    if (json_array_size (pair) != 2) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_INVALID,
                           _ ("A pause is a pair of moments: expected [from, to]"));
      return NULL;
    }
    if (!read_instant (json_array_get (pair, 0), "pauses", &span.from, error))
      return NULL;
    if (!json_is_null (json_array_get (pair, 1)) &&
        !read_instant (json_array_get (pair, 1), "pauses", &span.to, error))
      return NULL;
    g_array_append_val (pauses, span);
  }
  return g_steal_pointer (&pauses);
}

static json_t *
reckon (CsCalendar *calendar,
        CsInstant start,
        gint64 amount,
        CsDurationUnit unit,
        const GArray *pauses,
        GPtrArray *lines,
        GError **error)
{
  g_autofree char *text = NULL;
  CsInstant due;

  if (!cs_calendar_due (calendar,
                        start,
                        amount,
                        unit,
                        (const CsSpan *)(gconstpointer)pauses->data,
                        pauses->len,
                        &due,
                        lines,
                        error))
    return NULL;
  text = cs_calendar_format_instant (calendar, due);
  return json_string (text);
}

static json_t *
answer_due (CsCalendar *calendar,
            CsInstant start,
            const CsDuration *duration,
            const GArray *pauses,
            GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (json_t) answer = json_object ();
  json_t *due = NULL;
  json_t *explain;

  if (duration->is_range || !duration->has_limit) {
    json_t *target = reckon (calendar,
                             start,
                             duration->target,
                             duration->unit,
                             pauses,
                             duration->has_limit ? NULL : lines,
                             error);

    if (target == NULL)
      return NULL;
    json_object_set_new (answer, "target", target);
  }
  if (duration->has_limit)
    due = reckon (calendar, start, duration->limit, duration->unit, pauses, lines, error);
  if (duration->has_limit && due == NULL)
    return NULL;
  json_object_set_new (answer, "due", due != NULL ? due : json_null ());
  explain = json_array ();
  for (guint i = 0; i < lines->len; i++)
    json_array_append_new (explain, json_string (g_ptr_array_index (lines, i)));
  json_object_set_new (answer, "explain", explain);
  return g_steal_pointer (&answer);
}

/* Answers {"op": "due", "zone", "hours", "holidays", "special", "start", "for", "pauses"} with
 * {"due", "explain"}, and "target" where "for" has one of its own. */
json_t *
cs_eval_due (const json_t *question, GError **error)
{
  g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (question, error);
  g_autoptr (GArray) pauses = NULL;
  const char *text = json_string_value (json_object_get (question, "for"));
  CsDuration duration;
  CsInstant start;

  if (calendar == NULL ||
      !read_instant (json_object_get (question, "start"), "start", &start, error))
    return NULL;
  pauses = read_pauses (json_object_get (question, "pauses"), error);
  if (pauses == NULL || !cs_duration_parse (text != NULL ? text : "", &duration, error))
    return NULL;
  return answer_due (calendar, start, &duration, pauses, error);
}

/* Answers {"op": "elapsed", …, "start", "end", "pauses"} with the working time in {"seconds"}. */
json_t *
cs_eval_elapsed (const json_t *question, GError **error)
{
  g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (question, error);
  g_autoptr (GArray) pauses = NULL;
  CsInstant start, end;
  gint64 seconds;

  if (calendar == NULL ||
      !read_instant (json_object_get (question, "start"), "start", &start, error) ||
      !read_instant (json_object_get (question, "end"), "end", &end, error))
    return NULL;
  pauses = read_pauses (json_object_get (question, "pauses"), error);
  if (pauses == NULL)
    return NULL;
  if (end < start) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("“end” is before “start”: expected the earlier moment first"));
    return NULL;
  }
  seconds = cs_calendar_elapsed (calendar,
                                 start,
                                 end,
                                 (const CsSpan *)(gconstpointer)pauses->data,
                                 pauses->len);
  return json_pack ("{s:I}", "seconds", (json_int_t)seconds);
}
