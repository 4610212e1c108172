/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* On a request: what this person said about it and the server has not taken, or will not. */
#define CS_TYPE_WAITING_STRIP (cs_waiting_strip_get_type ())
G_DECLARE_FINAL_TYPE (CsWaitingStrip, cs_waiting_strip, CS, WAITING_STRIP, AdwBin)

void cs_waiting_strip_set_session (CsWaitingStrip *self, CsSession *session);
void cs_waiting_strip_show_request (CsWaitingStrip *self, const char *request);

G_END_DECLS
