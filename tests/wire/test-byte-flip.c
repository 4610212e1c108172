/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-entry.h"
#include "cs-keys.h"
#include "cs-uuid.h"

#define NOW G_GINT64_CONSTANT (1767604443000000)

static CsEntry *
make_decision (guint counter)
{
  g_autofree char *id = cs_uuid_new (NOW);
  g_autofree char *request = cs_uuid_new (NOW);
  g_autoptr (json_t) data = json_pack ("{s:s, s:s, s:s, s:s}",
                                       "step",
                                       "approval",
                                       "level",
                                       "first",
                                       "answer",
                                       "approve",
                                       "offer",
                                       id);
  CsEntryHead head = {.id = id,
                      .request = request,
                      .kind = "decision",
                      .by = "p-1",
                      .device = "d-1",
                      .n = counter,
                      .at = NOW,
                      .seen = 1};

  return cs_entry_build (&head, data, NULL);
}

/* Whatever byte of a signed decision is changed, it is another statement, which nobody signed.
 * COUNTERSIGN_FLIPS says how many decisions; 1,000 take half a minute. */
static void
test_every_byte (void)
{
  const guint8 seed[32] = {6};
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (seed);
  const char *wish = g_getenv ("COUNTERSIGN_FLIPS");
  guint decisions = wish != NULL ? (guint)g_ascii_strtoull (wish, NULL, 10) : 20;
  guint changed = 0;

  for (guint i = 0; i < decisions; i++) {
    g_autoptr (CsEntry) entry = make_decision (i + 1);
    g_autofree char *domain = cs_entry_dup_signature_domain (entry);
    gsize length;
    const char *bytes = g_bytes_get_data (cs_entry_get_bytes (entry), &length);
    g_autofree char *copy = g_memdup2 (bytes, length);
    g_autofree char *signature = cs_sign (keys, domain, bytes, length);
    const char *key = cs_keys_get_public_key (keys);

    g_assert_true (cs_verify (key, domain, copy, length, signature));
    for (gsize at = 0; at < length; at++) {
      copy[at] = (char)((guint8)copy[at] ^ (1u << (at + i) % 8));
      g_assert_false (cs_verify (key, domain, copy, length, signature));
      copy[at] = bytes[at];
      changed++;
    }
    g_assert_false (cs_verify (key, domain, copy, length - 1, signature));
    g_assert_false (cs_verify (key, "consent", copy, length, signature));
  }
  g_test_message ("%u changes, none accepted", changed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/byte-flip/SG-09", test_every_byte);
  return g_test_run ();
}
