/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* First run: look around with sample data, begin a workspace of one's own, open another.
 * Signal "open" (folder, view), both nullable: this workspace is wanted, with that view first; no
 * folder: the one that was open before. */
#define CS_TYPE_WELCOME (cs_welcome_get_type ())
G_DECLARE_FINAL_TYPE (CsWelcome, cs_welcome, CS, WELCOME, AdwBin)

void cs_welcome_set_session (CsWelcome *self, CsSession *session);
void cs_welcome_set_can_cancel (CsWelcome *self, gboolean can_cancel);
void cs_welcome_show_connect (CsWelcome *self, gboolean is_moving);

G_END_DECLS
