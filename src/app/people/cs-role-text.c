/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-role-text.h"

#include "cs-field-context.h"
#include "cs-format.h"

#include <glib/gi18n-lib.h>

/* Who holds a role where, in words. */

static void
line_free (gpointer data)
{
  CsRoleLine *line = data;

  g_free (line->people);
  g_free (line->regions);
  g_free (line);
}

static char *
dup_names (const GPtrArray *holders)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];
    g_autofree char *name = cs_iso (holder->person->name);
    g_autofree char *principal = holder->for_person != NULL ? cs_iso (holder->for_person->name)
                                                            : NULL;

    g_string_append (names, i > 0 ? ", " : "");
    if (principal != NULL)
      /* Translators: who stands in, for whom */
      g_string_append_printf (names, _ ("%1$s (for %2$s)"), name, principal);
    else
      g_string_append (names, name);
  }
  return g_string_free (names, FALSE);
}

/**
 * cs_role_list_lines:
 *
 * Returns: (transfer full) (element-type CsRoleLine): the regions that can be chosen, those with
 *   the same holders together, in the order of the pack
 */
GPtrArray *
cs_role_list_lines (const CsDirectory *directory,
                    const CsPack *pack,
                    const CsRole *role,
                    CsInstant now)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  g_autoptr (GPtrArray) regions = cs_pack_list_leaf_regions (pack);

  for (guint i = 0; i < regions->len; i++) {
    const CsRegion *region = regions->pdata[i];
    g_autoptr (GPtrArray) holders = cs_directory_list_holders (directory,
                                                               pack->id,
                                                               role->id,
                                                               region->id,
                                                               TRUE,
                                                               NULL,
                                                               NULL,
                                                               now);
    g_autofree char *names = dup_names (holders);
    g_autofree char *title = cs_text_dup (region->title, cs_field_context_get_language ());
    CsRoleLine *line = NULL;

    for (guint j = 0; j < lines->len && line == NULL; j++)
      if (g_str_equal (((CsRoleLine *)lines->pdata[j])->people, names))
        line = lines->pdata[j];
    if (line == NULL) {
      line = g_new0 (CsRoleLine, 1);
      line->people = g_steal_pointer (&names);
      line->regions = g_steal_pointer (&title);
      g_ptr_array_add (lines, line);
    } else {
      g_autofree char *longer = g_strdup_printf ("%s, %s", line->regions, title);

      g_free (line->regions);
      line->regions = g_steal_pointer (&longer);
    }
  }
  return lines;
}

/**
 * cs_role_is_vacant:
 *
 * Returns: whether nobody holds the role anywhere, and the pack does not say that it may be left
 * out
 */
gboolean
cs_role_is_vacant (const CsRole *role, const GPtrArray *lines)
{
  return !role->leave_out && lines->len == 1 && *((CsRoleLine *)lines->pdata[0])->people == '\0';
}

/**
 * cs_role_dup_summary:
 *
 * Returns: (transfer full): a role in a line
 */
char *
cs_role_dup_summary (const CsRole *role, const GPtrArray *lines)
{
  const CsRoleLine *empty = NULL, *held = NULL;
  guint n_held = 0;

  for (guint i = 0; i < lines->len; i++) {
    const CsRoleLine *line = lines->pdata[i];

    if (*line->people == '\0') {
      empty = line;
    } else {
      held = line;
      n_held++;
    }
  }
  if (held == NULL)
    return g_strdup (role->leave_out ? _ ("Nobody; left out while vacant") : _ ("Vacant"));
  if (empty == NULL)
    return n_held == 1 ? g_strdup (held->people) : g_strdup (_ ("Differs by region"));
  /* Translators: names of people or “Differs by region”; regions */
  return g_strdup_printf (_ ("%1$s; vacant in %2$s"),
                          n_held == 1 ? held->people : _ ("Differs by region"),
                          empty->regions);
}
