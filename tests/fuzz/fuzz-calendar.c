/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-calendar.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever a calendar says, a due moment is not before its start and takes as long as was asked. */
static void
check (CsCalendar *calendar, CsInstant start, gint64 minutes)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  CsInstant due = 0;

  if (!cs_calendar_due (calendar,
                        start,
                        minutes,
                        CS_DURATION_MINUTES,
                        NULL,
                        0,
                        &due,
                        lines,
                        &error)) {
    g_assert_nonnull (error);
    return;
  }
  g_assert_cmpint (due, >=, start);
  g_assert_cmpuint (lines->len, >, 0);
  g_assert_cmpint (cs_calendar_elapsed (calendar, start, due, NULL, 0), ==, minutes * 60);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (json_t) object = cs_json_load ((const char *)data, size, NULL);
  g_autoptr (CsCalendar) calendar = cs_calendar_new_from_json (object, NULL);
  const char *text = cs_json_get_string (object, "for");
  CsDuration duration;

  if (text != NULL)
    cs_duration_parse (text, &duration, NULL);
  if (calendar == NULL)
    return 0;
  check (calendar, G_GINT64_CONSTANT (1767225600) * CS_SECOND, 240);
  check (calendar, G_GINT64_CONSTANT (1776981600) * CS_SECOND, 1 + (gint64)size);
  return 0;
}
