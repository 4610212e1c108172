/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* What one person has looked at and put off, on this computer. Requests by their ref. */
gboolean
cs_seen_set (CsStore *store, const char *person, gint64 ref, gint64 number, GError **error);
gboolean
cs_seen_get (CsStore *store, const char *person, gint64 ref, gint64 *number, GError **error);
gboolean
cs_seen_snooze (CsStore *store, const char *person, gint64 ref, CsInstant until, GError **error);

G_END_DECLS
