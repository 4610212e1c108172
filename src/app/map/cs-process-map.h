/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-dialog.h"
#include "cs-pack.h"

G_BEGIN_DECLS

/* A process drawn by itself, in a window over another. */
#define CS_TYPE_PROCESS_MAP (cs_process_map_get_type ())
G_DECLARE_FINAL_TYPE (CsProcessMap, cs_process_map, CS, PROCESS_MAP, CsDialog)

CsProcessMap *cs_process_map_new (const CsProcess *process);

G_END_DECLS
