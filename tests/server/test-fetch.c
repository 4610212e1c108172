/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-fetch.h"

#include <string.h>

static void
test_addresses (void)
{
  static const struct {
    const char *url;
    gboolean may;
  } cases[] = {
      {"https://id.house.example/keys", TRUE},
      {"HTTPS://id.house.example", TRUE},
      {"http://127.0.0.1:8080/keys", TRUE},
      {"http://[::1]/", TRUE},
      {"http://localhost/", TRUE},
      {"http://id.house.example/", FALSE},
      {"http://localhost.house.example/", FALSE},
      {"http://127.0.0.1.house.example/", FALSE},
      {"https://user:word@id.house.example/", FALSE},
      {"file:///etc/passwd", FALSE},
      {"https://", FALSE},
      {"nothing", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].url);
    g_assert_true (cs_fetch_is_allowed (cases[i].url) == cases[i].may);
  }
}

/* Answers one question with what it was given, as it is. */
static gpointer
answer_thread (gpointer data)
{
  gpointer *pair = data;
  GSocketListener *listener = pair[0];
  const char *answer = pair[1];
  g_autoptr (GSocketConnection) connection = g_socket_listener_accept (listener, NULL, NULL, NULL);
  char buffer[4096];

  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                       buffer,
                       sizeof buffer,
                       NULL,
                       NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                             answer,
                             strlen (answer),
                             NULL,
                             NULL,
                             NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return NULL;
}

static GBytes *
fetch_from (const char *answer, GError **error)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autofree char *url = NULL;
  gpointer pair[2] = {listener, (gpointer)answer};
  GThread *thread;
  GBytes *bytes;

  g_socket_listener_add_address (listener,
                                 address,
                                 G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP,
                                 NULL,
                                 &effective,
                                 NULL);
  url = g_strdup_printf ("http://127.0.0.1:%u/x",
                         g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  thread = g_thread_new ("answer", answer_thread, pair);
  bytes = cs_fetch (url, 100, 3, error);
  g_thread_join (thread);
  return bytes;
}

static void
test_answers (void)
{
  static const struct {
    const char *answer;
    gboolean is_taken;
  } cases[] = {
      {"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfour", TRUE},
      {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\nfour", FALSE},
      {"HTTP/1.1 404 No\r\nContent-Length: 4\r\nConnection: close\r\n\r\nfour", FALSE},
      {"HTTP/1.1 302 No\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", FALSE},
      {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\nConnection: close\r\n\r\n"
       "0123456789012345678901234567890123456789012345678901234567890123456789"
       "0123456789012345678901234567890",
       FALSE},
      {"", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = fetch_from (cases[i].answer, &error);

    g_test_message ("%s", cases[i].answer);
    g_assert_true ((bytes != NULL) == cases[i].is_taken);
    if (bytes == NULL)
      g_assert_error (error, CS_ERROR, CS_ERROR_UNREACHABLE);
  }
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = cs_fetch ("file:///etc/hostname", 100, 1, &error);

  g_assert_null (bytes);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fetch/addresses", test_addresses);
  g_test_add_func ("/fetch/answers", test_answers);
  g_test_add_func ("/fetch/refused", test_refused);
  return g_test_run ();
}
