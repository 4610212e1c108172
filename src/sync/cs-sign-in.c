/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sign-in.h"

#include <string.h>

static CsWireDevice *
make_device (CsCredentials *session, const CsOwnDevice *device)
{
  CsWireDevice *wire = cs_wire_device_new ();

  wire->id = g_strdup (cs_credentials_get_device_base (session));
  wire->name = g_strdup (device->name);
  wire->key = g_strdup (device->decision_key);
  return wire;
}

static gboolean
sign_in (CsCredentials *session,
         const char *path,
         const char *body,
         GCancellable *cancellable,
         GError **error)
{
  g_autofree char *text = cs_credentials_call_unsigned (session, path, body, cancellable, error);
  g_autoptr (CsWireSession) granted = NULL;

  if (text != NULL)
    granted = cs_wire_session_from_json (text, strlen (text), error);
  return granted != NULL && cs_credentials_adopt (session, granted, error);
}

/**
 * cs_sign_in_with_invitation:
 * @code: as it was typed
 * @device: this computer
 * @error: UNAUTHORISED with the server's own words when the code is not good, UNREACHABLE
 *
 * Returns: whether @session is signed in
 */
gboolean
cs_sign_in_with_invitation (CsCredentials *session,
                            const char *code,
                            const CsOwnDevice *device,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (CsWireInvitation) message = cs_wire_invitation_new ();
  g_autofree char *body = NULL;

  message->code = g_strdup (*code != '\0' ? code : "-");
  message->device = make_device (session, device);
  body = cs_wire_invitation_to_json (message);
  return sign_in (session, "/v1/sessions/invitation", body, cancellable, error);
}

/**
 * cs_sign_in_with_id_token:
 * @id_token: that the company's provider gave
 * @device: this computer
 * @error: UNAUTHORISED with the server's own words when it is not taken, UNREACHABLE
 *
 * Returns: whether @session is signed in
 */
gboolean
cs_sign_in_with_id_token (CsCredentials *session,
                          const char *id_token,
                          const CsOwnDevice *device,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (CsWireOidcSession) message = cs_wire_oidc_session_new ();
  g_autofree char *body = NULL;

  message->id_token = g_strdup (id_token);
  message->device = make_device (session, device);
  body = cs_wire_oidc_session_to_json (message);
  return sign_in (session, "/v1/sessions/oidc", body, cancellable, error);
}

static char *
visit_browser (CsCredentials *session,
               const CsWireOidc *oidc,
               gboolean asks_anew,
               CsOpenPage open,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (CsProvider) provider =
      cs_provider_look_up (oidc->issuer, oidc->client_id, cancellable, error);
  g_autofree char *nonce = cs_credentials_dup_thumbprint (session);
  const CsBrowserOptions options = {nonce, asks_anew, open, user_data};

  return provider != NULL ? cs_sign_in_browser (provider, &options, cancellable, error) : NULL;
}

/**
 * cs_sign_in_with_browser:
 * @provider: the company's
 * @device: this computer
 * @open: (scope call): opens a page in the system's browser
 * @error: UNAUTHORISED with the provider's or the server's own words; UNREACHABLE;
 *   `G_IO_ERROR_CANCELLED`
 *
 * Returns: whether @session is signed in
 */
gboolean
cs_sign_in_with_browser (CsCredentials *session,
                         const CsWireOidc *provider,
                         const CsOwnDevice *device,
                         CsOpenPage open,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *token =
      visit_browser (session, provider, FALSE, open, user_data, cancellable, error);

  return token != NULL && cs_sign_in_with_id_token (session, token, device, cancellable, error);
}

/**
 * cs_sign_in_with_device_code:
 * @provider: the company's
 * @device: this computer
 * @show: (scope call): shows what to type, and where
 * @error: as cs_sign_in_with_browser() sets it
 *
 * Returns: whether @session is signed in
 */
gboolean
cs_sign_in_with_device_code (CsCredentials *session,
                             const CsWireOidc *provider,
                             const CsOwnDevice *device,
                             CsShowCode show,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (CsProvider) found =
      cs_provider_look_up (provider->issuer, provider->client_id, cancellable, error);
  g_autofree char *nonce = cs_credentials_dup_thumbprint (session);
  g_autofree char *token = NULL;

  if (found != NULL)
    token = cs_sign_in_device (found, nonce, show, user_data, cancellable, error);
  return token != NULL && cs_sign_in_with_id_token (session, token, device, cancellable, error);
}

static gboolean
post (CsCredentials *session,
      const char *path,
      const char *body,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *text = cs_credentials_call (session, "POST", path, body, cancellable, error);

  return text != NULL;
}

/**
 * cs_sign_in_confirm:
 * @confirmation: what shows who it is
 * @error: UNAUTHORISED with the server's own words, UNREACHABLE
 *
 * Returns: whether the server takes large decisions from @session for a while (ASVS 7.5.3)
 */
gboolean
cs_sign_in_confirm (CsCredentials *session,
                    const CsConfirmation *confirmation,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (CsWireConfirm) message = cs_wire_confirm_new ();
  g_autofree char *body = NULL;

  message->id_token = g_strdup (confirmation->id_token);
  message->passphrase = g_strdup (confirmation->passphrase);
  message->code = g_strdup (confirmation->code);
  body = cs_wire_confirm_to_json (message);
  return post (session, "/v1/sessions/confirm", body, cancellable, error);
}

/**
 * cs_sign_in_confirm_with_browser:
 * @provider: the company's, which asks for the sign-in anew
 * @open: (scope call): opens a page in the system's browser
 * @error: as cs_sign_in_with_browser() sets it
 *
 * Returns: whether the server takes large decisions from @session for a while (ASVS 7.5.3)
 */
gboolean
cs_sign_in_confirm_with_browser (CsCredentials *session,
                                 const CsWireOidc *provider,
                                 CsOpenPage open,
                                 gpointer user_data,
                                 GCancellable *cancellable,
                                 GError **error)
{
  g_autofree char *token =
      visit_browser (session, provider, TRUE, open, user_data, cancellable, error);
  const CsConfirmation confirmation = {.id_token = token};

  return token != NULL && cs_sign_in_confirm (session, &confirmation, cancellable, error);
}

/**
 * cs_sign_in_set_passphrase:
 * @passphrase: eight characters at least
 * @old: (nullable): the one before
 * @error: UNAUTHORISED with the server's own words, UNREACHABLE
 *
 * Returns: whether it is the one that confirms from now on
 */
gboolean
cs_sign_in_set_passphrase (CsCredentials *session,
                           const char *passphrase,
                           const char *old,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (CsWirePassphrase) message = cs_wire_passphrase_new ();
  g_autofree char *body = NULL;

  message->passphrase = g_strdup (passphrase);
  message->old = g_strdup (old);
  body = cs_wire_passphrase_to_json (message);
  return post (session, "/v1/sessions/passphrase", body, cancellable, error);
}

/**
 * cs_sign_in_ask_me:
 * @error: UNAUTHORISED, UNREACHABLE
 *
 * Returns: (transfer full): who is signed in, as the server knows them, or %NULL
 */
CsWireMe *
cs_sign_in_ask_me (CsCredentials *session, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = cs_credentials_call (session, "GET", "/v1/me", NULL, cancellable, error);

  return text != NULL ? cs_wire_me_from_json (text, strlen (text), error) : NULL;
}

/**
 * cs_sign_in_invite:
 * @person: (nullable): somebody else, for administrators; %NULL for a further device of one's own
 * @error: UNAUTHORISED with the server's own words, UNREACHABLE
 *
 * Returns: (transfer full): a code to hand over, or %NULL
 */
CsWireInvited *
cs_sign_in_invite (CsCredentials *session,
                   const char *person,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (CsWireInvite) message = cs_wire_invite_new ();
  g_autofree char *body = NULL;
  g_autofree char *text = NULL;

  message->person = g_strdup (person);
  body = cs_wire_invite_to_json (message);
  text = cs_credentials_call (session, "POST", "/v1/invitations", body, cancellable, error);
  return text != NULL ? cs_wire_invited_from_json (text, strlen (text), error) : NULL;
}

/**
 * cs_sign_in_remove_device:
 * @device: as entries name it; one's own, or for administrators anybody's
 * @error: UNAUTHORISED with the server's own words, UNREACHABLE
 *
 * Returns: whether nothing comes from it any more (K-21)
 */
gboolean
cs_sign_in_remove_device (CsCredentials *session,
                          const char *device,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (CsWireRevoke) message = cs_wire_revoke_new ();
  g_autofree char *body = NULL;

  message->device = g_strdup (device);
  body = cs_wire_revoke_to_json (message);
  return post (session, "/v1/devices/revoke", body, cancellable, error);
}

/**
 * cs_sign_out:
 * @everywhere: on every computer of this person (ASVS 7.4.5)
 * @error: what the password store failed with
 *
 * The tokens on this computer go even where the server cannot be reached; there they run out. What
 * was not sent yet stays, and whoever asks for this warns of it first (ASVS 14.3.1).
 *
 * Returns: whether no token is kept here any more
 */
gboolean
cs_sign_out (CsCredentials *session, gboolean everywhere, GCancellable *cancellable, GError **error)
{
  g_autoptr (CsWireEnd) message = cs_wire_end_new ();
  g_autofree char *body = NULL;

  message->everywhere = everywhere;
  body = cs_wire_end_to_json (message);
  if (cs_credentials_get_state (session) == CS_CREDENTIALS_SIGNED_IN)
    post (session, "/v1/sessions/end", body, cancellable, NULL);
  return cs_credentials_forget (session, error);
}
