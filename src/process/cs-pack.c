/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FORMAT 1

static void
region_free (CsRegion *region)
{
  g_free (region->id);
  cs_text_free (region->title);
  g_free (region->calendar);
  g_free (region->currency);
  g_free (region);
}

static void
role_free (CsRole *role)
{
  g_free (role->id);
  cs_text_free (role->title);
  cs_text_free (role->help);
  g_strfreev (role->aliases);
  g_free (role);
}

static void
scope_free (CsScope *scope)
{
  g_free (scope->id);
  g_ptr_array_unref (scope->who);
  g_free (scope->retain);
  g_free (scope);
}

static void
reference_free (CsReference *reference)
{
  g_free (reference->id);
  cs_text_free (reference->title);
  g_free (reference->url);
  g_clear_pointer (&reference->pattern, g_regex_unref);
  g_strfreev (reference->also);
  g_free (reference);
}

static void
setting_free (CsSetting *setting)
{
  g_free (setting->id);
  cs_text_free (setting->title);
  g_ptr_array_unref (setting->options);
  json_decref (setting->initial);
  cs_text_free (setting->unclear);
  g_strfreev (setting->about);
  g_free (setting);
}

static CsPack *
pack_new (GBytes *bytes, CsJson *json)
{
  CsPack *self = g_new0 (CsPack, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->json = json;
  self->root = cs_json_get_root (json);
  self->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  self->regions =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)region_free);
  self->region_list = g_ptr_array_new ();
  self->roles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)role_free);
  self->role_list = g_ptr_array_new ();
  self->scopes = g_ptr_array_new_with_free_func ((GDestroyNotify)scope_free);
  self->references = g_ptr_array_new_with_free_func ((GDestroyNotify)reference_free);
  self->client_fields = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_field_free);
  self->settings = g_ptr_array_new_with_free_func ((GDestroyNotify)setting_free);
  self->processes = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_process_free);
  return self;
}

/**
 * cs_pack_ref:
 * @self: a pack
 *
 * Any thread may hold a pack: it does not change once it is loaded.
 *
 * Returns: (transfer full): @self
 */
CsPack *
cs_pack_ref (const CsPack *self)
{
  CsPack *pack = (CsPack *)self;

  g_atomic_ref_count_inc (&pack->ref_count);
  return pack;
}

/**
 * cs_pack_unref:
 * @self: (transfer full) (nullable): a pack
 */
void
cs_pack_unref (CsPack *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->processes);
  g_ptr_array_unref (self->settings);
  g_ptr_array_unref (self->client_fields);
  g_ptr_array_unref (self->references);
  g_ptr_array_unref (self->scopes);
  g_ptr_array_unref (self->role_list);
  g_hash_table_unref (self->roles);
  g_ptr_array_unref (self->region_list);
  g_hash_table_unref (self->regions);
  cs_text_free (self->title);
  cs_text_free (self->notice);
  cs_text_free (self->status);
  g_free (self->owner);
  g_free (self->reviewer);
  g_strfreev (self->languages);
  g_strfreev (self->teams);
  g_strfreev (self->domains);
  g_free (self->id);
  g_free (self->prefix);
  g_free (self->digest);
  g_free (self->calendar);
  cs_json_free (self->json);
  g_free (self);
}

static void
read_head (CsPackReader *reader, CsNode root)
{
  static const char *const keys[] = {
      "format",  "pack",     "prefix",    "version", "languages", "document", "calendar",
      "domains", "keep",     "teams",     "regions", "people",    "roles",    "references",
      "scopes",  "settings", "processes", "client",  NULL,
  };
  CsPack *pack = reader->pack;
  CsNode prefix = cs_node_member (root, "prefix"), keep = cs_node_member (root, "keep");

  if (!cs_pack_reader_object (reader, root, "a pack", keys))
    return;
  if (cs_pack_reader_integer (reader, cs_node_member (root, "format"), 1, G_MAXINT32, 0) != FORMAT)
    cs_pack_reader_fail (reader, root, "“format” %d was expected", FORMAT);
  pack->id = cs_pack_reader_dup_string (reader, cs_node_member (root, "pack"));
  cs_pack_reader_is_id (reader, root, pack->id);
  pack->prefix = cs_pack_reader_dup_string (reader, prefix);
  if (pack->prefix == NULL || !g_regex_match_simple ("^[A-Z]{1,8}$", pack->prefix, 0, 0))
    cs_pack_reader_fail (reader, prefix, "“prefix” was expected: one to eight capital letters");
  pack->version =
      cs_pack_reader_integer (reader, cs_node_member (root, "version"), 1, G_MAXINT32, 0);
  if (pack->version == 0)
    cs_pack_reader_fail (reader, root, "“version” was expected: a whole number from 1");
  pack->languages = cs_pack_reader_strings (reader, cs_node_member (root, "languages"));
  if (pack->languages[0] == NULL)
    cs_pack_reader_fail (reader, root, "“languages” was expected: a list such as [\"en\"]");
  pack->teams = cs_pack_reader_strings (reader, cs_node_member (root, "teams"));
  pack->domains = cs_pack_reader_strings (reader, cs_node_member (root, "domains"));
  pack->calendar = cs_pack_reader_dup_string (reader, cs_node_member (root, "calendar"));
  pack->title = cs_pack_reader_title (reader, root, pack->id);
  if (keep.value != NULL && !g_regex_match_simple ("^[1-9][0-9]{0,3}(d|mo|y)$",
                                                   cs_pack_reader_string (reader, keep) ?: "",
                                                   0,
                                                   0))
    cs_pack_reader_fail (reader, keep, "a time such as “2y” was expected");
}

static void
read_processes (CsPackReader *reader, CsNode node)
{
  gsize n = cs_pack_reader_array (reader, node, "“processes”");

  if (n == 0)
    cs_pack_reader_fail (reader, node, "a pack needs “processes”");
  for (gsize i = 0; i < n && reader->error == NULL; i++) {
    CsNode element = cs_node_element (node, i);

    cs_pack_read_process (reader, element);
    for (gsize j = 0; j < i && reader->error == NULL; j++) {
      const CsProcess *first = g_ptr_array_index (reader->pack->processes, j);
      const CsProcess *second = g_ptr_array_index (reader->pack->processes, i);

      if (strcmp (first->id, second->id) == 0)
        cs_pack_reader_fail (reader, element, "a second process “%s” (L-04)", second->id);
    }
  }
}

/**
 * cs_pack_new_from_bytes:
 * @name: what errors call the file
 * @bytes: a pack in JSON
 * @error: `CS_ERROR_INVALID`, beginning `name:line:column: `, for whatever
 *   countersign-pack(5) does not describe; `CS_ERROR_TOO_NEW` is not told apart
 *
 * Reads a pack whole, with all defaults filled in and all names resolved. What can be read and yet
 * makes no sense is found by [func@pack_check].
 *
 * Returns: (transfer full) (nullable): the pack
 */
CsPack *
cs_pack_new_from_bytes (const char *name, GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  CsJson *json;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (CsPackReader) reader = NULL;
  g_autoptr (CsPack) pack = NULL;
  CsNode root;

  if (length > CS_PACK_LIMIT_BYTES) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "%s:1:1: a pack has at most %d bytes (L-01)",
                 name,
                 CS_PACK_LIMIT_BYTES);
    return NULL;
  }
  json = cs_json_parse (name, text != NULL ? text : "", length, &refusal);
  if (json == NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "%s (L-01)", refusal->message);
    return NULL;
  }
  root = cs_node_root (cs_json_get_root (json));
  pack = pack_new (bytes, json);
  reader = cs_pack_reader_new (json, pack);
  if (cs_pack_reader_refuse_floats (reader, root.value))
    read_head (reader, root);
  if (reader->error == NULL)
    cs_pack_read_organisation (reader, root);
  if (reader->error == NULL)
    read_processes (reader, cs_node_member (root, "processes"));
  if (reader->error != NULL) {
    g_propagate_error (error, g_steal_pointer (&reader->error));
    return NULL;
  }
  return g_steal_pointer (&pack);
}

/**
 * cs_pack_load:
 * @path: a pack.json
 * @error: as of [ctor@Pack.new_from_bytes], `CS_ERROR_NOT_FOUND`
 *
 * Returns: (transfer full) (nullable): the pack in the file
 */
CsPack *
cs_pack_load (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *text;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local)) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "%s", local->message);
    return NULL;
  }
  bytes = g_bytes_new_take (text, length);
  return cs_pack_new_from_bytes (name, bytes, error);
}

/* All things with an id begin with it. */
static gpointer
find_by_id (const GPtrArray *list, const char *id)
{
  for (guint i = 0; i < list->len; i++) {
    char **thing = g_ptr_array_index (list, i);

    if (g_strcmp0 (*thing, id) == 0)
      return thing;
  }
  return NULL;
}

/**
 * cs_pack_get_process:
 * @self: a pack
 * @id: (nullable): a process
 *
 * Returns: (nullable): it
 */
const CsProcess *
cs_pack_get_process (const CsPack *self, const char *id)
{
  return find_by_id (self->processes, id);
}

/**
 * cs_pack_get_region:
 * @self: a pack
 * @id: (nullable): a region
 *
 * Returns: (nullable): it
 */
const CsRegion *
cs_pack_get_region (const CsPack *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->regions, id) : NULL;
}

/**
 * cs_pack_region_is_within:
 * @self: a pack
 * @region: (nullable): a region
 * @ancestor: (nullable): another
 *
 * Returns: whether @region is @ancestor or lies within it
 */
gboolean
cs_pack_region_is_within (const CsPack *self, const char *region, const char *ancestor)
{
  for (const CsRegion *at = cs_pack_get_region (self, region); at != NULL; at = at->within)
    if (g_strcmp0 (at->id, ancestor) == 0)
      return TRUE;
  return FALSE;
}

/**
 * cs_pack_list_leaf_regions:
 * @self: a pack
 *
 * Returns: (transfer container) (element-type CsRegion): the regions a person or a client is in:
 *   those that no other lies within, in pack order
 */
GPtrArray *
cs_pack_list_leaf_regions (const CsPack *self)
{
  GPtrArray *leaves = g_ptr_array_new ();

  for (guint i = 0; i < self->region_list->len; i++) {
    const CsRegion *region = self->region_list->pdata[i];
    gboolean is_leaf = TRUE;

    for (guint j = 0; j < self->region_list->len; j++)
      is_leaf = is_leaf && ((const CsRegion *)self->region_list->pdata[j])->within != region;
    if (is_leaf)
      g_ptr_array_add (leaves, (gpointer)region);
  }
  return leaves;
}

/**
 * cs_pack_is_role_given:
 * @self: a pack
 * @role: id of a role
 *
 * Returns: whether the pack itself names who holds the role
 */
gboolean
cs_pack_is_role_given (const CsPack *self, const char *role)
{
  const json_t *written = json_object_get (json_object_get (self->root, "roles"), role);

  return json_array_size (json_object_get (written, "holders")) > 0;
}

/**
 * cs_pack_get_role:
 * @self: a pack
 * @id: (nullable): a role
 *
 * Returns: (nullable): it
 */
const CsRole *
cs_pack_get_role (const CsPack *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->roles, id) : NULL;
}

/**
 * cs_pack_get_setting:
 * @self: a pack
 * @id: (nullable): a setting, such as `Q-01`
 *
 * Returns: (nullable): it
 */
const CsSetting *
cs_pack_get_setting (const CsPack *self, const char *id)
{
  return find_by_id (self->settings, id);
}

/**
 * cs_pack_is_final:
 * @self: a pack
 *
 * Returns: whether the process document is final, or says nothing about it (PH-01)
 */
gboolean
cs_pack_is_final (const CsPack *self)
{
  g_autofree char *status = cs_text_dup (self->status, "en");

  return status[0] == '\0' || g_ascii_strcasecmp (status, "final") == 0;
}

/**
 * cs_pack_dup_warning:
 * @self: a pack
 * @language: of the reader
 *
 * Returns: (transfer full) (nullable): that the process document is not final, its status and who
 *   answers for it (PH-01); %NULL for one that is
 */
char *
cs_pack_dup_warning (const CsPack *self, const char *language)
{
  g_autofree char *status = cs_text_dup (self->status, language);
  const char *owner = cs_pack_get_person_name (self, self->owner);
  const char *reviewer = cs_pack_get_person_name (self, self->reviewer);
  GString *text;

  if (cs_pack_is_final (self))
    return NULL;
  text = g_string_new (NULL);
  g_string_append_printf (text, _ ("The process document is not final: %s."), status);
  if (owner != NULL)
    g_string_append_printf (text, _ (" Owner: %s."), owner);
  if (reviewer != NULL)
    g_string_append_printf (text, _ (" Reviewer: %s."), reviewer);
  return g_string_free (text, FALSE);
}

/**
 * cs_pack_get_person_name:
 * @self: a pack
 * @id: (nullable): one of its people
 *
 * Returns: (nullable): the name, or the address where there is no name
 */
const char *
cs_pack_get_person_name (const CsPack *self, const char *id)
{
  const json_t *people = json_object_get (self->root, "people");
  const json_t *person = id != NULL ? json_object_get (people, id) : NULL;
  const char *name = cs_json_get_string (person, "name");

  return name != NULL ? name : cs_json_get_string (person, "mail");
}

/**
 * cs_pack_get_reference:
 * @self: a pack
 * @id: (nullable): a type of reference
 *
 * Returns: (nullable): it
 */
const CsReference *
cs_pack_get_reference (const CsPack *self, const char *id)
{
  return find_by_id (self->references, id);
}

/**
 * cs_pack_dup_reference_url:
 * @self: a pack
 * @type: (nullable): a type of reference
 * @key: a key in that system, such as `DESK-12`
 *
 * Works out where the referenced thing can be seen (T-20). A key that its type does not allow gives
 * no address; elsewhere than alone, it is escaped.
 *
 * Returns: (transfer full) (nullable): an https address
 */
char *
cs_pack_dup_reference_url (const CsPack *self, const char *type, const char *key)
{
  const CsReference *reference = cs_pack_get_reference (self, type);
  g_autofree char *escaped = NULL;
  g_auto (GStrv) parts = NULL;

  if (reference == NULL || reference->url == NULL)
    return NULL;
  if (reference->pattern != NULL && !g_regex_match (reference->pattern, key, 0, NULL))
    return NULL;
  if (strcmp (reference->url, "{key}") == 0)
    return g_str_has_prefix (key, "https://") ? g_strdup (key) : NULL;
  escaped = g_uri_escape_string (key, NULL, TRUE);
  parts = g_strsplit (reference->url, "{key}", -1);
  return g_strjoinv (escaped, parts);
}

/**
 * cs_process_get_field:
 * @self: a process
 * @id: (nullable): a field
 *
 * Returns: (nullable): it
 */
const CsField *
cs_process_get_field (const CsProcess *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->fields_by_id, id) : NULL;
}

/**
 * cs_process_get_step:
 * @self: a process
 * @id: (nullable): a step
 *
 * Returns: (nullable): it
 */
const CsStep *
cs_process_get_step (const CsProcess *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->steps_by_id, id) : NULL;
}

/**
 * cs_process_get_gate:
 * @self: a process
 * @id: (nullable): a gate
 *
 * Returns: (nullable): it
 */
const CsGate *
cs_process_get_gate (const CsProcess *self, const char *id)
{
  return find_by_id (self->gates, id);
}

/**
 * cs_process_get_document:
 * @self: a process
 * @id: (nullable): a document
 *
 * Returns: (nullable): it
 */
const CsDocument *
cs_process_get_document (const CsProcess *self, const char *id)
{
  return find_by_id (self->documents, id);
}

/**
 * cs_process_get_mail:
 * @self: a process
 * @id: (nullable): a mail, such as `RC-01`
 *
 * Returns: (nullable): it
 */
const CsMail *
cs_process_get_mail (const CsProcess *self, const char *id)
{
  return find_by_id (self->mails, id);
}

/**
 * cs_process_get_clock:
 * @self: a process
 * @id: (nullable): a clock, such as `D-08`
 *
 * Returns: (nullable): it
 */
const CsClockDef *
cs_process_get_clock (const CsProcess *self, const char *id)
{
  return find_by_id (self->clocks, id);
}

/**
 * cs_approval_get_level:
 * @self: an approval
 * @id: (nullable): a level
 *
 * Returns: (nullable): it
 */
const CsLevel *
cs_approval_get_level (const CsApproval *self, const char *id)
{
  return find_by_id (self->levels, id);
}
