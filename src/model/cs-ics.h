/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

G_BEGIN_DECLS

#define CS_ICS_LIMIT_BYTES (2 * 1024 * 1024)

json_t *cs_ics_read (const char *text,
                     gsize size,
                     int first_year,
                     int last_year,
                     guint *n_left_out,
                     GError **error);
json_t *cs_ics_read_file (const char *path,
                          int first_year,
                          int last_year,
                          guint *n_left_out,
                          GError **error);

G_END_DECLS
