/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-connect.h"
#include "cs-ledger-sync.h"
#include "cs-sync-private.h"
#include "cs-wire.h"

#include <gio/gio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

/*
 * A crowd of desktops at one server, for perf-live.py (SG-13, SG-14): perf-crowd FOLDER N FEW
 *
 * FOLDER is in step with its server and signed in; N connections are its person's, each call with a
 * proof of its own. First all come at once and ask for what is new; then FEW of them wait and
 * something is said, then all.
 */

typedef struct {
  CsLedger *ledger;    /* (owned) */
  CsCredentials *who;  /* (owned) */
  char *address;       /* of the server */
  CsExchange exchange; /* says something */
  GSocketConnectable *place;
  GPtrArray *connections; /* (owned) GSocketConnection */
  gint64 size;            /* of the log, as the folder knows it */
} Crowd;

/* As it goes over the socket. */
static char *
make_call (Crowd *self, const char *path, const char *body)
{
  g_autofree char *url = g_strconcat (self->address, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GError) error = NULL;

  cs_credentials_authorize (self->who, message, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nDPoP: %s\r\n"
                          "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                          path,
                          strstr (self->address, "://") + 3,
                          soup_message_headers_get_one (headers, "Authorization"),
                          soup_message_headers_get_one (headers, "DPoP"),
                          strlen (body),
                          body);
}

static char *
make_pull (Crowd *self)
{
  g_auto (CsSyncCall) read = {.op = CS_SYNC_READ};
  g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
  const char *key;
  json_t *index;

  g_assert_true (cs_ledger_sync (&read, self->ledger, NULL));
  pull->log = g_strdup (read.place->log);
  pull->incarnation = g_strdup (read.place->incarnation);
  pull->grants = read.place->grants;
  pull->tree = cs_wire_tree_new ();
  pull->tree->size = self->size = read.place->head->size;
  cs_hex_decode (read.place->head->root, pull->tree->root.bytes, CS_DIGEST_BYTES);
  json_object_foreach (read.place->scopes, key, index)
      cs_wire_pull_add_scope (pull, key, json_integer_value (index));
  return cs_wire_pull_to_json (pull);
}

static void
send_call (Crowd *self, guint i, const char *call)
{
  GSocketConnection *connection = self->connections->pdata[i];

  g_assert_true (
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)),
                                 call,
                                 strlen (call),
                                 NULL,
                                 NULL,
                                 NULL));
}

/* Returns: (transfer full) (nullable): the body of an answer that is well */
static char *
read_answer (Crowd *self, guint i)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (self->connections->pdata[i]));
  g_autoptr (GString) text = g_string_new (NULL);
  const char *end = NULL, *length = NULL;
  char buffer[4096];

  for (;;) {
    gssize n = g_input_stream_read (input, buffer, sizeof buffer, NULL, NULL);

    if (n <= 0)
      return NULL;
    g_string_append_len (text, buffer, n);
    end = strstr (text->str, "\r\n\r\n");
    length = end != NULL ? strstr (text->str, "Content-Length: ") : NULL;
    if (length != NULL && strlen (end + 4) >= strtoul (length + 16, NULL, 10))
      return g_str_has_prefix (text->str, "HTTP/1.1 200") ? g_strdup (end + 4) : NULL;
  }
}

static GPtrArray *
make_calls (Crowd *self, guint n, const char *path, const char *body)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (calls, make_call (self, path, body));
  return calls;
}

/* All come at once, and each asks what is new. */
static void
come (Crowd *self, guint n)
{
  g_autofree char *body = make_pull (self);
  g_autoptr (GPtrArray) calls = make_calls (self, n, "/v1/pull", body);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  gint64 began = g_get_monotonic_time ();
  guint served = 0;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 60);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GError) error = NULL;

    g_ptr_array_add (self->connections,
                     g_socket_client_connect (client, self->place, NULL, &error));
    g_assert_no_error (error);
    send_call (self, i, calls->pdata[i]);
  }
  for (guint i = 0; i < n; i++) {
    g_autofree char *answer = read_answer (self, i);

    served += answer != NULL;
  }
  printf ("herd_served %u\nherd_ms %.0f\n",
          served,
          (double)(g_get_monotonic_time () - began) / 1000.0);
}

static void
say (Crowd *self)
{
  g_autoptr (GPtrArray) ids =
      cs_journal_list_requests (cs_ledger_get_store (self->ledger), 0, 1, NULL);
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", "To all");
  const CsIntent intent = {.request = ids->pdata[0],
                           .kind = "note",
                           .by = cs_ledger_get_person (self->ledger),
                           .data = data};
  g_autoptr (CsOutcome) outcome = NULL;

  g_assert_true (cs_ledger_submit (self->ledger, &intent, &outcome, NULL));
  g_assert_true (outcome->is_accepted);
}

/* So many wait; one thing is said. */
static void
tell (Crowd *self, guint n, const char *name)
{
  g_autofree char *body =
      g_strdup_printf ("{\"protocol\":1,\"size\":%" G_GINT64_FORMAT "}", self->size);
  g_autofree char *wanted = g_strdup_printf ("{\"size\":%" G_GINT64_FORMAT "}", self->size + 1);
  g_autoptr (GPtrArray) calls = make_calls (self, n, "/v1/wait", body);
  g_autoptr (GError) error = NULL;
  gboolean has_more;
  gint64 began;
  guint told = 0;

  for (guint i = 0; i < n; i++)
    send_call (self, i, calls->pdata[i]);
  g_usleep (5 * G_USEC_PER_SEC); /* until all of them wait */
  say (self);
  began = g_get_monotonic_time ();
  cs_exchange_push (&self->exchange, &has_more, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++) {
    g_autofree char *answer = read_answer (self, i);

    told += g_strcmp0 (answer, wanted) == 0;
  }
  printf ("%s_told %u\n%s_ms %.0f\n",
          name,
          told,
          name,
          (double)(g_get_monotonic_time () - began) / 1000.0);
  self->size++;
}

int
main (int argc, char **argv)
{
  guint n = argc > 3 ? (guint)strtoul (argv[2], NULL, 10) : 0;
  guint few = argc > 3 ? (guint)strtoul (argv[3], NULL, 10) : 0;
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  g_autoptr (GHashTable) uploaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (CsChannel) channel = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit files;
  Crowd self = {.connections = g_ptr_array_new_with_free_func (g_object_unref)};

  if (n == 0 || few == 0 || few > n)
    return 2;
  getrlimit (RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit (RLIMIT_NOFILE, &files);
  self.ledger = cs_ledger_open (argv[1], time_source, &error);
  g_assert_no_error (error);
  self.who = cs_connect_open_credentials (self.ledger, &error);
  g_assert_no_error (error);
  self.address = cs_store_dup_meta (cs_ledger_get_store (self.ledger), CS_META_ADDRESS, NULL);
  self.place = g_network_address_parse_uri (self.address, 80, NULL);
  channel = cs_channel_new (self.address, &cs_credentials_auth, self.who, 60, &error);
  self.exchange = (CsExchange){.channel = channel,
                               .folder = cs_ledger_sync,
                               .folder_data = self.ledger,
                               .time_source = time_source,
                               .uploaded = uploaded};
  g_assert_true (cs_exchange_meet (&self.exchange, &error));
  come (&self, n);
  tell (&self, few, "few");
  tell (&self, n, "all");
  g_ptr_array_unref (self.connections);
  g_clear_object (&self.place);
  cs_credentials_unref (self.who);
  cs_ledger_close (self.ledger);
  g_free (self.address);
  return 0;
}
