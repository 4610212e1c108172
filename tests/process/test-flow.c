/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-flow.h"

#include "pack-support.h"

/* Two in parallel, one that joins them, one at any time, and an end that is only returned to. */
#define PROCESS                                                                                    \
  "{\"format\": 1, \"pack\": \"small\", \"prefix\": \"S\", \"version\": 1,"                        \
  " \"languages\": [\"en\"], \"calendar\": \"india\","                                             \
  " \"regions\": {\"IN\": {\"calendar\": \"india\", \"currency\": \"INR\"}},"                      \
  " \"roles\": {\"desk\": {}}, \"processes\": [{\"id\": \"one\", \"stages\": ["                    \
  " {\"id\": \"work\", \"who\": \"desk\", \"steps\": ["                                            \
  "  {\"id\": \"begin\"}, {\"id\": \"left\", \"after\": [\"begin\"]},"                             \
  "  {\"id\": \"right\", \"after\": [\"begin\"]},"                                                 \
  "  {\"id\": \"tell\", \"opens\": \"any-time\", \"after\": [\"begin\"]},"                         \
  "  {\"id\": \"join\", \"after\": [\"begin\", \"left\", \"right\"],"                              \
  "   \"returns\": [\"left\", \"stopped\"]}]},"                                                    \
  " {\"id\": \"closed\", \"steps\": [{\"id\": \"done\", \"end\": \"completed\"},"                  \
  "  {\"id\": \"stopped\", \"opens\": \"on-return\", \"end\": \"rejected\"}]}]}]}"

static gboolean
has_edge (const CsFlow *flow, const CsProcess *process, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 3);
  const CsStep *from = cs_process_get_step (process, words[0]);
  const CsStep *to = cs_process_get_step (process, words[2]);
  CsFlowKind kind = words[1][0] == '>' ? CS_FLOW_NEXT : CS_FLOW_RETURN;

  for (guint i = 0; i < flow->edges->len; i++) {
    const CsFlowEdge *edge = &g_array_index (flow->edges, CsFlowEdge, i);

    if (edge->from == from->index && edge->to == to->index && edge->kind == kind)
      return TRUE;
  }
  return FALSE;
}

static void
test_shape (void)
{
  static const struct {
    const char *step;
    guint row;
    gboolean is_aside;
  } places[] = {{"begin", 0, FALSE},
                {"left", 1, FALSE},
                {"right", 1, FALSE},
                {"join", 2, FALSE},
                {"tell", 3, TRUE},
                {"done", 4, FALSE},
                {"stopped", 5, TRUE}};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = pack_from_text (PROCESS, &error);
  g_autoptr (CsFlow) flow = NULL;
  const CsProcess *process;

  g_assert_no_error (error);
  process = pack->processes->pdata[0];
  flow = cs_flow_new (process);
  g_assert_cmpuint (flow->n_rows, ==, 6);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    const CsStep *step = cs_process_get_step (process, places[i].step);
    const CsFlowNode *node = cs_flow_get_node (flow, step->index);

    g_assert_true (node->step == step);
    g_assert_cmpuint (node->row, ==, places[i].row);
    g_assert_cmpint (node->is_aside, ==, places[i].is_aside);
  }
  g_assert_true (has_edge (flow, process, "begin > left"));
  g_assert_true (has_edge (flow, process, "right > join"));
  g_assert_true (has_edge (flow, process, "join < left"));
  g_assert_true (has_edge (flow, process, "join < stopped"));
  /* what follows from others is not said twice; nothing leads in order to what is only returned to
   */
  g_assert_false (has_edge (flow, process, "begin > join"));
  g_assert_false (has_edge (flow, process, "done > stopped"));
}

/* Every step of every fragment stands below all steps of its stage that it comes after. */
static void
test_order (gconstpointer name)
{
  g_autoptr (CsPack) pack = load_fixture (name);

  for (guint p = 0; p < pack->processes->len; p++) {
    const CsProcess *process = pack->processes->pdata[p];
    g_autoptr (CsFlow) flow = cs_flow_new (process);

    g_assert_cmpuint (flow->nodes->len, ==, process->steps->len);
    for (guint i = 0; i < flow->nodes->len; i++) {
      const CsFlowNode *node = cs_flow_get_node (flow, i);

      g_assert_cmpuint (node->row, <, flow->n_rows);
      for (guint j = 0; !node->is_aside && j < node->step->after->len; j++) {
        const CsStep *before = node->step->after->pdata[j];
        const CsFlowNode *other = cs_flow_get_node (flow, before->index);

        if (before->stage == node->step->stage && !other->is_aside)
          g_assert_cmpuint (other->row, <, node->row);
      }
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/shape", test_shape);
  g_test_add_data_func ("/flow/order/anantya", "anantya-fragment", test_order);
  g_test_add_data_func ("/flow/order/ft", "ft-fragment", test_order);
  g_test_add_data_func ("/flow/order/phonon", "phonon-fragment", test_order);
  g_test_add_data_func ("/flow/order/affinity", "affinity-fragment", test_order);
  g_test_add_data_func ("/flow/order/cinnox", "cinnox-fragment", test_order);
  return g_test_run ();
}
