/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-client-editor.h"

#include "cs-client-record.h"
#include "cs-field-context.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>

/**
 * CsClientEditor:
 *
 * A client: name, region, whom to write to first, and what the packs keep of it. Further
 * contacts of a client that is changed stay as they are.
 */
struct _CsClientEditor {
  CsDialog parent_instance;

  CsWorkspace *workspace; /* (owned) */
  char *client;           /* (nullable) id of the one that is changed */
  GPtrArray *regions;     /* char*, ids by line */
  GPtrArray *records;     /* (element borrowed) CsClientRecord, one a pack that has fields */

  AdwPreferencesPage *page;  /* template */
  GtkEditable *name;         /* template */
  AdwComboRow *region;       /* template */
  GtkEditable *contact;      /* template */
  GtkEditable *contact_mail; /* template */
};

G_DEFINE_FINAL_TYPE (CsClientEditor, cs_client_editor, CS_TYPE_DIALOG)

static char *
dup_text (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static gboolean
is_mail (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strpbrk (text, " <>,;\"") == NULL;
}

static void
update (CsClientEditor *self)
{
  g_autofree char *name = dup_text (self->name);
  g_autofree char *contact = dup_text (self->contact);
  g_autofree char *mail = dup_text (self->contact_mail);

  cs_dialog_set_can_accept (CS_DIALOG (self),
                            *name != '\0' && *contact != '\0' && (*mail == '\0' || is_mail (mail)));
}

static gboolean
has_region (CsClientEditor *self, const char *id)
{
  for (guint i = 0; i < self->regions->len; i++)
    if (g_str_equal (self->regions->pdata[i], id))
      return TRUE;
  return FALSE;
}

static void
show_regions (CsClientEditor *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (self->workspace);

  for (guint i = 0; i < packs->len; i++) {
    g_autoptr (GPtrArray) leaves = cs_pack_list_leaf_regions (packs->pdata[i]);

    for (guint j = 0; j < leaves->len; j++) {
      const CsRegion *region = leaves->pdata[j];
      g_autofree char *title = cs_text_dup (region->title, cs_field_context_get_language ());

      if (has_region (self, region->id))
        continue;
      g_ptr_array_add (self->regions, g_strdup (region->id));
      gtk_string_list_append (titles, title);
    }
  }
  adw_combo_row_set_model (self->region, G_LIST_MODEL (titles));
}

static void
show_client (CsClientEditor *self, const CsClient *client)
{
  const CsPerson *contact = client->contacts->len > 0 ? client->contacts->pdata[0] : NULL;

  gtk_window_set_title (GTK_WINDOW (self), client->name);
  cs_dialog_set_accept_label (CS_DIALOG (self), _ ("_Save"));
  gtk_editable_set_text (self->name, client->name);
  for (guint i = 0; i < self->regions->len; i++)
    if (g_strcmp0 (self->regions->pdata[i], client->region) == 0)
      adw_combo_row_set_selected (self->region, i);
  if (contact == NULL)
    return;
  gtk_editable_set_text (self->contact, contact->name);
  gtk_editable_set_text (self->contact_mail, contact->mail != NULL ? contact->mail : "");
}

/* Another region proposes another currency. */
static void
region_cb (CsClientEditor *self)
{
  guint at = adw_combo_row_get_selected (self->region);

  for (guint i = 0; i < self->records->len; i++)
    cs_client_record_set_region (self->records->pdata[i],
                                 at < self->regions->len ? self->regions->pdata[at] : NULL);
}

static void
add_records (CsClientEditor *self, CsSession *session, const CsClient *client)
{
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (self->workspace);

  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];
    GtkWidget *record;

    if (pack->client_fields->len == 0 || pack->processes->len == 0)
      continue;
    record = cs_client_record_new (session, pack, client);
    adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (record));
    g_ptr_array_add (self->records, record);
  }
  if (self->records->len > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), 480, 640);
}

static void
cs_client_editor_dispose (GObject *object)
{
  CsClientEditor *self = CS_CLIENT_EDITOR (object);

  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (cs_client_editor_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CLIENT_EDITOR);
}

static void
cs_client_editor_finalize (GObject *object)
{
  CsClientEditor *self = CS_CLIENT_EDITOR (object);

  g_free (self->client);
  g_ptr_array_unref (self->regions);
  g_ptr_array_unref (self->records);
  G_OBJECT_CLASS (cs_client_editor_parent_class)->finalize (object);
}

static void
cs_client_editor_class_init (CsClientEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_client_editor_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_client_editor_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/people/cs-client-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CsClientEditor, page);
  gtk_widget_class_bind_template_child (widget_class, CsClientEditor, name);
  gtk_widget_class_bind_template_child (widget_class, CsClientEditor, region);
  gtk_widget_class_bind_template_child (widget_class, CsClientEditor, contact);
  gtk_widget_class_bind_template_child (widget_class, CsClientEditor, contact_mail);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, region_cb);
}

static void
cs_client_editor_init (CsClientEditor *self)
{
  self->regions = g_ptr_array_new_with_free_func (g_free);
  self->records = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  update (self);
}

/**
 * cs_client_editor_new:
 * @session: whose packs give regions and fields
 * @client: (nullable): id of the one that is changed; %NULL for a new one
 *
 * Returns: (transfer floating): the dialog
 */
CsClientEditor *
cs_client_editor_new (CsSession *session, const char *client)
{
  CsWorkspace *workspace = cs_session_get_workspace (session);
  CsClientEditor *self = g_object_new (CS_TYPE_CLIENT_EDITOR, NULL);
  const CsClient *known =
      client != NULL ? cs_directory_get_client (cs_workspace_get_directory (workspace), client)
                     : NULL;

  self->workspace = g_object_ref (workspace);
  self->client = g_strdup (client);
  show_regions (self);
  if (known != NULL)
    show_client (self, known);
  add_records (self, session, known);
  region_cb (self);
  return self;
}

static json_t *
make_person (const CsPerson *person)
{
  return json_pack ("{s:s, s:s, s:s*, s:s*, s:s*}",
                    "id",
                    person->id,
                    "name",
                    person->name,
                    "mail",
                    person->mail,
                    "region",
                    person->region,
                    "language",
                    person->language);
}

static gboolean
write_records (CsClientEditor *self, json_t *fields)
{
  gboolean is_well = TRUE;

  for (guint i = 0; i < self->records->len; i++)
    is_well = cs_client_record_write (self->records->pdata[i], fields) && is_well;
  return is_well;
}

/**
 * cs_client_editor_make_entry:
 *
 * Returns: (transfer full) (nullable): data of an entry of the kind `client`; %NULL where something
 *   typed is no value, which its field then says
 */
json_t *
cs_client_editor_make_entry (CsClientEditor *self)
{
  const CsClient *known = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *id = NULL;
  g_autofree char *contact_id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *contact = NULL;
  g_autofree char *mail = NULL;
  guint at;
  g_autoptr (json_t) fields = NULL;
  json_t *contacts;
  json_t *first;

  g_return_val_if_fail (CS_IS_CLIENT_EDITOR (self), NULL);

  if (self->client != NULL)
    known = cs_directory_get_client (cs_workspace_get_directory (self->workspace), self->client);
  fields = known != NULL && known->fields != NULL ? json_deep_copy (known->fields) : json_object ();
  if (!write_records (self, fields))
    return NULL;
  uuid = cs_uuid_new (cs_time_source_get_now (cs_workspace_get_time_source (self->workspace)));
  id = known != NULL ? g_strdup (known->id) : g_strconcat ("c-", uuid, NULL);
  contact_id = known != NULL && known->contacts->len > 0
                   ? g_strdup (((const CsPerson *)known->contacts->pdata[0])->id)
                   : g_strconcat ("p-", uuid, NULL);
  name = dup_text (self->name);
  contact = dup_text (self->contact);
  mail = dup_text (self->contact_mail);
  at = adw_combo_row_get_selected (self->region);
  first = json_pack ("{s:s, s:s, s:s*}",
                     "id",
                     contact_id,
                     "name",
                     contact,
                     "mail",
                     *mail != '\0' ? mail : NULL);
  contacts = json_array ();
  json_array_append_new (contacts, first);
  for (guint i = 1; known != NULL && i < known->contacts->len; i++)
    json_array_append_new (contacts, make_person (known->contacts->pdata[i]));
  return json_pack ("{s:s, s:s, s:s*, s:o, s:O*}",
                    "id",
                    id,
                    "name",
                    name,
                    "region",
                    at < self->regions->len ? self->regions->pdata[at] : NULL,
                    "contacts",
                    contacts,
                    "fields",
                    json_object_size (fields) > 0 ? fields : NULL);
}
