/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sla-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HEAVY_SECS (30 * 60)

/*
 * The states of a deadline in words (ux: SLA badges). Text stays in the normal text colour; the
 * style class tints only the ground and the icon.
 */

static char *
with_title (const CsSlaFacts *facts, char *rest)
{
  g_autofree char *tail = rest;
  g_autofree char *title = NULL;

  if (facts->title == NULL || *facts->title == '\0')
    return g_steal_pointer (&tail);
  title = cs_iso (facts->title);
  /* Translators: title of a deadline, and its state: “Approve cost, due Sunday 16:40” */
  return g_strdup_printf (_ ("%1$s, %2$s"), title, tail);
}

static void
running (CsSlaText *self, const CsSlaFacts *facts, const CsFormat *format, CsInstant now)
{
  g_autofree char *left = cs_format_work (format, facts->left_secs, facts->day_secs);
  g_autofree char *left_long = cs_format_work_long (format, facts->left_secs, facts->day_secs);
  g_autofree char *due =
      facts->due != CS_INSTANT_NONE ? cs_format_day_time (format, facts->due, now) : g_strdup ("");
  gboolean past_target =
      facts->target != CS_INSTANT_NONE && facts->target <= now && facts->target < facts->due;

  if (facts->resumes != CS_INSTANT_NONE) {
    g_autofree char *resumes = cs_format_day_time (format, facts->resumes, now);
    self->icon = "countersign-moon-symbolic";
    self->text = g_strdup_printf (_ ("%1$s left, resumes %2$s"), left, resumes);
  } else if (past_target) {
    self->icon = "countersign-clock-symbolic";
    self->text = g_strdup_printf (_ ("Past target, %s to limit"), left);
  } else {
    self->icon = facts->left_secs < HEAVY_SECS ? "countersign-clock-heavy-symbolic"
                                               : "countersign-clock-symbolic";
    /* Translators: working time that is left, “2 h 10 min left” */
    self->text = g_strdup_printf (_ ("%s left"), left);
  }
  if (facts->state == CS_CLOCK_AMBER || facts->left_secs < HEAVY_SECS) {
    self->tint = "warning";
    self->description =
        with_title (facts, g_strdup_printf (_ ("due %1$s, %2$s left, due soon"), due, left_long));
  } else {
    self->description =
        with_title (facts, g_strdup_printf (_ ("due %1$s, %2$s left"), due, left_long));
  }
}

static void
breached (CsSlaText *self, const CsSlaFacts *facts, const CsFormat *format, CsInstant now)
{
  g_autofree char *late = cs_format_work (format, facts->left_secs, facts->day_secs);
  g_autofree char *late_long = cs_format_work_long (format, facts->left_secs, facts->day_secs);

  self->icon = "countersign-overdue-symbolic";
  self->tint = "error";
  self->text = ABS (facts->left_secs) < 60 ? g_strdup (_ ("Overdue"))
                                           : g_strdup_printf (_ ("Overdue by %s"), late);
  self->description = with_title (facts, g_strdup_printf (_ ("overdue by %s"), late_long));
}

static void
paused (CsSlaText *self, const CsSlaFacts *facts, const CsFormat *format, CsInstant now)
{
  self->icon = "countersign-pause-symbolic";
  self->tint = "paused";
  self->text = facts->pause != NULL && *facts->pause != '\0'
                   ? g_strdup_printf (_ ("Paused: %s"), facts->pause)
                   : g_strdup (_ ("Paused"));
  if (facts->since != CS_INSTANT_NONE) {
    g_autofree char *since = cs_format_day (format, facts->since, now);
    self->description = with_title (facts, g_strdup_printf (_ ("paused since %s"), since));
  } else {
    self->description = with_title (facts, g_strdup (_ ("paused")));
  }
}

static void
finished (CsSlaText *self, const CsSlaFacts *facts, const CsFormat *format)
{
  g_autofree char *by = cs_format_work (format, facts->left_secs, facts->day_secs);

  if (facts->state == CS_CLOCK_MET) {
    self->icon = "countersign-met-symbolic";
    self->tint = "success";
    self->text = facts->left_secs >= 60 ? g_strdup_printf (_ ("Met, %s early"), by)
                                        : g_strdup (_ ("Met"));
  } else {
    self->icon = "countersign-missed-symbolic";
    self->tint = "error";
    self->text = facts->left_secs <= -60 ? g_strdup_printf (_ ("Met late by %s"), by)
                                         : g_strdup (_ ("Met late"));
  }
  self->description = with_title (facts, g_strdup (self->text));
}

/**
 * cs_sla_text_init:
 * @facts: of one clock
 * @format: how the reader reads times
 * @now: the present
 *
 * Puts a clock's state into words.
 */
void
cs_sla_text_init (CsSlaText *self, const CsSlaFacts *facts, const CsFormat *format, CsInstant now)
{
  memset (self, 0, sizeof *self);
  switch (facts->state) {
    case CS_CLOCK_RUNNING:
    case CS_CLOCK_AMBER:
      running (self, facts, format, now);
      break;
    case CS_CLOCK_BREACHED:
      breached (self, facts, format, now);
      break;
    case CS_CLOCK_PAUSED:
      paused (self, facts, format, now);
      break;
    case CS_CLOCK_MET:
    case CS_CLOCK_MISSED:
      finished (self, facts, format);
      break;
    case CS_CLOCK_NO_LIMIT:
      self->text = g_strdup (_ ("No deadline"));
      self->description = with_title (facts, g_strdup (_ ("no deadline")));
      break;
    default:
      self->text = g_strdup ("");
      self->description = g_strdup ("");
  }
}

void
cs_sla_text_clear (CsSlaText *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->description, g_free);
}

/**
 * cs_sla_facts_from_run:
 * @run: of a request's clock
 * @title: (nullable): borrowed; what the clock is called in the reader's language
 */
void
cs_sla_facts_from_run (CsSlaFacts *facts, const CsClockRun *run, const char *title)
{
  memset (facts, 0, sizeof *facts);
  facts->state = run->state;
  facts->left_secs = run->left_secs;
  facts->day_secs = run->day_secs;
  facts->due = run->due;
  facts->target = run->target;
  facts->resumes = CS_INSTANT_NONE;
  facts->since = CS_INSTANT_NONE;
  facts->title = title;
  facts->pause = run->pause_reason;
}
