/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-payment-text.h"

#define DAY G_TIME_SPAN_DAY

/* Sunday 1 March 2026, 12:00 UTC */
static const CsInstant now = G_GINT64_CONSTANT (1772366400) * G_TIME_SPAN_SECOND;

/* U-03: every state in words, with an icon. */
static void
test_states (void)
{
  const struct {
    const char *state;
    gint64 due;
    const char *promised_on;
    const char *text, *tint;
  } cases[] = {
      {"due", 5 * DAY, NULL, "Due in 5 d", NULL},
      {"due", 5 * DAY - 1, NULL, "Due in 5 d", NULL},
      {"today", DAY / 8, NULL, "Due Today", "warning"},
      {"late", -3 * DAY, NULL, "Late 3 d", "error"},
      {"late", -1, NULL, "Late 1 d", "error"},
      {"escalated", -3 * DAY, NULL, "Escalated", "error"},
      {"promised", DAY, "2026-03-10", "Promised 10 Mar", NULL},
      {"promised", DAY, NULL, "Promised", NULL},
      {"promised", -DAY, "2026-02-12", "Promise Missed, 12 Feb", "error"},
      {"part", DAY, NULL, "Part-Paid", NULL},
      {"part", -DAY, NULL, "Part-Paid", "error"},
      {"disputed", -DAY, NULL, "Disputed", "warning"},
      {"confirmed", 0, NULL, "Confirmed", "success"},
      {"written-off", 0, NULL, "Written Off", NULL},
  };
  CsFormat format;

  cs_format_init (&format);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    CsPaymentFacts facts = {cases[i].state, now + cases[i].due, cases[i].promised_on};
    g_auto (CsPaymentText) text = {0};

    cs_payment_text_init (&text, &facts, &format, now);
    g_assert_cmpstr (text.text, ==, cases[i].text);
    g_assert_cmpstr (text.tint, ==, cases[i].tint);
    g_assert_nonnull (text.icon);
  }
  cs_format_clear (&format);
}

static void
test_nothing (void)
{
  CsPaymentFacts facts = {NULL, CS_INSTANT_NONE, NULL};
  g_auto (CsPaymentText) text = {0};
  CsFormat format;

  cs_format_init (&format);
  cs_payment_text_init (&text, &facts, &format, now);
  g_assert_null (text.text);
  g_assert_null (text.icon);
  cs_format_clear (&format);
}

/* evidence in words, also a kind that only a pack knows. */
static void
test_evidence (void)
{
  g_autofree char *known = cs_payment_evidence_title ("bank-advice");
  g_autofree char *unknown = cs_payment_evidence_title ("tax-stamp");

  g_assert_cmpstr (known, ==, "Bank advice");
  g_assert_cmpstr (unknown, ==, "Tax stamp");
  g_assert_cmpstr (cs_payment_group_title ("late"), ==, "Late");
  g_assert_cmpstr (cs_payment_group_title (NULL), ==, "All Open");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/payment-text/U-03/states", test_states);
  g_test_add_func ("/app/payment-text/U-03/nothing", test_nothing);
  g_test_add_func ("/app/payment-text/Q-42/evidence", test_evidence);
  return g_test_run ();
}
