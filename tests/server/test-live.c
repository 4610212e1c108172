/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-http-engine.h"

/* The whole server by real sockets: a thousand wait, one entry comes (SG-14, SG-13). */

#define WAITERS 1000

static GSocketConnection *
reach (CsHttpEngine *engine)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 30);
  connection = g_socket_client_connect_to_host (client,
                                                cs_http_engine_get_address (engine),
                                                0,
                                                NULL,
                                                &error);
  g_assert_no_error (error);
  return connection;
}

static void
ask_to_wait (GSocketConnection *connection, guint i, gint64 size)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *body = g_strdup_printf ("{\"protocol\":1,\"size\":%" G_GINT64_FORMAT "}", size);
  g_autofree char *text = g_strdup_printf ("POST /v1/wait HTTP/1.1\r\nHost: x\r\nX-Person: p-%u\r\n"
                                           "Content-Length: %u\r\nConnection: close\r\n\r\n%s",
                                           i,
                                           (guint)strlen (body),
                                           body);

  g_assert_true (g_output_stream_write_all (output, text, strlen (text), NULL, NULL, NULL));
}

static gboolean
is_told (GSocketConnection *connection, gint64 size)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autofree char *wanted = g_strdup_printf ("{\"size\":%" G_GINT64_FORMAT "}", size);
  char buffer[2000];
  gsize length = 0;

  g_input_stream_read_all (input, buffer, sizeof buffer - 1, &length, NULL, NULL);
  buffer[length] = '\0';
  return g_str_has_prefix (buffer, "HTTP/1.1 200") && g_str_has_suffix (buffer, wanted);
}

static void
wait_until_all_wait (Stage *stage)
{
  for (guint i = 0; i < 3000 && cs_lobby_count (cs_server_get_lobby (stage->server)) < WAITERS; i++)
    g_usleep (10000);
  g_assert_cmpuint (cs_lobby_count (cs_server_get_lobby (stage->server)), ==, WAITERS);
}

static void
test_thousand_wait (void)
{
  const CsHttpLimits limits = {.threads = 2,
                               .connections = 4096,
                               .idle_secs = 30,
                               .header_limit_bytes = 32768,
                               .body_limit_bytes = 100000};
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) entry = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsHttpEngine) engine = NULL;
  g_autoptr (CsWirePushAnswer) answer = NULL;
  Stage stage = {0};
  gint64 size, began;
  guint told = 0;

  stage_open (&stage, NULL);
  engine = cs_http_engine_new (cs_listen_open ("127.0.0.1:0", NULL),
                               &limits,
                               cs_call_handle,
                               stage.server,
                               &error);
  g_assert_no_error (error);
  size = cs_lobby_get_size (cs_server_get_lobby (stage.server));
  for (guint i = 0; i < WAITERS; i++) {
    g_ptr_array_add (connections, reach (engine));
    ask_to_wait (connections->pdata[i], i, size);
  }
  wait_until_all_wait (&stage);
  entry = stage_person_entry (&stage, 1);
  began = g_get_monotonic_time ();
  answer = stage_push (&stage, CS_SERVER_FOUNDER, &entry, 1);
  for (guint i = 0; i < WAITERS; i++)
    told += is_told (connections->pdata[i], size + 1);
  g_test_message ("%u of %u told in %d ms",
                  told,
                  WAITERS,
                  (int)((g_get_monotonic_time () - began) / 1000));
  g_assert_cmpuint (told, ==, WAITERS);
  cs_server_end_waits (stage.server);
  g_clear_pointer (&engine, cs_http_engine_free);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/thousand-wait-SG-14", test_thousand_wait);
  return g_test_run ();
}
