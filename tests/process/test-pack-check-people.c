/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

/* @roles are members of “roles”, @levels a list of levels, @step further members of the step. */
static char *
people_pack (const char *roles, const char *levels, const char *step)
{
  return g_strdup_printf (
      "{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1, \"languages\": [\"en\"],"
      " \"regions\": {\"IN\": {\"calendar\": \"india\"}, \"KE\": {\"calendar\": \"kenya\"}},"
      " \"people\": {\"a\": {\"mail\": \"a@x.example\"}, \"b\": {\"mail\": \"b@x.example\"}},"
      " \"roles\": {\"desk\": {}, %s}, \"scopes\": {\"margin\": {\"who\": \"desk\"}},"
      " \"processes\": [{\"id\": \"one\", \"fields\": {\"f\": {\"type\": \"text\"},"
      "  \"m\": {\"type\": \"money\", \"scope\": \"margin\"}},"
      "  \"documents\": {\"d\": {\"fields\": [\"f\", \"m\"]}},"
      "  \"stages\": [{\"id\": \"s\", \"who\": \"desk\", \"steps\": ["
      "   {\"id\": \"fill\", \"form\": [\"f\", \"m\"] %s},"
      "   {\"id\": \"no\", \"opens\": \"on-return\", \"end\": \"rejected\"},"
      "   {\"id\": \"ok\", \"rejects\": \"no\", \"approval\": {\"of\": \"d\", \"levels\": [%s]}},"
      "   {\"id\": \"end\", \"end\": \"completed\"}]}]}]}",
      roles,
      step,
      levels);
}

#define BOSS_A "\"boss\": {\"holders\": [{\"person\": \"a\"}]}"
#define EXCEPT "\"except\": [\"m\"]"

/* L-20 … L-22, L-25 */
static void
test_findings (void)
{
  const struct {
    const char *roles, *levels, *step, *code, *words;
  } cases[] = {
      {"\"boss\": {}",
       "{\"id\": \"l\", \"who\": \"boss\", " EXCEPT "}",
       "",
       "L-20",
       "“boss” in the pack"},
      {"\"boss\": {\"holders\": [{\"person\": \"a\", \"region\": \"IN\"}]}",
       "{\"id\": \"l\", \"who\": \"boss\", " EXCEPT "}",
       "",
       "L-20",
       "“boss” in KE"},
      {"\"boss\": {\"holders\": [{\"person\": \"a\", \"region\": \"IN\"}]}",
       "{\"id\": \"l\", \"who\": \"boss\", \"when\": {\"field\": \"region\", \"is\": "
       "\"IN\"}, " EXCEPT "}",
       "",
       "L-20",
       NULL},
      {BOSS_A,
       "{\"id\": \"l\", \"who\": \"boss\", \"take\": 2, " EXCEPT "}",
       "",
       "L-21",
       "2 approvals; 1 hold"},
      {BOSS_A,
       "{\"id\": \"l\", \"who\": \"boss\", " EXCEPT "}",
       ", \"who\": \"boss\"",
       "L-22",
       "alone fills “f”"},
      {BOSS_A ", \"chief\": {\"holders\": [{\"person\": \"a\"}]}",
       "{\"id\": \"l\", \"who\": \"boss\", " EXCEPT "}, {\"id\": \"k\", \"who\": \"chief\", " EXCEPT
       "}",
       "",
       "L-22",
       "the level “l”"},
      {BOSS_A, "{\"id\": \"l\", \"who\": \"boss\", " EXCEPT "}", "", "L-22", NULL},
      {BOSS_A, "{\"id\": \"l\", \"who\": \"boss\"}", "", "L-25", "“m”, which “boss” may not see"},
      {BOSS_A, "{\"id\": \"l\", \"who\": \"boss\", " EXCEPT "}", "", "L-25", NULL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *json = people_pack (cases[i].roles, cases[i].levels, cases[i].step);
    g_autoptr (GError) error = NULL;
    g_autoptr (CsPack) pack = pack_from_text (json, &error);
    g_autoptr (GPtrArray) findings = NULL;
    gboolean found = FALSE;

    g_assert_no_error (error);
    findings = cs_pack_check (pack, NULL);
    for (guint f = 0; f < findings->len; f++) {
      const CsFinding *finding = findings->pdata[f];

      if (!g_str_equal (finding->code, cases[i].code))
        continue;
      if (cases[i].words == NULL)
        g_error ("case %zu: %s", i, finding->text);
      found = found || strstr (finding->text, cases[i].words) != NULL;
    }
    g_assert_true (found || cases[i].words == NULL);
  }
}

/* L-24, RC-21: capitals and aliases are one mailbox. */
static void
test_twice (void)
{
  const FoundInPack cases[] = {
      {"\"people\": {\"p\": {\"mail\": \"Pri@x.example\"}, \"q\": {\"mail\": \"pri@x.example\"}},",
       "",
       "",
       "L-24",
       "may be one person"},
      {"\"people\": {\"p\": {\"name\": \"Samarveer\", \"aliases\": [\"Samar\"]}, \"q\": {\"name\": "
       "\"Samar\"}},",
       "",
       "",
       "L-24",
       "may be one person"},
      {"\"people\": {\"p\": {\"mail\": \"a@x.example\", \"aliases\": [\"A@x.example\"]}},",
       "",
       "",
       "L-24",
       NULL},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

/* L-20: a role whose holder's name stands in a mail. */
static void
test_named (void)
{
  const char *step = ", \"mail\": \"m\"";
  const FoundInPack cases[] = {
      {"",
       "\"mails\": {\"m\": {\"to\": \"boss\", \"subject\": \"x\", \"body\": \"{desk} helps\"}},",
       step,
       "L-20",
       "“desk” in the pack, which the placeholder in m needs"},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-people/findings", test_findings);
  g_test_add_func ("/pack-check-people/L-24-twice", test_twice);
  g_test_add_func ("/pack-check-people/L-20-named", test_named);
  return g_test_run ();
}
