/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-step-form-private.h"

#include "cs-cond.h"
#include "cs-intent.h"
#include "cs-what-if.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsStepForm:
 *
 * Editors in the order of the step's form. What applies follows what is typed: the rules are asked
 * about the request as it would be.
 */
enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsStepForm, cs_step_form, ADW_TYPE_BIN)

static const CsStep *
step_of (CsStepForm *self)
{
  return cs_process_get_step (cs_reader_get_process (self->reader), self->step);
}

static const CsField *
field_of (CsStepForm *self, CsFieldEditor *editor)
{
  return cs_process_get_field (cs_reader_get_process (self->reader),
                               cs_field_editor_get_field (editor)->id);
}

static const CsValue *
value_of (CsStepForm *self, CsFieldEditor *editor)
{
  return cs_request_get_value (cs_reader_get_request (self->reader), field_of (self, editor));
}

static json_t *
said (CsStepForm *self, CsFieldEditor *editor)
{
  return value_of (self, editor)->value;
}

/* Whether it is to be said again in this round, though it holds what the last one said. */
static gboolean
asks_anew (CsStepForm *self, CsFieldEditor *editor)
{
  return said (self, editor) != NULL &&
         !cs_request_is_said_anew (cs_reader_get_request (self->reader),
                                   step_of (self),
                                   field_of (self, editor));
}

static gboolean
is_open_again (CsStepForm *self, CsFieldEditor *editor)
{
  return value_of (self, editor)->refused != NULL || asks_anew (self, editor);
}

/* CX-05, Q-25: an item that was found wrong, or is asked anew, is open; its files are still seen.
 */
static json_t *
dup_without_answer (const json_t *value)
{
  json_t *rest = json_copy ((json_t *)value);

  json_object_del (rest, "state");
  json_object_del (rest, "reason");
  return rest;
}

/* What was said, and until then what the first word would pin. */
static void
show_value (CsStepForm *self, CsFieldEditor *editor)
{
  const CsField *field = field_of (self, editor);
  const CsEntry *refused = value_of (self, editor)->refused;
  const json_t *value = said (self, editor);
  g_autoptr (json_t) rest = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (value == NULL)
    value = cs_intent_get_default (cs_reader_get_request (self->reader),
                                   field,
                                   cs_reader_get_directory (self->reader));
  if (is_open_again (self, editor) && field->type == CS_FIELD_CHECK)
    value = rest = dup_without_answer (value);
  cs_field_editor_set_value (editor, value);
  if (refused == NULL) {
    if (asks_anew (self, editor))
      cs_field_editor_set_error (editor, _ ("Asked again, because the work came back"));
    return;
  }
  name = cs_iso (cs_reader_get_name (self->reader, cs_entry_get_by (refused)));
  /* Translators: who checked an answer, and what is wrong with it */
  text = g_strdup_printf (
      _ ("Found wrong by %1$s: %2$s"),
      name,
      cs_entry_get_text (refused, "text") != NULL ? cs_entry_get_text (refused, "text") : "–");
  cs_field_editor_set_error (editor, text);
}

/**
 * cs_step_form_is_changed:
 *
 * Returns: whether it shows something else than it was given
 */
gboolean
cs_step_form_is_changed (CsStepForm *self, CsFieldEditor *editor)
{
  const json_t *known = g_hash_table_lookup (self->known, cs_field_editor_get_field (editor)->id);
  g_autoptr (json_t) draft = cs_field_editor_dup_draft (editor);

  if (known == NULL || draft == NULL)
    return known != NULL || draft != NULL;
  return !json_equal ((json_t *)known, draft);
}

/**
 * cs_step_form_note_known:
 *
 * What the editor shows is no change from now on.
 */
void
cs_step_form_note_known (CsStepForm *self, CsFieldEditor *editor)
{
  const char *id = cs_field_editor_get_field (editor)->id;
  json_t *draft = cs_field_editor_dup_draft (editor);

  if (draft != NULL)
    g_hash_table_insert (self->known, g_strdup (id), draft);
  else
    g_hash_table_remove (self->known, id);
}

/**
 * cs_step_form_dup_news:
 *
 * Returns: (transfer full): field id -> value: what is new here and understood
 */
json_t *
cs_step_form_dup_news (CsStepForm *self)
{
  json_t *values = json_object ();

  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];
    g_autoptr (json_t) value = NULL;

    if (!gtk_widget_get_visible (GTK_WIDGET (editor)))
      continue;
    value = cs_field_editor_dup_value (editor, NULL);
    if (value != NULL && (!json_equal (value, said (self, editor)) ||
                          (is_open_again (self, editor) && cs_step_form_is_changed (self, editor))))
      json_object_set (values, cs_field_editor_get_field (editor)->id, value);
  }
  return values;
}

static CsRequest *
guess (CsStepForm *self)
{
  g_autoptr (json_t) values = cs_step_form_dup_news (self);

  return cs_what_if_filled (self->reader, step_of (self), values);
}

/* PH-28: what a change does to the deadlines is seen before it is said. */
static void
show_moves (CsStepForm *self, const CsRequest *request)
{
  g_autofree char *text = cs_what_if_dup_moves (self->reader, step_of (self), request);

  gtk_label_set_label (self->moves, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->moves), text != NULL);
}

static void
show_worked_out (CsStepForm *self, const CsRequest *request)
{
  for (guint i = 0; i < self->worked_out->len; i++) {
    CsFieldEditor *editor = self->worked_out->pdata[i];
    const CsField *field = field_of (self, editor);
    g_autofree char *text =
        cs_reader_dup_value (self->reader, field, cs_request_get_value (request, field)->value);

    gboolean is_earlier = field->formula == CS_FORMULA_NONE;

    gtk_widget_set_visible (GTK_WIDGET (editor),
                            cs_request_field_applies (request, field) == CS_TRUTH_TRUE &&
                                (text != NULL || !is_earlier));
    cs_field_editor_set_locked (editor,
                                text != NULL ? text : "–",
                                is_earlier ? _ ("Said earlier; it is kept")
                                           : _ ("Worked out from other fields"));
    if (text != NULL)
      cs_field_editor_set_error (editor, NULL);
  }
}

/* What a change does, and the question why, stand below what is changed. */
static void
place_question (CsStepForm *self, CsFieldEditor *changed)
{
  if (changed == NULL)
    return;
  gtk_box_reorder_child_after (self->box, GTK_WIDGET (self->moves), GTK_WIDGET (changed));
  gtk_box_reorder_child_after (self->box, self->reason, GTK_WIDGET (self->moves));
}

static gboolean
asks_why (CsStepForm *self, CsFieldEditor *editor)
{
  const CsField *field = field_of (self, editor);

  return field->reason && said (self, editor) != NULL && cs_step_form_is_changed (self, editor);
}

/**
 * cs_step_form_show_fields:
 *
 * Shows what applies to the request as it would be.
 */
void
cs_step_form_show_fields (CsStepForm *self)
{
  g_autoptr (CsRequest) request = guess (self);
  CsFieldEditor *asked = NULL, *changed = NULL;

  show_worked_out (self, request);
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];
    const CsField *field = field_of (self, editor);

    gtk_widget_set_visible (GTK_WIDGET (editor),
                            cs_request_field_applies (request, field) == CS_TRUTH_TRUE);
    if (field->na_when != NULL)
      cs_field_editor_set_may_na (editor,
                                  cs_cond_evaluate (field->na_when, request, NULL, NULL) ==
                                      CS_TRUTH_TRUE);
    if (asked == NULL && asks_why (self, editor))
      asked = editor;
    if (cs_step_form_is_changed (self, editor))
      changed = editor;
  }
  place_question (self, asked != NULL ? asked : changed);
  gtk_widget_set_visible (self->reason, asked != NULL);
  show_moves (self, request);
}

/**
 * cs_step_form_show_problem:
 * @text: (nullable): what stands in the way
 */
void
cs_step_form_show_problem (CsStepForm *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
changed_cb (CsStepForm *self)
{
  if (self->is_busy)
    return;
  cs_step_form_show_problem (self, NULL);
  cs_step_form_show_fields (self);
  cs_step_form_keep_draft_soon (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Building */

static CsFieldEditor *
add_editor (CsStepForm *self, const CsField *field)
{
  GtkWidget *editor = cs_field_editor_new (self->context, field);

  gtk_box_append (self->box, editor);
  return CS_FIELD_EDITOR (editor);
}

/* Once all editors stand with their values: what was said before is no change by the reader. */
static void
follow_editors (CsStepForm *self)
{
  for (guint i = 0; i < self->editors->len; i++)
    g_signal_connect_object (self->editors->pdata[i],
                             "changed",
                             G_CALLBACK (changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->reason,
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
add_editors (CsStepForm *self, const CsStep *step)
{
  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];
    CsFieldEditor *editor;

    if (field->beside != NULL && !g_ptr_array_find (step->form, field->beside, NULL))
      g_ptr_array_add (self->worked_out, add_editor (self, field->beside));
    editor = add_editor (self, field);
    if (field->formula != CS_FORMULA_NONE) {
      g_ptr_array_add (self->worked_out, editor);
      continue;
    }
    g_ptr_array_add (self->editors, editor);
    show_value (self, editor);
    cs_step_form_note_known (self, editor);
  }
  self->why.type = CS_FIELD_LONG;
  self->why.id = g_strdup (_ ("Why it changes"));
  self->reason = GTK_WIDGET (add_editor (self, &self->why));
  follow_editors (self);
}

/**
 * cs_step_form_new:
 * @step: with a form that the reader may fill
 *
 * Returns: (transfer floating): its editors, with what was typed before
 */
GtkWidget *
cs_step_form_new (CsReader *reader, const CsStep *step)
{
  CsStepForm *self = g_object_new (CS_TYPE_STEP_FORM, NULL);
  const CsRequest *request = cs_reader_get_request (reader);
  CsSession *session = cs_reader_get_session (reader);

  self->reader = g_object_ref (reader);
  self->step = g_strdup (step->id);
  self->draft = g_strdup_printf ("form/%s/%s/%s",
                                 cs_request_get_id (request),
                                 step->id,
                                 cs_reader_get_me (reader));
  self->context = cs_field_context_new (session, cs_reader_get_process (reader));
  cs_field_context_set_client (self->context, cs_request_get_client (request));
  cs_field_context_set_region (self->context, cs_request_get_region (request));
  add_editors (self, step);
  cs_step_form_show_fields (self);
  cs_step_form_load_draft (self);
  return GTK_WIDGET (self);
}

static gboolean
is_said (CsStepForm *self, CsFieldEditor *editor)
{
  g_autoptr (json_t) value = cs_field_editor_dup_value (editor, NULL);

  return value != NULL && !is_open_again (self, editor) && json_equal (value, said (self, editor));
}

/**
 * cs_step_form_follow:
 * @reader: of a newer view of the same request
 *
 * Takes over what others have said, except where something is being typed.
 */
void
cs_step_form_follow (CsStepForm *self, CsReader *reader)
{
  g_set_object (&self->reader, reader);
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];

    if (!cs_step_form_is_changed (self, editor))
      show_value (self, editor);
    else if (!is_said (self, editor))
      continue;
    cs_step_form_note_known (self, editor);
  }
  cs_step_form_show_fields (self);
}

gboolean
cs_step_form_is_dirty (CsStepForm *self)
{
  for (guint i = 0; i < self->editors->len; i++) {
    if (cs_step_form_is_changed (self, self->editors->pdata[i]))
      return TRUE;
  }
  return FALSE;
}

gboolean
cs_step_form_is_busy (CsStepForm *self)
{
  return self->is_busy;
}

/**
 * cs_step_form_would_complete:
 *
 * Returns: whether nothing would be missing if what is typed were said
 */
gboolean
cs_step_form_would_complete (CsStepForm *self)
{
  g_autoptr (CsRequest) request = guess (self);

  return cs_request_is_step_complete (request, step_of (self));
}

/* Finding */

/**
 * cs_step_form_focus_field:
 * @field: id
 *
 * Returns: whether it is here and takes the focus
 */
gboolean
cs_step_form_focus_field (CsStepForm *self, const char *field)
{
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];

    if (strcmp (cs_field_editor_get_field (editor)->id, field) == 0) {
      cs_field_editor_focus (editor);
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * cs_step_form_focus_missing:
 *
 * Puts the cursor into the first field that is not answered.
 */
void
cs_step_form_focus_missing (CsStepForm *self)
{
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];
    g_autoptr (json_t) value = cs_field_editor_dup_value (editor, NULL);

    if (value == NULL && gtk_widget_get_visible (GTK_WIDGET (editor)) &&
        !field_of (self, editor)->optional) {
      cs_field_editor_focus (editor);
      return;
    }
  }
  if (self->editors->len > 0)
    cs_field_editor_focus (self->editors->pdata[0]);
}

/**
 * cs_step_form_put:
 * @values: field id -> value
 * @reason: (nullable): why they change
 *
 * Types values for the person, as if they had; those that stand here already change nothing.
 */
void
cs_step_form_put (CsStepForm *self, const json_t *values, const json_t *reason)
{
  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];
    const json_t *value = json_object_get (values, cs_field_editor_get_field (editor)->id);

    if (value != NULL)
      cs_field_editor_set_value (editor, value);
  }
  if (reason != NULL)
    cs_field_editor_set_value (CS_FIELD_EDITOR (self->reason), reason);
  changed_cb (self);
}

static void
cs_step_form_dispose (GObject *object)
{
  CsStepForm *self = CS_STEP_FORM (object);

  cs_step_form_leave_draft (self);
  g_ptr_array_set_size (self->editors, 0);
  g_ptr_array_set_size (self->worked_out, 0);
  G_OBJECT_CLASS (cs_step_form_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_STEP_FORM);
}

static void
cs_step_form_finalize (GObject *object)
{
  CsStepForm *self = CS_STEP_FORM (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->editors, g_ptr_array_unref);
  g_clear_pointer (&self->worked_out, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_free (self->step);
  g_free (self->draft);
  g_free (self->why.id);
  G_OBJECT_CLASS (cs_step_form_parent_class)->finalize (object);
}

static void
cs_step_form_class_init (CsStepFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_step_form_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_step_form_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          CS_TYPE_STEP_FORM,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-step-form.ui");
  gtk_widget_class_bind_template_child (widget_class, CsStepForm, box);
  gtk_widget_class_bind_template_child (widget_class, CsStepForm, moves);
  gtk_widget_class_bind_template_child (widget_class, CsStepForm, problem);
}

static void
cs_step_form_init (CsStepForm *self)
{
  self->cancellable = g_cancellable_new ();
  self->editors = g_ptr_array_new ();
  self->worked_out = g_ptr_array_new ();
  self->known =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)json_decref);
  gtk_widget_init_template (GTK_WIDGET (self));
}
