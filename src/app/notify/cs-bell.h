/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-notice.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The desktop's notifications, from a thread of their own: libnotify waits for the notification
 * daemon, and one that hangs must never hold a window up. Belongs to the main thread.
 * Signal "activated" (id, remind: whether the button was pressed and not the notification itself,
 * activation token or NULL)
 */
#define CS_TYPE_BELL (cs_bell_get_type ())
G_DECLARE_FINAL_TYPE (CsBell, cs_bell, CS, BELL, GObject)

CsBell *cs_bell_new (const char *application_id);

void cs_bell_ring (CsBell *self, const CsNotice *notice);
void cs_bell_withdraw (CsBell *self, const char *id);
void cs_bell_close (CsBell *self, guint wait_msecs);

G_END_DECLS
