/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-page.h"

#include "cs-pane.h"

#include <glib/gi18n-lib.h>

/**
 * CsPage:
 *
 * A page of a pane. It finds the panes it stands in and shows the window's buttons and a back
 * button where they belong in the present fold. Toasts appear above its content and never over its
 * bottom bars, so that an Undo does not cover a decision (ux: Frame).
 */
typedef struct {
  GtkWidget *box;           /* (owned by the bin) */
  AdwHeaderBar *header;     /* (borrowed) */
  AdwWindowTitle *title;    /* (owned) */
  GtkWidget *back;          /* (borrowed) */
  GtkWidget *top;           /* (borrowed) */
  AdwToastOverlay *overlay; /* (borrowed) */
  GtkWidget *bottom;        /* (borrowed) */
  GPtrArray *panes;         /* (element borrowed) CsPane above, nearest first */
  gboolean is_pushed;
} CsPagePrivate;

enum { PROP_TITLE = 1, PROP_SUBTITLE, PROP_CONTENT, PROP_PUSHED, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum { SIGNAL_BACK, N_SIGNALS };
static guint signals[N_SIGNALS];

static void cs_page_buildable_init (GtkBuildableIface *iface);
static GtkBuildableIface *parent_buildable;

G_DEFINE_TYPE_WITH_CODE (CsPage,
                         cs_page,
                         ADW_TYPE_BIN,
                         G_ADD_PRIVATE (CsPage)
                             G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, cs_page_buildable_init))

static CsPane *
pane_to_go_back (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  for (guint i = 0; i < priv->panes->len; i++) {
    CsPane *pane = priv->panes->pdata[i];
    if (!cs_pane_get_show_start (pane) || !cs_pane_is_in_end (pane, GTK_WIDGET (self)))
      continue;
    /* Beside a start that is in sight, the way back is that page's. */
    return cs_pane_get_folded (pane) ? pane : NULL;
  }
  return NULL;
}

static void
update_edges (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);
  gboolean at_start = TRUE;
  gboolean at_end = TRUE;

  for (guint i = 0; i < priv->panes->len; i++) {
    CsPane *pane = priv->panes->pdata[i];
    if (cs_pane_get_folded (pane))
      continue;
    if (!cs_pane_is_in_end (pane, GTK_WIDGET (self)))
      at_end = FALSE;
    else if (cs_pane_get_show_start (pane))
      at_start = FALSE;
  }
  adw_header_bar_set_show_start_title_buttons (priv->header, at_start);
  adw_header_bar_set_show_end_title_buttons (priv->header, at_end);
  gtk_widget_set_visible (priv->back, priv->is_pushed || pane_to_go_back (self) != NULL);
}

static void
cs_page_root (GtkWidget *widget)
{
  CsPage *self = CS_PAGE (widget);
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  GTK_WIDGET_CLASS (cs_page_parent_class)->root (widget);
  for (GtkWidget *w = gtk_widget_get_parent (widget); w != NULL; w = gtk_widget_get_parent (w))
    if (CS_IS_PANE (w)) {
      g_ptr_array_add (priv->panes, w);
      g_signal_connect_object (w,
                               "notify::folded",
                               G_CALLBACK (update_edges),
                               self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (w,
                               "notify::show-start",
                               G_CALLBACK (update_edges),
                               self,
                               G_CONNECT_SWAPPED);
    }
  update_edges (self);
}

static void
cs_page_unroot (GtkWidget *widget)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (widget));

  for (guint i = 0; i < priv->panes->len; i++)
    g_signal_handlers_disconnect_by_func (priv->panes->pdata[i], update_edges, widget);
  g_ptr_array_set_size (priv->panes, 0);
  GTK_WIDGET_CLASS (cs_page_parent_class)->unroot (widget);
}

static void
cs_page_real_back (CsPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go-back", NULL);
}

static void
cs_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsPage *self = CS_PAGE (object);

  switch (id) {
    case PROP_TITLE:
      g_value_set_string (value, cs_page_get_title (self));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, cs_page_get_subtitle (self));
      break;
    case PROP_CONTENT:
      g_value_set_object (value, cs_page_get_content (self));
      break;
    case PROP_PUSHED:
      g_value_set_boolean (value, cs_page_get_pushed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsPage *self = CS_PAGE (object);

  switch (id) {
    case PROP_TITLE:
      cs_page_set_title (self, g_value_get_string (value));
      break;
    case PROP_SUBTITLE:
      cs_page_set_subtitle (self, g_value_get_string (value));
      break;
    case PROP_CONTENT:
      cs_page_set_content (self, g_value_get_object (value));
      break;
    case PROP_PUSHED:
      cs_page_set_pushed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_page_finalize (GObject *object)
{
  CsPagePrivate *priv = cs_page_get_instance_private (CS_PAGE (object));

  g_ptr_array_unref (priv->panes);
  g_clear_object (&priv->title);
  G_OBJECT_CLASS (cs_page_parent_class)->finalize (object);
}

static void
cs_page_class_init (CsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cs_page_get_property;
  object_class->set_property = cs_page_set_property;
  object_class->finalize = cs_page_finalize;
  widget_class->root = cs_page_root;
  widget_class->unroot = cs_page_unroot;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, "", flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_PUSHED] = g_param_spec_boolean ("pushed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_BACK] = g_signal_new_class_handler ("back",
                                                     CS_TYPE_PAGE,
                                                     G_SIGNAL_RUN_LAST,
                                                     G_CALLBACK (cs_page_real_back),
                                                     NULL,
                                                     NULL,
                                                     NULL,
                                                     G_TYPE_NONE,
                                                     0);
  gtk_widget_class_set_css_name (widget_class, "cspage");
}

static void
init_header (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  priv->header = ADW_HEADER_BAR (adw_header_bar_new ());
  priv->title = ADW_WINDOW_TITLE (g_object_ref_sink (adw_window_title_new ("", "")));
  adw_header_bar_set_title_widget (priv->header, GTK_WIDGET (priv->title));
  priv->back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_widget_set_tooltip_text (priv->back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->back),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Back"),
                                  -1);
  gtk_widget_set_visible (priv->back, FALSE);
  g_signal_connect_object (priv->back,
                           "clicked",
                           G_CALLBACK (cs_page_go_back),
                           self,
                           G_CONNECT_SWAPPED);
  adw_header_bar_pack_start (priv->header, priv->back);
}

static void
cs_page_init (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  priv->panes = g_ptr_array_new ();
  init_header (self);
  priv->top = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  priv->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (priv->overlay), TRUE);
  priv->bottom = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  priv->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (priv->box), GTK_WIDGET (priv->header));
  gtk_box_append (GTK_BOX (priv->box), priv->top);
  gtk_box_append (GTK_BOX (priv->box), GTK_WIDGET (priv->overlay));
  gtk_box_append (GTK_BOX (priv->box), priv->bottom);
  adw_bin_set_child (ADW_BIN (self), priv->box);
}

static void
cs_page_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  CsPage *self = CS_PAGE (buildable);

  if (!GTK_IS_WIDGET (child))
    parent_buildable->add_child (buildable, builder, child, type);
  else if (type == NULL)
    cs_page_set_content (self, GTK_WIDGET (child));
  else if (strcmp (type, "start") == 0)
    cs_page_add_header_start (self, GTK_WIDGET (child));
  else if (strcmp (type, "end") == 0)
    cs_page_add_header_end (self, GTK_WIDGET (child));
  else if (strcmp (type, "title") == 0)
    cs_page_set_title_widget (self, GTK_WIDGET (child));
  else if (strcmp (type, "top") == 0)
    cs_page_add_top (self, GTK_WIDGET (child));
  else if (strcmp (type, "bottom") == 0)
    cs_page_add_bottom (self, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
cs_page_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = cs_page_add_child;
}

/**
 * cs_page_new:
 *
 * Returns: (transfer floating): an empty page
 */
GtkWidget *
cs_page_new (void)
{
  return g_object_new (CS_TYPE_PAGE, NULL);
}

const char *
cs_page_get_title (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_val_if_fail (CS_IS_PAGE (self), NULL);
  return adw_window_title_get_title (priv->title);
}

void
cs_page_set_title (CsPage *self, const char *title)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));

  if (g_strcmp0 (title, cs_page_get_title (self)) == 0)
    return;
  adw_window_title_set_title (priv->title, title != NULL ? title : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

const char *
cs_page_get_subtitle (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_val_if_fail (CS_IS_PAGE (self), NULL);
  return adw_window_title_get_subtitle (priv->title);
}

void
cs_page_set_subtitle (CsPage *self, const char *subtitle)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));

  if (g_strcmp0 (subtitle, cs_page_get_subtitle (self)) == 0)
    return;
  adw_window_title_set_subtitle (priv->title, subtitle != NULL ? subtitle : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

GtkWidget *
cs_page_get_content (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_val_if_fail (CS_IS_PAGE (self), NULL);
  return adw_toast_overlay_get_child (priv->overlay);
}

void
cs_page_set_content (CsPage *self, GtkWidget *content)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));

  if (content == cs_page_get_content (self))
    return;
  adw_toast_overlay_set_child (priv->overlay, content);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT]);
}

gboolean
cs_page_get_pushed (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_val_if_fail (CS_IS_PAGE (self), FALSE);
  return priv->is_pushed;
}

/**
 * cs_page_set_pushed:
 * @pushed: whether the page was opened over another one and so always has a way back
 */
void
cs_page_set_pushed (CsPage *self, gboolean pushed)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));

  if (priv->is_pushed == pushed)
    return;
  priv->is_pushed = pushed;
  update_edges (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PUSHED]);
}

void
cs_page_add_top (CsPage *self, GtkWidget *bar)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));
  gtk_box_append (GTK_BOX (priv->top), bar);
}

void
cs_page_add_bottom (CsPage *self, GtkWidget *bar)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));
  gtk_box_append (GTK_BOX (priv->bottom), bar);
}

void
cs_page_add_header_start (CsPage *self, GtkWidget *child)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));
  adw_header_bar_pack_start (priv->header, child);
}

void
cs_page_add_header_end (CsPage *self, GtkWidget *child)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));
  adw_header_bar_pack_end (priv->header, child);
}

/**
 * cs_page_set_title_widget:
 * @widget: (nullable): stands in the header bar instead of the title
 */
void
cs_page_set_title_widget (CsPage *self, GtkWidget *widget)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));
  adw_header_bar_set_title_widget (priv->header, widget ? widget : GTK_WIDGET (priv->title));
}

/**
 * cs_page_add_toast:
 * @toast: (transfer full): shown over the content
 */
void
cs_page_add_toast (CsPage *self, AdwToast *toast)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);

  g_return_if_fail (CS_IS_PAGE (self));
  adw_toast_overlay_add_toast (priv->overlay, toast);
}

/**
 * cs_page_go_back:
 *
 * What the back button does: leave a pushed page, or show the pane before this one.
 *
 * Returns: whether there was somewhere to go
 */
gboolean
cs_page_go_back (CsPage *self)
{
  CsPagePrivate *priv = cs_page_get_instance_private (self);
  CsPane *pane;

  g_return_val_if_fail (CS_IS_PAGE (self), FALSE);

  if (priv->is_pushed) {
    g_signal_emit (self, signals[SIGNAL_BACK], 0);
    return TRUE;
  }
  pane = pane_to_go_back (self);
  if (pane != NULL)
    cs_pane_set_show_end (pane, FALSE);
  return pane != NULL;
}
