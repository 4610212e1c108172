/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-authority-private.h"
#include "cs-installation.h"
#include "cs-recent.h"

#include <string.h>

/*
 * The calendars that come with the program. A workspace keeps each as it was when it first saw it:
 * a later version of the program may correct its estimates, and must not thereby change what was
 * met or missed (D-C4). To take a correction over is a change like any other, with its preview.
 */

static GPtrArray *
list_shipped (char **folder)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  *folder = g_build_filename (cs_installation_get_data_folder (), "calendars", NULL);
  dir = g_dir_open (*folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, ".schema.json"))
      g_ptr_array_add (ids, g_strndup (name, strlen (name) - strlen (".json")));
  }
  return ids;
}

static CsCalendar *
read_shipped (const char *folder, const char *id, GError **error)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return cs_calendar_new_from_file (path, error);
}

/* They hardly ever change, and fill their tables as they are asked. */
static CsRecent recent = CS_RECENT_INIT (64, (GDestroyNotify)cs_calendar_unref);

static gpointer
ref_calendar (gpointer calendar)
{
  return cs_calendar_ref (calendar);
}

static CsCalendar *
read_kept (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  CsCalendar *calendar = cs_recent_get (&recent, bytes, ref_calendar);
  g_autoptr (json_t) json = NULL;

  if (calendar != NULL)
    return calendar;
  json = cs_json_load (text, strlen (text), error);
  calendar = json != NULL ? cs_calendar_new_from_json (json, error) : NULL;
  if (calendar != NULL)
    cs_recent_add (&recent, bytes, cs_calendar_ref (calendar));
  return calendar;
}

static gboolean
is_kept (CsAuthority *self, const char *id, gboolean *is_kept, GError **error)
{
  g_autofree char *key = g_strconcat ("calendar/", id, NULL);
  g_autoptr (GError) failure = NULL;
  g_autofree char *kept = cs_store_dup_meta (self->store, key, &failure);

  *is_kept = kept != NULL;
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
keep (CsAuthority *self, const char *folder, const char *id, GError **error)
{
  g_autofree char *key = g_strconcat ("calendar/", id, NULL);
  g_autoptr (GError) failure = NULL;
  g_autoptr (CsCalendar) calendar = read_shipped (folder, id, &failure);
  g_autofree char *text = NULL;

  if (calendar == NULL) {
    g_warning ("%s", failure->message);
    return TRUE;
  }
  text = cs_json_dump (cs_calendar_get_json (calendar));
  return cs_store_set_meta (self->store, key, text, error);
}

static gboolean
keep_all (CsAuthority *self, const char *folder, const GPtrArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++) {
    if (!keep (self, folder, ids->pdata[i], error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_authority_keep_calendars:
 *
 * Keeps the calendars that came with the program and that this workspace has not seen yet.
 *
 * Returns: whether they are kept
 */
gboolean
cs_authority_keep_calendars (CsAuthority *self, GError **error)
{
  CsSqlite *sqlite = cs_store_get_sqlite (self->store);
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) ids = list_shipped (&folder);

  for (guint i = ids->len; i > 0; i--) {
    gboolean is_there;

    if (!is_kept (self, ids->pdata[i - 1], &is_there, error))
      return FALSE;
    if (is_there)
      g_ptr_array_remove_index (ids, i - 1);
  }
  if (ids->len == 0 || cs_sqlite_is_in_transaction (sqlite))
    return keep_all (self, folder, ids, error);
  if (!cs_sqlite_begin (sqlite, error))
    return FALSE;
  if (keep_all (self, folder, ids, error))
    return cs_sqlite_commit (sqlite, error);
  cs_sqlite_rollback (sqlite);
  return FALSE;
}

/**
 * cs_authority_add_calendars:
 * @directory: which gets them
 *
 * Makes the calendars known that this workspace keeps.
 */
void
cs_authority_add_calendars (CsAuthority *self, CsDirectory *directory)
{
  g_autofree char *folder = NULL;
  g_autoptr (GPtrArray) ids = list_shipped (&folder);

  for (guint i = 0; i < ids->len; i++) {
    g_autofree char *key = g_strconcat ("calendar/", ids->pdata[i], NULL);
    g_autofree char *kept = cs_store_dup_meta (self->store, key, NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (CsCalendar) calendar = kept != NULL ? read_kept (kept, &error)
                                                   : read_shipped (folder, ids->pdata[i], &error);

    if (calendar != NULL)
      cs_directory_add_calendar (directory, ids->pdata[i], calendar);
    else
      g_warning ("%s", error->message);
  }
}
