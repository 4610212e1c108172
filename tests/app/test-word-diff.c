/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-word-diff.h"

/* “same -removed +added” as one string, so that a table can hold it. */
static char *
shown (const char *before, const char *after)
{
  static const char *const marks[] = {"", "-", "+"};
  g_autoptr (GArray) parts = cs_word_diff (before, after);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++) {
    const CsDiffPart *part = &g_array_index (parts, CsDiffPart, i);

    g_string_append_printf (out, "%s[%s]", marks[part->kind], part->text);
  }
  return g_string_free (out, FALSE);
}

static void
test_words (void)
{
  static const struct {
    const char *before, *after, *expected;
  } cases[] = {
      {"", "", ""},
      {"one two", "one two", "[one two]"},
      {"one two", "", "-[one two]"},
      {"", "one two", "+[one two]"},
      {"sync every hour", "sync every day", "[sync every ]-[hour]+[day]"},
      {"a b c", "a c", "[a ]-[b ][c]"},
      {"مزامنة كل ساعة", "مزامنة كل يوم", "[مزامنة كل ]-[ساعة]+[يوم]"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = shown (cases[i].before, cases[i].after);

    g_assert_cmpstr (text, ==, cases[i].expected);
  }
}

static void
test_percent (void)
{
  g_autoptr (GArray) same = cs_word_diff ("one two", "one two");
  g_autoptr (GArray) other = cs_word_diff ("one", "two");
  g_autoptr (GArray) half = cs_word_diff ("ab cd", "ab ef");

  g_assert_cmpuint (cs_word_diff_get_percent_same (same), ==, 100);
  g_assert_cmpuint (cs_word_diff_get_percent_same (other), ==, 0);
  g_assert_cmpuint (cs_word_diff_get_percent_same (half), >, 40);
}

static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) parts = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append (text, "word ");
  parts = cs_word_diff (text->str, "word");
  g_assert_cmpuint (parts->len, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-diff/words", test_words);
  g_test_add_func ("/word-diff/percent", test_percent);
  g_test_add_func ("/word-diff/long", test_long);
  return g_test_run ();
}
