/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-watch.h"

/**
 * CsSyncWatch:
 *
 * What every widget that says something about the server listens to. The engine of a workspace is
 * another one after signing in again, and workspaces come and go; a watch follows.
 */
struct _CsSyncWatch {
  GObject parent_instance;

  CsSession *session;     /* (owned) */
  CsWorkspace *workspace; /* (owned) (nullable) */
  CsSync *sync;           /* (owned) (nullable) */
  CsSyncLook look;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsSyncWatch, cs_sync_watch, G_TYPE_OBJECT)

static void
note_absence (CsSyncWatch *self)
{
  if (self->look.state != CS_SYNC_OFFLINE)
    self->look.away_since = CS_INSTANT_NONE;
  else if (self->look.away_since == CS_INSTANT_NONE)
    self->look.away_since = cs_session_get_now (self->session);
}

static void update (CsSyncWatch *self);

static void
follow (CsSyncWatch *self)
{
  CsWorkspace *workspace = cs_session_get_workspace (self->session);
  CsSync *sync = workspace != NULL ? cs_workspace_get_sync (workspace) : NULL;

  if (workspace != self->workspace) {
    if (self->workspace != NULL)
      g_signal_handlers_disconnect_by_func (self->workspace, update, self);
    g_set_object (&self->workspace, workspace);
    if (workspace != NULL)
      g_signal_connect_object (workspace, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  }
  if (sync != self->sync) {
    if (self->sync != NULL)
      g_signal_handlers_disconnect_by_func (self->sync, update, self);
    g_set_object (&self->sync, sync);
    self->look.away_since = CS_INSTANT_NONE;
    if (sync != NULL)
      g_signal_connect_object (sync, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  }
}

static void
update (CsSyncWatch *self)
{
  follow (self);
  if (self->sync != NULL) {
    cs_sync_look_read (&self->look, self->sync);
    note_absence (self);
  }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
cs_sync_watch_dispose (GObject *object)
{
  CsSyncWatch *self = CS_SYNC_WATCH (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->workspace);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (cs_sync_watch_parent_class)->dispose (object);
}

static void
cs_sync_watch_class_init (CsSyncWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cs_sync_watch_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
cs_sync_watch_init (CsSyncWatch *self)
{
  self->look.away_since = CS_INSTANT_NONE;
}

/**
 * cs_sync_watch_new:
 *
 * Returns: (transfer full): a watch on whatever workspace @session has
 */
CsSyncWatch *
cs_sync_watch_new (CsSession *session)
{
  CsSyncWatch *self = g_object_new (CS_TYPE_SYNC_WATCH, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session,
                           "notify::workspace",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "minute", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

CsSession *
cs_sync_watch_get_session (CsSyncWatch *self)
{
  g_return_val_if_fail (CS_IS_SYNC_WATCH (self), NULL);
  return self->session;
}

/**
 * cs_sync_watch_get_look:
 *
 * Returns: (transfer none) (nullable): how it stands; %NULL for a workspace on this computer alone
 */
const CsSyncLook *
cs_sync_watch_get_look (CsSyncWatch *self)
{
  g_return_val_if_fail (CS_IS_SYNC_WATCH (self), NULL);
  return self->sync != NULL ? &self->look : NULL;
}
