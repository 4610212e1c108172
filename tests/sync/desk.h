/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority-shared.h"
#include "cs-http-engine.h"
#include "cs-ledger-sync.h"
#include "cs-outbox.h"
#include "cs-server-folder.h"
#include "cs-server-tables.h"
#include "cs-server.h"
#include "cs-stamp.h"
#include "cs-sync.h"
#include "cs-wire.h"
#include "cs-workspace-create.h"
#include "sample.h"

#include <string.h>

/*
 * The sample workspace behind a real server on loopback, and people who work at folders of their
 * own. Who calls says so in two headers; signing in is another part's matter.
 */

#define DESK_NAME "desk"

typedef struct {
  Sample sample;        /* a ledger of the server's folder while it is made */
  CsServer *server;     /* (owned) (nullable) while it is down */
  CsHttpEngine *engine; /* (owned) (nullable) */
  guint port;
  gint calls; /* that reached it */
  gboolean is_captive;
  gsize body_limit_bytes; /* 0: the usual one */
  guint oldest_client[CS_VERSION_PARTS];
} Desk;

typedef struct {
  Desk *desk;
  char *person;
  char *device;
  char *folder;
  CsLedger *ledger; /* (owned) */
  CsSync *sync;     /* (owned) */
} Clerk;

static inline gboolean
desk_resolve (CsLedger *ledger,
              const CsHttpRequest *request,
              gpointer data,
              CsCaller *caller,
              CsHttpAnswer **refusal,
              GError **error)
{
  const char *person = cs_http_request_get_header (request, "x-person");

  if (person == NULL) {
    *refusal = cs_answer_problem (CS_PROBLEM_SIGNED_OUT, "Who is it?");
    return FALSE;
  }
  caller->person = g_strdup (person);
  caller->device = g_strdup (cs_http_request_get_header (request, "x-device"));
  return TRUE;
}

static inline void
desk_handle (CsHttpExchange *exchange, gpointer user_data)
{
  Desk *self = user_data;

  g_atomic_int_inc (&self->calls);
  if (self->is_captive)
    cs_http_exchange_answer (
        exchange,
        cs_http_answer_new_text (200, "text/html", g_strdup ("<html>Accept our terms</html>")));
  else
    cs_call_handle (exchange, self->server);
}

static inline void
desk_start (Desk *self)
{
  const CsHttpLimits limits = {
      .threads = 2,
      .connections = 200,
      .idle_secs = 60,
      .header_limit_bytes = 16384,
      .body_limit_bytes = self->body_limit_bytes > 0 ? self->body_limit_bytes : CS_WIRE_BODY_BYTES};
  CsServerOptions options = cs_server_defaults;
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", self->port);
  g_autoptr (GError) error = NULL;
  CsListen *listen = cs_listen_open (address, &error);

  g_assert_no_error (error);
  memcpy (options.oldest_client, self->oldest_client, sizeof options.oldest_client);
  self->server = cs_server_open (self->sample.folder, &options, self->sample.time_source, &error);
  g_assert_no_error (error);
  cs_server_set_resolve (self->server, desk_resolve, NULL);
  self->engine = cs_http_engine_new (listen, &limits, desk_handle, self, &error);
  g_assert_no_error (error);
  self->port = cs_http_engine_get_port (self->engine);
}

static inline void
desk_stop (Desk *self)
{
  if (self->engine == NULL)
    return;
  cs_server_end_waits (self->server);
  cs_http_engine_stop (self->engine, 2000);
  g_clear_pointer (&self->engine, cs_http_engine_free);
  g_clear_pointer (&self->server, cs_server_free);
}

static inline void
desk_found (CsLedger *ledger)
{
  CsStore *store = cs_ledger_get_store (ledger);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_server_tables_prepare (store, &error));
  g_assert_true (cs_authority_begin_batch (cs_ledger_get_authority (ledger), &error));
  g_assert_true (cs_store_set_meta (store, "server-name", DESK_NAME, &error));
  g_assert_true (cs_store_set_meta (store, "log", "log-1", &error));
  g_assert_true (cs_store_set_meta (store, "incarnation", "inc-1", &error));
  g_assert_true (cs_stamp_catch_up (ledger, &error));
  g_assert_true (cs_authority_end_batch (cs_ledger_get_authority (ledger), &error));
  g_assert_no_error (error);
}

/* Made, and not listening yet: people are enrolled first. */
static inline void
desk_open (Desk *self)
{
  *self = (Desk){0};
  sample_open (&self->sample);
  desk_found (self->sample.ledger);
}

static inline void
desk_close (Desk *self)
{
  desk_stop (self);
  sample_close (&self->sample);
}

/* An entry said at the server itself, while nobody listens. */
static inline void
desk_say (Desk *self, const char *kind, const char *by, json_t *data)
{
  CsAuthority *authority = cs_ledger_get_authority (self->sample.ledger);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_authority_begin_batch (authority, &error));
  g_assert_true (cs_workspace_create_entry (self->sample.ledger, kind, by, data, &error));
  g_assert_no_error (error);
  g_assert_true (cs_stamp_catch_up (self->sample.ledger, &error));
  g_assert_true (cs_authority_end_batch (authority, &error));
}

static inline gboolean
clerk_authorize (gpointer who, SoupMessage *message, GError **error)
{
  const Clerk *self = who;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_replace (headers, "X-Person", self->person);
  soup_message_headers_replace (headers, "X-Device", self->device);
  return TRUE;
}

static inline gboolean
clerk_take_response (gpointer who, SoupMessage *message, guint status)
{
  return FALSE;
}

static const CsChannelAuth clerk_auth = {clerk_authorize, clerk_take_response};

/* Enrols a person's folder, before the desk is started. */
static inline void
clerk_enrol (Clerk *self, Desk *desk, const char *person)
{
  static guint serial;
  g_autofree char *name = g_strdup_printf ("clerk-%u", ++serial);
  g_autoptr (GError) error = NULL;
  g_autofree char *device = NULL;
  CsKeys *keys;

  *self = (Clerk){.desk = desk, .person = g_strdup (person)};
  self->folder = g_build_filename (desk->sample.parent, name, NULL);
  self->ledger = cs_workspace_create_bare (self->folder, desk->sample.time_source, &error);
  g_assert_no_error (error);
  g_assert_true (cs_ledger_mark_sample (self->ledger, &error)); /* its key is in a file */
  keys = cs_ledger_get_keys (self->ledger, &error);
  g_assert_no_error (error);
  device = cs_store_dup_meta (cs_ledger_get_store (self->ledger), "device", NULL);
  self->device = g_strdup_printf ("%s.%s", device, person);
  desk_say (desk,
            "device",
            person,
            json_pack ("{s:s, s:s, s:s}",
                       "id",
                       self->device,
                       "person",
                       person,
                       "key",
                       cs_keys_get_public_key (keys)));
}

static inline void
clerk_reopen (Clerk *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->sync);
  g_clear_pointer (&self->ledger, cs_ledger_close);
  self->ledger = cs_ledger_open (self->folder, self->desk->sample.time_source, &error);
  g_assert_no_error (error);
  g_assert_true (cs_ledger_ensure_keys (self->ledger, &error));
  self->sync = cs_sync_new (self->folder,
                            &clerk_auth,
                            self,
                            cs_ledger_sync,
                            self->ledger,
                            self->desk->sample.time_source);
}

/* Makes the folder one of the shared workspace; the desk is running. */
static inline void
clerk_join (Clerk *self)
{
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", self->desk->port);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsChannel) channel = cs_channel_new (address, NULL, NULL, 10, &error);
  g_autoptr (CsWireInfo) info = NULL;

  g_assert_no_error (error);
  info = cs_sync_ask_server (channel, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (cs_ledger_join (self->ledger, address, info, self->person, &error));
  clerk_reopen (self);
}

static inline void
clerk_clear (Clerk *self)
{
  g_clear_object (&self->sync);
  g_clear_pointer (&self->ledger, cs_ledger_close);
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->folder, g_free);
}

static inline void
clerk_sync (Clerk *self)
{
  g_autoptr (GError) error = NULL;

  cs_sync_run_once (self->sync, NULL, &error);
  g_assert_no_error (error);
}

static inline CsOutcome *
clerk_say (Clerk *self, const char *request, const char *kind, json_t *data)
{
  g_autoptr (json_t) owned = data;
  const CsIntent intent = {.request = request, .kind = kind, .by = self->person, .data = owned};
  g_autoptr (GError) error = NULL;
  CsOutcome *outcome = NULL;

  cs_ledger_submit (self->ledger, &intent, &outcome, &error);
  g_assert_no_error (error);
  return outcome;
}

static inline gint64
clerk_count (Clerk *self, CsOutboxState state)
{
  gint64 count = -1;

  g_assert_true (cs_outbox_count (cs_ledger_get_store (self->ledger), state, &count, NULL));
  return count;
}
