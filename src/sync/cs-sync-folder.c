/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-sync-folder.h"

/**
 * cs_sync_place_free:
 * @self: (transfer full) (nullable): where a folder stands
 */
void
cs_sync_place_free (CsSyncPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->address);
  g_free (self->log);
  g_free (self->incarnation);
  g_free (self->key);
  cs_known_head_free (self->head);
  json_decref (self->scopes);
  g_free (self);
}

/**
 * cs_sync_upload_free:
 * @self: (transfer full) (nullable): a file
 */
void
cs_sync_upload_free (CsSyncUpload *self)
{
  if (self == NULL)
    return;
  g_free (self->sha256);
  g_free (self->name);
  g_free (self->path);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/**
 * cs_sync_call_clear:
 *
 * Lets go of what came out of it.
 */
void
cs_sync_call_clear (CsSyncCall *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->request, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->place, cs_sync_place_free);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->uploads, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_strfreev);
}
