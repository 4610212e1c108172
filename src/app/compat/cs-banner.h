/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A lasting state in one sentence, with at most one button (AdwBanner before libadwaita 1.3). */
#define CS_TYPE_BANNER (cs_banner_get_type ())
G_DECLARE_FINAL_TYPE (CsBanner, cs_banner, CS, BANNER, AdwBin)

GtkWidget *cs_banner_new (void);
void cs_banner_set_title (CsBanner *self, const char *title);
void cs_banner_set_button_label (CsBanner *self, const char *label);
void cs_banner_set_action_name (CsBanner *self, const char *action_name);
void cs_banner_set_revealed (CsBanner *self, gboolean revealed);

G_END_DECLS
