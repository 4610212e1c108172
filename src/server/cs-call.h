/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-http.h"
#include "cs-ledger.h"
#include "cs-wire-problem.h"

G_BEGIN_DECLS

typedef struct _CsServer CsServer;

/* Who asks, as their token says. */
typedef struct {
  char *person;
  char *device;
  char *session;           /* (nullable) */
  CsInstant authenticated; /* when they last showed who they are (ASVS 7.5.3) */
} CsCaller;
void cs_caller_clear (CsCaller *self);

/*
 * Says who asks, on the desk that will answer, inside its transaction. Answers FALSE with either a
 * refusal or an error.
 */
typedef gboolean (*CsCallerResolve) (CsLedger *ledger,
                                     const CsHttpRequest *request,
                                     gpointer user_data,
                                     CsCaller *caller,
                                     CsHttpAnswer **refusal,
                                     GError **error);

/* One call of a route: what its handler is given. */
typedef struct {
  CsServer *server;             /* (borrowed) */
  const CsHttpRequest *request; /* (borrowed) */
  CsHttpExchange *exchange;     /* (borrowed) for who answers later */
  const char *parameter;        /* (nullable): what stands in the path for “{}” */
  gpointer message;             /* (nullable): the body, as the route reads it */
  CsCaller caller;              /* empty where the route is open to all */
  CsLedger *ledger;             /* (nullable): of the desk; none where it is answered at once */
} CsCall;

/* Returns an answer; or NULL with an error, or without one when somebody else will answer. May be
 * called again when a transaction was taken back. */
typedef CsHttpAnswer *(*CsCallHandler) (CsCall *call, GError **error);

typedef enum {
  CS_DESK_NONE, /* answered at once, on the engine's thread */
  CS_DESK_READER,
  CS_DESK_WRITER,
  CS_DESK_FILES, /* reads, and takes its time */
} CsDeskKind;

typedef struct {
  const char *method;
  const char *path; /* its last part may be “{}” */
  CsDeskKind desk;
  gboolean is_open;                                                  /* to who has not signed in */
  gpointer (*read) (const char *text, gsize length, GError **error); /* (nullable) of the body */
  GDestroyNotify free;                                               /* of what was read */
  CsCallHandler handle;
} CsRoute;

const CsRoute *cs_route_find (const char *method,
                              const char *path,
                              const char **parameter,
                              gboolean *is_other_method);

/* Answers. */
CsHttpAnswer *cs_answer_json (char *text);
CsHttpAnswer *cs_answer_problem (CsProblem problem, const char *format, ...) G_GNUC_PRINTF (2, 3);
CsHttpAnswer *cs_answer_error (const GError *error);

/* For who answers later, on whichever thread: makes a problem of @error. */
void cs_call_answer (CsServer *server,
                     CsHttpExchange *exchange,
                     CsHttpAnswer *answer,
                     const GError *error);

/* What a server does with a question; any engine may be in front. */
void cs_call_handle (CsHttpExchange *exchange, gpointer server);

/* Of a program, “1.2.3”. */
#define CS_VERSION_PARTS 3
guint cs_call_read_version (const char *text, guint version[CS_VERSION_PARTS]);

G_END_DECLS
