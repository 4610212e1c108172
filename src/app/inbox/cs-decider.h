/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The decisions one person can take on one request. It never judges: what is open and why something
 * is not comes from the rules through CsRequestView.
 * Signals:
 *   changed: which decisions there are, or their reasons
 *   decided (request id): a decision is on its way
 */
#define CS_TYPE_DECIDER (cs_decider_get_type ())
G_DECLARE_FINAL_TYPE (CsDecider, cs_decider, CS, DECIDER, GObject)

CsDecider *cs_decider_new (CsSession *session, GtkWidget *host);

void cs_decider_set_view (CsDecider *self, CsRequestView *view);
GActionMap *cs_decider_get_actions (CsDecider *self);
const char *const *cs_decider_get_names (void);

/* What is asked: NULL where this person is asked nothing. */
const CsStep *cs_decider_get_step (CsDecider *self);
const CsLevel *cs_decider_get_level (CsDecider *self);
const CsOffer *cs_decider_get_offer (CsDecider *self);
const char *cs_decider_get_for_person (CsDecider *self);
gboolean cs_decider_can_carry (CsDecider *self);

void cs_decider_approve_in_group (CsDecider *self, guint group, const char *done);

char *cs_decider_dup_approve_label (CsDecider *self);
const CsReason *cs_decider_get_block (CsDecider *self);
void cs_decider_set_comment (CsDecider *self, const char *comment);

G_END_DECLS
