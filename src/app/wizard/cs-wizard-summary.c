/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-summary.h"

#include <glib/gi18n-lib.h>

/**
 * CsWizardSummary:
 *
 * Only what is short and answered; long texts have their pages.
 */
struct _CsWizardSummary {
  AdwBin parent_instance;

  GtkBox *facts; /* template */
};

G_DEFINE_FINAL_TYPE (CsWizardSummary, cs_wizard_summary, ADW_TYPE_BIN)

static void
add_fact (CsWizardSummary *self, const char *title, const char *text)
{
  GtkWidget *fact = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  const char *const texts[] = {title, text};

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    GtkWidget *label = gtk_label_new (texts[i]);

    gtk_label_set_xalign (GTK_LABEL (label), 0);
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    if (i == 0) {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "secondary");
    }
    gtk_box_append (GTK_BOX (fact), label);
  }
  gtk_box_append (self->facts, fact);
}

static gboolean
is_short (const CsField *field)
{
  return field->type == CS_FIELD_CHOICE || field->type == CS_FIELD_YESNO ||
         field->type == CS_FIELD_MONEY || field->type == CS_FIELD_DURATION ||
         field->type == CS_FIELD_PERSON || field->type == CS_FIELD_DATE ||
         field->index < CS_N_FIELD_INDEXES;
}

/* What other steps would begin with is not said here. */
static gboolean
is_asked_for (const CsWizardPlan *plan, const CsField *field)
{
  if (cs_request_get_number (plan->request) != NULL || field->index < CS_N_FIELD_INDEXES)
    return TRUE;
  for (guint i = 0; i < plan->sheets->len; i++) {
    if (cs_sheet_get_field (plan->sheets->pdata[i], field->id) != NULL)
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_wizard_summary_show:
 * @context: names and languages
 * @plan: with what was typed
 */
void
cs_wizard_summary_show (CsWizardSummary *self, CsFieldContext *context, const CsWizardPlan *plan)
{
  const GPtrArray *fields = cs_request_get_process (plan->request)->fields;
  const char *number = cs_request_get_number (plan->request);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_box_remove (self->facts, child);
  if (number != NULL)
    add_fact (self, _ ("Request"), number);
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    g_autofree char *title = NULL;
    g_autofree char *text = NULL;

    if (!is_short (field) || !is_asked_for (plan, field) ||
        !cs_request_is_answered (plan->request, field) ||
        cs_request_field_applies (plan->request, field) != CS_TRUTH_TRUE)
      continue;
    text = cs_wizard_plan_dup_value (plan,
                                     field,
                                     cs_field_context_get_directory (context),
                                     cs_field_context_get_locale ());
    title = cs_plan_dup_field_title (field, cs_field_context_get_language ());
    if (text != NULL)
      add_fact (self, title, text);
  }
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_first_child (GTK_WIDGET (self->facts)) != NULL);
}

static void
cs_wizard_summary_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_wizard_summary_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_WIZARD_SUMMARY);
}

static void
cs_wizard_summary_class_init (CsWizardSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_wizard_summary_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWizardSummary, facts);
}

static void
cs_wizard_summary_init (CsWizardSummary *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
