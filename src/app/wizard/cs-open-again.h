/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"
#include "cs-wizard-draft.h"

G_BEGIN_DECLS

/* A request that the server did not take is a draft again (K-13). */
CsWizardDraft *
cs_open_again_make_draft (const CsProcess *process, const json_t *opened, const json_t *values);
void cs_open_again (CsSession *session, const json_t *opened, const json_t *values);

G_END_DECLS
