/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-dpop.h"

#include "cs-base64url.h"
#include "cs-signed-head.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const CsDpopCall call = {"POST",
                                "https://work.example/v1/pull",
                                "token",
                                G_GINT64_CONSTANT (1767604443) * CS_SECOND};

static void
verify (const char *proof)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsDpopProof) said = cs_dpop_verify (proof, &call, &error);

  g_assert ((said == NULL) == (error != NULL));
}

/* As a proof, as the parts of one, as an address, and as the anchor of an entry. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *)data, size);
  gsize split = strcspn (text, "\n");
  g_autofree char *header = cs_base64url_encode (text, split);
  g_autofree char *claims =
      cs_base64url_encode (text[split] == '\n' ? text + split + 1 : "",
                           text[split] == '\n' ? strlen (text + split + 1) : 0);
  g_autofree char *proof = g_strdup_printf ("%s.%s.%s", header, claims, header);
  g_autoptr (CsSignedHead) head = cs_signed_head_new_from_anchor (text, "l-1", "i-1");

  verify (text);
  verify (proof);
  if (head != NULL)
    g_assert_false (cs_signed_head_verify (head, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
  return 0;
}
