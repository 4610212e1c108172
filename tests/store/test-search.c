/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-search.h"

static void
test_fold (void)
{
  const struct {
    const char *text, *folded;
  } cases[] = {
      {"Société Générale", "societe generale"},
      {"أحمد إبراهيم آل", "احمد ابراهيم ال"},
      {"شركة النور", "شركه النور"},
      {"مـــصطفى", "مصطفي"},
      {"٢٠٢٦", "2026"},
      {"BHD 1,250.500", "bhd 1250.500"},
      {"O’Neil's", "oneils"},
      {"STRASSE straße", "strasse strasse"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *folded = cs_search_fold (cases[i].text);

    g_assert_cmpstr (folded, ==, cases[i].folded);
  }
}

static void
test_parse (void)
{
  g_autoptr (CsSearch) search = cs_search_parse (
      "Al Noor over:1,000 cur:BHD due:week with:me stage:approval -paused ANT-1042 12:30 -");
  const struct {
    const char *key, *value;
    gboolean is_not;
  } expected[] = {{"over", "1000", FALSE},
                  {"cur", "bhd", FALSE},
                  {"due", "week", FALSE},
                  {"with", "me", FALSE},
                  {"stage", "approval", FALSE},
                  {"is", "paused", TRUE}};

  g_assert_cmpstr (search->match, ==, "\"al\"* \"noor\"* \"ant\"* \"1042\"* \"12\"* \"30\"*");
  g_assert_cmpuint (search->terms->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    CsSearchTerm *term = search->terms->pdata[i];

    g_assert_cmpstr (term->key, ==, expected[i].key);
    g_assert_cmpstr (term->value, ==, expected[i].value);
    g_assert_cmpint (term->is_not, ==, expected[i].is_not);
  }
}

static void
test_nothing_is_an_error (void)
{
  const char *odd[] = {NULL, "", "   ", "\"*()", "over:", ":", "-", "\xff\xfe", "due:due:due"};

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    cs_search_free (cs_search_parse (odd[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/fold", test_fold);
  g_test_add_func ("/search/parse", test_parse);
  g_test_add_func ("/search/nothing-is-an-error", test_nothing_is_an_error);
  return g_test_run ();
}
