/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-visit.h"

#include "cs-door.h"
#include "cs-server-private.h"
#include "cs-server.h"

/*
 * Signing in at the company's provider, and showing once more who one is:
 *
 *   engine's thread: proof ─► door's thread: ID token, with the provider's keys ─► writing desk:
 *   which person is it, tokens ─► answer
 *
 * The provider may be slow, so nobody else waits while it is asked.
 */

#define CONFIRM_AGE (2 * G_TIME_SPAN_MINUTE) /* a confirmation is a sign-in just now */

typedef struct {
  CsServer *server;          /* (borrowed) */
  CsHttpExchange *exchange;  /* (owned) */
  char *token;               /* (owned) */
  char *thumbprint;          /* (owned) */
  char *device, *name, *key; /* (owned) (nullable): of a sign-in */
  CsSignedIn *who;           /* (owned) (nullable): of a confirmation */
  CsOidcIdentity *identity;  /* (owned) (nullable) */
} Visit;

static void
visit_free (Visit *self)
{
  cs_http_exchange_unref (self->exchange);
  g_free (self->token);
  g_free (self->thumbprint);
  g_free (self->device);
  g_free (self->name);
  g_free (self->key);
  cs_signed_in_free (self->who);
  cs_oidc_identity_free (self->identity);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Visit, visit_free)

static void
done (CsHttpAnswer *answer, const GError *error, gpointer data)
{
  g_autoptr (Visit) self = data;

  cs_call_answer (self->server, self->exchange, answer, error);
}

static CsInstant
authenticated_at (const CsOidcIdentity *identity)
{
  return identity->authenticated != CS_INSTANT_NONE ? identity->authenticated : identity->issued;
}

/* On the writing desk. */
static CsHttpAnswer *
sign_in (CsLedger *ledger, gpointer data, GError **error)
{
  Visit *self = data;
  CsDoor *door = cs_server_get_door (self->server);
  CsAccounts *accounts = cs_door_get_accounts (door, ledger);
  const char *issuer = cs_oidc_issuer_get_address (cs_door_get_issuer (door));
  g_autofree char *person = NULL;
  g_autofree char *device = NULL;
  g_autoptr (CsGrant) grant = NULL;
  GError *failure = NULL;

  person = cs_accounts_find_subject (accounts,
                                     issuer,
                                     self->identity->subject,
                                     self->identity->mail,
                                     &failure);
  if (person == NULL)
    return cs_answer_refused (CS_PROBLEM_FORBIDDEN, failure, error);
  device = cs_accounts_dup_device_id (self->device, person);
  grant = cs_accounts_sign_in (accounts,
                               person,
                               "oidc",
                               authenticated_at (self->identity),
                               &(CsNewDevice){device, self->name, self->key, self->thumbprint},
                               &failure);
  if (grant == NULL)
    return cs_answer_refused (CS_PROBLEM_FORBIDDEN, failure, error);
  if (!cs_accounts_keep_subject (accounts, issuer, self->identity->subject, person, error))
    return NULL;
  return cs_answer_grant (grant);
}

/* On the writing desk. */
static CsHttpAnswer *
confirm (CsLedger *ledger, gpointer data, GError **error)
{
  Visit *self = data;
  CsDoor *door = cs_server_get_door (self->server);
  CsAccounts *accounts = cs_door_get_accounts (door, ledger);
  CsInstant at = self->identity->authenticated;
  CsInstant now = cs_time_source_get_now (cs_server_get_time_source (self->server));
  g_autofree char *person = NULL;
  GError *failure = NULL;

  person = cs_accounts_find_subject (accounts,
                                     cs_oidc_issuer_get_address (cs_door_get_issuer (door)),
                                     self->identity->subject,
                                     self->identity->mail,
                                     &failure);
  if (person == NULL)
    return cs_answer_refused (CS_PROBLEM_FORBIDDEN, failure, error);
  if (g_strcmp0 (person, self->who->person) != 0)
    return cs_answer_problem (CS_PROBLEM_FORBIDDEN, "Somebody else signed in there.");
  if (at == CS_INSTANT_NONE || now - at > CONFIRM_AGE)
    return cs_answer_problem (CS_PROBLEM_FORBIDDEN,
                              "Your provider did not ask you to sign in just now.");
  return cs_accounts_confirm (accounts, self->who, at, error) ? cs_answer_done () : NULL;
}

/* On a thread of the door's. */
static void
verify (gpointer data, gpointer user_data)
{
  g_autoptr (Visit) self = data;
  CsServer *server = self->server;
  CsOidcIssuer *issuer = cs_door_get_issuer (cs_server_get_door (server));
  CsInstant now = cs_time_source_get_now (cs_server_get_time_source (server));
  g_autoptr (GError) error = NULL;
  CsDeskWork work;

  self->identity = cs_oidc_issuer_verify (issuer, self->token, self->thumbprint, now, &error);
  if (self->identity == NULL) {
    g_message ("A sign-in at the provider was not taken: %s", error->message);
    cs_call_answer (server,
                    self->exchange,
                    g_error_matches (error, CS_ERROR, CS_ERROR_UNAUTHORISED)
                        ? cs_answer_problem (CS_PROBLEM_FORBIDDEN, "%s", error->message)
                        : cs_answer_problem (CS_PROBLEM_UNAVAILABLE, "%s", error->message),
                    NULL);
    return;
  }
  work = self->who != NULL ? confirm : sign_in;
  cs_server_queue (server, CS_DESK_WRITER, work, done, g_steal_pointer (&self));
}

static Visit *
visit_new (CsCall *call, const char *token, const char *thumbprint)
{
  Visit *self = g_new0 (Visit, 1);

  self->server = call->server;
  self->exchange = cs_http_exchange_ref (call->exchange);
  self->token = g_strdup (token);
  self->thumbprint = g_strdup (thumbprint);
  return self;
}

static CsHttpAnswer *
answer_no_provider (void)
{
  return cs_answer_problem (CS_PROBLEM_NOT_FOUND, "This workspace has no provider to sign in at.");
}

/**
 * cs_handle_oidc:
 *
 * `POST /v1/sessions/oidc`, at once; answered later.
 *
 * Returns: (transfer full) (nullable): why not
 */
CsHttpAnswer *
cs_handle_oidc (CsCall *call, GError **error)
{
  const CsWireOidcSession *message = call->message;
  CsDoor *door = cs_server_get_door (call->server);
  CsHttpAnswer *refusal = NULL;
  g_autoptr (CsDpopProof) proof = NULL;
  Visit *visit;

  if (cs_door_get_issuer (door) == NULL)
    return answer_no_provider ();
  if (!cs_device_read (message->device, &refusal))
    return refusal;
  proof = cs_door_check_proof (door, call->request, &refusal);
  if (proof == NULL)
    return refusal;
  visit = visit_new (call, message->id_token, proof->thumbprint);
  visit->device = g_strdup (message->device->id);
  visit->name = g_strdup (message->device->name);
  visit->key = g_strdup (message->device->key);
  cs_door_run (door, verify, visit);
  return NULL;
}

static CsSignedIn *
caller_dup (const CsCaller *caller)
{
  CsSignedIn *who = g_new0 (CsSignedIn, 1);

  who->person = g_strdup (caller->person);
  who->device = g_strdup (caller->device);
  who->session = g_strdup (caller->session);
  who->authenticated = caller->authenticated;
  return who;
}

/* The key of the session is the one that the token has to name. */
static CsHttpAnswer *
confirm_with_token (CsCall *call, const char *token, GError **error)
{
  CsDoor *door = cs_server_get_door (call->server);
  g_autofree char *thumbprint = NULL;
  Visit *visit;

  if (cs_door_get_issuer (door) == NULL)
    return answer_no_provider ();
  thumbprint = cs_accounts_dup_thumbprint (cs_door_get_accounts (door, call->ledger),
                                           call->caller.session,
                                           error);
  if (thumbprint == NULL)
    return NULL;
  visit = visit_new (call, token, thumbprint);
  visit->who = caller_dup (&call->caller);
  cs_door_run (door, verify, visit);
  return NULL;
}

/**
 * cs_handle_confirm:
 *
 * `POST /v1/sessions/confirm` (ASVS 7.5.3), on the writing desk.
 *
 * Returns: (transfer full) (nullable): that it is done, or why not
 */
CsHttpAnswer *
cs_handle_confirm (CsCall *call, GError **error)
{
  const CsWireConfirm *message = call->message;
  CsAccounts *accounts = cs_door_get_accounts (cs_server_get_door (call->server), call->ledger);
  g_autoptr (CsSignedIn) who = caller_dup (&call->caller);
  GError *failure = NULL;
  gboolean is_done;

  if (message->id_token != NULL)
    return confirm_with_token (call, message->id_token, error);
  if (message->passphrase != NULL)
    is_done = cs_accounts_confirm_with_passphrase (accounts, who, message->passphrase, &failure);
  else if (message->code != NULL)
    is_done = cs_accounts_confirm_with_code (accounts, who, message->code, &failure);
  else
    return cs_answer_problem (CS_PROBLEM_INVALID, "What shows who it is?");
  return is_done ? cs_answer_done () : cs_answer_refused (CS_PROBLEM_FORBIDDEN, failure, error);
}
