/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-window.h"

G_BEGIN_DECLS

/* A small window to type into: all commands, or all requests. */
#define CS_TYPE_FINDER (cs_finder_get_type ())
G_DECLARE_FINAL_TYPE (CsFinder, cs_finder, CS, FINDER, AdwWindow)

void cs_finder_present_commands (CsWindow *window, GSimpleActionGroup *decisions);
void cs_finder_present_requests (CsWindow *window, CsSession *session);

G_END_DECLS
