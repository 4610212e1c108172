/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* A text in the languages that the pack declares. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"\"title\": {\"fr\": \"x\"},",
       "",
       "",
       "“fr” is no language of this pack, which has: en, ar"},
      {"\"title\": {},", "", "", "in at least one language"},
      {"\"title\": [],", "", "", "the text has no parts"},
      {"\"title\": [{\"text\": \"a\", \"if\": 1}],", "", "", "unknown key “if”"},
      {"\"title\": {\"setting\": \"Q\"},", "", "", "unknown setting “Q”"},
      {"\"title\": 4,", "", "", "a text in \"\" was expected"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

static void
test_languages (void)
{
  const struct {
    const char *language, *text;
  } cases[] = {{"en", "Work"},
               {"ar", "عمل"},
               {"ar_BH.UTF-8", "عمل"},
               {"fr", "Work"},
               {NULL, "Work"}};
  g_autoptr (CsPack) pack = load_small ("\"title\": {\"en\": \"Work\", \"ar\": \"عمل\"},", "", "");
  const CsStep *step = cs_process_get_step (cs_pack_get_process (pack, "one"), "do");
  g_autofree char *words = cs_text_dup (step->title, "ar");
  g_autofree char *none = cs_text_dup (NULL, "ar");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = cs_text_dup (pack->title, cases[i].language);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
  g_assert_cmpstr (words, ==, "Do");
  g_assert_cmpstr (none, ==, "");
  g_assert_true (cs_text_has_language (pack->title, "ar"));
  g_assert_false (cs_text_has_language (pack->title, "fr"));
}

static void
test_parts (void)
{
  g_autoptr (CsPack) pack = load_small (
      "\"settings\": {\"Q\": {\"type\": \"text\", \"default\": \"Team\"}},",
      "\"mails\": {\"m\": {\"to\": \"boss\", \"body\": [\"Hi \", {\"setting\": \"Q\"},"
      " {\"text\": {\"en\": \" of Kenya\"}, \"when\": {\"field\": \"region\", \"is\": \"KE\"}}]}},",
      "");
  const CsText *body = cs_process_get_mail (cs_pack_get_process (pack, "one"), "m")->body;
  g_autofree char *all = cs_text_dup (body, "en");
  const char *text;

  g_assert_cmpstr (all, ==, "Hi Team");
  g_assert_null (cs_text_get_part (body, 0, "en", &text));
  g_assert_cmpstr (text, ==, "Hi ");
  g_assert_null (cs_text_get_part_setting (body, 0));
  g_assert_cmpstr (cs_text_get_part_setting (body, 1)->id, ==, "Q");
  g_assert_nonnull (cs_text_get_part (body, 2, "en", &text));
  g_assert_cmpstr (text, ==, " of Kenya");
  g_assert_null (cs_text_get_part (body, 3, "en", &text));
  g_assert_null (text);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/L-02-refusals", test_refusals);
  g_test_add_func ("/text/languages", test_languages);
  g_test_add_func ("/text/parts", test_parts);
  return g_test_run ();
}
