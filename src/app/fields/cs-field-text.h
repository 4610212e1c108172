/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-format.h"
#include "cs-pack.h"

G_BEGIN_DECLS

/* What people type, as entries hold it. */
char *cs_field_text_clean (const char *text, gboolean keep_lines);
char *cs_field_text_read_number (const char *text, const char *locale, GError **error);
char *cs_field_text_read_date (const char *text, GError **error);
char *cs_field_text_read_time (const char *text, GError **error);
char *cs_field_text_join_moment (const char *date, const char *time, GError **error);
void cs_field_text_split_moment (const char *at, char **date, char **time);
char *cs_field_text_show_date (const char *iso_date);
char *cs_field_text_show_duration (const char *text);
gboolean cs_field_text_fits (const char *text, GError **error);
gboolean
cs_field_text_matches (const CsField *field, GRegex *pattern, const char *text, GError **error);

G_END_DECLS
