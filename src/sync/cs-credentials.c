/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-credentials-private.h"

#include "cs-chance.h"
#include "cs-dpop.h"
#include "cs-secret-record.h"

/*
 *   authorize ─ token still good? ──────────────────────────────► Authorization, DPoP
 *                  └─ no ─► renew, once for all who wait ─► again
 *   401 ─ use_dpop_nonce, invalid_dpop_proof ─► keep nonce and clock, once more
 *       ─ invalid_token ─► renew, once more ─ not renewed ─► ENDED: sign in again
 *       ─ device_removed ─► REMOVED
 *
 * Whatever happens here, nothing that was typed or queued is touched.
 */

#define PROOF_SUFFIX  ".proof"
#define RECORD_SUFFIX ".session"
#define TOKEN_KEY     "countersign-session-token"
#define MARGIN        (30 * CS_SECOND) /* a token is renewed so long before it expires */

static void
credentials_clear (gpointer data)
{
  CsCredentials *self = data;

  g_free (self->folder);
  g_free (self->server);
  g_free (self->device_base);
  g_free (self->record);
  g_clear_object (&self->time_source);
  g_clear_object (&self->trusted);
  g_clear_pointer (&self->keys, cs_keys_unref);
  cs_tokens_clear (&self->tokens);
  g_free (self->nonce);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->renewed);
}

/**
 * cs_credentials_ref:
 * @self: a session
 *
 * Returns: (transfer full): @self
 */
CsCredentials *
cs_credentials_ref (CsCredentials *self)
{
  return g_atomic_rc_box_acquire (self);
}

/**
 * cs_credentials_unref:
 * @self: (transfer full): a session
 */
void
cs_credentials_unref (CsCredentials *self)
{
  g_atomic_rc_box_release_full (self, credentials_clear);
}

/* Signed in once and not since: what is kept says so. */
static gboolean
take_kept (CsCredentials *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (cs_credentials_load_tokens (self, &self->tokens, &self->place, &local)) {
    self->state = CS_CREDENTIALS_SIGNED_IN;
    return TRUE;
  }
  self->place = cs_keys_get_place (self->keys);
  /* Without a password store the key is in a file, and so would the tokens be. */
  if (g_error_matches (local, CS_ERROR, CS_ERROR_NOT_FOUND) ||
      (self->place == CS_KEYS_PLACE_FILE &&
       g_error_matches (local, CS_ERROR, CS_ERROR_UNREACHABLE)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static char *
without_slash (const char *server)
{
  gsize length = strlen (server);

  while (length > 0 && server[length - 1] == '/')
    length--;
  return g_strndup (server, length);
}

/**
 * cs_credentials_new:
 * @folder: of the workspace
 * @server: its address, https or on this computer
 * @device: what this computer is called in this workspace, without a person
 * @time_source: (transfer none): what the present is
 * @error: INVALID for an address that is none; what the password store or a file failed with
 *
 * Blocks while the password store is asked.
 *
 * Returns: (transfer full): the sign-in as it was left, or %NULL
 */
CsCredentials *
cs_credentials_new (const char *folder,
                    const char *server,
                    const char *device,
                    CsTimeSource *time_source,
                    GError **error)
{
  g_autoptr (CsCredentials) self = NULL;
  g_autofree char *proof = g_strconcat (device, PROOF_SUFFIX, NULL);

  g_autoptr (CsChannel) channel = cs_channel_new (server, NULL, NULL, 1, error);

  if (channel == NULL) /* no address */
    return NULL;
  self = g_atomic_rc_box_new0 (CsCredentials);
  g_mutex_init (&self->lock);
  g_cond_init (&self->renewed);
  self->folder = g_build_filename (folder, "keys", NULL);
  self->server = without_slash (server);
  self->device_base = g_strdup (device);
  self->record = g_strconcat (device, RECORD_SUFFIX, NULL);
  self->time_source = g_object_ref (time_source);
  if (!cs_keys_load_or_create (self->folder, proof, &self->keys, error) || !take_kept (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * cs_credentials_get_server:
 *
 * Returns: (transfer none): its address, without a slash at the end
 */
const char *
cs_credentials_get_server (CsCredentials *self)
{
  return self->server;
}

/**
 * cs_credentials_get_device_base:
 *
 * Returns: (transfer none): what this computer is called, without a person
 */
const char *
cs_credentials_get_device_base (CsCredentials *self)
{
  return self->device_base;
}

/**
 * cs_credentials_get_state:
 *
 * Returns: where the sign-in stands
 */
CsCredentialsState
cs_credentials_get_state (CsCredentials *self)
{
  CsCredentialsState state;

  g_mutex_lock (&self->lock);
  state = self->state;
  g_mutex_unlock (&self->lock);
  return state;
}

static char *
dup_under_lock (CsCredentials *self, char *const *text)
{
  char *copy;

  g_mutex_lock (&self->lock);
  copy = g_strdup (*text);
  g_mutex_unlock (&self->lock);
  return copy;
}

/**
 * cs_credentials_dup_person:
 *
 * Returns: (transfer full) (nullable): who is signed in
 */
char *
cs_credentials_dup_person (CsCredentials *self)
{
  return dup_under_lock (self, &self->tokens.person);
}

/**
 * cs_credentials_dup_device:
 *
 * Returns: (transfer full) (nullable): what their entries call this computer
 */
char *
cs_credentials_dup_device (CsCredentials *self)
{
  return dup_under_lock (self, &self->tokens.device);
}

/**
 * cs_credentials_get_place:
 *
 * Returns: where key and tokens are kept; the screen says so when it is a file
 */
CsKeysPlace
cs_credentials_get_place (CsCredentials *self)
{
  CsKeysPlace place;

  g_mutex_lock (&self->lock);
  place = self->place;
  g_mutex_unlock (&self->lock);
  return cs_keys_get_place (self->keys) == CS_KEYS_PLACE_FILE ? CS_KEYS_PLACE_FILE : place;
}

/**
 * cs_credentials_get_clock_offset:
 *
 * Returns: the server's clock minus this one, as its last answer had it; microseconds (K-14)
 */
GTimeSpan
cs_credentials_get_clock_offset (CsCredentials *self)
{
  GTimeSpan offset;

  g_mutex_lock (&self->lock);
  offset = self->offset;
  g_mutex_unlock (&self->lock);
  return offset;
}

/**
 * cs_credentials_dup_thumbprint:
 *
 * Returns: (transfer full): of the key that tokens are bound to (RFC 7638)
 */
char *
cs_credentials_dup_thumbprint (CsCredentials *self)
{
  return cs_dpop_thumbprint (cs_keys_get_public_key (self->keys));
}

/**
 * cs_credentials_trust:
 * @database: (transfer none): certificates that are trusted beside those of the system
 *
 * To be called before the session is used by others.
 */
void
cs_credentials_trust (CsCredentials *self, GTlsDatabase *database)
{
  g_set_object (&self->trusted, database);
}

/**
 * cs_credentials_set_changed:
 * @changed: (nullable) (scope forever): told when the state has changed
 *
 * To be called before the session is used by others.
 */
void
cs_credentials_set_changed (CsCredentials *self, CsCredentialsChanged changed, gpointer user_data)
{
  self->changed = changed;
  self->changed_data = user_data;
}

/**
 * cs_credentials_set_state:
 * @state: where it stands now
 *
 * What is signed out of has no tokens any more, but still says who it was.
 */
void
cs_credentials_set_state (CsCredentials *self, CsCredentialsState state)
{
  gboolean is_other;

  g_mutex_lock (&self->lock);
  is_other = self->state != state;
  self->state = state;
  if (state != CS_CREDENTIALS_SIGNED_IN) {
    g_clear_pointer (&self->tokens.access, cs_secret_free);
    g_clear_pointer (&self->tokens.refresh, cs_secret_free);
  }
  g_mutex_unlock (&self->lock);
  if (is_other && self->changed != NULL)
    self->changed (self, self->changed_data);
}

/**
 * cs_credentials_make_proof:
 * @token: (nullable): sent beside it
 *
 * Returns: (transfer full): the value of a DPoP header (RFC 9449)
 */
char *
cs_credentials_make_proof (CsCredentials *self,
                           const char *method,
                           const char *url,
                           const char *token)
{
  g_autofree char *nonce = NULL;
  CsDpopCall call = {method, url, token, cs_time_source_get_now (self->time_source)};

  g_mutex_lock (&self->lock);
  nonce = g_strdup (self->nonce);
  call.now += self->offset;
  g_mutex_unlock (&self->lock);
  return cs_dpop_make (self->keys, &call, NULL, nonce);
}

/**
 * cs_credentials_note:
 * @nonce: (nullable): that came with an answer
 * @date: of the answer, or CS_INSTANT_NONE
 *
 * Proofs are made by the server's nonce and clock, so a clock that is wrong keeps nobody out.
 */
void
cs_credentials_note (CsCredentials *self, const char *nonce, CsInstant date)
{
  g_mutex_lock (&self->lock);
  if (nonce != NULL && g_strcmp0 (nonce, self->nonce) != 0) {
    g_free (self->nonce);
    self->nonce = g_strdup (nonce);
  }
  if (date != CS_INSTANT_NONE)
    self->offset = date - cs_time_source_get_now (self->time_source);
  g_mutex_unlock (&self->lock);
}

/**
 * cs_challenge_parse:
 * @header: (nullable): WWW-Authenticate of a 401
 *
 * Returns: what it asks for
 */
CsChallenge
cs_challenge_parse (const char *header)
{
  if (header == NULL || strstr (header, "DPoP") == NULL)
    return CS_CHALLENGE_NONE;
  if (strstr (header, "\"use_dpop_nonce\"") != NULL ||
      strstr (header, "\"invalid_dpop_proof\"") != NULL)
    return CS_CHALLENGE_PROOF;
  if (strstr (header, "\"device_removed\"") != NULL)
    return CS_CHALLENGE_REMOVED;
  return strstr (header, "\"invalid_token\"") != NULL ? CS_CHALLENGE_TOKEN : CS_CHALLENGE_NONE;
}

/* A token that will still be good when the message arrives. */
static char *
dup_good_token (CsCredentials *self, GError **error)
{
  CsInstant now = cs_time_source_get_now (self->time_source);
  g_autofree char *token = NULL;
  gboolean is_old;

  g_mutex_lock (&self->lock);
  token = g_strdup (self->tokens.access);
  is_old = token != NULL && self->tokens.expires - now < MARGIN;
  g_mutex_unlock (&self->lock);
  if (token != NULL && !is_old)
    return g_steal_pointer (&token);
  if (!cs_credentials_renew (self, token, error))
    return NULL;
  return dup_under_lock (self, &self->tokens.access);
}

/**
 * cs_credentials_authorize:
 * @message: not sent yet, or to be sent once more
 * @error: UNAUTHORISED when somebody has to sign in, UNREACHABLE when a token could not be renewed
 *
 * Adds the token and the proof that it is ours. Blocks while a token is renewed.
 *
 * Returns: whether @message can be sent
 */
gboolean
cs_credentials_authorize (CsCredentials *self, SoupMessage *message, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autofree char *url = g_uri_to_string (soup_message_get_uri (message));
  g_autofree char *token = dup_good_token (self, error);
  g_autofree char *authorization = NULL;
  g_autofree char *proof = NULL;

  if (token == NULL)
    return FALSE;
  authorization = g_strconcat ("DPoP ", token, NULL);
  proof = cs_credentials_make_proof (self, soup_message_get_method (message), url, token);
  soup_message_headers_replace (headers, "Authorization", authorization);
  soup_message_headers_replace (headers, "DPoP", proof);
  g_object_set_data_full (G_OBJECT (message),
                          TOKEN_KEY,
                          g_steal_pointer (&token),
                          (GDestroyNotify)cs_secret_free);
  return TRUE;
}

static CsInstant
date_of (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? g_date_time_to_unix (date) * CS_SECOND : CS_INSTANT_NONE;
}

/**
 * cs_credentials_take_response:
 * @message: that cs_credentials_authorize() prepared, and that was answered
 * @status: of the answer
 *
 * To be called after every answer: the server's nonce and clock come with each. Blocks while a
 * token is renewed.
 *
 * Returns: whether the same call is to be authorized and sent once more
 */
gboolean
cs_credentials_take_response (CsCredentials *self, SoupMessage *message, guint status)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *used = g_object_get_data (G_OBJECT (message), TOKEN_KEY);

  cs_credentials_note (self,
                       soup_message_headers_get_one (headers, "DPoP-Nonce"),
                       date_of (headers));
  if (status != SOUP_STATUS_UNAUTHORIZED)
    return FALSE;
  switch (cs_challenge_parse (soup_message_headers_get_list (headers, "WWW-Authenticate"))) {
    case CS_CHALLENGE_PROOF:
      return TRUE;
    case CS_CHALLENGE_TOKEN:
      return cs_credentials_renew (self, used, NULL);
    case CS_CHALLENGE_REMOVED:
      cs_credentials_set_state (self, CS_CREDENTIALS_REMOVED);
      return FALSE;
    case CS_CHALLENGE_NONE:
    default:
      return FALSE;
  }
}

static gboolean
authorize_cb (gpointer who, SoupMessage *message, GError **error)
{
  return cs_credentials_authorize (who, message, error);
}

static gboolean
take_response_cb (gpointer who, SoupMessage *message, guint status)
{
  return cs_credentials_take_response (who, message, status);
}

const CsChannelAuth cs_credentials_auth = {authorize_cb, take_response_cb};

static gboolean
prove_cb (gpointer who, SoupMessage *message, GError **error)
{
  g_autofree char *url = g_uri_to_string (soup_message_get_uri (message));
  g_autofree char *proof =
      cs_credentials_make_proof (who, soup_message_get_method (message), url, NULL);

  soup_message_headers_replace (soup_message_get_request_headers (message), "DPoP", proof);
  return TRUE;
}

static gboolean
take_proved_cb (gpointer who, SoupMessage *message, guint status)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

  cs_credentials_note (who,
                       soup_message_headers_get_one (headers, "DPoP-Nonce"),
                       date_of (headers));
  return status == SOUP_STATUS_UNAUTHORIZED &&
         cs_challenge_parse (soup_message_headers_get_list (headers, "WWW-Authenticate")) ==
             CS_CHALLENGE_PROOF;
}

const CsChannelAuth cs_credentials_proof_auth = {prove_cb, take_proved_cb};
