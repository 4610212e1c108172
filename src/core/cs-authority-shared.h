/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority.h"

G_BEGIN_DECLS

/* Where the authority is a server: its answers to what was made here (K-13, K-06). */
gboolean cs_authority_take_answer (CsAuthority *self,
                                   const char *id,
                                   const char *verdict,
                                   const json_t *answer,
                                   GError **error);
void cs_authority_set_sending (CsAuthority *self, gboolean is_sending);
gboolean cs_authority_recall (CsAuthority *self, const char *id, GError **error);
gboolean cs_authority_renew_shown (CsAuthority *self, const char *request, GError **error);
gboolean cs_authority_begin_anew (CsAuthority *self, GError **error);
gboolean cs_authority_renew_waiting (CsAuthority *self, GError **error);
gboolean cs_authority_remove_request (CsAuthority *self, const char *request, GError **error);

G_END_DECLS
