/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-session.h"

#include "cs-undo.h"

#include <glib/gi18n-lib.h>

/**
 * CsSession:
 *
 * The context of all screens of this process. Lives on the main thread.
 */
struct _CsSession {
  GObject parent_instance;

  CsTimeSource *time_source; /* (owned) */
  GSettings *settings;       /* (owned) */
  CsWorkspace *workspace;    /* (owned) (nullable) */
  CsUndo *undo;              /* (owned) */
  char *again;               /* (nullable) id of the request where something is to be said again */
  char *again_kind;          /* (nullable) of its entry */
  json_t *again_data;        /* (owned) (nullable) of its entry */
  CsFormat format;
  guint minute_source; /* of the next full minute; 0 while no window is shown */
  guint watchers;      /* windows that are shown */
};

enum { PROP_WORKSPACE = 1, PROP_PERSON, PROP_UNDO, PROP_SETTINGS, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum {
  SIGNAL_NAVIGATE,
  SIGNAL_BEHIND,
  SIGNAL_TOAST,
  SIGNAL_DISMISS_TOAST,
  SIGNAL_MINUTE,
  SIGNAL_AGAIN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsSession, cs_session, G_TYPE_OBJECT)

static void
cs_session_dispose (GObject *object)
{
  CsSession *self = CS_SESSION (object);

  g_clear_handle_id (&self->minute_source, g_source_remove);
  g_clear_object (&self->undo);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (cs_session_parent_class)->dispose (object);
}

static void
cs_session_finalize (GObject *object)
{
  CsSession *self = CS_SESSION (object);

  cs_format_clear (&self->format);
  g_free (self->again);
  g_free (self->again_kind);
  json_decref (self->again_data);
  g_clear_object (&self->settings);
  g_clear_object (&self->time_source);
  G_OBJECT_CLASS (cs_session_parent_class)->finalize (object);
}

static void
cs_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsSession *self = CS_SESSION (object);

  switch (id) {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_PERSON:
      g_value_set_string (value, cs_session_get_person (self));
      break;
    case PROP_UNDO:
      g_value_set_object (value, self->undo);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, self->settings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CsSession *self = CS_SESSION (object);

  switch (id) {
    case PROP_WORKSPACE:
      cs_session_set_workspace (self, g_value_get_object (value));
      break;
    case PROP_PERSON:
      cs_session_set_person (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
install_signals (GType type)
{
  signals[SIGNAL_NAVIGATE] = g_signal_new ("navigate",
                                           type,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           3,
                                           G_TYPE_STRING,
                                           G_TYPE_STRING,
                                           G_TYPE_STRING);
  signals[SIGNAL_BEHIND] = g_signal_new ("behind",
                                         type,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         2,
                                         G_TYPE_POINTER,
                                         G_TYPE_STRING);
  signals[SIGNAL_TOAST] = g_signal_new ("toast",
                                        type,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        3,
                                        G_TYPE_STRING,
                                        G_TYPE_STRING,
                                        G_TYPE_STRING);
  signals[SIGNAL_DISMISS_TOAST] = g_signal_new ("dismiss-toast",
                                                type,
                                                G_SIGNAL_RUN_LAST,
                                                0,
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                1,
                                                G_TYPE_STRING);
  signals[SIGNAL_AGAIN] = g_signal_new ("again",
                                        type,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);
  signals[SIGNAL_MINUTE] =
      g_signal_new ("minute", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cs_session_class_init (CsSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cs_session_dispose;
  object_class->finalize = cs_session_finalize;
  object_class->get_property = cs_session_get_property;
  object_class->set_property = cs_session_set_property;
  properties[PROP_WORKSPACE] =
      g_param_spec_object ("workspace", NULL, NULL, CS_TYPE_WORKSPACE, G_PARAM_READWRITE | flags);
  properties[PROP_PERSON] =
      g_param_spec_string ("person", NULL, NULL, NULL, G_PARAM_READWRITE | flags);
  properties[PROP_UNDO] =
      g_param_spec_object ("undo", NULL, NULL, CS_TYPE_UNDO, G_PARAM_READABLE | flags);
  properties[PROP_SETTINGS] =
      g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS, G_PARAM_READABLE | flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (G_TYPE_FROM_CLASS (klass));
}

static void
cs_session_init (CsSession *self)
{
}

static void
digits_cb (CsSession *self)
{
  cs_format_set_local_digits (&self->format, g_settings_get_enum (self->settings, "digits") != 0);
  g_signal_emit (self, signals[SIGNAL_MINUTE], 0);
}

/**
 * cs_session_new:
 * @time_source: says what time it is
 * @settings: of the application
 *
 * Returns: (transfer full): a session without a workspace
 */
CsSession *
cs_session_new (CsTimeSource *time_source, GSettings *settings)
{
  CsSession *self = g_object_new (CS_TYPE_SESSION, NULL);

  self->time_source = g_object_ref (time_source);
  self->settings = g_object_ref (settings);
  cs_format_init (&self->format);
  self->undo = cs_undo_new (self);
  g_signal_connect_object (settings,
                           "changed::digits",
                           G_CALLBACK (digits_cb),
                           self,
                           G_CONNECT_SWAPPED);
  digits_cb (self);
  return self;
}

/**
 * cs_session_get_workspace:
 *
 * Returns: (transfer none) (nullable): NULL until one is open
 */
CsWorkspace *
cs_session_get_workspace (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->workspace;
}

static void
person_cb (CsSession *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
}

void
cs_session_set_workspace (CsSession *self, CsWorkspace *workspace)
{
  g_return_if_fail (CS_IS_SESSION (self));

  if (self->workspace == workspace)
    return;
  if (self->workspace != NULL)
    g_signal_handlers_disconnect_by_func (self->workspace, person_cb, self);
  g_set_object (&self->workspace, workspace);
  if (workspace != NULL)
    g_signal_connect_object (workspace,
                             "notify::person",
                             G_CALLBACK (person_cb),
                             self,
                             G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
}

/**
 * cs_session_get_person:
 *
 * Returns: (transfer none) (nullable): id of the person who acts here
 */
const char *
cs_session_get_person (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->workspace != NULL ? cs_workspace_get_person (self->workspace) : NULL;
}

/**
 * cs_session_set_person:
 * @person: id of the person to act as; only sample workspaces offer this
 */
void
cs_session_set_person (CsSession *self, const char *person)
{
  g_return_if_fail (CS_IS_SESSION (self));

  if (self->workspace == NULL || g_strcmp0 (person, cs_session_get_person (self)) == 0)
    return;
  cs_workspace_set_person (self->workspace, person);
}

/**
 * cs_session_get_me:
 *
 * Returns: (transfer none) (nullable): the person who acts here; valid until the workspace's next
 *   "changed"
 */
const CsPerson *
cs_session_get_me (CsSession *self)
{
  const char *person = cs_session_get_person (self);

  if (person == NULL)
    return NULL;
  return cs_directory_get_person (cs_workspace_get_directory (self->workspace), person);
}

/**
 * cs_session_get_person_name:
 * @person: (nullable): id
 *
 * Returns: (transfer none): the name, or the id where the directory does not know it
 */
const char *
cs_session_get_person_name (CsSession *self, const char *person)
{
  const CsPerson *found = NULL;

  g_return_val_if_fail (CS_IS_SESSION (self), "");

  if (person == NULL)
    return "";
  if (self->workspace != NULL)
    found = cs_directory_get_person (cs_workspace_get_directory (self->workspace), person);
  return found != NULL && found->name != NULL ? found->name : person;
}

GSettings *
cs_session_get_settings (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->settings;
}

CsUndo *
cs_session_get_undo (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->undo;
}

CsTimeSource *
cs_session_get_time_source (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return self->time_source;
}

CsInstant
cs_session_get_now (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), 0);
  return cs_time_source_get_now (self->time_source);
}

const CsFormat *
cs_session_get_format (CsSession *self)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);
  return &self->format;
}

/**
 * cs_session_show_view:
 * @view: id of a view of cs-views.c, such as "inbox"
 */
void
cs_session_show_view (CsSession *self, const char *view)
{
  g_return_if_fail (CS_IS_SESSION (self));
  g_signal_emit (self, signals[SIGNAL_NAVIGATE], 0, view, NULL, NULL);
}

/**
 * cs_session_show_behind:
 * @place: (transfer none): a row of a report
 * @words: what it counts
 *
 * Goes to the requests that a report counts.
 */
void
cs_session_show_behind (CsSession *self, const CsReportPlace *place, const char *words)
{
  g_return_if_fail (CS_IS_SESSION (self));
  cs_session_show_view (self, "requests");
  g_signal_emit (self, signals[SIGNAL_BEHIND], 0, place, words);
}

/**
 * cs_session_open_page:
 * @page: id of a page of cs-views.c, such as "request"
 * @key: (nullable): what it shows, such as a request's id
 *
 * Opens a page over the present view; the window's Back leads here again.
 */
void
cs_session_open_page (CsSession *self, const char *page, const char *key)
{
  g_return_if_fail (CS_IS_SESSION (self));
  g_signal_emit (self, signals[SIGNAL_NAVIGATE], 0, NULL, page, key);
}

/**
 * cs_session_go_to_request:
 * @request: id
 *
 * Opens the request's page over the present view.
 */
void
cs_session_go_to_request (CsSession *self, const char *request)
{
  cs_session_open_page (self, "request", request);
}

/**
 * cs_session_say_again:
 * @request: id
 * @kind: of the entry that was not counted, “decision”
 * @data: of it
 *
 * Opens the request’s page and what asks for the same there, with the words in it (K-13).
 */
void
cs_session_say_again (CsSession *self, const char *request, const char *kind, const json_t *data)
{
  g_return_if_fail (CS_IS_SESSION (self));

  g_free (self->again);
  self->again = g_strdup (request);
  g_free (self->again_kind);
  self->again_kind = g_strdup (kind);
  json_decref (self->again_data);
  self->again_data = json_deep_copy (data);
  cs_session_go_to_request (self, request);
  g_signal_emit (self, signals[SIGNAL_AGAIN], 0, request);
}

/**
 * cs_session_take_again:
 * @request: id
 * @kind: (out) (transfer full): of the entry
 *
 * For the page of the request, once it can show it.
 *
 * Returns: (transfer full) (nullable): data of what is to be said again there; asked once
 */
json_t *
cs_session_take_again (CsSession *self, const char *request, char **kind)
{
  g_return_val_if_fail (CS_IS_SESSION (self), NULL);

  *kind = NULL;
  if (self->again == NULL || g_strcmp0 (self->again, request) != 0)
    return NULL;
  g_clear_pointer (&self->again, g_free);
  *kind = g_steal_pointer (&self->again_kind);
  return g_steal_pointer (&self->again_data);
}

/**
 * cs_session_toast:
 * @text: one short sentence about what the person has just done
 */
void
cs_session_toast (CsSession *self, const char *text)
{
  cs_session_toast_action (self, text, NULL, NULL);
}

/**
 * cs_session_toast_action:
 * @text: what happened
 * @button_label: (nullable): "Undo"
 * @action_name: (nullable): what the button activates; such a toast stays until
 *   [method@Session.dismiss_toast]
 */
void
cs_session_toast_action (CsSession *self,
                         const char *text,
                         const char *button_label,
                         const char *action_name)
{
  g_return_if_fail (CS_IS_SESSION (self));
  g_signal_emit (self, signals[SIGNAL_TOAST], 0, text, button_label, action_name);
}

void
cs_session_dismiss_toast (CsSession *self, const char *text)
{
  g_return_if_fail (CS_IS_SESSION (self));
  g_signal_emit (self, signals[SIGNAL_DISMISS_TOAST], 0, text);
}

/**
 * cs_session_toast_error:
 * @what: what was being done, as a sentence without full stop: "The draft was not saved"
 * @error: why not
 *
 * Says that something the person did went wrong. Being cancelled is no news.
 */
void
cs_session_toast_error (CsSession *self, const char *what, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Translators: what went wrong, and why: “The draft was not saved: no space left” */
  text = g_strdup_printf (_ ("%s: %s"), what, error != NULL ? error->message : "");
  cs_session_toast (self, text);
}

/**
 * cs_session_draft_saved_cb:
 * @source: the workspace
 * @user_data: (transfer full): a session
 *
 * For cs_workspace_save_draft_async(), where what was typed may be gone from the screen: says when
 * it could not be kept.
 */
void
cs_session_draft_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cs_workspace_save_draft_finish (CS_WORKSPACE (source), result, &error);

  if (id == NULL)
    cs_session_toast_error (self, _ ("What was typed could not be kept"), error);
}

static gboolean minute_cb (gpointer data);

static void
schedule_minute (CsSession *self)
{
  const CsInstant minute = 60 * CS_SECOND;
  CsInstant rest = minute - cs_session_get_now (self) % minute;

  self->minute_source = g_timeout_add ((guint)(rest / 1000) + 1, minute_cb, self);
}

static gboolean
minute_cb (gpointer data)
{
  CsSession *self = data;

  self->minute_source = 0;
  schedule_minute (self);
  g_signal_emit (self, signals[SIGNAL_MINUTE], 0);
  return G_SOURCE_REMOVE;
}

/**
 * cs_session_watch_minutes:
 * @watch: TRUE when a window is shown, FALSE when it is hidden
 *
 * One timer serves all badges, on the minute, and none runs while nothing is shown (ux: SLA
 * badges).
 */
void
cs_session_watch_minutes (CsSession *self, gboolean watch)
{
  g_return_if_fail (CS_IS_SESSION (self));

  self->watchers += watch ? 1 : -1;
  if (self->watchers == 0) {
    g_clear_handle_id (&self->minute_source, g_source_remove);
  } else if (self->minute_source == 0) {
    schedule_minute (self);
    g_signal_emit (self, signals[SIGNAL_MINUTE], 0);
  }
}
