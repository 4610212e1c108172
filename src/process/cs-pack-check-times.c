/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Clocks, calendars and thresholds (L-30 … L-32). */

static void
say (CsCheck *self, const CsClockDef *clock, const char *what)
{
  cs_check_say (self,
                CS_FINDING_ERROR,
                "L-30",
                cs_check_get (self, "clocks"),
                clock->id,
                _ ("the clock “%s” %s"),
                clock->id,
                what);
}

static void
check_row (CsCheck *self, const CsClockDef *clock)
{
  const CsDuration *time = &clock->time.value;
  gboolean is_fixed = clock->time.field == NULL;

  if (!clock->has_time)
    return;
  if (is_fixed && time->unit == CS_DURATION_DAYS && clock->pauses[0] != NULL)
    say (self, clock, _ ("counts days, which do not pause; it can be extended"));
  if (is_fixed && time->unit > CS_DURATION_DAYS)
    say (self, clock, _ ("is longer than a clock can be: minutes, hours or days were expected"));
  for (guint i = 0; i < clock->ladder->len; i++) {
    const CsRung *rung = clock->ladder->pdata[i];

    if (is_fixed && !time->has_limit &&
        (rung->anchor == CS_RUNG_LIMIT || rung->anchor == CS_RUNG_PERCENT))
      say (self, clock, _ ("has no limit, and a rung at it"));
  }
}

static gboolean
is_run_by_a_step (const CsProcess *process, const CsClockDef *clock)
{
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (step->clock == clock || (step->approval != NULL && step->approval->clock == clock))
      return TRUE;
  }
  return FALSE;
}

static void
check_clock (CsCheck *self, const CsClockDef *clock)
{
  GHashTableIter iter;
  gpointer row;

  if (!is_run_by_a_step (self->process, clock)) {
    if (clock->starts == NULL)
      say (self, clock, _ ("never starts: no step runs it and it has no “starts”"));
    else if (clock->stops == NULL)
      say (self, clock, _ ("never stops: no step runs it and it has no “stops”"));
  }
  if (clock->by == NULL) {
    check_row (self, clock);
    return;
  }
  g_hash_table_iter_init (&iter, clock->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    check_row (self, row);
}

static void
check_regions (CsCheck *self)
{
  const GPtrArray *regions = self->pack->region_list;

  for (guint i = 0; i < regions->len; i++) {
    const CsRegion *region = regions->pdata[i];

    if (region->can_be_chosen && region->calendar == NULL)
      cs_check_say (self,
                    CS_FINDING_ERROR,
                    "L-31",
                    json_object_get (self->pack->root, "regions"),
                    region->id,
                    _ ("the region “%s” has no calendar"),
                    region->id);
  }
}

static char *
list_missing (const CsCheck *self, const GArray *limits)
{
  const GPtrArray *regions = self->pack->region_list;
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  GString *missing = g_string_new (NULL);

  for (guint i = 0; i < limits->len; i++)
    g_hash_table_add (said, g_array_index (limits, CsMoney, i).currency);
  for (guint i = 0; i < regions->len; i++) {
    const CsRegion *region = regions->pdata[i];

    if (region->can_be_chosen && region->currency != NULL &&
        g_hash_table_add (said, region->currency))
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", region->currency);
  }
  return g_string_free (missing, FALSE);
}

static void
check_limits (CsCheck *self, const CsStep *step, const GArray *limits, const char *what)
{
  g_autofree char *missing = limits->len > 0 ? list_missing (self, limits) : NULL;

  if (missing != NULL && missing[0] != '\0')
    cs_check_say_step (self,
                       CS_FINDING_WARNING,
                       "L-32",
                       step,
                       _ ("%s has no limit for %s; such amounts are always above it"),
                       what,
                       missing);
}

typedef struct {
  CsCheck *check;
  const CsStep *step;
} LimitWalk;

static void
check_cond_limits (const CsCond *cond, gpointer data)
{
  LimitWalk *walk = data;

  if (cond->kind == CS_COND_OVER)
    check_limits (walk->check, walk->step, cond->limits, _ ("a condition"));
}

/**
 * cs_check_times: (skip)
 * @self: a check of a process
 *
 * Clocks that never start or stop, or that cannot do what is asked of them (L-30), regions without
 * a calendar (L-31), thresholds that leave out a currency (L-32, C.3).
 */
void
cs_check_times (CsCheck *self)
{
  for (guint i = 0; i < self->process->clocks->len; i++)
    check_clock (self, self->process->clocks->pdata[i]);
  if (self->process == self->pack->processes->pdata[0])
    check_regions (self);
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *step = self->process->steps->pdata[i];
    LimitWalk walk = {self, step};

    cs_check_walk_cond (step->when, check_cond_limits, &walk);
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++) {
      const CsLevel *level = step->approval->levels->pdata[j];

      cs_check_walk_cond (level->when, check_cond_limits, &walk);
      check_limits (self, step, level->reauth, "“reauth”");
    }
  }
}
