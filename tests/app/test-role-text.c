/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-role-text.h"

#include "cs-installation.h"

#include <string.h>

/* Who holds what where, over the pack of the sample. */

static CsPack *pack;           /* (owned) */
static CsDirectory *directory; /* (owned) */

static GPtrArray *
lines_of (const char *role)
{
  return cs_role_list_lines (directory, pack, cs_pack_get_role (pack, role), 0);
}

/* Each region that can be chosen stands in one line, once. */
static void
test_regions (void)
{
  g_autoptr (GPtrArray) regions = cs_pack_list_leaf_regions (pack);

  for (guint i = 0; i < pack->role_list->len; i++) {
    g_autoptr (GPtrArray) lines = lines_of (((const CsRole *)pack->role_list->pdata[i])->id);
    for (guint j = 0; j < regions->len; j++) {
      g_autofree char *title = cs_text_dup (((const CsRegion *)regions->pdata[j])->title, NULL);
      guint n = 0;

      for (guint k = 0; k < lines->len; k++)
        n += strstr (((CsRoleLine *)lines->pdata[k])->regions, title) != NULL;
      g_assert_cmpuint (n, ==, 1);
    }
  }
}

static void
test_vacant (void)
{
  const CsRole *sales = cs_pack_get_role (pack, "sales");
  const CsRole *finance = cs_pack_get_role (pack, "finance");
  g_autoptr (GPtrArray) nobody = lines_of ("sales");
  g_autoptr (GPtrArray) left_out = lines_of ("finance");
  g_autoptr (GPtrArray) held = lines_of ("coordination");
  g_autofree char *vacant = cs_role_dup_summary (sales, nobody);
  g_autofree char *optional = cs_role_dup_summary (finance, left_out);
  g_autofree char *differs = cs_role_dup_summary (cs_pack_get_role (pack, "coordination"), held);

  g_assert_true (cs_role_is_vacant (sales, nobody));
  g_assert_cmpstr (vacant, ==, "Vacant");
  g_assert_false (cs_role_is_vacant (finance, left_out));
  g_assert_nonnull (strstr (optional, "left out"));
  g_assert_cmpuint (held->len, ==, 2);
  g_assert_cmpstr (differs, ==, "Differs by region");
}

/* Regions have the reader’s language, as everywhere (ux: Localisation rules). */
static void
test_language (void)
{
  g_autoptr (GPtrArray) lines = NULL;
  const char *regions;

  g_setenv ("LANGUAGE", "ar", TRUE);
  lines = lines_of ("sales");
  regions = ((CsRoleLine *)lines->pdata[0])->regions;
  g_assert_nonnull (strstr (regions, "منطقة أخرى"));
  g_assert_null (strstr (regions, "Other region"));
  g_unsetenv ("LANGUAGE");
}

int
main (int argc, char **argv)
{
  g_autofree char *path =
      g_build_filename (cs_installation_get_data_folder (), "packs", "anantya", "pack.json", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  pack = cs_pack_load (path, &error);
  g_assert_no_error (error);
  directory = cs_directory_new ();
  cs_directory_add_pack (directory, pack->id, pack->root);
  g_test_add_func ("/role-text/regions", test_regions);
  g_test_add_func ("/role-text/vacant", test_vacant);
  g_test_add_func ("/role-text/language", test_language);
  status = g_test_run ();
  cs_directory_free (directory);
  cs_pack_unref (pack);
  return status;
}
