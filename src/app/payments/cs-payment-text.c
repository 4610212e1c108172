/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payment-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Payments in words (ux: Payments). */

static char *
days_text (const CsPaymentFacts *facts, const CsFormat *format, CsInstant now)
{
  gint64 distance = facts->due > now ? facts->due - now : now - facts->due;
  gint64 days = (distance + G_TIME_SPAN_DAY - 1) / G_TIME_SPAN_DAY;
  g_autofree char *number = cs_format_number (format, days);

  if (facts->due == CS_INSTANT_NONE)
    return g_strdup (_ ("Due"));
  if (facts->due < now)
    /* Translators: a payment is late by so many days; short */
    return g_strdup_printf (ngettext ("Late %s d", "Late %s d", (gulong)days), number);
  /* Translators: a payment is due in so many days; short */
  return g_strdup_printf (ngettext ("Due in %s d", "Due in %s d", (gulong)days), number);
}

static gboolean
is_broken (const CsPaymentFacts *facts, const CsFormat *format, CsInstant now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_TIME_SPAN_SECOND);
  g_autoptr (GDateTime) here = g_date_time_to_timezone (utc, format->zone);
  g_autofree char *today = g_date_time_format (here, "%Y-%m-%d");

  return facts->promised_on != NULL && strcmp (facts->promised_on, today) < 0;
}

static char *
promised_text (const CsPaymentFacts *facts, const CsFormat *format, CsInstant now)
{
  g_autofree char *day = cs_format_iso_date (format, facts->promised_on, now);

  if (day == NULL)
    return g_strdup (_ ("Promised"));
  if (is_broken (facts, format, now))
    /* Translators: the day for which a payment was promised has passed */
    return g_strdup_printf (_ ("Promise Missed, %s"), day);
  /* Translators: the day for which a payment is promised */
  return g_strdup_printf (_ ("Promised %s"), day);
}

/**
 * cs_payment_text_init:
 * @self: (out caller-allocates): icon and words
 *
 * Says in what state a payment is.
 */
void
cs_payment_text_init (CsPaymentText *self,
                      const CsPaymentFacts *facts,
                      const CsFormat *format,
                      CsInstant now)
{
  static const struct {
    const char *state, *icon, *text, *tint;
  } states[] = {
      {"due", "countersign-clock-symbolic", NULL, NULL},
      {"today", "countersign-clock-heavy-symbolic", N_ ("Due Today"), "warning"},
      {"late", "countersign-overdue-symbolic", NULL, "error"},
      {"escalated", "countersign-escalated-symbolic", N_ ("Escalated"), "error"},
      {"promised", "countersign-promised-symbolic", NULL, NULL},
      {"part", "countersign-part-paid-symbolic", N_ ("Part-Paid"), NULL},
      {"disputed", "countersign-disputed-symbolic", N_ ("Disputed"), "warning"},
      {"confirmed", "countersign-tick-symbolic", N_ ("Confirmed"), "success"},
      {"written-off", "countersign-written-off-symbolic", N_ ("Written Off"), NULL},
  };

  memset (self, 0, sizeof *self);
  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    if (g_strcmp0 (states[i].state, facts->state) != 0)
      continue;
    self->icon = states[i].icon;
    self->tint = states[i].tint;
    self->text = states[i].text != NULL ? g_strdup (_ (states[i].text)) : NULL;
  }
  if (self->icon == NULL)
    return;
  if (strcmp (facts->state, "promised") == 0) {
    self->text = promised_text (facts, format, now);
    self->tint = is_broken (facts, format, now) ? "error" : NULL;
  }
  if (self->text == NULL)
    self->text = days_text (facts, format, now);
  if (strcmp (facts->state, "part") == 0 && facts->due != CS_INSTANT_NONE && facts->due < now)
    self->tint = "error";
}

/**
 * cs_payment_text_clear:
 *
 * Frees what the words hold.
 */
void
cs_payment_text_clear (CsPaymentText *self)
{
  g_clear_pointer (&self->text, g_free);
}

/**
 * cs_payment_group_title:
 * @group: of CsRow: "late" …
 *
 * Returns: (transfer none): its heading
 */
const char *
cs_payment_group_title (const char *group)
{
  static const struct {
    const char *group, *title;
  } groups[] = {
      {"late", N_ ("Late")},
      {"week", N_ ("Due This Week")},
      {"later", N_ ("Due Later")},
      {"promised", N_ ("Promised")},
      {"confirmed", N_ ("Confirmed")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (groups[i].group, group) == 0)
      return _ (groups[i].title);
  return _ ("All Open");
}

/**
 * cs_payment_evidence_title:
 * @kind: of evidence, as packs name it: “bank-advice”
 *
 * Returns: (transfer full): the kind in words
 */
char *
cs_payment_evidence_title (const char *kind)
{
  static const struct {
    const char *kind, *title;
  } kinds[] = {
      {"bank-advice", N_ ("Bank advice")},
      {"finance", N_ ("Word of the finance department")},
      {"mail", N_ ("Message")},
      {"file", N_ ("File")},
      {"reference", N_ ("Reference")},
      {"meeting", N_ ("Meeting")},
  };
  char *words;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return g_strdup (_ (kinds[i].title));
  words = g_strdup (kind);
  g_strdelimit (words, "-_", ' ');
  words[0] = g_ascii_toupper (words[0]);
  return words;
}
