/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* Regions, people, roles and settings. */
static void
test_refusals (void)
{
  const RefusedPack cases[] = {
      {"\"people\": {\"a\": {\"mail\": \"nobody\"}},", "", "", "“nobody” is not a mail address"},
      {"\"people\": {\"a\": {\"mail\": \"a@x.example, b@x.example\"}},",
       "",
       "",
       "is not a mail address"},
      {"\"people\": {\"a\": {\"phone\": \"1\"}},", "", "", "unknown key “phone”"},
      {"\"people\": {\"a\": {\"region\": \"IM\"}},",
       "",
       "",
       "unknown region “IM”; did you mean “IN”?"},
      {"\"scopes\": {\"client\": {\"who\": \"desk\"}},", "", "", "is a scope of every pack"},
      {"\"scopes\": {\"s\": {\"who\": \"desk\", \"retain\": \"long\"}},", "", "", "a time such as"},
      {"\"references\": {\"r\": {\"url\": \"https://desk.example\"}},",
       "",
       "",
       "with “{key}” in it"},
      {"\"references\": {\"r\": {\"url\": \"http://desk.example/{key}\"}},",
       "",
       "",
       "begins with https://"},
      {"\"settings\": {\"Q\": {\"type\": \"text\"}},", "", "", "“type” and “default” are needed"},
      {"\"settings\": {\"Q\": {\"type\": \"choice\", \"options\": [\"a\"], \"default\": \"b\"}},",
       "",
       "",
       "“b” is none of: a"},
      {"\"settings\": {\"Q\": {\"type\": \"duration\", \"default\": \"x\"}},", "", "", "2:"},
      {"\"settings\": {\"Q\": {\"type\": \"text\", \"default\": [\"a\"]}},",
       "",
       "",
       "“many” allows several"},
      {"\"document\": {\"owner\": \"nobody\"},", "", "", "unknown person “nobody”"},
      {"\"keep\": \"long\",", "", "", "a time such as “2y”"},
  };

  assert_all_refused (cases, G_N_ELEMENTS (cases));
}

static void
test_inherited (void)
{
  const char *json =
      "{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1, \"languages\": [\"en\"],"
      " \"regions\": {\"DRC\": {\"currency\": \"CDF\"}, \"CD-W\": {\"within\": \"DRC\", "
      "\"calendar\": \"k\"},"
      " \"CD-E\": {\"within\": \"CD-W\", \"currency\": \"USD\"}},"
      " \"processes\": [{\"id\": \"one\", \"stages\": [{\"id\": \"s\", \"steps\": [{\"id\": \"e\", "
      "\"end\": \"completed\"}]}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = pack_from_text (json, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (cs_pack_get_region (pack, "CD-W")->currency, ==, "CDF");
  g_assert_cmpstr (cs_pack_get_region (pack, "CD-E")->currency, ==, "USD");
  g_assert_cmpstr (cs_pack_get_region (pack, "CD-E")->calendar, ==, "k");
}

static void
test_circle (void)
{
  assert_refused (
      "{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1, \"languages\": [\"en\"],"
      " \"regions\": {\"a\": {\"within\": \"b\"}, \"b\": {\"within\": \"a\"}}}",
      "would lie within itself");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-organisation/L-02-refusals", test_refusals);
  g_test_add_func ("/pack-organisation/inherited", test_inherited);
  g_test_add_func ("/pack-organisation/circle", test_circle);
  return g_test_run ();
}
