/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CS_TYPE_TIME_SOURCE (cs_time_source_get_type ())
G_DECLARE_FINAL_TYPE (CsTimeSource, cs_time_source, CS, TIME_SOURCE, GObject)

CsTimeSource *cs_time_source_new (void);
CsTimeSource *cs_time_source_new_starting_at (CsInstant start);
CsTimeSource *cs_time_source_new_fixed (CsInstant instant);

CsInstant cs_time_source_get_now (CsTimeSource *self);
void cs_time_source_set_fixed (CsTimeSource *self, CsInstant instant);

G_END_DECLS
