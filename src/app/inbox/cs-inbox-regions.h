/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

/* Regions to narrow a list to, as a menu of the action "view.region". */
GMenuModel *cs_inbox_regions_new (CsWorkspace *workspace);

G_END_DECLS
