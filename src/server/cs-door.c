/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-door.h"

#include "cs-dpop-guard.h"

#include <string.h>

/*
 *   Authorization: DPoP … ─ none ────────────────────────────► 401 signed_out
 *   proof holds for this call and this token ─ no ───────────► 401 proof, invalid_dpop_proof
 *   its nonce is ours, from the last five minutes ─ no ──────► 401 proof, use_dpop_nonce
 *   token known, of this key, not expired ─ no ──────────────► 401 signed_out, invalid_token
 *   device and person still in the directory ─ no ───────────► 401 revoked
 *   id of the proof never seen ─ no ─────────────────────────► 401 proof
 */

#define MOST_IDS 500000
#define RUNNERS  4
#define SCHEME   "DPoP "

struct _CsDoor {
  char *url;                 /* (nullable): scheme, host and port that clients use */
  CsTimeSource *time_source; /* (owned) */
  CsDpopGuard *guard;        /* (owned) */
  CsOidcIssuer *issuer;      /* (owned) (nullable) */
  GThreadPool *runners;      /* (owned) (nullable): what was begun runs to its end */

  GMutex lock;
  GHashTable *accounts; /* (owned) CsLedger -> (owned) CsAccounts; under the lock */
};

typedef struct {
  GFunc function;
  gpointer data;
} Run;

static void
run (gpointer data, gpointer user_data)
{
  g_autofree Run *one = data;

  one->function (one->data, user_data);
}

static char *
without_slash (const char *url)
{
  gsize length = url != NULL ? strlen (url) : 0;

  while (length > 0 && url[length - 1] == '/')
    length--;
  return length > 0 ? g_strndup (url, length) : NULL;
}

/**
 * cs_door_new:
 * @url: (nullable): what clients call the server; %NULL: as each call's Host says
 * @time_source: (transfer none): what the present is
 *
 * Returns: (transfer full): a door
 */
CsDoor *
cs_door_new (const char *url, CsTimeSource *time_source)
{
  CsDoor *self = g_new0 (CsDoor, 1);

  self->url = without_slash (url);
  self->time_source = g_object_ref (time_source);
  self->guard = cs_dpop_guard_new (MOST_IDS);
  self->accounts = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)cs_accounts_free);
  self->runners = g_thread_pool_new (run, self, RUNNERS, FALSE, NULL);
  g_mutex_init (&self->lock);
  return self;
}

/**
 * cs_door_set_issuer:
 * @issuer: the company's OpenID provider
 * @client_id: (nullable): what it calls this workspace's desktops
 * @error: INVALID
 *
 * Before anybody asks.
 *
 * Returns: whether people may sign in there
 */
gboolean
cs_door_set_issuer (CsDoor *self, const char *issuer, const char *client_id, GError **error)
{
  if (client_id == NULL || *client_id == '\0') {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         "Signing in at a provider needs oidc-client, its name for the desktops.");
    return FALSE;
  }
  self->issuer = cs_oidc_issuer_new (issuer, client_id, error);
  return self->issuer != NULL;
}

static gboolean
ask_record (GBytes *digest, gpointer record)
{
  g_autoptr (GError) failure = NULL;
  gboolean is_new = FALSE;

  if (!cs_record_take_proof (record, digest, &is_new, &failure))
    g_warning ("Whether a proof was shown before cannot be said: %s", failure->message);
  return is_new;
}

/**
 * cs_door_share:
 * @secret: of the workspace
 * @record: (transfer none): which other processes have too
 *
 * Before anybody asks: other processes let the same people in.
 */
void
cs_door_share (CsDoor *self, const char *secret, CsRecord *record)
{
  cs_dpop_guard_share (self->guard, secret, ask_record, record);
}

/**
 * cs_door_finish:
 *
 * Waits for what cs_door_run() began. Nothing may be run afterwards.
 */
void
cs_door_finish (CsDoor *self)
{
  if (self == NULL || self->runners == NULL)
    return;
  g_thread_pool_free (g_steal_pointer (&self->runners), FALSE, TRUE);
}

/**
 * cs_door_free:
 * @self: (transfer full) (nullable): a door nobody asks any more
 */
void
cs_door_free (CsDoor *self)
{
  if (self == NULL)
    return;
  cs_door_finish (self);
  g_hash_table_unref (self->accounts);
  g_clear_pointer (&self->issuer, cs_oidc_issuer_free);
  g_clear_pointer (&self->guard, cs_dpop_guard_free);
  g_clear_object (&self->time_source);
  g_mutex_clear (&self->lock);
  g_free (self->url);
  g_free (self);
}

/**
 * cs_door_run:
 * @function: called on a thread of the door's with @data
 */
void
cs_door_run (CsDoor *self, GFunc function, gpointer data)
{
  Run *one = g_new (Run, 1);

  *one = (Run){function, data};
  g_thread_pool_push (self->runners, one, NULL);
}

static CsInstant
get_now (CsDoor *self)
{
  return cs_time_source_get_now (self->time_source);
}

/**
 * cs_door_dup_nonce:
 *
 * Returns: (transfer full): what the next proof is to name
 */
char *
cs_door_dup_nonce (CsDoor *self)
{
  return cs_dpop_guard_dup_nonce (self->guard, get_now (self));
}

/**
 * cs_door_get_issuer:
 *
 * Returns: (transfer none) (nullable): the company's OpenID provider
 */
CsOidcIssuer *
cs_door_get_issuer (CsDoor *self)
{
  return self->issuer;
}

/**
 * cs_door_get_accounts:
 * @ledger: of a desk, on its thread
 *
 * Returns: (transfer none): the accounts in it
 */
CsAccounts *
cs_door_get_accounts (CsDoor *self, CsLedger *ledger)
{
  CsAccounts *accounts;

  g_mutex_lock (&self->lock);
  accounts = g_hash_table_lookup (self->accounts, ledger);
  if (accounts == NULL) {
    accounts = cs_accounts_new (cs_ledger_get_authority (ledger));
    g_hash_table_insert (self->accounts, ledger, accounts);
  }
  g_mutex_unlock (&self->lock);
  return accounts;
}

static gboolean
is_loopback (const char *text)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  return *text == '\0' || (address != NULL && g_inet_address_get_is_loopback (address));
}

/**
 * cs_door_dup_address:
 * @request: a call
 *
 * Whom a proxy on this machine names last is believed; nobody else is.
 *
 * Returns: (transfer full): where the call comes from
 */
char *
cs_door_dup_address (const CsHttpRequest *request)
{
  const char *forwarded = cs_http_request_get_header (request, "x-forwarded-for");
  const char *comma;

  if (forwarded == NULL || !is_loopback (request->address))
    return g_strdup (request->address);
  comma = strrchr (forwarded, ',');
  return g_strstrip (g_strdup (comma != NULL ? comma + 1 : forwarded));
}

static CsHttpAnswer *
challenge (CsProblem problem, const char *code, const char *description, const char *text)
{
  CsHttpAnswer *answer = cs_answer_problem (problem, "%s", text);
  g_autofree char *header = g_strdup_printf ("DPoP algs=\"EdDSA\"%s%s%s%s%s%s",
                                             code != NULL ? ", error=\"" : "",
                                             code != NULL ? code : "",
                                             code != NULL ? "\"" : "",
                                             description != NULL ? ", error_description=\"" : "",
                                             description != NULL ? description : "",
                                             description != NULL ? "\"" : "");

  cs_http_answer_add_header (answer, "WWW-Authenticate", header);
  return answer;
}

/* As the client called it: by the configured address, or by the Host it named. Plain HTTP is heard
 * on this machine only, where a proxy may be that speaks TLS to the outside. */
static CsDpopProof *
verify (CsDoor *self, const CsHttpRequest *request, const char *token, GError **error)
{
  static const char *const schemes[] = {"https", "http"};
  const char *proof = cs_http_request_get_header (request, "dpop");
  const char *host = cs_http_request_get_header (request, "host");
  CsDpopCall call = {request->method, NULL, token, get_now (self)};
  gsize n_schemes = is_loopback (request->address) ? 2 : 1;
  CsDpopProof *said = NULL;

  if (self->url != NULL) {
    g_autofree char *url = g_strconcat (self->url, request->path, NULL);

    call.url = url;
    return cs_dpop_verify (proof, &call, error);
  }
  for (gsize i = 0; i < n_schemes && said == NULL; i++) {
    g_autofree char *url =
        g_strconcat (schemes[i], "://", host != NULL ? host : "-", request->path, NULL);

    call.url = url;
    g_clear_error (error);
    said = cs_dpop_verify (proof, &call, error);
  }
  return said;
}

static CsDpopProof *
check (CsDoor *self, const CsHttpRequest *request, const char *token, CsHttpAnswer **refusal)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (CsDpopProof) proof = verify (self, request, token, &failure);

  if (proof == NULL) {
    *refusal = challenge (CS_PROBLEM_PROOF, "invalid_dpop_proof", NULL, failure->message);
    return NULL;
  }
  if (!cs_dpop_guard_knows_nonce (self->guard, proof->nonce, get_now (self))) {
    *refusal = challenge (CS_PROBLEM_PROOF,
                          "use_dpop_nonce",
                          NULL,
                          "The proof has to name the nonce that came with this answer.");
    return NULL;
  }
  return g_steal_pointer (&proof);
}

static gboolean
take (CsDoor *self, const CsHttpRequest *request, const CsDpopProof *proof, CsHttpAnswer **refusal)
{
  switch (cs_dpop_guard_take (self->guard,
                              proof->nonce,
                              proof->thumbprint,
                              proof->id,
                              request->serial,
                              get_now (self))) {
    case CS_DPOP_FRESH:
      return TRUE;
    case CS_DPOP_NONCE_WANTED:
      *refusal = challenge (CS_PROBLEM_PROOF, "use_dpop_nonce", NULL, "The nonce is too old.");
      return FALSE;
    case CS_DPOP_REPLAYED:
    default:
      *refusal = challenge (CS_PROBLEM_PROOF,
                            "invalid_dpop_proof",
                            "replayed",
                            "This proof was shown before.");
      return FALSE;
  }
}

/**
 * cs_door_check_proof:
 * @request: a call without a token
 * @refusal: (out) (transfer full): why not, on %NULL
 *
 * Returns: (transfer full): whose key made it; good once
 */
CsDpopProof *
cs_door_check_proof (CsDoor *self, const CsHttpRequest *request, CsHttpAnswer **refusal)
{
  g_autoptr (CsDpopProof) proof = check (self, request, NULL, refusal);

  if (proof == NULL || !take (self, request, proof, refusal))
    return NULL;
  return g_steal_pointer (&proof);
}

static CsHttpAnswer *
refuse_access (CsAccess access)
{
  const char *name = cs_access_get_name (access);

  switch (access) {
    case CS_ACCESS_DEVICE_REMOVED:
      return challenge (CS_PROBLEM_REVOKED,
                        "invalid_token",
                        name,
                        "This device was removed from the workspace.");
    case CS_ACCESS_PERSON_CLOSED:
      return challenge (CS_PROBLEM_SIGNED_OUT,
                        "invalid_token",
                        name,
                        "This person cannot act in this workspace.");
    case CS_ACCESS_GRANTED:
    case CS_ACCESS_UNKNOWN:
    case CS_ACCESS_EXPIRED:
    case CS_ACCESS_OTHER_KEY:
    default:
      return challenge (CS_PROBLEM_SIGNED_OUT,
                        "invalid_token",
                        name,
                        "The token is not good, or not any more.");
  }
}

/**
 * cs_door_resolve:
 * @door: (type CsDoor): a door
 *
 * Returns: whether somebody known asks
 */
gboolean
cs_door_resolve (CsLedger *ledger,
                 const CsHttpRequest *request,
                 gpointer door,
                 CsCaller *caller,
                 CsHttpAnswer **refusal,
                 GError **error)
{
  CsDoor *self = door;
  const char *authorization = cs_http_request_get_header (request, "authorization");
  g_autoptr (CsDpopProof) proof = NULL;
  g_autoptr (CsSignedIn) who = NULL;
  const char *token;
  CsAccess access;

  if (authorization == NULL || g_ascii_strncasecmp (authorization, SCHEME, strlen (SCHEME)) != 0) {
    *refusal = challenge (CS_PROBLEM_SIGNED_OUT, NULL, NULL, "Sign in first.");
    return FALSE;
  }
  token = authorization + strlen (SCHEME);
  proof = check (self, request, token, refusal);
  if (proof == NULL || !cs_accounts_authorise (cs_door_get_accounts (self, ledger),
                                               token,
                                               proof->thumbprint,
                                               &access,
                                               &who,
                                               error))
    return FALSE;
  if (access != CS_ACCESS_GRANTED) {
    *refusal = refuse_access (access);
    return FALSE;
  }
  if (!take (self, request, proof, refusal))
    return FALSE;
  caller->person = g_steal_pointer (&who->person);
  caller->device = g_steal_pointer (&who->device);
  caller->session = g_steal_pointer (&who->session);
  caller->authenticated = who->authenticated;
  return TRUE;
}
