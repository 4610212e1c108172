/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-window.h"

#include "cs-alert.h"
#include "cs-announce.h"
#include "cs-application.h"
#include "cs-away-banner.h"
#include "cs-banner.h"
#include "cs-button.h"
#include "cs-commands.h"
#include "cs-finder.h"
#include "cs-focus.h"
#include "cs-page-order.h"
#include "cs-pane.h"
#include "cs-places.h"
#include "cs-shared-actions.h"
#include "cs-sidebar.h"
#include "cs-sync-banner.h"
#include "cs-toasts.h"
#include "cs-undo.h"
#include "cs-views.h"
#include "cs-welcome.h"

#include <glib/gi18n-lib.h>

#define SPINNER_MSEC 400

/**
 * CsWindow:
 *
 * Maps names of views and pages to screens, keeps the way through them, and carries the actions
 * that belong to the window. Decisions are in the group "decide", which is not exported on the
 * session bus as the groups "app" and "win" are.
 */
struct _CsWindow {
  AdwApplicationWindow parent_instance;

  CsSession *session; /* (owned) */
  CsPlaces *places;
  GSimpleActionGroup *decisions;
  CsToasts *toasts; /* (owned) */
  GtkWidget *page;  /* (nullable) (borrowed) the screen opened over a view */
  gboolean is_watching;
  guint spinner_source; /* shows that something is under way, once it takes long */

  GtkStack *stack;       /* template: "welcome", "loading", "main" */
  CsWelcome *welcome;    /* (nullable) (borrowed) made when it is first shown */
  AdwBin *welcome_place; /* template */
  GtkWidget *spinner;    /* template: of "loading" */
  CsPane *pane;          /* template */
  CsSidebar *sidebar;    /* template */
  GtkStack *screens;     /* template */
  CsBanner *banner;      /* template */
  CsAwayBanner *away;    /* template */
  CsSyncBanner *sync;    /* template */
  GtkLabel *status;      /* template */
};

G_DEFINE_FINAL_TYPE (CsWindow, cs_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- screens --- */

static CsScreen *
current_screen (CsWindow *self)
{
  GtkWidget *child = gtk_stack_get_visible_child (self->screens);

  return CS_IS_SCREEN (child) ? CS_SCREEN (child) : NULL;
}

static GtkWidget *
view_widget (CsWindow *self, const CsViewDef *view)
{
  GtkWidget *child = gtk_stack_get_child_by_name (self->screens, view->id);

  if (child == NULL) {
    child = g_object_new (view->get_type (), "session", self->session, NULL);
    gtk_stack_add_named (self->screens, child, view->id);
  }
  return child;
}

static void
show_place (CsWindow *self, const CsPlace *place)
{
  const CsViewDef *view = cs_views_find (place->view);
  const CsPageDef *page = place->page != NULL ? cs_views_find_page (place->page) : NULL;
  GtkWidget *old_page = self->page;
  GtkWidget *child;

  if (page != NULL) {
    child = g_object_new (page->get_type (), "session", self->session, "key", place->key, NULL);
    gtk_stack_add_child (self->screens, child);
    self->page = child;
  } else {
    child = view_widget (self, view);
    self->page = NULL;
  }
  gtk_stack_set_visible_child (self->screens, child);
  if (old_page != NULL)
    gtk_stack_remove (self->screens, old_page);
  cs_sidebar_select (self->sidebar, place->view);
  cs_pane_set_show_end (self->pane, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "win.go-forward",
                                 cs_places_can_go_forward (self->places));
}

/* All but one of them, if that is given. */
static void
remove_screens (CsWindow *self, GtkWidget *but)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->screens));

  self->page = but;
  while (child != NULL) {
    GtkWidget *next = gtk_widget_get_next_sibling (child);

    if (child != but)
      gtk_stack_remove (self->screens, child);
    child = next;
  }
}

static gboolean
may_leave (CsWindow *self)
{
  CsScreen *screen = current_screen (self);

  return screen == NULL || cs_screen_may_leave (screen);
}

/* --- actions --- */

static void
next_pane_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  cs_page_order_move_focus (GTK_WIDGET (self->pane),
                            g_strcmp0 (name, "win.next-pane") == 0 ? 1 : -1);
}

static void
go_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  CsPage *page = cs_page_order_get_last (GTK_WIDGET (self->pane));
  const CsPlace *place;

  if (!may_leave (self))
    return;
  if (self->page == NULL && page != NULL && !cs_page_get_pushed (page) && cs_page_go_back (page))
    return;
  place = cs_places_back (self->places);
  if (place != NULL)
    show_place (self, place);
}

static void
go_forward_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);
  const CsPlace *place = may_leave (self) ? cs_places_forward (self->places) : NULL;

  if (place != NULL)
    show_place (self, place);
}

static void
toggle_sidebar_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  if (cs_pane_get_folded (self->pane))
    cs_pane_set_show_end (self->pane, !cs_pane_get_show_end (self->pane));
  else
    cs_pane_set_show_start (self->pane, !cs_pane_get_show_start (self->pane));
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  if (cs_pane_get_folded (self->pane))
    cs_pane_set_show_end (self->pane, FALSE);
  else
    cs_pane_set_show_start (self->pane, TRUE);
  cs_sidebar_open_menu (self->sidebar);
}

/* "win.search" → "screen.search" of the screen that is shown. */
static void
screen_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsScreen *screen = current_screen (CS_WINDOW (widget));
  g_autofree char *action = g_strconcat ("screen.", name + strlen ("win."), NULL);

  if (screen != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (screen), action, parameter);
}

static void
palette_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  cs_finder_present_commands (self, self->decisions);
}

static void
go_to_request_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  if (cs_session_get_workspace (self->session) != NULL)
    cs_finder_present_requests (self, self->session);
}

/* What the welcome page asks for. */
static void
open_cb (CsWindow *self, const char *folder, const char *view)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (workspace != NULL &&
      (folder == NULL || g_strcmp0 (folder, cs_workspace_get_folder (workspace)) == 0))
    gtk_stack_set_visible_child_name (self->stack, "main");
  else if (folder != NULL)
    cs_application_open_workspace (CS_APPLICATION (application), folder, view);
}

/* Most starts show no welcome: they need not wait for it. */
static void
ensure_welcome (CsWindow *self)
{
  if (self->welcome != NULL)
    return;
  self->welcome = g_object_new (CS_TYPE_WELCOME, NULL);
  cs_welcome_set_session (self->welcome, self->session);
  g_signal_connect_object (self->welcome, "open", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->welcome_place, GTK_WIDGET (self->welcome));
}

static void
welcome_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWindow *self = CS_WINDOW (widget);

  ensure_welcome (self);
  cs_welcome_set_can_cancel (self->welcome, cs_session_get_workspace (self->session) != NULL);
  gtk_stack_set_visible_child_name (self->stack, "welcome");
}

static void
connect_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  welcome_action (widget, name, parameter);
  cs_welcome_show_connect (CS_WINDOW (widget)->welcome, g_str_equal (name, "win.move-to-server"));
}

static void
undo_cb (CsWindow *self)
{
  cs_undo_undo_newest (cs_session_get_undo (self->session));
}

/* --- toasts --- */

void
cs_window_show_toast (CsWindow *self,
                      const char *text,
                      const char *button_label,
                      const char *action_name)
{
  CsPage *page;

  g_return_if_fail (CS_IS_WINDOW (self));

  cs_announce (GTK_WIDGET (self), text);
  page = cs_page_order_get_last (GTK_WIDGET (self->pane));
  if (page != NULL)
    cs_page_add_toast (page, cs_toasts_make (self->toasts, text, button_label, action_name));
}

/**
 * cs_window_dismiss_toast:
 * @text: of a toast with a button, whose time is over
 */
void
cs_window_dismiss_toast (CsWindow *self, const char *text)
{
  g_return_if_fail (CS_IS_WINDOW (self));

  cs_toasts_dismiss (self->toasts, text);
}

/* --- workspace --- */

static void
workspace_cb (CsWindow *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  remove_screens (self, NULL);
  g_clear_pointer (&self->places, cs_places_free);
  self->places = cs_places_new ();
  if (workspace == NULL) {
    gtk_stack_set_visible_child_name (self->stack, "welcome");
    return;
  }
  cs_banner_set_revealed (self->banner, cs_workspace_is_sample (workspace));
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "win.move-to-server",
                                 cs_workspace_get_sync (workspace) == NULL &&
                                     !cs_workspace_is_sample (workspace));
  gtk_stack_set_visible_child_name (self->stack, "main");
}

/* Another person acts: what they may see differs, so pages over a view are left, but for those that
 * follow. */
static void
person_cb (CsWindow *self)
{
  const CsPlace *place = cs_places_get_current (self->places);
  g_autofree char *view = place != NULL ? g_strdup (place->view) : NULL;

  if (view == NULL || cs_session_get_workspace (self->session) == NULL)
    return;
  if (place->page != NULL && cs_views_find_page (place->page)->stays) {
    remove_screens (self, self->page);
    return;
  }
  remove_screens (self, NULL);
  g_clear_pointer (&self->places, cs_places_free);
  self->places = cs_places_new ();
  cs_window_show_view (self, view);
}

static void
undo_label_cb (CsWindow *self)
{
  CsUndo *undo = cs_session_get_undo (self->session);
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->decisions), "undo");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), cs_undo_get_undo_label (undo) != NULL);
}

/* --- life --- */

static void
cs_window_map (GtkWidget *widget)
{
  CsWindow *self = CS_WINDOW (widget);

  GTK_WIDGET_CLASS (cs_window_parent_class)->map (widget);
  if (!self->is_watching) {
    self->is_watching = TRUE;
    cs_session_watch_minutes (self->session, TRUE);
  }
}

static void
cs_window_unmap (GtkWidget *widget)
{
  CsWindow *self = CS_WINDOW (widget);

  if (self->is_watching) {
    self->is_watching = FALSE;
    cs_session_watch_minutes (self->session, FALSE);
  }
  GTK_WIDGET_CLASS (cs_window_parent_class)->unmap (widget);
}

static gboolean
cs_window_close_request (GtkWindow *window)
{
  CsWindow *self = CS_WINDOW (window);
  GSettings *settings = cs_session_get_settings (self->session);
  int width, height;

  if (!may_leave (self))
    return GDK_EVENT_STOP;
  gtk_window_get_default_size (window, &width, &height);
  if (!gtk_window_is_maximized (window)) {
    g_settings_set_int (settings, "window-width", MAX (width, 360));
    g_settings_set_int (settings, "window-height", MAX (height, 294));
  }
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  return GTK_WINDOW_CLASS (cs_window_parent_class)->close_request (window);
}

static void
cs_window_dispose (GObject *object)
{
  CsWindow *self = CS_WINDOW (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  if (self->screens != NULL)
    remove_screens (self, NULL);
  g_clear_pointer (&self->places, cs_places_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_window_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_WINDOW);
}

static void
cs_window_finalize (GObject *object)
{
  g_clear_object (&CS_WINDOW (object)->decisions);
  g_clear_object (&CS_WINDOW (object)->toasts);
  G_OBJECT_CLASS (cs_window_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const char *const of_screens[] = {
      "win.search",
      "win.select-mode",
      "win.select-all",
      "win.select-none",
      "win.print",
      "win.show-table",
      "win.copy-link",
      "win.next-change",
      "win.previous-change",
      "win.save",
      "win.toggle-board",
  };

  gtk_widget_class_install_action (widget_class, "win.next-pane", NULL, next_pane_action);
  gtk_widget_class_install_action (widget_class, "win.previous-pane", NULL, next_pane_action);
  gtk_widget_class_install_action (widget_class, "win.go-back", NULL, go_back_action);
  gtk_widget_class_install_action (widget_class, "win.go-forward", NULL, go_forward_action);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.palette", NULL, palette_action);
  gtk_widget_class_install_action (widget_class, "win.go-to-request", NULL, go_to_request_action);
  gtk_widget_class_install_action (widget_class, "win.welcome", NULL, welcome_action);
  gtk_widget_class_install_action (widget_class, "win.connect", NULL, connect_action);
  gtk_widget_class_install_action (widget_class, "win.move-to-server", NULL, connect_action);
  for (guint i = 0; i < G_N_ELEMENTS (of_screens); i++)
    gtk_widget_class_install_action (widget_class, of_screens[i], NULL, screen_action);
}

static void
cs_window_class_init (CsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_window_dispose;
  object_class->finalize = cs_window_finalize;
  widget_class->map = cs_window_map;
  widget_class->unmap = cs_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = cs_window_close_request;
  g_type_ensure (CS_TYPE_PANE);
  g_type_ensure (CS_TYPE_SIDEBAR);
  g_type_ensure (CS_TYPE_AWAY_BANNER);
  g_type_ensure (CS_TYPE_BANNER);
  g_type_ensure (CS_TYPE_SYNC_BANNER);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/cs-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, welcome_place);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, pane);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, screens);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, away);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, sync);
  gtk_widget_class_bind_template_child (widget_class, CsWindow, status);
  gtk_widget_class_bind_template_callback (widget_class, cs_window_show_view);
  gtk_widget_class_bind_template_callback (widget_class, ensure_welcome);
}

static void
cs_window_init (CsWindow *self)
{
  const GActionEntry entries[] = {{.name = "undo"}};
  GAction *undo;

  self->toasts = cs_toasts_new ();
  self->places = cs_places_new ();
  self->decisions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->decisions),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   self);
  undo = g_action_map_lookup_action (G_ACTION_MAP (self->decisions), "undo");
  g_simple_action_set_enabled (G_SIMPLE_ACTION (undo), FALSE);
  g_signal_connect_object (undo, "activate", G_CALLBACK (undo_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "decide", G_ACTION_GROUP (self->decisions));
  cs_commands_add_bubble_keys (GTK_WIDGET (self));
  cs_style_follow (GTK_WIDGET (self));
  cs_focus_keep (GTK_WINDOW (self));
  cs_announce_set_status (GTK_WIDGET (self), self->status);
}

/**
 * cs_window_new:
 *
 * Returns: (transfer none): a window of @application, not shown yet
 */
CsWindow *
cs_window_new (GtkApplication *application, CsSession *session)
{
  CsWindow *self = g_object_new (CS_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = cs_session_get_settings (session);
  g_autoptr (GSimpleActionGroup) shared = NULL;

  self->session = g_object_ref (session);
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  cs_sidebar_set_session (self->sidebar, session);
  cs_away_banner_set_session (self->away, session);
  cs_sync_banner_set_session (self->sync, session);
  shared = cs_shared_actions_new (session, GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "shared", G_ACTION_GROUP (shared));
  g_signal_connect_object (session,
                           "notify::workspace",
                           G_CALLBACK (workspace_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session,
                           "notify::person",
                           G_CALLBACK (person_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (cs_session_get_undo (session),
                           "notify::undo-label",
                           G_CALLBACK (undo_label_cb),
                           self,
                           G_CONNECT_SWAPPED);
  workspace_cb (self);
  return self;
}

/**
 * cs_window_show_view:
 * @view: id; an unknown one changes nothing
 */
void
cs_window_show_view (CsWindow *self, const char *view)
{
  g_return_if_fail (CS_IS_WINDOW (self));

  if (cs_session_get_workspace (self->session) == NULL || cs_views_find (view) == NULL ||
      !may_leave (self))
    return;
  gtk_stack_set_visible_child_name (self->stack, "main");
  cs_places_go (self->places, view, NULL, NULL);
  show_place (self, cs_places_get_current (self->places));
}

/**
 * cs_window_open_page:
 * @page: id; an unknown one changes nothing
 * @key: (nullable): what it shows
 */
void
cs_window_open_page (CsWindow *self, const char *page, const char *key)
{
  const CsPlace *place;
  g_autofree char *view = NULL;

  g_return_if_fail (CS_IS_WINDOW (self));

  if (cs_session_get_workspace (self->session) == NULL || cs_views_find_page (page) == NULL ||
      !may_leave (self))
    return;
  gtk_stack_set_visible_child_name (self->stack, "main");
  place = cs_places_get_current (self->places);
  view = g_strdup (place != NULL ? place->view : "requests");
  if (place == NULL)
    cs_places_go (self->places, view, NULL, NULL);
  cs_places_go (self->places, view, page, key);
  show_place (self, cs_places_get_current (self->places));
}

const char *
cs_window_get_view (CsWindow *self)
{
  const CsPlace *place;

  g_return_val_if_fail (CS_IS_WINDOW (self), NULL);
  place = cs_places_get_current (self->places);
  return place != NULL ? place->view : NULL;
}

static void
spinner_cb (gpointer data)
{
  CsWindow *self = data;

  self->spinner_source = 0;
  gtk_widget_show (self->spinner);
}

/**
 * cs_window_show_loading:
 *
 * A workspace is being opened; the window waits for the session to have it. Most are open before a
 * spinner would have turned once, so that it comes a little later.
 */
void
cs_window_show_loading (CsWindow *self)
{
  g_return_if_fail (CS_IS_WINDOW (self));
  gtk_stack_set_visible_child_name (self->stack, "loading");
  gtk_widget_hide (self->spinner);
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  self->spinner_source = g_timeout_add_once (SPINNER_MSEC, spinner_cb, self);
}

/**
 * cs_window_show_error:
 *
 * Says on the welcome page why a workspace could not be opened.
 */
void
cs_window_show_error (CsWindow *self, const char *heading, const char *text)
{
  g_return_if_fail (CS_IS_WINDOW (self));

  gtk_stack_set_visible_child_name (self->stack, "welcome");
  cs_alert_tell (GTK_WIDGET (self), heading, text);
}

void
cs_window_add_decisions (CsWindow *self, GActionMap *decisions, const char *const *names)
{
  g_return_if_fail (CS_IS_WINDOW (self));

  for (guint i = 0; names[i] != NULL; i++) {
    GAction *action = g_action_map_lookup_action (decisions, names[i]);
    if (action != NULL)
      g_action_map_add_action (G_ACTION_MAP (self->decisions), action);
  }
}

void
cs_window_remove_decisions (CsWindow *self, GActionMap *decisions, const char *const *names)
{
  g_return_if_fail (CS_IS_WINDOW (self));

  for (guint i = 0; names[i] != NULL; i++) {
    GAction *action = g_action_map_lookup_action (decisions, names[i]);
    if (action != NULL &&
        g_action_map_lookup_action (G_ACTION_MAP (self->decisions), names[i]) == action)
      g_action_map_remove_action (G_ACTION_MAP (self->decisions), names[i]);
  }
}

/**
 * cs_window_get_decisions:
 *
 * Returns: (transfer none): the group "decide" as it is now
 */
GActionGroup *
cs_window_get_decisions (CsWindow *self)
{
  g_return_val_if_fail (CS_IS_WINDOW (self), NULL);
  return G_ACTION_GROUP (self->decisions);
}
