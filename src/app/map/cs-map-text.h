/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-flow.h"
#include "cs-reader.h"

G_BEGIN_DECLS

/* How far a request is on the way through its process. Steps in order that apply are counted. */
typedef struct {
  guint n_behind, n_now, n_left;
} CsMapCount;

void cs_map_count (const CsRequest *request, CsMapCount *count);

char *cs_map_text_title (const CsStep *step);
char *cs_map_text_state (CsReader *reader, const CsStep *step);
char *cs_map_text_blocks (CsReader *reader, const CsStep *step);
char *cs_map_text_ways (const CsFlow *flow, const CsStep *step);
char *cs_map_text_sentence (CsReader *reader, const CsFlow *flow, const CsStep *step);
char *cs_map_text_summary (CsReader *reader);

G_END_DECLS
