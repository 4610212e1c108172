/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Who was asked, who answered, for what, and on which conditions. */
#define CS_TYPE_APPROVALS (cs_approvals_get_type ())
G_DECLARE_FINAL_TYPE (CsApprovals, cs_approvals, CS, APPROVALS, AdwBin)

GtkWidget *cs_approvals_new (void);
void cs_approvals_show_request (CsApprovals *self, CsReader *reader);
void cs_approvals_show_step (CsApprovals *self, CsReader *reader, const CsStep *step);

G_END_DECLS
