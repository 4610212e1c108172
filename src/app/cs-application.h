/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The program: opens the workspace, owns the session, routes what reaches it to a window. */
#define CS_TYPE_APPLICATION (cs_application_get_type ())
G_DECLARE_FINAL_TYPE (CsApplication, cs_application, CS, APPLICATION, AdwApplication)

CsApplication *cs_application_new (void);
CsSession *cs_application_get_session (CsApplication *self);
void cs_application_open_workspace (CsApplication *self, const char *folder, const char *view);
GtkWindow *cs_application_ensure_window (CsApplication *self);

G_END_DECLS
