/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-application.h"

#include "cs-about.h"
#include "cs-autostart.h"
#include "cs-away-dialog.h"
#include "cs-commands.h"
#include "cs-file-dialog.h"
#include "cs-link.h"
#include "cs-notifier.h"
#include "cs-number-search.h"
#include "cs-preferences.h"
#include "cs-shortcuts.h"
#include "cs-undo.h"
#include "cs-uuid.h"
#include "cs-views.h"
#include "cs-window.h"

#include <glib/gi18n-lib.h>

#define RESOURCE_PATH "/io/github/countersign/Countersign"
#define HELP_URI      "help:countersign"

/**
 * CsApplication:
 *
 * One process for one workspace. The actions of the group "app" are exported on the session bus, so
 * they only lead somewhere or open what a person has to finish; none of them changes data.
 */
struct _CsApplication {
  AdwApplication parent_instance;

  CsSession *session;        /* (owned) (nullable) until startup */
  CsTimeSource *time_source; /* (owned) */
  char *folder;              /* (nullable) --workspace */
  char *wanted_view;         /* (nullable) shown when the workspace is open */
  char *wanted_request;      /* (nullable) id or number */
  gboolean is_opening;
  gboolean is_background; /* --background: no window at the first activation */
  gboolean is_held;       /* something is under way */
  gboolean is_staying;    /* held while no window is there */

  CsNotifier *notifier; /* (owned) (nullable) until startup */
};

G_DEFINE_FINAL_TYPE (CsApplication, cs_application, ADW_TYPE_APPLICATION)

static CsWindow *
window_of (CsApplication *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *w = windows; w != NULL; w = w->next)
    if (CS_IS_WINDOW (w->data))
      return w->data;
  return NULL;
}

/**
 * cs_application_ensure_window:
 *
 * Returns: (transfer none): the window used last, or a new one; not presented
 */
GtkWindow *
cs_application_ensure_window (CsApplication *self)
{
  CsWindow *window;

  g_return_val_if_fail (CS_IS_APPLICATION (self), NULL);

  window = window_of (self);
  if (window == NULL) {
    window = cs_window_new (GTK_APPLICATION (self), self->session);
    if (self->is_opening)
      cs_window_show_loading (window);
  }
  return GTK_WINDOW (window);
}

/* --- where to go --- */

static const char *
start_view (CsApplication *self)
{
  GSettings *settings = cs_session_get_settings (self->session);
  g_autofree char *view = g_settings_get_string (settings, "start-view");
  const CsViewDef *found = cs_views_find (view);

  return found != NULL ? found->id : "inbox";
}

static void
show_wanted (CsApplication *self)
{
  CsWindow *window = window_of (self);
  g_autofree char *view = g_steal_pointer (&self->wanted_view);
  g_autofree char *request = g_steal_pointer (&self->wanted_request);

  if (window == NULL || cs_session_get_workspace (self->session) == NULL) {
    self->wanted_view = g_steal_pointer (&view);
    self->wanted_request = g_steal_pointer (&request);
    return;
  }
  if (g_strcmp0 (view, "new-sow") == 0)
    cs_window_open_page (window, "scope", NULL);
  else if (view != NULL)
    cs_window_show_view (window, view);
  else if (cs_window_get_view (window) == NULL)
    cs_window_show_view (window, start_view (self));
  if (request != NULL && cs_uuid_is_valid (request))
    cs_window_open_page (window, "request", request);
  else if (request != NULL)
    cs_number_search (self->session, request);
}

static void
present (CsApplication *self)
{
  GtkWindow *window = cs_application_ensure_window (self);

  show_wanted (self);
  gtk_window_present (window);
}

/* --- the workspace --- */

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsApplication) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWorkspace) workspace = cs_workspace_open_finish (result, &error);
  CsWindow *window = window_of (self);

  self->is_opening = FALSE;
  g_application_release (G_APPLICATION (self));
  if (workspace == NULL) {
    if (window != NULL)
      cs_window_show_error (window, _ ("The Workspace Could Not Be Opened"), error->message);
    else
      g_warning ("The workspace could not be opened: %s", error->message);
    return;
  }
  if (self->folder == NULL)
    g_settings_set_string (cs_session_get_settings (self->session),
                           "workspace",
                           cs_workspace_get_folder (workspace));
  cs_session_set_workspace (self->session, workspace);
  cs_undo_recover (cs_session_get_undo (self->session));
  show_wanted (self);
}

/**
 * cs_application_open_workspace:
 * @folder: of a workspace
 * @view: (nullable): shown first
 *
 * Opens a workspace and shows it in place of the present one.
 */
void
cs_application_open_workspace (CsApplication *self, const char *folder, const char *view)
{
  CsWindow *window;

  g_return_if_fail (CS_IS_APPLICATION (self));

  if (self->is_opening)
    return;
  self->is_opening = TRUE;
  window = window_of (self);
  if (window != NULL)
    cs_window_show_loading (window);
  if (view != NULL) {
    g_free (self->wanted_view);
    self->wanted_view = g_strdup (view);
  }
  g_application_hold (G_APPLICATION (self));
  cs_workspace_open_async (folder, self->time_source, NULL, opened_cb, g_object_ref (self));
}

static void
open_first (CsApplication *self)
{
  g_autofree char *last = NULL;

  if (cs_session_get_workspace (self->session) != NULL || self->is_opening)
    return;
  last = g_settings_get_string (cs_session_get_settings (self->session), "workspace");
  if (self->folder != NULL)
    cs_application_open_workspace (self, self->folder, NULL);
  else if (*last != '\0' && g_file_test (last, G_FILE_TEST_IS_DIR))
    cs_application_open_workspace (self, last, NULL);
}

/* --- what sessions ask of windows --- */

static void
navigate_cb (CsApplication *self, const char *view, const char *page, const char *key)
{
  GtkWindow *window = cs_application_ensure_window (self);

  if (view != NULL)
    cs_window_show_view (CS_WINDOW (window), view);
  if (page != NULL)
    cs_window_open_page (CS_WINDOW (window), page, key);
  gtk_window_present (window);
}

static void
toast_cb (CsApplication *self, const char *text, const char *button, const char *action)
{
  CsWindow *window = window_of (self);

  if (window != NULL)
    cs_window_show_toast (window, text, button, action);
}

static void
dismiss_toast_cb (CsApplication *self, const char *text)
{
  for (GList *w = gtk_application_get_windows (GTK_APPLICATION (self)); w != NULL; w = w->next)
    if (CS_IS_WINDOW (w->data))
      cs_window_dismiss_toast (w->data, text);
}

/* Closing the window does not end the process before the last held decision is on its way. */
static void
pending_cb (CsApplication *self)
{
  gboolean is_pending = cs_undo_get_pending (cs_session_get_undo (self->session)) > 0;

  if (is_pending == self->is_held)
    return;
  self->is_held = is_pending;
  if (is_pending)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

/* The program stays without a window where the person wants deadlines watched. */
static void
stay (CsApplication *self, gboolean is_staying)
{
  if (is_staying == self->is_staying)
    return;
  self->is_staying = is_staying;
  if (is_staying)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

static void
background_cb (CsApplication *self)
{
  gboolean is_on =
      g_settings_get_boolean (cs_session_get_settings (self->session), "run-in-background");

  stay (self, is_on);
  cs_autostart_set (is_on);
}

static void
query_end_cb (CsApplication *self)
{
  cs_undo_release_all (cs_session_get_undo (self->session));
}

/* --- actions --- */

static void
show_view_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsApplication *self = data;

  g_free (self->wanted_view);
  self->wanted_view = g_variant_dup_string (parameter, NULL);
  present (self);
}

static void
show_request_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsApplication *self = data;

  g_free (self->wanted_request);
  self->wanted_request = g_variant_dup_string (parameter, NULL);
  present (self);
}

static void
new_sow_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsApplication *self = data;

  g_free (self->wanted_view);
  self->wanted_view = g_strdup ("new-sow");
  present (self);
}

static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsApplication *self = data;
  CsWindow *window = cs_window_new (GTK_APPLICATION (self), self->session);

  cs_window_show_view (window, start_view (self));
  gtk_window_present (GTK_WINDOW (window));
}

static void
preferences_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsApplication *self = data;

  cs_preferences_present (gtk_application_get_active_window (GTK_APPLICATION (self)),
                          self->session);
}

static void
away_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CsApplication *self = data;
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL && cs_session_get_workspace (self->session) != NULL)
    cs_away_dialog_present (GTK_WIDGET (window), self->session);
}

static void
shortcuts_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cs_shortcuts_present (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  cs_about_present (gtk_application_get_active_window (GTK_APPLICATION (data)));
}

static void
help_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (data));
  g_autoptr (GAppInfo) reader = g_app_info_get_default_for_uri_scheme ("help");

  if (reader != NULL && window != NULL)
    cs_open_uri (GTK_WIDGET (window), HELP_URI);
  else
    cs_shortcuts_present (window);
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  stay (data, FALSE);
  for (GList *w = windows; w != NULL; w = w->next)
    gtk_window_close (w->data);
  g_list_free (windows);
}

static void
add_actions (CsApplication *self)
{
  const GActionEntry entries[] = {
      {.name = "show-view", .activate = show_view_action, .parameter_type = "s"},
      {.name = "show-request", .activate = show_request_action, .parameter_type = "s"},
      {.name = "new-sow", .activate = new_sow_action},
      {.name = "new-window", .activate = new_window_action},
      {.name = "away", .activate = away_action},
      {.name = "preferences", .activate = preferences_action},
      {.name = "shortcuts", .activate = shortcuts_action},
      {.name = "help", .activate = help_action},
      {.name = "about", .activate = about_action},
      {.name = "quit", .activate = quit_action},
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* --- life --- */

static void
cs_application_startup (GApplication *application)
{
  CsApplication *self = CS_APPLICATION (application);
  g_autoptr (GSettings) settings = g_settings_new (CS_APPLICATION_ID);

  G_APPLICATION_CLASS (cs_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (CS_APPLICATION_ID);
  self->session = cs_session_new (self->time_source, settings);
  g_signal_connect_object (self->session,
                           "navigate",
                           G_CALLBACK (navigate_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session,
                           "dismiss-toast",
                           G_CALLBACK (dismiss_toast_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (self->session),
                           "notify::pending",
                           G_CALLBACK (pending_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "query-end", G_CALLBACK (query_end_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings,
                           "changed::run-in-background",
                           G_CALLBACK (background_cb),
                           self,
                           G_CONNECT_SWAPPED);
  self->notifier = cs_notifier_new (self->session, application);
  add_actions (self);
  cs_commands_install (GTK_APPLICATION (self));
}

static void
cs_application_activate (GApplication *application)
{
  CsApplication *self = CS_APPLICATION (application);

  open_first (self);
  if (self->is_background) {
    self->is_background = FALSE;
    stay (self, TRUE);
    return;
  }
  stay (self,
        g_settings_get_boolean (cs_session_get_settings (self->session), "run-in-background"));
  present (self);
}

static void
cs_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  CsApplication *self = CS_APPLICATION (application);

  for (int i = 0; i < n_files; i++) {
    g_autofree char *uri = g_file_get_uri (files[i]);
    g_autoptr (GError) error = NULL;
    CsLink link;
    if (!cs_link_parse (uri, &link, &error)) {
      g_message ("%s", error->message);
    } else if (link.server != NULL) {
      cs_session_toast (self->session, _ ("This link is for another server."));
    } else {
      g_free (self->wanted_request);
      self->wanted_request = g_strdup (link.key);
    }
    cs_link_clear (&link);
  }
  open_first (self);
  present (self);
}

/* Programs on different workspaces are different programs on the session bus. */
static void
take_workspace (CsApplication *self, const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (folder);
  g_autofree char *hash = NULL;
  g_autofree char *id = NULL;

  g_free (self->folder);
  self->folder = g_file_get_path (file);
  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->folder, -1);
  id = g_strdup_printf ("%s.W%.16s", CS_APPLICATION_ID, hash);
  g_application_set_application_id (G_APPLICATION (self), id);
}

static gboolean
take_options (CsApplication *self, GVariantDict *options)
{
  const char *text;
  CsInstant now;
  g_autoptr (GError) error = NULL;

  if (g_variant_dict_lookup (options, "log-level", "&s", &text))
    g_setenv ("G_MESSAGES_DEBUG", g_strcmp0 (text, "debug") == 0 ? "all" : text, TRUE);
  if (g_variant_dict_lookup (options, "workspace", "^&ay", &text))
    take_workspace (self, text);
  if (g_variant_dict_lookup (options, "now", "&s", &text)) {
    if (!cs_instant_parse (text, &now, &error)) {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
    g_clear_object (&self->time_source);
    self->time_source = cs_time_source_new_starting_at (now);
  }
  return TRUE;
}

static int
cs_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  CsApplication *self = CS_APPLICATION (application);
  g_autoptr (GError) error = NULL;
  const char *view = NULL;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("countersign %s\n", CS_VERSION);
    return 0;
  }
  if (!take_options (self, options))
    return 2;
  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  if (g_variant_dict_contains (options, "background")) {
    if (g_application_get_is_remote (application))
      return 0;
    self->is_background = TRUE;
  }
  if (g_variant_dict_contains (options, "new-window") &&
      g_application_get_is_remote (application)) {
    g_action_group_activate_action (G_ACTION_GROUP (self), "new-window", NULL);
    return 0;
  }
  if (g_variant_dict_lookup (options, "view", "&s", &view)) {
    if (g_application_get_is_remote (application)) {
      g_action_group_activate_action (G_ACTION_GROUP (self),
                                      "show-view",
                                      g_variant_new_string (view));
      return 0;
    }
    self->wanted_view = g_strdup (view);
  }
  return -1;
}

static void
cs_application_shutdown (GApplication *application)
{
  CsApplication *self = CS_APPLICATION (application);

  if (self->notifier != NULL)
    cs_notifier_close (self->notifier, 500);
  g_clear_object (&self->notifier);
  G_APPLICATION_CLASS (cs_application_parent_class)->shutdown (application);
}

static void
cs_application_finalize (GObject *object)
{
  CsApplication *self = CS_APPLICATION (object);

  g_clear_object (&self->session);
  g_clear_object (&self->time_source);
  g_free (self->folder);
  g_free (self->wanted_view);
  g_free (self->wanted_request);
  G_OBJECT_CLASS (cs_application_parent_class)->finalize (object);
}

static void
cs_application_class_init (CsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cs_application_finalize;
  application_class->startup = cs_application_startup;
  application_class->shutdown = cs_application_shutdown;
  application_class->activate = cs_application_activate;
  application_class->open = cs_application_open;
  application_class->handle_local_options = cs_application_handle_local_options;
}

static void
cs_application_init (CsApplication *self)
{
  const GOptionEntry entries[] = {
      {"version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL},
      {"workspace", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open this workspace"), N_ ("DIR")},
      {"view", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Show this view"), N_ ("NAME")},
      {"new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open a new window"), NULL},
      {"background", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Start without a window"), NULL},
      {"log-level", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Log more (debug)"), N_ ("LEVEL")},
      {"now", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL},
      {NULL}};

  self->time_source = cs_time_source_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

/**
 * cs_application_new:
 *
 * Returns: (transfer full) (nullable): the program; NULL, said on standard error, if its settings
 *   are not installed
 */
CsApplication *
cs_application_new (void)
{
  g_autoptr (GSettingsSchema) schema =
      g_settings_schema_source_lookup (g_settings_schema_source_get_default (),
                                       CS_APPLICATION_ID,
                                       TRUE);

  if (schema == NULL) {
    g_printerr ("%s\n",
                _ ("The settings of Countersign are not installed. Install the program, or set "
                   "GSETTINGS_SCHEMA_DIR to the folder “data” of its build."));
    return NULL;
  }
  return g_object_new (CS_TYPE_APPLICATION,
                       "application-id",
                       CS_APPLICATION_ID,
                       "resource-base-path",
                       RESOURCE_PATH,
                       "flags",
                       G_APPLICATION_HANDLES_OPEN,
                       NULL);
}

CsSession *
cs_application_get_session (CsApplication *self)
{
  g_return_val_if_fail (CS_IS_APPLICATION (self), NULL);
  return self->session;
}
