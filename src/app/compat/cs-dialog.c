/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-dialog.h"

#include "cs-button.h"
#include "cs-focus.h"

#include <glib/gi18n-lib.h>

/**
 * CsDialog:
 *
 * A modal dialog; an AdwDialog can stand here from libadwaita 1.5 on.
 */
typedef struct {
  AdwHeaderBar *header;     /* (borrowed) */
  GtkButton *cancel;        /* (borrowed) */
  GtkButton *accept;        /* (borrowed) */
  AdwToastOverlay *overlay; /* (borrowed) */
  gboolean is_dangerous;
  gboolean has_answer;
} CsDialogPrivate;

enum { PROP_ACCEPT_LABEL = 1, PROP_CAN_ACCEPT, PROP_DANGEROUS, PROP_HAS_ANSWER, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum { SIGNAL_ACCEPT, N_SIGNALS };
static guint signals[N_SIGNALS];

static void cs_dialog_buildable_init (GtkBuildableIface *iface);
static GtkBuildableIface *parent_buildable;

G_DEFINE_TYPE_WITH_CODE (CsDialog,
                         cs_dialog,
                         ADW_TYPE_WINDOW,
                         G_ADD_PRIVATE (CsDialog)
                             G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, cs_dialog_buildable_init))

static void
set_has_answer (CsDialog *self, gboolean has_answer)
{
  CsDialogPrivate *priv = cs_dialog_get_instance_private (self);

  priv->has_answer = has_answer;
  gtk_widget_set_visible (GTK_WIDGET (priv->cancel), has_answer);
  gtk_widget_set_visible (GTK_WIDGET (priv->accept), has_answer);
  adw_header_bar_set_show_start_title_buttons (priv->header, !has_answer);
  adw_header_bar_set_show_end_title_buttons (priv->header, !has_answer);
}

static void
cs_dialog_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsDialogPrivate *priv = cs_dialog_get_instance_private (CS_DIALOG (object));

  switch (id) {
    case PROP_ACCEPT_LABEL:
      g_value_set_string (value, gtk_button_get_label (priv->accept));
      break;
    case PROP_CAN_ACCEPT:
      g_value_set_boolean (value, cs_dialog_get_can_accept (CS_DIALOG (object)));
      break;
    case PROP_DANGEROUS:
      g_value_set_boolean (value, priv->is_dangerous);
      break;
    case PROP_HAS_ANSWER:
      g_value_set_boolean (value, priv->has_answer);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_dialog_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsDialog *self = CS_DIALOG (object);

  switch (id) {
    case PROP_ACCEPT_LABEL:
      cs_dialog_set_accept_label (self, g_value_get_string (value));
      break;
    case PROP_CAN_ACCEPT:
      cs_dialog_set_can_accept (self, g_value_get_boolean (value));
      break;
    case PROP_DANGEROUS:
      cs_dialog_set_dangerous (self, g_value_get_boolean (value));
      break;
    case PROP_HAS_ANSWER:
      set_has_answer (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
accept_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_dialog_accept (CS_DIALOG (widget));
}

/* Fields are left while the whole dialog still stands: what is left puts its text in order and
 * tells who listens, and would do so in the middle of the dialog's end otherwise. */
static gboolean
cs_dialog_close_request (GtkWindow *window)
{
  gtk_window_set_focus (window, NULL);
  return GTK_WINDOW_CLASS (cs_dialog_parent_class)->close_request (window);
}

static void
cs_dialog_class_init (CsDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
  object_class->get_property = cs_dialog_get_property;
  object_class->set_property = cs_dialog_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = cs_dialog_close_request;
  properties[PROP_ACCEPT_LABEL] = g_param_spec_string ("accept-label", NULL, NULL, NULL, flags);
  properties[PROP_CAN_ACCEPT] = g_param_spec_boolean ("can-accept", NULL, NULL, TRUE, flags);
  properties[PROP_DANGEROUS] = g_param_spec_boolean ("is-dangerous", NULL, NULL, FALSE, flags);
  properties[PROP_HAS_ANSWER] = g_param_spec_boolean ("has-answer", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_ACCEPT] = g_signal_new ("accept",
                                         CS_TYPE_DIALOG,
                                         G_SIGNAL_RUN_LAST,
                                         G_STRUCT_OFFSET (CsDialogClass, accept),
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  gtk_widget_class_install_action (widget_class, "dialog.accept", NULL, accept_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

/* Before the fields get the key: for a text of several lines Ctrl+Return is a new line. */
static void
add_accept_keys (CsDialog *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  const char *const keys[] = {"<Control>Return", "<Control>KP_Enter"};

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i]),
                          gtk_named_action_new ("dialog.accept")));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
cs_dialog_init (CsDialog *self)
{
  CsDialogPrivate *priv = cs_dialog_get_instance_private (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  priv->has_answer = TRUE;
  priv->header = ADW_HEADER_BAR (adw_header_bar_new ());
  priv->cancel = GTK_BUTTON (cs_label_button (_ ("_Cancel")));
  priv->accept = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (priv->accept, TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (priv->cancel), "window.close");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (priv->accept), "dialog.accept");
  gtk_widget_add_css_class (GTK_WIDGET (priv->accept), "suggested-action");
  adw_header_bar_pack_start (priv->header, GTK_WIDGET (priv->cancel));
  adw_header_bar_pack_end (priv->header, GTK_WIDGET (priv->accept));
  priv->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (priv->overlay), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (priv->header));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (priv->overlay));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  add_accept_keys (self);
  cs_focus_keep (GTK_WINDOW (self));
  set_has_answer (self, TRUE);
}

static void
cs_dialog_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child) && type == NULL)
    cs_dialog_set_content (CS_DIALOG (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
cs_dialog_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = cs_dialog_add_child;
}

/**
 * cs_dialog_present:
 * @parent: any widget of the window to stand over
 */
void
cs_dialog_present (CsDialog *self, GtkWidget *parent)
{
  GtkRoot *root;

  g_return_if_fail (CS_IS_DIALOG (self));

  root = parent != NULL ? gtk_widget_get_root (parent) : NULL;
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
}

void
cs_dialog_close (CsDialog *self)
{
  g_return_if_fail (CS_IS_DIALOG (self));
  gtk_window_close (GTK_WINDOW (self));
}

/**
 * cs_dialog_accept:
 *
 * Gives the affirmative answer, if it can be given now.
 */
void
cs_dialog_accept (CsDialog *self)
{
  g_return_if_fail (CS_IS_DIALOG (self));

  if (cs_dialog_get_can_accept (self))
    g_signal_emit (self, signals[SIGNAL_ACCEPT], 0);
}

/**
 * cs_dialog_set_accept_label:
 * @label: (nullable): with an access key
 */
void
cs_dialog_set_accept_label (CsDialog *self, const char *label)
{
  CsDialogPrivate *priv = cs_dialog_get_instance_private (self);

  g_return_if_fail (CS_IS_DIALOG (self));

  cs_button_name (GTK_WIDGET (priv->accept), label != NULL ? label : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCEPT_LABEL]);
}

gboolean
cs_dialog_get_can_accept (CsDialog *self)
{
  CsDialogPrivate *priv = cs_dialog_get_instance_private (self);

  g_return_val_if_fail (CS_IS_DIALOG (self), FALSE);
  return priv->has_answer && gtk_widget_get_sensitive (GTK_WIDGET (priv->accept));
}

void
cs_dialog_set_can_accept (CsDialog *self, gboolean can_accept)
{
  g_return_if_fail (CS_IS_DIALOG (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dialog.accept", can_accept);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_ACCEPT]);
}

void
cs_dialog_set_dangerous (CsDialog *self, gboolean is_dangerous)
{
  CsDialogPrivate *priv = cs_dialog_get_instance_private (self);

  g_return_if_fail (CS_IS_DIALOG (self));

  priv->is_dangerous = is_dangerous;
  gtk_widget_remove_css_class (GTK_WIDGET (priv->accept),
                               is_dangerous ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (priv->accept),
                            is_dangerous ? "destructive-action" : "suggested-action");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DANGEROUS]);
}

void
cs_dialog_set_content (CsDialog *self, GtkWidget *content)
{
  CsDialogPrivate *priv = cs_dialog_get_instance_private (self);

  g_return_if_fail (CS_IS_DIALOG (self));
  adw_toast_overlay_set_child (priv->overlay, content);
}
