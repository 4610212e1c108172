/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-undo.h"

#include <glib/gi18n-lib.h>

#define RECOVER_AGAIN_SECS 60

/* One decision on its way: held, or told to the workspace and not answered. */
typedef struct {
  char *id; /* (nullable) of the hold, once it is on disk */
  char *request;
  char *done; /* (nullable) text of its toast */
  char *undo; /* (nullable) */
  CsInstant until;
  guint group;
  gboolean is_undone; /* before its hold was on disk */
} Item;

/**
 * CsUndo:
 *
 * Holds decisions for as long as the person may undo them, then has the workspace sign and submit
 * them. What is held is on disk (in the workspace) before anything else happens, so a crash loses
 * neither the decision nor the time it was held for.
 */
struct _CsUndo {
  GObject parent_instance;

  CsSession *session; /* (borrowed) owner */
  GPtrArray *items;   /* Item, oldest first */
  guint timer;
  guint under_way; /* calls without an answer */
  guint last_group;
};

enum { PROP_UNDO_LABEL = 1, PROP_PENDING, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum { SIGNAL_HELD, SIGNAL_UNDONE, SIGNAL_ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsUndo, cs_undo, G_TYPE_OBJECT)

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->id);
  g_free (item->request);
  g_free (item->done);
  g_free (item->undo);
  g_free (item);
}

static void
cs_undo_finalize (GObject *object)
{
  CsUndo *self = CS_UNDO (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_ptr_array_unref (self->items);
  G_OBJECT_CLASS (cs_undo_parent_class)->finalize (object);
}

static void
cs_undo_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CsUndo *self = CS_UNDO (object);

  switch (id) {
    case PROP_UNDO_LABEL:
      g_value_set_string (value, cs_undo_get_undo_label (self));
      break;
    case PROP_PENDING:
      g_value_set_uint (value, cs_undo_get_pending (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
cs_undo_class_init (CsUndoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->finalize = cs_undo_finalize;
  object_class->get_property = cs_undo_get_property;
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_HELD] = g_signal_new ("held",
                                       type,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_STRING);
  signals[SIGNAL_UNDONE] = g_signal_new ("undone",
                                         type,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_STRING);
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered",
                                           type,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           2,
                                           G_TYPE_STRING,
                                           G_TYPE_POINTER);
}

static void
cs_undo_init (CsUndo *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
}

static void
notify_changed (CsUndo *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PENDING]);
}

static Item *
find_item (CsUndo *self, const char *request)
{
  for (guint i = self->items->len; i > 0; i--) {
    Item *item = self->items->pdata[i - 1];
    if (g_strcmp0 (item->request, request) == 0 && !item->is_undone)
      return item;
  }
  return NULL;
}

static void
take_out (CsUndo *self, Item *item)
{
  if (item->done != NULL)
    cs_session_dismiss_toast (self->session, item->done);
  g_ptr_array_remove (self->items, item);
}

static void
tell_answer (CsUndo *self, const char *request, const CsOutcome *outcome)
{
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, request, outcome);
  if (!outcome->is_accepted) {
    g_autofree char *text =
        /* Translators: “Not counted: version 4 was sent at 14:02.” */
        g_strdup_printf (_ ("Not counted: %s"), outcome->reason ? outcome->reason->text : "");
    cs_session_toast (self->session, text);
  }
}

static void schedule (CsUndo *self);

static void
released_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsUndo) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results =
      cs_workspace_release_holds_finish (CS_WORKSPACE (source), result, &error);
  guint unknown = 0;

  self->under_way--;
  if (results == NULL)
    cs_session_toast_error (self->session, _ ("A decision could not be sent"), error);
  for (guint i = 0; results != NULL && i < results->len; i++) {
    CsHoldResult *released = results->pdata[i];
    Item *item = find_item (self, released->request);
    if (item != NULL)
      take_out (self, item);
    else
      unknown++;
    tell_answer (self, released->request, released->outcome);
  }
  if (unknown > 0) {
    g_autofree char *text = g_strdup_printf (ngettext ("%u decision made earlier was sent",
                                                       "%u decisions made earlier were sent",
                                                       unknown),
                                             unknown);
    cs_session_toast (self->session, text);
  }
  schedule (self);
  notify_changed (self);
}

static void
release (CsUndo *self, gboolean all)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);

  if (workspace == NULL)
    return;
  self->under_way++;
  cs_workspace_release_holds_async (workspace, all, released_cb, g_object_ref (self));
}

static gboolean
timer_cb (gpointer data)
{
  CsUndo *self = data;

  self->timer = 0;
  release (self, FALSE);
  return G_SOURCE_REMOVE;
}

static void
schedule (CsUndo *self)
{
  CsInstant next = G_MAXINT64;
  gint64 wait_msec;

  g_clear_handle_id (&self->timer, g_source_remove);
  for (guint i = 0; i < self->items->len; i++) {
    Item *item = self->items->pdata[i];
    if (item->until != CS_INSTANT_NONE)
      next = MIN (next, item->until);
  }
  if (next == G_MAXINT64)
    return;
  wait_msec = (next - cs_session_get_now (self->session)) / 1000 + 20;
  self->timer = g_timeout_add ((guint)CLAMP (wait_msec, 20, 120000), timer_cb, self);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsUndo) self = data;
  g_autoptr (GError) error = NULL;

  self->under_way--;
  if (!cs_workspace_undo_hold_finish (CS_WORKSPACE (source), result, &error))
    cs_session_toast_error (self->session, _ ("Too late to undo"), error);
  notify_changed (self);
}

static void
undo_on_disk (CsUndo *self, const char *id)
{
  self->under_way++;
  cs_workspace_undo_hold_async (cs_session_get_workspace (self->session),
                                id,
                                undone_cb,
                                g_object_ref (self));
}

typedef struct {
  CsUndo *self; /* (owned) */
  Item *item;   /* (borrowed) in self's items */
} HoldCall;

static void
held_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  HoldCall *call = data;
  g_autoptr (CsUndo) self = call->self;
  Item *item = call->item;
  g_autoptr (GError) error = NULL;

  g_free (call);
  self->under_way--;
  item->id = cs_workspace_hold_finish (CS_WORKSPACE (source), result, &error);
  if (item->id == NULL) {
    g_autofree char *request = g_strdup (item->request);
    cs_session_toast_error (self->session, _ ("The decision was not kept"), error);
    take_out (self, item);
    g_signal_emit (self, signals[SIGNAL_UNDONE], 0, request);
  } else if (item->is_undone) {
    undo_on_disk (self, item->id);
    g_ptr_array_remove (self->items, item);
  } else {
    schedule (self);
  }
  notify_changed (self);
}

typedef struct {
  CsUndo *self; /* (owned) */
  char *request;
} SubmitCall;

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  SubmitCall *call = data;
  g_autoptr (CsUndo) self = call->self;
  g_autofree char *request = call->request;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  g_free (call);
  self->under_way--;
  if (outcome != NULL)
    tell_answer (self, request, outcome);
  else
    cs_session_toast_error (self->session, _ ("The decision was not kept"), error);
  notify_changed (self);
}

static void
submit_at_once (CsUndo *self, const CsUndoHold *hold)
{
  SubmitCall *call = g_new0 (SubmitCall, 1);

  call->self = g_object_ref (self);
  call->request = g_strdup (hold->request);
  self->under_way++;
  cs_workspace_submit_async (cs_session_get_workspace (self->session),
                             hold->request,
                             hold->kind,
                             hold->data,
                             NULL,
                             submitted_cb,
                             call);
  if (hold->done != NULL)
    cs_session_toast (self->session, hold->done);
}

/**
 * cs_undo_new:
 * @session: (transfer none): outlives the object
 */
CsUndo *
cs_undo_new (CsSession *session)
{
  CsUndo *self = g_object_new (CS_TYPE_UNDO, NULL);

  self->session = session;
  return self;
}

/**
 * cs_undo_hold:
 * @hold: the decision, and the words for it
 *
 * Holds a decision for the time set in the preferences, shows it with an Undo, and has it signed
 * and submitted when that time is over; with a time of 0 seconds at once.
 */
void
cs_undo_hold (CsUndo *self, const CsUndoHold *hold)
{
  int secs;
  Item *item;
  HoldCall *call;

  g_return_if_fail (CS_IS_UNDO (self));

  secs = g_settings_get_int (cs_session_get_settings (self->session), "undo-seconds");
  if (secs == 0) {
    submit_at_once (self, hold);
    notify_changed (self);
    return;
  }
  item = g_new0 (Item, 1);
  item->request = g_strdup (hold->request);
  item->done = g_strdup (hold->done);
  item->undo = g_strdup (hold->undo);
  item->group = hold->group;
  item->until = cs_session_get_now (self->session) + (hold->is_doubled ? 2 : 1) * secs * CS_SECOND;
  g_ptr_array_add (self->items, item);
  call = g_new0 (HoldCall, 1);
  call->self = g_object_ref (self);
  call->item = item;
  self->under_way++;
  cs_workspace_hold_async (cs_session_get_workspace (self->session),
                           hold->request,
                           hold->kind,
                           hold->data,
                           item->until,
                           held_cb,
                           call);
  if (hold->done != NULL)
    cs_session_toast_action (self->session, hold->done, _ ("Undo"), "decide.undo");
  g_signal_emit (self, signals[SIGNAL_HELD], 0, hold->request);
  notify_changed (self);
}

static void
undo_item (CsUndo *self, Item *item)
{
  g_autofree char *request = g_strdup (item->request);

  if (item->id != NULL) {
    undo_on_disk (self, item->id);
    take_out (self, item);
  } else {
    item->is_undone = TRUE;
    if (item->done != NULL)
      cs_session_dismiss_toast (self->session, item->done);
  }
  g_signal_emit (self, signals[SIGNAL_UNDONE], 0, request);
}

static Item *
newest (CsUndo *self)
{
  for (guint i = self->items->len; i > 0; i--) {
    Item *item = self->items->pdata[i - 1];
    if (!item->is_undone)
      return item;
  }
  return NULL;
}

/**
 * cs_undo_undo_newest:
 *
 * Takes back the newest held decision, with all that were made together with it.
 *
 * Returns: FALSE if there is none
 */
gboolean
cs_undo_undo_newest (CsUndo *self)
{
  Item *item;
  guint group;

  g_return_val_if_fail (CS_IS_UNDO (self), FALSE);

  item = newest (self);
  if (item == NULL)
    return FALSE;
  group = item->group;
  do
    undo_item (self, item);
  while (group != 0 && (item = newest (self)) != NULL && item->group == group);
  schedule (self);
  notify_changed (self);
  return TRUE;
}

/**
 * cs_undo_undo_request:
 *
 * Takes back the held decision on one request.
 *
 * Returns: FALSE if there is none
 */
gboolean
cs_undo_undo_request (CsUndo *self, const char *request)
{
  Item *item;

  g_return_val_if_fail (CS_IS_UNDO (self), FALSE);

  item = find_item (self, request);
  if (item == NULL)
    return FALSE;
  undo_item (self, item);
  schedule (self);
  notify_changed (self);
  return TRUE;
}

/**
 * cs_undo_next_group:
 *
 * Returns: a number for the decisions of one bulk action, which are undone together
 */
guint
cs_undo_next_group (CsUndo *self)
{
  g_return_val_if_fail (CS_IS_UNDO (self), 0);
  return ++self->last_group;
}

gboolean
cs_undo_is_held (CsUndo *self, const char *request)
{
  g_return_val_if_fail (CS_IS_UNDO (self), FALSE);
  return find_item (self, request) != NULL;
}

/**
 * cs_undo_seconds_left:
 *
 * Returns: how long the decision on @request can still be undone; 0 if there is none
 */
int
cs_undo_seconds_left (CsUndo *self, const char *request)
{
  Item *item;

  g_return_val_if_fail (CS_IS_UNDO (self), 0);

  item = find_item (self, request);
  if (item == NULL)
    return 0;
  return MAX (0, (int)((item->until - cs_session_get_now (self->session)) / CS_SECOND));
}

/**
 * cs_undo_get_undo_label:
 *
 * Returns: (nullable): “Undo Approve ANT-1042”; NULL when there is nothing to undo
 */
const char *
cs_undo_get_undo_label (CsUndo *self)
{
  Item *item;

  g_return_val_if_fail (CS_IS_UNDO (self), NULL);

  item = newest (self);
  if (item == NULL)
    return NULL;
  return item->undo != NULL ? item->undo : _ ("Undo");
}

/**
 * cs_undo_get_pending:
 *
 * Returns: how much is still under way; while it is not 0 the process stays
 */
guint
cs_undo_get_pending (CsUndo *self)
{
  g_return_val_if_fail (CS_IS_UNDO (self), 0);
  return self->items->len + self->under_way;
}

/**
 * cs_undo_release_all:
 *
 * Signs and submits what is held without waiting (the session ends).
 */
void
cs_undo_release_all (CsUndo *self)
{
  g_return_if_fail (CS_IS_UNDO (self));

  if (self->items->len > 0)
    release (self, TRUE);
}

static gboolean
recover_again_cb (gpointer data)
{
  CsUndo *self = data;

  self->timer = 0;
  release (self, FALSE);
  return G_SOURCE_REMOVE;
}

/**
 * cs_undo_recover:
 *
 * Releases what an earlier process held and did not come to submit.
 */
void
cs_undo_recover (CsUndo *self)
{
  g_return_if_fail (CS_IS_UNDO (self));

  release (self, FALSE);
  if (self->timer == 0)
    self->timer = g_timeout_add_seconds (RECOVER_AGAIN_SECS, recover_again_cb, self);
}
