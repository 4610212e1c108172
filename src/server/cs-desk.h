/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-http.h"
#include "cs-ledger.h"

G_BEGIN_DECLS

/*
 * A thread that owns a ledger and works off what is laid on it. A reading desk does one piece after
 * the other; a writing desk does what arrives within two milliseconds in one transaction and hands
 * the answers out when that is on disk (K-03, K-10).
 */
typedef struct _CsDesk CsDesk;

/* What is to be done, on the desk's thread; may be called again when a transaction is taken back.
 * An answer of NULL without an error means that somebody else will answer later. */
typedef CsHttpAnswer *(*CsDeskWork) (CsLedger *ledger, gpointer data, GError **error);
/* What became of it: either @answer or @error, or neither; owns @data. */
typedef void (*CsDeskDone) (CsHttpAnswer *answer, const GError *error, gpointer data);
/* After everything that was laid on the desk so far is on disk, before it is answered. */
typedef void (*CsDeskCommitted) (CsLedger *ledger, gpointer user_data);
/* Inside each transaction, last. */
typedef gboolean (*CsDeskClosing) (CsLedger *ledger, gpointer user_data, GError **error);

/* When its ledger is open, on the desk's thread. */
typedef gboolean (*CsDeskOpened) (CsLedger *ledger, gpointer user_data, GError **error);

typedef struct {
  gboolean is_writer;
  gboolean is_still;         /* no thread: works when cs_desk_work_off() says so, for simulations */
  gboolean collects_first;   /* a transaction keeps others from theirs: gather, then begin it */
  CsDeskOpened opened;       /* (nullable) */
  CsDeskOpened reading;      /* (nullable): before each piece of a reading desk */
  CsDeskClosing closing;     /* (nullable) */
  CsDeskCommitted committed; /* (nullable) */
  gpointer user_data;
} CsDeskOptions;

CsDesk *cs_desk_new (const char *folder,
                     CsTimeSource *time_source,
                     const CsDeskOptions *options,
                     GError **error);
void cs_desk_queue (CsDesk *self, CsDeskWork work, CsDeskDone done, gpointer data);
void cs_desk_work_off (CsDesk *self);
guint cs_desk_count_waiting (CsDesk *self);
guint cs_desk_count_batches (CsDesk *self);
void cs_desk_free (CsDesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDesk, cs_desk_free)

G_END_DECLS
