/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

#define FIELDS   "\"fields\": {\"f\": {\"type\": \"text\"}, \"m\": {\"type\": \"money\"}},"
#define DOCUMENT "\"documents\": {\"d\": {\"fields\": [\"f\", \"m\"]}},"
#define APPROVAL(levels)                                                                           \
  ", \"form\": [\"f\", \"m\"], \"approval\": {\"of\": \"d\", \"levels\": [" levels "]}"
#define OVER(amount)                                                                               \
  "{\"id\": \"l\", \"who\": \"boss\", \"when\": {\"field\": \"m\", \"over\": [\"" amount "\"]}}"

static const struct {
  const char *process_before, *step_before, *process, *step, *code, *words;
} lowered[] = {
    {"\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}, {\"field\": \"client\"}]}},",
     "",
     "\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}]}},",
     "",
     "L-40",
     "the gate “G” lost a fact"},
    {"\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}]}},",
     "",
     "\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}], \"override\": \"boss\"}},",
     "",
     "L-40",
     "passed over by more people"},
    {"\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}]}},",
     ", \"enter\": \"G\"",
     "",
     "",
     "L-40",
     "the gate “G” is gone"},
    {"\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}]}},",
     ", \"enter\": \"G\"",
     "\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}]}},",
     "",
     "L-40",
     "the step “do” lost a gate"},
    {FIELDS DOCUMENT,
     APPROVAL ("{\"id\": \"l\", \"who\": \"boss\", \"take\": 2}"),
     FIELDS DOCUMENT,
     APPROVAL ("{\"id\": \"l\", \"who\": \"boss\"}"),
     "L-40",
     "asks for fewer approvals"},
    {FIELDS DOCUMENT,
     APPROVAL ("{\"id\": \"l\", \"who\": \"boss\"}, {\"id\": \"k\", \"who\": \"desk\"}"),
     FIELDS DOCUMENT,
     APPROVAL ("{\"id\": \"l\", \"who\": \"boss\"}"),
     "L-40",
     "the level “k” of “do” is gone"},
    {FIELDS DOCUMENT,
     APPROVAL ("{\"id\": \"l\", \"who\": \"boss\"}"),
     FIELDS DOCUMENT,
     APPROVAL ("{\"id\": \"l\", \"who\": \"boss\", \"except\": [\"m\"]}"),
     "L-40",
     "decides on less"},
    {FIELDS DOCUMENT,
     APPROVAL (OVER ("INR 5.00")),
     FIELDS DOCUMENT,
     APPROVAL (OVER ("INR 9.00")),
     "L-40",
     "the limit of the level “l” is higher in INR"},
    {"\"clocks\": {\"c\": {\"time\": \"1bd\"}},",
     ", \"clock\": \"c\"",
     "\"clocks\": {\"c\": {\"time\": \"3bd\"}},",
     ", \"clock\": \"c\"",
     "L-40",
     "the clock “c” is longer"},
    {FIELDS,
     "",
     "\"fields\": {\"f\": {\"type\": \"text\", \"scope\": \"client\"}},",
     "",
     "L-40",
     "more people may see “f”"},
    {FIELDS, "", "\"fields\": {\"f\": {\"type\": \"date\"}},", "", "L-04", "another type before"},
    {FIELDS DOCUMENT,
     "",
     FIELDS "\"documents\": {\"d\": {\"fields\": [\"f\"]}},",
     "",
     "L-40",
     "less of “d” is decided on"},
    {"\"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"}]}},",
     ", \"enter\": \"G\"",
     "\"gates\": {\"G\": {\"facts\": [{\"field\": \"client\"}]}},",
     ", \"enter\": \"G\"",
     "L-40",
     "the gate “G” asks for something else"},
    {FIELDS,
     ", \"form\": [\"f\"]}, {\"id\": \"again\", \"checks\": [\"f\"]",
     FIELDS,
     ", \"form\": [\"f\"]",
     "L-40",
     "the step “again” is gone"},
    {FIELDS,
     "",
     "\"fields\": {\"f\": {\"type\": \"text\", \"optional\": true}},",
     "",
     "L-40",
     "“f” may be left unanswered now"},
    {FIELDS,
     "}, {\"id\": \"x\"",
     FIELDS,
     "}, {\"id\": \"x\", \"na\": true",
     "L-40",
     "left out more often"},
    {"\"fields\": {\"f\": {\"type\": \"text\", \"reason\": true}},",
     "",
     FIELDS,
     "",
     "L-40",
     "needs no reason any more"},
};

/* L-04, L-40: whatever lowers a safeguard is said before the new version is in force. */
static void
test_lowered (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lowered); i++) {
    g_autoptr (CsPack) before = load_small ("", lowered[i].process_before, lowered[i].step_before);
    g_autoptr (CsPack) pack = load_small ("", lowered[i].process, lowered[i].step);
    g_autoptr (GPtrArray) findings = cs_pack_check (pack, before);
    gboolean found = FALSE;

    for (guint f = 0; f < findings->len; f++) {
      const CsFinding *finding = findings->pdata[f];

      found = found || (g_str_equal (finding->code, lowered[i].code) &&
                        strstr (finding->text, lowered[i].words) != NULL);
    }
    if (!found)
      g_error ("case %zu: nothing says “%s”", i, lowered[i].words);
  }
}

/* L-40: who may see a scope, and whether that is recorded. */
static void
test_scopes (void)
{
  const struct {
    const char *before, *after, *words;
  } cases[] = {
      {"\"who\": [\"desk\"]", "\"who\": [\"desk\", \"boss\"]", "more roles may see “s” now"},
      {"\"who\": \"desk\", \"sync\": false", "\"who\": \"desk\"", "copied to every desktop now"},
      {"\"who\": \"desk\", \"log\": true", "\"who\": \"desk\"", "nobody records who looks at “s”"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *old = g_strdup_printf ("\"scopes\": {\"s\": {%s}},", cases[i].before);
    g_autofree char *new = g_strdup_printf ("\"scopes\": {\"s\": {%s}},", cases[i].after);
    g_autoptr (CsPack) before = load_small (old, "", "");
    g_autoptr (CsPack) pack = load_small (new, "", "");
    g_autoptr (GPtrArray) findings = cs_pack_check (pack, before);
    gboolean found = FALSE;

    for (guint f = 0; f < findings->len; f++)
      found = found || strstr (((CsFinding *)findings->pdata[f])->text, cases[i].words) != NULL;
    g_assert_true (found);
  }
}

static void
test_same (void)
{
  g_autoptr (CsPack) pack = load_fixture ("phonon-fragment");
  g_autoptr (GPtrArray) findings = cs_pack_check (pack, pack);

  for (guint i = 0; i < findings->len; i++)
    g_assert_cmpstr (((CsFinding *)findings->pdata[i])->code, !=, "L-40");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-versions/L-40-lowered", test_lowered);
  g_test_add_func ("/pack-check-versions/L-40-scopes", test_scopes);
  g_test_add_func ("/pack-check-versions/same", test_same);
  return g_test_run ();
}
