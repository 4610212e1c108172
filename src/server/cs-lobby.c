/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-lobby.h"

#include "cs-call.h"
#include "cs-wire-pull.h"

typedef struct {
  CsHttpExchange *exchange; /* (owned) */
  char *person;
  char *device;
  gint64 size; /* what is known there */
  gint64 end;  /* monotonic */
  gboolean is_dismissed;
} Waiter;

struct _CsLobby {
  GThread *thread; /* (owned) */
  guint most;
  guint most_of_one;
  gint64 wait_usec;

  GMutex lock; /* guards what follows */
  GCond has_news;
  GQueue waiters;     /* (owned) Waiter, in the order of their end */
  GHashTable *counts; /* (owned) person -> how many wait */
  gint64 size;
  gboolean is_rung;
  gboolean is_closed;
};

static void
waiter_free (Waiter *self)
{
  cs_http_exchange_unref (self->exchange);
  g_free (self->person);
  g_free (self->device);
  g_free (self);
}

static void
waiter_answer (Waiter *self, gint64 size)
{
  if (self->is_dismissed) {
    cs_http_exchange_answer (self->exchange,
                             cs_answer_problem (CS_PROBLEM_REVOKED, "This device was removed."));
  } else {
    CsWireHint hint = {.size = size};

    cs_http_exchange_answer (self->exchange, cs_answer_json (cs_wire_hint_to_json (&hint)));
  }
  waiter_free (self);
}

static guint
count_of (CsLobby *self, const char *person)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, person));
}

static void
set_count (CsLobby *self, const char *person, guint count)
{
  if (count == 0)
    g_hash_table_remove (self->counts, person);
  else
    g_hash_table_replace (self->counts, g_strdup (person), GUINT_TO_POINTER (count));
}

/* Takes out of the queue who is to be answered now. Under the lock. */
static GPtrArray *
take_ready (CsLobby *self)
{
  GPtrArray *ready = g_ptr_array_new ();
  gint64 now = g_get_monotonic_time ();

  for (GList *l = self->waiters.head; l != NULL;) {
    GList *next = l->next;
    Waiter *waiter = l->data;

    if (self->is_closed || waiter->is_dismissed || waiter->size != self->size ||
        waiter->end <= now) {
      g_queue_delete_link (&self->waiters, l);
      set_count (self, waiter->person, count_of (self, waiter->person) - 1);
      g_ptr_array_add (ready, waiter);
    } else if (!self->is_rung) {
      break; /* the others end later */
    }
    l = next;
  }
  self->is_rung = FALSE;
  return ready;
}

static void
sleep_until_news (CsLobby *self)
{
  const Waiter *first = g_queue_peek_head (&self->waiters);

  if (self->is_rung || self->is_closed)
    return;
  if (first == NULL)
    g_cond_wait (&self->has_news, &self->lock);
  else
    g_cond_wait_until (&self->has_news, &self->lock, first->end);
}

static gpointer
run (gpointer data)
{
  CsLobby *self = data;
  gboolean goes_on = TRUE;

  while (goes_on) {
    g_autoptr (GPtrArray) ready = NULL;
    gint64 size;

    g_mutex_lock (&self->lock);
    sleep_until_news (self);
    ready = take_ready (self);
    size = self->size;
    goes_on = !self->is_closed;
    g_mutex_unlock (&self->lock);
    for (guint i = 0; i < ready->len; i++)
      waiter_answer (ready->pdata[i], size);
  }
  return NULL;
}

/**
 * cs_lobby_new:
 * @most: how many may wait at once
 * @most_of_one: how many of them may be one person's
 * @wait_msec: how long one waits at most
 *
 * Returns: (transfer full): a lobby nobody waits in
 */
CsLobby *
cs_lobby_new (guint most, guint most_of_one, guint wait_msec)
{
  CsLobby *self = g_new0 (CsLobby, 1);

  self->most = most;
  self->most_of_one = most_of_one;
  self->wait_usec = (gint64)wait_msec * 1000;
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->waiters);
  g_mutex_init (&self->lock);
  g_cond_init (&self->has_news);
  self->thread = g_thread_new ("lobby", run, self);
  return self;
}

/**
 * cs_lobby_dismiss_all:
 *
 * Answers everybody; whoever comes later is answered at once.
 */
void
cs_lobby_dismiss_all (CsLobby *self)
{
  g_mutex_lock (&self->lock);
  self->is_closed = TRUE;
  g_cond_signal (&self->has_news);
  g_mutex_unlock (&self->lock);
}

/**
 * cs_lobby_free:
 * @self: (transfer full) (nullable): a lobby
 */
void
cs_lobby_free (CsLobby *self)
{
  if (self == NULL)
    return;
  cs_lobby_dismiss_all (self);
  g_thread_join (self->thread);
  g_hash_table_unref (self->counts);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->has_news);
  g_free (self);
}

static void
answer_at_once (CsHttpExchange *exchange, gint64 size)
{
  CsWireHint hint = {.size = size};

  cs_http_exchange_answer (exchange, cs_answer_json (cs_wire_hint_to_json (&hint)));
}

/**
 * cs_lobby_wait:
 * @exchange: answered when the journal is longer than @size, or after a while
 * @person: who waits
 * @device: by which
 * @size: what is known there
 *
 * Returns: whether there was a place; if not, @exchange is still to be answered
 */
gboolean
cs_lobby_wait (CsLobby *self,
               CsHttpExchange *exchange,
               const char *person,
               const char *device,
               gint64 size)
{
  Waiter *waiter;
  gint64 now_size;
  guint count;

  g_mutex_lock (&self->lock);
  now_size = self->size;
  if (self->is_closed || size != now_size) {
    g_mutex_unlock (&self->lock);
    answer_at_once (exchange, now_size);
    return TRUE;
  }
  count = count_of (self, person);
  if (self->waiters.length >= self->most || count >= self->most_of_one) {
    g_mutex_unlock (&self->lock);
    return FALSE;
  }
  waiter = g_new0 (Waiter, 1);
  waiter->exchange = cs_http_exchange_ref (exchange);
  waiter->person = g_strdup (person);
  waiter->device = g_strdup (device);
  waiter->size = size;
  waiter->end = g_get_monotonic_time () + self->wait_usec;
  set_count (self, person, count + 1);
  g_queue_push_tail (&self->waiters, waiter);
  if (self->waiters.length == 1)
    g_cond_signal (&self->has_news);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/**
 * cs_lobby_ring:
 * @size: how long the journal is now
 *
 * From any thread; costs it next to nothing.
 */
void
cs_lobby_ring (CsLobby *self, gint64 size)
{
  g_mutex_lock (&self->lock);
  if (size != self->size) {
    self->size = size;
    self->is_rung = TRUE;
    g_cond_signal (&self->has_news);
  }
  g_mutex_unlock (&self->lock);
}

/**
 * cs_lobby_dismiss:
 * @device: that was revoked
 *
 * Ends its waits with 401 (SG-08).
 */
void
cs_lobby_dismiss (CsLobby *self, const char *device)
{
  g_mutex_lock (&self->lock);
  for (GList *l = self->waiters.head; l != NULL; l = l->next) {
    Waiter *waiter = l->data;

    waiter->is_dismissed = waiter->is_dismissed || g_strcmp0 (waiter->device, device) == 0;
  }
  self->is_rung = TRUE;
  g_cond_signal (&self->has_news);
  g_mutex_unlock (&self->lock);
}

/**
 * cs_lobby_count:
 *
 * Returns: how many wait
 */
guint
cs_lobby_count (CsLobby *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = self->waiters.length;
  g_mutex_unlock (&self->lock);
  return count;
}

/**
 * cs_lobby_has:
 * @person: somebody
 *
 * Returns: whether a desktop of theirs waits here, and so is open
 */
gboolean
cs_lobby_has (CsLobby *self, const char *person)
{
  gboolean has;

  g_mutex_lock (&self->lock);
  has = count_of (self, person) > 0;
  g_mutex_unlock (&self->lock);
  return has;
}

/**
 * cs_lobby_get_size:
 *
 * Returns: how long the journal is, as it was last told
 */
gint64
cs_lobby_get_size (CsLobby *self)
{
  gint64 size;

  g_mutex_lock (&self->lock);
  size = self->size;
  g_mutex_unlock (&self->lock);
  return size;
}
