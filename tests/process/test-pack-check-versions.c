/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

#define FIELDS   "\"fields\": {\"f\": {\"type\": \"text\"}, \"m\": {\"type\": \"money\"}},"
#define DOCUMENT "\"documents\": {\"d\": {\"fields\": [\"f\", \"m\"]}},"
#define APPROVAL(levels)                                                                           \
  ", \"form\": [\"f\", \"m\"], \"approval\": {\"of\": \"d\", \"levels\": [" levels "]}"
#define OVER(amount)                                                                               \
  "{\"id\": \"l\", \"who\": \"boss\", \"when\": {\"field\": \"m\", \"over\": [\"" amount "\"]}}"

/* L-04, L-40: whatever lowers a safeguard is said before the new version is in force. */
static void
test_lowered (void)
{
  const struct {
    const char *process_before, *step_before, *process, *step, *code, *words;
  } cases[] = {
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
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsPack) before = load_small ("", cases[i].process_before, cases[i].step_before);
    g_autoptr (CsPack) pack = load_small ("", cases[i].process, cases[i].step);
    g_autoptr (GPtrArray) findings = cs_pack_check (pack, before);
    gboolean found = FALSE;

    for (guint f = 0; f < findings->len; f++) {
      const CsFinding *finding = findings->pdata[f];

      found = found || (g_str_equal (finding->code, cases[i].code) &&
                        strstr (finding->text, cases[i].words) != NULL);
    }
    if (!found)
      g_error ("case %zu: nothing says “%s”", i, cases[i].words);
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
  g_test_add_func ("/pack-check-versions/same", test_same);
  return g_test_run ();
}
