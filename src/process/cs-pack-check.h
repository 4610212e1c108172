/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

G_BEGIN_DECLS

/**
 * CsFindingKind:
 * @CS_FINDING_ERROR: the pack is refused
 * @CS_FINDING_WARNING: shown before the pack is activated
 * @CS_FINDING_NOTE: listed
 */
typedef enum {
  CS_FINDING_ERROR,
  CS_FINDING_WARNING,
  CS_FINDING_NOTE,
} CsFindingKind;

/* Something that a pack says and that makes no sense, or that somebody should know. */
typedef struct {
  CsFindingKind kind;
  const char *code; /* stable: "L-14" */
  guint line, column;
  char *text; /* one sentence */
} CsFinding;

GPtrArray *cs_pack_check (const CsPack *pack, const CsPack *before);
gboolean cs_findings_have_errors (const GPtrArray *findings);
char *cs_finding_format (const CsFinding *finding, const char *name);

G_END_DECLS
