/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Some spreadsheets take a file for UTF-8 only if it begins with this. */
#define CS_CSV_MARK "\xef\xbb\xbf"

void cs_csv_append_row (GString *csv, const char *const *cells);

G_END_DECLS
