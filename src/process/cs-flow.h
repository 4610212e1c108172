/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

G_BEGIN_DECLS

/*
 * The shape of a process, for drawing and for telling: which step follows which, in which row it
 * stands, and where a step may send back to. Knows nothing of pixels and of no request.
 */
typedef enum {
  CS_FLOW_NEXT,   /* the second comes after the first */
  CS_FLOW_RETURN, /* the first may send back to the second */
  CS_FLOW_REJECT, /* a rejection at the first leads to the second */
} CsFlowKind;

typedef struct {
  guint from, to; /* indexes of steps in their process */
  CsFlowKind kind;
} CsFlowEdge;

typedef struct {
  const CsStep *step;
  guint row;         /* from 0; rows of a stage are its own */
  gboolean is_aside; /* any time, or only when it is returned to */
} CsFlowNode;

typedef struct {
  GArray *nodes; /* (owned) CsFlowNode, by the index of the step */
  GArray *edges; /* (owned) CsFlowEdge; none that follows from others */
  guint n_rows;
} CsFlow;

CsFlow *cs_flow_new (const CsProcess *process);
void cs_flow_free (CsFlow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsFlow, cs_flow_free)

const CsFlowNode *cs_flow_get_node (const CsFlow *self, guint index);

G_END_DECLS
