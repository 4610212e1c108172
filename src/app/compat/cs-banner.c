/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-banner.h"

#include "cs-button.h"

/**
 * CsBanner:
 *
 * A strip that says a lasting state. Properties: title, button-label, action-name, revealed.
 */
struct _CsBanner {
  AdwBin parent_instance;

  GtkRevealer *revealer; /* (owned by the bin) */
  GtkLabel *label;       /* (borrowed) */
  GtkButton *button;     /* (borrowed) */
};

enum { PROP_TITLE = 1, PROP_BUTTON_LABEL, PROP_ACTION_NAME, PROP_REVEALED, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CsBanner, cs_banner, ADW_TYPE_BIN)

static void
cs_banner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsBanner *self = CS_BANNER (object);

  switch (id) {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->label));
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->button));
      break;
    case PROP_ACTION_NAME:
      g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)));
      break;
    case PROP_REVEALED:
      g_value_set_boolean (value, gtk_revealer_get_reveal_child (self->revealer));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_banner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsBanner *self = CS_BANNER (object);

  switch (id) {
    case PROP_TITLE:
      cs_banner_set_title (self, g_value_get_string (value));
      break;
    case PROP_BUTTON_LABEL:
      cs_banner_set_button_label (self, g_value_get_string (value));
      break;
    case PROP_ACTION_NAME:
      cs_banner_set_action_name (self, g_value_get_string (value));
      break;
    case PROP_REVEALED:
      cs_banner_set_revealed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_banner_class_init (CsBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cs_banner_get_property;
  object_class->set_property = cs_banner_set_property;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL, flags);
  properties[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL, flags);
  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "csbanner");
}

static void
cs_banner_init (CsBanner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->label = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->button, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  gtk_widget_add_css_class (box, "cs-banner");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->button));
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

/**
 * cs_banner_new:
 *
 * Returns: (transfer floating): a hidden banner
 */
GtkWidget *
cs_banner_new (void)
{
  return g_object_new (CS_TYPE_BANNER, NULL);
}

void
cs_banner_set_title (CsBanner *self, const char *title)
{
  g_return_if_fail (CS_IS_BANNER (self));

  gtk_label_set_label (self->label, title != NULL ? title : "");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

void
cs_banner_set_button_label (CsBanner *self, const char *label)
{
  g_return_if_fail (CS_IS_BANNER (self));

  cs_button_name (GTK_WIDGET (self->button), label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL && *label != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUTTON_LABEL]);
}

/**
 * cs_banner_set_action_name:
 * @action_name: (nullable): what the button does
 */
void
cs_banner_set_action_name (CsBanner *self, const char *action_name)
{
  g_return_if_fail (CS_IS_BANNER (self));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACTION_NAME]);
}

void
cs_banner_set_revealed (CsBanner *self, gboolean revealed)
{
  g_return_if_fail (CS_IS_BANNER (self));

  gtk_revealer_set_reveal_child (self->revealer, revealed);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}
