/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-desk.h"

/*
 * A batch of the writing desk:
 *
 *   first piece ─► BEGIN IMMEDIATE ─► work, work … while more arrive (≤ 2 ms) ─► closing ─► COMMIT
 *                                                                       │            │
 *                       any failure: everything taken back, each piece alone         └─► answers
 *
 * Nothing is answered before its transaction is on disk, so an answer is never a promise.
 */

#define COLLECT_USEC 2000
#define MOST_PIECES  64
#define TRIES        3
/* KiB; several read, one writes (SG-13) */
#define READER_CACHE "PRAGMA cache_size=-4096"
#define WRITER_CACHE "PRAGMA cache_size=-8192"

struct _CsDesk {
  GThread *thread;    /* (owned) (nullable): none where it is still */
  CsLedger *ledger;   /* (owned) (nullable): of the thread; its own where it is still */
  GAsyncQueue *queue; /* (owned) of (owned) Piece */
  char *folder;
  CsTimeSource *time_source; /* (owned) */
  CsDeskOptions options;
  guint batches; /* atomic */

  GMutex lock;
  GCond is_open;
  gboolean has_opened; /* under the lock */
  GError *failure;     /* (owned) (nullable) of opening; under the lock */
};

typedef struct {
  CsDeskWork work; /* NULL ends the thread */
  CsDeskDone done;
  gpointer data; /* (owned) by done */
  CsHttpAnswer *answer;
  GError *error;
} Piece;

static void
piece_hand_out (Piece *self)
{
  if (self->done != NULL)
    self->done (g_steal_pointer (&self->answer), self->error, self->data);
  g_clear_pointer (&self->answer, cs_http_answer_free);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
piece_work (Piece *self, CsLedger *ledger)
{
  g_clear_pointer (&self->answer, cs_http_answer_free);
  g_clear_error (&self->error);
  self->answer = self->work (ledger, self->data, &self->error);
  return self->error == NULL;
}

/* Returns: whether everything of @pieces is on disk; if not, nothing is */
static gboolean
close_batch (CsDesk *self, CsLedger *ledger, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);

  if (self->options.closing != NULL &&
      !self->options.closing (ledger, self->options.user_data, error)) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  return cs_authority_end_batch (authority, error);
}

/* Nothing of it was kept, and the same may go well now: another process was in the way, or the
 * connection to the journal of record was lost. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, CS_ERROR, CS_ERROR_BUSY) ||
         g_error_matches (error, CS_ERROR, CS_ERROR_UNREACHABLE);
}

/* Returns: whether it may go better when it is tried once more */
static gboolean
try_alone (CsDesk *self, CsLedger *ledger, Piece *piece)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);

  g_clear_error (&piece->error);
  if (!cs_authority_begin_batch (authority, &piece->error))
    return FALSE;
  if (!piece_work (piece, ledger)) {
    cs_authority_cancel_batch (authority);
    return FALSE;
  }
  if (close_batch (self, ledger, &piece->error))
    return FALSE;
  g_warning ("A transaction was taken back: %s", piece->error->message);
  g_clear_pointer (&piece->answer, cs_http_answer_free);
  return is_passing (piece->error);
}

static void
work_alone (CsDesk *self, CsLedger *ledger, Piece *piece)
{
  for (guint i = 0; i < TRIES && try_alone (self, ledger, piece); i++)
    continue;
}

/* Everything a piece reads is of one moment. */
static void
read_piece (CsDesk *self, Piece *piece, CsLedger *ledger)
{
  CsSqlite *sqlite = cs_store_get_sqlite (cs_ledger_get_store (ledger));

  if (self->options.reading != NULL &&
      !self->options.reading (ledger, self->options.user_data, &piece->error))
    return;
  if (!cs_sqlite_exec (sqlite, "BEGIN", &piece->error))
    return;
  piece_work (piece, ledger);
  cs_sqlite_rollback (sqlite);
}

static Piece *
next_of_batch (CsDesk *self, gint64 end, gboolean may_wait)
{
  gint64 left = may_wait ? end - g_get_monotonic_time () : 0;

  return left > 0 ? g_async_queue_timeout_pop (self->queue, (guint64)left)
                  : g_async_queue_try_pop (self->queue);
}

typedef struct {
  CsDesk *desk;
  CsLedger *ledger;
  GPtrArray *pieces; /* (owned) Piece */
  gboolean is_begun;
  GError *error; /* (owned) (nullable) of the transaction */
  gboolean goes_on;
} Batch;

static void
batch_clear (Batch *self)
{
  g_ptr_array_unref (self->pieces);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

/* Returns: whether all pieces so far went well */
static gboolean
batch_work (Batch *self, Piece *piece)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);

  if (!self->is_begun) {
    self->is_begun = cs_authority_begin_batch (authority, &self->error);
    if (!self->is_begun)
      return FALSE;
  }
  if (piece_work (piece, self->ledger))
    return TRUE;
  cs_authority_cancel_batch (authority);
  self->is_begun = FALSE;
  return FALSE;
}

/* Takes what comes. Where it may, it works meanwhile. Returns: whether all went well */
static gboolean
batch_gather (Batch *self, Piece *piece, gint64 end, gboolean may_wait)
{
  gboolean is_well = TRUE;

  for (; piece != NULL; piece = next_of_batch (self->desk, end, may_wait)) {
    self->goes_on = piece->work != NULL;
    if (!self->goes_on) {
      g_free (piece);
      break;
    }
    g_ptr_array_add (self->pieces, piece);
    is_well = self->desk->options.collects_first || batch_work (self, piece);
    if (!is_well || self->pieces->len >= MOST_PIECES || g_get_monotonic_time () >= end)
      break;
  }
  for (guint i = 0; self->desk->options.collects_first && i < self->pieces->len && is_well; i++)
    is_well = batch_work (self, self->pieces->pdata[i]);
  return is_well;
}

/* What could not even be begun is not tried piece by piece. */
static void
batch_give_up (Batch *self)
{
  for (guint i = 0; i < self->pieces->len; i++) {
    Piece *piece = self->pieces->pdata[i];

    g_clear_error (&piece->error);
    piece->error = g_error_copy (self->error);
  }
}

/* Returns: whether the desk goes on */
static gboolean
work_batch (CsDesk *self, CsLedger *ledger, Piece *piece, guint *last_length)
{
  g_auto (Batch)
      batch = {.desk = self, .ledger = ledger, .pieces = g_ptr_array_new (), .goes_on = TRUE};
  gint64 end = g_get_monotonic_time () + COLLECT_USEC;
  /* Who works alone is not made to wait for others. */
  gboolean may_wait = *last_length > 1 && !self->options.is_still;
  gboolean is_well = batch_gather (&batch, piece, end, may_wait);

  *last_length = batch.pieces->len;
  if (is_well && batch.is_begun && !close_batch (self, ledger, &batch.error)) {
    g_message ("A transaction was taken back: %s", batch.error->message);
    g_clear_error (&batch.error);
    is_well = FALSE;
  }
  if (batch.error != NULL)
    batch_give_up (&batch);
  for (guint i = 0; !is_well && batch.error == NULL && i < batch.pieces->len; i++)
    work_alone (self, ledger, batch.pieces->pdata[i]);
  g_atomic_int_inc (&self->batches);
  if (self->options.committed != NULL)
    self->options.committed (ledger, self->options.user_data);
  for (guint i = 0; i < batch.pieces->len; i++)
    piece_hand_out (batch.pieces->pdata[i]);
  return batch.goes_on;
}

static void
tell_open (CsDesk *self, GError *failure)
{
  g_mutex_lock (&self->lock);
  self->has_opened = TRUE;
  self->failure = failure;
  g_cond_signal (&self->is_open);
  g_mutex_unlock (&self->lock);
}

static gboolean
open_ledger (CsDesk *self, GError **error)
{
  self->ledger = cs_ledger_open (self->folder, self->time_source, error);
  if (self->ledger != NULL)
    cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (self->ledger)),
                    self->options.is_writer ? WRITER_CACHE : READER_CACHE,
                    NULL);
  if (self->ledger != NULL && self->options.opened != NULL &&
      !self->options.opened (self->ledger, self->options.user_data, error))
    g_clear_pointer (&self->ledger, cs_ledger_close);
  return self->ledger != NULL;
}

/* Returns: whether the desk goes on */
static gboolean
work_next (CsDesk *self, Piece *piece, guint *last_length)
{
  if (piece->work == NULL) {
    g_free (piece);
    return FALSE;
  }
  if (self->options.is_writer)
    return work_batch (self, self->ledger, piece, last_length);
  read_piece (self, piece, self->ledger);
  piece_hand_out (piece);
  return TRUE;
}

static gpointer
run (gpointer data)
{
  CsDesk *self = data;
  GError *failure = NULL;
  gboolean is_open = open_ledger (self, &failure);
  guint last_length = 0;

  tell_open (self, failure);
  while (is_open && work_next (self, g_async_queue_pop (self->queue), &last_length))
    ;
  g_clear_pointer (&self->ledger, cs_ledger_close);
  return NULL;
}

static CsDesk *
open_still (CsDesk *self, GError **error)
{
  g_autoptr (CsDesk) owned = self;

  return open_ledger (self, error) ? g_steal_pointer (&owned) : NULL;
}

/**
 * cs_desk_new:
 * @folder: of a workspace
 * @time_source: (transfer none): what the present is
 * @error: as cs_ledger_open() sets it
 *
 * Returns: (transfer full): a desk whose thread works, or %NULL
 */
CsDesk *
cs_desk_new (const char *folder,
             CsTimeSource *time_source,
             const CsDeskOptions *options,
             GError **error)
{
  g_autoptr (CsDesk) self = g_new0 (CsDesk, 1);

  self->folder = g_strdup (folder);
  self->time_source = g_object_ref (time_source);
  self->options = *options;
  self->queue = g_async_queue_new ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->is_open);
  if (options->is_still)
    return open_still (g_steal_pointer (&self), error);
  self->thread = g_thread_new (options->is_writer ? "writer" : "reader", run, self);
  g_mutex_lock (&self->lock);
  while (!self->has_opened)
    g_cond_wait (&self->is_open, &self->lock);
  g_mutex_unlock (&self->lock);
  if (self->failure == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return NULL;
}

/**
 * cs_desk_queue:
 * @work: done on the desk's thread
 * @done: (nullable): told afterwards, on the desk's thread
 * @data: (transfer full): given to both; @done lets it go
 *
 * From any thread.
 */
void
cs_desk_queue (CsDesk *self, CsDeskWork work, CsDeskDone done, gpointer data)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->work = work;
  piece->done = done;
  piece->data = data;
  g_async_queue_push (self->queue, piece);
}

/**
 * cs_desk_work_off:
 * @self: a still desk
 *
 * Does all that lies on it, on the calling thread: what a writing desk finds together it does in
 * one transaction.
 */
void
cs_desk_work_off (CsDesk *self)
{
  Piece *piece;
  guint last_length = 0;

  while ((piece = g_async_queue_try_pop (self->queue)) != NULL)
    work_next (self, piece, &last_length);
}

/**
 * cs_desk_count_waiting:
 *
 * Returns: how much lies on the desk and has not been begun
 */
guint
cs_desk_count_waiting (CsDesk *self)
{
  return (guint)MAX (g_async_queue_length (self->queue), 0);
}

/**
 * cs_desk_count_batches:
 *
 * Returns: how many transactions the desk has closed
 */
guint
cs_desk_count_batches (CsDesk *self)
{
  return (guint)g_atomic_int_get (&self->batches);
}

/**
 * cs_desk_free:
 * @self: (transfer full) (nullable): a desk
 *
 * Works off what lies on it, then ends its thread. To be called from another.
 */
void
cs_desk_free (CsDesk *self)
{
  if (self == NULL)
    return;
  if (self->thread != NULL) {
    cs_desk_queue (self, NULL, NULL, NULL);
    g_thread_join (self->thread);
  }
  if (self->ledger != NULL)
    cs_desk_work_off (self);
  g_clear_pointer (&self->ledger, cs_ledger_close);
  g_async_queue_unref (self->queue);
  g_clear_error (&self->failure);
  g_clear_object (&self->time_source);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->is_open);
  g_free (self->folder);
  g_free (self);
}
