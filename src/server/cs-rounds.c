/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rounds.h"

#include "cs-index.h"
#include "cs-keeper.h"
#include "cs-server-private.h"

#define REQUESTS   20 /* at a time, so that who writes is not held up for long */
#define PAUSE_USEC (10 * G_TIME_SPAN_SECOND)

/*
 *   tick ─► a reading desk: is anything due? ─► the writing desk: rungs, letters ─► again, where
 * there was more
 *
 * One of these is under way at most. What runs on the writing desk may be taken back and run again;
 * it keeps nothing outside of its transaction but requests that cannot be read.
 */
struct _CsRounds {
  CsServer *server; /* (borrowed) */
  CsRoundsOptions options;
  GHashTable *skipped; /* (owned) the writing desk's: requests that cannot be read */
  gint n_skipped;      /* atomic */
  gint64 not_before;   /* monotonic; after a failure */

  GMutex lock;
  GCond ended;
  gboolean is_under_way; /* under the lock */
  gboolean is_stopped;   /* under the lock */
  gboolean is_due;       /* of whichever piece is under way */
  gboolean has_more;     /* as is_due */
  guint written;         /* as is_due */
  gint count;            /* atomic */
  gint late_secs;        /* atomic */
};

static void
end (CsRounds *self)
{
  g_mutex_lock (&self->lock);
  self->is_under_way = FALSE;
  g_cond_signal (&self->ended);
  g_mutex_unlock (&self->lock);
}

static gboolean
is_stopped (CsRounds *self)
{
  gboolean is_it;

  g_mutex_lock (&self->lock);
  is_it = self->is_stopped;
  g_mutex_unlock (&self->lock);
  return is_it;
}

static gboolean
write_letters (CsRounds *self, CsLedger *ledger, const CsRungNotice *notice, GError **error)
{
  const CsLetters *letters = self->options.letters;
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));

  for (guint i = 0; notice->told != NULL && notice->told[i] != NULL; i++) {
    g_autoptr (CsLetter) letter =
        cs_letter_new (CS_LETTER_MAIL,
                       notice->entry,
                       notice->told[i],
                       now,
                       now + self->options.delay_secs * G_TIME_SPAN_SECOND);

    if (!letters->class->add (letters->data, ledger, letter, error))
      return FALSE;
  }
  return TRUE;
}

static CsHttpAnswer *
keep (CsLedger *ledger, gpointer data, GError **error)
{
  CsRounds *self = data;
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);

  self->written = 0;
  if (!cs_keeper_run_some (cs_ledger_get_authority (ledger),
                           REQUESTS,
                           self->skipped,
                           notices,
                           &self->has_more,
                           error))
    return NULL;
  g_atomic_int_set (&self->n_skipped, (gint)g_hash_table_size (self->skipped));
  for (guint i = 0; i < notices->len; i++) {
    const CsRungNotice *notice = notices->pdata[i];

    if (self->options.writes_letters && !write_letters (self, ledger, notice, error))
      return NULL;
    g_atomic_int_set (&self->late_secs, (gint)MAX ((now - notice->at) / CS_SECOND, 0));
  }
  self->written = notices->len;
  return NULL;
}

static void
kept (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  CsRounds *self = data;

  if (error != NULL) {
    g_warning ("Deadlines could not be looked at: %s", error->message);
    self->not_before = g_get_monotonic_time () + PAUSE_USEC;
  } else {
    g_atomic_int_add (&self->count, (gint)self->written);
    if (self->has_more && !is_stopped (self)) {
      cs_server_queue (self->server, CS_DESK_WRITER, keep, kept, self);
      return;
    }
  }
  end (self);
}

static CsHttpAnswer *
look (CsLedger *ledger, gpointer data, GError **error)
{
  CsRounds *self = data;
  CsInstant now = cs_time_source_get_now (cs_ledger_get_time_source (ledger));
  guint n_skipped = (guint)g_atomic_int_get (&self->n_skipped);
  g_autoptr (GPtrArray) ids =
      cs_index_list_events (cs_ledger_get_store (ledger), now, n_skipped + 1, error);

  self->is_due = ids != NULL && ids->len > n_skipped;
  return NULL;
}

static void
looked (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  CsRounds *self = data;

  if (error != NULL)
    g_warning ("Deadlines could not be looked at: %s", error->message);
  if (error == NULL && self->is_due && !is_stopped (self))
    cs_server_queue (self->server, CS_DESK_WRITER, keep, kept, self);
  else
    end (self);
}

/**
 * cs_rounds_new:
 * @server: lives longer
 *
 * Returns: (transfer full): rounds that begin with the first tick
 */
CsRounds *
cs_rounds_new (CsServer *server, const CsRoundsOptions *options)
{
  CsRounds *self = g_new0 (CsRounds, 1);

  self->server = server;
  self->options = *options;
  self->skipped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
  return self;
}

/**
 * cs_rounds_free:
 * @self: (transfer full) (nullable): rounds
 *
 * Waits until what is under way is written.
 */
void
cs_rounds_free (CsRounds *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->is_stopped = TRUE;
  while (self->is_under_way)
    g_cond_wait (&self->ended, &self->lock);
  g_mutex_unlock (&self->lock);
  g_hash_table_unref (self->skipped);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended);
  g_free (self);
}

/**
 * cs_rounds_tick:
 *
 * Looks whether anything is due. To be called once a second, from one thread; costs next to
 * nothing.
 */
void
cs_rounds_tick (CsRounds *self)
{
  gboolean begins;

  g_mutex_lock (&self->lock);
  begins = !self->is_under_way && !self->is_stopped && g_get_monotonic_time () >= self->not_before;
  if (begins)
    self->is_under_way = TRUE;
  g_mutex_unlock (&self->lock);
  if (begins)
    cs_server_queue (self->server, CS_DESK_READER, look, looked, self);
}

/**
 * cs_rounds_count:
 *
 * Returns: how many rungs were written
 */
guint
cs_rounds_count (CsRounds *self)
{
  return (guint)g_atomic_int_get (&self->count);
}

/**
 * cs_rounds_get_late_secs:
 *
 * Returns: how long after its instant the last rung was written
 */
guint
cs_rounds_get_late_secs (CsRounds *self)
{
  return (guint)g_atomic_int_get (&self->late_secs);
}
