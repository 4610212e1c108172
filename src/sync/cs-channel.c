/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-channel.h"

#include "cs-wire.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CsChannel {
  char *address;        /* (nullable) without a slash at its end */
  SoupSession *session; /* (owned) (nullable): none where something else carries */
  CsChannelCarry carry; /* (nullable) */
  gpointer carrier;     /* (borrowed) */
  const CsChannelAuth *auth;
  gpointer who; /* (borrowed) */
};

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_strcmp0 (host, "localhost") == 0 ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

static gboolean
check_address (const char *address, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%s” is not the address of a server; it begins with https://"),
                 address);
    return FALSE;
  }
  if (g_str_equal (scheme, "http") && !is_loopback (g_uri_get_host (uri))) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%s” would send everything in the clear; use https://"),
                 address);
    return FALSE;
  }
  return TRUE;
}

/**
 * cs_channel_new:
 * @address: of the server, “https://desk.example”; plain http only on this computer
 * @auth: (nullable): what proves who calls
 * @who: (nullable): for @auth; lives longer than the channel
 * @timeout_secs: how long nothing may be heard
 * @error: INVALID
 *
 * Returns: (transfer full): a channel, or %NULL
 */
CsChannel *
cs_channel_new (const char *address,
                const CsChannelAuth *auth,
                gpointer who,
                guint timeout_secs,
                GError **error)
{
  CsChannel *self;
  gsize length = strlen (address);

  if (!check_address (address, error))
    return NULL;
  while (length > 0 && address[length - 1] == '/')
    length--;
  self = g_new0 (CsChannel, 1);
  self->address = g_strndup (address, length);
  self->auth = auth;
  self->who = who;
  self->session = soup_session_new_with_options ("timeout",
                                                 timeout_secs,
                                                 "idle-timeout",
                                                 timeout_secs,
                                                 "user-agent",
                                                 "Countersign/" CS_VERSION,
                                                 NULL);
  return self;
}

/**
 * cs_channel_new_through:
 * @carry: carries a call and brings its answer
 *
 * For simulations: who calls is the carrier's matter.
 *
 * Returns: (transfer full): a channel that knows no network
 */
CsChannel *
cs_channel_new_through (CsChannelCarry carry, gpointer user_data)
{
  CsChannel *self = g_new0 (CsChannel, 1);

  self->carry = carry;
  self->carrier = user_data;
  return self;
}

/**
 * cs_channel_free:
 * @self: (transfer full) (nullable): a channel
 */
void
cs_channel_free (CsChannel *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->session);
  g_free (self->address);
  g_free (self);
}

/**
 * cs_channel_trust:
 * @database: (transfer none): certificates that are trusted beside those of the system
 */
void
cs_channel_trust (CsChannel *self, GTlsDatabase *database)
{
  soup_session_set_tls_database (self->session, database);
}

/**
 * cs_reply_clear:
 *
 * Lets go of what it holds.
 */
void
cs_reply_clear (CsReply *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->detail, g_free);
}

static SoupMessage *
make_message (CsChannel *self, const CsCallRequest *request)
{
  g_autofree char *uri = g_strconcat (self->address, request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  if (request->may_repeat)
    soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  soup_message_headers_replace (headers, CS_WIRE_CLIENT_HEADER, CS_VERSION);
  if (request->header != NULL)
    soup_message_headers_replace (headers, request->header, request->value);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message,
                                              request->type != NULL ? request->type
                                                                    : CS_WIRE_CONTENT_TYPE,
                                              request->body);
  return message;
}

static GBytes *
read_body (GInputStream *stream, gsize limit, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint8 buffer[65536];

  for (;;) {
    gssize length = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error);

    if (length < 0)
      return NULL;
    if (length == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&body));
    if (body->len + (gsize)length > limit) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_UNREACHABLE,
                           _ ("The answer of the server is too long"));
      return NULL;
    }
    g_byte_array_append (body, buffer, (guint)length);
  }
}

static void
carried_clear (CsCarried *self)
{
  g_free (self->type);
  g_free (self->retry);
  g_clear_pointer (&self->body, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsCarried, carried_clear)

/* What ends too early, or is no problem after all, is no answer. */
static gboolean
take_problem (const CsCarried *carried, CsReply *reply, GError **error)
{
  g_autoptr (CsWireProblem) problem = NULL;
  gsize length;
  const char *text = g_bytes_get_data (reply->body, &length);

  if (g_strcmp0 (carried->type, CS_WIRE_PROBLEM_TYPE) == 0) {
    problem = cs_wire_problem_from_json (text, length, NULL);
    if (problem == NULL) {
      g_set_error_literal (error,
                           CS_ERROR,
                           CS_ERROR_UNREACHABLE,
                           _ ("The server cannot do that now"));
      return FALSE;
    }
    reply->problem = cs_wire_problem_get_kind (problem);
    reply->detail = g_strdup (problem->detail != NULL ? problem->detail : problem->title);
    reply->retry_secs = problem->retry_secs;
  }
  if (carried->retry != NULL)
    reply->retry_secs = MAX (reply->retry_secs, g_ascii_strtoll (carried->retry, NULL, 10));
  return TRUE;
}

/* A network that wants something first answers with a page of its own (SG-17). */
static gboolean
check_kind (const CsCallRequest *request, guint status, const char *type, GError **error)
{
  gboolean is_ours = request->is_file || g_strcmp0 (type, CS_WIRE_CONTENT_TYPE) == 0;

  if ((status >= 200 && status < 300 && is_ours) ||
      (status >= 400 && (g_strcmp0 (type, CS_WIRE_PROBLEM_TYPE) == 0 || status == 413 ||
                         status == 429 || status >= 500)))
    return TRUE;
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_UNREACHABLE,
                       _ ("Something else answers in the place of the server; perhaps the network "
                          "asks you to sign in first"));
  return FALSE;
}

static gboolean
carry_by_soup (CsChannel *self,
               const CsCallRequest *request,
               SoupMessage *message,
               CsCarried *carried,
               GCancellable *cancellable,
               GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (GInputStream) stream = soup_session_send (self->session, message, cancellable, error);

  if (stream == NULL)
    return FALSE;
  carried->status = soup_message_get_status (message);
  carried->type = g_strdup (soup_message_headers_get_content_type (headers, NULL));
  carried->retry = g_strdup (soup_message_headers_get_one (headers, "Retry-After"));
  carried->body = read_body (stream, request->limit, cancellable, error);
  return carried->body != NULL;
}

/* @message is there where the network carries. */
static gboolean
send_once (CsChannel *self,
           const CsCallRequest *request,
           SoupMessage *message,
           CsReply *reply,
           GCancellable *cancellable,
           GError **error)
{
  g_auto (CsCarried) carried = {0};

  if (self->auth != NULL && !self->auth->authorize (self->who, message, error))
    return FALSE;
  reply->began_usec = reply->ended_usec = g_get_monotonic_time ();
  if (self->carry != NULL ? !self->carry (request, &carried, self->carrier, error)
                          : !carry_by_soup (self, request, message, &carried, cancellable, error))
    return FALSE;
  if (self->carry == NULL)
    reply->ended_usec = g_get_monotonic_time ();
  reply->status = carried.status;
  reply->body = g_steal_pointer (&carried.body);
  if (!check_kind (request, reply->status, carried.type, error))
    return FALSE;
  return reply->status < 400 || take_problem (&carried, reply, error);
}

static void
translate_error (GError **error)
{
  if (error == NULL || *error == NULL || (*error)->domain == CS_ERROR ||
      g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  (*error)->domain = CS_ERROR;
  (*error)->code = CS_ERROR_UNREACHABLE;
}

/**
 * cs_channel_is_on_network:
 *
 * Returns: whether the network carries its calls, which may then be made on any thread, one at a
 *   time
 */
gboolean
cs_channel_is_on_network (const CsChannel *self)
{
  return self->carry == NULL;
}

/**
 * cs_channel_call:
 * @request: what is asked
 * @reply: (out caller-allocates): the answer, also where it is a problem; clear it with
 *   cs_reply_clear()
 * @error: UNREACHABLE where no answer of the server came: try again later; UNAUTHORISED when signed
 *   out; `G_IO_ERROR_CANCELLED`
 *
 * Asks the server, and once more where who calls had to be proved anew.
 *
 * Returns: whether there is an answer
 */
gboolean
cs_channel_call (CsChannel *self,
                 const CsCallRequest *request,
                 CsReply *reply,
                 GCancellable *cancellable,
                 GError **error)
{
  *reply = (CsReply){0};
  for (guint i = 0;; i++) {
    g_autoptr (SoupMessage) message = self->carry == NULL ? make_message (self, request) : NULL;

    if (!send_once (self, request, message, reply, cancellable, error)) {
      translate_error (error);
      cs_reply_clear (reply);
      return FALSE;
    }
    if (self->auth == NULL || i > 1 ||
        !self->auth->take_response (self->who, message, reply->status))
      return TRUE;
    cs_reply_clear (reply);
    *reply = (CsReply){0};
  }
}

static CsErrorCode
code_of (const CsReply *self)
{
  if (self->status == 401)
    return CS_ERROR_UNAUTHORISED;
  if (self->status == 426 || self->problem == CS_PROBLEM_PROTOCOL)
    return CS_ERROR_TOO_NEW;
  if (self->problem == CS_PROBLEM_HISTORY_DIVERGED || self->status == 409 || self->status == 410)
    return CS_ERROR_CONFLICT;
  if (self->status == 404)
    return CS_ERROR_NOT_FOUND;
  if (self->status == 403)
    return CS_ERROR_UNAUTHORISED;
  if (self->status == 408 || self->status == 429 || self->status >= 500)
    return CS_ERROR_UNREACHABLE;
  return CS_ERROR_INVALID;
}

/**
 * cs_reply_check:
 * @error: UNREACHABLE: try again later; UNAUTHORISED, TOO_NEW, CONFLICT, NOT_FOUND, INVALID
 *
 * Returns: whether the server did what was asked
 */
gboolean
cs_reply_check (const CsReply *self, GError **error)
{
  if (self->status >= 200 && self->status < 300)
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               (gint)code_of (self),
               "%s",
               self->detail != NULL ? self->detail : _ ("The server cannot do that now"));
  return FALSE;
}
