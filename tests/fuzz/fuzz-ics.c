/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ics.h"

#include "cs-calendar-edit.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Whatever a file says, it is refused with a reason, or its dates are in order, within the years
 * asked for, and a calendar can take them over. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) days = cs_ics_read ((const char *)data, size, 2026, 2028, NULL, &error);
  g_autoptr (json_t) calendar = json_object ();
  const char *before = "2026";
  CsCalendarImport counts;
  json_t *day;
  gsize i;

  if (days == NULL) {
    g_assert_nonnull (error);
    return 0;
  }
  json_array_foreach (days, i, day)
  {
    const char *date = cs_json_get_string (day, "date");

    g_assert_cmpstr (date, >, before);
    g_assert_cmpstr (date, <, "2029");
    before = date;
  }
  cs_calendar_import (calendar, days, &counts);
  g_assert_cmpuint (counts.n_new, ==, json_array_size (days));
  return 0;
}
