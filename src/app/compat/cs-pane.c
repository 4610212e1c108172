/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pane.h"

#include "cs-slot.h"

/**
 * CsPane:
 *
 * Two panes that fold into one when the window is narrow. The only place that knows AdwLeaflet;
 * from libadwaita 1.4 on an AdwNavigationSplitView can stand here instead.
 */
struct _CsPane {
  AdwBin parent_instance;

  AdwLeaflet *leaflet;  /* (owned by the bin) */
  CsSlot *start;        /* (borrowed) */
  GtkWidget *separator; /* (borrowed) */
  CsSlot *end;          /* (borrowed) */
  int start_width_px;
  int end_width_px;
};

enum { PROP_FOLDED = 1, PROP_SHOW_END, PROP_SHOW_START, PROP_START_WIDTH, PROP_END_WIDTH, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void cs_pane_buildable_init (GtkBuildableIface *iface);
static GtkBuildableIface *parent_buildable;

G_DEFINE_FINAL_TYPE_WITH_CODE (CsPane,
                               cs_pane,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, cs_pane_buildable_init))

static void
cs_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsPane *self = CS_PANE (object);

  switch (id) {
    case PROP_FOLDED:
      g_value_set_boolean (value, cs_pane_get_folded (self));
      break;
    case PROP_SHOW_END:
      g_value_set_boolean (value, cs_pane_get_show_end (self));
      break;
    case PROP_SHOW_START:
      g_value_set_boolean (value, cs_pane_get_show_start (self));
      break;
    case PROP_START_WIDTH:
      g_value_set_int (value, self->start_width_px);
      break;
    case PROP_END_WIDTH:
      g_value_set_int (value, self->end_width_px);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsPane *self = CS_PANE (object);

  switch (id) {
    case PROP_SHOW_END:
      cs_pane_set_show_end (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_START:
      cs_pane_set_show_start (self, g_value_get_boolean (value));
      break;
    case PROP_START_WIDTH:
      self->start_width_px = g_value_get_int (value);
      cs_slot_set_wish (self->start, self->start_width_px);
      break;
    case PROP_END_WIDTH:
      self->end_width_px = g_value_get_int (value);
      cs_slot_set_wish (self->end, self->end_width_px);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_pane_class_init (CsPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cs_pane_get_property;
  object_class->set_property = cs_pane_set_property;
  properties[PROP_FOLDED] =
      g_param_spec_boolean ("folded", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_END] =
      g_param_spec_boolean ("show-end",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SHOW_START] =
      g_param_spec_boolean ("show-start",
                            NULL,
                            NULL,
                            TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_START_WIDTH] = g_param_spec_int ("start-width",
                                                   NULL,
                                                   NULL,
                                                   0,
                                                   G_MAXINT,
                                                   220,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_END_WIDTH] = g_param_spec_int ("end-width",
                                                 NULL,
                                                 NULL,
                                                 0,
                                                 G_MAXINT,
                                                 320,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static gboolean
settle_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  for (GtkWidget *each = GTK_WIDGET (CS_PANE (widget)->end); each != NULL;
       each = gtk_widget_get_parent (each))
    gtk_widget_queue_resize (each);
  return G_SOURCE_REMOVE;
}

/* The leaflet folds while it is given its size. What follows then, such as the buttons of a header
 * bar, asks for another size in the middle of that, and GTK may forget it: the pane stays blank,
 * “without a current allocation”. So sizes are given once more with the next frame; each parent is
 * told, as the one that forgot tells nobody. */
static void
settle (CsPane *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self), settle_cb, NULL, NULL);
}

static void
folded_cb (CsPane *self)
{
  settle (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static void
visible_child_cb (CsPane *self)
{
  settle (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_END]);
}

static void
cs_pane_init (CsPane *self)
{
  AdwLeafletPage *page;

  self->start_width_px = 220;
  self->end_width_px = 320;
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  adw_leaflet_set_fold_threshold_policy (self->leaflet, ADW_FOLD_THRESHOLD_POLICY_NATURAL);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  self->start = CS_SLOT (cs_slot_new (self->start_width_px));
  self->separator = gtk_separator_new (GTK_ORIENTATION_VERTICAL);
  self->end = CS_SLOT (cs_slot_new (self->end_width_px));
  gtk_widget_set_hexpand (GTK_WIDGET (self->start), FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->end), TRUE);
  adw_leaflet_append (self->leaflet, GTK_WIDGET (self->start));
  page = adw_leaflet_append (self->leaflet, self->separator);
  adw_leaflet_page_set_navigatable (page, FALSE);
  adw_leaflet_append (self->leaflet, GTK_WIDGET (self->end));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
  g_signal_connect_object (self->leaflet,
                           "notify::folded",
                           G_CALLBACK (folded_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->leaflet,
                           "notify::visible-child",
                           G_CALLBACK (visible_child_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
cs_pane_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  CsPane *self = CS_PANE (buildable);

  if (g_strcmp0 (type, "start") == 0)
    cs_pane_set_start (self, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "end") == 0)
    cs_pane_set_end (self, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
cs_pane_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = cs_pane_add_child;
}

/**
 * cs_pane_new:
 *
 * Returns: (transfer floating): two empty panes
 */
GtkWidget *
cs_pane_new (void)
{
  return g_object_new (CS_TYPE_PANE, NULL);
}

void
cs_pane_set_start (CsPane *self, GtkWidget *child)
{
  g_return_if_fail (CS_IS_PANE (self));
  cs_slot_set_child (self->start, child);
}

void
cs_pane_set_end (CsPane *self, GtkWidget *child)
{
  g_return_if_fail (CS_IS_PANE (self));
  cs_slot_set_child (self->end, child);
}

GtkWidget *
cs_pane_get_start (CsPane *self)
{
  g_return_val_if_fail (CS_IS_PANE (self), NULL);
  return cs_slot_get_child (self->start);
}

GtkWidget *
cs_pane_get_end (CsPane *self)
{
  g_return_val_if_fail (CS_IS_PANE (self), NULL);
  return cs_slot_get_child (self->end);
}

/**
 * cs_pane_get_folded:
 *
 * Returns: whether one pane is shown at a time
 */
gboolean
cs_pane_get_folded (CsPane *self)
{
  g_return_val_if_fail (CS_IS_PANE (self), FALSE);
  return adw_leaflet_get_folded (self->leaflet);
}

gboolean
cs_pane_get_show_end (CsPane *self)
{
  g_return_val_if_fail (CS_IS_PANE (self), FALSE);
  return adw_leaflet_get_visible_child (self->leaflet) == GTK_WIDGET (self->end);
}

/**
 * cs_pane_set_show_end:
 * @show_end: which pane a folded pane shows; remembered while it is not folded
 */
void
cs_pane_set_show_end (CsPane *self, gboolean show_end)
{
  g_return_if_fail (CS_IS_PANE (self));
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (show_end ? self->end : self->start));
}

gboolean
cs_pane_get_show_start (CsPane *self)
{
  g_return_val_if_fail (CS_IS_PANE (self), FALSE);
  return gtk_widget_get_visible (GTK_WIDGET (self->start));
}

/**
 * cs_pane_set_show_start:
 * @show_start: FALSE takes the first pane away altogether (F9)
 */
void
cs_pane_set_show_start (CsPane *self, gboolean show_start)
{
  g_return_if_fail (CS_IS_PANE (self));

  if (show_start == cs_pane_get_show_start (self))
    return;
  if (!show_start)
    cs_pane_set_show_end (self, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->start), show_start);
  gtk_widget_set_visible (self->separator, show_start);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_START]);
}

/**
 * cs_pane_is_in_end:
 *
 * Returns: whether @widget stands in the second pane
 */
gboolean
cs_pane_is_in_end (CsPane *self, GtkWidget *widget)
{
  g_return_val_if_fail (CS_IS_PANE (self), FALSE);
  return gtk_widget_is_ancestor (widget, GTK_WIDGET (self->end));
}
