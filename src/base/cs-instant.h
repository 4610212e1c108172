/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CsInstant:
 *
 * A moment: microseconds since 1970-01-01 00:00 UTC, leap seconds ignored (as GDateTime does).
 * Only [class@CsTimeSource] says which instant is now.
 */
typedef gint64 CsInstant;

#define CS_INSTANT_NONE G_MININT64
#define CS_SECOND       G_TIME_SPAN_SECOND

char *cs_instant_format (CsInstant instant);
gboolean cs_instant_parse (const char *text, CsInstant *instant, GError **error);

G_END_DECLS
