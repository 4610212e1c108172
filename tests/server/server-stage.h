/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-handlers.h"
#include "cs-server-folder.h"
#include "cs-server.h"
#include "cs-test-folder.h"
#include "cs-uuid.h"
#include "cs-wire-pull.h"
#include "cs-wire-push.h"

#include <string.h>

/* A server without sockets, asked through the narrow interface. Callers say who they are in two
 * headers; who has signed in is another part's matter. */

typedef struct {
  CsTestFolder *folder; /* (owned) */
  CsTimeSource *time_source;
  CsServer *server; /* (owned) */
} Stage;

static inline gboolean
stage_resolve (CsLedger *ledger,
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
  caller->device = g_strdup_printf ("d-%s", person);
  return TRUE;
}

static inline void
stage_start (Stage *self, const CsServerOptions *options)
{
  g_autofree char *path = g_build_filename (self->folder, "srv", NULL);
  CsServerOptions wanted = options != NULL ? *options : cs_server_defaults;
  g_autoptr (GError) error = NULL;

  wanted.journal = g_getenv ("CS_TEST_JOURNAL"); /* the same tests with either journal (K-10) */
  self->server = cs_server_open (path, &wanted, self->time_source, &error);
  g_assert_no_error (error);
  cs_server_set_resolve (self->server, stage_resolve, NULL);
}

static inline void
stage_open (Stage *self, const CsServerOptions *options)
{
  const CsServerFounding founding = {.name = "Test", .person_name = "Ada", .pack = "anantya"};
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = cs_test_folder_new ();
  self->time_source = cs_time_source_new ();
  path = g_build_filename (self->folder, "srv", NULL);
  g_assert_true (cs_server_folder_create (path, &founding, self->time_source, &error));
  g_assert_no_error (error);
  stage_start (self, options);
}

/* A server with the whole history of a sample. */
static inline void
stage_open_sample (Stage *self)
{
  const CsCreateOptions options = {.kind = CS_CREATE_SAMPLE, .pack = "anantya", .seed = 1};
  g_autofree char *sample = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = cs_test_folder_new ();
  self->time_source = cs_time_source_new ();
  sample = g_build_filename (self->folder, "sample", NULL);
  path = g_build_filename (self->folder, "srv", NULL);
  g_assert_true (cs_workspace_create (sample, &options, self->time_source, &error));
  g_assert_no_error (error);
  g_assert_true (cs_server_folder_adopt (path, sample, "Test", NULL, self->time_source, &error));
  g_assert_no_error (error);
  stage_start (self, NULL);
}

static inline void
stage_close (Stage *self)
{
  g_clear_pointer (&self->server, cs_server_free);
  g_clear_object (&self->time_source);
  g_clear_pointer (&self->folder, cs_test_folder_free);
}

typedef struct {
  GMutex lock;
  GCond done;
  gboolean is_done;
} Awaited;

static inline void
stage_answered_cb (CsHttpExchange *exchange, gpointer data)
{
  Awaited *awaited = data;

  g_mutex_lock (&awaited->lock);
  awaited->is_done = TRUE;
  g_cond_signal (&awaited->done);
  g_mutex_unlock (&awaited->lock);
}

static inline CsHttpAnswer *
stage_ask_with (Stage *self, CsHttpRequest *request)
{
  Awaited awaited = {0};
  g_autoptr (CsHttpExchange) exchange = NULL;

  g_mutex_init (&awaited.lock);
  g_cond_init (&awaited.done);
  exchange = cs_http_exchange_new (request, stage_answered_cb, &awaited);
  cs_call_handle (exchange, self->server);
  g_mutex_lock (&awaited.lock);
  while (!awaited.is_done)
    g_cond_wait (&awaited.done, &awaited.lock);
  g_mutex_unlock (&awaited.lock);
  return cs_http_exchange_take_answer (exchange);
}

/* @text is the caller's to lose. */
static inline CsHttpAnswer *
stage_ask (Stage *self, const char *method, const char *path, const char *person, char *text)
{
  g_autoptr (GBytes) body = g_bytes_new_take (text, text != NULL ? strlen (text) : 0);
  CsHttpRequest *request = cs_http_request_new (method, path, body);

  if (person != NULL)
    cs_http_request_add_header (request, "X-Person", person);
  return stage_ask_with (self, request);
}

static inline const char *
stage_text (const CsHttpAnswer *answer, gsize *length)
{
  return g_bytes_get_data (answer->body, length);
}

/* An entry of the directory as the administrator's device would write it. */
static inline GBytes *
stage_entry (Stage *self, const char *kind, gint64 n, json_t *data)
{
  g_autoptr (json_t) owned = data;
  CsInstant now = cs_time_source_get_now (self->time_source);
  g_autofree char *id = cs_uuid_new (now);
  const CsEntryHead head = {.id = id,
                            .kind = kind,
                            .by = CS_SERVER_FOUNDER,
                            .device = "d-" CS_SERVER_FOUNDER,
                            .n = n,
                            .at = now};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) entry = cs_entry_build (&head, owned, &error);

  g_assert_no_error (error);
  return g_bytes_ref (cs_entry_get_bytes (entry));
}

static inline GBytes *
stage_person_entry (Stage *self, gint64 n)
{
  return stage_entry (
      self,
      "person",
      n,
      json_pack ("{s:o, s:s}", "id", json_sprintf ("p-%d", (int)n), "name", "Somebody"));
}

static inline CsWirePushAnswer *
stage_push (Stage *self, const char *person, GBytes **entries, guint n)
{
  g_autoptr (CsWirePush) push = cs_wire_push_new ();
  g_autoptr (CsHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  CsWirePushAnswer *verdicts;
  const char *text;
  gsize length;

  for (guint i = 0; i < n; i++) {
    CsWirePushed *pushed = cs_wire_pushed_new ();

    pushed->bytes = g_bytes_ref (entries[i]);
    g_ptr_array_add (push->entries, pushed);
  }
  answer = stage_ask (self, "POST", "/v1/entries", person, cs_wire_push_to_json (push));
  g_assert_cmpuint (answer->status, ==, 200);
  text = stage_text (answer, &length);
  verdicts = cs_wire_push_answer_from_json (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (verdicts->verdicts->len, ==, n);
  return verdicts;
}

static inline CsWireCheckpoint *
stage_pull (Stage *self, const char *person, CsWirePull *pull)
{
  g_autoptr (CsHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  CsWireCheckpoint *page;
  const char *text;
  gsize length;

  g_free (pull->log);
  g_free (pull->incarnation);
  pull->log = g_strdup (cs_server_get_log (self->server));
  pull->incarnation = g_strdup (cs_server_get_incarnation (self->server));
  answer = stage_ask (self, "POST", "/v1/pull", person, cs_wire_pull_to_json (pull));
  text = stage_text (answer, &length);
  if (answer->status != 200)
    g_test_message ("%.*s", (int)length, text);
  g_assert_cmpuint (answer->status, ==, 200);
  page = cs_wire_checkpoint_from_json (text, length, &error);
  g_assert_no_error (error);
  return page;
}
