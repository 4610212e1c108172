/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-page.h"

/**
 * CsRequestPage:
 *
 * Everything about one request; the key is its id.
 */
struct _CsRequestPage {
  CsScreen parent_instance;

  CsPage *page; /* template */
};

G_DEFINE_FINAL_TYPE (CsRequestPage, cs_request_page, CS_TYPE_SCREEN)

static void
cs_request_page_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_request_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REQUEST_PAGE);
}

static void
cs_request_page_class_init (CsRequestPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_request_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-request-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsRequestPage, page);
}

static void
cs_request_page_init (CsRequestPage *self)
{
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
