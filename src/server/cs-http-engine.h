/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-http.h"
#include "cs-listen.h"

G_BEGIN_DECLS

/* The engine behind the narrow interface: the only file that knows libmicrohttpd. */
typedef struct _CsHttpEngine CsHttpEngine;

typedef struct {
  guint threads;                 /* 0: as many as there are processors, two at least */
  guint connections;             /* at most so many at once */
  guint connections_per_address; /* 0: no limit of its own */
  guint idle_secs;               /* until a connection that says nothing is closed */
  gsize header_limit_bytes;      /* of all headers together */
  gsize body_limit_bytes;
  const char *certificate; /* (nullable) PEM: speaks TLS */
  const char *key;         /* (nullable) PEM */
} CsHttpLimits;

CsHttpEngine *cs_http_engine_new (CsListen *listen,
                                  const CsHttpLimits *limits,
                                  CsHttpHandler handler,
                                  gpointer user_data,
                                  GError **error);
const char *cs_http_engine_get_address (CsHttpEngine *self);
guint cs_http_engine_get_port (CsHttpEngine *self);
guint cs_http_engine_count_connections (CsHttpEngine *self);
guint cs_http_engine_count_open (CsHttpEngine *self);
void cs_http_engine_refuse_new (CsHttpEngine *self);
void cs_http_engine_stop (CsHttpEngine *self, guint wait_msec);
void cs_http_engine_free (CsHttpEngine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHttpEngine, cs_http_engine_free)

G_END_DECLS
