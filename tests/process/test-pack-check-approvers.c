/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

#define PROCESS                                                                                    \
  "\"fields\": {\"f\": {\"type\": \"text\"}}, \"documents\": {\"d\": {\"fields\": [\"f\"]}},"
#define STEPS(again)                                                                               \
  ", \"form\": [\"f\"], \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"l\", \"who\": "      \
  "\"boss\"}]}}, {\"id\": \"again\", \"approval\": {\"of\": \"d\", \"levels\": [" again "]}"
#define SETTING(more)                                                                              \
  "\"settings\": {\"Q-01\": {\"type\": \"choice\", \"options\": [\"two\", \"one\"], \"default\": " \
  "\"two\"" more "}},"
#define DEPENDS                                                                                    \
  "{\"id\": \"l\", \"who\": \"boss\"}, {\"id\": \"k\", \"who\": \"desk\", \"when\": "              \
  "{\"setting\": "                                                                                 \
  "\"Q-01\", \"is\": \"two\"}}"

/* L-23, Q-01: the same document, other approvers. */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"",
       PROCESS,
       STEPS ("{\"id\": \"l\", \"who\": \"desk\"}"),
       "L-23",
       "by boss at “do” and by desk at “again”"},
      {"", PROCESS, STEPS ("{\"id\": \"l\", \"who\": \"boss\"}"), "L-23", NULL},
      {SETTING (""),
       PROCESS,
       STEPS (DEPENDS),
       "L-23",
       "by boss at “do” and by boss desk at “again”"},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

/* a note only where a setting says that the document is unclear. */
static void
test_owned_up (void)
{
  const struct {
    const char *settings, *again;
    CsFindingKind kind;
  } cases[] = {
      {SETTING (", \"about\": [\"again\"]"),
       "{\"id\": \"l\", \"who\": \"desk\"}",
       CS_FINDING_WARNING},
      {SETTING (", \"about\": [\"again\"], \"unclear\": \"Two say two things.\""),
       "{\"id\": \"l\", \"who\": \"desk\"}",
       CS_FINDING_NOTE},
      {SETTING (", \"unclear\": \"One list names two, the other one.\""),
       "{\"id\": \"l\", \"who\": \"desk\"}",
       CS_FINDING_WARNING},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *head =
        ", \"form\": [\"f\"], \"approval\": {\"of\": \"d\", \"levels\": [{\"id\": \"l\", "
        "\"who\": \"boss\"}]}}, {\"id\": \"again\", \"approval\": {\"of\": \"d\", "
        "\"levels\": [";
    g_autofree char *step = g_strconcat (head, cases[i].again, "]}", NULL);
    g_autoptr (CsPack) pack = load_small (cases[i].settings, PROCESS, step);
    g_autoptr (GPtrArray) findings = cs_pack_check (pack, NULL);
    guint n_found = 0;

    for (guint f = 0; f < findings->len; f++) {
      const CsFinding *finding = findings->pdata[f];

      if (!g_str_equal (finding->code, "L-23"))
        continue;
      g_assert_cmpint (finding->kind, ==, cases[i].kind);
      n_found++;
    }
    g_assert_cmpuint (n_found, ==, 1);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-approvers/findings", test_findings);
  g_test_add_func ("/pack-check-approvers/Q-01-owned-up", test_owned_up);
  return g_test_run ();
}
