/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-map-view.h"

#include "cs-field-context.h"
#include "cs-map-layout.h"
#include "cs-map-step.h"
#include "cs-map-text.h"
#include "cs-progress.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define CORNER_PX 7
#define ARROW_PX  5

/**
 * CsMapView:
 *
 * The steps are widgets of their own, so text, focus and tooltips are the toolkit's; only the lines
 * and the bands of the stages are drawn.
 */
struct _CsMapView {
  GtkWidget parent_instance;

  CsPack *pack;             /* (owned) (nullable) of the process */
  const CsProcess *process; /* (nullable) of the pack */
  CsReader *reader;         /* (owned) (nullable) */
  CsFlow *flow;             /* (owned) (nullable) */
  CsMapLayout *layout;      /* (owned) (nullable) as allocated */
  GPtrArray *steps;         /* (owned) of children CsMapStep, by index of the step */
  GPtrArray *headings;      /* (owned) of children GtkLabel, by index of the stage */
  GtkWidget *now;           /* (nullable) child: where the request is */
  GtkWidget *popover;       /* (nullable) child */
};

enum { SIGNAL_STEP_PRESSED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsMapView, cs_map_view, GTK_TYPE_WIDGET)

/* --- children --- */

static void
pressed_cb (CsMapView *self, CsMapStep *step)
{
  g_signal_emit (self, signals[SIGNAL_STEP_PRESSED], 0, step);
}

static void
clear (CsMapView *self)
{
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->layout, cs_map_layout_free);
  g_ptr_array_set_size (self->steps, 0);
  g_ptr_array_set_size (self->headings, 0);
  self->now = NULL;
  g_clear_pointer (&self->flow, cs_flow_free);
  g_clear_object (&self->reader);
  self->process = NULL;
  g_clear_pointer (&self->pack, cs_pack_unref);
}

static void
add_heading (CsMapView *self, const CsStage *stage)
{
  g_autofree char *title = cs_text_dup (stage->title, cs_field_context_get_language ());
  GtkWidget *label = gtk_label_new (title != NULL ? title : stage->id);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  g_ptr_array_add (self->headings, label);
}

static void
add_step (CsMapView *self, const CsStep *step)
{
  GtkWidget *widget = cs_map_step_new (step);
  gboolean is_aside = cs_flow_get_node (self->flow, step->index)->is_aside;

  cs_map_step_set_look (CS_MAP_STEP (widget), NULL, is_aside);
  g_signal_connect_object (widget, "clicked", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget,
                           "state-flags-changed",
                           G_CALLBACK (gtk_widget_queue_draw),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (widget, GTK_WIDGET (self));
  g_ptr_array_add (self->steps, widget);
}

static const char *
plain_icon (const CsStep *step)
{
  if (step->approval != NULL)
    return "countersign-signature-symbolic";
  if (step->mails->len > 0)
    return "countersign-mail-symbolic";
  if (step->payment != NULL)
    return "countersign-money-symbolic";
  return step->end != CS_END_NONE ? "countersign-gate-symbolic" : "countersign-scope-symbolic";
}

static void
show_step (CsMapView *self, CsMapStep *widget)
{
  static const char *const tints[] = {"success", "accent", "warning", "error", "secondary"};
  const CsStep *step = cs_map_step_get_step (widget);
  CsStepState state = CS_STEP_WAITING;
  g_autofree char *title = cs_map_text_title (step);
  g_autofree char *words = cs_map_text_state (self->reader, step);
  g_autofree char *blocks = cs_map_text_blocks (self->reader, step);
  g_autofree char *sentence = cs_map_text_sentence (self->reader, self->flow, step);
  g_autofree char *help =
      step->help != NULL ? cs_text_dup (step->help, cs_field_context_get_language ()) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tints); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (widget), tints[i]);
  if (self->reader != NULL) {
    state = cs_request_get_step_state (cs_reader_get_request (self->reader), step);
    cs_map_step_set_look (widget, cs_progress_get_tint (state), FALSE);
  }
  if (self->now == NULL && (state == CS_STEP_OPEN || state == CS_STEP_RETURNED) &&
      step->opens != CS_OPENS_ANY_TIME)
    self->now = GTK_WIDGET (widget);
  cs_map_step_show (widget,
                    self->reader != NULL ? cs_step_state_icon (state) : plain_icon (step),
                    title,
                    words,
                    blocks);
  gtk_widget_set_tooltip_text (GTK_WIDGET (widget), help);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
}

/**
 * cs_map_view_show:
 * @process: what to draw
 * @reader: (nullable): of the request whose place in it is shown
 */
void
cs_map_view_show (CsMapView *self, const CsProcess *process, CsReader *reader)
{
  if (process != self->process) {
    clear (self);
    self->pack = cs_pack_ref (process->pack);
    self->process = process;
    self->flow = cs_flow_new (process);
    for (guint i = 0; i < process->stages->len; i++) {
      const CsStage *stage = process->stages->pdata[i];

      add_heading (self, stage);
      for (guint j = 0; j < stage->steps->len; j++)
        add_step (self, stage->steps->pdata[j]);
    }
  }
  g_set_object (&self->reader, reader);
  self->now = NULL;
  for (guint i = 0; i < self->steps->len; i++)
    show_step (self, self->steps->pdata[i]);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* --- sizes --- */

static int
measure_cb (guint index, gboolean is_heading, int width_px, gpointer data)
{
  CsMapView *self = data;
  GtkWidget *child = is_heading ? self->headings->pdata[index] : self->steps->pdata[index];
  int height_px;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width_px, &height_px, NULL, NULL, NULL);
  return height_px;
}

static int
least_step_width (CsMapView *self)
{
  int most_px = 1;

  for (guint i = 0; i < self->steps->len; i++) {
    int least_px;

    gtk_widget_measure (self->steps->pdata[i],
                        GTK_ORIENTATION_HORIZONTAL,
                        -1,
                        &least_px,
                        NULL,
                        NULL,
                        NULL);
    most_px = MAX (most_px, least_px);
  }
  return most_px;
}

static CsMapLayout *
plan (CsMapView *self, int width_px)
{
  return cs_map_layout_new (self->flow,
                            self->process,
                            width_px,
                            least_step_width (self),
                            measure_cb,
                            self);
}

static void
cs_map_view_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  CsMapView *self = CS_MAP_VIEW (widget);
  g_autoptr (CsMapLayout) layout = NULL;

  *minimum = *natural = 0;
  if (self->flow == NULL)
    return;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = cs_map_layout_get_minimum_width (least_step_width (self));
    *natural = *minimum * 2;
    return;
  }
  layout = plan (self, for_size);
  *minimum = *natural = layout->height_px;
}

static void
place (CsMapView *self, GtkWidget *child, const CsMapBox *box)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAllocation where = {.x = is_mirrored ? self->layout->width_px - box->x - box->width : box->x,
                         .y = box->y,
                         .width = box->width,
                         .height = box->height};

  gtk_widget_size_allocate (child, &where, -1);
}

static void
cs_map_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsMapView *self = CS_MAP_VIEW (widget);

  if (self->flow == NULL)
    return;
  g_clear_pointer (&self->layout, cs_map_layout_free);
  self->layout = plan (self, width);
  for (guint i = 0; i < self->steps->len; i++)
    place (self, self->steps->pdata[i], &self->layout->nodes[i]);
  for (guint i = 0; i < self->headings->len; i++)
    place (self, self->headings->pdata[i], &self->layout->headings[i]);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static GtkSizeRequestMode
cs_map_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* --- lines --- */

static gboolean
is_looked_at (CsMapView *self, guint step)
{
  const GtkStateFlags flags = gtk_widget_get_state_flags (self->steps->pdata[step]);

  return (flags & (GTK_STATE_FLAG_FOCUSED | GTK_STATE_FLAG_PRELIGHT)) != 0;
}

static gboolean
is_passed (CsMapView *self, guint step)
{
  return self->reader != NULL && cs_request_is_step_passed (cs_reader_get_request (self->reader),
                                                            self->process->steps->pdata[step]);
}

static void
set_colour (CsMapView *self, cairo_t *cr, const CsMapWire *wire, gboolean is_strong)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));
  gboolean is_contrasty = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  const char *name = wire->edge->kind == CS_FLOW_REJECT   ? "error_color"
                     : wire->edge->kind == CS_FLOW_RETURN ? "warning_color"
                                                          : NULL;
  GdkRGBA colour;

  if (name == NULL || !gtk_style_context_lookup_color (style, name, &colour))
    gtk_style_context_get_color (style, &colour);
  if (is_strong)
    colour.alpha = 1;
  else if (!is_contrasty)
    colour.alpha = wire->edge->kind == CS_FLOW_NEXT && is_passed (self, wire->edge->from) ? .75
                                                                                          : .4;
  gdk_cairo_set_source_rgba (cr, &colour);
}

static double
mirrored (CsMapView *self, int x_px)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
             ? self->layout->width_px - x_px
             : x_px;
}

static void
trace (CsMapView *self, cairo_t *cr, const CsMapWire *wire)
{
  const CsMapPoint *points = (const CsMapPoint *)(const void *)wire->points->data;
  guint n = wire->points->len;

  cairo_move_to (cr, mirrored (self, points[0].x), points[0].y);
  for (guint i = 1; i + 1 < n; i++) {
    const CsMapPoint *before = &points[i - 1], *at = &points[i], *after = &points[i + 1];
    int in_px = MIN (CORNER_PX, (ABS (at->x - before->x) + ABS (at->y - before->y)) / 2);
    int out_px = MIN (CORNER_PX, (ABS (after->x - at->x) + ABS (after->y - at->y)) / 2);
    int in_x = at->x - in_px * ((at->x > before->x) - (at->x < before->x));
    int in_y = at->y - in_px * ((at->y > before->y) - (at->y < before->y));
    int out_x = at->x + out_px * ((after->x > at->x) - (after->x < at->x));
    int out_y = at->y + out_px * ((after->y > at->y) - (after->y < at->y));

    cairo_line_to (cr, mirrored (self, in_x), in_y);
    cairo_curve_to (cr,
                    mirrored (self, at->x),
                    at->y,
                    mirrored (self, at->x),
                    at->y,
                    mirrored (self, out_x),
                    out_y);
  }
  cairo_line_to (cr, mirrored (self, points[n - 1].x), points[n - 1].y);
}

static void
draw_arrow (CsMapView *self, cairo_t *cr, const CsMapWire *wire)
{
  const CsMapPoint *points = (const CsMapPoint *)(const void *)wire->points->data;
  const CsMapPoint *end = &points[wire->points->len - 1];
  const CsMapPoint *before = &points[wire->points->len - 2];
  double x = mirrored (self, end->x), y = end->y;
  double dx = mirrored (self, before->x) - x, dy = before->y - y;
  double length = MAX (1, ABS (dx) + ABS (dy)); /* the last part is level or upright */

  dx = dx / length * ARROW_PX;
  dy = dy / length * ARROW_PX;
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + dx - dy * .8, y + dy + dx * .8);
  cairo_line_to (cr, x + dx + dy * .8, y + dy - dx * .8);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_wire (CsMapView *self, cairo_t *cr, const CsMapWire *wire, gboolean is_strong)
{
  static const double dashes[] = {5, 3};

  set_colour (self, cr, wire, is_strong);
  cairo_set_line_width (cr, is_strong ? 2.5 : 1.5);
  cairo_set_dash (cr, dashes, wire->edge->kind == CS_FLOW_NEXT ? 0 : G_N_ELEMENTS (dashes), 0);
  trace (self, cr, wire);
  cairo_stroke (cr);
  draw_arrow (self, cr, wire);
}

static void
draw_bands (CsMapView *self, cairo_t *cr)
{
  gboolean is_contrasty = adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  for (guint i = 0; i < self->headings->len; i++) {
    const CsMapBox *band = &self->layout->bands[i];

    colour.alpha = .04f;
    gdk_cairo_set_source_rgba (cr, &colour);
    cairo_new_sub_path (cr);
    cairo_arc (cr, band->width - 12, band->y + 12, 12, -G_PI / 2, 0);
    cairo_arc (cr, band->width - 12, band->y + band->height - 12, 12, 0, G_PI / 2);
    cairo_arc (cr, 12, band->y + band->height - 12, 12, G_PI / 2, G_PI);
    cairo_arc (cr, 12, band->y + 12, 12, G_PI, 3 * G_PI / 2);
    cairo_close_path (cr);
    cairo_fill_preserve (cr);
    colour.alpha = is_contrasty ? 1 : .08f;
    gdk_cairo_set_source_rgba (cr, &colour);
    cairo_set_line_width (cr, 1);
    cairo_stroke (cr);
  }
}

static void
cs_map_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CsMapView *self = CS_MAP_VIEW (widget);
  graphene_rect_t area;
  cairo_t *cr;

  if (self->layout == NULL)
    return;
  graphene_rect_init (&area, 0, 0, self->layout->width_px, self->layout->height_px);
  cr = gtk_snapshot_append_cairo (snapshot, &area);
  draw_bands (self, cr);
  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < self->layout->wires->len; i++) {
      const CsMapWire *wire = self->layout->wires->pdata[i];
      gboolean is_strong =
          is_looked_at (self, wire->edge->from) || is_looked_at (self, wire->edge->to);

      if (is_strong == (pass == 1) && wire->points->len > 1)
        draw_wire (self, cr, wire, is_strong);
    }
  }
  cairo_destroy (cr);
  GTK_WIDGET_CLASS (cs_map_view_parent_class)->snapshot (widget, snapshot);
}

/* --- keys --- */

/* One stop for Tab, where the request is; the arrows go about in it. */
static gboolean
cs_map_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  CsMapView *self = CS_MAP_VIEW (widget);

  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return gtk_widget_get_focus_child (widget) == NULL && cs_map_view_focus_now (self);
  return GTK_WIDGET_CLASS (cs_map_view_parent_class)->focus (widget, direction);
}

/**
 * cs_map_view_focus_now:
 *
 * Goes to the step where the request is; to the first one where it is nowhere.
 *
 * Returns: whether there is a step
 */
gboolean
cs_map_view_focus_now (CsMapView *self)
{
  GtkWidget *step = self->now;

  if (step == NULL && self->steps->len > 0)
    step = self->steps->pdata[0];
  return step != NULL && gtk_widget_grab_focus (step);
}

/**
 * cs_map_view_get_flow:
 *
 * Returns: (transfer none) (nullable): the shape of what is shown
 */
const CsFlow *
cs_map_view_get_flow (CsMapView *self)
{
  return self->flow;
}

/* --- more about a step --- */

/**
 * cs_map_view_popup:
 * @step: what it points at
 * @content: what it shows
 *
 * Opens a popover at a step; there is one at a time.
 */
void
cs_map_view_popup (CsMapView *self, GtkWidget *step, GtkWidget *content)
{
  graphene_rect_t box;
  GdkRectangle where;

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  if (!gtk_widget_compute_bounds (step, GTK_WIDGET (self), &box))
    return;
  where = (GdkRectangle){.x = (int)box.origin.x,
                         .y = (int)box.origin.y,
                         .width = (int)box.size.width,
                         .height = (int)box.size.height};
  self->popover = gtk_popover_new ();
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_child (GTK_POPOVER (self->popover), content);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &where);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/**
 * cs_map_view_popdown:
 *
 * Closes the popover.
 */
void
cs_map_view_popdown (CsMapView *self)
{
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* --- life --- */

static void
cs_map_view_dispose (GObject *object)
{
  clear (CS_MAP_VIEW (object));
  G_OBJECT_CLASS (cs_map_view_parent_class)->dispose (object);
}

static void
cs_map_view_finalize (GObject *object)
{
  CsMapView *self = CS_MAP_VIEW (object);

  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->headings);
  G_OBJECT_CLASS (cs_map_view_parent_class)->finalize (object);
}

static void
cs_map_view_class_init (CsMapViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_map_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_map_view_finalize;
  widget_class->measure = cs_map_view_measure;
  widget_class->size_allocate = cs_map_view_size_allocate;
  widget_class->get_request_mode = cs_map_view_get_request_mode;
  widget_class->snapshot = cs_map_view_snapshot;
  widget_class->focus = cs_map_view_focus;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_css_name (widget_class, "map");
  signals[SIGNAL_STEP_PRESSED] = g_signal_new ("step-pressed",
                                               CS_TYPE_MAP_VIEW,
                                               G_SIGNAL_RUN_LAST,
                                               0,
                                               NULL,
                                               NULL,
                                               NULL,
                                               G_TYPE_NONE,
                                               1,
                                               CS_TYPE_MAP_STEP);
}

static void
cs_map_view_init (CsMapView *self)
{
  self->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_widget_unparent);
  self->headings = g_ptr_array_new_with_free_func ((GDestroyNotify)gtk_widget_unparent);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Steps of the process"),
                                  -1);
}

/**
 * cs_map_view_new:
 *
 * Returns: (transfer floating): an empty one
 */
GtkWidget *
cs_map_view_new (void)
{
  return g_object_new (CS_TYPE_MAP_VIEW, NULL);
}
