/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Every role of every pack in use: who holds it where, and where nobody does. */
#define CS_TYPE_ROLE_LIST (cs_role_list_get_type ())
G_DECLARE_FINAL_TYPE (CsRoleList, cs_role_list, CS, ROLE_LIST, AdwBin)

void cs_role_list_show (CsRoleList *self, CsSession *session);

G_END_DECLS
