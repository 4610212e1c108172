/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-welcome.h"

#include "cs-alert.h"
#include "cs-announce.h"
#include "cs-button.h"
#include "cs-connect-page.h"
#include "cs-field-context.h"
#include "cs-installation.h"
#include "cs-page.h"
#include "cs-person-dialog.h"
#include "cs-shelf.h"
#include "cs-stories.h"
#include "cs-workspace-create.h"

#include <glib/gi18n-lib.h>

#define SAMPLE_SEED 7

/**
 * CsWelcome:
 *
 * The page of a program without a workspace, and the one from which others are begun or opened.
 * Making a workspace takes a second or two, on a thread of its own; meanwhile the page says so.
 */
struct _CsWelcome {
  AdwBin parent_instance;

  CsSession *session; /* (owned) (nullable) */
  gboolean is_moving; /* the workspace that is open, to a server */

  GStrv packs; /* (owned) (nullable) ids of those that have a sample */

  GtkStack *pages;            /* template: "welcome", "connect" */
  CsConnectPage *connect;     /* template */
  CsPage *page;               /* template */
  AdwPreferencesGroup *whose; /* template */
  AdwComboRow *organisation;  /* template */
  GtkWidget *sample;          /* template */
  GtkWidget *start;           /* template */
  GtkWidget *join;            /* template */
  GtkStack *stack;            /* template: "choose", "busy" */
  AdwPreferencesGroup *known; /* template */
  GtkListBox *list;           /* template */
};

G_DEFINE_FINAL_TYPE (CsWelcome, cs_welcome, ADW_TYPE_BIN)

enum { SIGNAL_OPEN, N_SIGNALS };
static guint signals[N_SIGNALS];

typedef struct {
  CsWelcome *self; /* (owned) */
  char *folder;
  char *view; /* (nullable) what is shown first */
} Making;

static void
making_free (Making *making)
{
  g_object_unref (making->self);
  g_free (making->folder);
  g_free (making->view);
  g_free (making);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Making, making_free)

/* The organisation chosen; NULL where none has a sample. */
static const char *
chosen_pack (CsWelcome *self)
{
  guint at = adw_combo_row_get_selected (self->organisation);

  return self->packs != NULL && at < g_strv_length (self->packs) ? self->packs[at] : NULL;
}

static void
set_busy (CsWelcome *self, gboolean is_busy)
{
  gtk_stack_set_visible_child_name (self->stack, is_busy ? "busy" : "choose");
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "welcome.sample",
                                 !is_busy && chosen_pack (self) != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "welcome.start", !is_busy);
}

static void
open_workspace (CsWelcome *self, const char *folder, const char *view)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0, folder, view);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Making) making = data;
  g_autoptr (GError) error = NULL;

  set_busy (making->self, FALSE);
  if (cs_workspace_create_finish (result, &error))
    open_workspace (making->self, making->folder, making->view);
  else
    cs_alert_tell (GTK_WIDGET (making->self),
                   _ ("The Workspace Could Not Be Made"),
                   error->message);
}

static void
make (CsWelcome *self, const char *folder, const CsCreateOptions *options, const char *view)
{
  Making *making = g_new0 (Making, 1);

  making->self = g_object_ref (self);
  making->folder = g_strdup (folder);
  making->view = g_strdup (view);
  set_busy (self, TRUE);
  cs_announce (GTK_WIDGET (self), _ ("The workspace is being made"));
  cs_workspace_create_async (folder,
                             options,
                             cs_session_get_time_source (self->session),
                             made_cb,
                             making);
}

static void
sample_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWelcome *self = CS_WELCOME (widget);
  const char *pack = chosen_pack (self);
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = pack, .seed = SAMPLE_SEED};
  g_autofree char *folder = pack != NULL ? cs_shelf_dup_sample (pack) : NULL;

  if (folder == NULL)
    return;

  if (cs_shelf_has (folder))
    open_workspace (self, folder, "inbox");
  else
    make (self, folder, &options, "inbox");
}

static void
accept_cb (CsWelcome *self, CsPersonDialog *dialog)
{
  g_autofree char *shelf = cs_shelf_dup_folder ();
  g_autofree char *title = NULL;
  g_autofree char *folder = NULL;
  CsCreateOptions options = {.kind = CS_CREATE_EMPTY};
  CsPersonAnswer answer;

  cs_person_dialog_get_answer (dialog, &answer);
  title = cs_text_dup (answer.pack->title, cs_field_context_get_language ());
  folder = cs_shelf_dup_free_place (shelf, title);
  options.person_name = answer.name;
  options.person_mail = answer.mail;
  options.region = answer.region;
  options.pack = answer.pack->id;
  options.roles = answer.roles;
  make (self, folder, &options, "people");
  cs_dialog_close (CS_DIALOG (dialog));
}

static void
start_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPersonDialog *dialog = cs_person_dialog_new_to_start (chosen_pack (CS_WELCOME (widget)));

  g_signal_connect_object (dialog, "accept", G_CALLBACK (accept_cb), widget, G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), widget);
}

static void
row_activated_cb (CsWelcome *self, GtkListBoxRow *row)
{
  open_workspace (self, g_object_get_data (G_OBJECT (row), "folder"), NULL);
}

static void
add_known (CsWelcome *self, const char *folder)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *title = g_filename_display_basename (folder);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "folder", g_strdup (folder), g_free);
  gtk_list_box_append (self->list, row);
}

static void
show_known (CsWelcome *self)
{
  g_autofree char *shelf = cs_shelf_dup_folder ();
  g_autoptr (GPtrArray) known = cs_shelf_list (shelf);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < known->len; i++)
    add_known (self, known->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->known), known->len > 0);
}

/* The organisations whose process can be looked at, once: reading their packs takes a moment. */
static void
show_organisations (CsWelcome *self)
{
  g_autoptr (GtkStringList) titles = NULL;

  if (self->packs != NULL)
    return;
  titles = gtk_string_list_new (NULL);
  self->packs = cs_stories_list_packs ();
  for (gsize i = 0; self->packs[i] != NULL; i++) {
    g_autofree char *path = g_build_filename (cs_installation_get_data_folder (),
                                              "packs",
                                              self->packs[i],
                                              "pack.json",
                                              NULL);
    g_autoptr (CsPack) pack = cs_pack_load (path, NULL);
    g_autofree char *title =
        pack != NULL ? cs_text_dup (pack->title, cs_field_context_get_language ()) : NULL;

    gtk_string_list_append (titles, title != NULL ? title : self->packs[i]);
  }
  adw_combo_row_set_model (self->organisation, G_LIST_MODEL (titles));
  gtk_widget_set_visible (GTK_WIDGET (self->whose), g_strv_length (self->packs) > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "welcome.sample", self->packs[0] != NULL);
}

static void
back_cb (CsWelcome *self)
{
  open_workspace (self, NULL, NULL);
}

static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_welcome_show_connect (CS_WELCOME (widget), FALSE);
}

static void
connect_back_cb (CsWelcome *self)
{
  gtk_stack_set_visible_child_name (self->pages, "welcome");
  if (self->is_moving)
    open_workspace (self, NULL, NULL); /* which is still open */
}

static void
connected_cb (CsWelcome *self, const char *folder)
{
  gtk_stack_set_visible_child_name (self->pages, "welcome");
  open_workspace (self, folder, "inbox");
}

static void
cs_welcome_map (GtkWidget *widget)
{
  show_organisations (CS_WELCOME (widget));
  show_known (CS_WELCOME (widget));
  GTK_WIDGET_CLASS (cs_welcome_parent_class)->map (widget);
}

static void
cs_welcome_dispose (GObject *object)
{
  CsWelcome *self = CS_WELCOME (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->packs, g_strfreev);
  G_OBJECT_CLASS (cs_welcome_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_WELCOME);
}

static void
cs_welcome_class_init (CsWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_welcome_dispose;
  widget_class->map = cs_welcome_map;
  signals[SIGNAL_OPEN] = g_signal_new ("open",
                                       CS_TYPE_WELCOME,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       2,
                                       G_TYPE_STRING,
                                       G_TYPE_STRING);
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_CONNECT_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/cs-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, pages);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, connect);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, page);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, whose);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, organisation);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, sample);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, start);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, join);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, stack);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, known);
  gtk_widget_class_bind_template_child (widget_class, CsWelcome, list);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, connected_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "welcome.sample", NULL, sample_action);
  gtk_widget_class_install_action (widget_class, "welcome.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "welcome.connect", NULL, connect_action);
}

static void
cs_welcome_init (CsWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_button_name (self->sample, _ ("_Look Around With Sample Data"));
  cs_button_name (self->start, _ ("_Start on This Computer…"));
  cs_button_name (self->join, _ ("_Connect to Server…"));
}

/**
 * cs_welcome_set_session:
 *
 * Once, before it is shown.
 */
void
cs_welcome_set_session (CsWelcome *self, CsSession *session)
{
  g_return_if_fail (CS_IS_WELCOME (self) && self->session == NULL);
  self->session = g_object_ref (session);
  cs_connect_page_set_session (self->connect, session);
}

/**
 * cs_welcome_set_can_cancel:
 * @can_cancel: whether there is a workspace to go back to
 */
void
cs_welcome_set_can_cancel (CsWelcome *self, gboolean can_cancel)
{
  g_return_if_fail (CS_IS_WELCOME (self));
  cs_page_set_pushed (self->page, can_cancel);
}

/**
 * cs_welcome_show_connect:
 * @is_moving: whether the workspace that is open moves there
 *
 * Shows the page that asks for the address of a server.
 */
void
cs_welcome_show_connect (CsWelcome *self, gboolean is_moving)
{
  g_return_if_fail (CS_IS_WELCOME (self));

  self->is_moving = is_moving;
  gtk_stack_set_visible_child_name (self->pages, "connect");
  cs_connect_page_begin (self->connect, is_moving);
}
