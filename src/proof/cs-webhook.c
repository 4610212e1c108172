/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-webhook.h"

#include "cs-base64url.h"
#include "cs-keys-private.h"

#include <sodium.h>
#include <string.h>

/* What others define is standard base64. */
static char *
encode (const char *prefix, const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_base64_encode (bytes, length);

  return g_strconcat (prefix, text, NULL);
}

static void
derive (CsKeys *keys, const char *domain, const char *hook, guint8 key[CS_KEYS_SEAL_BYTES])
{
  g_autofree char *purpose = g_strconcat (domain, hook, NULL);

  cs_keys_derive (keys, purpose, key);
}

static CsKeys *
keys_of (CsKeys *keys, const char *hook)
{
  guint8 seed[CS_KEYS_SEAL_BYTES];
  CsKeys *own;

  derive (keys, "webhook-key/", hook, seed);
  own = cs_keys_new_from_seed (seed);
  sodium_memzero (seed, sizeof seed);
  return own;
}

/**
 * cs_webhook_dup_secret:
 * @keys: the server's
 * @hook: id of a subscription
 *
 * Returns: (transfer full): what its receiver checks `v1` signatures with
 */
char *
cs_webhook_dup_secret (CsKeys *keys, const char *hook)
{
  guint8 key[CS_KEYS_SEAL_BYTES];
  char *text;

  derive (keys, "webhook-secret/", hook, key);
  text = encode ("whsec_", key, sizeof key);
  sodium_memzero (key, sizeof key);
  return text;
}

/**
 * cs_webhook_dup_public_key:
 * @keys: the server's
 * @hook: id of a subscription
 *
 * Returns: (transfer full): what anybody checks its `v1a` signatures with
 */
char *
cs_webhook_dup_public_key (CsKeys *keys, const char *hook)
{
  g_autoptr (CsKeys) own = keys_of (keys, hook);
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  gboolean is_key = cs_base64url_decode_exactly (cs_keys_get_public_key (own), key, sizeof key);

  g_assert (is_key);
  return encode ("whpk_", key, sizeof key);
}

static char *
sign_shared (CsKeys *keys, const char *hook, const char *content)
{
  guint8 key[CS_KEYS_SEAL_BYTES];
  guint8 digest[32];
  gsize length = sizeof digest;
  g_autoptr (GHmac) hmac = NULL;

  derive (keys, "webhook-secret/", hook, key);
  hmac = g_hmac_new (G_CHECKSUM_SHA256, key, sizeof key);
  sodium_memzero (key, sizeof key);
  g_hmac_update (hmac, (const guchar *)content, (gssize)strlen (content));
  g_hmac_get_digest (hmac, digest, &length);
  return encode ("v1,", digest, length);
}

static char *
sign_public (CsKeys *keys, const char *hook, const char *content)
{
  g_autoptr (CsKeys) own = keys_of (keys, hook);
  g_autofree char *signature = cs_keys_sign_jws (own, content);
  guint8 raw[crypto_sign_BYTES];
  gboolean is_signature = cs_base64url_decode_exactly (signature, raw, sizeof raw);

  g_assert (is_signature);
  return encode ("v1a,", raw, sizeof raw);
}

/**
 * cs_webhook_sign:
 * @keys: the server's
 * @hook: id of a subscription
 * @id: of the message, the same at every attempt
 * @at: of this attempt
 * @body: what is sent, text
 *
 * Returns: (transfer full): the value of `webhook-signature`
 */
char *
cs_webhook_sign (CsKeys *keys, const char *hook, const char *id, CsInstant at, const char *body)
{
  g_autofree char *content =
      g_strdup_printf ("%s.%" G_GINT64_FORMAT ".%s", id, at / CS_SECOND, body);
  g_autofree char *shared = sign_shared (keys, hook, content);
  g_autofree char *public = sign_public (keys, hook, content);

  return g_strconcat (shared, " ", public, NULL);
}
