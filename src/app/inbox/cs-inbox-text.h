/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-row.h"

G_BEGIN_DECLS

/* What the inbox says in words. */
char *cs_inbox_text_place (const char *client, const char *region);
char *cs_inbox_text_sentence (const CsRowData *row, const char *deadline);
char *cs_inbox_text_count (guint n_waiting, guint n_overdue);
char *cs_inbox_text_sending (int secs);
const char *cs_inbox_text_group (const char *group);

G_END_DECLS
