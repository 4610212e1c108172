/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-check-control.h"

#include "cs-field-text.h"
#include "cs-file-control.h"

#include <glib/gi18n-lib.h>

static const char *const states[] = {"done", "na", "failed"};

/**
 * CsCheckControl:
 *
 * An item of a checklist.
 */
struct _CsCheckControl {
  CsFieldControl parent_instance;

  GtkWidget *states;      /* template: a group, named like the field */
  GtkCheckButton *done;   /* template */
  GtkCheckButton *na;     /* template */
  GtkCheckButton *failed; /* template */
  GtkEditable *reason;    /* template */
  GtkWidget *evidence;    /* template */
  GtkBox *files;          /* template */
};

G_DEFINE_FINAL_TYPE (CsCheckControl, cs_check_control, CS_TYPE_FIELD_CONTROL)

static const char *
state_of (CsCheckControl *self)
{
  GtkCheckButton *buttons[] = {self->done, self->na, self->failed};

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++) {
    if (gtk_check_button_get_active (buttons[i]))
      return states[i];
  }
  return NULL;
}

static void
changed_cb (CsCheckControl *self)
{
  const char *state = state_of (self);
  const CsField *field = cs_field_control_get_field (CS_FIELD_CONTROL (self));
  gboolean is_done = g_strcmp0 (state, "done") == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->reason), state != NULL && !is_done);
  gtk_widget_set_visible (self->evidence, is_done && field != NULL && field->evidence);
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

/* There is always one empty place for another file. */
static void
file_cb (CsCheckControl *self)
{
  GtkWidget *last = gtk_widget_get_last_child (GTK_WIDGET (self->files));
  g_autoptr (json_t) value =
      last != NULL ? cs_field_control_dup_value (CS_FIELD_CONTROL (last), NULL) : NULL;
  GtkWidget *file;

  if (last == NULL || value != NULL) {
    file = g_object_new (CS_TYPE_FILE_CONTROL, NULL);
    cs_field_control_bind (CS_FIELD_CONTROL (file),
                           cs_field_control_get_context (CS_FIELD_CONTROL (self)),
                           cs_field_control_get_field (CS_FIELD_CONTROL (self)));
    g_signal_connect_swapped (file, "changed", G_CALLBACK (file_cb), self);
    gtk_box_append (self->files, file);
  }
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
cs_check_control_bind (CsFieldControl *control)
{
  CsCheckControl *self = CS_CHECK_CONTROL (control);

  gtk_widget_set_visible (GTK_WIDGET (self->na), cs_field_control_get_field (control)->may_na);
  file_cb (self);
}

/**
 * cs_check_control_set_may_na:
 * @may_na: whether “not applicable” can be answered now
 */
void
cs_check_control_set_may_na (CsCheckControl *self, gboolean may_na)
{
  gtk_widget_set_visible (GTK_WIDGET (self->na), may_na || gtk_check_button_get_active (self->na));
}

static json_t *
dup_files (CsCheckControl *self)
{
  json_t *files = json_array ();

  for (GtkWidget *file = gtk_widget_get_first_child (GTK_WIDGET (self->files)); file != NULL;
       file = gtk_widget_get_next_sibling (file)) {
    json_t *value = cs_field_control_dup_value (CS_FIELD_CONTROL (file), NULL);

    if (value != NULL)
      json_array_append_new (files, value);
  }
  return files;
}

static json_t *
cs_check_control_dup_value (CsFieldControl *control, GError **error)
{
  CsCheckControl *self = CS_CHECK_CONTROL (control);
  const char *state = state_of (self);
  g_autofree char *reason = cs_field_text_clean (gtk_editable_get_text (self->reason), FALSE);
  gboolean is_done = g_strcmp0 (state, "done") == 0;
  g_autoptr (json_t) files = dup_files (self);
  json_t *value;

  if (state == NULL)
    return NULL;
  if (!is_done && *reason == '\0') {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, _ ("A reason is needed"));
    return NULL;
  }
  if (is_done && cs_field_control_get_field (control)->evidence && json_array_size (files) == 0) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_INVALID, _ ("A file is needed as evidence"));
    return NULL;
  }
  value = json_pack ("{s:s}", "state", state);
  if (!is_done)
    json_object_set_new (value, "reason", json_string (reason));
  else if (json_array_size (files) > 0)
    json_object_set (value, "files", files);
  return value;
}

static void
set_files (CsCheckControl *self, const json_t *files)
{
  GtkWidget *file;
  gsize index;
  json_t *value;

  while ((file = gtk_widget_get_first_child (GTK_WIDGET (self->files))) != NULL)
    gtk_box_remove (self->files, file);
  file_cb (self);
  json_array_foreach (files, index, value)
  {
    file = gtk_widget_get_last_child (GTK_WIDGET (self->files));
    cs_field_control_set_value (CS_FIELD_CONTROL (file), value);
    file_cb (self);
  }
}

static void
cs_check_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsCheckControl *self = CS_CHECK_CONTROL (control);
  GtkCheckButton *buttons[] = {self->done, self->na, self->failed};
  const char *state = cs_json_get_string (value, "state");
  const char *reason = cs_json_get_string (value, "reason");

  gtk_editable_set_text (self->reason, reason != NULL ? reason : "");
  set_files (self, json_object_get (value, "files"));
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_check_button_set_active (buttons[i], g_strcmp0 (state, states[i]) == 0);
}

static json_t *
cs_check_control_dup_typed (CsFieldControl *control)
{
  CsCheckControl *self = CS_CHECK_CONTROL (control);
  const char *state = state_of (self);

  if (state == NULL)
    return NULL;
  return json_pack ("{s:s, s:s, s:o}",
                    "state",
                    state,
                    "reason",
                    gtk_editable_get_text (self->reason),
                    "files",
                    dup_files (self));
}

static GtkWidget *
cs_check_control_get_entry (CsFieldControl *control)
{
  return CS_CHECK_CONTROL (control)->states;
}

static void
cs_check_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_check_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CHECK_CONTROL);
}

static void
cs_check_control_class_init (CsCheckControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_check_control_dispose;
  control_class->bind = cs_check_control_bind;
  control_class->dup_value = cs_check_control_dup_value;
  control_class->set_value = cs_check_control_set_value;
  control_class->dup_typed = cs_check_control_dup_typed;
  control_class->set_typed = cs_check_control_set_value;
  control_class->get_entry = cs_check_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-check-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsCheckControl, states);
  gtk_widget_class_bind_template_child (widget_class, CsCheckControl, done);
  gtk_widget_class_bind_template_child (widget_class, CsCheckControl, na);
  gtk_widget_class_bind_template_child (widget_class, CsCheckControl, failed);
  gtk_widget_class_bind_template_child (widget_class, CsCheckControl, reason);
  gtk_widget_class_bind_template_child (widget_class, CsCheckControl, evidence);
  gtk_widget_class_bind_template_child (widget_class, CsCheckControl, files);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_field_control_left);
}

static void
cs_check_control_init (CsCheckControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->reason));
}
