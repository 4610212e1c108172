/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-text-control.h"

#include "cs-field-text.h"

#include <glib/gi18n-lib.h>

/**
 * CsTextControl:
 *
 * One line, several lines, or a number with its unit.
 */
struct _CsTextControl {
  CsFieldControl parent_instance;

  GtkWidget *line;     /* template */
  GtkEditable *entry;  /* template */
  GtkLabel *unit;      /* template */
  GtkWidget *scrolled; /* template */
  GtkTextView *view;   /* template */
};

G_DEFINE_FINAL_TYPE (CsTextControl, cs_text_control, CS_TYPE_FIELD_CONTROL)

static CsFieldType
type_of (CsTextControl *self)
{
  return cs_field_control_get_field (CS_FIELD_CONTROL (self))->type;
}

static char *
dup_text (CsTextControl *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  GtkTextIter start, end;

  if (type_of (self) != CS_FIELD_LONG)
    return g_strdup (gtk_editable_get_text (self->entry));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_text (CsTextControl *self, const char *text)
{
  if (type_of (self) == CS_FIELD_LONG)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text, -1);
  else
    gtk_editable_set_text (self->entry, text);
}

static void
cs_text_control_bind (CsFieldControl *control)
{
  CsTextControl *self = CS_TEXT_CONTROL (control);
  const CsField *field = cs_field_control_get_field (control);
  gboolean is_long = field->type == CS_FIELD_LONG;

  gtk_widget_set_visible (self->line, !is_long);
  gtk_widget_set_visible (self->scrolled, is_long);
  gtk_widget_set_visible (GTK_WIDGET (self->unit), field->unit != NULL);
  gtk_label_set_label (self->unit, field->unit != NULL ? field->unit : "");
  if (field->type == CS_FIELD_NUMBER) {
    gtk_editable_set_width_chars (self->entry, 12);
    gtk_widget_set_hexpand (GTK_WIDGET (self->entry), FALSE);
  }
}

static json_t *
cs_text_control_dup_value (CsFieldControl *control, GError **error)
{
  CsTextControl *self = CS_TEXT_CONTROL (control);
  const CsField *field = cs_field_control_get_field (control);
  g_autofree char *text = dup_text (self);
  g_autofree char *clean = cs_field_text_clean (text, field->type == CS_FIELD_LONG);
  g_autofree char *number = NULL;

  if (*clean == '\0')
    return NULL;
  if (field->type == CS_FIELD_NUMBER) {
    number = cs_field_text_read_number (clean, cs_field_context_get_locale (), error);
    return number != NULL ? json_string (number) : NULL;
  }
  if (!cs_field_text_fits (clean, error) ||
      !cs_field_text_matches (field, field->pattern, clean, error))
    return NULL;
  return json_string (clean);
}

static void
cs_text_control_set_value (CsFieldControl *control, const json_t *value)
{
  set_text (CS_TEXT_CONTROL (control), json_is_string (value) ? json_string_value (value) : "");
}

static json_t *
cs_text_control_dup_typed (CsFieldControl *control)
{
  g_autofree char *text = dup_text (CS_TEXT_CONTROL (control));

  return *text != '\0' ? json_string (text) : NULL;
}

static GtkWidget *
cs_text_control_get_entry (CsFieldControl *control)
{
  CsTextControl *self = CS_TEXT_CONTROL (control);

  return type_of (self) == CS_FIELD_LONG ? GTK_WIDGET (self->view) : GTK_WIDGET (self->entry);
}

static void
activate_cb (CsTextControl *self)
{
  cs_field_control_left (CS_FIELD_CONTROL (self));
}

static void
changed_cb (CsTextControl *self)
{
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
cs_text_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_text_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_TEXT_CONTROL);
}

static void
cs_text_control_class_init (CsTextControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_text_control_dispose;
  control_class->bind = cs_text_control_bind;
  control_class->dup_value = cs_text_control_dup_value;
  control_class->set_value = cs_text_control_set_value;
  control_class->dup_typed = cs_text_control_dup_typed;
  control_class->set_typed = cs_text_control_set_value;
  control_class->get_entry = cs_text_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-text-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsTextControl, line);
  gtk_widget_class_bind_template_child (widget_class, CsTextControl, entry);
  gtk_widget_class_bind_template_child (widget_class, CsTextControl, unit);
  gtk_widget_class_bind_template_child (widget_class, CsTextControl, scrolled);
  gtk_widget_class_bind_template_child (widget_class, CsTextControl, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
cs_text_control_init (CsTextControl *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->entry));
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->view));
}
