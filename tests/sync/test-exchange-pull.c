/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-sync-private.h"
#include "cs-tree.h"

#include <string.h>

/* K-07, I-10: a head is believed when it is signed by the key that was met first and goes on from
 * the head seen last. */

#define LEAVES 20

typedef struct {
  CsDigest leaves[LEAVES];
  CsKeys *server, *other; /* (owned) */
} Log;

static gboolean
get_node (guint level, gint64 place, CsDigest *hash, gpointer user_data, GError **error)
{
  const Log *log = user_data;

  if (level > 0)
    return FALSE;
  *hash = log->leaves[place];
  return TRUE;
}

static void
log_open (Log *self)
{
  const guint8 seed[32] = "a server", other[32] = "another";

  for (guint i = 0; i < LEAVES; i++)
    cs_digest (&i, sizeof i, self->leaves[i].bytes);
  self->server = cs_keys_new_from_seed (seed);
  self->other = cs_keys_new_from_seed (other);
}

static void
log_close (Log *self)
{
  cs_keys_unref (self->server);
  cs_keys_unref (self->other);
}

static CsDigest
root_at (const Log *self, gint64 size)
{
  CsTreeNode nodes[CS_TREE_LEVELS];
  CsTree tree = {0};
  CsDigest root;

  for (gint64 i = 0; i < size; i++)
    cs_tree_append (&tree, &self->leaves[i], nodes);
  cs_tree_get_root (&tree, &root);
  return root;
}

static CsSyncPlace *
make_place (const Log *self, gint64 size)
{
  CsSyncPlace *place = g_new0 (CsSyncPlace, 1);
  CsDigest root = root_at (self, size);

  place->log = g_strdup ("log");
  place->incarnation = g_strdup ("first");
  place->key = g_strdup (cs_keys_get_public_key (self->server));
  place->head = g_new0 (CsKnownHead, 1);
  place->head->size = size;
  place->head->root = cs_hex_encode (root.bytes, sizeof root.bytes);
  return place;
}

static CsWireCheckpoint *
make_page (Log *self, gint64 from, gint64 size, const char *incarnation, CsKeys *keys)
{
  CsWireCheckpoint *page = cs_wire_checkpoint_new ();
  CsDigest root = root_at (self, size);

  page->head = cs_signed_head_new ("log", incarnation, size, &root, 1000000);
  cs_signed_head_sign (page->head, keys);
  g_clear_pointer (&page->consistency, g_array_unref);
  page->consistency = cs_tree_prove_consistency (from, size, get_node, self, NULL);
  return page;
}

static gboolean
is_believed (const CsSyncPlace *place, const CsWireCheckpoint *page)
{
  g_autoptr (GError) error = NULL;
  gboolean is_good = cs_exchange_check_head (place, page, &error);

  if (!is_good)
    g_assert_error (error, CS_ERROR, CS_ERROR_CORRUPT);
  return is_good;
}

static void
test_goes_on (void)
{
  Log log;

  log_open (&log);
  for (gint64 from = 1; from <= LEAVES; from++) {
    g_autoptr (CsSyncPlace) place = make_place (&log, from);

    for (gint64 to = from; to <= LEAVES; to++) {
      g_autoptr (CsWireCheckpoint) page = make_page (&log, from, to, "first", log.server);

      g_assert_true (is_believed (place, page));
    }
  }
  log_close (&log);
}

static void
test_refused (void)
{
  Log log, rewritten;
  g_autoptr (CsSyncPlace) place = NULL;

  log_open (&log);
  log_open (&rewritten);
  rewritten.leaves[3].bytes[0] ^= 1;
  place = make_place (&log, 8);
  {
    g_autoptr (CsWireCheckpoint) of_other = make_page (&log, 8, 12, "first", log.other);
    g_autoptr (CsWireCheckpoint) shorter = make_page (&log, 5, 7, "first", log.server);
    g_autoptr (CsWireCheckpoint) restored = make_page (&log, 8, 12, "second", log.server);
    g_autoptr (CsWireCheckpoint) forked = make_page (&rewritten, 8, 8, "first", log.server);
    g_autoptr (CsWireCheckpoint) longer = make_page (&rewritten, 8, 12, "first", log.server);
    g_autoptr (CsWireCheckpoint) forged = make_page (&log, 8, 12, "first", log.server);
    g_autoptr (CsWireCheckpoint) bare = make_page (&log, 8, 12, "first", log.server);

    forged->head->size++;
    g_array_set_size (bare->consistency, 0);
    g_assert_false (is_believed (place, of_other));
    g_assert_false (is_believed (place, shorter));
    g_assert_false (is_believed (place, restored));
    g_assert_false (is_believed (place, forked));
    g_assert_false (is_believed (place, longer));
    g_assert_false (is_believed (place, forged));
    g_assert_false (is_believed (place, bare));
  }
  log_close (&log);
  log_close (&rewritten);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange-pull/K-07/goes-on", test_goes_on);
  g_test_add_func ("/exchange-pull/K-07/refused", test_refused);
  return g_test_run ();
}
