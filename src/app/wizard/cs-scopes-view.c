/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-scopes-view.h"

/**
 * CsScopesView:
 *
 * Scopes of work that are being written, and those of running requests.
 */
struct _CsScopesView {
  CsScreen parent_instance;

  CsPage *page; /* template */
};

G_DEFINE_FINAL_TYPE (CsScopesView, cs_scopes_view, CS_TYPE_SCREEN)

static void
cs_scopes_view_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_scopes_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_SCOPES_VIEW);
}

static void
cs_scopes_view_class_init (CsScopesViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_scopes_view_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-scopes-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsScopesView, page);
}

static void
cs_scopes_view_init (CsScopesView *self)
{
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
