/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-notice.h"

#define NOW    (1763625600 * CS_SECOND) /* 2025-11-20 08:00 UTC, a Thursday */
#define MINUTE (60 * CS_SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

static const struct {
  CsNoticeFacts facts;
  gboolean without_amount;
  const char *title, *body;
  guint remind_minutes;
} cases[] = {
    {{.kind = CS_NOTICE_WARNING, .due = NOW + HOUR, .is_my_turn = TRUE},
     FALSE,
     "Due in 1 Hour: WhatsApp CRM Sync",
     "Al Noor Trading, BHD 1,250.500.",
     30},
    {{.kind = CS_NOTICE_WARNING, .due = NOW + 20 * MINUTE},
     TRUE,
     "Due in 20 Minutes: WhatsApp CRM Sync",
     "Al Noor Trading.",
     30},
    {{.kind = CS_NOTICE_WARNING, .due = CS_INSTANT_NONE},
     FALSE,
     "Due Soon: WhatsApp CRM Sync",
     "Al Noor Trading, BHD 1,250.500.",
     30},
    {{.kind = CS_NOTICE_BREACH,
      .due = NOW - HOUR,
      .is_my_turn = TRUE,
      .is_decision = TRUE,
      .is_told_onward = TRUE},
     FALSE,
     "Overdue: WhatsApp CRM Sync",
     "Cost approval was due at 07:00. The next person was told.",
     60},
    {{.kind = CS_NOTICE_BREACH, .due = NOW - 2 * DAY, .is_my_turn = TRUE},
     FALSE,
     "Overdue: WhatsApp CRM Sync",
     "Cost approval was due Tuesday.",
     60},
    {{.kind = CS_NOTICE_ESCALATION, .due = NOW - HOUR, .since = NOW - 2 * DAY, .is_decision = TRUE},
     FALSE,
     "Approval Overdue: Al Noor Trading",
     "Waiting for Cost approval since Tuesday.",
     0},
    {{.kind = CS_NOTICE_ESCALATION, .due = NOW - HOUR, .since = NOW - 20 * DAY},
     FALSE,
     "Overdue: Al Noor Trading",
     "Waiting for Cost approval since 31 Oct.",
     0},
    {{.kind = CS_NOTICE_WARNING, .due = NOW + 2 * DAY, .is_payment = TRUE},
     FALSE,
     "Payment Due in 2 Days: Al Noor Trading",
     "Invoice INV-88, BHD 1,250.500.",
     CS_NOTICE_TOMORROW_MINUTES},
    {{.kind = CS_NOTICE_BREACH, .due = NOW - 2 * HOUR, .is_payment = TRUE},
     TRUE,
     "Payment Overdue: Al Noor Trading",
     "Invoice INV-88. Cost approval was due at 06:00.",
     CS_NOTICE_TOMORROW_MINUTES},
};

static CsFormat
format_utc (void)
{
  CsFormat format = {.zone = g_time_zone_new_utc ()};

  return format;
}

static void
test_rung (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  CsNoticeFacts facts = cases[i].facts;
  CsFormat format = format_utc ();
  g_autoptr (CsNotice) notice = NULL;

  facts.request = (char *)"r1";
  facts.run = (char *)"D-11/approve.base/1";
  facts.title = (char *)"WhatsApp CRM Sync";
  facts.client = (char *)"Al Noor Trading";
  facts.amount = (char *)"BHD 1,250.500";
  facts.invoice = (char *)"INV-88";
  facts.what = (char *)"Cost approval";
  if (facts.since == 0)
    facts.since = CS_INSTANT_NONE;
  notice = cs_notice_new_for_rung (&facts, &format, !cases[i].without_amount, NOW);
  g_assert_cmpstr (notice->title, ==, cases[i].title);
  g_assert_cmpstr (notice->body, ==, cases[i].body);
  g_assert_cmpuint (notice->remind_minutes, ==, cases[i].remind_minutes);
  g_assert_cmpstr (notice->id, ==, "req-r1-D-11/approve.base/1");
  cs_format_clear (&format);
}

/* Names written from right to left stand apart from the sentence around them. */
static void
test_arabic (void)
{
  CsNoticeFacts facts = {.request = (char *)"r1",
                         .run = (char *)"D-11/1",
                         .title = (char *)"شركة النور",
                         .client = (char *)"",
                         .due = NOW + HOUR};
  CsFormat format = format_utc ();
  g_autoptr (CsNotice) notice = cs_notice_new_for_rung (&facts, &format, TRUE, NOW);

  g_assert_cmpstr (notice->title, ==, "Due in 1 Hour: \u2068شركة النور\u2069");
  cs_format_clear (&format);
}

static void
test_summary (void)
{
  CsFormat format = format_utc ();
  g_autoptr (CsNotice) late = cs_notice_new_summary (5, 1, NOW + HOUR, &format, NOW);
  g_autoptr (CsNotice) soon = cs_notice_new_summary (0, 4, NOW + HOUR, &format, NOW);

  g_assert_cmpstr (late->title, ==, "6 Deadlines Need Attention");
  g_assert_cmpstr (late->body, ==, "5 are overdue.");
  g_assert_null (late->request);
  g_assert_cmpstr (soon->body, ==, "Earliest due today 09:00.");
  g_assert_cmpstr (late->id, ==, soon->id);
  cs_format_clear (&format);
}

static void
test_button (void)
{
  CsNotice notice = {.remind_minutes = 30};
  g_autofree char *half = cs_notice_dup_button (&notice);
  g_autofree char *tomorrow = NULL;

  notice.remind_minutes = CS_NOTICE_TOMORROW_MINUTES;
  tomorrow = cs_notice_dup_button (&notice);
  g_assert_cmpstr (half, ==, "Remind in 30 Minutes");
  g_assert_cmpstr (tomorrow, ==, "Remind Tomorrow");
  notice.remind_minutes = 0;
  g_assert_null (cs_notice_dup_button (&notice));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *name = g_strdup_printf ("/notice/U-06/rung/%u", i);
    g_test_add_data_func (name, GUINT_TO_POINTER (i), test_rung);
  }
  g_test_add_func ("/notice/U-06/arabic", test_arabic);
  g_test_add_func ("/notice/D-C10/summary", test_summary);
  g_test_add_func ("/notice/U-06/button", test_button);
  return g_test_run ();
}
