/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../server/visitor.h"

#include "cs-http-engine.h"
#include "cs-sign-in.h"

/* A server at whose real door people sign in, on loopback. */

typedef struct {
  Stage stage;
  CsHttpEngine *engine;      /* (owned) */
  char *url;                 /* (owned) */
  gint calls;                /* that reached it, atomic */
  gint refreshes;            /* of them, renewals; atomic */
  CsTestFolder *place;       /* (owned): of clients */
  CsTimeSource *time_source; /* (owned): the clients' */
} Reception;

static inline void
reception_handle (CsHttpExchange *exchange, gpointer data)
{
  Reception *self = data;

  g_atomic_int_inc (&self->calls);
  if (g_str_equal (cs_http_exchange_get_request (exchange)->path, "/v1/sessions/refresh"))
    g_atomic_int_inc (&self->refreshes);
  cs_call_handle (exchange, self->stage.server);
}

static inline void
reception_open (Reception *self, const CsServerOptions *options)
{
  static const CsHttpLimits limits = {.threads = 2,
                                      .connections = 200,
                                      .idle_secs = 60,
                                      .header_limit_bytes = 16384,
                                      .body_limit_bytes = 1024 * 1024};
  g_autoptr (GError) error = NULL;
  CsListen *listen;

  *self = (Reception){0};
  stage_open (&self->stage, options);
  cs_server_set_resolve (self->stage.server,
                         cs_door_resolve,
                         cs_server_get_door (self->stage.server));
  listen = cs_listen_open ("127.0.0.1:0", &error);
  g_assert_no_error (error);
  self->engine = cs_http_engine_new (listen, &limits, reception_handle, self, &error);
  g_assert_no_error (error);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", cs_http_engine_get_port (self->engine));
  self->place = cs_test_folder_new ();
  self->time_source = cs_time_source_new ();
  g_setenv ("CS_KEYS", "file", TRUE);
}

static inline void
reception_close (Reception *self)
{
  cs_server_end_waits (self->stage.server);
  cs_http_engine_stop (self->engine, 2000);
  g_clear_pointer (&self->engine, cs_http_engine_free);
  stage_close (&self->stage);
  g_clear_pointer (&self->place, cs_test_folder_free);
  g_clear_object (&self->time_source);
  g_free (self->url);
}

static inline CsCredentials *
reception_session (Reception *self, const char *name)
{
  g_autofree char *folder = g_build_filename (self->place, name, NULL);
  g_autoptr (GError) error = NULL;
  CsCredentials *session = cs_credentials_new (folder, self->url, "d-1", self->time_source, &error);

  g_assert_no_error (error);
  return session;
}

static inline const CsOwnDevice *
reception_device (void)
{
  static const CsOwnDevice device = {"Laptop", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"};

  return &device;
}

/* Signed in as the administrator. */
static inline CsCredentials *
reception_sign_in (Reception *self, const char *name)
{
  CsCredentials *session = reception_session (self, name);
  g_autofree char *code = visitor_make_code (&self->stage, CS_SERVER_FOUNDER);
  g_autoptr (GError) error = NULL;

  cs_sign_in_with_invitation (session, code, reception_device (), NULL, &error);
  g_assert_no_error (error);
  return session;
}
