/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-flow.h"

static CsFlowNode *
node_of (CsFlow *self, const CsStep *step)
{
  return &g_array_index (self->nodes, CsFlowNode, step->index);
}

/* Longest way through the steps of its own stage; a pack's order has no circles. */
static guint
local_row (CsFlow *self, const CsStep *step, guint base)
{
  guint row = base;

  for (guint i = 0; i < step->after->len; i++) {
    const CsStep *before = step->after->pdata[i];

    if (before->stage == step->stage && !node_of (self, before)->is_aside)
      row = MAX (row, node_of (self, before)->row + 1);
  }
  return row;
}

/* Steps in order first, row by row; those aside share the row after them. */
static guint
place_stage (CsFlow *self, const CsStage *stage, guint base)
{
  guint end = base;
  gboolean has_aside = FALSE;
  gboolean has_moved = TRUE;

  for (guint i = 0; i < stage->steps->len; i++)
    node_of (self, stage->steps->pdata[i])->row = base;
  for (guint pass = 0; has_moved && pass < stage->steps->len; pass++) {
    has_moved = FALSE;
    for (guint i = 0; i < stage->steps->len; i++) {
      CsFlowNode *node = node_of (self, stage->steps->pdata[i]);
      guint row = node->is_aside ? base : local_row (self, node->step, base);

      has_moved = has_moved || row != node->row;
      node->row = row;
    }
  }
  for (guint i = 0; i < stage->steps->len; i++) {
    const CsFlowNode *node = node_of (self, stage->steps->pdata[i]);

    has_aside = has_aside || node->is_aside;
    if (!node->is_aside)
      end = MAX (end, node->row + 1);
  }
  for (guint i = 0; i < stage->steps->len; i++) {
    CsFlowNode *node = node_of (self, stage->steps->pdata[i]);

    if (node->is_aside)
      node->row = end;
  }
  return end + (has_aside ? 1 : 0);
}

/* Whether @step comes after @before, by way of others or not. */
static gboolean
comes_after (const CsStep *step, const CsStep *before, GHashTable *visited)
{
  if (!g_hash_table_add (visited, (gpointer)step))
    return FALSE;
  for (guint i = 0; i < step->after->len; i++) {
    const CsStep *other = step->after->pdata[i];

    if (other == before || comes_after (other, before, visited))
      return TRUE;
  }
  return FALSE;
}

static gboolean
follows_from_others (const CsStep *step, const CsStep *before)
{
  for (guint i = 0; i < step->after->len; i++) {
    const CsStep *other = step->after->pdata[i];
    g_autoptr (GHashTable) visited = g_hash_table_new (NULL, NULL);

    if (other != before && comes_after (other, before, visited))
      return TRUE;
  }
  return FALSE;
}

static void
add_edge (CsFlow *self, const CsStep *from, const CsStep *to, CsFlowKind kind)
{
  CsFlowEdge edge = {.from = from->index, .to = to->index, .kind = kind};

  g_array_append_val (self->edges, edge);
}

static void
add_edges (CsFlow *self, const CsStep *step)
{
  for (guint i = 0; step->opens != CS_OPENS_ON_RETURN && i < step->after->len; i++) {
    if (!follows_from_others (step, step->after->pdata[i]))
      add_edge (self, step->after->pdata[i], step, CS_FLOW_NEXT);
  }
  for (guint i = 0; i < step->returns->len; i++)
    add_edge (self, step, step->returns->pdata[i], CS_FLOW_RETURN);
  if (step->rejects != NULL)
    add_edge (self, step, step->rejects, CS_FLOW_REJECT);
}

/**
 * cs_flow_new:
 * @process: lives as long as what is made of it
 *
 * Returns: (transfer full): its shape
 */
CsFlow *
cs_flow_new (const CsProcess *process)
{
  CsFlow *self = g_new0 (CsFlow, 1);

  self->nodes = g_array_new (FALSE, TRUE, sizeof (CsFlowNode));
  self->edges = g_array_new (FALSE, FALSE, sizeof (CsFlowEdge));
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];
    CsFlowNode node = {.step = step, .is_aside = step->opens != CS_OPENS_IN_ORDER};

    g_array_append_val (self->nodes, node);
  }
  for (guint i = 0; i < process->stages->len; i++)
    self->n_rows = place_stage (self, process->stages->pdata[i], self->n_rows);
  for (guint i = 0; i < process->steps->len; i++)
    add_edges (self, process->steps->pdata[i]);
  return self;
}

/**
 * cs_flow_free:
 * @self: (transfer full) (nullable): a flow
 */
void
cs_flow_free (CsFlow *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->nodes);
  g_array_unref (self->edges);
  g_free (self);
}

/**
 * cs_flow_get_node:
 * @index: of a step
 *
 * Returns: (transfer none): where it stands
 */
const CsFlowNode *
cs_flow_get_node (const CsFlow *self, guint index)
{
  return &g_array_index (self->nodes, CsFlowNode, index);
}
