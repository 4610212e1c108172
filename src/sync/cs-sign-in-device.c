/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sign-in-device.h"

#include <glib/gi18n-lib.h>

/*
 * RFC 8628, for machines without a browser: a code is shown, typed at the provider's page on some
 * other machine, and asked after as often as the provider allows and no more.
 */

#define LEAST_PAUSE 1
#define USUAL_PAUSE 5
#define SLOWER      5
#define MOST_PAUSE  60
#define MOST_SECS   1800
#define GRANT       "urn:ietf:params:oauth:grant-type:device_code"

typedef struct {
  char *device_code;
  guint pause_secs;
  gint64 end_usec; /* monotonic */
} Poll;

static gboolean
refuse (GError **error, const json_t *answer)
{
  const char *text = cs_json_get_string (answer, "error_description");

  if (text == NULL)
    text = cs_json_get_string (answer, "error");
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_UNAUTHORISED,
               _ ("Your company’s sign-in refused: %s"),
               text != NULL ? text : "no code");
  return FALSE;
}

static gboolean
begin (const CsProvider *provider,
       const char *nonce,
       Poll *poll,
       CsShowCode show,
       gpointer user_data,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GString) form = g_string_new (NULL);
  g_autoptr (json_t) answer = NULL;
  CsDeviceCode code;
  guint status = 0;

  cs_form_add (form, "client_id", provider->client_id);
  cs_provider_add_scope (provider, form);
  cs_form_add (form, "nonce", nonce);
  answer = cs_provider_post (provider->device, form->str, &status, cancellable, error);
  if (answer == NULL)
    return FALSE;
  code.code = cs_json_get_string (answer, "user_code");
  code.address = cs_json_get_string (answer, "verification_uri");
  code.whole_address = cs_json_get_string (answer, "verification_uri_complete");
  code.expires_in_secs = (guint)CLAMP (cs_json_get_int (answer, "expires_in", 300), 1, MOST_SECS);
  poll->device_code = g_strdup (cs_json_get_string (answer, "device_code"));
  poll->pause_secs =
      (guint)CLAMP (cs_json_get_int (answer, "interval", USUAL_PAUSE), LEAST_PAUSE, MOST_PAUSE);
  poll->end_usec = g_get_monotonic_time () + code.expires_in_secs * G_TIME_SPAN_SECOND;
  if (status != 200 || code.code == NULL || code.address == NULL || poll->device_code == NULL)
    return refuse (error, answer);
  show (&code, user_data);
  return TRUE;
}

/* Returns: whether the time went by without being cancelled */
static gboolean
rest (guint secs, GCancellable *cancellable, GError **error)
{
  gint64 end = g_get_monotonic_time () + secs * G_TIME_SPAN_SECOND;
  GPollFD fd = {.fd = -1};
  gboolean has_fd = cancellable != NULL && g_cancellable_make_pollfd (cancellable, &fd);

  while (g_get_monotonic_time () < end && !g_cancellable_is_cancelled (cancellable)) {
    gint64 left = (end - g_get_monotonic_time ()) / 1000 + 1;

    if (has_fd)
      g_poll (&fd, 1, (int)left);
    else
      g_usleep ((gulong)left * 1000);
  }
  if (has_fd)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static json_t *
ask (const CsProvider *provider,
     const Poll *poll,
     guint *status,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (GString) form = g_string_new (NULL);

  cs_form_add (form, "grant_type", GRANT);
  cs_form_add (form, "device_code", poll->device_code);
  cs_form_add (form, "client_id", provider->client_id);
  return cs_provider_post (provider->token, form->str, status, cancellable, error);
}

/* Returns: whether to ask again, perhaps more slowly */
static gboolean
is_pending (const json_t *answer, guint status, Poll *poll)
{
  const char *code = status != 200 ? cs_json_get_string (answer, "error") : NULL;

  if (g_strcmp0 (code, "slow_down") == 0)
    poll->pause_secs = MIN (poll->pause_secs + SLOWER, MOST_PAUSE);
  return g_strcmp0 (code, "authorization_pending") == 0 || g_strcmp0 (code, "slow_down") == 0;
}

static char *
ask_until_answered (const CsProvider *provider,
                    Poll *poll,
                    GCancellable *cancellable,
                    GError **error)
{
  while (g_get_monotonic_time () < poll->end_usec) {
    g_autoptr (json_t) answer = NULL;
    g_autoptr (GError) local = NULL;
    guint status = 0;

    if (!rest (poll->pause_secs, cancellable, error))
      return NULL;
    answer = ask (provider, poll, &status, cancellable, &local);
    if (answer != NULL && !is_pending (answer, status, poll))
      return cs_provider_take_id_token (answer, status, error);
    if (local != NULL) /* the network is away: ask more rarely, as RFC 8628 §3.5 says */
      poll->pause_secs = MIN (poll->pause_secs * 2, MOST_PAUSE);
  }
  g_set_error_literal (error,
                       CS_ERROR,
                       CS_ERROR_UNREACHABLE,
                       _ ("The code has run out. Ask for another one."));
  return NULL;
}

/**
 * cs_sign_in_device:
 * @provider: of cs_provider_look_up()
 * @nonce: the token will name it, where the provider does so
 * @show: (scope call): shows the code
 * @cancellable: (nullable): ends the wait
 * @error: UNAUTHORISED with the provider's own words; UNREACHABLE; `G_IO_ERROR_CANCELLED`
 *
 * Blocks until somebody has typed the code at the provider's page, or it has run out.
 *
 * Returns: (transfer full): an ID token for the server, or %NULL
 */
char *
cs_sign_in_device (const CsProvider *provider,
                   const char *nonce,
                   CsShowCode show,
                   gpointer user_data,
                   GCancellable *cancellable,
                   GError **error)
{
  Poll poll = {0};
  char *token = NULL;

  if (provider->device == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("Your company’s sign-in has no way for machines without a browser."));
    return NULL;
  }
  if (begin (provider, nonce, &poll, show, user_data, cancellable, error))
    token = ask_until_answered (provider, &poll, cancellable, error);
  g_free (poll.device_code);
  return token;
}
