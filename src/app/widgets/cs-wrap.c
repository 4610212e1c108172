/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wrap.h"

/**
 * CsWrap:
 *
 * A bar of buttons or chips that no window and no size of text cuts off.
 */
struct _CsWrap {
  GtkWidget parent_instance;

  int spacing_px;
};

enum { PROP_SPACING = 1, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsWrap, cs_wrap, GTK_TYPE_WIDGET)

/* A line: its first child, how many shown ones it has, and what they take. */
typedef struct {
  GtkWidget *first;
  guint n;
  int width_px;
  int height_px;
} Line;

static GtkWidget *
next_shown (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static int
natural_width (GtkWidget *child, int most_px)
{
  int natural_px;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural_px, NULL, NULL);
  return MIN (natural_px, most_px);
}

/* The line that begins with @first; returns the first child after it. */
static GtkWidget *
take_line (CsWrap *self, GtkWidget *first, int most_px, Line *line)
{
  GtkWidget *child = first;

  *line = (Line){.first = first};
  while (child != NULL) {
    int width_px = natural_width (child, most_px);
    int height_px;

    if (line->n > 0 && line->width_px + self->spacing_px + width_px > most_px)
      break;
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width_px, NULL, &height_px, NULL, NULL);
    line->width_px += width_px + (line->n > 0 ? self->spacing_px : 0);
    line->height_px = MAX (line->height_px, height_px);
    line->n++;
    child = next_shown (gtk_widget_get_next_sibling (child));
  }
  return child;
}

static void
measure_width (CsWrap *self, int *minimum, int *natural)
{
  GtkWidget *child = next_shown (gtk_widget_get_first_child (GTK_WIDGET (self)));
  guint n = 0;

  while (child != NULL) {
    int least_px, natural_px;
    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_px, &natural_px, NULL, NULL);
    *minimum = MAX (*minimum, least_px);
    *natural += natural_px + (n++ > 0 ? self->spacing_px : 0);
    child = next_shown (gtk_widget_get_next_sibling (child));
  }
}

static void
cs_wrap_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  CsWrap *self = CS_WRAP (widget);
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  guint n = 0;
  Line line;

  *minimum = 0;
  *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    measure_width (self, minimum, natural);
    return;
  }
  while (child != NULL) {
    child = take_line (self, child, for_size < 0 ? G_MAXINT / 2 : for_size, &line);
    *natural += line.height_px + (n++ > 0 ? self->spacing_px : 0);
  }
  *minimum = *natural;
}

static void
allocate_line (CsWrap *self, const Line *line, int width_px, int y_px)
{
  gboolean is_mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = line->first;
  int left_px = MAX (0, width_px - line->width_px);
  int x_px = 0;

  for (guint i = 0; i < line->n; i++) {
    int child_px = natural_width (child, width_px);
    GtkAllocation place;

    if (gtk_widget_get_halign (child) == GTK_ALIGN_END) {
      x_px += left_px;
      left_px = 0;
    }
    place = (GtkAllocation){.x = is_mirrored ? width_px - x_px - child_px : x_px,
                            .y = y_px,
                            .width = child_px,
                            .height = line->height_px};
    gtk_widget_size_allocate (child, &place, -1);
    x_px += child_px + self->spacing_px;
    child = next_shown (gtk_widget_get_next_sibling (child));
  }
}

static void
cs_wrap_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsWrap *self = CS_WRAP (widget);
  GtkWidget *child = next_shown (gtk_widget_get_first_child (widget));
  int y_px = 0;
  Line line;

  while (child != NULL) {
    child = take_line (self, child, width, &line);
    allocate_line (self, &line, width, y_px);
    y_px += line.height_px + self->spacing_px;
  }
}

static GtkSizeRequestMode
cs_wrap_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
cs_wrap_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_SPACING:
      g_value_set_int (value, CS_WRAP (object)->spacing_px);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_wrap_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
    case PROP_SPACING:
      CS_WRAP (object)->spacing_px = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (object));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_wrap_dispose (GObject *object)
{
  cs_wrap_remove_all (CS_WRAP (object));
  G_OBJECT_CLASS (cs_wrap_parent_class)->dispose (object);
}

static void
cs_wrap_class_init (CsWrapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = cs_wrap_get_property;
  object_class->set_property = cs_wrap_set_property;
  object_class->dispose = cs_wrap_dispose;
  widget_class->measure = cs_wrap_measure;
  widget_class->size_allocate = cs_wrap_size_allocate;
  widget_class->get_request_mode = cs_wrap_get_request_mode;
  properties[PROP_SPACING] = g_param_spec_int ("spacing",
                                               NULL,
                                               NULL,
                                               0,
                                               G_MAXINT16,
                                               6,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cs_wrap_init (CsWrap *self)
{
  self->spacing_px = 6;
}

/**
 * cs_wrap_new:
 * @spacing_px: between children and between lines
 *
 * Returns: (transfer floating): an empty one
 */
GtkWidget *
cs_wrap_new (int spacing_px)
{
  return g_object_new (CS_TYPE_WRAP, "spacing", spacing_px, NULL);
}

void
cs_wrap_append (CsWrap *self, GtkWidget *child)
{
  g_return_if_fail (CS_IS_WRAP (self));
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

void
cs_wrap_remove_all (CsWrap *self)
{
  GtkWidget *child;

  g_return_if_fail (CS_IS_WRAP (self));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}
