/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/* What the menu and the banners do about the server: a window's group "shared". */
GSimpleActionGroup *cs_shared_actions_new (CsSession *session, GtkWidget *window);

G_END_DECLS
