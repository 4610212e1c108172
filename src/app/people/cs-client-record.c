/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-client-record.h"

#include "cs-field-editor.h"

/**
 * CsClientRecord:
 *
 * The fields that a pack keeps of a client, built from the pack (FT-06). Requests copy from them
 * what they begin with.
 */
struct _CsClientRecord {
  AdwPreferencesGroup parent_instance;

  CsFieldContext *context; /* (owned) */
  GPtrArray *editors;      /* (element borrowed) CsFieldEditor, in the group */
};

G_DEFINE_FINAL_TYPE (CsClientRecord, cs_client_record, ADW_TYPE_PREFERENCES_GROUP)

static void
cs_client_record_dispose (GObject *object)
{
  CsClientRecord *self = CS_CLIENT_RECORD (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->editors, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_client_record_parent_class)->dispose (object);
}

static void
cs_client_record_class_init (CsClientRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_client_record_dispose;
}

static void
cs_client_record_init (CsClientRecord *self)
{
  self->editors = g_ptr_array_new ();
}

/**
 * cs_client_record_new:
 * @pack: one that has fields of a client and a process
 * @client: (nullable): whose values are shown
 */
GtkWidget *
cs_client_record_new (CsSession *session, const CsPack *pack, const CsClient *client)
{
  CsClientRecord *self = g_object_new (CS_TYPE_CLIENT_RECORD, NULL);
  g_autofree char *title = cs_text_dup (pack->title, cs_field_context_get_language ());
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), escaped);
  self->context = cs_field_context_new (session, pack->processes->pdata[0]);
  if (client != NULL) {
    cs_field_context_set_client (self->context, client->id);
    cs_field_context_set_region (self->context, client->region);
  }
  for (guint i = 0; i < pack->client_fields->len; i++) {
    const CsField *field = pack->client_fields->pdata[i];
    GtkWidget *editor = cs_field_editor_new (self->context, field);
    const json_t *value = client != NULL ? json_object_get (client->fields, field->id) : NULL;

    if (value != NULL)
      cs_field_editor_set_value (CS_FIELD_EDITOR (editor), value);
    gtk_widget_set_margin_bottom (editor, 12);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), editor);
    g_ptr_array_add (self->editors, editor);
  }
  return GTK_WIDGET (self);
}

/**
 * cs_client_record_set_region:
 * @region: (nullable): which currency is proposed
 */
void
cs_client_record_set_region (CsClientRecord *self, const char *region)
{
  g_return_if_fail (CS_IS_CLIENT_RECORD (self));
  cs_field_context_set_region (self->context, region);
}

/**
 * cs_client_record_write:
 * @fields: where the values go; what is empty is taken out
 *
 * Returns: FALSE where something that was typed is no value; its field says why
 */
gboolean
cs_client_record_write (CsClientRecord *self, json_t *fields)
{
  gboolean is_well = TRUE;

  g_return_val_if_fail (CS_IS_CLIENT_RECORD (self), FALSE);

  for (guint i = 0; i < self->editors->len; i++) {
    CsFieldEditor *editor = self->editors->pdata[i];
    const CsField *field = cs_field_editor_get_field (editor);
    g_autoptr (GError) error = NULL;
    json_t *value = cs_field_editor_dup_value (editor, &error);

    if (error != NULL) {
      cs_field_editor_set_error (editor, error->message);
      is_well = FALSE;
    } else if (value == NULL) {
      json_object_del (fields, field->id);
    } else {
      json_object_set_new (fields, field->id, value);
    }
  }
  return is_well;
}
