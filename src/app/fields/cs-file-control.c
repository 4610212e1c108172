/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-file-control.h"

#include "cs-file-dialog.h"

#include <glib/gi18n-lib.h>

/**
 * CsFileControl:
 *
 * Copies what is chosen or dropped into the workspace; the value names it by its digest.
 */
struct _CsFileControl {
  CsFieldControl parent_instance;

  GtkWidget *choose; /* template */
  GtkWidget *shown;  /* template */
  GtkWidget *open;   /* template */
  GtkLabel *name;    /* template */
  GtkLabel *size;    /* template */
  GtkLabel *problem; /* template */
  json_t *value;     /* (owned) (nullable) */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CsFileControl, cs_file_control, CS_TYPE_FIELD_CONTROL)

static CsWorkspace *
workspace_of (CsFileControl *self)
{
  CsFieldContext *context = cs_field_control_get_context (CS_FIELD_CONTROL (self));
  CsSession *session = context != NULL ? cs_field_context_get_session (context) : NULL;

  return session != NULL ? cs_session_get_workspace (session) : NULL;
}

/* What is confidential is opened from the request, with a word for what. */
static gboolean
is_sealed (CsFileControl *self)
{
  const CsField *field = cs_field_control_get_field (CS_FIELD_CONTROL (self));

  return field != NULL && cs_scope_is_sealed (field->scope);
}

static void
show_value (CsFileControl *self)
{
  const char *name = cs_json_get_string (self->value, "name");
  g_autofree char *size = g_format_size ((guint64)cs_json_get_int (self->value, "size", 0));

  gtk_widget_set_visible (self->choose, self->value == NULL);
  gtk_widget_set_visible (self->shown, self->value != NULL);
  gtk_widget_set_visible (self->open, !is_sealed (self));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_label_set_label (self->name, name != NULL ? name : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_label (self->size, size);
}

static void
take_value (CsFileControl *self, json_t *value)
{
  g_clear_pointer (&self->value, json_decref);
  self->value = value;
  show_value (self);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsFileControl) self = user_data;
  g_autoptr (GError) error = NULL;
  json_t *value = cs_workspace_add_file_finish (CS_WORKSPACE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (value == NULL) {
    gtk_label_set_label (self->problem, error->message);
    gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
    return;
  }
  take_value (self, value);
  cs_field_control_changed (CS_FIELD_CONTROL (self));
  cs_field_control_left (CS_FIELD_CONTROL (self));
}

static void
add_file (CsFileControl *self, GFile *file)
{
  CsWorkspace *workspace = workspace_of (self);

  if (workspace == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  if (is_sealed (self))
    cs_workspace_add_sealed_file_async (workspace,
                                        file,
                                        self->cancellable,
                                        added_cb,
                                        g_object_ref (self));
  else
    cs_workspace_add_file_async (workspace, file, self->cancellable, added_cb, g_object_ref (self));
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GFile) file = cs_file_open_finish (result);

  if (file != NULL)
    add_file (CS_FILE_CONTROL (source), file);
}

static void
choose_cb (CsFileControl *self)
{
  cs_file_open_async (GTK_WIDGET (self), _ ("Choose a File"), chosen_cb, NULL);
}

static void
open_cb (CsFileControl *self)
{
  CsWorkspace *workspace = workspace_of (self);
  const char *digest = cs_json_get_string (self->value, "sha256");
  g_autoptr (GFile) file =
      workspace != NULL && digest != NULL ? cs_workspace_get_file (workspace, digest) : NULL;
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (uri != NULL) {
    cs_open_uri (GTK_WIDGET (self), uri);
  } else {
    gtk_label_set_label (self->problem, _ ("The file is not on this computer."));
    gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  }
}

static void
remove_cb (CsFileControl *self)
{
  take_value (self, NULL);
  cs_field_control_changed (CS_FIELD_CONTROL (self));
  gtk_widget_grab_focus (self->choose);
}

static gboolean
drop_cb (CsFileControl *self, const GValue *value)
{
  if (!G_VALUE_HOLDS (value, G_TYPE_FILE) || self->value != NULL)
    return FALSE;
  add_file (self, g_value_get_object (value));
  return TRUE;
}

static json_t *
cs_file_control_dup_value (CsFieldControl *control, GError **error)
{
  CsFileControl *self = CS_FILE_CONTROL (control);

  return self->value != NULL ? json_deep_copy (self->value) : NULL;
}

static void
cs_file_control_set_value (CsFieldControl *control, const json_t *value)
{
  take_value (CS_FILE_CONTROL (control), json_is_object (value) ? json_deep_copy (value) : NULL);
}

static GtkWidget *
cs_file_control_get_entry (CsFieldControl *control)
{
  return CS_FILE_CONTROL (control)->choose;
}

static void
cs_file_control_dispose (GObject *object)
{
  g_cancellable_cancel (CS_FILE_CONTROL (object)->cancellable);
  G_OBJECT_CLASS (cs_file_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_FILE_CONTROL);
}

static void
cs_file_control_finalize (GObject *object)
{
  CsFileControl *self = CS_FILE_CONTROL (object);

  g_clear_pointer (&self->value, json_decref);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (cs_file_control_parent_class)->finalize (object);
}

static void
cs_file_control_class_init (CsFileControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_file_control_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_file_control_finalize;
  control_class->dup_value = cs_file_control_dup_value;
  control_class->set_value = cs_file_control_set_value;
  control_class->get_entry = cs_file_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-file-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFileControl, choose);
  gtk_widget_class_bind_template_child (widget_class, CsFileControl, shown);
  gtk_widget_class_bind_template_child (widget_class, CsFileControl, open);
  gtk_widget_class_bind_template_child (widget_class, CsFileControl, name);
  gtk_widget_class_bind_template_child (widget_class, CsFileControl, size);
  gtk_widget_class_bind_template_child (widget_class, CsFileControl, problem);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, remove_cb);
}

static void
cs_file_control_init (CsFileControl *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}
