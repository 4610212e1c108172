/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-http-engine.h"

#include <microhttpd.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * libmicrohttpd with epoll and a pool of threads. A question is read whole, then handed over; while
 * nobody has answered, its connection is suspended and costs no thread, so that thousands can wait.
 *
 *   reading ──body whole──► asked ──answered at once──────────────► answering ──► done
 *                             └──suspended ──answered, resumed──────────▲
 *
 * What proxies and servers have read differently is refused: a body without a length, and a second
 * header of those that decide what a message is (K-01).
 */

#define FIRST_BODY_BYTES 4096
#define MOST_THREADS     16
#define HEARD_OUT        4 /* times the longest body */
#define SOURCE_BYTES     (256 * 1024)

struct _CsHttpEngine {
  struct MHD_Daemon *daemon; /* (owned) */
  CsListen *listen;          /* (owned) */
  CsHttpHandler handler;
  gpointer user_data;
  gsize body_limit_bytes;
  gsize header_limit_bytes;

  GMutex lock;
  GCond is_quiet;
  GHashTable *open; /* (owned) set of (borrowed) Asked that are not answered; under the lock */
};

/* One question on its connection; lives until the connection is done with it and it is answered. */
typedef struct {
  gatomicrefcount references;
  CsHttpEngine *engine;              /* (borrowed) */
  struct MHD_Connection *connection; /* (borrowed) */
  GByteArray *body;                  /* (owned) */
  CsHttpExchange *exchange;          /* (owned) (nullable) once it is handed over */
  GMutex lock;
  gboolean is_answered;  /* under the lock */
  gboolean is_suspended; /* under the lock */
  guint refusal;         /* status of what is refused before it is read; 0 otherwise */
  gboolean is_heard_out; /* that is said when all has come */
} Asked;

static void
asked_unref (Asked *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_clear_pointer (&self->exchange, cs_http_exchange_unref);
  g_byte_array_unref (self->body);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Asked *
asked_new (CsHttpEngine *engine, struct MHD_Connection *connection)
{
  Asked *self = g_new0 (Asked, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->engine = engine;
  self->connection = connection;
  self->body = g_byte_array_new ();
  return self;
}

/* On the thread of whoever answers. */
static void
answered_cb (CsHttpExchange *exchange, gpointer data)
{
  Asked *self = data;
  CsHttpEngine *engine = self->engine;

  g_mutex_lock (&self->lock);
  self->is_answered = TRUE;
  if (self->is_suspended)
    MHD_resume_connection (self->connection);
  g_mutex_unlock (&self->lock);
  g_mutex_lock (&engine->lock);
  g_hash_table_remove (engine->open, self);
  if (g_hash_table_size (engine->open) == 0)
    g_cond_broadcast (&engine->is_quiet);
  g_mutex_unlock (&engine->lock);
  asked_unref (self);
}

static void
free_body (void *bytes)
{
  g_bytes_unref (bytes);
}

static ssize_t
read_source (void *data, uint64_t at, char *buffer, size_t most)
{
  CsHttpSource *source = data;
  g_autoptr (GBytes) bytes = source->read (source->data, (gint64)at, (gint64)most);
  gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (length == 0 || length > most)
    return MHD_CONTENT_READER_END_WITH_ERROR; /* the connection is closed: nobody takes it as whole
                                               */
  memcpy (buffer, g_bytes_get_data (bytes, NULL), length);
  return (ssize_t)length;
}

static struct MHD_Response *
make_from_source (CsHttpAnswer *answer)
{
  CsHttpSource *source = g_steal_pointer (&answer->source);
  struct MHD_Response *response =
      MHD_create_response_from_callback ((uint64_t)source->size,
                                         SOURCE_BYTES,
                                         read_source,
                                         source,
                                         (void (*) (void *))cs_http_source_free);

  if (response == NULL)
    cs_http_source_free (source);
  return response;
}

static struct MHD_Response *
make_from_body (CsHttpAnswer *answer)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (answer->body, &length);
  struct MHD_Response *response =
      MHD_create_response_from_buffer_with_free_callback_cls (length,
                                                              (void *)(data != NULL ? data : ""),
                                                              free_body,
                                                              g_bytes_ref (answer->body));

  if (response == NULL)
    g_bytes_unref (answer->body);
  return response;
}

static enum MHD_Result
send_answer (struct MHD_Connection *connection, CsHttpAnswer *answer, gboolean closes)
{
  struct MHD_Response *response = answer->source != NULL ? make_from_source (answer)
                                                         : make_from_body (answer);
  enum MHD_Result result;

  if (response == NULL)
    return MHD_NO;
  for (guint i = 0; i < answer->headers->len; i += 2)
    MHD_add_response_header (response, answer->headers->pdata[i], answer->headers->pdata[i + 1]);
  if (closes)
    MHD_add_response_header (response, "Connection", "close");
  result = MHD_queue_response (connection, answer->status, response);
  MHD_destroy_response (response);
  return result;
}

static enum MHD_Result
send_refusal (struct MHD_Connection *connection, guint status)
{
  g_autofree char *text =
      g_strdup_printf ("{\"type\":\"urn:countersign:problem:%s\",\"status\":%u}",
                       status == MHD_HTTP_CONTENT_TOO_LARGE ? "too_large"
                       : status == MHD_HTTP_LENGTH_REQUIRED ? "length_required"
                                                            : "bad_request",
                       status);
  g_autoptr (CsHttpAnswer) answer =
      cs_http_answer_new_text (status, "application/problem+json", g_steal_pointer (&text));

  return send_answer (connection, answer, TRUE);
}

typedef struct {
  CsHttpRequest *request;
  gsize length;
  guint refusal;
} Headers;

static enum MHD_Result
add_header_cb (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  static const char *const single[] =
      {"authorization", "content-length", "content-type", "dpop", "host", "upload-offset"};
  Headers *headers = data;

  if (value == NULL || !g_utf8_validate (value, -1, NULL) || !g_str_is_ascii (name)) {
    headers->refusal = MHD_HTTP_BAD_REQUEST;
    return MHD_NO;
  }
  if (cs_http_request_add_header (headers->request, name, value))
    return MHD_YES;
  for (gsize i = 0; i < G_N_ELEMENTS (single); i++) {
    if (g_ascii_strcasecmp (single[i], name) == 0)
      headers->refusal = MHD_HTTP_BAD_REQUEST;
  }
  return MHD_YES;
}

static char *
dup_address (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  g_autoptr (GSocketAddress) address = NULL;

  if (info == NULL || info->client_addr == NULL ||
      (info->client_addr->sa_family != AF_INET && info->client_addr->sa_family != AF_INET6))
    return g_strdup ("local");
  address = g_socket_address_new_from_native (info->client_addr,
                                              info->client_addr->sa_family == AF_INET
                                                  ? sizeof (struct sockaddr_in)
                                                  : sizeof (struct sockaddr_in6));
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("local");
  return g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static guint
check_length (CsHttpEngine *self, struct MHD_Connection *connection)
{
  const char *text =
      MHD_lookup_connection_value (connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
  guint64 length;

  if (MHD_lookup_connection_value (connection,
                                   MHD_HEADER_KIND,
                                   MHD_HTTP_HEADER_TRANSFER_ENCODING) != NULL)
    return MHD_HTTP_LENGTH_REQUIRED;
  if (text == NULL)
    return 0;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &length, NULL))
    return MHD_HTTP_BAD_REQUEST;
  return length > self->body_limit_bytes ? MHD_HTTP_CONTENT_TOO_LARGE : 0;
}

/* Who still sends does not hear an answer, only that the connection is closed: what is a little too
 * much is read and thrown away first, so that it can be sent in smaller parts (K-13.7). */
static gboolean
is_heard_out (CsHttpEngine *self, struct MHD_Connection *connection, guint refusal)
{
  const char *text =
      MHD_lookup_connection_value (connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);

  return refusal == MHD_HTTP_CONTENT_TOO_LARGE &&
         g_ascii_strtoull (text, NULL, 10) / HEARD_OUT <= self->body_limit_bytes;
}

/* The whole question is here. */
static enum MHD_Result
ask (Asked *self, const char *path, const char *method)
{
  CsHttpEngine *engine = self->engine;
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));
  g_autoptr (CsHttpRequest) request = cs_http_request_new (method, path, body);
  Headers headers = {.request = request};
  enum MHD_Result result = MHD_YES;

  self->body = g_byte_array_new ();
  MHD_get_connection_values (self->connection, MHD_HEADER_KIND, add_header_cb, &headers);
  if (headers.refusal != 0)
    return send_refusal (self->connection, headers.refusal);
  g_free (request->address);
  request->address = dup_address (self->connection);
  g_atomic_ref_count_inc (&self->references);
  self->exchange = cs_http_exchange_new (g_steal_pointer (&request), answered_cb, self);
  g_mutex_lock (&engine->lock);
  g_hash_table_add (engine->open, self);
  g_mutex_unlock (&engine->lock);
  engine->handler (self->exchange, engine->user_data);
  g_mutex_lock (&self->lock);
  if (!self->is_answered) {
    self->is_suspended = TRUE;
    MHD_suspend_connection (self->connection);
    g_mutex_unlock (&self->lock);
    return MHD_YES;
  }
  g_mutex_unlock (&self->lock);
  {
    g_autoptr (CsHttpAnswer) answer = cs_http_exchange_take_answer (self->exchange);

    result = send_answer (self->connection, answer, FALSE);
  }
  return result;
}

static enum MHD_Result
access_cb (void *data,
           struct MHD_Connection *connection,
           const char *path,
           const char *method,
           const char *version,
           const char *upload,
           size_t *upload_length,
           void **state)
{
  CsHttpEngine *engine = data;
  Asked *self = *state;
  g_autoptr (CsHttpAnswer) answer = NULL;

  if (self == NULL) {
    self = *state = asked_new (engine, connection);
    self->refusal = check_length (engine, connection);
    self->is_heard_out = is_heard_out (engine, connection, self->refusal);
    return self->refusal != 0 && !self->is_heard_out ? send_refusal (connection, self->refusal)
                                                     : MHD_YES;
  }
  if (*upload_length > 0 && self->is_heard_out) {
    *upload_length = 0;
    return MHD_YES;
  }
  if (*upload_length > 0) {
    if (self->body->len + *upload_length > engine->body_limit_bytes)
      return MHD_NO;
    g_byte_array_append (self->body, (const guint8 *)upload, (guint)*upload_length);
    *upload_length = 0;
    return MHD_YES;
  }
  if (self->is_heard_out)
    return send_refusal (connection, self->refusal);
  if (self->refusal != 0)
    return MHD_YES;
  if (self->exchange == NULL)
    return ask (self, path, method);
  answer = cs_http_exchange_take_answer (self->exchange);
  return answer != NULL ? send_answer (connection, answer, FALSE) : MHD_NO;
}

static void
completed_cb (void *data,
              struct MHD_Connection *connection,
              void **state,
              enum MHD_RequestTerminationCode code)
{
  g_clear_pointer ((Asked **)state, asked_unref);
}

static void G_GNUC_PRINTF (2, 0) log_cb (void *data, const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);

  g_debug ("HTTP: %s", g_strchomp (text));
}

/* Paths are plain: what is escaped in one is compared as it stands, and found nowhere. */
static size_t
keep_escapes_cb (void *data, struct MHD_Connection *connection, char *text)
{
  return strlen (text);
}

static guint
choose_threads (guint wanted)
{
  return wanted > 0 ? wanted : CLAMP (g_get_num_processors (), 2, MOST_THREADS);
}

static gboolean
start (CsHttpEngine *self, const CsHttpLimits *limits)
{
  const char *priorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
  struct MHD_OptionItem tls[] = {
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)limits->certificate},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)limits->key},
      {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)priorities},
      {MHD_OPTION_END, 0, NULL},
  };
  struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME | MHD_USE_ITC |
                       MHD_USE_ERROR_LOG | MHD_USE_PEDANTIC_CHECKS |
                       (limits->certificate != NULL ? MHD_USE_TLS : 0);

  self->daemon = MHD_start_daemon (flags,
                                   0,
                                   NULL,
                                   NULL,
                                   access_cb,
                                   self,
                                   MHD_OPTION_EXTERNAL_LOGGER,
                                   log_cb,
                                   NULL,
                                   MHD_OPTION_LISTEN_SOCKET,
                                   self->listen->fd,
                                   MHD_OPTION_LISTEN_BACKLOG_SIZE,
                                   4096u,
                                   MHD_OPTION_NOTIFY_COMPLETED,
                                   completed_cb,
                                   NULL,
                                   MHD_OPTION_UNESCAPE_CALLBACK,
                                   keep_escapes_cb,
                                   NULL,
                                   MHD_OPTION_THREAD_POOL_SIZE,
                                   choose_threads (limits->threads),
                                   MHD_OPTION_CONNECTION_LIMIT,
                                   limits->connections,
                                   MHD_OPTION_PER_IP_CONNECTION_LIMIT,
                                   limits->connections_per_address,
                                   MHD_OPTION_CONNECTION_TIMEOUT,
                                   limits->idle_secs,
                                   MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                                   limits->header_limit_bytes,
                                   MHD_OPTION_STRICT_FOR_CLIENT,
                                   1,
                                   MHD_OPTION_ARRAY,
                                   limits->certificate != NULL ? tls : none,
                                   MHD_OPTION_END);
  return self->daemon != NULL;
}

/**
 * cs_http_engine_new:
 * @listen: (transfer full): where it listens
 * @limits: what nobody may exceed
 * @handler: asked on the threads of the engine
 * @error: INVALID where it is to speak plainly to other machines; FAILED
 *
 * Returns: (transfer full): an engine that serves, or %NULL
 */
CsHttpEngine *
cs_http_engine_new (CsListen *listen,
                    const CsHttpLimits *limits,
                    CsHttpHandler handler,
                    gpointer user_data,
                    GError **error)
{
  g_autoptr (CsHttpEngine) self = g_new0 (CsHttpEngine, 1);

  self->listen = listen;
  self->handler = handler;
  self->user_data = user_data;
  self->body_limit_bytes = limits->body_limit_bytes;
  self->open = g_hash_table_new (NULL, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->is_quiet);
  if (limits->certificate == NULL && !listen->is_loopback) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "%s can be reached from other machines, so a certificate and its key are needed. "
                 "Give both, or listen at 127.0.0.1 or a Unix socket behind a proxy that speaks "
                 "TLS.",
                 listen->text);
    return NULL;
  }
  if (!start (self, limits)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_FAILED,
                 limits->certificate != NULL
                     ? "The server cannot be started at %s; do certificate and key fit together?"
                     : "The server cannot be started at %s.",
                 listen->text);
    return NULL;
  }
  listen->fd = -1;
  return g_steal_pointer (&self);
}

/**
 * cs_http_engine_get_address:
 *
 * Returns: where it listens
 */
const char *
cs_http_engine_get_address (CsHttpEngine *self)
{
  return self->listen->text;
}

/**
 * cs_http_engine_get_port:
 *
 * Returns: its port; 0 of a Unix socket
 */
guint
cs_http_engine_get_port (CsHttpEngine *self)
{
  return self->listen->port;
}

/**
 * cs_http_engine_count_connections:
 *
 * Returns: how many connections there are now
 */
guint
cs_http_engine_count_connections (CsHttpEngine *self)
{
  const union MHD_DaemonInfo *info =
      self->daemon != NULL ? MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
                           : NULL;

  return info != NULL ? info->num_connections : 0;
}

/**
 * cs_http_engine_count_open:
 *
 * Returns: how many questions wait for their answer
 */
guint
cs_http_engine_count_open (CsHttpEngine *self)
{
  guint count;

  g_mutex_lock (&self->lock);
  count = g_hash_table_size (self->open);
  g_mutex_unlock (&self->lock);
  return count;
}

/**
 * cs_http_engine_refuse_new:
 *
 * Accepts no new connection; those that are there go on.
 */
void
cs_http_engine_refuse_new (CsHttpEngine *self)
{
  int fd = self->daemon != NULL ? MHD_quiesce_daemon (self->daemon) : -1;

  if (fd >= 0)
    close (fd);
}

static void
answer_rest (CsHttpEngine *self)
{
  GHashTableIter iter;
  gpointer asked;
  g_autoptr (GPtrArray) rest =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_http_exchange_unref);

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->open);
  while (g_hash_table_iter_next (&iter, &asked, NULL))
    g_ptr_array_add (rest, cs_http_exchange_ref (((Asked *)asked)->exchange));
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < rest->len; i++)
    cs_http_exchange_answer (rest->pdata[i], cs_http_answer_new (503, NULL, NULL));
}

/**
 * cs_http_engine_stop:
 * @wait_msec: how long those that were asked may take to answer
 *
 * Ends every connection once it has its answer. Nobody is asked any more when this returns.
 */
void
cs_http_engine_stop (CsHttpEngine *self, guint wait_msec)
{
  gint64 end = g_get_monotonic_time () + (gint64)wait_msec * 1000;

  if (self->daemon == NULL)
    return;
  cs_http_engine_refuse_new (self);
  g_mutex_lock (&self->lock);
  while (g_hash_table_size (self->open) > 0 &&
         g_cond_wait_until (&self->is_quiet, &self->lock, end)) {
  }
  g_mutex_unlock (&self->lock);
  answer_rest (self);
  g_clear_pointer (&self->daemon, MHD_stop_daemon);
}

/**
 * cs_http_engine_free:
 * @self: (transfer full) (nullable): an engine
 */
void
cs_http_engine_free (CsHttpEngine *self)
{
  if (self == NULL)
    return;
  cs_http_engine_stop (self, 0);
  g_hash_table_unref (self->open);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->is_quiet);
  g_clear_pointer (&self->listen, cs_listen_close);
  g_free (self);
}
