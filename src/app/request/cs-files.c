/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-files.h"

#include "cs-detail-row.h"
#include "cs-entry-text.h"
#include "cs-file-opener.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsFiles:
 *
 * All files of a request, with who added them, when and for what.
 */
struct _CsFiles {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsFiles, cs_files, ADW_TYPE_BIN)

static void
cs_files_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_files_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_FILES);
}

static void
cs_files_class_init (CsFilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_files_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-files.ui");
  gtk_widget_class_bind_template_child (widget_class, CsFiles, box);
}

static void
cs_files_init (CsFiles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_files_new (void)
{
  return g_object_new (CS_TYPE_FILES, NULL);
}

/* While the entries are looked through. */
typedef struct {
  CsReader *reader;
  GtkListBox *list;
  GHashTable *seen; /* digests */
  const CsEntry *entry;
} Finder;

static void
add_file (Finder *self, const json_t *file)
{
  const char *name = cs_json_get_string (file, "name");
  const char *digest = cs_json_get_string (file, "sha256");
  CsWorkspace *workspace = cs_session_get_workspace (cs_reader_get_session (self->reader));
  g_autofree char *size = NULL;
  g_autofree char *who = NULL;
  g_autofree char *when = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sentence = NULL;
  CsDetailRow *row;

  if (name == NULL || digest == NULL || !g_hash_table_add (self->seen, (gpointer)digest))
    return;
  size = g_format_size ((guint64)cs_json_get_int (file, "size", 0));
  who = cs_entry_text_actor (self->reader, self->entry);
  when = cs_reader_dup_day_time (self->reader, cs_entry_get_time (self->entry));
  sentence = cs_entry_text_sentence (self->reader, self->entry);
  /* Translators: size of a file, who added it, and when */
  text = g_strdup_printf (_ ("%1$s · %2$s, %3$s"), size, who, when);
  row = cs_detail_row_new ("mail-attachment-symbolic", name, text);
  cs_detail_row_set_note (row, sentence);
  if (cs_file_opener_can_open (workspace, cs_reader_get_request (self->reader), digest))
    cs_detail_row_add_button (row, _ ("Open"), "request.open-file", g_variant_new_string (digest));
  else
    cs_detail_row_add_extra (row, cs_caption_new (_ ("Not on this computer")));
  gtk_list_box_append (self->list, GTK_WIDGET (row));
}

/* Files stand in values, evidence and notes. */
static void
look_into (Finder *self, const json_t *data)
{
  const char *key;
  json_t *member;
  gsize index;

  if (json_is_object (data) && json_object_get (data, "sha256") != NULL)
    add_file (self, data);
  json_object_foreach ((json_t *)data, key, member) look_into (self, member);
  json_array_foreach (data, index, member) look_into (self, member);
}

/**
 * cs_files_show:
 *
 * Shows the files, newest first.
 */
void
cs_files_show (CsFiles *self, CsReader *reader)
{
  const GPtrArray *entries = cs_request_get_entries (cs_reader_get_request (reader));
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Finder finder = {.reader = reader, .seen = seen};

  cs_box_clear (self->box);
  finder.list = cs_detail_list_add (self->box, _ ("Files"), NULL);
  for (guint i = entries->len; i > 0; i--) {
    finder.entry = entries->pdata[i - 1];
    look_into (&finder, cs_entry_get_data (finder.entry));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->box), g_hash_table_size (seen) > 0);
}
