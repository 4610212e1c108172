/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-activity-page.h"

#include "cs-button.h"
#include "cs-detail-row.h"
#include "cs-open-again.h"
#include "cs-sync-watch.h"

#include <glib/gi18n-lib.h>

/**
 * CsActivityPage:
 *
 * The queue, what was not counted with the words that were typed, and how it stands with the
 * server. Everything is read from the tables each time; nothing is counted beside them (ux: Frame).
 */
struct _CsActivityPage {
  CsScreen parent_instance;

  CsSyncWatch *watch;    /* (owned) (nullable) */
  GPtrArray *activities; /* (owned) (nullable) CsActivity, as shown */
  gboolean is_loading, is_stale;

  CsPage *page;    /* template */
  GtkWidget *send; /* template */
  GtkBox *box;     /* template */
};

G_DEFINE_FINAL_TYPE (CsActivityPage, cs_activity_page, CS_TYPE_SCREEN)

static const CsActivity *
find (CsActivityPage *self, const char *id)
{
  for (guint i = 0; self->activities != NULL && i < self->activities->len; i++) {
    const CsActivity *activity = self->activities->pdata[i];

    if (g_strcmp0 (activity->id, id) == 0)
      return activity;
  }
  return NULL;
}

/* --- rows --- */

static char *
dup_text (CsSession *session, const CsActivity *activity)
{
  g_autofree char *reason = cs_activity_text_dup_reason (activity,
                                                         cs_session_get_format (session),
                                                         cs_session_get_now (session));
  g_autofree char *changes = cs_activity_text_dup_changes (activity);
  g_autofree char *typed = cs_activity_text_dup_typed (activity);
  g_autoptr (GString) text = g_string_new (reason);

  if (changes != NULL)
    g_string_append_printf (text, "\n%s", changes);
  if (reason == NULL)
    return g_strdup (typed);
  if (typed != NULL) {
    g_string_append_c (text, '\n');
    /* Translators: what the person had typed */
    g_string_append_printf (text, _ ("You wrote: “%s”"), typed);
  }
  return g_strdup (text->str);
}

static void
add_buttons (CsDetailRow *row, const CsActivity *activity)
{
  GtkWidget *button;

  if (activity->request != NULL)
    cs_detail_row_add_button (row,
                              _ ("Open Request"),
                              "activity.open",
                              g_variant_new_string (activity->request));
  if (activity->state == CS_ACTIVITY_WAITING)
    cs_detail_row_add_button (row,
                              _ ("Recall"),
                              "activity.recall",
                              g_variant_new_string (activity->id));
  if (!cs_activity_text_is_trouble (activity))
    return;
  button = cs_detail_row_add_button (row,
                                     _ ("Use Again…"),
                                     "activity.use-again",
                                     g_variant_new_string (activity->id));
  gtk_widget_set_visible (button, activity->request != NULL);
  cs_detail_row_add_button (row,
                            _ ("Dismiss"),
                            "activity.dismiss",
                            g_variant_new_string (activity->id));
}

static GtkWidget *
row_new (CsActivityPage *self, const CsActivity *activity)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  const CsFormat *format = cs_session_get_format (session);
  gboolean is_trouble = cs_activity_text_is_trouble (activity);
  g_autofree char *title = cs_activity_text_dup_sentence (activity);
  g_autofree char *text = dup_text (session, activity);
  g_autofree char *note = cs_format_day_time (format, activity->made, cs_session_get_now (session));
  g_autofree char *exact = cs_format_exact (format, activity->made);
  CsDetailRow *row = cs_detail_row_new (cs_activity_text_get_icon (activity), title, text);

  cs_detail_row_set_note (row, note);
  cs_detail_row_set_tint (row, is_trouble ? "error" : "secondary");
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), exact);
  add_buttons (row, activity);
  return GTK_WIDGET (row);
}

static void
add_group (CsActivityPage *self, const char *heading, gboolean (*belongs) (const CsActivity *))
{
  GtkListBox *list = NULL;

  for (guint i = 0; i < self->activities->len; i++) {
    const CsActivity *activity = self->activities->pdata[i];

    if (!belongs (activity))
      continue;
    if (list == NULL)
      list = cs_detail_list_add (self->box, heading, NULL);
    gtk_list_box_append (list, row_new (self, activity));
  }
}

static gboolean
is_unsent (const CsActivity *activity)
{
  return activity->state == CS_ACTIVITY_WAITING;
}

static gboolean
is_sent (const CsActivity *activity)
{
  return activity->state == CS_ACTIVITY_SENT || activity->state == CS_ACTIVITY_ACCEPTED;
}

/* K-11: a server that was restored from a backup. */
static void
add_change (CsActivityPage *self, GtkListBox *list, CsSync *sync)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  CsInstant changed = sync != NULL ? cs_sync_get_history_changed (sync) : CS_INSTANT_NONE;
  CsDetailRow *row;
  g_autofree char *when = NULL;

  if (changed == CS_INSTANT_NONE)
    return;
  when =
      cs_format_day_time (cs_session_get_format (session), changed, cs_session_get_now (session));
  row = cs_detail_row_new ("dialog-information-symbolic",
                           _ ("The server’s history was another one"),
                           _ ("It was restored from a backup. Everything was received anew, and "
                              "what it lacked of yours was sent again. The copy of before is kept "
                              "in the folder of the workspace."));
  cs_detail_row_set_note (row, when);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_server (CsActivityPage *self)
{
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  const CsSyncLook *now = cs_sync_watch_get_look (self->watch);
  CsSyncLook look;
  CsSync *sync = cs_workspace_get_sync (cs_screen_get_workspace (CS_SCREEN (self)));
  g_autofree char *error = sync != NULL ? cs_sync_dup_last_error (sync) : NULL;
  g_autofree char *text = NULL;
  GtkListBox *list;

  if (now == NULL)
    return;
  look = *now;
  look.refused = 0; /* stands above */
  text = cs_sync_text_dup_state (&look, cs_session_get_format (session));
  list = cs_detail_list_add (self->box, _ ("Server"), NULL);
  gtk_list_box_append (list,
                       GTK_WIDGET (cs_detail_row_new (cs_sync_text_get_icon (&look), text, error)));
  add_change (self, list, sync);
}

static void
fill (CsActivityPage *self)
{
  cs_box_clear (self->box);
  add_group (self, _ ("Not Counted"), cs_activity_text_is_trouble);
  add_group (self, _ ("Not Sent Yet"), is_unsent);
  add_group (self, _ ("Waiting for the Server"), is_sent);
  if (self->activities->len == 0)
    gtk_box_append (self->box,
                    cs_caption_new (_ ("Nothing waits. What you do is sent at once, or kept here "
                                       "until the server answers.")));
  add_server (self);
}

/* --- reading --- */

static void load (CsActivityPage *self);

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsActivityPage) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *activities = cs_workspace_list_activity_finish (CS_WORKSPACE (source), result, &error);

  self->is_loading = FALSE;
  if (activities == NULL || self->box == NULL) {
    g_clear_pointer (&activities, g_ptr_array_unref);
    return;
  }
  g_clear_pointer (&self->activities, g_ptr_array_unref);
  self->activities = activities;
  fill (self);
  if (self->is_stale)
    load (self);
}

static void
load (CsActivityPage *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));

  self->is_stale = self->is_loading;
  if (workspace == NULL || self->is_loading)
    return;
  self->is_loading = TRUE;
  cs_workspace_list_activity_async (workspace,
                                    cs_screen_get_cancellable (CS_SCREEN (self)),
                                    listed_cb,
                                    g_object_ref (self));
}

/* --- actions --- */

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_session_go_to_request (cs_screen_get_session (CS_SCREEN (widget)),
                            g_variant_get_string (parameter, NULL));
}

/* The queue is shorter: what counts it is told. */
static void
tell_sync (CsWorkspace *workspace)
{
  CsSync *sync = cs_workspace_get_sync (workspace);

  if (sync != NULL)
    cs_sync_nudge (sync);
}

static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsActivityPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!cs_workspace_recall_finish (CS_WORKSPACE (source), result, &error))
    cs_session_toast_error (cs_screen_get_session (CS_SCREEN (self)),
                            _ ("Too late to recall"),
                            error);
  tell_sync (CS_WORKSPACE (source));
  load (self);
}

static void
recall_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_workspace_recall_async (cs_screen_get_workspace (CS_SCREEN (widget)),
                             g_variant_get_string (parameter, NULL),
                             recalled_cb,
                             g_object_ref (widget));
}

static void
dismissed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsActivityPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!cs_workspace_dismiss_finish (CS_WORKSPACE (source), result, &error))
    cs_session_toast_error (cs_screen_get_session (CS_SCREEN (self)),
                            _ ("It could not be dismissed"),
                            error);
  tell_sync (CS_WORKSPACE (source));
  load (self);
}

static void
dismiss_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cs_workspace_dismiss_async (cs_screen_get_workspace (CS_SCREEN (widget)),
                              g_variant_get_string (parameter, NULL),
                              dismissed_cb,
                              g_object_ref (widget));
}

/* All that was filled in on top of a request that was not opened. */
static json_t *
gather_values (CsActivityPage *self, const char *request)
{
  json_t *values = json_object ();

  for (guint i = 0; i < self->activities->len; i++) {
    const CsActivity *activity = self->activities->pdata[i];

    if (g_strcmp0 (activity->request, request) == 0 && g_strcmp0 (activity->kind, "fill") == 0)
      json_object_update (values, json_object_get (activity->data, "values"));
  }
  return values;
}

static void
use_again_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsActivityPage *self = CS_ACTIVITY_PAGE (widget);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));
  const CsActivity *activity = find (self, g_variant_get_string (parameter, NULL));

  if (activity == NULL || activity->request == NULL)
    return;
  if (g_strcmp0 (activity->kind, "open") == 0) {
    g_autoptr (json_t) values = gather_values (self, activity->request);

    cs_open_again (session, activity->data, values);
  } else {
    cs_session_say_again (session, activity->request, activity->kind, activity->data);
  }
}

/* --- life --- */

static void
cs_activity_page_constructed (GObject *object)
{
  CsActivityPage *self = CS_ACTIVITY_PAGE (object);
  CsSession *session = cs_screen_get_session (CS_SCREEN (self));

  G_OBJECT_CLASS (cs_activity_page_parent_class)->constructed (object);
  if (session == NULL || cs_screen_get_workspace (CS_SCREEN (self)) == NULL)
    return;
  self->watch = cs_sync_watch_new (session);
  g_signal_connect_object (self->watch, "changed", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
cs_activity_page_dispose (GObject *object)
{
  CsActivityPage *self = CS_ACTIVITY_PAGE (object);

  g_clear_object (&self->watch);
  g_clear_pointer (&self->activities, g_ptr_array_unref);
  G_OBJECT_CLASS (cs_activity_page_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_ACTIVITY_PAGE);
}

static void
cs_activity_page_class_init (CsActivityPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_activity_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_activity_page_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/shared/cs-activity-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsActivityPage, page);
  gtk_widget_class_bind_template_child (widget_class, CsActivityPage, send);
  gtk_widget_class_bind_template_child (widget_class, CsActivityPage, box);
  gtk_widget_class_install_action (widget_class, "activity.open", "s", open_action);
  gtk_widget_class_install_action (widget_class, "activity.recall", "s", recall_action);
  gtk_widget_class_install_action (widget_class, "activity.dismiss", "s", dismiss_action);
  gtk_widget_class_install_action (widget_class, "activity.use-again", "s", use_again_action);
}

static void
cs_activity_page_init (CsActivityPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  cs_button_name (self->send, _ ("_Sync Now"));
}
