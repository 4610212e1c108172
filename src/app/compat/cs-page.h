/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * One pane's page: header bar, bars, content, bottom bars, and the place where toasts appear.
 * Children in .ui: the content (no type), "start" and "end" (header bar), "top", "bottom".
 * Signal "back" (the back button of a pushed page; the default goes back in the window).
 */
#define CS_TYPE_PAGE (cs_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsPage, cs_page, CS, PAGE, AdwBin)

struct _CsPageClass {
  AdwBinClass parent_class;
};

GtkWidget *cs_page_new (void);

const char *cs_page_get_title (CsPage *self);
void cs_page_set_title (CsPage *self, const char *title);
const char *cs_page_get_subtitle (CsPage *self);
void cs_page_set_subtitle (CsPage *self, const char *subtitle);
GtkWidget *cs_page_get_content (CsPage *self);
void cs_page_set_content (CsPage *self, GtkWidget *content);
gboolean cs_page_get_pushed (CsPage *self);
void cs_page_set_pushed (CsPage *self, gboolean pushed);

void cs_page_add_top (CsPage *self, GtkWidget *bar);
void cs_page_add_bottom (CsPage *self, GtkWidget *bar);
void cs_page_add_header_start (CsPage *self, GtkWidget *child);
void cs_page_add_header_end (CsPage *self, GtkWidget *child);
void cs_page_set_title_widget (CsPage *self, GtkWidget *widget);
void cs_page_add_toast (CsPage *self, AdwToast *toast);
gboolean cs_page_go_back (CsPage *self);

G_END_DECLS
