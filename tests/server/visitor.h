/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-door.h"
#include "cs-wire-session.h"
#include "server-stage.h"

/* Somebody at the server's door, with a key of their own and the tokens they were given. */

typedef struct {
  Stage *stage;
  CsKeys *keys; /* (owned) */
  char *nonce;  /* (owned) (nullable) */
  char *access, *refresh, *person, *device;
  guint n_ids;
} Visitor;

#define VISITOR_HOST "server.house.example"

static inline void
visitor_open (Visitor *self, Stage *stage, guint8 number)
{
  guint8 seed[32] = {number, 1};

  *self = (Visitor){.stage = stage, .keys = cs_keys_new_from_seed (seed)};
}

static inline void
visitor_drop_tokens (Visitor *self)
{
  g_clear_pointer (&self->access, g_free);
  g_clear_pointer (&self->refresh, g_free);
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->device, g_free);
}

static inline void
visitor_close (Visitor *self)
{
  visitor_drop_tokens (self);
  g_clear_pointer (&self->keys, cs_keys_unref);
  g_clear_pointer (&self->nonce, g_free);
}

static inline char *
visitor_prove (Visitor *self, const char *method, const char *path, const char *token)
{
  g_autofree char *url = g_strconcat ("https://" VISITOR_HOST, path, NULL);
  const CsDpopCall call = {method, url, token, cs_time_source_get_now (self->stage->time_source)};

  return cs_dpop_make (self->keys, &call, NULL, self->nonce);
}

/* As it is: no second try. @text is the caller's to lose. */
static inline CsHttpAnswer *
visitor_send (Visitor *self,
              const char *method,
              const char *path,
              const char *token,
              const char *proof,
              char *text)
{
  g_autoptr (GBytes) body = g_bytes_new_take (text, text != NULL ? strlen (text) : 0);
  CsHttpRequest *request = cs_http_request_new (method, path, body);
  g_autofree char *authorization = token != NULL ? g_strconcat ("DPoP ", token, NULL) : NULL;
  CsHttpAnswer *answer;
  const char *nonce;

  cs_http_request_add_header (request, "Host", VISITOR_HOST);
  if (authorization != NULL)
    cs_http_request_add_header (request, "Authorization", authorization);
  if (proof != NULL)
    cs_http_request_add_header (request, "DPoP", proof);
  answer = stage_ask_with (self->stage, request);
  nonce = cs_http_answer_get_header (answer, "DPoP-Nonce");
  if (nonce != NULL) {
    g_free (self->nonce);
    self->nonce = g_strdup (nonce);
  }
  return answer;
}

static inline gboolean
visitor_is_challenged (const CsHttpAnswer *answer, const char *code)
{
  const char *header = cs_http_answer_get_header (answer, "WWW-Authenticate");

  return answer->status == 401 && header != NULL && strstr (header, code) != NULL;
}

/* As a client does: once more when it is given a nonce. */
static inline CsHttpAnswer *
visitor_ask (Visitor *self, const char *method, const char *path, const char *token, char *text)
{
  g_autofree char *again = g_strdup (text);
  g_autofree char *proof = visitor_prove (self, method, path, token);
  g_autofree char *second = NULL;
  CsHttpAnswer *answer = visitor_send (self, method, path, token, proof, text);

  if (!visitor_is_challenged (answer, "use_dpop_nonce"))
    return answer;
  cs_http_answer_free (answer);
  second = visitor_prove (self, method, path, token);
  return visitor_send (self, method, path, token, second, g_steal_pointer (&again));
}

static inline void
visitor_take_tokens (Visitor *self, const CsHttpAnswer *answer)
{
  gsize length;
  const char *text = stage_text (answer, &length);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsWireSession) session = NULL;

  g_assert_cmpuint (answer->status, ==, 200);
  session = cs_wire_session_from_json (text, length, &error);
  g_assert_no_error (error);
  visitor_drop_tokens (self);
  self->access = g_steal_pointer (&session->access);
  self->refresh = g_steal_pointer (&session->refresh);
  self->person = g_steal_pointer (&session->person);
  self->device = g_steal_pointer (&session->device);
}

/* A code as the program makes it, beside the server. */
static inline char *
visitor_make_code (Stage *stage, const char *person)
{
  g_autofree char *path = g_build_filename (stage->folder, "srv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsLedger) ledger = cs_ledger_open (path, stage->time_source, &error);
  g_autoptr (CsAccounts) accounts = NULL;
  char *code;

  g_assert_no_error (error);
  cs_record_join (g_getenv ("CS_TEST_JOURNAL"), ledger, FALSE, &error);
  g_assert_no_error (error);
  cs_authority_begin_batch (cs_ledger_get_authority (ledger), &error);
  g_assert_no_error (error);
  accounts = cs_accounts_new (cs_ledger_get_authority (ledger));
  code = cs_accounts_invite (accounts, person, NULL, CS_KEEPER, G_TIME_SPAN_DAY, &error);
  g_assert_no_error (error);
  cs_authority_end_batch (cs_ledger_get_authority (ledger), &error);
  g_assert_no_error (error);
  return code;
}

static inline char *
visitor_invitation (Visitor *self, const char *code, const char *device)
{
  g_autoptr (CsWireInvitation) message = cs_wire_invitation_new ();

  message->code = g_strdup (code);
  message->device = cs_wire_device_new ();
  message->device->id = g_strdup (device);
  message->device->name = g_strdup ("Laptop");
  message->device->key = g_strdup (cs_keys_get_public_key (self->keys));
  return cs_wire_invitation_to_json (message);
}

static inline void
visitor_sign_in (Visitor *self, const char *person, const char *device)
{
  g_autofree char *code = visitor_make_code (self->stage, person);
  g_autoptr (CsHttpAnswer) answer = visitor_ask (self,
                                                 "POST",
                                                 "/v1/sessions/invitation",
                                                 NULL,
                                                 visitor_invitation (self, code, device));

  visitor_take_tokens (self, answer);
}

static inline guint
visitor_get (Visitor *self, const char *path)
{
  g_autoptr (CsHttpAnswer) answer = visitor_ask (self, "GET", path, self->access, NULL);

  return answer->status;
}
