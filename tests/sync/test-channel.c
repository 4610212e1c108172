/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-channel.h"

#include <gio/gio.h>
#include <string.h>

/* A server of one answer, which counts who comes. */

#define BODY "{}"
#define SHORT_ANSWER                                                                               \
  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n" BODY

typedef struct {
  GSocketService *service; /* (owned) */
  guint16 port;
  gint connections, calls; /* atomic */
  gint most;               /* calls on one connection, which then ends without a word */
} Counter;

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

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  Counter *self = user_data;
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));

  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  g_atomic_int_inc (&self->connections);
  for (gint i = 0; i < self->most && read_call (input); i++) {
    g_atomic_int_inc (&self->calls);
    g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                               SHORT_ANSWER,
                               strlen (SHORT_ANSWER),
                               NULL,
                               NULL,
                               NULL);
  }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

static gpointer
listen_thread (gpointer data)
{
  g_main_loop_run (data);
  return NULL;
}

/* Three calls to a server that ends a connection after @most. Returns: connections it saw */
static gint
call_thrice (gboolean may_repeat, gint most)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autofree char *address = NULL;
  g_autoptr (CsChannel) channel = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static (BODY, strlen (BODY));
  g_autoptr (GError) error = NULL;
  Counter counter = {.most = most};
  GThread *thread;

  g_main_context_push_thread_default (context);
  counter.service = g_threaded_socket_service_new (10);
  g_signal_connect (counter.service, "run", G_CALLBACK (run_cb), &counter);
  counter.port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (counter.service), NULL, &error);
  g_assert_no_error (error);
  g_socket_service_start (counter.service);
  g_main_context_pop_thread_default (context);
  thread = g_thread_new ("listen", listen_thread, loop);
  address = g_strdup_printf ("http://127.0.0.1:%u", counter.port);
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
  g_socket_service_stop (counter.service);
  g_main_loop_quit (loop);
  g_thread_join (thread);
  g_clear_object (&counter.service);
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
