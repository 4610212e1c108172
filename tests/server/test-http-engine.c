/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-http-engine.h"

#include "cs-error.h"

#include <string.h>

/* The engine by real sockets, against a handler that answers in its own way for each path. */

typedef struct {
  CsHttpEngine *engine; /* (owned) */
  GAsyncQueue *later;   /* (owned) of (owned) CsHttpExchange */
  GThread *answerer;
} Bench;

static gpointer
answer_later (gpointer data)
{
  Bench *bench = data;

  for (;;) {
    g_autoptr (CsHttpExchange) exchange = g_async_queue_pop (bench->later);

    if (strcmp (cs_http_exchange_get_request (exchange)->path, "/stop") == 0)
      return NULL;
    cs_http_exchange_answer (exchange,
                             cs_http_answer_new_text (200, "text/plain", g_strdup ("later")));
  }
}

#define LARGE 3000000

static char
byte_at (gint64 i)
{
  return (char)('a' + (i + i / 1000) % 26);
}

/* Fails behind @data. */
static GBytes *
read_large (gpointer data, gint64 from, gint64 length)
{
  gint64 taken = CLAMP (length, 0, LARGE - from);
  char *bytes;

  if (from > GPOINTER_TO_INT (data))
    return NULL;
  bytes = g_malloc ((gsize)taken);
  for (gint64 i = 0; i < taken; i++)
    bytes[i] = byte_at (from + i);
  return g_bytes_new_take (bytes, (gsize)taken);
}

static void
forget (gpointer data)
{
}

static CsHttpAnswer *
answer_large (int good)
{
  CsHttpAnswer *answer = cs_http_answer_new (200, "application/octet-stream", NULL);

  answer->source = g_new0 (CsHttpSource, 1);
  *answer->source = (CsHttpSource){.size = LARGE,
                                   .read = read_large,
                                   .data = GINT_TO_POINTER (good),
                                   .free_data = forget};
  return answer;
}

static void
handle (CsHttpExchange *exchange, gpointer data)
{
  Bench *bench = data;
  const CsHttpRequest *request = cs_http_exchange_get_request (exchange);

  if (strcmp (request->path, "/later") == 0)
    g_async_queue_push (bench->later, cs_http_exchange_ref (exchange));
  else if (strcmp (request->path, "/large") == 0)
    cs_http_exchange_answer (exchange, answer_large (LARGE));
  else if (strcmp (request->path, "/broken") == 0)
    cs_http_exchange_answer (exchange, answer_large (LARGE / 2));
  else if (strcmp (request->path, "/echo") == 0)
    cs_http_exchange_answer (
        exchange,
        cs_http_answer_new (200, "application/octet-stream", g_bytes_ref (request->body)));
  else
    cs_http_exchange_answer (exchange,
                             cs_http_answer_new_text (200, "text/plain", g_strdup (request->path)));
}

static void
bench_open (Bench *self)
{
  const CsHttpLimits limits = {.threads = 2,
                               .connections = 4096,
                               .idle_secs = 30,
                               .header_limit_bytes = 16384,
                               .body_limit_bytes = 100000};
  g_autoptr (GError) error = NULL;
  CsListen *listen = cs_listen_open ("127.0.0.1:0", &error);

  g_assert_no_error (error);
  self->later = g_async_queue_new ();
  self->engine = cs_http_engine_new (listen, &limits, handle, self, &error);
  g_assert_no_error (error);
  self->answerer = g_thread_new ("later", answer_later, self);
}

static void
bench_close (Bench *self)
{
  g_async_queue_push (
      self->later,
      cs_http_exchange_new (cs_http_request_new ("GET", "/stop", NULL), NULL, NULL));
  g_thread_join (self->answerer);
  cs_http_engine_free (self->engine);
  g_async_queue_unref (self->later);
}

static GSocketConnection *
reach (Bench *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client,
                                                cs_http_engine_get_address (self->engine),
                                                0,
                                                NULL,
                                                &error);
  g_assert_no_error (error);
  return connection;
}

static void
send_text (GSocketConnection *connection, const char *text, gsize length)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  /* A refused body may find its reader gone; what was answered counts. */
  g_output_stream_write_all (output, text, length, NULL, NULL, NULL);
}

/* Everything until the end of the connection. */
static char *
receive (GSocketConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gssize length;

  while ((length = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, length);
  return g_string_free (text, FALSE);
}

static char *
exchange (Bench *self, const char *question, gsize length)
{
  g_autoptr (GSocketConnection) connection = reach (self);

  send_text (connection, question, length);
  return receive (connection);
}

#define END "Host: x\r\nConnection: close\r\n\r\n"

static void
test_answers (void)
{
  static const struct {
    const char *question, *status, *end;
  } cases[] = {
      {"GET /a HTTP/1.1\r\n" END, "200", "/a"},
      {"GET /a%2Fb HTTP/1.1\r\n" END, "200", "/a%2Fb"},
      {"GET /a?b=c HTTP/1.1\r\n" END, "200", "/a"},
      {"GET /later HTTP/1.1\r\n" END, "200", "later"},
      {"POST /echo HTTP/1.1\r\nContent-Length: 5\r\n" END "hello", "200", "hello"},
      {"POST /echo HTTP/1.1\r\nContent-Length: 2000000\r\n" END, "413", "}"},
      {"POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" END "1\r\na\r\n0\r\n\r\n",
       "411",
       "}"},
      {"POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" END "ab", "4", NULL},
      {"GET /a HTTP/1.1\r\nAuthorization: a\r\nAuthorization: b\r\n" END, "400", "}"},
      {"GET /a HTTP/1.1\r\nConnection: close\r\n\r\n", "400", NULL},
  };
  Bench bench = {0};

  bench_open (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *answer = exchange (&bench, cases[i].question, strlen (cases[i].question));

    g_test_message ("%s → %s", cases[i].question, answer);
    g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 "));
    g_assert_true (g_str_has_prefix (answer + strlen ("HTTP/1.1 "), cases[i].status));
    if (cases[i].end != NULL)
      g_assert_true (g_str_has_suffix (answer, cases[i].end));
  }
  bench_close (&bench);
}

/* K-19: what is large is read while it is sent; what cannot be read to its end is cut short. */
static void
test_large (void)
{
  static const struct {
    const char *question;
    gboolean is_whole;
  } cases[] = {{"GET /large HTTP/1.1\r\n" END, TRUE}, {"GET /broken HTTP/1.1\r\n" END, FALSE}};
  Bench bench = {0};

  bench_open (&bench);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *answer = exchange (&bench, cases[i].question, strlen (cases[i].question));
    const char *body = strstr (answer, "\r\n\r\n");
    gsize length;

    g_assert_nonnull (body);
    g_assert_nonnull (strstr (answer, "Content-Length: 3000000\r\n"));
    length = strlen (body + 4);
    for (gsize at = 0; at < length; at++)
      g_assert_cmpint (body[4 + at], ==, byte_at ((gint64)at));
    g_assert_true ((length == LARGE) == cases[i].is_whole);
  }
  bench_close (&bench);
}

static void
test_headers_limited (void)
{
  Bench bench = {0};
  g_autoptr (GString) question = g_string_new ("GET /a HTTP/1.1\r\n");
  g_autofree char *answer = NULL;

  bench_open (&bench);
  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (question, "X-%u: aaaaaaaaaaaaaaaaaaaaaaaa\r\n", i);
  g_string_append (question, END);
  answer = exchange (&bench, question->str, question->len);
  g_assert_false (g_str_has_prefix (answer, "HTTP/1.1 200"));
  bench_close (&bench);
}

/* K-02, SG-14: a herd that comes back at once is served to the last. */
static void
test_herd (void)
{
  const guint n = 2000;
  const char *question = "GET /later HTTP/1.1\r\n" END;
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  Bench bench = {0};
  gint64 began;
  guint served = 0;

  bench_open (&bench);
  began = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (connections, reach (&bench));
  for (guint i = 0; i < n; i++)
    send_text (connections->pdata[i], question, strlen (question));
  for (guint i = 0; i < n; i++) {
    g_autofree char *answer = receive (connections->pdata[i]);

    served += g_str_has_prefix (answer, "HTTP/1.1 200") && g_str_has_suffix (answer, "later");
  }
  g_test_message ("%u of %u served in %d ms",
                  served,
                  n,
                  (int)((g_get_monotonic_time () - began) / 1000));
  g_assert_cmpuint (served, ==, n);
  bench_close (&bench);
}

/* K-01: no plain HTTP where others can come. */
static void
test_plain_refused (void)
{
  const CsHttpLimits limits = {.connections = 16, .header_limit_bytes = 16384};
  g_autoptr (GError) error = NULL;
  CsListen *listen = cs_listen_open ("0.0.0.0:0", &error);

  g_assert_no_error (error);
  g_assert_null (cs_http_engine_new (listen, &limits, handle, NULL, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

/* Who waits when the server stops gets an answer. */
static void
test_stop (void)
{
  Bench bench = {0};
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *answer = NULL;
  const char *question = "GET /later HTTP/1.1\r\n" END;

  bench_open (&bench);
  g_async_queue_lock (bench.later); /* nobody answers */
  connection = reach (&bench);
  g_async_queue_unlock (bench.later);
  send_text (connection, question, strlen (question));
  answer = receive (connection);
  g_assert_nonnull (answer);
  bench_close (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-engine/large-K-19", test_large);
  g_test_add_func ("/http-engine/answers-K-01", test_answers);
  g_test_add_func ("/http-engine/headers-limited", test_headers_limited);
  g_test_add_func ("/http-engine/herd-SG-14", test_herd);
  g_test_add_func ("/http-engine/plain-refused-K-01", test_plain_refused);
  g_test_add_func ("/http-engine/stop", test_stop);
  return g_test_run ();
}
