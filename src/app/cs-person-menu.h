/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Who acts here; in a sample workspace a menu of the people one can act as. */
#define CS_TYPE_PERSON_MENU (cs_person_menu_get_type ())
G_DECLARE_FINAL_TYPE (CsPersonMenu, cs_person_menu, CS, PERSON_MENU, AdwBin)

void cs_person_menu_set_session (CsPersonMenu *self, CsSession *session);
void cs_person_menu_popup (CsPersonMenu *self);

G_END_DECLS
