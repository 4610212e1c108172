/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sign-in-browser.h"

#include "cs-base64url.h"
#include "cs-chance.h"
#include "cs-digest.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

/*
 * RFC 8252, RFC 7636, RFC 9207:
 *
 *   listen on 127.0.0.1, any port ─► the system's browser: the provider's page ─► redirect to us:
 *   state ours? of this provider? ─► code and verifier for tokens ─► the ID token
 *
 * The page belongs to the provider, so no password is ever typed into this program. Only the first
 * redirect that carries our state counts; whoever else knocks is shown nothing.
 */

#define WAIT_SECS 600

typedef struct {
  const CsProvider *provider;
  char *state;
  char *verifier;
  char *redirect;
  GMainLoop *loop; /* (owned) */
  char *code;      /* (nullable) */
  GError *failure; /* (nullable) */
} Visit;

static void
visit_clear (Visit *self)
{
  g_free (self->state);
  cs_secret_free (self->verifier);
  g_free (self->redirect);
  g_clear_pointer (&self->loop, g_main_loop_unref);
  cs_secret_free (self->code);
  g_clear_error (&self->failure);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, visit_clear)

static char *
make_challenge (const char *verifier)
{
  guint8 digest[CS_DIGEST_BYTES];

  cs_digest (verifier, strlen (verifier), digest);
  return cs_base64url_encode (digest, sizeof digest);
}

static char *
make_page_address (const Visit *self, const CsBrowserOptions *options)
{
  g_autoptr (GString) query = g_string_new (NULL);
  g_autofree char *challenge = make_challenge (self->verifier);
  const char *page = self->provider->authorization;

  cs_form_add (query, "response_type", "code");
  cs_form_add (query, "client_id", self->provider->client_id);
  cs_form_add (query, "redirect_uri", self->redirect);
  cs_provider_add_scope (self->provider, query);
  cs_form_add (query, "state", self->state);
  cs_form_add (query, "nonce", options->nonce);
  cs_form_add (query, "code_challenge", challenge);
  cs_form_add (query, "code_challenge_method", "S256");
  cs_form_add (query, "prompt", options->asks_anew ? "login" : NULL);
  cs_form_add (query, "max_age", options->asks_anew ? "0" : NULL);
  return g_strconcat (page, strchr (page, '?') != NULL ? "&" : "?", query->str, NULL);
}

static void
show (SoupServerMessage *message, guint status, const char *text)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  char *page =
      g_strdup_printf ("<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Countersign"
                       "</title></head><body style=\"font:1.2em sans-serif;margin:4em\">"
                       "<p>%s</p></body></html>",
                       escaped);

  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
  soup_message_headers_replace (headers,
                                "Content-Security-Policy",
                                "default-src 'none'; style-src 'unsafe-inline'");
  soup_message_headers_replace (headers, "Connection", "close");
  soup_server_message_set_response (message,
                                    "text/html; charset=utf-8",
                                    SOUP_MEMORY_TAKE,
                                    page,
                                    strlen (page));
}

static gboolean
is_of_provider (const Visit *self, GHashTable *query)
{
  const char *issuer = g_hash_table_lookup (query, "iss");

  if (issuer == NULL)
    return !self->provider->names_itself;
  return strcmp (issuer, self->provider->issuer) == 0;
}

/* What came with our state: a code, or why there is none. */
static void
take_answer (Visit *self, GHashTable *query)
{
  const char *problem = g_hash_table_lookup (query, "error_description");
  const char *code = g_hash_table_lookup (query, "code");

  if (problem == NULL)
    problem = g_hash_table_lookup (query, "error");
  if (!is_of_provider (self, query))
    self->failure =
        g_error_new_literal (CS_ERROR,
                             CS_ERROR_UNAUTHORISED,
                             _ ("Another provider answered than the one that was asked."));
  else if (problem != NULL || code == NULL)
    self->failure = g_error_new (CS_ERROR,
                                 CS_ERROR_UNAUTHORISED,
                                 _ ("Your company’s sign-in refused: %s"),
                                 problem != NULL ? problem : "no code");
  else
    self->code = g_strdup (code);
}

static void
redirect_cb (SoupServer *server,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer data)
{
  Visit *self = data;
  const char *state = query != NULL ? g_hash_table_lookup (query, "state") : NULL;

  if (!g_str_equal (soup_server_message_get_method (message), "GET") || !g_str_equal (path, "/") ||
      g_strcmp0 (state, self->state) != 0 || self->code != NULL || self->failure != NULL) {
    show (message, SOUP_STATUS_NOT_FOUND, _ ("There is nothing here."));
    return;
  }
  take_answer (self, query);
  show (message,
        SOUP_STATUS_OK,
        self->code != NULL ? _ ("You are signed in. You can close this page and go back to "
                                "Countersign.")
                           : self->failure->message);
}

/* The page has reached the browser before the listener goes. */
static void
finished_cb (SoupServer *server, SoupServerMessage *message, gpointer data)
{
  Visit *self = data;

  if (self->code != NULL || self->failure != NULL)
    g_main_loop_quit (self->loop);
}

static SoupServer *
start_listening (Visit *self, GError **error)
{
  g_autoptr (SoupServer) server = soup_server_new ("server-header", NULL, NULL);
  g_autoptr (GError) local = NULL;
  GSList *addresses;

  soup_server_add_handler (server, NULL, redirect_cb, self, NULL);
  g_signal_connect (server, "request-finished", G_CALLBACK (finished_cb), self);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &local)) {
    g_set_error (error, CS_ERROR, CS_ERROR_FAILED, "%s", local->message);
    return NULL;
  }
  addresses = soup_server_get_uris (server);
  self->redirect = g_strdup_printf ("http://127.0.0.1:%d/", g_uri_get_port (addresses->data));
  g_slist_free_full (addresses, (GDestroyNotify)g_uri_unref);
  return g_steal_pointer (&server);
}

static gboolean
give_up_cb (gpointer data)
{
  Visit *self = data;

  self->failure = g_error_new_literal (CS_ERROR,
                                       CS_ERROR_UNREACHABLE,
                                       _ ("Nobody signed in within ten minutes."));
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Visit *self = data;

  if (self->failure == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, &self->failure);
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
wait_for_redirect (Visit *self, GMainContext *context, GCancellable *cancellable)
{
  GSource *timeout = g_timeout_source_new_seconds (WAIT_SECS);
  GSource *cancel = cancellable != NULL ? g_cancellable_source_new (cancellable) : NULL;

  g_source_set_callback (timeout, give_up_cb, self, NULL);
  g_source_attach (timeout, context);
  if (cancel != NULL) {
    g_source_set_callback (cancel, G_SOURCE_FUNC (cancelled_cb), self, NULL);
    g_source_attach (cancel, context);
  }
  g_main_loop_run (self->loop);
  g_source_destroy (timeout);
  g_source_unref (timeout);
  if (cancel != NULL) {
    g_source_destroy (cancel);
    g_source_unref (cancel);
  }
}

static char *
exchange (const Visit *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) form = g_string_new (NULL);
  g_autoptr (json_t) answer = NULL;
  guint status = 0;

  cs_form_add (form, "grant_type", "authorization_code");
  cs_form_add (form, "code", self->code);
  cs_form_add (form, "redirect_uri", self->redirect);
  cs_form_add (form, "client_id", self->provider->client_id);
  cs_form_add (form, "code_verifier", self->verifier);
  answer = cs_provider_post (self->provider->token, form->str, &status, cancellable, error);
  return answer != NULL ? cs_provider_take_id_token (answer, status, error) : NULL;
}

static gboolean
visit_page (Visit *self,
            const CsBrowserOptions *options,
            GMainContext *context,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (SoupServer) server = start_listening (self, error);
  g_autofree char *page = NULL;

  if (server == NULL)
    return FALSE;
  page = make_page_address (self, options);
  if (!options->open (page, options->user_data, error))
    return FALSE;
  wait_for_redirect (self, context, cancellable);
  soup_server_disconnect (server);
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}

/**
 * cs_sign_in_browser:
 * @provider: of cs_provider_look_up()
 * @options: how
 * @cancellable: (nullable): ends the wait
 * @error: UNAUTHORISED with the provider's own words; UNREACHABLE; `G_IO_ERROR_CANCELLED`
 *
 * Blocks until somebody has signed in at the provider's page, ten minutes at most.
 *
 * Returns: (transfer full): an ID token for the server, or %NULL
 */
char *
cs_sign_in_browser (const CsProvider *provider,
                    const CsBrowserOptions *options,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainContextPusher) pusher = g_main_context_pusher_new (context);
  g_auto (Visit) self = {.provider = provider};

  if (provider->authorization == NULL) {
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_INVALID,
                         _ ("Your company’s sign-in has no page."));
    return NULL;
  }
  self.state = cs_chance_new_secret ();
  self.verifier = cs_chance_new_secret ();
  self.loop = g_main_loop_new (context, FALSE);
  if (!visit_page (&self, options, context, cancellable, error))
    return NULL;
  return exchange (&self, cancellable, error);
}
