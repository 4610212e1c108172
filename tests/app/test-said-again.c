/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-said-again.h"

static CsStep step = {.id = (char *)"cost"};
static CsLevel level = {.id = (char *)"final"};
static CsClockDef clock_def = {.id = (char *)"delivery"};
static CsField field = {.id = (char *)"brief"};
static CsGate gate = {.id = (char *)"start"};

static CsAction
action_of (CsActionKind kind)
{
  return (CsAction){.kind = kind,
                    .step = &step,
                    .level = &level,
                    .clock = &clock_def,
                    .field = &field,
                    .gate = &gate,
                    .target = (char *)"e-1",
                    .condition = 2,
                    .is_open = TRUE};
}

static const struct {
  CsActionKind kind;
  CsActionWay way;
  const char *entry;
  const char *answers;
} cases[] = {
    {CS_ACTION_APPROVE, CS_ACTION_WAY_PLAIN, "decision", "{\"comment\": \"Fine by me\"}"},
    {CS_ACTION_APPROVE, CS_ACTION_WAY_CONDITION, "decision", "{\"conditions\": \"One\\nTwo\"}"},
    {CS_ACTION_REJECT, CS_ACTION_WAY_PLAIN, "decision", "{\"comment\": \"Too dear\"}"},
    {CS_ACTION_SEND_BACK,
     CS_ACTION_WAY_PLAIN,
     "decision",
     "{\"comment\": \"Again\", \"to\": \"brief\"}"},
    {CS_ACTION_ASK, CS_ACTION_WAY_PLAIN, "decision", "{\"comment\": \"Why?\"}"},
    {CS_ACTION_HAND_OVER, CS_ACTION_WAY_PLAIN, "decision", "{\"to\": \"p-one\"}"},
    {CS_ACTION_CONSENT,
     CS_ACTION_WAY_PLAIN,
     "consent",
     "{\"answer\": \"approve\", \"given\": \"2026-03-10\", \"kind\": \"mail\", \"what\": \"Yes\"}"},
    {CS_ACTION_CONSENT,
     CS_ACTION_WAY_PLAIN,
     "consent",
     "{\"answer\": \"approve\", \"given\": \"2026-03-10\", \"kind\": \"file\", \"file\": "
     "{\"name\": "
     "\"a.pdf\", \"sha256\": \"00\"}}"},
    {CS_ACTION_EXTEND,
     CS_ACTION_WAY_PLAIN,
     "extend",
     "{\"date\": \"2026-03-10\", \"reason\": \"Ramadan\"}"},
    {CS_ACTION_EXTEND,
     CS_ACTION_WAY_PLAIN,
     "extend",
     "{\"date\": \"2026-03-10\", \"time\": \"14:30\", \"reason\": \"Ramadan\", \"kind\": \"mail\", "
     "\"what\": \"Yes\"}"},
    {CS_ACTION_CHECK, CS_ACTION_WAY_WRONG, "check", "{\"text\": \"Unreadable\"}"},
    {CS_ACTION_SETTLE_CONDITION, CS_ACTION_WAY_PLAIN, "check", "{\"text\": \"Done\"}"},
    {CS_ACTION_NOT_NEEDED, CS_ACTION_WAY_PLAIN, "complete", "{\"na\": \"No need\"}"},
    {CS_ACTION_RETURN,
     CS_ACTION_WAY_PLAIN,
     "return",
     "{\"reason\": \"Unclear\", \"to\": \"brief\"}"},
    {CS_ACTION_ANSWER, CS_ACTION_WAY_PLAIN, "note", "{\"text\": \"Because\"}"},
    {CS_ACTION_ASSIGN, CS_ACTION_WAY_PLAIN, "assign", "{\"person\": \"p-one\"}"},
    {CS_ACTION_PAUSE,
     CS_ACTION_WAY_PLAIN,
     "pause",
     "{\"reason\": \"client\", \"text\": \"They asked\"}"},
    {CS_ACTION_OVERRIDE, CS_ACTION_WAY_PLAIN, "override", "{\"reason\": \"Urgent\"}"},
    {CS_ACTION_WITHDRAW, CS_ACTION_WAY_PLAIN, "withdraw", "{\"reason\": \"Lost\"}"},
};

/* K-13: what was not counted fits the action it was said with, and its dialog shows what was
 * answered. */
static void
test_there_and_back (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsAction action = action_of (cases[i].kind);
    g_autoptr (json_t) answers = json_loads (cases[i].answers, 0, NULL);
    g_autoptr (json_t) data = cs_action_questions_make_data (&action, cases[i].way, answers);
    g_autoptr (json_t) again = cs_said_again_make_answers (data);
    g_autoptr (json_t) same = NULL;
    const char *key;
    json_t *answer;

    g_test_message ("%u: %s %s", i, cases[i].entry, cases[i].answers);
    g_assert_true (cs_said_again_fits (&action, cases[i].entry, data));
    g_assert_cmpint (cs_said_again_get_way (&action, data), ==, cases[i].way);
    json_object_foreach (answers, key, answer)
    {
      g_assert_true (json_equal (json_object_get (again, key), answer));
    }
    same = cs_action_questions_make_data (&action, cases[i].way, again);
    g_assert_true (json_equal (same, data));
  }
}

/* No other action takes it for its own. */
static void
test_only_its_own (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsAction action = action_of (cases[i].kind);
    g_autoptr (json_t) answers = json_loads (cases[i].answers, 0, NULL);
    g_autoptr (json_t) data = cs_action_questions_make_data (&action, cases[i].way, answers);

    for (guint j = 0; j < G_N_ELEMENTS (cases); j++) {
      const CsAction other = action_of (cases[j].kind);
      gboolean is_same = cases[i].kind == cases[j].kind;

      g_assert_cmpint (cs_said_again_fits (&other, cases[i].entry, data), ==, is_same);
    }
  }
}

static void
test_elsewhere (void)
{
  static CsLevel base = {.id = (char *)"base"};
  static CsStep other = {.id = (char *)"brief"};
  CsAction action = action_of (CS_ACTION_REJECT);
  g_autoptr (json_t) data = json_pack ("{s:s, s:s, s:s, s:s}",
                                       "step",
                                       "cost",
                                       "level",
                                       "final",
                                       "answer",
                                       "reject",
                                       "comment",
                                       "x");

  g_assert_true (cs_said_again_fits (&action, "decision", data));
  action.level = &base;
  g_assert_false (cs_said_again_fits (&action, "decision", data));
  action = action_of (CS_ACTION_REJECT);
  action.step = &other;
  g_assert_false (cs_said_again_fits (&action, "decision", data));
  action = action_of (CS_ACTION_CARRY);
  g_assert_false (cs_said_again_fits (&action, "decision", data));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/said-again/there-and-back-K-13", test_there_and_back);
  g_test_add_func ("/said-again/only-its-own-K-13", test_only_its_own);
  g_test_add_func ("/said-again/elsewhere-K-13", test_elsewhere);
  return g_test_run ();
}
