/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wide-box.h"

#define SIDE_WIDTH_PX 260

/**
 * CsWideBox:
 *
 * Its smallest size is that of the content, so it never keeps a window from becoming narrow.
 */
struct _CsWideBox {
  GtkWidget parent_instance;

  GtkWidget *content; /* (owned) (nullable) */
  GtkWidget *side;    /* (owned) (nullable) */
  int from_width_px;
};

enum { PROP_CONTENT = 1, PROP_SIDE, PROP_FROM_WIDTH, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsWideBox, cs_wide_box, GTK_TYPE_WIDGET)

static void
set_child (CsWideBox *self, GtkWidget **child, GtkWidget *now)
{
  g_clear_pointer (child, gtk_widget_unparent);
  *child = now;
  if (now != NULL)
    gtk_widget_set_parent (now, GTK_WIDGET (self));
}

static void
cs_wide_box_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  CsWideBox *self = CS_WIDE_BOX (widget);

  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = 0;
  if (self->content != NULL)
    gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
cs_wide_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CsWideBox *self = CS_WIDE_BOX (widget);
  gboolean is_wide = self->side != NULL && width >= self->from_width_px;
  int side_width = is_wide ? SIDE_WIDTH_PX : 0;
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation content = {is_rtl ? side_width : 0, 0, width - side_width, height};
  GtkAllocation side = {is_rtl ? 0 : width - side_width, 0, side_width, height};

  if (self->side != NULL)
    gtk_widget_set_child_visible (self->side, is_wide);
  if (self->content != NULL)
    gtk_widget_size_allocate (self->content, &content, baseline);
  if (is_wide)
    gtk_widget_size_allocate (self->side, &side, baseline);
}

static GtkSizeRequestMode
cs_wide_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
cs_wide_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsWideBox *self = CS_WIDE_BOX (object);

  switch (id) {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_SIDE:
      g_value_set_object (value, self->side);
      break;
    case PROP_FROM_WIDTH:
      g_value_set_int (value, self->from_width_px);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_wide_box_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsWideBox *self = CS_WIDE_BOX (object);

  switch (id) {
    case PROP_CONTENT:
      set_child (self, &self->content, g_value_get_object (value));
      break;
    case PROP_SIDE:
      set_child (self, &self->side, g_value_get_object (value));
      break;
    case PROP_FROM_WIDTH:
      self->from_width_px = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_wide_box_dispose (GObject *object)
{
  CsWideBox *self = CS_WIDE_BOX (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->side, gtk_widget_unparent);
  G_OBJECT_CLASS (cs_wide_box_parent_class)->dispose (object);
}

static void
cs_wide_box_class_init (CsWideBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cs_wide_box_get_property;
  object_class->set_property = cs_wide_box_set_property;
  object_class->dispose = cs_wide_box_dispose;
  widget_class->measure = cs_wide_box_measure;
  widget_class->size_allocate = cs_wide_box_size_allocate;
  widget_class->get_request_mode = cs_wide_box_get_request_mode;
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_SIDE] = g_param_spec_object ("side", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_FROM_WIDTH] = g_param_spec_int ("from-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cs_wide_box_init (CsWideBox *self)
{
}
