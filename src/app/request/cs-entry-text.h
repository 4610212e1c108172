/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

G_BEGIN_DECLS

/* What a timeline can be narrowed to. */
typedef enum {
  CS_ENTRY_GROUP_WORK,
  CS_ENTRY_GROUP_DECISION,
  CS_ENTRY_GROUP_COMMENT,
  CS_ENTRY_GROUP_CLOCK,
} CsEntryGroup;

/* One entry of the journal in words. */
char *cs_entry_text_sentence (CsReader *reader, const CsEntry *entry);
char *cs_entry_text_detail (CsReader *reader, const CsEntry *entry);
const char *cs_entry_text_icon (const CsEntry *entry);
CsEntryGroup cs_entry_text_group (const CsEntry *entry);
char *cs_entry_text_actor (CsReader *reader, const CsEntry *entry);

G_END_DECLS
