/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-field-text.h"

#include <locale.h>

static void
test_clean (void)
{
  g_autofree char *line = cs_field_text_clean (" a\tb\nc\xe2\x80\xae ", FALSE);
  g_autofree char *lines = cs_field_text_clean ("a\nb\x07\n", TRUE);
  g_autofree char *composed = cs_field_text_clean ("e\xcc\x81", FALSE);

  g_assert_cmpstr (line, ==, "a b c");
  g_assert_cmpstr (lines, ==, "a\nb");
  g_assert_cmpstr (composed, ==, "\xc3\xa9");
}

static void
test_fits (void)
{
  g_autofree char *most = g_strnfill (20000, 'x');
  g_autofree char *more = g_strnfill (20001, 'x');
  g_autoptr (GString) arabic = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 12000; i++)
    g_string_append (arabic, "\xd8\xb9");
  g_assert_true (cs_field_text_fits (most, NULL));
  g_assert_false (cs_field_text_fits (more, &error));
  g_assert_cmpstr (error->message, ==, "This is 20001 characters long; about 20000 fit here");
  g_clear_error (&error);
  g_assert_false (cs_field_text_fits (arabic->str, &error));
  g_assert_cmpstr (error->message, ==, "This is 12000 characters long; about 10000 fit here");
}

static void
test_number (void)
{
  const struct {
    const char *text, *locale, *expected;
  } cases[] = {
      {"1250.5", "en_US", "1250.5"},
      {"1,250.5", "en_US", "1250.5"},
      {"1 250,5", "fr_FR", "1250.5"},
      {"١٢٥٠٫٥", "ar_EG", "1250.5"},
      {"12 days", "en_US", NULL},
      {"1.2.3", "en_US", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *number = cs_field_text_read_number (cases[i].text, cases[i].locale, &error);

    g_assert_cmpstr (number, ==, cases[i].expected);
    g_assert_true ((number == NULL) == (error != NULL));
  }
}

static void
test_date (void)
{
  const struct {
    const char *text, *expected;
  } cases[] = {
      {"2026-03-01", "2026-03-01"},
      {"1 Mar 2026", "2026-03-01"},
      {"٢٠٢٦-٠٣-٠١", "2026-03-01"},
      {"2026-02-30", NULL},
      {"soon", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autofree char *date = cs_field_text_read_date (cases[i].text, &error);

    g_assert_cmpstr (date, ==, cases[i].expected);
    g_assert_true ((date == NULL) == (error != NULL));
  }
}

static void
test_time (void)
{
  const struct {
    const char *text, *expected;
  } cases[] = {
      {"9:30", "09:30"},
      {"0930", "09:30"},
      {"14.05", "14:05"},
      {"24:00", NULL},
      {"half", NULL},
      {"", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *time = cs_field_text_read_time (cases[i].text, NULL);

    g_assert_cmpstr (time, ==, cases[i].expected);
  }
}

static void
test_moment (void)
{
  g_autofree char *at = cs_field_text_join_moment ("2026-03-01", "09:30", NULL);
  g_autofree char *none = cs_field_text_join_moment (NULL, "09:30", NULL);
  g_autofree char *date = NULL;
  g_autofree char *time = NULL;

  g_assert_null (none);
  cs_field_text_split_moment (at, &date, &time);
  g_assert_cmpstr (date, ==, "2026-03-01");
  g_assert_cmpstr (time, ==, "09:30");
}

static void
test_duration (void)
{
  const char *const cases[][2] = {
      {"12bd", "12 working days"},
      {"1d", "1 day"},
      {"3-5bd", "3 to 5 working days"},
      {"20+bd", "20 working days or more"},
      {"4eh", "4 hours by the clock"},
      {"later", "later"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *shown = cs_field_text_show_duration (cases[i][0]);

    g_assert_cmpstr (shown, ==, cases[i][1]);
  }
}

int
main (int argc, char *argv[])
{
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field-text/clean/RC-25", test_clean);
  g_test_add_func ("/field-text/fits/RC-25", test_fits);
  g_test_add_func ("/field-text/number", test_number);
  g_test_add_func ("/field-text/date", test_date);
  g_test_add_func ("/field-text/time", test_time);
  g_test_add_func ("/field-text/moment", test_moment);
  g_test_add_func ("/field-text/duration/PH-25", test_duration);
  return g_test_run ();
}
