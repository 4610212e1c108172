/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-requests-view.h"

/**
 * CsRequestsView:
 *
 * All requests in a table.
 */
struct _CsRequestsView {
  CsScreen parent_instance;

  CsPage *page; /* template */
};

G_DEFINE_FINAL_TYPE (CsRequestsView, cs_requests_view, CS_TYPE_SCREEN)

static void
cs_requests_view_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_requests_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REQUESTS_VIEW);
}

static void
cs_requests_view_class_init (CsRequestsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_requests_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/requests/cs-requests-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsRequestsView, page);
}

static void
cs_requests_view_init (CsRequestsView *self)
{
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
