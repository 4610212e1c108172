/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-signed-head.h"

#include <string.h>

typedef struct {
  CsKeys *keys;
  CsSignedHead *head;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const guint8 seed[32] = {3};

  fixture->keys = cs_keys_new_from_seed (seed);
  fixture->head =
      cs_signed_head_new ("l-1", "i-1", 1234567, &(CsDigest){{9, 8, 7}}, 1767604443123999);
  cs_signed_head_sign (fixture->head, fixture->keys);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cs_signed_head_free (fixture->head);
  cs_keys_unref (fixture->keys);
}

static gboolean
holds (Fixture *fixture, const CsSignedHead *head)
{
  return cs_signed_head_verify (head, cs_keys_get_public_key (fixture->keys));
}

static void
test_every_part_counts (Fixture *fixture, gconstpointer data)
{
  const guint8 seed[32] = {4};
  g_autoptr (CsKeys) others = cs_keys_new_from_seed (seed);
  CsSignedHead *head = fixture->head;

  g_assert_true (holds (fixture, head));
  g_assert_false (cs_signed_head_verify (head, cs_keys_get_public_key (others)));
  g_assert_false (cs_signed_head_verify (head, NULL));
  head->size++;
  g_assert_false (holds (fixture, head));
  head->size--;
  head->time += 1000;
  g_assert_false (holds (fixture, head));
  head->time -= 1000;
  for (gsize i = 0; i < CS_DIGEST_BYTES; i++) {
    head->root.bytes[i] ^= 1;
    g_assert_false (holds (fixture, head));
    head->root.bytes[i] ^= 1;
  }
  head->log[0] = 'm';
  g_assert_false (holds (fixture, head));
  head->log[0] = 'l';
  head->incarnation[2] = '2';
  g_assert_false (holds (fixture, head));
  head->incarnation[2] = '1';
  g_assert_true (holds (fixture, head));
}

/* Lines cannot be moved from one name into the other. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {"", "a\nb", "a b", "a.b"};

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (CsSignedHead) head =
        cs_signed_head_new (wrong[i], "i-1", 1, &(CsDigest){{0}}, 1767604443123000);

    cs_signed_head_sign (head, fixture->keys);
    g_assert_false (holds (fixture, head));
  }
}

static void
test_anchor (Fixture *fixture, gconstpointer data)
{
  g_autofree char *anchor = cs_signed_head_dup_anchor (fixture->head);
  g_autoptr (CsSignedHead) back = cs_signed_head_new_from_anchor (anchor, "l-1", "i-1");
  g_autoptr (CsSignedHead) other = cs_signed_head_new_from_anchor (anchor, "l-1", "i-2");
  static const char *const wrong[] = {"", "1", "1.2.3.4", "1.2.3", "-1.2.3.4"};

  g_assert_cmpuint (strlen (anchor), <=, 200);
  g_assert_nonnull (back);
  g_assert_true (holds (fixture, back));
  g_assert_false (holds (fixture, other));
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_null (cs_signed_head_new_from_anchor (wrong[i], "l-1", "i-1"));
  g_assert_null (cs_signed_head_new_from_anchor (NULL, "l-1", "i-1"));
  for (gsize i = 0; anchor[i] != '\0'; i++) {
    g_autofree char *changed = g_strdup (anchor);
    g_autoptr (CsSignedHead) read = NULL;

    changed[i] = changed[i] == '0' ? '1' : '0';
    read = cs_signed_head_new_from_anchor (changed, "l-1", "i-1");
    g_assert_true (read == NULL || !holds (fixture, read));
  }
}

static void
test_time (Fixture *fixture, gconstpointer data)
{
  static const struct {
    CsInstant time;
    const char *text;
  } cases[] = {
      {1767604443123999, "2026-01-05T09:14:03.123Z"},
      {1767604443000000, "2026-01-05T09:14:03.000Z"},
      {1767604443070000, "2026-01-05T09:14:03.070Z"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = cs_signed_head_format_time (cases[i].time);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/signed-head/every-part-counts/K-07/SG-09", test_every_part_counts);
  ADD ("/signed-head/names", test_names);
  ADD ("/signed-head/anchor/K-14", test_anchor);
  ADD ("/signed-head/time", test_time);
  return g_test_run ();
}
