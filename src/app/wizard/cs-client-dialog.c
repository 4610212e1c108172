/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-client-dialog.h"

#include "cs-field-text.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsClientDialog:
 *
 * Names, region and the first contact are enough to begin; the rest of a client's record can
 * follow.
 */
struct _CsClientDialog {
  CsDialog parent_instance;

  CsFieldContext *context; /* (owned) (nullable) */
  GPtrArray *regions;      /* (element borrowed) CsRegion that can be chosen */
  char *client;            /* (nullable) id of the client that is being made */

  GtkEditable *name;    /* template */
  AdwComboRow *region;  /* template */
  GtkEditable *contact; /* template */
  GtkEditable *mail;    /* template */
  GtkLabel *problem;    /* template */
};

enum { SIGNAL_MADE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsClientDialog, cs_client_dialog, CS_TYPE_DIALOG)

static char *
text_of (GtkEditable *entry)
{
  return cs_field_text_clean (gtk_editable_get_text (entry), FALSE);
}

static gboolean
is_mail (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strpbrk (text, " \t<>,;\"") == NULL;
}

static void
update (CsClientDialog *self)
{
  g_autofree char *name = text_of (self->name);
  g_autofree char *contact = text_of (self->contact);
  g_autofree char *mail = text_of (self->mail);

  gtk_label_set_label (self->problem, "");
  cs_dialog_set_can_accept (CS_DIALOG (self),
                            *name != '\0' && *contact != '\0' && is_mail (mail) &&
                                adw_combo_row_get_selected (self->region) < self->regions->len);
}

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsClientDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  if (outcome != NULL && outcome->is_accepted) {
    g_signal_emit (self, signals[SIGNAL_MADE], 0, self->client);
    cs_dialog_close (CS_DIALOG (self));
    return;
  }
  gtk_label_set_label (self->problem, error != NULL ? error->message : outcome->reason->text);
  cs_dialog_set_can_accept (CS_DIALOG (self), TRUE);
}

static void
cs_client_dialog_accept (CsDialog *dialog)
{
  CsClientDialog *self = CS_CLIENT_DIALOG (dialog);
  CsSession *session = cs_field_context_get_session (self->context);
  CsInstant now = cs_session_get_now (session);
  const CsRegion *region = self->regions->pdata[adw_combo_row_get_selected (self->region)];
  g_autofree char *contact_id = cs_uuid_new (now);
  g_autofree char *name = text_of (self->name);
  g_autofree char *contact = text_of (self->contact);
  g_autofree char *mail = text_of (self->mail);
  g_autoptr (json_t) data = NULL;

  g_free (self->client);
  self->client = cs_uuid_new (now);
  data = json_pack ("{s:s, s:s, s:s, s:[{s:s, s:s, s:s}]}",
                    "id",
                    self->client,
                    "name",
                    name,
                    "region",
                    region->id,
                    "contacts",
                    "id",
                    contact_id,
                    "name",
                    contact,
                    "mail",
                    mail);
  cs_dialog_set_can_accept (dialog, FALSE);
  cs_workspace_submit_async (cs_session_get_workspace (session),
                             NULL,
                             "client",
                             data,
                             NULL,
                             submitted_cb,
                             g_object_ref (self));
}

static void
fill_regions (CsClientDialog *self)
{
  const CsPack *pack = cs_field_context_get_process (self->context)->pack;
  const char *chosen = cs_field_context_get_region (self->context);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  guint at = 0;

  for (guint i = 0; i < pack->region_list->len; i++) {
    const CsRegion *region = pack->region_list->pdata[i];
    g_autofree char *title = NULL;

    if (!region->can_be_chosen)
      continue;
    if (g_strcmp0 (region->id, chosen) == 0)
      at = self->regions->len;
    title = cs_text_dup (region->title, cs_field_context_get_language ());
    g_ptr_array_add (self->regions, (gpointer)region);
    gtk_string_list_append (titles, title);
  }
  adw_combo_row_set_model (self->region, G_LIST_MODEL (titles));
  adw_combo_row_set_selected (self->region, at);
}

/**
 * cs_client_dialog_new:
 * @context: session and pack
 * @name: (nullable): what was searched for and not found
 *
 * Returns: (transfer floating): the dialog
 */
CsClientDialog *
cs_client_dialog_new (CsFieldContext *context, const char *name)
{
  CsClientDialog *self = g_object_new (CS_TYPE_CLIENT_DIALOG, NULL);

  self->context = g_object_ref (context);
  fill_regions (self);
  gtk_editable_set_text (self->name, name != NULL ? name : "");
  update (self);
  return self;
}

static void
cs_client_dialog_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_client_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_CLIENT_DIALOG);
}

static void
cs_client_dialog_finalize (GObject *object)
{
  CsClientDialog *self = CS_CLIENT_DIALOG (object);

  g_clear_object (&self->context);
  g_ptr_array_unref (self->regions);
  g_free (self->client);
  G_OBJECT_CLASS (cs_client_dialog_parent_class)->finalize (object);
}

static void
cs_client_dialog_class_init (CsClientDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_client_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_client_dialog_finalize;
  CS_DIALOG_CLASS (klass)->accept = cs_client_dialog_accept;
  signals[SIGNAL_MADE] = g_signal_new ("made",
                                       CS_TYPE_CLIENT_DIALOG,
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
      "/io/github/countersign/Countersign/ui/wizard/cs-client-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsClientDialog, name);
  gtk_widget_class_bind_template_child (widget_class, CsClientDialog, region);
  gtk_widget_class_bind_template_child (widget_class, CsClientDialog, contact);
  gtk_widget_class_bind_template_child (widget_class, CsClientDialog, mail);
  gtk_widget_class_bind_template_child (widget_class, CsClientDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
cs_client_dialog_init (CsClientDialog *self)
{
  self->regions = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
