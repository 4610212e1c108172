/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

#define NUMBERED(third)                                                                            \
  "\"fields\": {\"K1a\": {\"type\": \"check\"}, \"K2\": {\"type\": \"check\"}, \"" third           \
  "\": {\"type\": \"check\"}},"
#define FORM(third) ", \"form\": [\"K1a\", \"K2\", \"" third "\"]"
#define GATE        "\"gates\": {\"G\": {\"facts\": [{\"setting\": \"Q-34\"}]}},"

/* L-50, L-51: what the document leaves open, also where the pack does not own up to it. */
static void
test_findings (void)
{
  const FoundInPack cases[] = {
      {"\"settings\": {\"Q-1\": {\"type\": \"text\", \"default\": \"x\", \"unclear\": \"Nobody "
       "says.\"}},",
       "",
       "",
       "L-50",
       "Q-1: Nobody says."},
      {"\"settings\": {\"Q-1\": {\"type\": \"text\", \"default\": \"x\"}},", "", "", "L-50", NULL},
      {"\"settings\": {\"Q-34\": {\"type\": \"text\", \"many\": true, \"default\": []}},",
       "",
       "",
       "L-50",
       "“Q-34” is blank"},
      {"\"settings\": {\"Q-34\": {\"type\": \"text\", \"default\": \"x\"}},",
       GATE,
       ", \"enter\": \"G\"",
       "L-50",
       "the gate “G” stays closed until an administrator has confirmed “Q-34”"},
      {"\"settings\": {\"Q-34\": {\"type\": \"choice\", \"options\": [\"x\", \"y\"], \"default\": "
       "\"x\"}},",
       "\"gates\": {\"G\": {\"facts\": [{\"setting\": \"Q-34\", \"is\": \"x\"}]}},",
       ", \"enter\": \"G\"",
       "L-50",
       NULL},
      {"", NUMBERED ("K4b"), FORM ("K4b"), "L-51", "there is no K3 before “K4b”"},
      {"", NUMBERED ("K3"), FORM ("K3"), "L-51", NULL},
      {"", NUMBERED ("K58"), FORM ("K58"), "L-51", NULL},
      {"",
       "\"fields\": {\"line1\": {\"type\": \"text\"}, \"line9\": {\"type\": \"text\"}},",
       ", \"form\": [\"line1\", \"line9\"]",
       "L-51",
       NULL},
  };

  assert_all_found (cases, G_N_ELEMENTS (cases));
}

static CsFindingKind
kind_of (const char *settings, const char *process, const char *step, const char *code)
{
  g_autoptr (CsPack) pack = load_small (settings, process, step);
  g_autoptr (GPtrArray) findings = cs_pack_check (pack, NULL);
  CsFindingKind kind = CS_FINDING_NOTE;

  for (guint i = 0; i < findings->len; i++) {
    const CsFinding *finding = findings->pdata[i];

    if (g_str_equal (finding->code, code))
      kind = MIN (kind, finding->kind);
  }
  return kind;
}

/* a warning, and only a note where a setting says that the document is unclear. */
static void
test_owned_up (void)
{
  const char *about =
      "\"settings\": {\"Q-33\": {\"type\": \"text\", \"default\": \"x\", %s \"about\": "
      "[\"K4\"]}},";
  const char *confirm = "\"settings\": {\"Q-34\": {%s \"type\": \"text\", \"default\": \"x\"}},";
  const char *const unclear[] = {"", "\"unclear\": \"A gap.\","};
  const CsFindingKind kinds[] = {CS_FINDING_WARNING, CS_FINDING_NOTE};

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_auto (GStrv) gap = g_strsplit (about, "%s", 2);
    g_auto (GStrv) gate = g_strsplit (confirm, "%s", 2);
    g_autofree char *with_gap = g_strjoin (unclear[i], gap[0], gap[1], NULL);
    g_autofree char *with_gate = g_strjoin (unclear[i], gate[0], gate[1], NULL);

    g_assert_cmpint (kind_of (with_gap, NUMBERED ("K4"), FORM ("K4"), "L-51"), ==, kinds[i]);
    g_assert_cmpint (kind_of (with_gate, GATE, ", \"enter\": \"G\"", "L-50"), ==, kinds[i]);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack-check-marks/findings", test_findings);
  g_test_add_func ("/pack-check-marks/Q-33-Q-34-owned-up", test_owned_up);
  return g_test_run ();
}
