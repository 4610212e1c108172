/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-head.h"

#include "messages.h"

#include <glib/gstdio.h>

static char *
write_head (gconstpointer head)
{
  return cs_wire_head_to_json (head);
}

static void
free_head (gpointer head)
{
  cs_signed_head_free (head);
}

static void
test_signed_head_survives (void)
{
  const guint8 seed[32] = {7};
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (seed);
  g_autoptr (CsSignedHead) head =
      cs_signed_head_new ("l-1", "i-1", 42, &(CsDigest){{1, 2}}, 1767604443123456);
  g_autoptr (CsSignedHead) back = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  cs_signed_head_sign (head, keys);
  text = cs_wire_head_to_json (head);
  back = cs_wire_head_from_json (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_true (cs_signed_head_verify (back, cs_keys_get_public_key (keys)));
}

static void
test_members (void)
{
  static const Message message = {
      (gpointer (*) (const char *, gsize, GError **))cs_wire_head_from_json,
      write_head,
      free_head};
  static const char whole[] =
      "{\"log\":\"l-1\",\"incarnation\":\"i-1\",\"size\":7,\"root\":"
      "\"4f0f61a8b11fa44e9820aceffbd2ce40ea8eccb206fe1a6cb9164aa6613cab1a\","
      "\"time\":\"2026-01-05T09:14:03.000Z\",\"signature\":\"c2ln\"}";
  static const char *const times[] = {"2026-01-05T09:14:03.000+01:00", "yesterday", ""};

  assert_round_trip (&message, whole);
  assert_members_needed (&message, whole, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autofree char *text =
        g_strdup_printf ("{\"log\":\"l-1\",\"incarnation\":\"i-1\",\"size\":7,\"root\":"
                         "\"4f0f61a8b11fa44e9820aceffbd2ce40ea8eccb206fe1a6cb9164aa6613cab1a\","
                         "\"time\":\"%s\",\"signature\":\"c2ln\"}",
                         times[i]);

    assert_refused (&message, text, "head.time: expected a moment in UTC");
  }
}

static void
test_file (void)
{
  static const char line[] = "{\"log\":\"l-1\",\"incarnation\":\"i-1\",\"size\":7,\"root\":"
                             "\"4f0f61a8b11fa44e9820aceffbd2ce40ea8eccb206fe1a6cb9164aa6613cab1a\","
                             "\"time\":\"2026-01-05T09:14:03.000Z\",\"signature\":\"c2ln\"}";
  g_autofree char *good = g_strconcat (line, "\n\n", line, "\n", NULL);
  g_autofree char *bad = g_strconcat (line, "\n{}\n", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) heads = NULL;

  g_close (g_file_open_tmp ("heads-XXXXXX", &path, NULL), NULL);
  g_assert_true (g_file_set_contents (path, good, -1, NULL));
  heads = cs_wire_heads_read (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (heads->len, ==, 2);
  g_assert_true (g_file_set_contents (path, bad, -1, NULL));
  g_assert_null (cs_wire_heads_read (path, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, ":2: head: “log” is missing"));
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/head/signed/K-07", test_signed_head_survives);
  g_test_add_func ("/wire/head/members", test_members);
  g_test_add_func ("/wire/head/file/K-07", test_file);
  return g_test_run ();
}
