/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack-check.h"

G_BEGIN_DECLS

/**
 * CsPackChangeKind:
 * @CS_PACK_CHANGE_LOWERED: a safeguard is lower than it was (L-40)
 * @CS_PACK_CHANGE_ADDED: there is something new
 * @CS_PACK_CHANGE_REMOVED: something is there no more
 * @CS_PACK_CHANGE_ALTERED: something says something else
 */
typedef enum {
  CS_PACK_CHANGE_LOWERED,
  CS_PACK_CHANGE_ADDED,
  CS_PACK_CHANGE_REMOVED,
  CS_PACK_CHANGE_ALTERED,
} CsPackChangeKind;

/* One difference between two versions of a pack. */
typedef struct {
  CsPackChangeKind kind;
  char *process; /* (nullable) id of the process it is in */
  char *what;    /* (nullable) "step", "field", "gate" …; %NULL of a lowered safeguard */
  char *id;      /* (nullable) of what it is about */
  char *detail;  /* (nullable) the keys that differ; of a lowered safeguard, the sentence */
} CsPackChange;

GPtrArray *cs_pack_diff (const CsPack *before, const CsPack *after);
const char *cs_pack_change_get_kind_name (const CsPackChange *self);
char *cs_pack_change_format (const CsPackChange *self);

G_END_DECLS
