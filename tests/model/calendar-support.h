/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-calendar.h"

#include <string.h>

/* Calendars as JSON with ' for ", by the names of the worked examples. */
#define INDIA                                                                                      \
  "{'zone':'Asia/"                                                                                 \
  "Kolkata','hours':{'mon':['09:00-18:00'],'tue':['09:00-18:00'],'wed':['09:00-18:00'],"           \
  "'thu':['09:00-18:00'],'fri':['09:00-18:00']}}"
#define INDIA_14                                                                                   \
  "{'zone':'Asia/"                                                                                 \
  "Kolkata','hours':{'mon':['09:00-18:00'],'tue':['09:00-18:00'],'wed':['09:00-18:00'],"           \
  "'thu':['09:00-18:00'],'fri':['09:00-18:00']},'holidays':['2026-01-14']}"
#define SUNDAY_WEEK(zone, hours, more)                                                             \
  "{'zone':'" zone "','hours':{'sun':['" hours "'],'mon':['" hours "'],'tue':['" hours             \
  "'],'wed':['" hours "'],'thu':['" hours "']}" more "}"
#define RIYADH     SUNDAY_WEEK ("Asia/Riyadh", "09:00-18:00", "")
#define CAIRO      SUNDAY_WEEK ("Africa/Cairo", "09:00-18:00", "")
#define BAHRAIN    SUNDAY_WEEK ("Asia/Bahrain", "08:00-17:00", "")
#define BAHRAIN_15 SUNDAY_WEEK ("Asia/Bahrain", "08:00-17:00", ",'holidays':['2026-01-15']")
#define ALWAYS(zone)                                                                               \
  "{'zone':'" zone "','hours':{'sun':['00:00-24:00'],'mon':['00:00-24:00'],'tue':['00:00-24:00']," \
  "'wed':['00:00-24:00'],'thu':['00:00-24:00'],'fri':['00:00-24:00'],'sat':['00:00-24:00']}}"
#define NIGHT(zone, hours)                                                                         \
  "{'zone':'" zone "','hours':{'sun':['" hours "'],'mon':['" hours "'],'tue':['" hours             \
  "'],'wed':['" hours "'],'thu':['" hours "'],'fri':['" hours "'],'sat':['" hours "']}}"

static inline CsCalendar *
calendar_new (const char *text)
{
  g_autofree char *json = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (json_t) object = NULL;
  g_autoptr (GError) error = NULL;
  CsCalendar *calendar;

  object = cs_json_load (json, strlen (json), &error);
  g_assert_no_error (error);
  calendar = cs_calendar_new_from_json (object, &error);
  g_assert_no_error (error);
  return calendar;
}

static inline CsInstant
at (const char *text)
{
  g_autoptr (GError) error = NULL;
  CsInstant instant = 0;

  cs_instant_parse (text, &instant, &error);
  g_assert_no_error (error);
  return instant;
}
