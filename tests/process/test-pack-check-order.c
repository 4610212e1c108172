/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* L-11 … L-16 */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"",
       "",
       "}, {\"id\": \"lost\", \"opens\": \"on-return\"",
       "L-11",
       "nothing returns or rejects to it"},
      {"",
       "",
       ", \"returns\": [\"lost\"]}, {\"id\": \"lost\", \"opens\": \"on-return\"",
       "L-11",
       NULL},
      {"",
       "\"fields\": {\"a\": {\"type\": \"yesno\"}},",
       ", \"form\": [\"a\"]}, {\"id\": \"never\", \"when\": {\"all\": [{\"field\": \"a\", \"is\": "
       "\"yes\"}, {\"field\": \"a\", \"is\": \"no\"}]}",
       "L-11",
       "“never” never applies"},
      {"", "", "}, {\"id\": \"early\", \"after\": [\"do\"], \"end\": \"completed\"", "L-12", NULL},
      {"",
       "\"fields\": {\"a\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"]}, \"b\": {\"type\": "
       "\"text\"}},",
       ", \"form\": [\"a\", \"b\"]}, {\"id\": \"k\", \"end\": \"completed\", \"when\": {\"field\": "
       "\"a\", \"is\": \"x\"}",
       "L-12",
       NULL},
      {"",
       "",
       ", \"returns\": [\"next\"]}, {\"id\": \"next\"",
       "L-13",
       "returns to “next”, which is not before it"},
      {"", "", "}, {\"id\": \"next\", \"returns\": [\"do\"]", "L-13", NULL},
      {"",
       "\"fields\": {\"a\": {\"type\": \"text\"}}, \"documents\": {\"d\": {\"fields\": [\"a\"]}},",
       ", \"form\": [\"a\"], \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"l\", \"who\": "
       "\"boss\"}]}",
       "L-15",
       "leads nowhere"},
      {"",
       "\"fields\": {\"a\": {\"type\": \"text\"}}, \"documents\": {\"d\": {\"fields\": [\"a\"]}},",
       ", \"form\": [\"a\"], \"rejects\": \"no\", \"approval\": {\"of\": \"d\", \"levels\": "
       "[{\"id\": \"l\", \"who\": \"boss\"}]}}, {\"id\": \"no\", \"opens\": \"on-return\", "
       "\"end\": \"rejected\"",
       "L-15",
       NULL},
      {"", "\"fields\": {\"a\": {\"type\": \"text\"}},", "", "L-16", "“a” is in no form"},
      {"",
       "\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}]}},",
       "",
       "L-16",
       "nothing uses the gate “G”"},
      {"",
       "\"mails\": {\"m\": {\"to\": \"boss\", \"subject\": \"x\"}},",
       "",
       "L-16",
       "nothing uses the mail “m”"},
      {"", "", "", "L-16", "nothing uses the role “boss”"},
      {"", "\"clocks\": {\"c\": {\"time\": \"1bd\"}},", "", "L-16", "nothing uses the clock “c”"},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

/* FT's two ends cover both answers; without one of them, L-12 says for which. */
static void
test_ends (void)
{
  const char *json =
      "{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1, \"languages\": [\"en\"],"
      " \"regions\": {\"IN\": {\"calendar\": \"india\"}}, \"roles\": {\"desk\": {}},"
      " \"processes\": [{\"id\": \"one\", \"fields\": {\"cr\": {\"type\": \"yesno\"}},"
      " \"stages\": [{\"id\": \"s\", \"who\": \"desk\", \"steps\": [{\"id\": \"a\", \"form\": "
      "[\"cr\"]},"
      " {\"id\": \"e\", \"end\": \"completed\", \"when\": {\"field\": \"cr\", \"is\": "
      "\"yes\"}}]}]}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = pack_from_text (json, &error);
  g_autoptr (GPtrArray) findings = NULL;
  const CsFinding *finding;

  g_assert_no_error (error);
  findings = cs_pack_check (pack, NULL);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = findings->pdata[0];
  g_assert_cmpstr (finding->code, ==, "L-12");
  g_assert_cmpstr (finding->text, ==, "nothing ends completed if cr = no");
}

/* L-12: a step that no end waits for. */
static void
test_dead_end (void)
{
  const char *format =
      "{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1, \"languages\": [\"en\"],"
      " \"regions\": {\"IN\": {\"calendar\": \"india\"}}, \"roles\": {\"desk\": {}},"
      " \"processes\": [{\"id\": \"one\", \"stages\": [{\"id\": \"s\", \"who\": \"desk\", "
      "\"steps\": ["
      " {\"id\": \"a\"}, {\"id\": \"b\", \"after\": [\"a\"]},"
      " {\"id\": \"e\", \"after\": [%s], \"end\": \"completed\"}]}]}]}";
  const char *const afters[] = {"\"a\"", "\"a\", \"b\""};

  for (gsize i = 0; i < G_N_ELEMENTS (afters); i++) {
    g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
    g_autofree char *json = g_strconcat (parts[0], afters[i], parts[1], NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (CsPack) pack = pack_from_text (json, &error);
    g_autoptr (GPtrArray) findings = NULL;

    g_assert_no_error (error);
    findings = cs_pack_check (pack, NULL);
    g_assert_cmpuint (findings->len, ==, i == 0 ? 1 : 0);
    if (i == 0) {
      g_assert_cmpstr (((CsFinding *)findings->pdata[0])->code, ==, "L-12");
      g_assert_nonnull (strstr (((CsFinding *)findings->pdata[0])->text, "“b” is a dead end"));
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-order/findings", test_findings);
  g_test_add_func ("/pack-check-order/L-12-ends", test_ends);
  g_test_add_func ("/pack-check-order/L-12-dead-end", test_dead_end);
  return g_test_run ();
}
