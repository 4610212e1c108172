/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

/* Names of a pack: what may be one, declaring each once, and finding what is meant (L-03, L-04). */

static const char *const name_kinds[CS_N_NAMES] = {
    "region",
    "person",
    "role",
    "scope",
    "reference type",
    "setting",
    "client field",
    "field",
    "document",
    "gate",
    "stage",
    "step",
    "clock",
    "pause",
    "mail",
};

/**
 * cs_pack_reader_is_id: (skip)
 * @self: a reader
 * @node: where it stands
 * @id: (nullable): a name
 *
 * Returns: whether it is a letter followed by at most 39 letters, digits, `_` or `-`
 */
gboolean
cs_pack_reader_is_id (CsPackReader *self, CsNode node, const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;
  gboolean is_good = length >= 1 && length <= 40 && g_ascii_isalpha (id[0]);

  if (self->error != NULL)
    return FALSE;
  for (gsize i = 0; is_good && i < length; i++)
    is_good = g_ascii_isalnum (id[i]) || id[i] == '_' || id[i] == '-';
  if (!is_good && id == NULL)
    cs_pack_reader_fail (self, node, "“id” is missing");
  else if (!is_good)
    cs_pack_reader_fail (self,
                         node,
                         "“%s” is not an id: a letter, then at most 39 letters, digits, _ or -",
                         id);
  return is_good;
}

/**
 * cs_pack_reader_declare: (skip)
 * @self: a reader
 * @kind: kind of name
 * @node: where the thing stands
 * @id: its name
 * @it: the thing
 *
 * Makes a name known; refuses the second of its kind, and a field named as a role (or a role as a
 * field), because both may stand in a who.
 */
void
cs_pack_reader_declare (CsPackReader *self,
                        CsNameKind kind,
                        CsNode node,
                        const char *id,
                        gpointer it)
{
  if (!cs_pack_reader_is_id (self, node, id))
    return;
  if (g_hash_table_contains (self->names[kind], id))
    cs_pack_reader_fail (self, node, "a second %s “%s” (L-04)", name_kinds[kind], id);
  else if (kind == CS_NAME_FIELD && g_hash_table_contains (self->names[CS_NAME_ROLE], id))
    cs_pack_reader_fail (self, node, "“%s” is a role already; a field needs another id", id);
  else
    g_hash_table_insert (self->names[kind], g_strdup (id), it);
}

/**
 * cs_pack_reader_lookup: (skip)
 * @self: a reader
 * @kind: kind of name
 * @id: (nullable): a name
 *
 * Returns: (transfer none) (nullable): what has it
 */
gpointer
cs_pack_reader_lookup (CsPackReader *self, CsNameKind kind, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->names[kind], id) : NULL;
}

/**
 * cs_pack_reader_resolve: (skip)
 * @self: a reader
 * @node: where a name is expected
 * @kind: its kind
 *
 * Returns: (transfer none) (nullable): what has it; %NULL where it is missing or unknown
 */
gpointer
cs_pack_reader_resolve (CsPackReader *self, CsNode node, CsNameKind kind)
{
  const char *name = cs_pack_reader_string (self, node);
  gpointer found = cs_pack_reader_lookup (self, kind, name);

  if (name != NULL && found == NULL)
    cs_pack_reader_fail_unknown (self, node, name_kinds[kind], name, self->names[kind]);
  return found;
}

/**
 * cs_pack_reader_resolve_list: (skip)
 * @self: a reader
 * @node: where a name or a list of names is expected
 * @kind: their kind
 *
 * Returns: (transfer full): what has them, borrowed, none twice
 */
GPtrArray *
cs_pack_reader_resolve_list (CsPackReader *self, CsNode node, CsNameKind kind)
{
  GPtrArray *found = g_ptr_array_new ();
  gboolean is_single = json_is_string (node.value);
  gsize n = is_single ? 1 : cs_pack_reader_array (self, node, "a list of ids");

  for (gsize i = 0; i < n && self->error == NULL; i++) {
    CsNode element = is_single ? node : cs_node_element (node, i);
    gpointer one = cs_pack_reader_resolve (self, element, kind);

    if (one == NULL)
      break;
    if (g_ptr_array_find (found, one, NULL))
      cs_pack_reader_fail (self,
                           element,
                           "“%s” is here twice (L-04)",
                           json_string_value (element.value));
    g_ptr_array_add (found, one);
  }
  return found;
}
