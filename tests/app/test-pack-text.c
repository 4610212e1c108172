/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-pack-text.h"

#include <string.h>

static const char text[] =
    "{\"format\": 1, \"pack\": \"small\", \"prefix\": \"S\", \"version\": 3, \"languages\": "
    "[\"en\"],\n"
    " \"document\": {\"status\": \"in progress\"},\n"
    " \"regions\": {\"IN\": {\"calendar\": \"india\"}}, \"roles\": {\"desk\": {}},\n"
    " \"settings\": {\"Q-1\": {\"type\": \"text\", \"default\": \"x\", \"unclear\": \"Nobody "
    "says.\",\n"
    "   \"about\": [\"do\", \"desk\", \"elsewhere\"]}},\n"
    " \"processes\": [{\"id\": \"one\", \"stages\": [{\"id\": \"s\", \"steps\": [\n"
    "  {\"id\": \"do\", \"title\": \"Do the work\", \"who\": \"desk\"},\n"
    "  {\"id\": \"e\", \"end\": \"completed\"}]}]}]}";

static CsPack *
load (const char *from, const char *to)
{
  g_autoptr (GString) json = g_string_new (text);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  CsPack *pack;

  g_string_replace (json, from, to, 1);
  bytes = g_bytes_new (json->str, json->len);
  pack = cs_pack_new_from_bytes ("pack.json", bytes, &error);
  g_assert_no_error (error);
  return pack;
}

/* PH-01, Q-34: what is not final, and how many questions are open and answered. */
static void
test_pack (void)
{
  g_autoptr (CsPack) pack = load ("", "");
  g_autoptr (CsPack) final = load ("in progress", "Final");
  g_autoptr (json_t) none = json_object ();
  g_autoptr (json_t) one = json_pack ("{s:s}", "Q-1", "y");
  g_autofree char *status = cs_pack_text_status (pack, "en");
  g_autofree char *open = cs_pack_text_questions (pack, NULL);
  g_autofree char *waiting = cs_pack_text_questions (pack, none);
  g_autofree char *answered = cs_pack_text_questions (pack, one);
  g_autofree char *about = cs_pack_text_about (pack, pack->settings->pdata[0], "en");
  g_autofree char *version = cs_pack_text_version (pack);

  g_assert_cmpstr (status, ==, "The process document is not final: in progress");
  g_assert_null (cs_pack_text_status (final, "en"));
  g_assert_cmpstr (open, ==, "1 open question");
  g_assert_cmpstr (waiting, ==, "1 open question, 0 answered");
  g_assert_cmpstr (answered, ==, "1 open question, 1 answered");
  g_assert_cmpstr (about, ==, "Do the work, Desk, elsewhere");
  g_assert_true (g_str_has_prefix (version, "Version 3 ("));
}

/* L-40: each difference is a sentence. */
static void
test_changes (void)
{
  g_autoptr (CsPack) before = load ("", "");
  g_autoptr (CsPack) after =
      load ("\"who\": \"desk\"}", "\"who\": \"desk\", \"na\": true}, {\"id\": \"new\"}");
  g_autoptr (GPtrArray) changes = cs_pack_diff (before, after);
  const char *const sentences[] = {"The step “do” may be left out more often",
                                   "Step “do” differs in: na",
                                   "Step “new” is new"};

  g_assert_cmpuint (changes->len, ==, G_N_ELEMENTS (sentences));
  for (guint i = 0; i < changes->len; i++) {
    g_autofree char *sentence = cs_pack_text_change (changes->pdata[i]);

    g_assert_cmpstr (sentence, ==, sentences[i]);
  }
}

static void
test_findings (void)
{
  g_autoptr (CsPack) pack = load ("", "");
  g_autoptr (GPtrArray) findings = cs_pack_check (pack, NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *some = cs_pack_text_findings (findings);
  g_autofree char *nothing = cs_pack_text_findings (none);

  g_assert_cmpuint (cs_pack_text_count (findings, CS_FINDING_ERROR), ==, 0);
  g_assert_cmpstr (some, ==, "1 warning · 1 note");
  g_assert_cmpstr (nothing, ==, "Nothing was found");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-text/PH-01-Q-34-pack", test_pack);
  g_test_add_func ("/pack-text/L-40-changes", test_changes);
  g_test_add_func ("/pack-text/findings", test_findings);
  return g_test_run ();
}
