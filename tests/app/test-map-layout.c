/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-map-layout.h"

#include "../process/pack-support.h"

#define N_STEP_HEIGHT_PX 50

static int
measure_cb (guint index, gboolean is_heading, int width_px, gpointer data)
{
  g_assert_cmpint (width_px, >, 0);
  return is_heading ? 20 : N_STEP_HEIGHT_PX + (int)(index % 3) * 8;
}

static gboolean
is_apart (const CsMapBox *one, const CsMapBox *other)
{
  return one->x + one->width <= other->x || other->x + other->width <= one->x ||
         one->y + one->height <= other->y || other->y + other->height <= one->y;
}

static void
check_boxes (const CsMapLayout *layout, const CsFlow *flow, int node_width_px)
{
  for (guint i = 0; i < flow->nodes->len; i++) {
    const CsMapBox *box = &layout->nodes[i];
    const CsMapBox *band = &layout->bands[cs_flow_get_node (flow, i)->step->stage->index];

    g_assert_cmpint (box->width, >=, node_width_px);
    g_assert_cmpint (box->x, >=, 0);
    g_assert_cmpint (box->x + box->width, <=, layout->width_px);
    g_assert_cmpint (box->y, >=, band->y);
    g_assert_cmpint (box->y + box->height, <=, band->y + band->height);
    for (guint j = 0; j < i; j++)
      g_assert_true (is_apart (box, &layout->nodes[j]));
  }
}

/* Lines are level or upright, begin and end at their steps, and stay inside. */
static void
check_wires (const CsMapLayout *layout, const CsFlow *flow)
{
  g_assert_cmpuint (layout->wires->len, ==, flow->edges->len);
  for (guint i = 0; i < layout->wires->len; i++) {
    const CsMapWire *wire = layout->wires->pdata[i];
    const CsMapBox *to = &layout->nodes[wire->edge->to];
    const CsMapPoint *end = &g_array_index (wire->points, CsMapPoint, wire->points->len - 1);

    g_assert_cmpuint (wire->points->len, >=, 2);
    g_assert_cmpint (end->x, >=, to->x);
    g_assert_cmpint (end->x, <=, to->x + to->width);
    g_assert_cmpint (end->y, >=, to->y);
    g_assert_cmpint (end->y, <=, to->y + to->height);
    for (guint j = 0; j < wire->points->len; j++) {
      const CsMapPoint *at = &g_array_index (wire->points, CsMapPoint, j);

      g_assert_cmpint (at->x, >=, 0);
      g_assert_cmpint (at->x, <=, layout->width_px);
      g_assert_true (j == 0 || at->x == (at - 1)->x || at->y == (at - 1)->y);
    }
  }
}

static void
test_layout (gconstpointer name)
{
  static const int widths_px[] = {100, 260, 336, 560, 796, 1600};
  g_autoptr (CsPack) pack = load_fixture (name);

  for (guint p = 0; p < pack->processes->len; p++) {
    const CsProcess *process = pack->processes->pdata[p];
    g_autoptr (CsFlow) flow = cs_flow_new (process);

    for (guint i = 0; i < G_N_ELEMENTS (widths_px); i++) {
      g_autoptr (CsMapLayout) layout =
          cs_map_layout_new (flow, process, widths_px[i], 160, measure_cb, NULL);

      g_assert_cmpint (layout->width_px,
                       ==,
                       MAX (widths_px[i], cs_map_layout_get_minimum_width (160)));
      check_boxes (layout, flow, 160);
      check_wires (layout, flow);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/map-layout/anantya", "anantya-fragment", test_layout);
  g_test_add_data_func ("/map-layout/ft", "ft-fragment", test_layout);
  g_test_add_data_func ("/map-layout/phonon", "phonon-fragment", test_layout);
  g_test_add_data_func ("/map-layout/affinity", "affinity-fragment", test_layout);
  g_test_add_data_func ("/map-layout/cinnox", "cinnox-fragment", test_layout);
  return g_test_run ();
}
