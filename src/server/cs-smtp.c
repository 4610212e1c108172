/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-smtp.h"

#include "cs-reach.h"

#include <string.h>

#define CONNECT_SECS 15L

struct _CsSmtp {
  CURL *curl; /* (owned) */
  char *url;
  char *from;
  GBytes *message; /* (borrowed) under way */
  gsize sent;      /* of it */
};

static size_t
read_cb (char *to, size_t size, size_t count, void *data)
{
  CsSmtp *self = data;
  gsize length;
  const char *bytes = g_bytes_get_data (self->message, &length);
  gsize n = MIN (size * count, length - self->sent);

  memcpy (to, bytes + self->sent, n);
  self->sent += n;
  return n;
}

static gboolean
fail (GError **error, const char *url, const char *expected)
{
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "mail-server: “%s” %s", url, expected);
  return FALSE;
}

static gboolean
is_this_computer (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
check (const CsSmtpSettings *settings, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (settings->url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL ||
      (strcmp (scheme, "smtp") != 0 && strcmp (scheme, "smtps") != 0))
    return fail (error, settings->url, "is not like smtp://mail.example:587 (or smtps://…)");
  if (settings->is_plain && !is_this_computer (host))
    return fail (error, settings->url, "is another computer, which mail goes to with TLS only");
  if (settings->is_plain && strcmp (scheme, "smtps") == 0)
    return fail (error, settings->url, "is TLS, and mail-tls says never");
  if (!cs_reach_allows_host (host))
    return fail (error, settings->url, "is another computer; from a sample nothing is sent there");
  return TRUE;
}

static void
prepare (CsSmtp *self, const CsSmtpSettings *settings)
{
  CURL *curl = self->curl;

  curl_easy_setopt (curl, CURLOPT_URL, self->url);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECS);
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, (long)settings->timeout_secs);
  curl_easy_setopt (curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)settings->timeout_secs);
  curl_easy_setopt (curl, CURLOPT_USE_SSL, settings->is_plain ? CURLUSESSL_NONE : CURLUSESSL_ALL);
  if (settings->authorities != NULL)
    curl_easy_setopt (curl, CURLOPT_CAINFO, settings->authorities);
  if (settings->user != NULL)
    curl_easy_setopt (curl, CURLOPT_USERNAME, settings->user);
  if (settings->password != NULL)
    curl_easy_setopt (curl, CURLOPT_PASSWORD, settings->password);
  curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (curl, CURLOPT_MAIL_FROM, self->from);
  curl_easy_setopt (curl, CURLOPT_READFUNCTION, read_cb);
  curl_easy_setopt (curl, CURLOPT_READDATA, self);
}

/**
 * cs_smtp_new:
 * @settings: where mail goes, and as whom
 * @error: INVALID where that is no mail server, or one that may not be used like this
 *
 * Returns: (transfer full): the mail server, not asked yet; %NULL on error
 */
CsSmtp *
cs_smtp_new (const CsSmtpSettings *settings, GError **error)
{
  g_autoptr (CsSmtp) self = NULL;

  if (!check (settings, error))
    return NULL;
  self = g_new0 (CsSmtp, 1);
  self->curl = cs_reach_new_curl (CS_REACH_ANYWHERE, settings->is_cancelled);
  self->url = g_strdup (settings->url);
  self->from = g_strdup_printf ("<%s>", settings->from);
  prepare (self, settings);
  return g_steal_pointer (&self);
}

/**
 * cs_smtp_free:
 * @self: (transfer full) (nullable): a mail server
 */
void
cs_smtp_free (CsSmtp *self)
{
  if (self == NULL)
    return;
  curl_easy_cleanup (self->curl);
  g_free (self->url);
  g_free (self->from);
  g_free (self);
}

/* Who may not send here, or not without signing in, is not told so about one message. */
static gboolean
is_about_us (long status)
{
  return status == 530 || status == 534 || status == 535 || status == 538;
}

static CsSendResult
judge (CURLcode code, long status, char **reason)
{
  if (code == CURLE_OK)
    return CS_SEND_TAKEN;
  *reason = status >= 400 ? g_strdup_printf ("The mail server answered %ld.", status)
                          : g_strdup_printf ("The mail server: %s.", curl_easy_strerror (code));
  if (code != CURLE_LOGIN_DENIED && status >= 500 && status < 600 && !is_about_us (status))
    return CS_SEND_REFUSED;
  return CS_SEND_LATER;
}

/**
 * cs_smtp_send:
 * @to: an address, as mail carries it
 * @message: with its headers (RFC 5322)
 * @reason: (out) (nullable): why it was not taken, in words
 *
 * Blocks until it is taken, refused, or has taken too long.
 *
 * Returns: what became of it
 */
CsSendResult
cs_smtp_send (CsSmtp *self, const char *to, GBytes *message, char **reason)
{
  g_autofree char *recipient = g_strdup_printf ("<%s>", to);
  struct curl_slist *list = curl_slist_append (NULL, recipient);
  long status = 0;
  CURLcode code;

  *reason = NULL;
  self->message = message;
  self->sent = 0;
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, list);
  code = curl_easy_perform (self->curl);
  if (code != CURLE_OK)
    curl_easy_getinfo (self->curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_setopt (self->curl, CURLOPT_MAIL_RCPT, NULL);
  curl_slist_free_all (list);
  self->message = NULL;
  return judge (code, status, reason);
}
