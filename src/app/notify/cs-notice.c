/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-notice.h"

#include <glib/gi18n-lib.h>

#define MINUTE (60 * CS_SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/**
 * cs_notice_copy:
 *
 * Returns: (transfer full): a copy
 */
CsNotice *
cs_notice_copy (const CsNotice *self)
{
  CsNotice *copy = g_new0 (CsNotice, 1);

  *copy = *self;
  copy->id = g_strdup (self->id);
  copy->request = g_strdup (self->request);
  copy->title = g_strdup (self->title);
  copy->body = g_strdup (self->body);
  return copy;
}

/**
 * cs_notice_free:
 * @self: (transfer full) (nullable): a notification
 */
void
cs_notice_free (CsNotice *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->request);
  g_free (self->title);
  g_free (self->body);
  g_free (self);
}

/**
 * cs_notice_facts_free:
 * @self: (transfer full) (nullable): facts
 */
void
cs_notice_facts_free (CsNoticeFacts *self)
{
  if (self == NULL)
    return;
  g_free (self->request);
  g_free (self->title);
  g_free (self->client);
  g_free (self->amount);
  g_free (self->invoice);
  g_free (self->what);
  g_free (self->run);
  g_free (self);
}

static gboolean
has_rtl (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

    if (script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW ||
        script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA)
      return TRUE;
  }
  return FALSE;
}

/* Isolates stand only where a script runs from right to left: some desktops draw them as boxes. */
static char *
isolate (const char *text)
{
  const char *safe = text != NULL ? text : "";

  return has_rtl (safe) || has_rtl (_ ("Overdue: %s")) ? cs_iso (safe) : g_strdup (safe);
}

/* “1 Hour”, “2 Days”: how long until then, in the coarsest unit that is not a lie. */
static char *
left_until (const CsFormat *format, CsInstant due, CsInstant now)
{
  gint64 left = MAX (due - now, 0);
  g_autofree char *text = NULL;
  gulong n;

  if (left >= 2 * DAY - HOUR) {
    n = (gulong)((left + DAY / 2) / DAY);
    /* Translators: time left in the title of a notification, “Due in 2 Days” */
    text = g_strdup_printf (ngettext ("%lu Day", "%lu Days", n), n);
  } else if (left >= HOUR - 5 * MINUTE) {
    n = (gulong)((left + HOUR / 2) / HOUR);
    text = g_strdup_printf (ngettext ("%lu Hour", "%lu Hours", n), n);
  } else {
    n = (gulong)MAX ((left + MINUTE / 2) / MINUTE, 1);
    text = g_strdup_printf (ngettext ("%lu Minute", "%lu Minutes", n), n);
  }
  return cs_format_digits (format, text);
}

static char *
warning_title (const CsNoticeFacts *facts, const CsFormat *format, CsInstant now)
{
  g_autofree char *left = NULL;
  g_autofree char *about = isolate (facts->is_payment ? facts->client : facts->title);

  if (facts->due == CS_INSTANT_NONE)
    /* Translators: title of a notification about a request */
    return g_strdup_printf (_ ("Due Soon: %s"), about);
  left = left_until (format, facts->due, now);
  if (facts->is_payment)
    /* Translators: “Payment Due in 2 Days: Mehta Retail” */
    return g_strdup_printf (_ ("Payment Due in %1$s: %2$s"), left, about);
  /* Translators: “Due in 1 Hour: WhatsApp CRM Sync” */
  return g_strdup_printf (_ ("Due in %1$s: %2$s"), left, about);
}

/* “Invoice INV-88, INR 12,50,000.00.” or “Al Noor Trading, BHD 1,250.500.” */
static char *
about_sentence (const CsNoticeFacts *facts, gboolean with_amount)
{
  g_autofree char *client = isolate (facts->client);
  g_autofree char *invoice = isolate (facts->invoice);
  g_autofree char *amount = isolate (facts->amount);
  gboolean has_amount = with_amount && facts->amount != NULL && *facts->amount != '\0';

  if (facts->is_payment && facts->invoice != NULL && has_amount)
    return g_strdup_printf (_ ("Invoice %1$s, %2$s."), invoice, amount);
  if (facts->is_payment && facts->invoice != NULL)
    return g_strdup_printf (_ ("Invoice %s."), invoice);
  if (has_amount)
    /* Translators: client and amount, in the body of a notification */
    return g_strdup_printf (_ ("%1$s, %2$s."), client, amount);
  /* Translators: the client, in the body of a notification */
  return g_strdup_printf (_ ("%s."), client);
}

/* A weekday within the last six days, else the date. */
static char *
past_day (const CsFormat *format, CsInstant instant, CsInstant now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / CS_SECOND);
  g_autoptr (GDateTime) date = g_date_time_to_timezone (utc, format->zone);

  if (now - instant >= 2 * DAY && now - instant < 6 * DAY)
    return g_date_time_format (date, "%A");
  return cs_format_day (format, instant, now);
}

static char *
breach_body (const CsNoticeFacts *facts, const CsFormat *format, CsInstant now)
{
  g_autofree char *what = isolate (facts->what);
  g_autofree char *day = NULL;
  g_autofree char *was = NULL;

  if (facts->due != CS_INSTANT_NONE && now - facts->due < DAY) {
    g_autofree char *time = cs_format_time (format, facts->due);
    /* Translators: “Cost approval was due at 16:40.” */
    was = g_strdup_printf (_ ("%1$s was due at %2$s."), what, time);
  } else if (facts->due != CS_INSTANT_NONE) {
    day = past_day (format, facts->due, now);
    /* Translators: “Cost approval was due Tuesday.” or “12 Nov” */
    was = g_strdup_printf (_ ("%1$s was due %2$s."), what, day);
  } else {
    was = g_strdup_printf (_ ("%s is overdue."), what);
  }
  if (!facts->is_told_onward)
    return g_steal_pointer (&was);
  /* Translators: two sentences */
  return g_strdup_printf (_ ("%1$s %2$s"), was, _ ("The next person was told."));
}

static char *
waiting_body (const CsNoticeFacts *facts, const CsFormat *format, CsInstant now)
{
  g_autofree char *what = isolate (facts->what);
  CsInstant since = facts->since != CS_INSTANT_NONE ? facts->since : facts->due;
  g_autofree char *day = NULL;

  if (since == CS_INSTANT_NONE)
    /* Translators: what is waited for, “Cost approval” */
    return g_strdup_printf (_ ("Waiting for %s."), what);
  day = past_day (format, since, now);
  /* Translators: what is waited for, and a day, “Tuesday” or “12 Nov” */
  return g_strdup_printf (_ ("Waiting for %1$s since %2$s."), what, day);
}

static char *
late_title (const CsNoticeFacts *facts)
{
  g_autofree char *title = isolate (facts->title);
  g_autofree char *client = isolate (facts->client);

  if (facts->is_payment)
    /* Translators: “Payment Overdue: Mehta Retail” */
    return g_strdup_printf (_ ("Payment Overdue: %s"), client);
  if (facts->is_my_turn)
    /* Translators: “Overdue: WhatsApp CRM Sync” */
    return g_strdup_printf (_ ("Overdue: %s"), title);
  if (facts->is_decision)
    /* Translators: told to somebody who watches over it, “Approval Overdue: Al Noor Trading” */
    return g_strdup_printf (_ ("Approval Overdue: %s"), client);
  return g_strdup_printf (_ ("Overdue: %s"), client);
}

static char *
late_body (const CsNoticeFacts *facts, const CsFormat *format, gboolean with_amount, CsInstant now)
{
  g_autofree char *about = NULL;
  g_autofree char *was = NULL;

  if (!facts->is_payment)
    return facts->is_my_turn ? breach_body (facts, format, now) : waiting_body (facts, format, now);
  about = about_sentence (facts, with_amount);
  was = breach_body (facts, format, now);
  return g_strdup_printf (_ ("%1$s %2$s"), about, was);
}

/**
 * cs_notice_new_for_rung:
 * @facts: what the rung is about
 * @with_amount: whether amounts may be shown
 *
 * The texts of U-06 for a warning, a breach or an escalation. The id is one per run of a clock, so
 * that a breach replaces its warning.
 *
 * Returns: (transfer full): a notification
 */
CsNotice *
cs_notice_new_for_rung (const CsNoticeFacts *facts,
                        const CsFormat *format,
                        gboolean with_amount,
                        CsInstant now)
{
  CsNotice *self = g_new0 (CsNotice, 1);
  gboolean is_warning = facts->kind == CS_NOTICE_WARNING;

  self->id = g_strdup_printf ("req-%s-%s", facts->request, facts->run);
  self->request = g_strdup (facts->request);
  self->is_urgent = facts->is_urgent;
  self->title = is_warning ? warning_title (facts, format, now) : late_title (facts);
  self->body = is_warning ? about_sentence (facts, with_amount)
                          : late_body (facts, format, with_amount, now);
  if (facts->is_payment)
    self->remind_minutes = CS_NOTICE_TOMORROW_MINUTES;
  else if (is_warning)
    self->remind_minutes = 30;
  else if (facts->is_my_turn)
    self->remind_minutes = 60;
  return self;
}

/**
 * cs_notice_new_summary:
 * @n_late: deadlines that have passed
 * @n_soon: deadlines that are near
 * @earliest: the first of them; `CS_INSTANT_NONE` when none is ahead
 *
 * One notification for many (D-C10).
 *
 * Returns: (transfer full): a notification
 */
CsNotice *
cs_notice_new_summary (guint n_late,
                       guint n_soon,
                       CsInstant earliest,
                       const CsFormat *format,
                       CsInstant now)
{
  CsNotice *self = g_new0 (CsNotice, 1);
  g_autofree char *n = NULL;
  guint total = n_late + n_soon;

  self->id = g_strdup ("inbox");
  n = cs_format_number (format, total);
  self->title = g_strdup_printf (
      ngettext ("%s Deadline Needs Attention", "%s Deadlines Need Attention", total),
      n);
  if (n_late > 0) {
    g_autofree char *late = cs_format_number (format, n_late);
    self->body = g_strdup_printf (ngettext ("%s is overdue.", "%s are overdue.", n_late), late);
  } else if (earliest != CS_INSTANT_NONE) {
    g_autofree char *when = cs_format_day_time (format, earliest, now);
    /* Translators: a day and a time, “today 16:40” */
    self->body = g_strdup_printf (_ ("Earliest due %s."), when);
  } else {
    self->body = g_strdup ("");
  }
  return self;
}

/**
 * cs_notice_dup_button:
 *
 * Returns: (transfer full) (nullable): what its button says
 */
char *
cs_notice_dup_button (const CsNotice *self)
{
  if (self->remind_minutes == 0)
    return NULL;
  if (self->remind_minutes >= CS_NOTICE_TOMORROW_MINUTES)
    return g_strdup (_ ("Remind Tomorrow"));
  if (self->remind_minutes >= 60)
    return g_strdup (_ ("Remind in 1 Hour"));
  return g_strdup (_ ("Remind in 30 Minutes"));
}
