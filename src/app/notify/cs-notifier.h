/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/*
 * Tells the person who acts of deadlines: each warning, breach and escalation once, replaced when
 * there is news, taken away when it is settled, opened or handed over (U-06, D-C10).
 */
#define CS_TYPE_NOTIFIER (cs_notifier_get_type ())
G_DECLARE_FINAL_TYPE (CsNotifier, cs_notifier, CS, NOTIFIER, GObject)

CsNotifier *cs_notifier_new (CsSession *session, GApplication *application);
void cs_notifier_close (CsNotifier *self, guint wait_msecs);

G_END_DECLS
