/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-connect.h"
#include "cs-ledger.h"
#include "cs-report.h"
#include "cs-sync.h"
#include "cs-worker.h"
#include "cs-workspace.h"

G_BEGIN_DECLS

/* What lives on the worker; shared with lists, which may outlive the workspace. */
typedef struct {
  CsLedger *ledger;          /* (owned) (nullable) once closed; the worker's alone */
  char *published_directory; /* (nullable) mark of the directory that the main thread has */
} CsBackroom;
CsBackroom *cs_backroom_ref (CsBackroom *self);
void cs_backroom_unref (CsBackroom *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsBackroom, cs_backroom_unref)
CsLedger *cs_backroom_get_ledger (CsBackroom *self, GError **error);

struct _CsWorkspace {
  GObject parent_instance;

  char *folder;
  CsTimeSource *time_source; /* (owned) */
  CsWorker *worker;          /* (owned) */
  CsBackroom *backroom;      /* (owned) */
  gboolean is_sample, is_closed;

  char *person;
  CsDirectory *directory; /* (owned): a copy of the worker's */
  GPtrArray *packs;       /* (owned) CsPack */
  GPtrArray *lists;       /* weak CsPagedList */
  GPtrArray *opened;      /* (owned) GFile: copies of confidential files */
  GFileMonitor *monitor;  /* (owned) */
  guint keeper_source;    /* when the keeper looks again */
  gboolean has_kept;      /* whether the keeper has looked since the workspace was opened */
  CsSync *sync;           /* (owned) (nullable) of a shared workspace */
  gboolean is_syncing;
  CsCredentials *credentials; /* (owned) (nullable) this computer's sign-in to its server */
};

/* What a task of the worker is given; each function uses what it needs. */
typedef struct {
  CsBackroom *backroom; /* (owned) */
  char *person, *request, *kind, *id;
  json_t *data;              /* (owned) (nullable) a copy of its own */
  CsReportFilter *filter;    /* (owned) (nullable) */
  GBytes *bytes;             /* (owned) (nullable) */
  CsListFilter *list_filter; /* (owned) (nullable) */
  CsSync *sync;              /* (owned) (nullable) */
  CsInstant instant;
  gint64 number;
  gboolean flag;
} CsJob;

CsJob *cs_job_new (CsWorkspace *self);
void cs_workspace_queue (CsWorkspace *self,
                         int priority,
                         gpointer tag,
                         CsJob *job,
                         GTaskThreadFunc func,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* On the worker: tells the main thread what has changed, before the task is answered. */
void cs_workspace_publish (GTask *task, CsJob *job, const char *request);
void cs_workspace_publish_lists (GTask *task);

void cs_workspace_publish_rungs (GTask *task, GPtrArray *notices);

void cs_workspace_begin_sync (CsWorkspace *self, const CsChannelAuth *auth, gpointer who);
void cs_workspace_begin_signed_in (CsWorkspace *self);
void cs_workspace_end_sync (CsWorkspace *self);
void cs_workspace_nudge (CsWorkspace *self);

/* What is said is sent at once, without going by the main thread (SG-14). */
void cs_job_reach_sync (CsJob *job, CsWorkspace *self);
void cs_job_begin_sending (CsJob *job, CsLedger *ledger);
void cs_job_end_sending (CsJob *job, CsLedger *ledger, gboolean is_kept);
void cs_workspace_schedule_keeper (CsWorkspace *self, guint delay_msec);
void cs_workspace_refresh_lists (CsWorkspace *self);
void cs_workspace_forget_lists (CsWorkspace *self);
void cs_workspace_watch_folder (CsWorkspace *self);
void cs_workspace_forget_opened (CsWorkspace *self);
CsRequestView *
cs_request_view_new (CsLedger *ledger, const char *request, const char *person, GError **error);

G_END_DECLS
