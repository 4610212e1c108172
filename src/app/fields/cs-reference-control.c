/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-reference-control.h"

#include "cs-field-text.h"
#include "cs-file-dialog.h"

#include <glib/gi18n-lib.h>

/**
 * CsReferenceControl:
 *
 * A key such as a ticket number; where the pack knows the system's address, a button opens it.
 */
struct _CsReferenceControl {
  CsFieldControl parent_instance;

  GtkEditable *entry; /* template */
  GtkWidget *open;    /* template */
  GtkBox *others;     /* template */
  GPtrArray *also;    /* (owned) of borrowed GtkEntry, for what else the reference carries */
};

G_DEFINE_FINAL_TYPE (CsReferenceControl, cs_reference_control, CS_TYPE_FIELD_CONTROL)

static const CsReference *
reference_of (CsReferenceControl *self)
{
  CsFieldControl *control = CS_FIELD_CONTROL (self);
  CsFieldContext *context = cs_field_control_get_context (control);
  const CsField *field = cs_field_control_get_field (control);

  if (context == NULL || field->reference == NULL)
    return NULL;
  return cs_pack_get_reference (cs_field_context_get_process (context)->pack, field->reference);
}

static void
changed_cb (CsReferenceControl *self)
{
  cs_field_control_changed (CS_FIELD_CONTROL (self));
}

static void
add_other (CsReferenceControl *self, const char *name)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label;
  g_autofree char *title = g_strdelimit (g_strdup (name), "_-", ' ');

  title[0] = g_ascii_toupper (title[0]);
  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), self);
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), entry);
  g_ptr_array_add (self->also, entry);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), entry);
  gtk_box_append (self->others, line);
}

static void
cs_reference_control_bind (CsFieldControl *control)
{
  CsReferenceControl *self = CS_REFERENCE_CONTROL (control);
  const CsReference *reference = reference_of (self);

  gtk_widget_set_visible (self->open, reference != NULL && reference->url != NULL);
  for (guint i = 0; reference != NULL && reference->also != NULL && reference->also[i] != NULL; i++)
    add_other (self, reference->also[i]);
}

static json_t *
cs_reference_control_dup_value (CsFieldControl *control, GError **error)
{
  CsReferenceControl *self = CS_REFERENCE_CONTROL (control);
  const CsReference *reference = reference_of (self);
  g_autofree char *key = cs_field_text_clean (gtk_editable_get_text (self->entry), FALSE);
  json_t *value;

  if (*key == '\0' || !cs_field_text_fits (key, error) ||
      !cs_field_text_matches (cs_field_control_get_field (control),
                              reference != NULL ? reference->pattern : NULL,
                              key,
                              error))
    return NULL;
  value = json_pack ("{s:s}", "key", key);
  for (guint i = 0; i < self->also->len; i++) {
    g_autofree char *text =
        cs_field_text_clean (gtk_editable_get_text (self->also->pdata[i]), FALSE);

    if (*text != '\0')
      json_object_set_new (value, reference->also[i], json_string (text));
  }
  return value;
}

static void
cs_reference_control_set_value (CsFieldControl *control, const json_t *value)
{
  CsReferenceControl *self = CS_REFERENCE_CONTROL (control);
  const CsReference *reference = reference_of (self);
  const char *key = json_is_string (value) ? json_string_value (value)
                                           : cs_json_get_string (value, "key");

  gtk_editable_set_text (self->entry, key != NULL ? key : "");
  for (guint i = 0; i < self->also->len; i++) {
    const char *text = cs_json_get_string (value, reference->also[i]);

    gtk_editable_set_text (self->also->pdata[i], text != NULL ? text : "");
  }
}

static json_t *
cs_reference_control_dup_typed (CsFieldControl *control)
{
  const char *text = gtk_editable_get_text (CS_REFERENCE_CONTROL (control)->entry);

  return *text != '\0' ? json_string (text) : NULL;
}

static GtkWidget *
cs_reference_control_get_entry (CsFieldControl *control)
{
  return GTK_WIDGET (CS_REFERENCE_CONTROL (control)->entry);
}

static void
open_cb (CsReferenceControl *self)
{
  CsFieldControl *control = CS_FIELD_CONTROL (self);
  const CsField *field = cs_field_control_get_field (control);
  const CsPack *pack = cs_field_context_get_process (cs_field_control_get_context (control))->pack;
  g_autofree char *key = cs_field_text_clean (gtk_editable_get_text (self->entry), FALSE);
  g_autofree char *url = *key != '\0' ? cs_pack_dup_reference_url (pack, field->reference, key)
                                      : NULL;

  if (url != NULL)
    cs_open_uri (GTK_WIDGET (self), url);
}

static void
cs_reference_control_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_reference_control_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_REFERENCE_CONTROL);
}

static void
cs_reference_control_finalize (GObject *object)
{
  g_clear_pointer (&CS_REFERENCE_CONTROL (object)->also, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_reference_control_parent_class)->finalize (object);
}

static void
cs_reference_control_class_init (CsReferenceControlClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  CsFieldControlClass *control_class = CS_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_reference_control_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_reference_control_finalize;
  control_class->bind = cs_reference_control_bind;
  control_class->dup_value = cs_reference_control_dup_value;
  control_class->set_value = cs_reference_control_set_value;
  control_class->dup_typed = cs_reference_control_dup_typed;
  control_class->set_typed = cs_reference_control_set_value;
  control_class->get_entry = cs_reference_control_get_entry;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/fields/cs-reference-control.ui");
  gtk_widget_class_bind_template_child (widget_class, CsReferenceControl, entry);
  gtk_widget_class_bind_template_child (widget_class, CsReferenceControl, open);
  gtk_widget_class_bind_template_child (widget_class, CsReferenceControl, others);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_field_control_left);
}

static void
cs_reference_control_init (CsReferenceControl *self)
{
  self->also = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_field_control_watch_focus (CS_FIELD_CONTROL (self), GTK_WIDGET (self->entry));
}
