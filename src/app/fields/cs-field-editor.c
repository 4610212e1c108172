/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-field-editor.h"

#include "cs-button.h"
#include "cs-check-control.h"
#include "cs-field-text.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>

/**
 * CsFieldEditor:
 *
 * The same editor is used by the wizard, the request page and the dialogs.
 */
struct _CsFieldEditor {
  AdwBin parent_instance;

  CsFieldContext *context; /* (owned) */
  const CsField *field;    /* (borrowed) of the context's pack */
  gboolean is_setting;     /* a value is put in: nobody has typed it */
  gboolean is_withheld;    /* there is a value that this person may not see */

  GtkBox *heading;     /* template */
  GtkLabel *title;     /* template */
  GtkLabel *optional;  /* template */
  GtkWidget *open;     /* template: all that can be edited */
  GtkBox *controls;    /* template */
  GtkWidget *add;      /* template */
  GtkWidget *na_box;   /* template */
  GtkCheckButton *na;  /* template */
  GtkEditable *reason; /* template */
  GtkWidget *locked;   /* template */
  GtkLabel *text;      /* template */
  GtkLabel *who;       /* template */
  GtkLabel *help;      /* template */
  GtkWidget *problem;  /* template */
  GtkLabel *message;   /* template */
};

enum { SIGNAL_CHANGED, SIGNAL_LEFT, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsFieldEditor, cs_field_editor, ADW_TYPE_BIN)

/* A choice of many and a table hold their values themselves. */
static gboolean
is_list (const CsField *field)
{
  return field->many && field->type != CS_FIELD_CHOICE && field->type != CS_FIELD_TABLE;
}

static CsFieldControl *
first_control (CsFieldEditor *self)
{
  GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->controls));

  if (line == NULL || CS_IS_FIELD_CONTROL (line))
    return (CsFieldControl *)line;
  return CS_FIELD_CONTROL (gtk_widget_get_first_child (line));
}

static CsFieldControl *
control_of (GtkWidget *line)
{
  return CS_IS_FIELD_CONTROL (line) ? CS_FIELD_CONTROL (line)
                                    : CS_FIELD_CONTROL (gtk_widget_get_first_child (line));
}

static void
clear_problem (CsFieldEditor *self)
{
  CsFieldControl *control;
  GtkWidget *entry;

  if (self->problem == NULL)
    return;
  control = first_control (self);
  entry = control != NULL ? cs_field_control_get_entry (control) : NULL;
  gtk_widget_set_visible (self->problem, FALSE);
  if (entry == NULL)
    return;
  gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_reset_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID);
}

static void
changed_cb (CsFieldEditor *self)
{
  if (self->is_setting || self->field == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  clear_problem (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
left_cb (CsFieldEditor *self)
{
  if (self->is_setting || self->field == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  cs_field_editor_validate (self);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static void
na_cb (CsFieldEditor *self)
{
  gboolean is_na = gtk_check_button_get_active (self->na);

  gtk_widget_set_sensitive (GTK_WIDGET (self->controls), !is_na);
  gtk_widget_set_sensitive (self->add, !is_na);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), is_na);
  changed_cb (self);
}

static void
name_control (CsFieldEditor *self, CsFieldControl *control)
{
  GtkAccessible *entry = GTK_ACCESSIBLE (cs_field_control_get_entry (control));

  gtk_accessible_update_property (entry,
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title),
                                  -1);
  gtk_accessible_update_relation (entry,
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->help,
                                  self->message,
                                  NULL,
                                  -1);
}

static void
remove_cb (GtkWidget *button)
{
  GtkWidget *line = gtk_widget_get_parent (button);
  CsFieldEditor *self = CS_FIELD_EDITOR (gtk_widget_get_ancestor (button, CS_TYPE_FIELD_EDITOR));

  gtk_box_remove (self->controls, line);
  changed_cb (self);
}

static CsFieldControl *
add_control (CsFieldEditor *self)
{
  GtkWidget *control = cs_field_control_new (self->context, self->field);
  GtkWidget *line, *remove;

  g_signal_connect_swapped (control, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (control, "left", G_CALLBACK (left_cb), self);
  name_control (self, CS_FIELD_CONTROL (control));
  if (!is_list (self->field)) {
    gtk_box_append (self->controls, control);
    return CS_FIELD_CONTROL (control);
  }
  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  remove = cs_icon_button ("edit-delete-symbolic", _ ("Remove"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_START);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_cb), NULL);
  gtk_widget_set_hexpand (control, TRUE);
  gtk_box_append (GTK_BOX (line), control);
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (self->controls, line);
  return CS_FIELD_CONTROL (control);
}

static void
add_cb (CsFieldEditor *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (add_control (self)));
  changed_cb (self);
}

/* What an administrator has answered, or the pack proposes; a list in one line. */
static char *
dup_setting_words (CsFieldEditor *self, const CsSetting *setting)
{
  const CsDirectory *directory = cs_field_context_get_directory (self->context);
  const CsActivation *activation =
      directory != NULL
          ? cs_directory_get_activation (directory,
                                         cs_field_context_get_process (self->context)->pack->id)
          : NULL;
  const json_t *value = activation != NULL ? json_object_get (activation->settings, setting->id)
                                           : NULL;
  g_autoptr (GString) words = g_string_new (NULL);
  json_t *one;
  gsize index;

  if (value == NULL)
    value = setting->initial;
  if (json_is_string (value))
    g_string_append (words, json_string_value (value));
  json_array_foreach (value, index, one)
  {
    g_string_append_printf (words, "%s%s", index > 0 ? " · " : "", json_string_value (one));
  }
  return words->len > 0 ? g_strdup (words->str) : NULL;
}

static char *
text_of (CsFieldEditor *self, const CsText *text)
{
  const CsSetting *setting = text != NULL ? cs_text_get_part_setting (text, 0) : NULL;

  if (setting != NULL)
    return dup_setting_words (self, setting);
  return text != NULL ? cs_text_dup (text, cs_field_context_get_language ()) : NULL;
}

static void
show_field (CsFieldEditor *self)
{
  const CsField *field = self->field;
  g_autofree char *title = text_of (self, field->title);
  g_autofree char *help = text_of (self, field->help);
  const CsPack *pack = cs_field_context_get_process (self->context)->pack;
  GtkWidget *mark = cs_unclear_mark_new_for (pack, field->id);

  gtk_label_set_label (self->title, title != NULL ? title : field->id);
  gtk_label_set_label (self->help, help != NULL ? help : "");
  gtk_widget_set_visible (GTK_WIDGET (self->help), help != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->optional), field->optional);
  gtk_widget_set_visible (self->add, is_list (field));
  gtk_widget_set_visible (self->na_box,
                          field->may_na && field->na_when == NULL && field->type != CS_FIELD_CHECK);
  if (mark != NULL)
    gtk_box_append (self->heading, mark);
}

/**
 * cs_field_editor_new:
 * @context: what the editors of one form share
 * @field: of its process
 *
 * Returns: (transfer floating): an editor without a value
 */
GtkWidget *
cs_field_editor_new (CsFieldContext *context, const CsField *field)
{
  CsFieldEditor *self = g_object_new (CS_TYPE_FIELD_EDITOR, NULL);

  self->context = g_object_ref (context);
  self->field = field;
  show_field (self);
  add_control (self);
  return GTK_WIDGET (self);
}

const CsField *
cs_field_editor_get_field (CsFieldEditor *self)
{
  return self->field;
}

static json_t *
dup_na (CsFieldEditor *self, GError **error)
{
  g_autofree char *reason = cs_field_text_clean (gtk_editable_get_text (self->reason), FALSE);

  if (*reason != '\0')
    return json_pack ("{s:s}", "na", reason);
  g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, _ ("A reason is needed"));
  return NULL;
}

/**
 * cs_field_editor_dup_value:
 * @error: `CS_ERROR_INVALID`: what is wrong, for the person who typed it
 *
 * Returns: (transfer full) (nullable): the value as an entry holds it; NULL without error: nothing
 */
json_t *
cs_field_editor_dup_value (CsFieldEditor *self, GError **error)
{
  g_autoptr (json_t) values = NULL;

  if (gtk_check_button_get_active (self->na))
    return dup_na (self, error);
  if (!is_list (self->field))
    return cs_field_control_dup_value (first_control (self), error);
  values = json_array ();
  for (GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->controls)); line != NULL;
       line = gtk_widget_get_next_sibling (line)) {
    GError *problem = NULL;
    json_t *value = cs_field_control_dup_value (control_of (line), &problem);

    if (problem != NULL) {
      g_propagate_error (error, problem);
      return NULL;
    }
    if (value != NULL)
      json_array_append_new (values, value);
  }
  return json_array_size (values) > 0 ? g_steal_pointer (&values) : NULL;
}

static void
clear_controls (CsFieldEditor *self)
{
  GtkWidget *line;

  while ((line = gtk_widget_get_first_child (GTK_WIDGET (self->controls))) != NULL)
    gtk_box_remove (self->controls, line);
}

static void
set_list (CsFieldEditor *self, const json_t *list)
{
  gsize index;
  json_t *value;

  clear_controls (self);
  json_array_foreach (list, index, value) cs_field_control_set_value (add_control (self), value);
  if (json_array_size (list) == 0)
    add_control (self);
}

/**
 * cs_field_editor_set_value:
 * @value: (nullable): as an entry holds it; one that is withheld locks the editor
 *
 * Emits no signal.
 */
void
cs_field_editor_set_value (CsFieldEditor *self, const json_t *value)
{
  const char *na =
      self->field->type != CS_FIELD_CHECK && json_is_object (value) && json_object_size (value) == 1
          ? cs_json_get_string (value, "na")
          : NULL;

  gboolean was_withheld = self->is_withheld;

  self->is_setting = TRUE;
  self->is_withheld = cs_value_is_withheld (value);
  if (self->is_withheld)
    value = NULL;
  gtk_editable_set_text (self->reason, na != NULL ? na : "");
  gtk_check_button_set_active (self->na, na != NULL);
  if (is_list (self->field))
    set_list (self, na != NULL ? NULL : value);
  else
    cs_field_control_set_value (first_control (self), na != NULL ? NULL : value);
  if (was_withheld || self->is_withheld)
    cs_field_editor_set_locked (self, NULL, NULL);
  clear_problem (self);
  self->is_setting = FALSE;
}

static json_t *
draft_of (CsFieldControl *control)
{
  json_t *value = cs_field_control_dup_value (control, NULL);
  json_t *typed;

  if (value != NULL)
    return json_pack ("{s:o}", "value", value);
  typed = cs_field_control_dup_typed (control);
  return typed != NULL ? json_pack ("{s:o}", "typed", typed) : NULL;
}

/**
 * cs_field_editor_dup_draft:
 *
 * Returns: (transfer full) (nullable): what is there, whether it is a value or not yet
 */
json_t *
cs_field_editor_dup_draft (CsFieldEditor *self)
{
  g_autoptr (json_t) lines = NULL;

  if (gtk_check_button_get_active (self->na))
    return json_pack ("{s:s}", "na", gtk_editable_get_text (self->reason));
  if (!is_list (self->field))
    return draft_of (first_control (self));
  lines = json_array ();
  for (GtkWidget *line = gtk_widget_get_first_child (GTK_WIDGET (self->controls)); line != NULL;
       line = gtk_widget_get_next_sibling (line)) {
    json_t *draft = draft_of (control_of (line));

    if (draft != NULL)
      json_array_append_new (lines, draft);
  }
  return json_array_size (lines) > 0 ? json_pack ("{s:O}", "lines", lines) : NULL;
}

static void
set_control_draft (CsFieldControl *control, const json_t *draft)
{
  const json_t *typed = json_object_get (draft, "typed");

  cs_field_control_set_value (control, json_object_get (draft, "value"));
  if (typed != NULL)
    cs_field_control_set_typed (control, typed);
}

/**
 * cs_field_editor_set_draft:
 * @draft: (nullable): as [method@FieldEditor.dup_draft] made it
 *
 * Emits no signal.
 */
void
cs_field_editor_set_draft (CsFieldEditor *self, const json_t *draft)
{
  const char *na = cs_json_get_string (draft, "na");
  const json_t *lines = json_object_get (draft, "lines");
  gsize index;
  json_t *line;

  cs_field_editor_set_value (self, NULL);
  self->is_setting = TRUE;
  if (na != NULL) {
    gtk_editable_set_text (self->reason, na);
    gtk_check_button_set_active (self->na, TRUE);
  } else if (json_array_size (lines) > 0 && is_list (self->field)) {
    clear_controls (self);
    json_array_foreach (lines, index, line) set_control_draft (add_control (self), line);
  } else {
    set_control_draft (first_control (self), draft);
  }
  clear_problem (self);
  self->is_setting = FALSE;
}

/**
 * cs_field_editor_set_error:
 * @message: (nullable): what is wrong; NULL takes it away
 */
void
cs_field_editor_set_error (CsFieldEditor *self, const char *message)
{
  CsFieldControl *control = first_control (self);
  GtkWidget *entry = control != NULL ? cs_field_control_get_entry (control) : NULL;

  clear_problem (self);
  if (message == NULL)
    return;
  gtk_label_set_label (self->message, message);
  gtk_widget_set_visible (self->problem, TRUE);
  if (entry == NULL)
    return;
  if (!GTK_IS_BOX (entry))
    gtk_widget_add_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

/**
 * cs_field_editor_validate:
 *
 * Returns: whether what is there is a value, or nothing
 */
gboolean
cs_field_editor_validate (CsFieldEditor *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) value = cs_field_editor_dup_value (self, &error);

  cs_field_editor_set_error (self, error != NULL ? error->message : NULL);
  return error == NULL;
}

/**
 * cs_field_editor_set_locked:
 * @text: (nullable): the value as a person reads it; NULL unlocks
 * @who: (nullable): who can edit it, in words
 */
void
cs_field_editor_set_locked (CsFieldEditor *self, const char *text, const char *who)
{
  if (text == NULL && self->is_withheld)
    text = _ ("Not visible to you");
  gtk_widget_set_visible (self->open, text == NULL);
  gtk_widget_set_visible (self->locked, text != NULL);
  gtk_label_set_label (self->text, text != NULL ? text : "");
  gtk_label_set_label (self->who, who != NULL ? who : "");
  gtk_widget_set_visible (GTK_WIDGET (self->who), who != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->help),
                          text == NULL && *gtk_label_get_label (self->help) != '\0');
}

/**
 * cs_field_editor_set_may_na:
 * @may_na: whether “none or not applicable” can be answered now
 */
void
cs_field_editor_set_may_na (CsFieldEditor *self, gboolean may_na)
{
  if (self->field->type == CS_FIELD_CHECK)
    cs_check_control_set_may_na (CS_CHECK_CONTROL (first_control (self)), may_na);
  else
    gtk_widget_set_visible (self->na_box, may_na || gtk_check_button_get_active (self->na));
}

/**
 * cs_field_editor_focus:
 *
 * Puts the cursor into it.
 */
void
cs_field_editor_focus (CsFieldEditor *self)
{
  if (gtk_check_button_get_active (self->na))
    gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  else if (first_control (self) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first_control (self)));
}

static void
cs_field_editor_dispose (GObject *object)
{
  CsFieldEditor *self = CS_FIELD_EDITOR (object);

  self->field = NULL;
  G_OBJECT_CLASS (cs_field_editor_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_FIELD_EDITOR);
}

static void
cs_field_editor_finalize (GObject *object)
{
  g_clear_object (&CS_FIELD_EDITOR (object)->context);
  G_OBJECT_CLASS (cs_field_editor_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, heading);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, title);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, optional);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, open);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, controls);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, add);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, na_box);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, na);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, reason);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, locked);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, text);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, who);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, help);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, problem);
  gtk_widget_class_bind_template_child (widget_class, CsFieldEditor, message);
}

static void
cs_field_editor_class_init (CsFieldEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *names[] = {"changed", "left"};

  G_OBJECT_CLASS (klass)->dispose = cs_field_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_field_editor_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-field-editor.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, left_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, na_cb);
}

static void
cs_field_editor_init (CsFieldEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
