/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-welcome.h"

#include "cs-button.h"
#include "cs-page.h"

/**
 * CsWelcome:
 *
 * The page of a program without a workspace.
 */
struct _CsWelcome {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */

  /* template */
  CsPage *page;
  GtkWidget *sample_button;
  GtkWidget *start_button;
};

G_DEFINE_FINAL_TYPE (CsWelcome, cs_welcome, ADW_TYPE_BIN)

static void
back_cb (CsWelcome *self)
{
  g_object_notify (G_OBJECT (self->session), "workspace");
}

static void
cs_welcome_dispose (GObject *object)
{
  CsWelcome *self = CS_WELCOME (object);

  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_welcome_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_WELCOME);
}

static void
cs_welcome_class_init (CsWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_welcome_dispose;
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/cs-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, page);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, sample_button);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, start_button);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
}

static void
cs_welcome_init (CsWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_button_name (self->sample_button, gtk_button_get_label (GTK_BUTTON (self->sample_button)));
  cs_button_name (self->start_button, gtk_button_get_label (GTK_BUTTON (self->start_button)));
}

/**
 * cs_welcome_set_session:
 *
 * Once, before it is shown.
 */
void
cs_welcome_set_session (CsWelcome *self, CsSession *session)
{
  g_return_if_fail (CS_IS_WELCOME (self) && self->session == NULL);
  self->session = g_object_ref (session);
}

/**
 * cs_welcome_set_can_cancel:
 * @can_cancel: whether there is a workspace to go back to
 */
void
cs_welcome_set_can_cancel (CsWelcome *self, gboolean can_cancel)
{
  g_return_if_fail (CS_IS_WELCOME (self));
  cs_page_set_pushed (self->page, can_cancel);
}
