/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CS_TYPE_WORKER (cs_worker_get_type ())
G_DECLARE_FINAL_TYPE (CsWorker, cs_worker, CS, WORKER, GObject)

CsWorker *cs_worker_new (const char *name);

void cs_worker_queue (CsWorker *self, int priority, GTask *task, GTaskThreadFunc func);
gboolean cs_worker_is_current (CsWorker *self);

void cs_worker_shutdown_async (CsWorker *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean cs_worker_shutdown_finish (CsWorker *self, GAsyncResult *result, GError **error);

G_END_DECLS
