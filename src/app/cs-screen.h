/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-page.h"
#include "cs-session.h"

G_BEGIN_DECLS

/*
 * What a window shows beside its sidebar: a view (inbox, requests …) or a page opened over one (a
 * request, a wizard). Derive from it in a template whose child is a CsPage, or a CsPane of two.
 * Construct properties: session; key (nullable), what a page shows, such as a request's id.
 *
 * Class actions that the window's shortcuts look for; install those that apply:
 *   screen.search, screen.select-mode, screen.select-all, screen.select-none, screen.print,
 *   screen.copy-link, screen.next-change, screen.previous-change, screen.save, screen.toggle-board,
 *   screen.refresh
 */
#define CS_TYPE_SCREEN (cs_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (CsScreen, cs_screen, CS, SCREEN, AdwBin)

struct _CsScreenClass {
  AdwBinClass parent_class;

  /* (nullable) asked before the window is closed or the page left; FALSE keeps it open */
  gboolean (*may_leave) (CsScreen *self);
};

CsSession *cs_screen_get_session (CsScreen *self);
CsWorkspace *cs_screen_get_workspace (CsScreen *self);
const char *cs_screen_get_key (CsScreen *self);
GCancellable *cs_screen_get_cancellable (CsScreen *self);
gboolean cs_screen_may_leave (CsScreen *self);

void cs_screen_offer_decisions (CsScreen *self, GActionMap *decisions, const char *const *names);

G_END_DECLS
