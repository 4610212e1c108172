/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-flow.h"

G_BEGIN_DECLS

/* In pixels, from the start side; whoever draws mirrors it where one reads from the right. */
typedef struct {
  int x, y, width, height;
} CsMapBox;

typedef struct {
  int x, y;
} CsMapPoint;

/* A line from one step to another, its corners in order; the arrow stands at its end. */
typedef struct {
  const CsFlowEdge *edge; /* (borrowed) the flow's */
  gboolean is_back;       /* goes up again */
  GArray *points;         /* (owned) CsMapPoint */
} CsMapWire;

/* How high a step (or the heading of a stage) is at a width. */
typedef int (*CsMapMeasure) (guint index, gboolean is_heading, int width_px, gpointer data);

typedef struct {
  CsMapBox *nodes;    /* (owned) by index of the step */
  CsMapBox *headings; /* (owned) by index of the stage */
  CsMapBox *bands;    /* (owned) by index of the stage */
  GPtrArray *wires;   /* (owned) CsMapWire */
  int width_px, height_px;
} CsMapLayout;

CsMapLayout *cs_map_layout_new (const CsFlow *flow,
                                const CsProcess *process,
                                int width_px,
                                int node_width_px,
                                CsMapMeasure measure,
                                gpointer data);
int cs_map_layout_get_minimum_width (int node_width_px);
void cs_map_layout_free (CsMapLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsMapLayout, cs_map_layout_free)

G_END_DECLS
