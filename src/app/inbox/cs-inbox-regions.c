/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-regions.h"

#include "cs-offer-text.h"

#include <glib/gi18n-lib.h>

#define ACTION "view.region"

static void
add (GMenu *menu, const char *label, const char *region)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, ACTION, "s", region);
  g_menu_append_item (menu, item);
}

static void
add_pack (GMenu *menu, const CsPack *pack, GHashTable *seen)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < pack->region_list->len; i++) {
    const CsRegion *region = pack->region_list->pdata[i];
    g_autofree char *title = NULL;
    if (!g_hash_table_add (seen, region->id))
      continue;
    title = cs_offer_text_dup_title (region->title);
    add (section, *title != '\0' ? title : region->id, region->id);
  }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

/**
 * cs_inbox_regions_new:
 *
 * Returns: (transfer full): all regions of the packs that are in use, each once
 */
GMenuModel *
cs_inbox_regions_new (CsWorkspace *workspace)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);

  add (menu, _ ("All Regions"), "");
  for (guint i = 0; i < packs->len; i++)
    add_pack (menu, packs->pdata[i], seen);
  return G_MENU_MODEL (menu);
}
