/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pg-watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/*
 * One connection a process, on a thread of its own. It says NOTIFY after commits of this process,
 * at most every 50 ms and never inside the commit, which would take a lock of the whole cluster
 * (K-09); it listens for others'; and it looks at the head row once a second, so that a hint that
 * is lost costs a second and nothing else.
 */

#define CHANNEL      "countersign"
#define HINT_MSEC    50
#define LOOK_MSEC    1000
#define SWEEP_USEC   (60 * G_USEC_PER_SEC)
#define REVIVE_USEC  (2 * G_USEC_PER_SEC)
#define FRESH_USEC   (10 * G_USEC_PER_SEC)
#define KEPT_BATCHES "1000"
#define KEPT_TIME    "1 hour"

struct _CsPgWatch {
  char *url;
  char *workspace;
  CsPgWatchBehind behind;
  gpointer user_data;
  CsPg *pg;        /* (owned): the thread's */
  GThread *thread; /* (owned) */
  int wake_fd;

  GMutex lock;
  GCond moved;
  gint64 place;      /* of the mirror; under the lock, as all below */
  gboolean has_news; /* this process has changed something that others were not told */
  gboolean ends;
};

static void
wake (CsPgWatch *self)
{
  guint64 one = 1;

  /* Full means that it is awake. */
  if (write (self->wake_fd, &one, sizeof one) < 0)
    return;
}

/**
 * cs_pg_watch_moved:
 * @n: where the mirror is now
 * @has_changed: whether by something of this process
 * @watch: (type CsPgWatch): a watch
 *
 * A #CsPgMirrorMoved.
 */
void
cs_pg_watch_moved (gint64 n, gboolean has_changed, gpointer watch)
{
  CsPgWatch *self = watch;

  g_mutex_lock (&self->lock);
  self->place = n;
  self->has_news = self->has_news || has_changed;
  g_cond_broadcast (&self->moved);
  g_mutex_unlock (&self->lock);
  if (has_changed)
    wake (self);
}

/**
 * cs_pg_watch_get_place:
 *
 * Returns: up to which transaction the mirror has come
 */
gint64
cs_pg_watch_get_place (CsPgWatch *self)
{
  gint64 place;

  g_mutex_lock (&self->lock);
  place = self->place;
  g_mutex_unlock (&self->lock);
  return place;
}

static gboolean
read_head (CsPgWatch *self, CsPg *pg, gint64 *n, GError **error)
{
  g_autoptr (PGresult) result = cs_pg_query (pg,
                                             error,
                                             "SELECT n FROM countersign.workspace WHERE id = $1",
                                             "s",
                                             self->workspace);

  if (result == NULL)
    return FALSE;
  *n = PQntuples (result) == 1 ? cs_pg_get_int (result, 0, 0) : 0;
  return TRUE;
}

static gboolean
look (CsPgWatch *self, GError **error)
{
  gint64 n;

  if (!read_head (self, self->pg, &n, error))
    return FALSE;
  if (n != cs_pg_watch_get_place (self))
    self->behind (self->user_data);
  return TRUE;
}

static gboolean
take_news (CsPgWatch *self)
{
  gboolean has_news;

  g_mutex_lock (&self->lock);
  has_news = self->has_news;
  self->has_news = FALSE;
  g_mutex_unlock (&self->lock);
  return has_news;
}

static gboolean
tell (CsPgWatch *self, GError **error)
{
  return cs_pg_run (self->pg, error, "SELECT pg_notify ('" CHANNEL "', $1)", "s", self->workspace);
}

/* What was written down for mirrors that follow is kept for a while: who is away longer fetches
 * everything. The journal itself is never shortened (K-16). */
static gboolean
sweep (CsPgWatch *self, GError **error)
{
  return cs_pg_run (self->pg,
                    error,
                    "DELETE FROM countersign.batch WHERE workspace = $1"
                    " AND made < now () - interval '" KEPT_TIME
                    "' AND n < (SELECT n - " KEPT_BATCHES
                    " FROM countersign.workspace WHERE id = $1)",
                    "s",
                    self->workspace) &&
         cs_pg_run (self->pg,
                    error,
                    "DELETE FROM countersign.proof WHERE workspace = $1 AND until < now ()",
                    "s",
                    self->workspace);
}

static void
wait_for (CsPgWatch *self, int msec)
{
  struct pollfd fds[] = {
      {.fd = self->wake_fd, .events = POLLIN},
      {.fd = PQsocket (cs_pg_get_connection (self->pg)), .events = POLLIN},
  };
  guint64 count;

  if (poll (fds, G_N_ELEMENTS (fds), msec) > 0 && (fds[0].revents & POLLIN) != 0 &&
      read (self->wake_fd, &count, sizeof count) < 0)
    return;
}

/* Returns: whether another process said something */
static gboolean
hear (CsPgWatch *self)
{
  PGconn *connection = cs_pg_get_connection (self->pg);
  gboolean has_heard = FALSE;
  PGnotify *hint;

  PQconsumeInput (connection);
  while ((hint = PQnotifies (connection)) != NULL) {
    has_heard = has_heard || (g_strcmp0 (hint->extra, self->workspace) == 0 &&
                              hint->be_pid != PQbackendPID (connection));
    PQfreemem (hint);
  }
  return has_heard;
}

typedef struct {
  gint64 told, looked, swept; /* when, in monotonic time */
} Times;

/* Returns: how long there is nothing to do */
static int
work (CsPgWatch *self, Times *times, GError **error)
{
  gint64 now = g_get_monotonic_time ();
  gboolean may_tell = now - times->told >= HINT_MSEC * 1000;

  if (hear (self) || now - times->looked >= LOOK_MSEC * 1000) {
    times->looked = now;
    if (!look (self, error))
      return -1;
  }
  if (may_tell && take_news (self)) {
    times->told = now;
    if (!tell (self, error))
      return -1;
  }
  if (now - times->swept >= SWEEP_USEC) {
    times->swept = now;
    if (!sweep (self, error))
      return -1;
  }
  return may_tell ? LOOK_MSEC : HINT_MSEC;
}

static gboolean
is_ending (CsPgWatch *self)
{
  gboolean ends;

  g_mutex_lock (&self->lock);
  ends = self->ends;
  g_mutex_unlock (&self->lock);
  return ends;
}

static gpointer
run (gpointer data)
{
  CsPgWatch *self = data;
  Times times = {0};
  guint life = 0;

  while (!is_ending (self)) {
    g_autoptr (GError) failure = NULL;
    int pause = HINT_MSEC;

    if (cs_pg_revive (self->pg, g_get_monotonic_time () + REVIVE_USEC, &failure) &&
        (life == cs_pg_get_life (self->pg) || cs_pg_exec (self->pg, "LISTEN " CHANNEL, &failure))) {
      life = cs_pg_get_life (self->pg);
      pause = work (self, &times, &failure);
    }
    if (failure != NULL)
      g_message ("Watching PostgreSQL: %s", failure->message);
    wait_for (self, failure != NULL ? HINT_MSEC : pause);
  }
  return NULL;
}

/**
 * cs_pg_watch_new:
 * @behind: called on the watch's thread where the mirror is behind; may be called again
 *
 * Returns: (transfer full): a watch that does not look yet, or %NULL
 */
CsPgWatch *
cs_pg_watch_new (const char *url,
                 const char *workspace,
                 CsPgWatchBehind behind,
                 gpointer user_data,
                 GError **error)
{
  g_autoptr (CsPgWatch) self = g_new0 (CsPgWatch, 1);

  self->url = g_strdup (url);
  self->workspace = g_strdup (workspace);
  self->behind = behind;
  self->user_data = user_data;
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  g_mutex_init (&self->lock);
  g_cond_init (&self->moved);
  self->pg = cs_pg_open (url, error);
  return self->pg != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * cs_pg_watch_start:
 *
 * Looks from now on.
 */
void
cs_pg_watch_start (CsPgWatch *self)
{
  self->thread = g_thread_new ("watch", run, self);
}

/**
 * cs_pg_watch_stop:
 *
 * Looks no more; whoever asks for what is new still gets it.
 */
void
cs_pg_watch_stop (CsPgWatch *self)
{
  g_mutex_lock (&self->lock);
  self->ends = TRUE;
  g_mutex_unlock (&self->lock);
  wake (self);
  g_clear_pointer (&self->thread, g_thread_join);
}

/**
 * cs_pg_watch_free:
 * @self: (transfer full) (nullable): a watch
 */
void
cs_pg_watch_free (CsPgWatch *self)
{
  if (self == NULL)
    return;
  cs_pg_watch_stop (self);
  g_clear_pointer (&self->pg, cs_pg_close);
  close (self->wake_fd);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->moved);
  g_free (self->workspace);
  g_free (self->url);
  g_free (self);
}

/* Returns: whether the mirror came to @n */
static gboolean
wait_until (CsPgWatch *self, gint64 n, gint64 until)
{
  gboolean is_there = TRUE;

  g_mutex_lock (&self->lock);
  while (self->place < n && is_there)
    is_there = g_cond_wait_until (&self->moved, &self->lock, until);
  is_there = self->place >= n;
  g_mutex_unlock (&self->lock);
  return is_there;
}

/**
 * cs_pg_watch_ensure_fresh:
 * @pg: the caller's own connection
 * @error: UNREACHABLE
 *
 * What any process has committed before this was called can be read from the mirror afterwards
 * (I-8: who asks another process than before never goes back).
 *
 * Returns: whether that is so
 */
gboolean
cs_pg_watch_ensure_fresh (CsPgWatch *self, CsPg *pg, GError **error)
{
  gint64 until = g_get_monotonic_time () + FRESH_USEC;
  gint64 n;

  for (;;) {
    g_autoptr (GError) failure = NULL;

    if (cs_pg_revive (pg, until, &failure) && read_head (self, pg, &n, &failure))
      break;
    if (!cs_pg_is_lost (pg) || g_get_monotonic_time () > until) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
  if (cs_pg_watch_get_place (self) >= n)
    return TRUE;
  self->behind (self->user_data);
  if (wait_until (self, n, until))
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_UNREACHABLE,
                       "This process has not caught up with PostgreSQL.");
  return FALSE;
}
