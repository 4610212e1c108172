/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-dpop.h"

#include "cs-base64url.h"

#include <string.h>

#define NOW   G_GINT64_CONSTANT (1767604443123000)
#define URL   "https://work.example/v1/entries"
#define TOKEN "an-access-token"

typedef struct {
  CsKeys *keys;
  char *proof;
} Fixture;

static const CsDpopCall call = {"POST", URL, TOKEN, NOW};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const guint8 seed[32] = {5};

  fixture->keys = cs_keys_new_from_seed (seed);
  fixture->proof = cs_dpop_make (fixture->keys, &call, "id-1", "nonce-1");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->proof);
  cs_keys_unref (fixture->keys);
}

static void
assert_refused (const char *proof, const CsDpopCall *for_call, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsDpopProof) said = cs_dpop_verify (proof, for_call, &error);

  g_assert_null (said);
  g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
  if (strstr (error->message, expected) == NULL)
    g_error ("“%s” is not “%s”", error->message, expected);
}

static void
test_holds (Fixture *fixture, gconstpointer data)
{
  static const CsDpopCall same[] = {
      {"POST", URL "?a=b#c", TOKEN, NOW},
      {"POST", "HTTPS://Work.Example:443/v1/entries", TOKEN, NOW},
      {"POST", URL, NULL, NOW},
      {"POST", URL, TOKEN, NOW + 300 * CS_SECOND - 200000},
      {"POST", URL, TOKEN, NOW - 60 * CS_SECOND},
  };
  g_autofree char *thumbprint = cs_dpop_thumbprint (cs_keys_get_public_key (fixture->keys));

  for (gsize i = 0; i < G_N_ELEMENTS (same); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsDpopProof) said = cs_dpop_verify (fixture->proof, &same[i], &error);

    g_assert_no_error (error);
    g_assert_cmpstr (said->id, ==, "id-1");
    g_assert_cmpstr (said->nonce, ==, "nonce-1");
    g_assert_cmpstr (said->thumbprint, ==, thumbprint);
    g_assert_cmpint (said->at, ==, NOW / CS_SECOND * CS_SECOND);
  }
}

static void
test_for_another_call (Fixture *fixture, gconstpointer data)
{
  static const struct {
    CsDpopCall call;
    const char *expected;
  } cases[] = {
      {{"GET", URL, TOKEN, NOW}, "another method"},
      {{"post", URL, TOKEN, NOW}, "another method"},
      {{"POST", "https://work.example/v1/pull", TOKEN, NOW}, "another address"},
      {{"POST", "http://work.example/v1/entries", TOKEN, NOW}, "another address"},
      {{"POST", "https://work.example:8443/v1/entries", TOKEN, NOW}, "another address"},
      {{"POST", "https://other.example/v1/entries", TOKEN, NOW}, "another address"},
      {{"POST", URL, "another", NOW}, "another token"},
      {{"POST", URL, TOKEN, NOW + 302 * CS_SECOND}, "another time"},
      {{"POST", URL, TOKEN, NOW - 62 * CS_SECOND}, "another time"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (fixture->proof, &cases[i].call, cases[i].expected);
}

static void
test_without_a_token (Fixture *fixture, gconstpointer data)
{
  CsDpopCall bare = {"POST", URL, NULL, NOW};
  g_autofree char *proof = cs_dpop_make (fixture->keys, &bare, NULL, NULL);
  g_autofree char *other = cs_dpop_make (fixture->keys, &bare, NULL, NULL);
  g_autoptr (CsDpopProof) said = cs_dpop_verify (proof, &bare, NULL);

  g_assert_nonnull (said);
  g_assert_null (said->nonce);
  g_assert_cmpstr (proof, !=, other);
  assert_refused (proof, &call, "another token");
}

/* A proof of the test’s own: any header, claims as they are sent, not signed. */
static char *
make_proof (Fixture *fixture, const char *header, const char *claims)
{
  g_autofree char *one = cs_base64url_encode (header, strlen (header));

  return g_strdup_printf ("%s.%s.%s", one, claims, "AAAA");
}

static void
test_forms (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *header;
    const char *expected;
  } headers[] = {
      {"[]", "not a JSON object"},
      {"{\"typ\":\"dpop+jwt\",\"typ\":\"dpop+jwt\"}", "not a JSON object"},
      {"{}", "its type"},
      {"{\"typ\":\"JWT\",\"alg\":\"EdDSA\"}", "its type"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"none\"}", "not signed with EdDSA"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"HS256\"}", "not signed with EdDSA"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"EdDSA\"}", "its key"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"EdDSA\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
       "\"x\":\"AAAA\"}}",
       "its key"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"EdDSA\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"X25519\","
       "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}}",
       "its key"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"EdDSA\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
       "\"d\":\"x\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}}",
       "its key"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"EdDSA\",\"crit\":[\"b64\"],\"jwk\":{\"kty\":\"OKP\","
       "\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}}",
       "not known here"},
      {"{\"typ\":\"dpop+jwt\",\"alg\":\"EdDSA\",\"jwk\":{\"kty\":\"OKP\",\"crv\":\"Ed25519\","
       "\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}}",
       "its signature"},
  };
  g_autofree char *long_proof = g_strnfill (9000, 'A');
  g_auto (GStrv) parts = g_strsplit (fixture->proof, ".", 3);

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++) {
    g_autofree char *proof = make_proof (fixture, headers[i].header, parts[1]);

    assert_refused (proof, &call, headers[i].expected);
  }
  assert_refused (NULL, &call, "it is missing");
  assert_refused (long_proof, &call, "longer than");
  assert_refused ("", &call, "three parts");
  assert_refused ("a.b", &call, "three parts");
  assert_refused ("a.b.c.d", &call, "three parts");
}

/* Every byte of a proof, each of its bits. */
static void
test_every_bit (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; fixture->proof[i] != '\0'; i++) {
    for (guint bit = 0; bit < 8; bit++) {
      g_autofree char *changed = g_strdup (fixture->proof);

      changed[i] = (char)((guint8)changed[i] ^ (1u << bit));
      g_assert_null (cs_dpop_verify (changed, &call, NULL));
    }
  }
}

static void
test_vectors (void)
{
  /* RFC 8037, appendix A.3 */
  g_autofree char *thumbprint = cs_dpop_thumbprint ("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");

  g_assert_cmpstr (thumbprint, ==, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

/* Made by another program (node's crypto module) with a key of its own. */
static void
test_from_elsewhere (void)
{
  static const char proof[] =
      "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVkRFNBIiwiandrIjp7ImNydiI6IkVkMjU1MTkiLCJ4Ijoi"
      "WnI1LU15eDZSVE15dlowS2YzMndWZlhGN3hvR3JhWnRtTE9mdG9FTVJ6byIsImt0eSI6Ik9LUCJ9fQ.e"
      "yJqdGkiOiJmcm9tLWVsc2V3aGVyZSIsImh0bSI6IlBPU1QiLCJodHUiOiJodHRwczovL3dvcmsuZXhhb"
      "XBsZS92MS9lbnRyaWVzIiwiaWF0IjoxNzY3NjA0NDQzLCJhdGgiOiJZaUhQRDJUOURhWDVCODM3WEpYd"
      "G8zMkJLa1Q2WmNwVkFUNnNpOWY1S2lZIn0.QUmFaOs0r55Mr2wFELogFzfWqYqNbReqiAzX5uIg4uTZ6"
      "EU8s6lxO7ngS7YIFOoJfQZFBgLVCAPwHP-xNxxIBQ";
  CsDpopCall elsewhere = {"POST", URL, TOKEN, G_GINT64_CONSTANT (1767604443) * CS_SECOND};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsDpopProof) said = cs_dpop_verify (proof, &elsewhere, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (said->id, ==, "from-elsewhere");
  g_assert_cmpstr (said->thumbprint, ==, "8TlG3IhiRH5sWhsIGSSRnAqf9zyhEl1ir4t4cbTRCk0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/dpop/holds/K-21", test_holds);
  ADD ("/dpop/for-another-call/SG-09", test_for_another_call);
  ADD ("/dpop/without-a-token", test_without_a_token);
  ADD ("/dpop/forms/SG-09", test_forms);
  ADD ("/dpop/every-bit/SG-09", test_every_bit);
  g_test_add_func ("/dpop/vectors", test_vectors);
  g_test_add_func ("/dpop/from-elsewhere", test_from_elsewhere);
  return g_test_run ();
}
