/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-base64url.h"
#include "cs-chain.h"
#include "cs-dpop.h"
#include "cs-entry.h"
#include "cs-signed-head.h"
#include "cs-tree.h"

#include <string.h>

/* The worked example in src/wire/README.md, computed anew: the guide says what the program does. */

#define DECIDED  G_GINT64_CONSTANT (1767604443) * CS_SECOND
#define RECEIVED (G_GINT64_CONSTANT (1767604444) * CS_SECOND + 250000)

static char *guide; /* the text of the README */

static void
assert_says (const char *name, const char *value)
{
  g_autofree char *line = g_strdup_printf ("\n%-10s %s\n", name, value);

  if (strstr (guide, line) == NULL)
    g_error ("the guide does not say:%s", line);
}

static CsEntry *
make_entry (void)
{
  g_autoptr (json_t) data = json_pack ("{s:s, s:s}", "re", "rung-1", "text", "Seen, “thank you”");
  CsEntryHead head = {.id = "019b8d71-b073-7abc-8000-000000000002",
                      .request = "019b8d71-b073-7abc-8000-000000000001",
                      .kind = "note",
                      .by = "p-1",
                      .device = "d-1a2b3c4d.p-1",
                      .n = 1,
                      .at = DECIDED,
                      .seen = 1,
                      .salt = "00112233445566778899aabbccddeeff"};

  return cs_entry_build (&head, data, NULL);
}

static void
check_entry (CsKeys *keys, const CsEntry *entry, const char *bytes, gsize length)
{
  g_autofree char *text = g_strndup (bytes, length);
  g_autofree char *encoded = cs_base64url_encode (bytes, length);
  g_autofree char *domain = cs_entry_dup_signature_domain (entry);
  g_autofree char *signature = cs_sign (keys, domain, bytes, length);
  g_autofree char *digest = cs_digest_hex (bytes, length);

  assert_says ("key", cs_keys_get_public_key (keys));
  assert_says ("entry", text);
  assert_says ("bytes", encoded);
  assert_says ("signature", signature);
  assert_says ("digest", digest);
}

static void
check_proofs (CsKeys *server, const char *bytes, gsize length)
{
  guint8 digest[CS_DIGEST_BYTES], link[CS_CHAIN_BYTES];
  g_autofree char *chain = NULL;
  g_autofree char *hex = NULL;
  g_autoptr (CsSignedHead) head = NULL;
  CsDigest leaf;

  cs_chain_next (cs_chain_start, RECEIVED, bytes, length, link);
  chain = cs_chain_to_hex (link);
  assert_says ("link", chain);
  cs_digest (bytes, length, digest);
  cs_tree_leaf (1, "019b8d71-b073-7abc-8000-000000000001", 1, RECEIVED, digest, &leaf);
  hex = cs_hex_encode (leaf.bytes, CS_DIGEST_BYTES);
  assert_says ("leaf", hex);
  head = cs_signed_head_new ("log-1", "life-1", 1, &leaf, RECEIVED);
  cs_signed_head_sign (head, server);
  assert_says ("server", cs_keys_get_public_key (server));
  assert_says ("head", head->signature);
}

static void
check_dpop (CsKeys *keys)
{
  CsDpopCall call = {"POST", "https://work.example/v1/entries", "a-token", DECIDED};
  g_autofree char *proof = cs_dpop_make (keys, &call, "first", "nonce-1");
  g_autofree char *thumbprint = cs_dpop_thumbprint (cs_keys_get_public_key (keys));

  assert_says ("proof", proof);
  assert_says ("thumbprint", thumbprint);
}

static void
test_example (void)
{
  guint8 seed[32];
  g_autoptr (CsKeys) keys = NULL;
  g_autoptr (CsKeys) server = NULL;
  g_autoptr (CsEntry) entry = make_entry ();
  gsize length;
  const char *bytes = g_bytes_get_data (cs_entry_get_bytes (entry), &length);

  memset (seed, 1, sizeof seed);
  keys = cs_keys_new_from_seed (seed);
  memset (seed, 2, sizeof seed);
  server = cs_keys_new_from_seed (seed);
  check_entry (keys, entry, bytes, length);
  check_proofs (server, bytes, length);
  check_dpop (keys);
}

int
main (int argc, char **argv)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "src", "wire", "README.md", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_file_get_contents (path, &guide, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/guide/example", test_example);
  status = g_test_run ();
  g_free (guide);
  return status;
}
