/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"

#include <glib.h>

G_BEGIN_DECLS

/* When a request put off comes back (ux 3.16); it never stops a clock. */
typedef enum {
  CS_REMIND_HOUR,
  CS_REMIND_AFTERNOON,
  CS_REMIND_TOMORROW,
  CS_REMIND_WEEK,
} CsRemind;

CsInstant cs_remind_at (CsRemind when, CsInstant now, GTimeZone *zone);
CsInstant cs_remind_on (GDateTime *day, GTimeZone *zone);
gboolean cs_remind_from_name (const char *name, CsRemind *when);

G_END_DECLS
