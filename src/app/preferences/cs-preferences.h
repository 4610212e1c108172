/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define CS_TYPE_PREFERENCES (cs_preferences_get_type ())
G_DECLARE_FINAL_TYPE (CsPreferences, cs_preferences, CS, PREFERENCES, AdwPreferencesWindow)

void cs_preferences_present (GtkWindow *parent, CsSession *session);

G_END_DECLS
