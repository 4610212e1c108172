/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payments-view.h"

/**
 * CsPaymentsView:
 *
 * Payments from falling due to being confirmed.
 */
struct _CsPaymentsView {
  CsScreen parent_instance;

  CsPage *page; /* template */
};

G_DEFINE_FINAL_TYPE (CsPaymentsView, cs_payments_view, CS_TYPE_SCREEN)

static void
cs_payments_view_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_payments_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PAYMENTS_VIEW);
}

static void
cs_payments_view_class_init (CsPaymentsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_payments_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/payments/cs-payments-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPaymentsView, page);
}

static void
cs_payments_view_init (CsPaymentsView *self)
{
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
