/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-request.h"

G_BEGIN_DECLS

/* How an item of a checklist stands, in words and figures (CX-20). */
typedef enum {
  CS_ITEM_OPEN,
  CS_ITEM_DONE,
  CS_ITEM_NA,
  CS_ITEM_FAILED,
  CS_ITEM_FOUND_WRONG, /* by the second person */
  CS_ITEM_CHECKED,     /* done or not applicable, and cross-checked */
} CsItemState;

typedef struct {
  guint n_items, n_settled;    /* done or not applicable */
  guint n_to_check, n_checked; /* by a second person */
} CsChecklistCount;

gboolean cs_checklist_text_is_item (const CsRequest *request, const CsField *field);
gboolean cs_checklist_text_is_checked (const CsRequest *request, const CsField *field);
CsItemState cs_checklist_text_state (const CsRequest *request, const CsField *field);
char *cs_checklist_text_dup_state (const CsRequest *request, const CsField *field);
const char *cs_checklist_text_icon (CsItemState state);
const char *cs_checklist_text_tint (CsItemState state);
void cs_checklist_text_count (const CsRequest *request, CsChecklistCount *count);
char *cs_checklist_text_dup_count (const CsChecklistCount *count);

G_END_DECLS
