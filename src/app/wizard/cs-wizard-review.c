/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-review.h"

#include <glib/gi18n-lib.h>

/**
 * CsWizardReview:
 *
 * Nothing has to be guessed here: gaps are links to their fields, and the document is the one that
 * is put to decision.
 */
struct _CsWizardReview {
  AdwBin parent_instance;

  GtkWidget *result; /* (borrowed) (nullable) what became of sending */

  GtkBox *box; /* template */
};

enum { SIGNAL_GO_TO, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsWizardReview, cs_wizard_review, ADW_TYPE_BIN)

static GtkWidget *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
new_group (const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *below = description != NULL ? g_markup_escape_text (description, -1) : NULL;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), below);
  return group;
}

static GtkWidget *
new_row (const char *title, const char *icon)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (icon != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  return row;
}

/* --- what is missing --- */

static void
gap_cb (CsWizardReview *self, GtkWidget *row)
{
  g_autofree char *sheet = g_strdup (g_object_get_data (G_OBJECT (row), "sheet"));
  g_autofree char *field = g_strdup (g_object_get_data (G_OBJECT (row), "field"));

  g_signal_emit (self, signals[SIGNAL_GO_TO], 0, sheet, field);
}

static void
add_gaps (CsWizardReview *self, const CsWizardPlan *plan)
{
  GtkWidget *group;

  if (plan->gaps->len == 0)
    return;
  group = new_group (_ ("Missing"), NULL);
  for (guint i = 0; i < plan->gaps->len; i++) {
    const CsGap *gap = plan->gaps->pdata[i];
    GtkWidget *row = new_row (gap->text, "countersign-overdue-symbolic");

    if (gap->sheet != NULL) {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "sheet", g_strdup (gap->sheet), g_free);
      g_object_set_data_full (G_OBJECT (row),
                              "field",
                              g_strdup (gap->field != NULL ? gap->field->id : NULL),
                              g_free);
      g_signal_connect_object (row, "activated", G_CALLBACK (gap_cb), self, G_CONNECT_SWAPPED);
    }
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  }
  gtk_box_append (self->box, group);
}

/* --- what will be said --- */

static gboolean
waits_for_mail (const CsWizardPlan *plan, const CsStep *step)
{
  for (guint i = 0; i < plan->mails->len; i++) {
    const CsPlanMail *mail = plan->mails->pdata[i];

    if (mail->step == step && step->approval == NULL)
      return TRUE;
  }
  return FALSE;
}

static void
add_steps (CsWizardReview *self, const CsWizardPlan *plan)
{
  const char *language = cs_field_context_get_language ();
  GtkWidget *group;

  if (g_hash_table_size (plan->mine) == 0 && plan->next == NULL)
    return;
  group = new_group (_ ("What Happens When This Is Sent"), NULL);

  for (guint i = 0; i < plan->steps->len; i++) {
    const CsStep *step = plan->steps->pdata[i];
    g_autofree char *title = cs_plan_dup_text (step->title, language, step->id);
    g_autofree char *text = NULL;

    if (!g_hash_table_contains (plan->mine, step) || step->who->len == 0)
      continue;
    if (step->approval != NULL)
      text = g_strdup_printf (_ ("“%s” is put to decision"), title);
    else if (waits_for_mail (plan, step))
      text = g_strdup_printf (_ ("“%s”: the message is shown, to be handed over"), title);
    else
      text = g_strdup_printf (_ ("“%s” is completed"), title);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               new_row (text, "countersign-tick-symbolic"));
  }
  if (plan->next != NULL) {
    g_autofree char *title = cs_plan_dup_text (plan->next->title, language, plan->next->id);
    g_autofree char *who = cs_iso (plan->next_who);
    g_autofree char *text = *plan->next_who != '\0'
                                ? g_strdup_printf (_ ("Then “%s”, with %s"), title, who)
                                : g_strdup_printf (_ ("Then “%s”"), title);

    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               new_row (text, "countersign-person-symbolic"));
  }
  gtk_box_append (self->box, group);
}

/* --- what the document will be --- */

static void
add_value (GtkWidget *group,
           CsFieldContext *context,
           const CsWizardPlan *plan,
           const CsField *field)
{
  g_autofree char *title = cs_plan_dup_field_title (field, cs_field_context_get_language ());
  g_autofree char *text = cs_wizard_plan_dup_value (plan,
                                                    field,
                                                    cs_field_context_get_directory (context),
                                                    cs_field_context_get_locale ());
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *value = new_label (text != NULL ? text : "–", NULL);
  GtkWidget *name = new_label (title, "caption");

  gtk_widget_add_css_class (name, "secondary");
  gtk_label_set_selectable (GTK_LABEL (value), text != NULL);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_widget_add_css_class (box, "cs-value");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static const CsStep *
find_approval (const CsWizardPlan *plan)
{
  const CsStep *last = plan->steps->len > 0 ? plan->steps->pdata[plan->steps->len - 1] : NULL;

  return last != NULL && last->approval != NULL ? last : NULL;
}

static void
add_document (CsWizardReview *self, CsFieldContext *context, const CsWizardPlan *plan)
{
  const CsStep *step = find_approval (plan);
  const CsDocument *document = step != NULL ? step->approval->document : NULL;
  GtkWidget *group;
  g_autofree char *title = NULL;

  if (document == NULL)
    return;
  title = cs_plan_dup_text (document->title, cs_field_context_get_language (), document->id);
  group =
      new_group (title,
                 plan->ends_in_offer ? _ ("This is what is put to decision.")
                                     : _ ("This is what will be put to decision, as it stands."));
  for (guint i = 0; i < document->fields->len; i++)
    if (cs_request_field_applies (plan->request, document->fields->pdata[i]) == CS_TRUTH_TRUE)
      add_value (group, context, plan, document->fields->pdata[i]);
  gtk_box_append (self->box, group);
}

static void
add_own_part (CsWizardReview *self, CsFieldContext *context, const CsWizardPlan *plan)
{
  const CsStep *step = find_approval (plan);
  const CsDocument *document = step != NULL ? step->approval->document : NULL;
  const CsProcess *process = cs_request_get_process (plan->request);

  for (guint i = 0; i < plan->sheets->len; i++) {
    const CsSheet *sheet = plan->sheets->pdata[i];
    GtkWidget *group = NULL;

    for (guint j = 0; sheet->is_start && j < CS_N_FIELD_INDEXES; j++) {
      if (group == NULL)
        group = new_group (sheet->title, NULL);
      add_value (group, context, plan, process->fields->pdata[j]);
    }
    for (guint j = 0; j < sheet->fields->len; j++) {
      const CsSheetField *item = sheet->fields->pdata[j];

      if (!item->is_mine || !item->applies ||
          (document != NULL && g_ptr_array_find (document->fields, item->field, NULL)))
        continue;
      if (group == NULL)
        group = new_group (sheet->title, NULL);
      add_value (group, context, plan, item->field);
    }
    if (group != NULL)
      gtk_box_append (self->box, group);
  }
}

static void
clear (CsWizardReview *self)
{
  GtkWidget *child;

  self->result = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
}

/**
 * cs_wizard_review_show:
 * @context: names and languages
 * @plan: what would be said
 */
void
cs_wizard_review_show (CsWizardReview *self, CsFieldContext *context, const CsWizardPlan *plan)
{
  clear (self);
  add_gaps (self, plan);
  add_steps (self, plan);
  add_own_part (self, context, plan);
  add_document (self, context, plan);
}

/**
 * cs_wizard_review_show_result:
 * @done: (element-type utf8): what was accepted
 * @failed: what was not
 * @why: and why
 *
 * Stands above everything else until the review is shown anew.
 */
void
cs_wizard_review_show_result (CsWizardReview *self,
                              const GPtrArray *done,
                              const char *failed,
                              const char *why)
{
  GtkWidget *group =
      new_group (_ ("Not Everything Was Accepted"), _ ("Nothing that was typed is lost."));
  GtkWidget *row = new_row (failed, "countersign-cross-symbolic");

  if (self->result != NULL)
    gtk_box_remove (self->box, self->result);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), why);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  for (guint i = 0; i < done->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               new_row (done->pdata[i], "countersign-tick-symbolic"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_box_prepend (self->box, group);
  self->result = group;
}

static void
cs_wizard_review_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_wizard_review_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_WIZARD_REVIEW);
}

static void
cs_wizard_review_class_init (CsWizardReviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_wizard_review_dispose;
  signals[SIGNAL_GO_TO] = g_signal_new ("go-to",
                                        CS_TYPE_WIZARD_REVIEW,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        2,
                                        G_TYPE_STRING,
                                        G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-review.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWizardReview, box);
}

static void
cs_wizard_review_init (CsWizardReview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
