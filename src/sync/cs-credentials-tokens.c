/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-credentials-private.h"

#include "cs-chance.h"
#include "cs-json.h"
#include "cs-secret-record.h"
#include "cs-wire.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* How tokens are kept and renewed. Several programs may share them, so they are renewed under a
 * lock on a file, and only if nobody else has done it meanwhile. */

#define MOST_BYTES   (256 * 1024)
#define TIMEOUT_SECS 30
#define LOCK_TRIES   100
#define LOCK_PAUSE   (100 * G_TIME_SPAN_MILLISECOND)

/**
 * cs_tokens_clear:
 * @self: tokens
 *
 * Wipes them.
 */
void
cs_tokens_clear (CsTokens *self)
{
  g_clear_pointer (&self->person, g_free);
  g_clear_pointer (&self->device, g_free);
  g_clear_pointer (&self->access, cs_secret_free);
  g_clear_pointer (&self->refresh, cs_secret_free);
  self->expires = 0;
}

/**
 * cs_tokens_to_text:
 *
 * Returns: (transfer full): one line, for cs_secret_free()
 */
char *
cs_tokens_to_text (const CsTokens *self)
{
  g_autoptr (json_t) root = json_pack ("{s:s, s:s, s:s, s:s, s:I}",
                                       "person",
                                       self->person,
                                       "device",
                                       self->device,
                                       "access",
                                       self->access,
                                       "refresh",
                                       self->refresh,
                                       "expires",
                                       (json_int_t)self->expires);

  return cs_json_dump (root);
}

/**
 * cs_tokens_from_text:
 * @text: a line that cs_tokens_to_text() wrote
 * @tokens: (out caller-allocates): what it says; cleared first
 *
 * Returns: whether it says all of it
 */
gboolean
cs_tokens_from_text (const char *text, CsTokens *tokens)
{
  g_autoptr (json_t) root = cs_json_load (text, strlen (text), NULL);

  cs_tokens_clear (tokens);
  tokens->person = g_strdup (cs_json_get_string (root, "person"));
  tokens->device = g_strdup (cs_json_get_string (root, "device"));
  tokens->access = g_strdup (cs_json_get_string (root, "access"));
  tokens->refresh = g_strdup (cs_json_get_string (root, "refresh"));
  tokens->expires = cs_json_get_int (root, "expires", 0);
  if (tokens->person != NULL && tokens->device != NULL && tokens->access != NULL &&
      tokens->refresh != NULL)
    return TRUE;
  cs_tokens_clear (tokens);
  return FALSE;
}

/**
 * cs_credentials_load_tokens:
 * @tokens: (out caller-allocates): as they are kept
 * @place: (out): where
 * @error: NOT_FOUND when nobody is signed in; CORRUPT; UNREACHABLE when the store does not answer
 *
 * Returns: whether somebody is signed in
 */
gboolean
cs_credentials_load_tokens (CsCredentials *self,
                            CsTokens *tokens,
                            CsKeysPlace *place,
                            GError **error)
{
  char *text = cs_secret_record_load (self->folder, self->record, place, error);
  gboolean is_read = text != NULL && cs_tokens_from_text (text, tokens);

  if (text != NULL && !is_read)
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_NOT_FOUND,
                         _ ("The sign-in that was kept is damaged. Please sign in again."));
  cs_secret_free (text);
  return is_read;
}

/* Takes them, and tells whoever waits. */
static void
use_tokens (CsCredentials *self, CsTokens *tokens, CsKeysPlace place)
{
  g_mutex_lock (&self->lock);
  cs_tokens_clear (&self->tokens);
  self->tokens = *tokens;
  self->place = place;
  g_mutex_unlock (&self->lock);
  memset (tokens, 0, sizeof *tokens);
  cs_credentials_set_state (self, CS_CREDENTIALS_SIGNED_IN);
}

/**
 * cs_credentials_adopt:
 * @granted: what the server answered to a sign-in
 * @error: what the password store and the file failed with
 *
 * Returns: whether it is kept, and this session is signed in
 */
gboolean
cs_credentials_adopt (CsCredentials *self, const CsWireSession *granted, GError **error)
{
  CsTokens tokens = {g_strdup (granted->person),
                     g_strdup (granted->device),
                     g_strdup (granted->access),
                     g_strdup (granted->refresh),
                     cs_time_source_get_now (self->time_source) + granted->expires_in * CS_SECOND};
  char *text = cs_tokens_to_text (&tokens);
  CsKeysPlace place = CS_KEYS_PLACE_FILE;
  gboolean is_kept = cs_secret_record_save (self->folder,
                                            self->record,
                                            _ ("Countersign: sign-in of this computer"),
                                            text,
                                            &place,
                                            error);

  cs_secret_free (text);
  if (is_kept)
    use_tokens (self, &tokens, place);
  cs_tokens_clear (&tokens);
  return is_kept;
}

/**
 * cs_credentials_forget:
 * @error: what the password store or the file failed with
 *
 * Signs out on this side.
 *
 * Returns: whether no token is kept any more
 */
gboolean
cs_credentials_forget (CsCredentials *self, GError **error)
{
  gboolean is_gone = cs_secret_record_clear (self->folder, self->record, error);

  cs_credentials_set_state (self, CS_CREDENTIALS_SIGNED_OUT);
  return is_gone;
}

static gboolean
ask (CsCredentials *self,
     const CsChannelAuth *auth,
     const char *method,
     const char *path,
     const char *body,
     CsReply *reply,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (CsChannel) channel = cs_channel_new (self->server, auth, self, TIMEOUT_SECS, error);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  const CsCallRequest request = {.method = method,
                                 .path = path,
                                 .body = bytes,
                                 .limit = MOST_BYTES};

  if (channel == NULL)
    return FALSE;
  if (self->trusted != NULL)
    cs_channel_trust (channel, self->trusted);
  return cs_channel_call (channel, &request, reply, cancellable, error);
}

static char *
dup_text (const CsReply *reply, GError **error)
{
  gsize length;
  const char *text;

  if (!cs_reply_check (reply, error))
    return NULL;
  text = g_bytes_get_data (reply->body, &length);
  return text != NULL ? g_strndup (text, length) : g_strdup ("");
}

static int
lock_file (CsCredentials *self)
{
  g_autofree char *name = g_strconcat (self->record, ".lock", NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  for (guint i = 0; fd >= 0 && i < LOCK_TRIES; i++) {
    if (flock (fd, LOCK_EX | LOCK_NB) == 0)
      return fd;
    g_usleep (LOCK_PAUSE);
  }
  return fd; /* whoever hangs with it must not stop us: the server takes a renewal twice */
}

/* What the server answered to a renewal. */
static gboolean
take_renewal (CsCredentials *self, const CsReply *reply, GError **error)
{
  g_autofree char *text = dup_text (reply, error);
  g_autoptr (CsWireSession) granted = NULL;

  if (text == NULL) {
    if (reply->problem == CS_PROBLEM_REVOKED)
      cs_credentials_set_state (self, CS_CREDENTIALS_REMOVED);
    else if (reply->problem == CS_PROBLEM_SIGNED_OUT)
      cs_credentials_set_state (self, CS_CREDENTIALS_ENDED);
    return FALSE;
  }
  granted = cs_wire_session_from_json (text, strlen (text), error);
  return granted != NULL && cs_credentials_adopt (self, granted, error);
}

static gboolean
renew_alone (CsCredentials *self, const char *refresh, GError **error)
{
  g_autoptr (CsWireRefresh) message = cs_wire_refresh_new ();
  g_autofree char *body = NULL;
  g_auto (CsReply) reply = {0};

  message->refresh = g_strdup (refresh);
  body = cs_wire_refresh_to_json (message);
  return ask (self,
              &cs_credentials_proof_auth,
              "POST",
              "/v1/sessions/refresh",
              body,
              &reply,
              NULL,
              error) &&
         take_renewal (self, &reply, error);
}

/* Another program may have renewed them: then theirs are taken. */
static gboolean
renew_or_take (CsCredentials *self, const char *refresh, GError **error)
{
  CsTokens kept = {0};
  CsKeysPlace place;
  gboolean is_done;
  int fd = lock_file (self);

  if (cs_credentials_load_tokens (self, &kept, &place, NULL) &&
      g_strcmp0 (kept.refresh, refresh) != 0) {
    use_tokens (self, &kept, place);
    is_done = TRUE;
  } else {
    is_done = renew_alone (self, refresh, error);
  }
  cs_tokens_clear (&kept);
  if (fd >= 0)
    close (fd);
  return is_done;
}

static gboolean
refuse_state (CsCredentialsState state, GError **error)
{
  g_set_error_literal (
      error,
      CS_ERROR,
      CS_ERROR_UNAUTHORISED,
      state == CS_CREDENTIALS_REMOVED ? _ ("This computer was removed from the workspace.")
      : state == CS_CREDENTIALS_ENDED
          ? _ ("Your sign-in has ended. Sign in again; everything you did is kept.")
          : _ ("Nobody is signed in on this computer."));
  return FALSE;
}

/**
 * cs_credentials_renew:
 * @used: (nullable): the token that was too old
 * @error: UNAUTHORISED when somebody has to sign in, UNREACHABLE
 *
 * One of the callers renews, the others wait for it.
 *
 * Returns: whether there is another token than @used
 */
gboolean
cs_credentials_renew (CsCredentials *self, const char *used, GError **error)
{
  char *refresh = NULL;
  CsCredentialsState state;
  gboolean is_done;

  g_mutex_lock (&self->lock);
  while (self->is_renewing)
    g_cond_wait (&self->renewed, &self->lock);
  state = self->state;
  if (state == CS_CREDENTIALS_SIGNED_IN && g_strcmp0 (self->tokens.access, used) != 0) {
    g_mutex_unlock (&self->lock);
    return TRUE;
  }
  if (state == CS_CREDENTIALS_SIGNED_IN) {
    self->is_renewing = TRUE;
    refresh = g_strdup (self->tokens.refresh);
  }
  g_mutex_unlock (&self->lock);
  if (refresh == NULL)
    return refuse_state (state, error);
  is_done = renew_or_take (self, refresh, error);
  cs_secret_free (refresh);
  g_mutex_lock (&self->lock);
  self->is_renewing = FALSE;
  g_cond_broadcast (&self->renewed);
  g_mutex_unlock (&self->lock);
  return is_done;
}

/**
 * cs_credentials_call_unsigned:
 * @path: such as "/v1/sessions/invitation"
 * @body: a message
 * @error: UNAUTHORISED, UNREACHABLE … with the server's own words
 *
 * A call with a proof of the key and without a token: signing in.
 *
 * Returns: (transfer full): the answer's message, or %NULL
 */
char *
cs_credentials_call_unsigned (CsCredentials *self,
                              const char *path,
                              const char *body,
                              GCancellable *cancellable,
                              GError **error)
{
  g_auto (CsReply) reply = {0};

  if (!ask (self, &cs_credentials_proof_auth, "POST", path, body, &reply, cancellable, error))
    return NULL;
  return dup_text (&reply, error);
}

/**
 * cs_credentials_call:
 * @path: such as "/v1/me"
 * @body: (nullable): a message
 * @error: UNAUTHORISED, UNREACHABLE … with the server's own words
 *
 * Returns: (transfer full): the answer's message, or %NULL
 */
char *
cs_credentials_call (CsCredentials *self,
                     const char *method,
                     const char *path,
                     const char *body,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (CsReply) reply = {0};

  if (!ask (self, &cs_credentials_auth, method, path, body, &reply, cancellable, error))
    return NULL;
  return dup_text (&reply, error);
}
