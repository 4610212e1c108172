/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-client-picker.h"

#include "cs-client-dialog.h"
#include "cs-person-line.h"
#include "cs-search-leave.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More than these are found by typing. */
#define SHOWN_AT_MOST 100

/**
 * CsClientPicker:
 *
 * Searches as one types; Return takes the first client that is found.
 */
struct _CsClientPicker {
  AdwBin parent_instance;

  CsFieldContext *context; /* (owned) (nullable) */
  char *client;            /* (nullable) id */

  GtkMenuButton *button; /* template */
  GtkLabel *shown;       /* template */
  GtkLabel *where;       /* template */
  GtkEditable *search;   /* template */
  GtkListBox *list;      /* template */
};

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsClientPicker, cs_client_picker, ADW_TYPE_BIN)

static char *
dup_region (CsClientPicker *self, const CsClient *client)
{
  const CsPack *pack = cs_field_context_get_process (self->context)->pack;
  const CsRegion *region = client->region != NULL ? cs_pack_get_region (pack, client->region)
                                                  : NULL;

  return region != NULL ? cs_text_dup (region->title, cs_field_context_get_language ()) : NULL;
}

static void
show_client (CsClientPicker *self)
{
  const CsDirectory *directory =
      self->context != NULL ? cs_field_context_get_directory (self->context) : NULL;
  const CsClient *client = directory != NULL && self->client != NULL
                               ? cs_directory_get_client (directory, self->client)
                               : NULL;
  g_autofree char *region = client != NULL ? dup_region (self, client) : NULL;
  g_autofree char *name = client != NULL ? g_strdup_printf ("%s: %s", _ ("Client"), client->name)
                                         : g_strdup (_ ("Client"));

  gtk_label_set_label (self->shown, client != NULL ? client->name : _ ("Choose a Client…"));
  gtk_label_set_label (self->where, region != NULL ? region : "");
  gtk_widget_set_visible (GTK_WIDGET (self->where), region != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

static void
choose (CsClientPicker *self, const char *client)
{
  cs_client_picker_set_client (self, client);
  gtk_menu_button_popdown (self->button);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
add_client (CsClientPicker *self, const CsClient *client)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = cs_person_line_new ();
  g_autofree char *region = dup_region (self, client);

  cs_person_line_set (CS_PERSON_LINE (line), client->name, region);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  client->name,
                                  -1);
  g_object_set_data_full (G_OBJECT (row), "id", g_strdup (client->id), g_free);
  gtk_list_box_append (self->list, row);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  const CsClient *const *one = a, *const *other = b;

  return g_utf8_collate ((*one)->name, (*other)->name);
}

static void
search_cb (CsClientPicker *self)
{
  const char *text = gtk_editable_get_text (self->search);
  g_autofree char *wanted = g_utf8_casefold (text, -1);
  g_autoptr (GPtrArray) clients = NULL;
  GtkListBoxRow *row;
  guint n = 0;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  if (self->context == NULL || cs_field_context_get_directory (self->context) == NULL)
    return;
  clients = cs_directory_list_clients (cs_field_context_get_directory (self->context));
  g_ptr_array_sort (clients, by_name);
  for (guint i = 0; i < clients->len && n < SHOWN_AT_MOST; i++) {
    const CsClient *client = clients->pdata[i];
    g_autofree char *folded = g_utf8_casefold (client->name, -1);

    if (strstr (folded, wanted) == NULL && !g_str_match_string (text, client->name, TRUE))
      continue;
    add_client (self, client);
    n++;
  }
}

static void
opened_cb (CsClientPicker *self)
{
  gtk_editable_set_text (self->search, "");
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
row_activated_cb (CsClientPicker *self, GtkListBoxRow *row)
{
  g_autofree char *id = g_strdup (g_object_get_data (G_OBJECT (row), "id"));

  choose (self, id);
}

static void
search_activate_cb (CsClientPicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    row_activated_cb (self, row);
}

static void
made_cb (CsClientPicker *self, const char *client)
{
  choose (self, client);
}

static void
new_cb (CsClientPicker *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  CsClientDialog *dialog = cs_client_dialog_new (self->context, name);

  gtk_menu_button_popdown (self->button);
  g_signal_connect_object (dialog, "made", G_CALLBACK (made_cb), self, G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), GTK_WIDGET (self));
}

/**
 * cs_client_picker_set_context:
 * @context: knows the clients
 */
void
cs_client_picker_set_context (CsClientPicker *self, CsFieldContext *context)
{
  g_set_object (&self->context, context);
  show_client (self);
}

const char *
cs_client_picker_get_client (CsClientPicker *self)
{
  return self->client;
}

/**
 * cs_client_picker_set_client:
 * @client: (nullable): id
 */
void
cs_client_picker_set_client (CsClientPicker *self, const char *client)
{
  char *copy = g_strdup (client);

  g_free (self->client);
  self->client = copy;
  show_client (self);
}

static gboolean
cs_client_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (CS_CLIENT_PICKER (widget)->button));
}

static void
cs_client_picker_dispose (GObject *object)
{
  CsClientPicker *self = CS_CLIENT_PICKER (object);

  G_OBJECT_CLASS (cs_client_picker_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_CLIENT_PICKER);
  g_clear_object (&self->context);
}

static void
cs_client_picker_finalize (GObject *object)
{
  g_free (CS_CLIENT_PICKER (object)->client);
  G_OBJECT_CLASS (cs_client_picker_parent_class)->finalize (object);
}

static void
cs_client_picker_class_init (CsClientPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_client_picker_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_client_picker_finalize;
  widget_class->grab_focus = cs_client_picker_grab_focus;
  g_type_ensure (CS_TYPE_PERSON_LINE);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen",
                                         CS_TYPE_CLIENT_PICKER,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         0);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/wizard/cs-client-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, CsClientPicker, button);
  gtk_widget_class_bind_template_child (widget_class, CsClientPicker, shown);
  gtk_widget_class_bind_template_child (widget_class, CsClientPicker, where);
  gtk_widget_class_bind_template_child (widget_class, CsClientPicker, search);
  gtk_widget_class_bind_template_child (widget_class, CsClientPicker, list);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_search_leave);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_cb);
}

static void
cs_client_picker_init (CsClientPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
