/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-screen.h"

G_BEGIN_DECLS

#define CS_TYPE_WIZARD_PAGE (cs_wizard_page_get_type ())
G_DECLARE_FINAL_TYPE (CsWizardPage, cs_wizard_page, CS, WIZARD_PAGE, CsScreen)

G_END_DECLS
