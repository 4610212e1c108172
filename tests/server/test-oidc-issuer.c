/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-oidc-issuer.h"
#include "oidc-support.h"

/* A provider that publishes the key of a signer, and counts who asks. */
typedef struct {
  Signer signer;
  const char *named; /* as it names itself */
  gboolean is_down;
  guint fetches;
} Provider;

static GBytes *
fetch (const char *url, gpointer user_data, GError **error)
{
  Provider *self = user_data;
  g_autoptr (json_t) answer = NULL;
  char *text;

  self->fetches++;
  if (self->is_down) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_UNREACHABLE, "down");
    return NULL;
  }
  if (strcmp (url, OIDC_ISSUER "/.well-known/openid-configuration") == 0)
    answer = json_pack ("{s:s, s:s}", "issuer", self->named, "jwks_uri", OIDC_ISSUER "/keys");
  else if (strcmp (url, OIDC_ISSUER "/keys") == 0)
    answer = json_pack ("{s:[O]}", "keys", self->signer.jwk);
  g_assert_nonnull (answer);
  text = cs_json_dump (answer);
  return g_bytes_new_take (text, strlen (text));
}

static CsOidcIssuer *
provider_open (Provider *self, const char *named)
{
  g_autoptr (GError) error = NULL;
  CsOidcIssuer *issuer = cs_oidc_issuer_new (OIDC_ISSUER, OIDC_CLIENT, &error);

  g_assert_no_error (error);
  *self = (Provider){.named = named};
  signer_open (&self->signer, "EdDSA");
  cs_oidc_issuer_set_fetch (issuer, fetch, self);
  return issuer;
}

static int
verify (CsOidcIssuer *issuer, const char *token, CsInstant now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOidcIdentity) identity =
      cs_oidc_issuer_verify (issuer, token, "the-nonce", now, &error);

  g_assert_true ((identity == NULL) == (error != NULL));
  return error != NULL ? error->code : -1;
}

static char *
make_token (Provider *self, CsInstant issued)
{
  g_autoptr (json_t) claims = oidc_claims ();

  json_object_set_new (claims, "iat", json_integer (issued / CS_SECOND));
  json_object_set_new (claims, "exp", json_integer (issued / CS_SECOND + 600));
  return signer_make (&self->signer, claims);
}

/* Keys are fetched once an hour, and a token signs in once. */
static void
test_kept (void)
{
  Provider provider;
  g_autoptr (CsOidcIssuer) issuer = provider_open (&provider, OIDC_ISSUER);
  g_autofree char *first = make_token (&provider, OIDC_NOW);
  g_autofree char *second = make_token (&provider, OIDC_NOW + CS_SECOND);
  g_autofree char *later = make_token (&provider, OIDC_NOW + G_TIME_SPAN_HOUR);

  g_assert_cmpint (verify (issuer, first, OIDC_NOW), ==, -1);
  g_assert_cmpint (verify (issuer, first, OIDC_NOW), ==, CS_ERROR_UNAUTHORISED);
  g_assert_cmpint (verify (issuer, second, OIDC_NOW + CS_SECOND), ==, -1);
  g_assert_cmpuint (provider.fetches, ==, 2);
  g_assert_cmpint (verify (issuer, later, OIDC_NOW + G_TIME_SPAN_HOUR), ==, -1);
  g_assert_cmpuint (provider.fetches, ==, 4);
  signer_close (&provider.signer);
}

/* A key that is not known yet is looked for, but not by everybody who makes one up. */
static void
test_rotated (void)
{
  Provider provider;
  g_autoptr (CsOidcIssuer) issuer = provider_open (&provider, OIDC_ISSUER);
  g_autofree char *old = make_token (&provider, OIDC_NOW);
  g_autofree char *rotated = NULL;
  CsInstant now = OIDC_NOW;

  g_assert_cmpint (verify (issuer, old, now), ==, -1);
  signer_close (&provider.signer);
  signer_open (&provider.signer, "ES256");
  rotated = make_token (&provider, OIDC_NOW);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpint (verify (issuer, rotated, now), ==, CS_ERROR_UNAUTHORISED);
  g_assert_cmpuint (provider.fetches, ==, 2);
  now += 31 * CS_SECOND;
  g_assert_cmpint (verify (issuer, rotated, now), ==, -1);
  g_assert_cmpuint (provider.fetches, ==, 4);
  signer_close (&provider.signer);
}

/* Without the provider nobody new comes in; keys that are known are used a little longer. */
static void
test_down (void)
{
  Provider provider;
  g_autoptr (CsOidcIssuer) issuer = provider_open (&provider, OIDC_ISSUER);
  g_autofree char *first = make_token (&provider, OIDC_NOW);
  g_autofree char *later = make_token (&provider, OIDC_NOW + G_TIME_SPAN_HOUR);

  provider.is_down = TRUE;
  g_assert_cmpint (verify (issuer, first, OIDC_NOW), ==, CS_ERROR_UNREACHABLE);
  provider.is_down = FALSE;
  g_assert_cmpint (verify (issuer, first, OIDC_NOW), ==, -1);
  provider.is_down = TRUE;
  g_assert_cmpint (verify (issuer, later, OIDC_NOW + G_TIME_SPAN_HOUR), ==, -1);
  signer_close (&provider.signer);
}

/* RFC 9207: who calls itself otherwise is not the one that was meant. */
static void
test_other_name (void)
{
  Provider provider;
  g_autoptr (CsOidcIssuer) issuer = provider_open (&provider, "https://id.other.example");
  g_autofree char *token = make_token (&provider, OIDC_NOW);

  g_assert_cmpint (verify (issuer, token, OIDC_NOW), ==, CS_ERROR_INVALID);
  signer_close (&provider.signer);
}

static void
test_addresses (void)
{
  static const struct {
    const char *address;
    gboolean may;
  } cases[] = {{"https://id.house.example/realm", TRUE},
               {"http://id.house.example", FALSE},
               {"http://127.0.0.1:4000", TRUE},
               {"ftp://id.house.example", FALSE},
               {"", FALSE}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsOidcIssuer) issuer = cs_oidc_issuer_new (cases[i].address, OIDC_CLIENT, NULL);

    g_assert_true ((issuer != NULL) == cases[i].may);
    if (issuer != NULL) {
      g_assert_cmpstr (cs_oidc_issuer_get_address (issuer), ==, cases[i].address);
      g_assert_cmpstr (cs_oidc_issuer_get_client_id (issuer), ==, OIDC_CLIENT);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc-issuer/kept", test_kept);
  g_test_add_func ("/oidc-issuer/rotated", test_rotated);
  g_test_add_func ("/oidc-issuer/down", test_down);
  g_test_add_func ("/oidc-issuer/RFC-9207", test_other_name);
  g_test_add_func ("/oidc-issuer/addresses", test_addresses);
  return g_test_run ();
}
