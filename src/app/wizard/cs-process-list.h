/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What can be begun: the processes of all packs, each with what it goes through. Signal: chosen
 * (pack id, process id).
 */
#define CS_TYPE_PROCESS_LIST (cs_process_list_get_type ())
G_DECLARE_FINAL_TYPE (CsProcessList, cs_process_list, CS, PROCESS_LIST, AdwBin)

void cs_process_list_show (CsProcessList *self, const GPtrArray *packs);
guint cs_process_list_count (const GPtrArray *packs);

G_END_DECLS
