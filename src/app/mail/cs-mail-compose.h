/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-session.h"

G_BEGIN_DECLS

/*
 * A message before it leaves: every address with the rule that put it there, the words, what goes
 * with it, and what stands in the way (RC-20 … RC-27). Nothing leaves by itself (RC-26).
 */
#define CS_TYPE_MAIL_COMPOSE (cs_mail_compose_get_type ())
G_DECLARE_FINAL_TYPE (CsMailCompose, cs_mail_compose, CS, MAIL_COMPOSE, CsDialog)

void cs_mail_compose_present (GtkWidget *parent,
                              CsSession *session,
                              CsRequestView *view,
                              const CsMail *mail,
                              const CsStep *step);

G_END_DECLS
