/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sweep.h"

#include "cs-accounts.h"
#include "cs-blob.h"
#include "cs-blobs.h"

#define LETTERS_KEPT (30 * G_TIME_SPAN_DAY) /* those that were done with; the dead wait longer */
#define UNNAMED_KEPT (7 * G_TIME_SPAN_DAY)

struct _CsSweep {
  CsServer *server; /* (borrowed) */
  CsDesk *writer;   /* (borrowed) */
  CsDesk *files;    /* (borrowed) */
  gint is_sealing;  /* atomic: begun, done or given up for good */
  gint is_stopping; /* atomic */
  guint part;       /* which the files’ desk seals next */
  guint n;          /* how many it has sealed */
};

/**
 * cs_sweep_new:
 * @server: (transfer none): whose
 * @writer: (transfer none): its writing desk
 * @files: (transfer none): its files’ desk
 *
 * Returns: (transfer full): a sweep; to be stopped before the desks go and freed after
 */
CsSweep *
cs_sweep_new (CsServer *server, CsDesk *writer, CsDesk *files)
{
  CsSweep *self = g_new0 (CsSweep, 1);

  self->server = server;
  self->writer = writer;
  self->files = files;
  return self;
}

static CsHttpAnswer *
drop_over (CsLedger *ledger, gpointer data, GError **error)
{
  CsSweep *self = data;
  const CsLetters *letters = cs_server_get_letters (self->server);
  CsAccounts *accounts = cs_door_get_accounts (cs_server_get_door (self->server), ledger);
  CsInstant before =
      cs_time_source_get_now (cs_server_get_time_source (self->server)) - LETTERS_KEPT;
  guint n;

  if (cs_accounts_sweep (accounts, error) &&
      letters->class->sweep (letters->data, ledger, before, error) &&
      cs_blobs_sweep (ledger, UNNAMED_KEPT, &n, error) && n > 0)
    g_message ("%u files that nothing names were dropped.", n);
  return NULL;
}

/* CX-21: one part after the other, so that nobody waits for long who wants a file. */
static CsHttpAnswer *
seal_part (CsLedger *ledger, gpointer data, GError **error)
{
  CsSweep *self = data;

  if (!g_atomic_int_get (&self->is_stopping))
    cs_blobs_seal_some (cs_server_get_folder (self->server),
                        cs_server_get_file_keys (self->server),
                        self->part,
                        &self->n,
                        error);
  return NULL;
}

static void
part_done (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  CsSweep *self = data;

  if (g_atomic_int_get (&self->is_stopping))
    return;
  if (error != NULL) {
    g_warning ("Files that lie in the clear are encrypted later: %s", error->message);
    g_atomic_int_set (&self->is_sealing, 0);
    return;
  }
  if (++self->part < CS_BLOBS_PARTS)
    cs_desk_queue (self->files, seal_part, part_done, self);
  else if (self->n > 0)
    g_message ("%u files that lay in the clear are encrypted now.", self->n);
}

/**
 * cs_sweep_run:
 *
 * From any thread.
 */
void
cs_sweep_run (CsSweep *self)
{
  cs_desk_queue (self->writer, drop_over, NULL, self);
  if (g_atomic_int_compare_and_exchange (&self->is_sealing, 0, 1))
    cs_desk_queue (self->files, seal_part, part_done, self);
}

/**
 * cs_sweep_stop:
 * @self: (nullable): a sweep
 *
 * What is not sealed yet is when the server serves again.
 */
void
cs_sweep_stop (CsSweep *self)
{
  if (self != NULL)
    g_atomic_int_set (&self->is_stopping, 1);
}

/**
 * cs_sweep_free:
 * @self: (transfer full) (nullable): a sweep whose desks are gone
 */
void
cs_sweep_free (CsSweep *self)
{
  g_free (self);
}
