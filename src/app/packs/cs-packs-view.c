/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-packs-view.h"

#include "cs-detail-row.h"
#include "cs-file-dialog.h"
#include "cs-pack-text.h"
#include "cs-workspace-packs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsPacksView:
 *
 * The packs that this workspace works by, and those that come with the program and are not in force
 * here: another version, or another organisation.
 */
struct _CsPacksView {
  CsScreen parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsPacksView, cs_packs_view, CS_TYPE_SCREEN)

static void
open_cb (GtkWidget *row, CsPacksView *self)
{
  cs_session_open_page (cs_screen_get_session (CS_SCREEN (self)),
                        "pack",
                        g_object_get_data (G_OBJECT (row), "key"));
}

static void
add_row (CsPacksView *self,
         GtkListBox *list,
         const CsPack *pack,
         const CsActivation *activation,
         const char *key)
{
  const char *language = g_get_language_names ()[0];
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = cs_text_dup (pack->title, language);
  g_autofree char *version = cs_pack_text_version (pack);
  g_autofree char *questions =
      cs_pack_text_questions (pack, activation != NULL ? activation->settings : NULL);
  g_autofree char *status = cs_pack_text_status (pack, language);
  g_autofree char *subtitle = g_strdup_printf ("%s%s%s%s%s",
                                               version,
                                               questions != NULL ? " · " : "",
                                               questions != NULL ? questions : "",
                                               status != NULL ? "\n" : "",
                                               status != NULL ? status : "");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  g_object_set_data_full (G_OBJECT (row), "key", g_strdup (key), g_free);
  g_signal_connect (row, "activated", G_CALLBACK (open_cb), self);
  gtk_list_box_append (list, row);
}

static gboolean
is_in_force (const GPtrArray *packs, const CsPack *pack)
{
  for (guint i = 0; i < packs->len; i++)
    if (strcmp (((const CsPack *)packs->pdata[i])->digest, pack->digest) == 0)
      return TRUE;
  return FALSE;
}

static void
show_shipped (CsPacksView *self, const GPtrArray *packs, const GPtrArray *shipped)
{
  GtkListBox *list = NULL;

  for (guint i = 0; i < shipped->len; i++) {
    const CsPackFile *file = shipped->pdata[i];

    if (is_in_force (packs, file->pack))
      continue;
    if (list == NULL)
      list = cs_detail_list_add (self->box, _ ("Come with Countersign"), NULL);
    add_row (self, list, file->pack, NULL, file->uri);
  }
}

static void
run_shipped (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, cs_pack_files_list_shipped (), (GDestroyNotify)g_ptr_array_unref);
}

static void
show_in_force (CsPacksView *self, const GPtrArray *packs)
{
  const CsDirectory *directory =
      cs_workspace_get_directory (cs_screen_get_workspace (CS_SCREEN (self)));
  GtkListBox *list;

  cs_box_clear (self->box);
  list = cs_detail_list_add (self->box, _ ("In Force Here"), NULL);
  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];

    add_row (self, list, pack, cs_directory_get_activation (directory, pack->id), pack->id);
  }
  if (packs->len == 0)
    gtk_list_box_append (list,
                         GTK_WIDGET (cs_detail_row_new (NULL, _ ("No pack is in force."), NULL)));
}

static void
shipped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsPacksView *self = CS_PACKS_VIEW (source);
  g_autoptr (GPtrArray) shipped = g_task_propagate_pointer (G_TASK (result), NULL);
  CsWorkspace *workspace = shipped != NULL ? cs_screen_get_workspace (CS_SCREEN (self)) : NULL;
  g_autoptr (GPtrArray) packs = workspace != NULL ? cs_workspace_list_packs (workspace) : NULL;

  if (packs == NULL)
    return;
  show_in_force (self, packs);
  show_shipped (self, packs, shipped);
}

static void
load (CsPacksView *self)
{
  g_autoptr (GPtrArray) packs =
      cs_workspace_list_packs (cs_screen_get_workspace (CS_SCREEN (self)));
  g_autoptr (GTask) task =
      g_task_new (self, cs_screen_get_cancellable (CS_SCREEN (self)), shipped_cb, NULL);

  show_in_force (self, packs);
  g_task_set_source_tag (task, load);
  g_task_run_in_thread (task, run_shipped);
}

static void
changed_cb (CsPacksView *self, const char *request)
{
  if (request == NULL)
    load (self);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GFile) file = cs_file_open_finish (result);
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;

  if (uri != NULL)
    cs_session_open_page (cs_screen_get_session (CS_SCREEN (source)), "pack", uri);
}

static void
import_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_file_open_async (widget, _ ("Import a Pack"), chosen_cb, NULL);
}

static void
cs_packs_view_constructed (GObject *object)
{
  CsPacksView *self = CS_PACKS_VIEW (object);

  G_OBJECT_CLASS (cs_packs_view_parent_class)->constructed (object);
  if (cs_screen_get_session (CS_SCREEN (self)) == NULL)
    return;
  g_signal_connect_object (cs_screen_get_workspace (CS_SCREEN (self)),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  load (self);
}

static void
cs_packs_view_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_packs_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PACKS_VIEW);
}

static void
cs_packs_view_class_init (CsPacksViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_packs_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_packs_view_dispose;
  g_type_ensure (CS_TYPE_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/packs/cs-packs-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPacksView, box);
  gtk_widget_class_install_action (widget_class, "packs.import", NULL, import_action);
}

static void
cs_packs_view_init (CsPacksView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
