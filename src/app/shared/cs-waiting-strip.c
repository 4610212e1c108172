/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-waiting-strip.h"

#include "cs-banner.h"
#include "cs-sync-watch.h"

#include <glib/gi18n-lib.h>

/**
 * CsWaitingStrip:
 *
 * “Approved, not sent yet” with Recall until it has left; “Not counted: already approved by P.
 * Menon” with a way to what was typed (ux: Taking a decision). Nothing for a local workspace.
 */
struct _CsWaitingStrip {
  AdwBin parent_instance;

  CsSyncWatch *watch; /* (owned) (nullable) */
  char *request;      /* (nullable) id */
  char *waiting;      /* (nullable) id of what Recall takes back */
  gboolean is_loading, is_stale;

  CsBanner *banner; /* child */
};

G_DEFINE_FINAL_TYPE (CsWaitingStrip, cs_waiting_strip, ADW_TYPE_BIN)

/* Refused things first, then the newest that waits. */
static const CsActivity *
choose (const GPtrArray *activities, const char *request)
{
  const CsActivity *chosen = NULL;

  for (guint i = 0; i < activities->len; i++) {
    const CsActivity *activity = activities->pdata[i];

    if (g_strcmp0 (activity->request, request) != 0 || activity->state == CS_ACTIVITY_ACCEPTED)
      continue;
    if (cs_activity_text_is_trouble (activity))
      return activity;
    chosen = activity;
  }
  return chosen;
}

static void
show_trouble (CsWaitingStrip *self, const CsActivity *activity)
{
  CsSession *session = cs_sync_watch_get_session (self->watch);
  g_autofree char *reason = cs_activity_text_dup_reason (activity,
                                                         cs_session_get_format (session),
                                                         cs_session_get_now (session));
  g_autofree char *text = g_strdup_printf (_ ("Not counted: %s"), reason);

  cs_banner_set_title (self->banner, text);
  cs_banner_set_button_label (self->banner, _ ("_Review…"));
  cs_banner_set_action_name (self->banner, "shared.activity");
  gtk_widget_add_css_class (GTK_WIDGET (self->banner), "cs-refused");
}

static void
show_waiting (CsWaitingStrip *self, const CsActivity *activity)
{
  gboolean can_recall = activity->state == CS_ACTIVITY_WAITING;
  g_autofree char *text = cs_activity_text_dup_badge (activity);

  self->waiting = can_recall ? g_strdup (activity->id) : NULL;
  cs_banner_set_title (self->banner, text);
  cs_banner_set_button_label (self->banner, can_recall ? _ ("Re_call") : NULL);
  cs_banner_set_action_name (self->banner, can_recall ? "waiting.recall" : NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->banner), "cs-refused");
}

static void
show (CsWaitingStrip *self, const CsActivity *activity)
{
  g_clear_pointer (&self->waiting, g_free);
  if (activity != NULL && cs_activity_text_is_trouble (activity))
    show_trouble (self, activity);
  else if (activity != NULL)
    show_waiting (self, activity);
  cs_banner_set_revealed (self->banner, activity != NULL);
}

static void load (CsWaitingStrip *self);

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsWaitingStrip) self = data;
  g_autoptr (GPtrArray) activities =
      cs_workspace_list_activity_finish (CS_WORKSPACE (source), result, NULL);

  self->is_loading = FALSE;
  if (activities == NULL || self->watch == NULL)
    return;
  if (self->is_stale)
    load (self);
  else
    show (self, choose (activities, self->request));
}

static void
load (CsWaitingStrip *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (cs_sync_watch_get_session (self->watch));

  if (workspace == NULL || self->request == NULL || cs_sync_watch_get_look (self->watch) == NULL) {
    show (self, NULL);
    return;
  }
  self->is_stale = self->is_loading;
  if (self->is_loading)
    return;
  self->is_loading = TRUE;
  cs_workspace_list_activity_async (workspace, NULL, listed_cb, g_object_ref (self));
}

static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsWaitingStrip) self = data;
  g_autoptr (GError) error = NULL;

  if (self->watch == NULL)
    return;
  if (!cs_workspace_recall_finish (CS_WORKSPACE (source), result, &error))
    cs_session_toast_error (cs_sync_watch_get_session (self->watch),
                            _ ("Too late to recall"),
                            error);
  if (cs_workspace_get_sync (CS_WORKSPACE (source)) != NULL)
    cs_sync_nudge (cs_workspace_get_sync (CS_WORKSPACE (source)));
  load (self);
}

static void
recall_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsWaitingStrip *self = CS_WAITING_STRIP (widget);

  if (self->waiting != NULL)
    cs_workspace_recall_async (cs_session_get_workspace (cs_sync_watch_get_session (self->watch)),
                               self->waiting,
                               recalled_cb,
                               g_object_ref (self));
}

static void
cs_waiting_strip_dispose (GObject *object)
{
  CsWaitingStrip *self = CS_WAITING_STRIP (object);

  g_clear_object (&self->watch);
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->waiting, g_free);
  G_OBJECT_CLASS (cs_waiting_strip_parent_class)->dispose (object);
}

static void
cs_waiting_strip_class_init (CsWaitingStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_waiting_strip_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "waiting.recall", NULL, recall_action);
}

static void
cs_waiting_strip_init (CsWaitingStrip *self)
{
  self->banner = CS_BANNER (cs_banner_new ());
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

/**
 * cs_waiting_strip_set_session:
 *
 * Once, before something is shown.
 */
void
cs_waiting_strip_set_session (CsWaitingStrip *self, CsSession *session)
{
  g_return_if_fail (CS_IS_WAITING_STRIP (self) && self->watch == NULL);

  self->watch = cs_sync_watch_new (session);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
}

/**
 * cs_waiting_strip_show_request:
 * @request: (nullable): id of what is shown below
 */
void
cs_waiting_strip_show_request (CsWaitingStrip *self, const char *request)
{
  g_return_if_fail (CS_IS_WAITING_STRIP (self) && self->watch != NULL);

  if (g_strcmp0 (request, self->request) == 0)
    return;
  g_free (self->request);
  self->request = g_strdup (request);
  show (self, NULL);
  load (self);
}
