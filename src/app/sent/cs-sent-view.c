/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sent-view.h"

/**
 * CsSentView:
 *
 * Requests that the person who acts has sent on their way.
 */
struct _CsSentView {
  CsScreen parent_instance;

  CsPage *page; /* template */
};

G_DEFINE_FINAL_TYPE (CsSentView, cs_sent_view, CS_TYPE_SCREEN)

static void
cs_sent_view_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_sent_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SENT_VIEW);
}

static void
cs_sent_view_class_init (CsSentViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_sent_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/sent/cs-sent-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsSentView, page);
}

static void
cs_sent_view_init (CsSentView *self)
{
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
