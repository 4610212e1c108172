/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-directory-private.h"

static void
region_free (CsDirectoryRegion *region)
{
  g_free (region->id);
  g_free (region->within);
  g_free (region);
}

static void
holding_clear (gpointer data)
{
  CsHolding *holding = data;

  g_free (holding->pack);
  g_free (holding->role);
  g_free (holding->person);
  g_free (holding->region);
  g_free (holding->for_person);
}

/**
 * cs_directory_holding_unref:
 * @holding: (transfer full): a holding
 */
void
cs_directory_holding_unref (CsHolding *holding)
{
  g_atomic_rc_box_release_full (holding, holding_clear);
}

/**
 * cs_directory_holding_new:
 * @pack: a pack
 * @role: a role of it
 * @data: object with `person` and perhaps `region` and `for`
 * @held: whether the person holds the role, or no longer does
 *
 * Returns: (transfer full) (nullable): the holding, unless it names nobody
 */
CsHolding *
cs_directory_holding_new (const char *pack, const char *role, const json_t *data, gboolean held)
{
  CsHolding *holding;

  if (pack == NULL || role == NULL || cs_json_get_string (data, "person") == NULL)
    return NULL;
  holding = g_atomic_rc_box_new0 (CsHolding);
  holding->pack = g_strdup (pack);
  holding->role = g_strdup (role);
  holding->person = g_strdup (cs_json_get_string (data, "person"));
  holding->region = g_strdup (cs_json_get_string (data, "region"));
  holding->for_person = g_strdup (cs_json_get_string (data, "for"));
  holding->held = held;
  return holding;
}

static void
pack_clear (gpointer data)
{
  CsDirectoryPack *pack = data;

  g_free (pack->id);
  g_hash_table_unref (pack->people);
  g_ptr_array_unref (pack->holdings);
  g_hash_table_unref (pack->regions);
  g_ptr_array_unref (pack->leaves);
  g_ptr_array_unref (pack->roles);
}

/**
 * cs_directory_pack_unref:
 * @pack: (transfer full): what the directory keeps of a pack
 */
void
cs_directory_pack_unref (CsDirectoryPack *pack)
{
  g_atomic_rc_box_release_full (pack, pack_clear);
}

static void
read_regions (CsDirectoryPack *self, const json_t *regions)
{
  const char *id;
  json_t *data;
  GHashTableIter iter;
  CsDirectoryRegion *region;

  json_object_foreach ((json_t *)regions, id, data)
  {
    region = g_new0 (CsDirectoryRegion, 1);
    region->id = g_strdup (id);
    region->within = g_strdup (cs_json_get_string (data, "within"));
    region->is_leaf = TRUE;
    g_hash_table_replace (self->regions, region->id, region);
  }
  g_hash_table_iter_init (&iter, self->regions);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&region)) {
    CsDirectoryRegion *parent =
        region->within != NULL ? g_hash_table_lookup (self->regions, region->within) : NULL;

    if (parent != NULL)
      parent->is_leaf = FALSE;
  }
  json_object_foreach ((json_t *)regions, id, data)
  {
    region = g_hash_table_lookup (self->regions, id);
    if (region->is_leaf)
      g_ptr_array_add (self->leaves, region);
  }
}

static void
read_roles (CsDirectoryPack *self, const json_t *roles, gboolean with_defaults)
{
  const char *id;
  json_t *role, *data;
  size_t i;

  json_object_foreach ((json_t *)roles, id, role)
  {
    g_ptr_array_add (self->roles, g_strdup (id));
    if (!with_defaults)
      continue;
    json_array_foreach (json_object_get (role, "holders"), i, data)
    {
      CsHolding *holding = cs_directory_holding_new (self->id, id, data, TRUE);

      if (holding != NULL)
        g_ptr_array_add (self->holdings, holding);
    }
  }
}

/**
 * cs_directory_pack_new:
 * @id: the pack
 * @root: its whole JSON, already checked
 * @with_defaults: whether its own people and holders count
 *
 * Returns: (transfer full): what the directory keeps of it
 */
CsDirectoryPack *
cs_directory_pack_new (const char *id, const json_t *root, gboolean with_defaults)
{
  CsDirectoryPack *self = g_atomic_rc_box_new0 (CsDirectoryPack);
  g_auto (GStrv) domains = cs_directory_strings (json_object_get (root, "domains"));
  const char *person;
  json_t *data;

  self->id = g_strdup (id);
  self->people = g_hash_table_new_full (g_str_hash,
                                        g_str_equal,
                                        NULL,
                                        (GDestroyNotify)cs_directory_person_unref);
  self->holdings = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_directory_holding_unref);
  self->regions =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)region_free);
  self->leaves = g_ptr_array_new ();
  self->roles = g_ptr_array_new_with_free_func (g_free);
  read_regions (self, json_object_get (root, "regions"));
  read_roles (self, json_object_get (root, "roles"), with_defaults);
  if (with_defaults) {
    json_object_foreach (json_object_get (root, "people"), person, data)
    {
      CsPerson *new_person = cs_directory_person_new (person, data, domains);

      g_hash_table_replace (self->people, new_person->id, new_person);
    }
  }
  return self;
}
