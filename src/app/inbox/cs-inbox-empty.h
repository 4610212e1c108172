/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-lists.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What stands where the inbox has nothing to show (ux 3.15). */
void cs_inbox_empty_show (AdwStatusPage *page, CsListKind kind, const char *time);
void cs_inbox_empty_show_filtered (AdwStatusPage *page, const char *text, guint n_hidden);

G_END_DECLS
