/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-accounts.h"
#include "cs-call.h"
#include "cs-wire-session.h"

G_BEGIN_DECLS

/* Signing in and out. */
CsHttpAnswer *cs_handle_invitation (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_oidc (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_refresh (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_end (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_confirm (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_passphrase (CsCall *call, GError **error);

/* What somebody sees of themselves, and who else may come. */
CsHttpAnswer *cs_handle_me (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_revoke (CsCall *call, GError **error);
CsHttpAnswer *cs_handle_invite (CsCall *call, GError **error);

/* Between them. */
CsHttpAnswer *cs_answer_refused (CsProblem problem, GError *failure, GError **error);
CsHttpAnswer *cs_answer_grant (const CsGrant *grant);
CsHttpAnswer *cs_answer_done (void);
gboolean cs_device_read (const CsWireDevice *wire, CsHttpAnswer **refusal);

G_END_DECLS
