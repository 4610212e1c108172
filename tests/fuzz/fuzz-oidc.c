/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-oidc-token.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* The first line is what a provider publishes, the rest an ID token. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const CsOidcExpected expected = {"https://id.house.example",
                                          "desktops",
                                          "nonce",
                                          (CsInstant)1767600000 * CS_SECOND};
  g_autofree char *text = g_strndup ((const char *)data, size);
  char *end = strchr (text, '\n');
  g_autoptr (CsOidcKeys) keys = NULL;
  g_autoptr (CsOidcIdentity) identity = NULL;
  g_autofree char *kid = NULL;

  if (end != NULL)
    *end = '\0';
  keys = cs_oidc_keys_new_from_json (text, strlen (text), NULL);
  if (keys == NULL || end == NULL)
    return 0;
  kid = cs_oidc_token_dup_kid (end + 1, NULL);
  identity = cs_oidc_token_verify (end + 1, keys, &expected, NULL);
  g_assert (identity == NULL || identity->subject != NULL);
  return 0;
}
