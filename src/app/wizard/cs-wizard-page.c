/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-page.h"

/**
 * CsWizardPage:
 *
 * The scope of work wizard; the key is a draft's id, or NULL to begin one.
 */
struct _CsWizardPage {
  CsScreen parent_instance;

  CsPage *page; /* template */
};

G_DEFINE_FINAL_TYPE (CsWizardPage, cs_wizard_page, CS_TYPE_SCREEN)

static void
cs_wizard_page_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_wizard_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_WIZARD_PAGE);
}

static void
cs_wizard_page_class_init (CsWizardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_wizard_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWizardPage, page);
}

static void
cs_wizard_page_init (CsWizardPage *self)
{
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
}
