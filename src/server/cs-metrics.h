/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-http-engine.h"
#include "cs-outward.h"
#include "cs-server.h"

G_BEGIN_DECLS

/* /healthz and /metrics, for an engine of their own that only this machine reaches. */
typedef struct {
  CsServer *server;     /* (borrowed) */
  CsHttpEngine *engine; /* (borrowed) (nullable) the one that is measured */
  CsOutward *outward;   /* (borrowed) (nullable) what it does of itself */
  gint is_draining;     /* atomic */
} CsMetrics;

void cs_metrics_handle (CsHttpExchange *exchange, gpointer metrics);

G_END_DECLS
