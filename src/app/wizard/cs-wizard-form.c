/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-form.h"

#include "cs-cond.h"
#include "cs-field-editor.h"
#include "cs-wizard-start.h"

#include <glib/gi18n-lib.h>

/**
 * CsWizardForm:
 *
 * Fields that other people fill in are shown as they stand, with who has them. What does not apply
 * is hidden, and comes back with what was typed when it applies again.
 */
struct _CsWizardForm {
  AdwBin parent_instance;

  CsFieldContext *context; /* (owned) (nullable) */
  CsWizardDraft *draft;    /* (borrowed) the page's */
  GPtrArray *editors;      /* (element borrowed) CsFieldEditor, in the order of the sheet */
  char *sheet;             /* (nullable) id of the one that is shown */
  guint more_source;       /* for the editors that are still to be built */
  gboolean is_focus_wanted;
  const CsField *wanted; /* (nullable) (borrowed) of the process: see cs_wizard_form_focus() */

  GtkAdjustment *scroll; /* template */
  GtkWidget *locked;     /* template */
  GtkLabel *who;         /* template */
  GtkWidget *act_as;     /* template */
  CsWizardStart *start;  /* template */
  GtkBox *fields;        /* template */
  char *person;          /* (nullable) whom the button acts as */
};

/* What is built at once: about a screenful, and less than a person has to wait for. */
#define N_EDITORS_AT_ONCE 6

enum { SIGNAL_EDITED, SIGNAL_ACT_AS, SIGNAL_UNFINISHED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsWizardForm, cs_wizard_form, ADW_TYPE_BIN)

static void
edited_cb (CsWizardForm *self, CsFieldEditor *editor)
{
  cs_wizard_draft_take_field (self->draft,
                              cs_field_editor_get_field (editor)->id,
                              cs_field_editor_dup_draft (editor));
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
start_edited_cb (CsWizardForm *self)
{
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
act_as_cb (CsWizardForm *self)
{
  g_autofree char *person = g_strdup (self->person);

  g_signal_emit (self, signals[SIGNAL_ACT_AS], 0, person);
}

static void
show_said (CsFieldEditor *editor, const CsWizardPlan *plan, CsWizardForm *self)
{
  const CsField *field = cs_field_editor_get_field (editor);
  json_t *held = cs_wizard_draft_get_field (self->draft, field->id);

  if (held != NULL)
    cs_field_editor_set_draft (editor, held);
  else
    cs_field_editor_set_value (editor, cs_request_get_value (plan->request, field)->value);
}

static void
lock (CsWizardForm *self,
      CsFieldEditor *editor,
      const CsWizardPlan *plan,
      const CsSheetField *item,
      const char *who)
{
  g_autofree char *text = NULL;
  g_autofree char *with = NULL;

  if (item->is_mine && item->field->formula == CS_FORMULA_NONE) {
    cs_field_editor_set_locked (editor, NULL, NULL);
    return;
  }
  text = cs_wizard_plan_dup_value (plan,
                                   item->field,
                                   cs_field_context_get_directory (self->context),
                                   cs_field_context_get_locale ());
  if (item->is_mine)
    with = g_strdup (_ ("Worked out from other fields"));
  else if (who != NULL)
    with = g_strdup_printf (_ ("With %s"), who);
  cs_field_editor_set_locked (editor, text != NULL ? text : "–", with);
}

static gboolean
may_be_na (const CsWizardPlan *plan, const CsField *field)
{
  return field->may_na &&
         (field->na_when == NULL ||
          cs_cond_evaluate (field->na_when, plan->request, NULL, NULL) == CS_TRUTH_TRUE);
}

/* What is kept of a client is seen as soon as the client is chosen (FT-06, AF-02). */
static void
show_default (CsWizardForm *self, CsFieldEditor *editor, const CsWizardPlan *plan)
{
  const CsField *field = cs_field_editor_get_field (editor);
  json_t *kept = cs_request_get_value (plan->request, field)->value;
  g_autoptr (json_t) shown = cs_field_editor_dup_value (editor, NULL);

  if (cs_wizard_draft_get_field (self->draft, field->id) != NULL || json_equal (shown, kept))
    return;
  if (shown != NULL || kept != NULL)
    cs_field_editor_set_value (editor, kept);
}

static void
follow_field (CsWizardForm *self,
              CsFieldEditor *editor,
              const CsWizardPlan *plan,
              const CsSheet *sheet,
              const CsSheetField *item)
{
  gtk_widget_set_visible (GTK_WIDGET (editor), item->applies);
  if (item->field->initial_client != NULL)
    show_default (self, editor, plan);
  cs_field_editor_set_may_na (editor, may_be_na (plan, item->field));
  lock (self, editor, plan, item, sheet->who);
}

static void
show_lock (CsWizardForm *self, const CsSheet *sheet)
{
  CsSession *session = cs_field_context_get_session (self->context);
  gboolean is_locked = sheet->state == CS_SHEET_LOCKED || sheet->who != NULL;
  g_autofree char *who = sheet->who != NULL ? cs_iso (sheet->who) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  gtk_widget_set_visible (self->locked, is_locked);
  if (!is_locked)
    return;
  text = who != NULL && *sheet->who != '\0'
             ? g_strdup_printf (_ ("This page is filled in by %s."), who)
             : g_strdup (_ ("This page is filled in by somebody else."));
  gtk_label_set_label (self->who, text);
  g_free (self->person);
  self->person = g_strdup (sheet->people != NULL ? sheet->people[0] : NULL);
  gtk_widget_set_visible (self->act_as,
                          self->person != NULL &&
                              cs_workspace_is_sample (cs_session_get_workspace (session)));
  if (self->person == NULL)
    return;
  label = g_strdup_printf (_ ("Act as %s"), cs_session_get_person_name (session, self->person));
  gtk_button_set_label (GTK_BUTTON (self->act_as), label);
}

/**
 * cs_wizard_form_follow:
 * @plan: made anew after something was typed
 * @sheet: the one that is shown
 *
 * Shows what applies now; what is typed is not touched.
 */
void
cs_wizard_form_follow (CsWizardForm *self, const CsWizardPlan *plan, const CsSheet *sheet)
{
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];
    const CsSheetField *item = cs_sheet_get_field (sheet, cs_field_editor_get_field (editor)->id);

    if (item != NULL)
      follow_field (self, editor, plan, sheet, item);
    else
      gtk_widget_set_visible (GTK_WIDGET (editor), FALSE);
  }
  show_lock (self, sheet);
}

/* The editors that stand are the sheet's, all of them or the first ones. */
static gboolean
is_begun (CsWizardForm *self, const CsSheet *sheet)
{
  if (g_strcmp0 (self->sheet, sheet->id) != 0 || self->editors->len > sheet->fields->len)
    return FALSE;
  for (guint i = 0; i < self->editors->len; i++)
    if (cs_field_editor_get_field (self->editors->pdata[i]) !=
        ((const CsSheetField *)sheet->fields->pdata[i])->field)
      return FALSE;
  return TRUE;
}

static void
add_editor (CsWizardForm *self, const CsWizardPlan *plan, const CsField *field)
{
  GtkWidget *editor = cs_field_editor_new (self->context, field);

  show_said (CS_FIELD_EDITOR (editor), plan, self);
  g_signal_connect_object (editor, "changed", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->fields, editor);
  g_ptr_array_add (self->editors, editor);
}

static void
clear (CsWizardForm *self)
{
  GtkWidget *child;

  g_clear_handle_id (&self->more_source, g_source_remove);
  self->is_focus_wanted = FALSE;
  g_ptr_array_set_size (self->editors, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))) != NULL)
    gtk_box_remove (self->fields, child);
}

static void
unfinished_cb (gpointer data)
{
  CsWizardForm *self = data;

  self->more_source = 0;
  g_signal_emit (self, signals[SIGNAL_UNFINISHED], 0);
}

/* The next ones of @sheet; what then remains waits until the screen is drawn. */
static void
add_editors (CsWizardForm *self, const CsWizardPlan *plan, const CsSheet *sheet)
{
  for (guint i = 0; i < N_EDITORS_AT_ONCE && self->editors->len < sheet->fields->len; i++)
    add_editor (self,
                plan,
                ((const CsSheetField *)sheet->fields->pdata[self->editors->len])->field);
  if (self->editors->len < sheet->fields->len && self->more_source == 0)
    self->more_source = g_idle_add_once (unfinished_cb, self);
}

/**
 * cs_wizard_form_show_sheet:
 * @plan: what the wizard's pages are
 * @sheet: the one to show
 *
 * Builds its editors, unless they stand there already. Of a long page the first ones are built, and
 * the signal "unfinished" asks to be called again for the next ones.
 */
void
cs_wizard_form_show_sheet (CsWizardForm *self, const CsWizardPlan *plan, const CsSheet *sheet)
{
  if (!is_begun (self, sheet)) {
    clear (self);
    g_free (self->sheet);
    self->sheet = g_strdup (sheet->id);
    gtk_adjustment_set_value (self->scroll, 0);
  }
  add_editors (self, plan, sheet);
  gtk_widget_set_visible (GTK_WIDGET (self->start), sheet->is_start);
  cs_wizard_form_follow (self, plan, sheet);
  if (self->is_focus_wanted)
    cs_wizard_form_focus (self, self->wanted);
}

/**
 * cs_wizard_form_read_field:
 * @field: whose draft was changed by somebody else than its editor
 */
void
cs_wizard_form_read_field (CsWizardForm *self, const CsWizardPlan *plan, const CsField *field)
{
  for (guint i = 0; i < self->editors->len; i++)
    if (cs_field_editor_get_field (self->editors->pdata[i]) == field)
      show_said (self->editors->pdata[i], plan, self);
}

/**
 * cs_wizard_form_focus:
 * @field: (nullable): where the cursor goes; %NULL: the first one that can be filled in
 */
void
cs_wizard_form_focus (CsWizardForm *self, const CsField *field)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->start)) &&
      (field == NULL || field->index < CS_N_FIELD_INDEXES)) {
    cs_wizard_start_focus (self->start, field != NULL ? (int)field->index : -1);
    return;
  }
  self->is_focus_wanted = FALSE;
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];

    if (!gtk_widget_get_visible (GTK_WIDGET (editor)) ||
        (field != NULL && cs_field_editor_get_field (editor) != field))
      continue;
    cs_field_editor_focus (editor);
    return;
  }
  self->is_focus_wanted = self->more_source != 0; /* it may be among those to come */
  self->wanted = field;
}

/**
 * cs_wizard_form_set_draft:
 * @context: what the editors share
 * @draft: what is typed goes there; outlives the form's use of it
 */
void
cs_wizard_form_set_draft (CsWizardForm *self, CsFieldContext *context, CsWizardDraft *draft)
{
  clear (self);
  g_clear_pointer (&self->sheet, g_free);
  g_set_object (&self->context, context);
  self->draft = draft;
  cs_wizard_start_set_draft (self->start, context, draft);
}

static void
cs_wizard_form_dispose (GObject *object)
{
  CsWizardForm *self = CS_WIZARD_FORM (object);

  g_clear_handle_id (&self->more_source, g_source_remove);
  g_ptr_array_set_size (self->editors, 0);
  G_OBJECT_CLASS (cs_wizard_form_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_WIZARD_FORM);
  g_clear_object (&self->context);
}

static void
cs_wizard_form_finalize (GObject *object)
{
  CsWizardForm *self = CS_WIZARD_FORM (object);

  g_ptr_array_unref (self->editors);
  g_free (self->sheet);
  g_free (self->person);
  G_OBJECT_CLASS (cs_wizard_form_parent_class)->finalize (object);
}

static void
cs_wizard_form_class_init (CsWizardFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_wizard_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_wizard_form_finalize;
  g_type_ensure (CS_TYPE_WIZARD_START);
  signals[SIGNAL_EDITED] = g_signal_new ("edited",
                                         CS_TYPE_WIZARD_FORM,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  signals[SIGNAL_UNFINISHED] = g_signal_new ("unfinished",
                                             CS_TYPE_WIZARD_FORM,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             0);
  signals[SIGNAL_ACT_AS] = g_signal_new ("act-as",
                                         CS_TYPE_WIZARD_FORM,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-wizard-form.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWizardForm, scroll);
  gtk_widget_class_bind_template_child (widget_class, CsWizardForm, locked);
  gtk_widget_class_bind_template_child (widget_class, CsWizardForm, who);
  gtk_widget_class_bind_template_child (widget_class, CsWizardForm, act_as);
  gtk_widget_class_bind_template_child (widget_class, CsWizardForm, start);
  gtk_widget_class_bind_template_child (widget_class, CsWizardForm, fields);
  gtk_widget_class_bind_template_callback (widget_class, start_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, act_as_cb);
}

static void
cs_wizard_form_init (CsWizardForm *self)
{
  self->editors = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
