/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-provider.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#define TIMEOUT_SECS 20
#define MOST_BYTES   (256 * 1024)

/**
 * cs_provider_free:
 * @self: (transfer full) (nullable): a provider
 */
void
cs_provider_free (CsProvider *self)
{
  if (self == NULL)
    return;
  g_free (self->issuer);
  g_free (self->client_id);
  g_free (self->authorization);
  g_free (self->token);
  g_free (self->device);
  g_free (self);
}

/**
 * cs_form_add:
 * @form: a form or a query as it grows
 * @value: (nullable): left out when %NULL
 *
 * Adds a member, escaped.
 */
void
cs_form_add (GString *form, const char *name, const char *value)
{
  if (value == NULL)
    return;
  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append (form, name);
  g_string_append_c (form, '=');
  g_string_append_uri_escaped (form, value, NULL, FALSE);
}

/**
 * cs_provider_add_scope:
 * @form: of an authorisation
 *
 * Adds what the token is to say. Strict providers put an address into it only when asked by name
 * (OpenID Connect Core §5.4, §5.5).
 */
void
cs_provider_add_scope (const CsProvider *self, GString *form)
{
  cs_form_add (form, "scope", "openid email");
  if (self->takes_claims)
    cs_form_add (form,
                 "claims",
                 "{\"id_token\":{\"email\":null,\"email_verified\":null,\"auth_time\":null}}");
}

/* HTTPS, or HTTP that does not leave this computer. */
static gboolean
is_allowed (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  if (!g_str_equal (g_uri_get_scheme (uri), "http"))
    return FALSE;
  address = g_inet_address_new_from_string (host);
  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

static json_t *
read_json (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (MOST_BYTES + 1);
  gsize length = 0;
  json_t *value;

  if (!g_input_stream_read_all (stream, buffer, MOST_BYTES + 1, &length, cancellable, error))
    return NULL;
  value = length <= MOST_BYTES ? cs_json_load (buffer, length, NULL) : NULL;
  if (json_is_object (value))
    return value;
  json_decref (value);
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_UNREACHABLE,
                       _ ("What answered is not your company’s sign-in."));
  return NULL;
}

/* Asks; whatever went wrong on the way is told as not reached. */
static json_t *
ask (SoupMessage *message, guint *status, GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", TIMEOUT_SECS, NULL);
  g_autoptr (GInputStream) stream = NULL;
  GError *local = NULL;
  json_t *answer = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Accept",
                                "application/json");
  stream = soup_session_send (session, message, cancellable, &local);
  if (stream != NULL)
    answer = read_json (stream, cancellable, &local);
  *status = soup_message_get_status (message);
  if (answer != NULL)
    return answer;
  if (local->domain != CS_ERROR && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_UNREACHABLE,
                 _ ("Your company’s sign-in cannot be reached: %s"),
                 local->message);
    g_error_free (local);
  } else {
    g_propagate_error (error, local);
  }
  return NULL;
}

static SoupMessage *
make_message (const char *method, const char *url, GError **error)
{
  SoupMessage *message = is_allowed (url) ? soup_message_new (method, url) : NULL;

  if (message == NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("Your company’s sign-in names “%s”, which is not an https address."),
                 url != NULL ? url : "");
  return message;
}

/* The provider is the one that was meant, and every address of it can be used (RFC 8414, 9207). */
static gboolean
check (const CsProvider *self, const json_t *about, GError **error)
{
  if (g_strcmp0 (cs_json_get_string (about, "issuer"), self->issuer) == 0 &&
      is_allowed (self->token) &&
      (self->authorization == NULL || is_allowed (self->authorization)) &&
      (self->device == NULL || is_allowed (self->device)))
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("What “%s” says of itself does not fit it."),
               self->issuer);
  return FALSE;
}

/**
 * cs_provider_look_up:
 * @issuer: its address, as the server says it
 * @client_id: what it calls this program
 * @error: UNREACHABLE; INVALID when it is not who it should be
 *
 * Returns: (transfer full): the provider, or %NULL
 */
CsProvider *
cs_provider_look_up (const char *issuer,
                     const char *client_id,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *url = g_strconcat (issuer,
                                      g_str_has_suffix (issuer, "/") ? "" : "/",
                                      ".well-known/openid-configuration",
                                      NULL);
  g_autoptr (SoupMessage) message = make_message ("GET", url, error);
  g_autoptr (json_t) about = NULL;
  g_autoptr (CsProvider) self = g_new0 (CsProvider, 1);
  guint status = 0;

  if (message != NULL)
    about = ask (message, &status, cancellable, error);
  if (about == NULL)
    return NULL;
  self->issuer = g_strdup (issuer);
  self->client_id = g_strdup (client_id);
  self->authorization = g_strdup (cs_json_get_string (about, "authorization_endpoint"));
  self->token = g_strdup (cs_json_get_string (about, "token_endpoint"));
  self->device = g_strdup (cs_json_get_string (about, "device_authorization_endpoint"));
  self->takes_claims = json_is_true (json_object_get (about, "claims_parameter_supported"));
  self->names_itself =
      json_is_true (json_object_get (about, "authorization_response_iss_parameter_supported"));
  return check (self, about, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * cs_provider_post:
 * @url: one of its addresses
 * @form: of cs_form_add()
 * @status: (out): of the answer
 * @error: UNREACHABLE
 *
 * Returns: (transfer full): the answer, also where it is a refusal, or %NULL
 */
json_t *
cs_provider_post (const char *url,
                  const char *form,
                  guint *status,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (SoupMessage) message = make_message ("POST", url, error);
  g_autoptr (GBytes) body = g_bytes_new (form, strlen (form));

  if (message == NULL)
    return NULL;
  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  return ask (message, status, cancellable, error);
}

/**
 * cs_provider_take_id_token:
 * @answer: of the token address
 * @status: of it
 * @error: UNAUTHORISED with the provider's own words
 *
 * Returns: (transfer full): the token for the server, or %NULL
 */
char *
cs_provider_take_id_token (const json_t *answer, guint status, GError **error)
{
  const char *token = cs_json_get_string (answer, "id_token");
  const char *text = cs_json_get_string (answer, "error_description");

  if (status == 200 && token != NULL)
    return g_strdup (token);
  if (text == NULL)
    text = cs_json_get_string (answer, "error");
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_UNAUTHORISED,
               _ ("Your company’s sign-in refused: %s"),
               text != NULL ? text : "no token");
  return NULL;
}
