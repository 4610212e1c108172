/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-map-layout.h"

/*
 * From top to bottom: the stages as bands, in them the rows of the flow; a row that is too wide
 * goes on in another line. A step that follows in the next line is reached by an elbow. All that
 * leads farther goes through a gutter beside the steps: onward at the start, back and to rejections
 * at the end. Lines to the same step share a lane there.
 */

#define GAP_PX      12 /* between steps of a line */
#define LINE_PX     28 /* between lines, where the elbows are */
#define BAND_PX     12 /* inside a band */
#define LANE_PX     10
#define N_LANES     4 /* more share the room of these */
#define GUTTER_PX   (LANE_PX * (N_LANES + 1))
#define N_AT_WIDEST 2 /* so many times its least width is a step at most */

typedef struct {
  guint first, n; /* in the order of placing */
  int top_px, bottom_px;
} Line;

/* All that leads to one step in one way. */
typedef struct {
  guint to;
  gboolean is_back, is_end; /* end gutter */
  int top_px, bottom_px;
  guint lane;
  GPtrArray *wires; /* (owned) of borrowed CsMapWire */
} Bus;

typedef struct {
  const CsFlow *flow;
  const CsProcess *process;
  CsMapLayout *layout;
  CsMapMeasure measure;
  gpointer data;
  int node_width_px;
  GArray *lines;    /* (owned) Line */
  guint *line_of;   /* (owned) by index of the step */
  GPtrArray *buses; /* (owned) Bus */
  guint n_lanes[2];
} Planner;

static void
bus_free (gpointer data)
{
  Bus *bus = data;

  g_ptr_array_unref (bus->wires);
  g_free (bus);
}

static void
wire_free (gpointer data)
{
  CsMapWire *wire = data;

  g_array_unref (wire->points);
  g_free (wire);
}

/* --- steps --- */

static int
inner_width (const Planner *self)
{
  return self->layout->width_px - 2 * GUTTER_PX;
}

static void
place_line (Planner *self, const GArray *steps, guint first, guint n, int *y_px)
{
  int room_px = inner_width (self) - (int)(n - 1) * GAP_PX;
  int width_px = MIN (room_px / (int)n, self->node_width_px * N_AT_WIDEST);
  int x_px = GUTTER_PX + (room_px - width_px * (int)n) / 2;
  Line line = {.first = first, .n = n, .top_px = *y_px, .bottom_px = *y_px};

  for (guint i = 0; i < n; i++) {
    guint index = g_array_index (steps, guint, first + i);
    CsMapBox *box = &self->layout->nodes[index];

    box->x = x_px + (int)i * (width_px + GAP_PX);
    box->y = *y_px;
    box->width = width_px;
    box->height = self->measure (index, FALSE, width_px, self->data);
    self->line_of[index] = self->lines->len;
    line.bottom_px = MAX (line.bottom_px, *y_px + box->height);
  }
  for (guint i = 0; i < n; i++)
    self->layout->nodes[g_array_index (steps, guint, first + i)].height = line.bottom_px - *y_px;
  g_array_append_val (self->lines, line);
  *y_px = line.bottom_px + LINE_PX;
}

static void
place_row (Planner *self, const CsStage *stage, guint row, int *y_px)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (guint));
  guint most = (guint)MAX (1, (inner_width (self) + GAP_PX) / (self->node_width_px + GAP_PX));
  guint n_lines, at = 0;

  for (guint i = 0; i < stage->steps->len; i++) {
    const CsStep *step = stage->steps->pdata[i];

    if (cs_flow_get_node (self->flow, step->index)->row == row)
      g_array_append_val (steps, step->index);
  }
  n_lines = (steps->len + most - 1) / most;
  for (guint i = 0; i < n_lines; i++) {
    guint n = (steps->len - at + n_lines - i - 1) / (n_lines - i);

    place_line (self, steps, at, n, y_px);
    at += n;
  }
}

static void
place_stage (Planner *self, const CsStage *stage, int *y_px)
{
  CsMapBox *heading = &self->layout->headings[stage->index];
  CsMapBox *band = &self->layout->bands[stage->index];
  guint from = G_MAXUINT, to = 0;

  for (guint i = 0; i < stage->steps->len; i++) {
    guint row = cs_flow_get_node (self->flow, ((const CsStep *)stage->steps->pdata[i])->index)->row;

    from = MIN (from, row);
    to = MAX (to, row + 1);
  }
  *band = (CsMapBox){.x = 0, .y = *y_px, .width = self->layout->width_px};
  *heading = (CsMapBox){.x = BAND_PX, .y = *y_px + BAND_PX, .width = band->width - 2 * BAND_PX};
  heading->height = self->measure (stage->index, TRUE, heading->width, self->data);
  *y_px = heading->y + heading->height + BAND_PX;
  for (guint row = from; row < to; row++)
    place_row (self, stage, row, y_px);
  *y_px += BAND_PX - LINE_PX;
  band->height = *y_px - band->y;
  *y_px += BAND_PX;
}

/* --- lines between them --- */

static void
add_point (CsMapWire *wire, int x_px, int y_px)
{
  CsMapPoint point = {.x = x_px, .y = y_px};

  g_array_append_val (wire->points, point);
}

static void
draw_elbow (Planner *self, CsMapWire *wire)
{
  const CsMapBox *from = &self->layout->nodes[wire->edge->from];
  const CsMapBox *to = &self->layout->nodes[wire->edge->to];
  int from_px = from->x + from->width / 2;
  int to_px = to->x + to->width / 2;
  int turn_px = from->y + from->height + LINE_PX / 2;

  add_point (wire, from_px, from->y + from->height);
  if (from_px != to_px) {
    add_point (wire, from_px, turn_px);
    add_point (wire, to_px, turn_px);
  }
  add_point (wire, to_px, to->y);
}

static Bus *
bus_of (Planner *self, const CsMapWire *wire)
{
  gboolean is_end = wire->edge->kind != CS_FLOW_NEXT;
  Bus *bus;

  for (guint i = 0; i < self->buses->len; i++) {
    bus = self->buses->pdata[i];
    if (bus->to == wire->edge->to && bus->is_end == is_end && bus->is_back == wire->is_back)
      return bus;
  }
  bus = g_new0 (Bus, 1);
  bus->to = wire->edge->to;
  bus->is_end = is_end;
  bus->is_back = wire->is_back;
  bus->top_px = bus->bottom_px = self->layout->nodes[bus->to].y;
  bus->wires = g_ptr_array_new ();
  g_ptr_array_add (self->buses, bus);
  return bus;
}

static void
add_wire (Planner *self, const CsFlowEdge *edge)
{
  CsMapWire *wire = g_new0 (CsMapWire, 1);
  guint from = self->line_of[edge->from];
  guint to = self->line_of[edge->to];
  Bus *bus;

  wire->edge = edge;
  wire->is_back = to <= from;
  wire->points = g_array_new (FALSE, FALSE, sizeof (CsMapPoint));
  g_ptr_array_add (self->layout->wires, wire);
  if (edge->kind == CS_FLOW_NEXT && to == from + 1) {
    draw_elbow (self, wire);
    return;
  }
  bus = bus_of (self, wire);
  bus->top_px = MIN (bus->top_px, self->layout->nodes[edge->from].y);
  bus->bottom_px = MAX (bus->bottom_px,
                        self->layout->nodes[edge->from].y + self->layout->nodes[edge->from].height);
  g_ptr_array_add (bus->wires, wire);
}

static int
compare_length (gconstpointer a, gconstpointer b)
{
  const Bus *one = *(const Bus *const *)a;
  const Bus *other = *(const Bus *const *)b;

  return (one->bottom_px - one->top_px) - (other->bottom_px - other->top_px);
}

static gboolean
is_free (const Planner *self, const Bus *bus, guint lane, guint n_placed)
{
  for (guint i = 0; i < n_placed; i++) {
    const Bus *other = self->buses->pdata[i];

    if (other->is_end == bus->is_end && other->lane == lane && other->top_px < bus->bottom_px &&
        bus->top_px < other->bottom_px)
      return FALSE;
  }
  return TRUE;
}

/* The shortest lie closest to the steps. */
static void
choose_lanes (Planner *self)
{
  g_ptr_array_sort (self->buses, compare_length);
  for (guint i = 0; i < self->buses->len; i++) {
    Bus *bus = self->buses->pdata[i];

    while (!is_free (self, bus, bus->lane, i))
      bus->lane++;
    self->n_lanes[bus->is_end] = MAX (self->n_lanes[bus->is_end], bus->lane + 1);
  }
}

static int
lane_px (const Planner *self, const Bus *bus)
{
  guint n = MAX (self->n_lanes[bus->is_end], N_LANES);
  int away_px = LANE_PX + (int)(bus->lane * (N_LANES * LANE_PX) / n);

  return bus->is_end ? self->layout->width_px - GUTTER_PX + away_px : GUTTER_PX - away_px;
}

/* Whether nothing stands between a step and that gutter. */
static gboolean
is_outermost (const Planner *self, guint index, gboolean is_end)
{
  const CsMapBox *box = &self->layout->nodes[index];

  for (guint i = 0; i < self->flow->nodes->len; i++) {
    const CsMapBox *other = &self->layout->nodes[i];

    if (i != index && self->line_of[i] == self->line_of[index] &&
        (is_end ? other->x > box->x : other->x < box->x))
      return FALSE;
  }
  return TRUE;
}

static void
leave_step (const Planner *self, CsMapWire *wire, const Bus *bus, int x_px)
{
  const CsMapBox *box = &self->layout->nodes[wire->edge->from];
  int side_px = bus->is_end ? box->x + box->width : box->x;

  if (is_outermost (self, wire->edge->from, bus->is_end)) {
    add_point (wire, side_px, box->y + box->height * 2 / 3);
    add_point (wire, x_px, box->y + box->height * 2 / 3);
  } else {
    side_px = box->x + box->width * (bus->is_end ? 3 : 1) / 4;
    add_point (wire, side_px, box->y + box->height);
    add_point (wire, side_px, box->y + box->height + LINE_PX / 4);
    add_point (wire, x_px, box->y + box->height + LINE_PX / 4);
  }
}

static void
reach_step (const Planner *self, CsMapWire *wire, const Bus *bus, int x_px)
{
  const CsMapBox *box = &self->layout->nodes[wire->edge->to];
  int side_px = bus->is_end ? box->x + box->width : box->x;

  if (is_outermost (self, wire->edge->to, bus->is_end)) {
    add_point (wire, x_px, box->y + box->height / 3);
    add_point (wire, side_px, box->y + box->height / 3);
  } else {
    side_px = box->x + box->width * (bus->is_end ? 3 : 1) / 4;
    add_point (wire, x_px, box->y - LINE_PX / 4);
    add_point (wire, side_px, box->y - LINE_PX / 4);
    add_point (wire, side_px, box->y);
  }
}

static void
draw_buses (Planner *self)
{
  choose_lanes (self);
  for (guint i = 0; i < self->buses->len; i++) {
    const Bus *bus = self->buses->pdata[i];
    int x_px = lane_px (self, bus);

    for (guint j = 0; j < bus->wires->len; j++) {
      leave_step (self, bus->wires->pdata[j], bus, x_px);
      reach_step (self, bus->wires->pdata[j], bus, x_px);
    }
  }
}

/**
 * cs_map_layout_get_minimum_width:
 * @node_width_px: least width of a step
 *
 * Returns: below this width steps would be cut
 */
int
cs_map_layout_get_minimum_width (int node_width_px)
{
  return node_width_px + 2 * GUTTER_PX;
}

/**
 * cs_map_layout_new:
 * @flow: shape of the process; kept by the lines, so it must live longer
 * @process: of the flow
 * @width_px: what there is
 * @node_width_px: least width of a step
 * @measure: (scope call): how high things are
 *
 * Returns: (transfer full): where everything stands
 */
CsMapLayout *
cs_map_layout_new (const CsFlow *flow,
                   const CsProcess *process,
                   int width_px,
                   int node_width_px,
                   CsMapMeasure measure,
                   gpointer data)
{
  CsMapLayout *self = g_new0 (CsMapLayout, 1);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_autoptr (GPtrArray) buses = g_ptr_array_new_with_free_func (bus_free);
  g_autofree guint *line_of = g_new0 (guint, flow->nodes->len + 1);
  Planner planner = {.flow = flow,
                     .process = process,
                     .layout = self,
                     .measure = measure,
                     .data = data,
                     .node_width_px = MAX (1, node_width_px),
                     .lines = lines,
                     .line_of = line_of,
                     .buses = buses};

  self->nodes = g_new0 (CsMapBox, flow->nodes->len + 1);
  self->headings = g_new0 (CsMapBox, process->stages->len + 1);
  self->bands = g_new0 (CsMapBox, process->stages->len + 1);
  self->wires = g_ptr_array_new_with_free_func (wire_free);
  self->width_px = MAX (width_px, cs_map_layout_get_minimum_width (planner.node_width_px));
  for (guint i = 0; i < process->stages->len; i++)
    place_stage (&planner, process->stages->pdata[i], &self->height_px);
  self->height_px = MAX (0, self->height_px - BAND_PX);
  for (guint i = 0; i < flow->edges->len; i++)
    add_wire (&planner, &g_array_index (flow->edges, CsFlowEdge, i));
  draw_buses (&planner);
  return self;
}

/**
 * cs_map_layout_free:
 * @self: (transfer full) (nullable): a layout
 */
void
cs_map_layout_free (CsMapLayout *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->wires);
  g_free (self->nodes);
  g_free (self->headings);
  g_free (self->bands);
  g_free (self);
}
