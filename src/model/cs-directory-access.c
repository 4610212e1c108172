/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-directory-private.h"

#include <string.h>

/*
 * Who runs the workspace, and from which computers people act. A local workspace has no
 * administrators: whoever sits at the computer writes its directory. The first one that is named
 * makes it a workspace in which only administrators do (ASVS 8.2.1).
 */

static gboolean
is_administration (const CsHolding *holding)
{
  return holding->held && g_str_equal (holding->pack, CS_WORKSPACE_ROLES) &&
         g_str_equal (holding->role, CS_ROLE_ADMINISTRATOR);
}

/**
 * cs_directory_list_administrators:
 * @self: a directory
 *
 * Returns: (transfer container) (element-type CsPerson): who runs the workspace and can act
 */
GPtrArray *
cs_directory_list_administrators (const CsDirectory *self)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->holdings->len; i++) {
    const CsHolding *holding = self->holdings->pdata[i];
    const CsPerson *person =
        is_administration (holding) ? cs_directory_get_person (self, holding->person) : NULL;

    if (person != NULL && person->can_act)
      g_ptr_array_add (list, (gpointer)person);
  }
  return list;
}

/**
 * cs_directory_has_administrators:
 * @self: a directory
 *
 * Returns: whether somebody was ever made an administrator and still is: the workspace is shared
 */
gboolean
cs_directory_has_administrators (const CsDirectory *self)
{
  for (guint i = 0; i < self->holdings->len; i++) {
    if (is_administration (self->holdings->pdata[i]))
      return TRUE;
  }
  return FALSE;
}

/**
 * cs_directory_is_administrator:
 * @self: a directory
 * @person: (nullable): somebody
 *
 * Returns: whether they run the workspace
 */
gboolean
cs_directory_is_administrator (const CsDirectory *self, const char *person)
{
  g_autoptr (GPtrArray) list = cs_directory_list_administrators (self);

  for (guint i = 0; i < list->len; i++) {
    if (g_strcmp0 (((const CsPerson *)list->pdata[i])->id, person) == 0)
      return TRUE;
  }
  return FALSE;
}

static int
compare_devices (gconstpointer a, gconstpointer b)
{
  return strcmp (((const CsDevice *)*(gpointer *)a)->id, ((const CsDevice *)*(gpointer *)b)->id);
}

/**
 * cs_directory_list_devices:
 * @self: a directory
 * @person: (nullable): whose; %NULL for everybody's
 *
 * Returns: (transfer full) (element-type CsDevice): the computers, revoked ones too, by identifier;
 * borrows from @self
 */
GPtrArray *
cs_directory_list_devices (const CsDirectory *self, const char *person)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  const CsDirectoryDevice *device;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, self->devices);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&device)) {
    CsDevice *one;

    if (person != NULL && !g_str_equal (device->person, person))
      continue;
    one = g_new (CsDevice, 1);
    *one = (CsDevice){device->id, device->person, device->name, device->key, device->revoked};
    g_ptr_array_add (list, one);
  }
  g_ptr_array_sort (list, compare_devices);
  return list;
}
