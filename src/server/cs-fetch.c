/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-fetch.h"

#include <curl/curl.h>
#include <glib/gi18n-lib.h>

typedef struct {
  GByteArray *bytes; /* (owned) */
  gsize most;
} Body;

static void
initialise (void)
{
  static gsize is_initialised = 0;

  if (g_once_init_enter (&is_initialised)) {
    CURLcode status = curl_global_init (CURL_GLOBAL_DEFAULT);

    g_assert (status == CURLE_OK);
    g_once_init_leave (&is_initialised, 1);
  }
}

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
  CURL *curl = curl_easy_init ();

  g_assert (curl != NULL);
  curl_easy_setopt (curl, CURLOPT_URL, url);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long)timeout_secs);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (curl, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt (curl, CURLOPT_USERAGENT, "countersign-server/" CS_VERSION);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, write_cb);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, body);
  return curl;
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
  initialise ();
  body.bytes = g_byte_array_new ();
  curl = prepare (url, timeout_secs, &body);
  code = curl_easy_perform (curl);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_cleanup (curl);
  if (code == CURLE_OK && status == 200)
    return g_byte_array_free_to_bytes (body.bytes);
  g_byte_array_unref (body.bytes);
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_UNREACHABLE,
               _ ("“%s” did not answer as expected: %s"),
               url,
               code == CURLE_OK ? "no document" : curl_easy_strerror (code));
  return NULL;
}
