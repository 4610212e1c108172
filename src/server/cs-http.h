/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The narrow interface between HTTP and everything else (K-01): a question with a bounded body, and
 * its answer. Whoever answers knows no engine, no socket and no thread of one.
 */

/* Never changed once it is made, so any thread may read it. */
typedef struct {
  guint64 serial; /* this question and no other, in this process */
  char *method;
  char *path;          /* without query, decoded never: what needs it is refused */
  GHashTable *headers; /* (owned) lower-case name -> value; of equal names the first */
  GBytes *body;        /* (owned) */
  char *address;       /* of who asks, as text */
} CsHttpRequest;

CsHttpRequest *cs_http_request_new (const char *method, const char *path, GBytes *body);
void cs_http_request_free (CsHttpRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHttpRequest, cs_http_request_free)
gboolean cs_http_request_add_header (CsHttpRequest *self, const char *name, const char *value);
const char *cs_http_request_get_header (const CsHttpRequest *self, const char *name);

/* A body that is too large to lie in memory while it is sent: read piece by piece, from any thread,
 * one after the other. */
typedef GBytes *(*CsHttpRead) (gpointer data, gint64 from, gint64 length); /* %NULL: failed */
typedef struct {
  gint64 size;
  CsHttpRead read;
  gpointer data; /* (owned) */
  GDestroyNotify free_data;
} CsHttpSource;
void cs_http_source_free (CsHttpSource *self);

typedef struct {
  guint status;
  GPtrArray *headers;   /* (owned) name, value, name, value … */
  GBytes *body;         /* (owned) */
  CsHttpSource *source; /* (owned) (nullable): in place of a body */
} CsHttpAnswer;

CsHttpAnswer *cs_http_answer_new (guint status, const char *type, GBytes *body);
CsHttpAnswer *cs_http_answer_new_text (guint status, const char *type, char *text);
void cs_http_answer_free (CsHttpAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHttpAnswer, cs_http_answer_free)
void cs_http_answer_add_header (CsHttpAnswer *self, const char *name, const char *value);
const char *cs_http_answer_get_header (const CsHttpAnswer *self, const char *name);

/* A question that waits for its answer; who holds it may answer from any thread, once. */
typedef struct _CsHttpExchange CsHttpExchange;
typedef void (*CsHttpAnswered) (CsHttpExchange *exchange, gpointer user_data);

CsHttpExchange *
cs_http_exchange_new (CsHttpRequest *request, CsHttpAnswered answered, gpointer user_data);
CsHttpExchange *cs_http_exchange_ref (CsHttpExchange *self);
void cs_http_exchange_unref (CsHttpExchange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHttpExchange, cs_http_exchange_unref)
const CsHttpRequest *cs_http_exchange_get_request (CsHttpExchange *self);
void cs_http_exchange_answer (CsHttpExchange *self, CsHttpAnswer *answer);
CsHttpAnswer *cs_http_exchange_take_answer (CsHttpExchange *self);

/* Who answers; may do it later. Called from any thread, several at a time. */
typedef void (*CsHttpHandler) (CsHttpExchange *exchange, gpointer user_data);

G_END_DECLS
