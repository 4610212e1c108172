/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-shared-actions.h"

#include "cs-alert.h"
#include "cs-sign-in-dialog.h"
#include "cs-sync-watch.h"

#include <glib/gi18n-lib.h>

typedef struct {
  CsSession *session;        /* (owned) */
  CsSyncWatch *watch;        /* (owned) */
  GSimpleActionGroup *group; /* (borrowed) it owns this */
  GtkWidget *window;         /* (borrowed) it owns the group */
} Shared;

static void
shared_free (gpointer data)
{
  Shared *self = data;

  g_signal_handlers_disconnect_by_data (self->watch, self);
  g_object_unref (self->watch);
  g_object_unref (self->session);
  g_free (self);
}

static void
activity_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shared *self = data;

  cs_session_open_page (self->session, "activity", NULL);
}

static void
sync_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shared *self = data;
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  CsSync *sync = workspace != NULL ? cs_workspace_get_sync (workspace) : NULL;

  if (sync != NULL)
    cs_sync_nudge (sync);
}

/* --- sign in --- */

static void
sign_in_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shared *self = data;
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  if (workspace != NULL && cs_workspace_get_credentials (workspace) != NULL)
    cs_dialog_present (CS_DIALOG (cs_sign_in_dialog_new (self->session)), self->window);
}

/* --- sign out --- */

static void
run_sign_out (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (cs_sign_out (data, FALSE, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsSession) session = data;
  CsWorkspace *workspace = cs_session_get_workspace (session);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    cs_session_toast_error (session, _ ("Not signed out"), error);
    return;
  }
  if (workspace != NULL && cs_workspace_get_sync (workspace) != NULL)
    cs_sync_nudge (cs_workspace_get_sync (workspace));
  cs_session_toast (session, _ ("Signed out"));
}

static void
sign_out_asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsSession) session = data;
  CsWorkspace *workspace = cs_session_get_workspace (session);
  CsCredentials *credentials = workspace != NULL ? cs_workspace_get_credentials (workspace) : NULL;
  g_autoptr (GTask) task = NULL;

  if (!cs_alert_run_finish (result) || credentials == NULL)
    return;
  task = g_task_new (workspace, NULL, signed_out_cb, g_steal_pointer (&session));
  g_task_set_source_tag (task, sign_out_asked_cb);
  g_task_set_task_data (task,
                        cs_credentials_ref (credentials),
                        (GDestroyNotify)cs_credentials_unref);
  g_task_run_in_thread (task, run_sign_out);
}

static char *
dup_unsent_warning (const CsSyncLook *look)
{
  if (look->waiting == 0)
    return g_strdup (_ ("What is on this computer stays here and can be read. Nothing new arrives "
                        "until you sign in again."));
  return g_strdup_printf (
      ngettext ("%d thing you did was not sent yet. It stays here and is sent when you sign in "
                "again; nobody else sees it until then.",
                "%d things you did were not sent yet. They stay here and are sent when you sign in "
                "again; nobody else sees them until then.",
                (gulong)look->waiting),
      (int)look->waiting);
}

static void
sign_out_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  Shared *self = data;
  const CsSyncLook *look = cs_sync_watch_get_look (self->watch);
  g_autofree char *body = look != NULL ? dup_unsent_warning (look) : NULL;
  const CsAlert alert = {.heading = _ ("Sign Out?"),
                         .body = body,
                         .accept = _ ("_Sign Out"),
                         .is_dangerous = TRUE};

  if (look != NULL)
    cs_alert_run_async (self->window, &alert, sign_out_asked_cb, g_object_ref (self->session));
}

/* --- which there are --- */

static void
update (Shared *self)
{
  static const char *const names[] = {"activity", "sync", "sign-in", "sign-out"};
  const CsSyncLook *look = cs_sync_watch_get_look (self->watch);
  gboolean is_out = look != NULL && look->state == CS_SYNC_SIGNED_OUT;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), names[i]);
    gboolean is_on = look != NULL;

    if (g_str_equal (names[i], "sign-in"))
      is_on = is_out || (look != NULL && look->needs_sign_in);
    else if (g_str_equal (names[i], "sign-out"))
      is_on = look != NULL && !is_out;
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), is_on);
  }
}

static void
changed_cb (CsSyncWatch *watch, gpointer data)
{
  update (data);
}

/**
 * cs_shared_actions_new:
 * @window: that owns the actions, and that dialogs stand over
 *
 * Returns: (transfer full): the group "shared": activity, sync, sign-in, sign-out; each enabled
 *   where it makes sense
 */
GSimpleActionGroup *
cs_shared_actions_new (CsSession *session, GtkWidget *window)
{
  static const GActionEntry entries[] = {{.name = "activity", .activate = activity_cb},
                                         {.name = "sync", .activate = sync_cb},
                                         {.name = "sign-in", .activate = sign_in_cb},
                                         {.name = "sign-out", .activate = sign_out_cb}};
  Shared *self = g_new0 (Shared, 1);

  self->session = g_object_ref (session);
  self->window = window;
  self->watch = cs_sync_watch_new (session);
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group),
                                   entries,
                                   G_N_ELEMENTS (entries),
                                   self);
  g_signal_connect_data (self->watch, "changed", G_CALLBACK (changed_cb), self, NULL, 0);
  g_object_set_data_full (G_OBJECT (self->group), "shared", self, shared_free);
  update (self);
  return self->group;
}
