/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A window of the program: the welcome page, or sidebar and screens. */
#define CS_TYPE_WINDOW (cs_window_get_type ())
G_DECLARE_FINAL_TYPE (CsWindow, cs_window, CS, WINDOW, AdwApplicationWindow)

CsWindow *cs_window_new (GtkApplication *application, CsSession *session);

void cs_window_show_view (CsWindow *self, const char *view);
void cs_window_open_page (CsWindow *self, const char *page, const char *key);
const char *cs_window_get_view (CsWindow *self);
void cs_window_show_toast (CsWindow *self,
                           const char *text,
                           const char *button_label,
                           const char *action_name);
void cs_window_dismiss_toast (CsWindow *self, const char *text);
void cs_window_show_loading (CsWindow *self);
void cs_window_show_error (CsWindow *self, const char *heading, const char *text);

/* Called by CsScreen. */
void cs_window_add_decisions (CsWindow *self, GActionMap *decisions, const char *const *names);
void cs_window_remove_decisions (CsWindow *self, GActionMap *decisions, const char *const *names);
GActionGroup *cs_window_get_decisions (CsWindow *self);

G_END_DECLS
