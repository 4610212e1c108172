/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-channel.h"

#include <gio/gio.h>
#include <string.h>

/* A server of one answer, which counts who comes. */

#define BODY "{}"
#define SHORT_ANSWER                                                                               \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n" BODY

typedef struct {
  GSocketListener *listener; /* (borrowed) */
  GCancellable *end;         /* (borrowed) of listening */
  gint connections, calls;   /* atomic */
  gint most;                 /* calls on one connection, which then ends without a word */
} Counter;

typedef struct {
  Counter *counter;
  GSocketConnection *connection; /* (owned) */
} Visit;

static gboolean
read_call (GDataInputStream *input)
{
  gsize length = 0;

  for (;;) {
    g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);

    if (line == NULL)
      return FALSE;
    if (g_ascii_strncasecmp (line, "content-length:", 15) == 0)
      length = g_ascii_strtoull (line + 15, NULL, 10);
    if (*line == '\0' || strcmp (line, "\r") == 0)
      break;
  }
  return length == 0 || g_input_stream_skip (G_INPUT_STREAM (input), length, NULL, NULL) > 0;
}

static gpointer
serve (gpointer data)
{
  g_autofree Visit *visit = data;
  g_autoptr (GSocketConnection) connection = visit->connection;
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  for (gint i = 0; i < visit->counter->most && read_call (input); i++) {
    g_atomic_int_inc (&visit->counter->calls);
    g_output_stream_write_all (output, SHORT_ANSWER, strlen (SHORT_ANSWER), NULL, NULL, NULL);
  }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return NULL;
}

/* Ends when listening is cancelled and all who came are gone. */
static gpointer
listen_thread (gpointer data)
{
  Counter *self = data;
  g_autoptr (GPtrArray) threads = g_ptr_array_new ();
  GSocketConnection *connection;

  while ((connection = g_socket_listener_accept (self->listener, NULL, self->end, NULL)) != NULL) {
    Visit *visit = g_new0 (Visit, 1);

    *visit = (Visit){self, connection};
    g_atomic_int_inc (&self->connections);
    g_ptr_array_add (threads, g_thread_new ("serve", serve, visit));
  }
  for (guint i = 0; i < threads->len; i++)
    g_thread_join (threads->pdata[i]);
  return NULL;
}

/* Three calls to a server that ends a connection after @most. Returns: connections it saw */
static gint
call_thrice (gboolean may_repeat, gint most)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GCancellable) end = g_cancellable_new ();
  g_autofree char *address = NULL;
  g_autoptr (CsChannel) channel = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static (BODY, strlen (BODY));
  g_autoptr (GError) error = NULL;
  Counter counter = {.listener = listener, .end = end, .most = most};
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  GThread *thread;

  g_assert_no_error (error);
  thread = g_thread_new ("listen", listen_thread, &counter);
  address = g_strdup_printf ("http://127.0.0.1:%u", port);
  channel = cs_channel_new (address, NULL, NULL, 10, &error);
  for (guint i = 0; i < 3; i++) {
    const CsCallRequest request = {.method = "POST",
                                   .path = "/v1/pull",
                                   .body = body,
                                   .limit = 100,
                                   .may_repeat = may_repeat};
    g_auto (CsReply) reply = {0};

    cs_channel_call (channel, &request, &reply, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (reply.status, ==, 200);
    g_usleep (20000);
  }
  g_assert_cmpint (g_atomic_int_get (&counter.calls), ==, 3);
  g_clear_pointer (&channel, cs_channel_free);
  g_cancellable_cancel (end);
  g_thread_join (thread);
  return g_atomic_int_get (&counter.connections);
}

/* A connection is made once, not once a call: with TLS that is most of what a call costs. */
static void
test_kept (void)
{
  g_assert_cmpint (call_thrice (TRUE, 100), ==, 1);
}

/* What must not be said twice is never said on a connection that may have ended meanwhile. */
static void
test_once (void)
{
  g_assert_cmpint (call_thrice (FALSE, 100), ==, 3);
}

/* A server that has ended the connection meanwhile is asked on another. */
static void
test_ended (void)
{
  g_assert_cmpint (call_thrice (TRUE, 1), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/SG-14/kept", test_kept);
  g_test_add_func ("/channel/SG-14/once", test_once);
  g_test_add_func ("/channel/SG-14/ended", test_ended);
  return g_test_run ();
}
