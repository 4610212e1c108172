/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-format.h"
#include "cs-workspace.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _CsUndo CsUndo;

/*
 * What every screen is given (construct property "session"): the workspace, who acts, settings,
 * held decisions, and the few things a screen asks of the windows around it. There are no
 * singletons. Properties: workspace (nullable), person, undo, settings. Signals:
 *
 * - navigate (view, page, key): see cs_session_show_view() and cs_session_open_page()
 * - behind (CsReportPlace, words): see cs_session_show_behind()
 * - toast (text, button label or NULL, action name or NULL)
 * - dismiss-toast (text): take that one away again
 * - again (request): see cs_session_say_again()
 * - minute: a minute has passed; texts that tell time are refreshed
 */
#define CS_TYPE_SESSION (cs_session_get_type ())
G_DECLARE_FINAL_TYPE (CsSession, cs_session, CS, SESSION, GObject)

CsSession *cs_session_new (CsTimeSource *time_source, GSettings *settings);

CsWorkspace *cs_session_get_workspace (CsSession *self);
void cs_session_set_workspace (CsSession *self, CsWorkspace *workspace);
const char *cs_session_get_person (CsSession *self);
void cs_session_set_person (CsSession *self, const char *person);
const CsPerson *cs_session_get_me (CsSession *self);
const char *cs_session_get_person_name (CsSession *self, const char *person);

GSettings *cs_session_get_settings (CsSession *self);
CsUndo *cs_session_get_undo (CsSession *self);
CsTimeSource *cs_session_get_time_source (CsSession *self);
CsInstant cs_session_get_now (CsSession *self);
const CsFormat *cs_session_get_format (CsSession *self);

void cs_session_show_view (CsSession *self, const char *view);
void cs_session_open_page (CsSession *self, const char *page, const char *key);
void cs_session_go_to_request (CsSession *self, const char *request);
void
cs_session_say_again (CsSession *self, const char *request, const char *kind, const json_t *data);
json_t *cs_session_take_again (CsSession *self, const char *request, char **kind);
void cs_session_show_behind (CsSession *self, const CsReportPlace *place, const char *words);

void cs_session_toast (CsSession *self, const char *text);
void cs_session_toast_action (CsSession *self,
                              const char *text,
                              const char *button_label,
                              const char *action_name);
void cs_session_dismiss_toast (CsSession *self, const char *text);
void cs_session_toast_error (CsSession *self, const char *what, const GError *error);
void cs_session_draft_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data);

void cs_session_watch_minutes (CsSession *self, gboolean watch);

G_END_DECLS
