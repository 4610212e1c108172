/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-time-source.h"

G_BEGIN_DECLS

/* The log on standard error: what was asked and how it ended, and nothing of anybody's business. */
void cs_server_log_install (CsTimeSource *time_source, gboolean is_json, gboolean has_all_calls);
void cs_server_log_call (const char *method,
                         const char *route,
                         guint status,
                         gint64 usec,
                         const char *address);
char *cs_server_log_format (gboolean is_json,
                            GLogLevelFlags level,
                            const GLogField *fields,
                            gsize n_fields,
                            gint64 now_usec);

G_END_DECLS
