/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ics.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define HEAD         "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
#define TAIL         "END:VCALENDAR\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1@own.example\r\n" lines "END:VEVENT\r\n"

static char *
read_text (const char *text, guint *n_left_out, GError **error)
{
  g_autoptr (json_t) days = cs_ics_read (text, strlen (text), 2026, 2028, n_left_out, error);

  return days != NULL ? json_dumps (days, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
}

/* D-C4: what files of holidays say, in the ways they say it. */
static void
test_read (void)
{
  const struct {
    const char *name;
    const char *text;
    const char *days;
    guint n_left_out;
  } cases[] = {
      {"the end of a whole-day event is the day after it",
       HEAD EVENT ("DTSTART;VALUE=DATE:20260320\r\nDTEND;VALUE=DATE:20260322\r\nSUMMARY:Eid\r\n")
           TAIL,
       "[{\"date\":\"2026-03-20\",\"title\":\"Eid\"},{\"date\":\"2026-03-21\",\"title\":\"Eid\"}]",
       0},
      {"without an end, and with an end on the same day, it is one day",
       HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\nSUMMARY:A\r\n")
           EVENT ("DTSTART;VALUE=DATE:20260102\r\nDTEND;VALUE=DATE:20260102\r\nSUMMARY:B\r\n") TAIL,
       "[{\"date\":\"2026-01-01\",\"title\":\"A\"},{\"date\":\"2026-01-02\",\"title\":\"B\"}]",
       0},
      {"a duration",
       HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\nDURATION:P2D\r\n") TAIL,
       "[{\"date\":\"2026-01-01\"},{\"date\":\"2026-01-02\"}]",
       0},
      {"tentative is estimated, cancelled is nothing",
       HEAD EVENT ("DTSTART;VALUE=DATE:20260527\r\nSTATUS:TENTATIVE\r\nSUMMARY:Eid\r\n")
           EVENT ("DTSTART;VALUE=DATE:20260528\r\nSTATUS:CANCELLED\r\nSUMMARY:Off\r\n") TAIL,
       "[{\"date\":\"2026-05-27\",\"estimated\":true,\"title\":\"Eid\"}]",
       0},
      {"yearly, within the years asked for",
       HEAD EVENT (
           "DTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY;UNTIL=20271231\r\nSUMMARY:X\r\n") TAIL,
       "[{\"date\":\"2026-12-25\",\"title\":\"X\"},{\"date\":\"2027-12-25\",\"title\":\"X\"}]",
       0},
      {"yearly from 1601, but for one year",
       HEAD EVENT ("DTSTART;VALUE=DATE:16010501\r\nRRULE:FREQ=YEARLY\r\n"
                   "EXDATE;VALUE=DATE:20270501\r\n") TAIL,
       "[{\"date\":\"2026-05-01\"},{\"date\":\"2028-05-01\"}]",
       0},
      {"the first Monday of June, and a day in a list",
       HEAD EVENT (
           "DTSTART;VALUE=DATE:20250602\r\nRRULE:FREQ=YEARLY;COUNT=2;BYMONTH=6;BYDAY=1MO\r\n"
           "RDATE;VALUE=DATE:20280606\r\n") TAIL,
       "[{\"date\":\"2026-06-01\"},{\"date\":\"2028-06-06\"}]",
       0},
      {"a time of day is left out",
       HEAD EVENT ("DTSTART:20260101T120000Z\r\nDTEND:20260101T130000Z\r\n")
           EVENT ("DTSTART;VALUE=DATE:20260102\r\n") TAIL,
       "[{\"date\":\"2026-01-02\"}]",
       1},
      {"two on one date: confirmed once is confirmed",
       HEAD EVENT ("DTSTART;VALUE=DATE:20260102\r\nSTATUS:TENTATIVE\r\nSUMMARY:A\r\n")
           EVENT ("DTSTART;VALUE=DATE:20260102\r\nSUMMARY:B\r\n")
               EVENT ("DTSTART;VALUE=DATE:20260102\r\nSUMMARY:B\r\n") TAIL,
       "[{\"date\":\"2026-01-02\",\"title\":\"A, B\"}]",
       0},
      {"folded lines, plain line ends, escapes, other components, a byte order mark",
       "\xEF\xBB\xBF"
       "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
       "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n\nBEGIN:VEVENT\n"
       "DTSTART;VALUE=DATE:20260102\nSUMMARY:Long\\, lo\n ng day\nEND:VEVENT\nEND:VCALENDAR\n",
       "[{\"date\":\"2026-01-02\",\"title\":\"Long, long day\"}]",
       0},
      {"two calendars in one file; a title in order (RC-25)",
       HEAD EVENT ("DTSTART;VALUE=DATE:20260102\r\nSUMMARY:e\xCC\x81t\xE2\x80\xAE"
                   "e\r\n") TAIL HEAD EVENT ("DTSTART;VALUE=DATE:20260103\r\n") TAIL,
       "[{\"date\":\"2026-01-02\",\"title\":\"\xC3\xA9t e\"},{\"date\":\"2026-01-03\"}]",
       0},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    guint n_left_out = 0;
    g_autofree char *days = read_text (cases[i].text, &n_left_out, &error);

    g_test_message ("%s", cases[i].name);
    g_assert_no_error (error);
    g_assert_cmpstr (days, ==, cases[i].days);
    g_assert_cmpuint (n_left_out, ==, cases[i].n_left_out);
  }
}

/* What is wrong is said with its line. */
static void
test_refused (void)
{
  const struct {
    const char *text;
    const char *says;
  } cases[] = {
      {"", "Line 1:*expected an event*"},
      {"date,title\n2026-01-01,New Year\n", "Line 1:*expected a name*"},
      {"BEGIN:VCARD\nEND:VCARD\n", "Line 1:*BEGIN:VCALENDAR*BEGIN:VCARD*"},
      {"VERSION:2.0\n", "Line 1:*BEGIN:VCALENDAR*VERSION*"},
      {"BEGIN:VCALENDAR\nEND:VEVENT\n", "Line 2:*END:VCALENDAR*END:VEVENT*"},
      {HEAD TAIL TAIL, "Line 5:*BEGIN:VCALENDAR*END:VCALENDAR*"},
      {HEAD "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\n", "Line 4:*VEVENT*never ended*"},
      {HEAD TAIL, "*an event before the end*"},
      {HEAD "what is this\r\n" TAIL, "Line 4:*expected a name*what is this*"},
      {HEAD EVENT ("SUMMARY:No date\r\n") TAIL, "Line 4:*no date*"},
      {HEAD EVENT ("SUMMARY:Bad date\r\nDTSTART;VALUE=DATE:2026-01-01\r\n") TAIL,
       "Line 7:*such as 20260114*2026-01-01*"},
      {HEAD EVENT ("DTSTART;VALUE=DATE:20260230\r\n") TAIL, "Line 6:*"},
      {HEAD EVENT ("DTSTART;VALUE=DATE:20260102\r\nDTEND;VALUE=DATE:20260101\r\n") TAIL,
       "Line 6:*ends before it begins*"},
      {HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20270101\r\n") TAIL,
       "Line 6:*more than 60 days*"},
      {HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY\r\n") TAIL,
       "Line 6:*FREQ=YEARLY*"},
      {HEAD EVENT ("DTSTART;VALUE=DATE:30000101\r\n") TAIL, "Line 6:*1900 to 2199*"},
      {HEAD EVENT ("DTSTART;VALUE=DATE:20200101\r\n") TAIL, "*no whole-day events from 2026*2028*"},
      {HEAD "SUMMARY:\xFF\r\n" TAIL, "Line 4:*UTF-8*"},
      {HEAD "BEGIN:X\nBEGIN:VEVENT\nEND:VEVENT\nEND:X\n" TAIL, "Line 5:*does not belong here*"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *days = read_text (cases[i].text, NULL, &error);

    g_assert_null (days);
    g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    g_test_message ("%s", error->message);
    g_assert_true (g_pattern_match_simple (cases[i].says, error->message));
  }
}

static void
test_limits (void)
{
  g_autofree char *large = g_strnfill (CS_ICS_LIMIT_BYTES + 1, 'x');
  g_autoptr (GString) many = g_string_new (HEAD);
  g_autoptr (GError) error = NULL;
  g_autofree char *days = NULL;

  g_assert_null (cs_ics_read (large, CS_ICS_LIMIT_BYTES + 1, 2026, 2028, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_clear_error (&error);
  for (int i = 0; i <= 5000; i++)
    g_string_append (many, EVENT ("DTSTART;VALUE=DATE:20260101\r\n"));
  g_string_append (many, TAIL);
  days = read_text (many->str, NULL, &error);
  g_assert_null (days);
  g_assert_true (g_pattern_match_simple ("Line *more than 5000 events", error->message));
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ics-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "days.ics", NULL);
  g_autoptr (json_t) days = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_ics_read_file (path, 2026, 2028, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (
      g_file_set_contents (path, HEAD EVENT ("DTSTART;VALUE=DATE:20260101\r\n") TAIL, -1, &error));
  days = cs_ics_read_file (path, 2026, 2028, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_size (days), ==, 1);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ics/read", test_read);
  g_test_add_func ("/ics/refused", test_refused);
  g_test_add_func ("/ics/limits", test_limits);
  g_test_add_func ("/ics/file", test_file);
  return g_test_run ();
}
