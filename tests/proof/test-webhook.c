/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-base64url.h"
#include "cs-webhook.h"

#include <sodium.h>
#include <string.h>

#define BODY "{\"type\":\"entry.rung\"}"

static CsKeys *
make_keys (guint8 first)
{
  guint8 seed[32] = {first};

  return cs_keys_new_from_seed (seed);
}

static guint8 *
decode (const char *text, const char *prefix, gsize *length)
{
  g_assert_true (g_str_has_prefix (text, prefix));
  return g_base64_decode (text + strlen (prefix), length);
}

/* Both halves check as their receivers would check them, each by itself. */
static void
test_signature (void)
{
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autofree char *secret = cs_webhook_dup_secret (keys, "hook-1");
  g_autofree char *public_key = cs_webhook_dup_public_key (keys, "hook-1");
  g_autofree char *text = cs_webhook_sign (keys, "hook-1", "msg_1", 7 * CS_SECOND + 1, BODY);
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  gsize key_length, length;
  g_autofree guint8 *key = decode (secret, "whsec_", &key_length);
  g_autofree guint8 *point = decode (public_key, "whpk_", &length);
  g_autofree guint8 *raw = NULL;
  g_autofree char *expected = NULL;
  guint8 digest[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  g_assert_cmpuint (key_length, ==, 32);
  g_assert_cmpuint (length, ==, 32);
  crypto_auth_hmacsha256_init (&state, key, key_length);
  crypto_auth_hmacsha256_update (&state, (const guint8 *)"msg_1.7." BODY, strlen ("msg_1.7." BODY));
  crypto_auth_hmacsha256_final (&state, digest);
  raw = decode (parts[0], "v1,", &length);
  g_assert_cmpmem (raw, length, digest, sizeof digest);
  g_free (raw);
  raw = decode (parts[1], "v1a,", &length);
  g_assert_cmpuint (length, ==, crypto_sign_BYTES);
  g_assert_cmpint (crypto_sign_verify_detached (raw,
                                                (const guint8 *)"msg_1.7." BODY,
                                                strlen ("msg_1.7." BODY),
                                                point),
                   ==,
                   0);
}

/* One hook's secret is neither another's nor another server's. */
static void
test_apart (void)
{
  g_autoptr (CsKeys) keys = make_keys (1);
  g_autoptr (CsKeys) others = make_keys (2);
  g_autofree char *one = cs_webhook_dup_secret (keys, "hook-1");
  g_autofree char *same = cs_webhook_dup_secret (keys, "hook-1");
  g_autofree char *two = cs_webhook_dup_secret (keys, "hook-2");
  g_autofree char *else_where = cs_webhook_dup_secret (others, "hook-1");
  g_autofree char *public_key = cs_webhook_dup_public_key (keys, "hook-1");

  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpstr (one, !=, else_where);
  g_assert_cmpstr (one + strlen ("whsec_"), !=, public_key + strlen ("whpk_"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proof/webhook/signature", test_signature);
  g_test_add_func ("/proof/webhook/apart", test_apart);
  return g_test_run ();
}
