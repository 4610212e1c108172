/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-view.h"

/**
 * CsInboxView:
 *
 * Requests that wait for a decision of the person who acts.
 */
struct _CsInboxView {
  CsScreen parent_instance;

  CsPage *page; /* template */
};

G_DEFINE_FINAL_TYPE (CsInboxView, cs_inbox_view, CS_TYPE_SCREEN)

static void
cs_inbox_view_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_inbox_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_INBOX_VIEW);
}

static void
cs_inbox_view_class_init (CsInboxViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_inbox_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-inbox-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsInboxView, page);
}

static void
cs_inbox_view_init (CsInboxView *self)
{
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
