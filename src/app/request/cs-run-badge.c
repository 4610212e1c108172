/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-run-badge.h"

#include "cs-sla-badge.h"

#include <string.h>

static CsInstant
still_since (const CsClockRun *run)
{
  for (guint i = 0; i < run->spans->len; i++) {
    const CsSpan *span = run->spans->pdata[i];

    if (span->to == CS_INSTANT_NONE)
      return span->from;
  }
  return CS_INSTANT_NONE;
}

/**
 * cs_run_badge_dup_pause:
 * @reader: of a request
 * @run: a run of one of its clocks
 *
 * Returns: (transfer full) (nullable): what a paused clock waits for (PH-27)
 */
char *
cs_run_badge_dup_pause (CsReader *reader, const CsClockRun *run)
{
  const GPtrArray *pauses = cs_reader_get_process (reader)->pauses;

  for (guint i = 0; run->pause_reason != NULL && i < pauses->len; i++) {
    const CsPause *pause = pauses->pdata[i];

    if (strcmp (pause->id, run->pause_reason) == 0)
      return cs_reader_dup_text (reader, pause->title, pause->id);
  }
  return NULL;
}

/**
 * cs_run_badge_new:
 * @reader: of a request
 * @run: a run of one of its clocks
 *
 * Returns: (transfer floating): how long there is, or what it waits for and since when
 */
GtkWidget *
cs_run_badge_new (CsReader *reader, const CsClockRun *run)
{
  GtkWidget *badge = cs_sla_badge_new (cs_reader_get_session (reader));
  g_autofree char *pause = cs_run_badge_dup_pause (reader, run);
  CsSlaFacts facts;

  cs_sla_facts_from_run (&facts, run, NULL);
  facts.pause = pause;
  facts.since = still_since (run);
  cs_sla_badge_set_facts (CS_SLA_BADGE (badge), &facts);
  gtk_widget_set_halign (badge, GTK_ALIGN_START);
  return badge;
}
