/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-hook-call.h"

#include "cs-reach.h"

#include <string.h>

#define LONGEST_URL  2048
#define ANSWER_BYTES (64 * 1024)
#define CONNECT_SECS 10L
#define LONGEST_WAIT (6 * 3600)
#define GONE         410

/* A host is written as it is: escapes would be read by one and not by another. */
static gboolean
has_plain_host (const char *url)
{
  const char *host = strstr (url, "://");
  gsize length = host != NULL ? strcspn (host + 3, "/?#") : 0;

  return host != NULL && length > 0 && memchr (host + 3, '%', length) == NULL;
}

/**
 * cs_hook_check_url:
 * @url: where to call
 * @error: INVALID
 *
 * Returns: whether it may be called at all: HTTPS; where nothing leaves this computer, HTTP on it
 */
gboolean
cs_hook_check_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = strlen (url) <= LONGEST_URL && g_str_is_ascii (url)
                             ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL)
                             : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  gboolean is_fit = host != NULL && *host != '\0' && has_plain_host (url) &&
                    strpbrk (host, ",+") == NULL && g_uri_get_userinfo (uri) == NULL &&
                    g_uri_get_fragment (uri) == NULL;

  if (is_fit &&
      (strcmp (scheme, "https") == 0 || (strcmp (scheme, "http") == 0 && cs_reach_is_confined ())))
    return TRUE;
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               "“%s” is not an address like https://example.org/hook",
               url);
  return FALSE;
}

/* Every address that the name has must be allowed, or none is used: who may name one private
 * address among public ones means no good. */
static GList *
look_up (const char *host, char **reason)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GError) failure = NULL;
  GList *addresses;

  if (!cs_reach_allows_host (host)) {
    *reason = g_strdup ("Nothing is sent to other computers from here.");
    return NULL;
  }
  addresses = g_resolver_lookup_by_name (resolver, host, NULL, &failure);
  if (addresses == NULL) {
    *reason = g_strdup_printf ("The host is not found: %s.", failure->message);
    return NULL;
  }
  for (GList *l = addresses; l != NULL; l = l->next) {
    if (!cs_reach_allows (CS_REACH_PUBLIC, l->data)) {
      *reason = g_strdup ("The host has an address that is not public.");
      g_resolver_free_addresses (addresses);
      return NULL;
    }
  }
  return addresses;
}

/* “host:port:address,address”: curl asks nobody else. */
static struct curl_slist *
pin (GUri *uri, GList *addresses)
{
  int port = g_uri_get_port (uri);
  g_autoptr (GString) text = g_string_new (g_uri_get_host (uri));

  if (g_hostname_is_ip_address (text->str))
    return NULL; /* nothing to look up */
  if (port <= 0)
    port = strcmp (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443;
  g_string_append_printf (text, ":%d:", port);
  for (GList *l = addresses; l != NULL; l = l->next) {
    g_autofree char *address = g_inet_address_to_string (l->data);
    gboolean is_v6 = g_inet_address_get_family (l->data) == G_SOCKET_FAMILY_IPV6;

    g_string_append_printf (text, is_v6 ? "%s[%s]" : "%s%s", l == addresses ? "" : ",", address);
  }
  return curl_slist_append (NULL, text->str);
}

static size_t
pass_over_cb (char *data, size_t size, size_t count, void *user_data)
{
  gsize *length = user_data;

  *length += size * count;
  return *length <= ANSWER_BYTES ? size * count : 0;
}

static struct curl_slist *
make_headers (const CsHookCall *call)
{
  g_autofree char *id = g_strconcat ("webhook-id: ", call->id, NULL);
  g_autofree char *timestamp =
      g_strdup_printf ("webhook-timestamp: %" G_GINT64_FORMAT, call->timestamp_secs);
  g_autofree char *signature = g_strconcat ("webhook-signature: ", call->signature, NULL);
  struct curl_slist *list = curl_slist_append (NULL, "Content-Type: application/json");

  list = curl_slist_append (list, id);
  list = curl_slist_append (list, timestamp);
  list = curl_slist_append (list, signature);
  return curl_slist_append (list, "Expect:");
}

static void
prepare (CURL *curl, const CsHookCall *call)
{
  curl_easy_setopt (curl, CURLOPT_URL, call->url);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, cs_reach_is_confined () ? "http,https" : "https");
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, MIN (CONNECT_SECS, (long)call->timeout_secs));
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long)call->timeout_secs);
  curl_easy_setopt (curl, CURLOPT_POST, 1L);
  curl_easy_setopt (curl, CURLOPT_POSTFIELDS, call->body);
  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, pass_over_cb);
  if (call->authorities != NULL)
    curl_easy_setopt (curl, CURLOPT_CAINFO, call->authorities);
}

/* A receiver that answers 410 wants no more calls at all. */
static CsSendResult
judge (CURL *curl, CURLcode code, CsHookAnswer *answer)
{
  curl_off_t wait = 0;

  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &answer->status);
  curl_easy_getinfo (curl, CURLINFO_RETRY_AFTER, &wait);
  answer->wait_secs = (guint)CLAMP (wait, 0, LONGEST_WAIT);
  if (answer->status >= 200 && answer->status < 300 &&
      (code == CURLE_OK || code == CURLE_WRITE_ERROR))
    return CS_SEND_TAKEN;
  if (answer->status >= 300 && answer->status < 400)
    answer->reason = g_strdup ("It answered with another address, which is not followed.");
  else if (answer->status > 0)
    answer->reason = g_strdup_printf ("It answered %ld.", answer->status);
  else
    answer->reason = g_strdup_printf ("It did not answer: %s.", curl_easy_strerror (code));
  return answer->status == GONE ? CS_SEND_REFUSED : CS_SEND_LATER;
}

/**
 * cs_hook_call:
 * @answer: (out): what the other side said; its reason is the caller's to free
 *
 * Calls once.
 *
 * Returns: what became of it
 */
CsSendResult
cs_hook_call (const CsHookCall *call, CsHookAnswer *answer)
{
  g_autoptr (GUri) uri = g_uri_parse (call->url, G_URI_FLAGS_ENCODED, NULL);
  GList *addresses;
  struct curl_slist *pinned, *headers;
  CsSendResult result;
  gsize length = 0;
  CURL *curl;

  *answer = (CsHookAnswer){0};
  if (uri == NULL || !cs_hook_check_url (call->url, NULL)) {
    answer->reason = g_strdup ("Its address may not be called.");
    return CS_SEND_LATER;
  }
  addresses = look_up (g_uri_get_host (uri), &answer->reason);
  if (addresses == NULL)
    return CS_SEND_LATER;
  pinned = pin (uri, addresses);
  g_resolver_free_addresses (addresses);
  headers = make_headers (call);
  curl = cs_reach_new_curl (CS_REACH_PUBLIC, call->is_cancelled);
  prepare (curl, call);
  curl_easy_setopt (curl, CURLOPT_RESOLVE, pinned);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, &length);
  result = judge (curl, curl_easy_perform (curl), answer);
  curl_easy_cleanup (curl);
  curl_slist_free_all (pinned);
  curl_slist_free_all (headers);
  return result;
}
