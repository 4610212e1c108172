/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The items of a request that are ticked off: state, evidence, who and when, and the second
 * person's cross-check. */
#define CS_TYPE_CHECKLIST (cs_checklist_get_type ())
G_DECLARE_FINAL_TYPE (CsChecklist, cs_checklist, CS, CHECKLIST, AdwBin)

gboolean cs_checklist_has_items (const CsProcess *process);
void cs_checklist_show (CsChecklist *self, CsReader *reader);

G_END_DECLS
