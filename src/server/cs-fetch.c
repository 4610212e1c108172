/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-fetch.h"

#include "cs-reach.h"

#include <glib/gi18n-lib.h>

typedef struct {
  GByteArray *bytes; /* (owned) */
  gsize most;
} Body;

static size_t
write_cb (char *data, size_t size, size_t count, void *user_data)
{
  Body *body = user_data;
  gsize length = size * count;

  if (body->bytes->len + length > body->most)
    return 0;
  g_byte_array_append (body->bytes, (const guint8 *)data, (guint)length);
  return length;
}

/**
 * cs_fetch_is_allowed:
 * @url: an address
 *
 * Returns: whether it is HTTPS, or HTTP that does not leave this machine
 */
gboolean
cs_fetch_is_allowed (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
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

static CURL *
prepare (const char *url, guint timeout_secs, Body *body)
{
  CURL *curl = cs_reach_new_curl (CS_REACH_ANYWHERE, NULL);

  curl_easy_setopt (curl, CURLOPT_URL, url);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long)timeout_secs);
  curl_easy_setopt (curl, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, write_cb);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, body);
  return curl;
}

static gboolean
is_within_reach (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && cs_reach_allows_host (g_uri_get_host (uri));
}

static GBytes *
fail (const char *url, const char *reason, GError **error)
{
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_UNREACHABLE,
               _ ("“%s” did not answer as expected: %s"),
               url,
               reason);
  return NULL;
}

/**
 * cs_fetch:
 * @url: where it is
 * @most_bytes: longer documents are refused
 * @timeout_secs: for all of it
 * @error: INVALID when the address is not allowed, UNREACHABLE when it does not answer with a
 *   document
 *
 * Any thread may call this; it blocks.
 *
 * Returns: (transfer full): the document, or %NULL
 */
GBytes *
cs_fetch (const char *url, gsize most_bytes, guint timeout_secs, GError **error)
{
  Body body = {NULL, most_bytes};
  CURLcode code;
  CURL *curl;
  long status = 0;

  if (!cs_fetch_is_allowed (url)) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("“%s” is not an https address."), url);
    return NULL;
  }
  if (!is_within_reach (url))
    return fail (url, "nothing is asked of other computers from here", error);
  body.bytes = g_byte_array_new ();
  curl = prepare (url, timeout_secs, &body);
  code = curl_easy_perform (curl);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_cleanup (curl);
  if (code == CURLE_OK && status == 200)
    return g_byte_array_free_to_bytes (body.bytes);
  g_byte_array_unref (body.bytes);
  return fail (url, code == CURLE_OK ? "no document" : curl_easy_strerror (code), error);
}
