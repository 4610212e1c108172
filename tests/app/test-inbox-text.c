/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-inbox-text.h"

#include "cs-format.h"

static void
assert_plain (char *text, const char *expected)
{
  g_autofree char *owned = text;
  g_autofree char *plain = cs_strip_bidi (owned);

  g_assert_cmpstr (plain, ==, expected);
}

static void
test_place (void)
{
  assert_plain (cs_inbox_text_place ("Al Noor", "Bahrain"), "Al Noor · Bahrain");
  assert_plain (cs_inbox_text_place ("Al Noor", NULL), "Al Noor");
  assert_plain (cs_inbox_text_place ("", "Bahrain"), "Bahrain");
  assert_plain (cs_inbox_text_place (NULL, NULL), "");
}

static void
test_count (void)
{
  assert_plain (cs_inbox_text_count (5, 1), "5 waiting, 1 overdue");
  assert_plain (cs_inbox_text_count (1, 0), "1 waiting");
}

static void
test_sending (void)
{
  assert_plain (cs_inbox_text_sending (8), "Sending in 8 s");
  assert_plain (cs_inbox_text_sending (0), "Sending…");
}

/* A screen reader says in one sentence what a row shows. */
static void
test_sentence (void)
{
  g_autoptr (CsRowData) row = cs_row_data_new ();

  row->title = g_strdup ("CRM Sync");
  row->client = g_strdup ("Al Noor");
  row->region = g_strdup ("Bahrain");
  row->amount = g_strdup ("BHD 1,250.500");
  row->for_whom = g_strdup ("S. Example");
  row->held_until = CS_INSTANT_NONE;
  row->unread = TRUE;
  row->question = TRUE;
  assert_plain (
      cs_inbox_text_sentence (row, "due in 2 hours"),
      "CRM Sync, Al Noor, Bahrain, BHD 1,250.500, for S. Example, due in 2 hours, unread, "
      "a question is open");
}

static void
test_group (void)
{
  g_assert_cmpstr (cs_inbox_text_group ("overdue"), ==, "Overdue");
  g_assert_cmpstr (cs_inbox_text_group ("today"), ==, "Due Today");
  g_assert_cmpstr (cs_inbox_text_group ("none"), ==, "No Deadline");
  g_assert_cmpstr (cs_inbox_text_group (NULL), ==, "No Deadline");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inbox-text/place", test_place);
  g_test_add_func ("/inbox-text/count", test_count);
  g_test_add_func ("/inbox-text/sending", test_sending);
  g_test_add_func ("/inbox-text/sentence", test_sentence);
  g_test_add_func ("/inbox-text/group", test_group);
  return g_test_run ();
}
