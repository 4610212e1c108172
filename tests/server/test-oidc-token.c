/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "oidc-support.h"

static const char *const algorithms[] = {"RS256", "PS256", "ES256", "EdDSA"};
static const CsOidcExpected expected = {OIDC_ISSUER, OIDC_CLIENT, "the-nonce", OIDC_NOW};

static gboolean
is_taken (const char *token, const CsOidcKeys *keys)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOidcIdentity) identity = cs_oidc_token_verify (token, keys, &expected, &error);

  g_assert_true ((identity == NULL) == (error != NULL));
  if (error != NULL)
    g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  return identity != NULL;
}

/* What a provider of each kind says is believed, often enough for numbers that begin with zeros. */
static void
test_algorithms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++) {
    g_autoptr (json_t) claims = oidc_claims ();
    g_autoptr (CsOidcKeys) keys = NULL;
    Signer signer;

    signer_open (&signer, algorithms[i]);
    keys = signer_publish (&signer);
    g_assert_cmpuint (cs_oidc_keys_count (keys), ==, 1);
    for (guint j = 0; j < 100; j++) {
      g_autofree char *token = signer_make (&signer, claims);

      g_assert_true (is_taken (token, keys));
    }
    signer_close (&signer);
  }
}

static void
test_identity (void)
{
  g_autoptr (json_t) claims = oidc_claims ();
  g_autoptr (CsOidcKeys) keys = NULL;
  g_autofree char *token = NULL, *kid = NULL;
  g_autoptr (CsOidcIdentity) identity = NULL;
  Signer signer;

  signer_open (&signer, "EdDSA");
  keys = signer_publish (&signer);
  token = signer_make (&signer, claims);
  kid = cs_oidc_token_dup_kid (token, NULL);
  g_assert_cmpstr (kid, ==, "EdDSA");
  identity = cs_oidc_token_verify (token, keys, &expected, NULL);
  g_assert_cmpstr (identity->subject, ==, "subject-1");
  g_assert_cmpstr (identity->mail, ==, "omar@house.example");
  g_assert_cmpint (identity->authenticated, ==, OIDC_NOW - 5 * CS_SECOND);
  g_assert_true (identity->has_nonce);
  signer_close (&signer);
}

/* SG-09: no byte of a token can be changed. */
static void
test_byte_flips (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++) {
    g_autoptr (json_t) claims = oidc_claims ();
    g_autoptr (CsOidcKeys) keys = NULL;
    g_autofree char *token = NULL;
    gsize length;
    Signer signer;

    signer_open (&signer, algorithms[i]);
    keys = signer_publish (&signer);
    token = signer_make (&signer, claims);
    length = strlen (token);
    for (gsize j = 0; j < length; j++) {
      char kept = token[j];

      token[j] = kept == 'A' ? 'B' : 'A';
      g_assert_false (is_taken (token, keys));
      token[j] = kept;
    }
    signer_close (&signer);
  }
}

typedef struct {
  const char *member;
  const char *value; /* JSON; NULL: left out */
  gboolean is_taken;
} Change;

/* OpenID Connect Core §3.1.3.7, one line each. */
static const Change changes[] = {
    {"iss", "\"https://id.other.example\"", FALSE},
    {"iss", "\"https://id.house.example/\"", FALSE},
    {"iss", NULL, FALSE},
    {"aud", "\"others\"", FALSE},
    {"aud", "[\"desktops\"]", TRUE},
    {"aud", "[\"desktops\", \"others\"]", FALSE},
    {"aud", "[]", FALSE},
    {"aud", NULL, FALSE},
    {"azp", "\"desktops\"", TRUE},
    {"azp", "\"others\"", FALSE},
    {"sub", "\"\"", FALSE},
    {"sub", "7", FALSE},
    {"sub", NULL, FALSE},
    {"nonce", "\"another\"", FALSE},
    {"nonce", "7", FALSE},
    {"nonce", NULL, TRUE},
    {"exp", "1767600000", FALSE},
    {"exp", "1767600001", TRUE},
    {"exp", "\"1767600001\"", FALSE},
    {"exp", NULL, FALSE},
    {"iat", "1767599399", FALSE},
    {"iat", "1767599400", TRUE},
    {"iat", "1767600061", FALSE},
    {"iat", "-1", FALSE},
    {"iat", "1e300", FALSE},
    {"iat", NULL, FALSE},
    {"auth_time", NULL, TRUE},
};

static void
test_claims (void)
{
  g_autoptr (CsOidcKeys) keys = NULL;
  Signer signer;

  signer_open (&signer, "EdDSA");
  keys = signer_publish (&signer);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autoptr (json_t) claims = oidc_claims ();
    g_autofree char *token = NULL;

    g_test_message ("%s = %s", changes[i].member, changes[i].value);
    if (changes[i].value == NULL)
      json_object_del (claims, changes[i].member);
    else
      json_object_set_new (claims,
                           changes[i].member,
                           json_loads (changes[i].value, JSON_DECODE_ANY, NULL));
    token = signer_make (&signer, claims);
    g_assert_true (is_taken (token, keys) == changes[i].is_taken);
  }
  signer_close (&signer);
}

/* An address counts only if the provider has verified it. */
static void
test_mail (void)
{
  g_autoptr (json_t) claims = oidc_claims ();
  g_autoptr (CsOidcKeys) keys = NULL;
  g_autofree char *token = NULL;
  g_autoptr (CsOidcIdentity) identity = NULL;
  Signer signer;

  signer_open (&signer, "EdDSA");
  keys = signer_publish (&signer);
  json_object_set_new (claims, "email_verified", json_string ("true"));
  token = signer_make (&signer, claims);
  identity = cs_oidc_token_verify (token, keys, &expected, NULL);
  g_assert_null (identity->mail);
  signer_close (&signer);
}

/* The key decides what is possible: never “none”, never a shared secret, never another's kind. */
static void
test_headers (void)
{
  static const char *const headers[] = {
      "{\"alg\": \"none\"}",
      "{}",
      "{\"alg\": \"HS256\", \"kid\": \"RS256\"}",
      "{\"alg\": \"RS512\", \"kid\": \"RS256\"}",
      "{\"alg\": \"ES256\", \"kid\": \"RS256\"}",
      "{\"alg\": \"PS256\", \"kid\": \"RS256\"}",
      "{\"alg\": \"RS256\", \"kid\": \"another\"}",
      "{\"alg\": \"RS256\", \"kid\": \"RS256\", \"crit\": [\"exp\"]}",
  };
  g_autoptr (json_t) claims = oidc_claims ();
  g_autoptr (CsOidcKeys) keys = NULL;
  Signer signer;

  signer_open (&signer, "RS256");
  keys = signer_publish (&signer);
  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autoptr (json_t) header = json_loads (headers[i], 0, NULL);
    g_autofree char *token = signer_sign (&signer, header, claims);
    g_autofree char *unsigned_token = g_strndup (token, (gsize)(strrchr (token, '.') - token + 1));

    g_test_message ("%s", headers[i]);
    g_assert_false (is_taken (token, keys));
    g_assert_false (is_taken (unsigned_token, keys));
  }
  signer_close (&signer);
}

static void
test_no_token (void)
{
  static const char *const texts[] = {"", ".", "..", "...", "a.b.c", "e30.e30.e30", "e30.e30."};
  g_autofree char *huge = g_strnfill (100000, 'a');
  g_autoptr (CsOidcKeys) keys = cs_oidc_keys_new_from_json ("{\"keys\":[]}", 11, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (is_taken (texts[i], keys));
  g_assert_false (is_taken (huge, keys));
}

/* Keys that are not understood are passed over; short ones are not taken. */
static void
test_keys (void)
{
  static const struct {
    const char *text;
    int count; /* -1: no set of keys */
  } cases[] = {
      {"{\"keys\": []}", 0},
      {"{\"keys\": [7, {}, {\"kty\": \"RSA\"}, {\"kty\": \"oct\", \"k\": \"AAAA\"}]}", 0},
      {"{\"keys\": [{\"kty\": \"RSA\", \"n\": \"wVjjNw\", \"e\": \"AQAB\"}]}", 0},
      {"{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": "
       "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
       1},
      {"{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"use\": \"enc\", \"x\": "
       "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
       0},
      {"{\"keys\": 7}", -1},
      {"[]", -1},
      {"", -1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsOidcKeys) keys =
        cs_oidc_keys_new_from_json (cases[i].text, strlen (cases[i].text), NULL);

    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (keys != NULL ? (int)cs_oidc_keys_count (keys) : -1, ==, cases[i].count);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/oidc-token/algorithms", test_algorithms);
  g_test_add_func ("/oidc-token/identity", test_identity);
  g_test_add_func ("/oidc-token/SG-09", test_byte_flips);
  g_test_add_func ("/oidc-token/claims", test_claims);
  g_test_add_func ("/oidc-token/mail", test_mail);
  g_test_add_func ("/oidc-token/headers", test_headers);
  g_test_add_func ("/oidc-token/no-token", test_no_token);
  g_test_add_func ("/oidc-token/keys", test_keys);
  return g_test_run ();
}
