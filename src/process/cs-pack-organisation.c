/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

typedef gpointer (*ReadFunc) (CsPackReader *reader, CsNode node, const char *id);

/* Reads every member of an object, declares it and hands it to the list. */
static void
read_named (CsPackReader *reader,
            CsNode node,
            const char *what,
            CsNameKind kind,
            ReadFunc read,
            GPtrArray *list)
{
  const char *id;
  json_t *value;

  if (node.value == NULL || !cs_pack_reader_map (reader, node, what))
    return;
  json_object_foreach (node.value, id, value)
  {
    CsNode member = cs_node_member (node, id);
    gpointer it = reader->error == NULL ? read (reader, member, id) : NULL;

    if (it == NULL)
      return;
    g_ptr_array_add (list, it);
    cs_pack_reader_declare (reader, kind, member, id, it);
  }
}

static gpointer
read_region (CsPackReader *reader, CsNode node, const char *id)
{
  static const char *const keys[] = {"within", "calendar", "currency", NULL};
  CsRegion *region = g_new0 (CsRegion, 1);
  CsNode currency = cs_node_member (node, "currency");

  g_hash_table_insert (reader->pack->regions, g_strdup (id), region);
  region->id = g_strdup (id);
  region->can_be_chosen = TRUE;
  if (!cs_pack_reader_object (reader, node, "a region", keys))
    return region;
  region->title = cs_pack_reader_title (reader, node, id);
  region->calendar = cs_pack_reader_dup_string (reader, cs_node_member (node, "calendar"));
  region->currency = cs_pack_reader_dup_string (reader, currency);
  if (region->currency != NULL &&
      (strlen (region->currency) != 3 || !g_ascii_isupper (region->currency[0])))
    cs_pack_reader_fail (reader, currency, "a currency such as “BHD” was expected");
  return region;
}

static void
link_regions (CsPackReader *reader, CsNode regions)
{
  GPtrArray *list = reader->pack->region_list;

  for (guint i = 0; i < list->len; i++) {
    CsRegion *region = g_ptr_array_index (list, i);
    CsNode within = cs_node_member (cs_node_member (regions, region->id), "within");
    CsRegion *outer = cs_pack_reader_resolve (reader, within, CS_NAME_REGION);

    region->within = outer;
    for (const CsRegion *at = outer; at != NULL; at = at->within)
      if (at == region) {
        cs_pack_reader_fail (reader, within, "“%s” would lie within itself", region->id);
        region->within = NULL;
        return;
      }
    if (outer != NULL)
      outer->can_be_chosen = FALSE;
  }
  for (guint i = 0; i < list->len; i++) {
    CsRegion *region = g_ptr_array_index (list, i);

    for (const CsRegion *at = region->within; at != NULL; at = at->within) {
      if (region->calendar == NULL)
        region->calendar = g_strdup (at->calendar);
      if (region->currency == NULL)
        region->currency = g_strdup (at->currency);
    }
  }
}

/* Only checked: the directory reads people from the pack's own JSON. */
static gpointer
read_person (CsPackReader *reader, CsNode node, const char *id)
{
  static const char *const keys[] =
      {"name", "mail", "aliases", "external", "mailbox", "region", "language", NULL};
  CsNode mail = cs_node_member (node, "mail");
  const char *address;

  if (!cs_pack_reader_object (reader, node, "a person", keys))
    return NULL;
  cs_pack_reader_string (reader, cs_node_member (node, "name"));
  address = cs_pack_reader_string (reader, mail);
  if (address != NULL &&
      (strchr (address, '@') == NULL || strpbrk (address, " \t\r\n<>,;:\"()") != NULL ||
       strchr (address, '@') != strrchr (address, '@') || address[0] == '@' ||
       g_str_has_suffix (address, "@")))
    cs_pack_reader_fail (reader, mail, "“%s” is not a mail address", address);
  g_strfreev (cs_pack_reader_strings (reader, cs_node_member (node, "aliases")));
  cs_pack_reader_boolean (reader, cs_node_member (node, "external"), FALSE);
  cs_pack_reader_boolean (reader, cs_node_member (node, "mailbox"), FALSE);
  cs_pack_reader_resolve (reader, cs_node_member (node, "region"), CS_NAME_REGION);
  cs_pack_reader_string (reader, cs_node_member (node, "language"));
  return (gpointer)node.value;
}

static void
check_holders (CsPackReader *reader, CsNode holders)
{
  static const char *const keys[] = {"person", "region", "for", NULL};
  gsize n = cs_pack_reader_array (reader, holders, "a list of holders");

  for (gsize i = 0; i < n; i++) {
    CsNode holder = cs_node_element (holders, i);

    if (!cs_pack_reader_object (reader, holder, "a holder", keys))
      return;
    if (json_object_get (holder.value, "person") == NULL)
      cs_pack_reader_fail (reader, holder, "“person” is missing");
    cs_pack_reader_resolve (reader, cs_node_member (holder, "person"), CS_NAME_PERSON);
    cs_pack_reader_resolve (reader, cs_node_member (holder, "region"), CS_NAME_REGION);
    cs_pack_reader_resolve (reader, cs_node_member (holder, "for"), CS_NAME_PERSON);
  }
}

static gpointer
read_role (CsPackReader *reader, CsNode node, const char *id)
{
  static const char *const keys[] = {"aliases", "vacant", "holders", NULL};
  static const char *const vacancies[] = {"block", "leave-out", NULL};
  CsRole *role = g_new0 (CsRole, 1);

  g_hash_table_insert (reader->pack->roles, g_strdup (id), role);
  role->id = g_strdup (id);
  role->aliases = cs_pack_reader_strings (reader, cs_node_member (node, "aliases"));
  if (!cs_pack_reader_object (reader, node, "a role", keys))
    return role;
  role->title = cs_pack_reader_title (reader, node, id);
  role->help = cs_pack_reader_text (reader, cs_node_member (node, "help"));
  role->leave_out =
      cs_pack_reader_enum (reader, cs_node_member (node, "vacant"), vacancies, 0) == 1;
  check_holders (reader, cs_node_member (node, "holders"));
  return role;
}

static gpointer
read_scope (CsPackReader *reader, CsNode node, const char *id)
{
  static const char *const keys[] = {"who", "sync", "log", "retain", NULL};
  CsScope *scope = g_new0 (CsScope, 1);
  CsNode retain = cs_node_member (node, "retain");

  scope->id = g_strdup (id);
  scope->who = cs_pack_reader_who (reader, cs_node_member (node, "who"));
  if (!cs_pack_reader_object (reader, node, "a scope", keys))
    return scope;
  if (strcmp (id, "client") == 0 || strcmp (id, "internal") == 0)
    cs_pack_reader_fail (reader, node, "“%s” is a scope of every pack", id);
  scope->sync = cs_pack_reader_boolean (reader, cs_node_member (node, "sync"), TRUE);
  scope->log = cs_pack_reader_boolean (reader, cs_node_member (node, "log"), FALSE);
  scope->retain = cs_pack_reader_dup_string (reader, retain);
  if (scope->retain != NULL &&
      !g_regex_match_simple ("^[1-9][0-9]{0,3}(d|mo|y)$", scope->retain, 0, 0))
    cs_pack_reader_fail (reader, retain, "a time such as “7y”, “6mo” or “90d” was expected");
  return scope;
}

static gpointer
read_reference (CsPackReader *reader, CsNode node, const char *id)
{
  static const char *const keys[] = {"url", "pattern", "also", NULL};
  CsReference *reference = g_new0 (CsReference, 1);
  CsNode url = cs_node_member (node, "url");

  reference->id = g_strdup (id);
  reference->also = cs_pack_reader_strings (reader, cs_node_member (node, "also"));
  if (!cs_pack_reader_object (reader, node, "a reference type", keys))
    return reference;
  reference->title = cs_pack_reader_title (reader, node, id);
  reference->url = cs_pack_reader_dup_string (reader, url);
  reference->pattern = cs_pack_reader_pattern (reader, cs_node_member (node, "pattern"));
  if (reference->url != NULL && strstr (reference->url, "{key}") == NULL)
    cs_pack_reader_fail (reader, url, "an address with “{key}” in it was expected");
  else if (reference->url != NULL && strcmp (reference->url, "{key}") != 0 &&
           !g_str_has_prefix (reference->url, "https://"))
    cs_pack_reader_fail (reader, url, "an address that begins with https:// was expected");
  return reference;
}

static void
check_setting_default (CsPackReader *reader, CsNode node, const CsSetting *setting)
{
  gboolean is_list = json_is_array (node.value);
  gsize n = is_list ? json_array_size (node.value) : node.value != NULL;

  if (is_list && !setting->many)
    cs_pack_reader_fail (reader, node, "one value was expected; “many” allows several");
  for (gsize i = 0; i < n && reader->error == NULL; i++) {
    CsNode value = is_list ? cs_node_element (node, i) : node;
    CsDuration duration;

    if (setting->options->len > 0)
      cs_pack_reader_is_option (reader, value, setting->options);
    else if (setting->type == CS_FIELD_DURATION)
      cs_pack_reader_duration (reader, value, &duration);
    else
      cs_pack_reader_string (reader, value);
  }
}

static gpointer
read_setting (CsPackReader *reader, CsNode node, const char *id)
{
  static const char *const keys[] =
      {"type", "options", "many", "default", "unclear", "about", NULL};
  static const char *const types[] = {"text", "long", "choice", "yesno", "duration", NULL};
  static const CsFieldType values[] = {CS_FIELD_TEXT,
                                       CS_FIELD_LONG,
                                       CS_FIELD_CHOICE,
                                       CS_FIELD_YESNO,
                                       CS_FIELD_DURATION};
  CsSetting *setting = g_new0 (CsSetting, 1);
  CsNode initial = cs_node_member (node, "default"), type = cs_node_member (node, "type");

  setting->id = g_strdup (id);
  setting->index = reader->pack->settings->len;
  setting->options = cs_pack_reader_options (reader, cs_node_member (node, "options"));
  setting->about = cs_pack_reader_strings (reader, cs_node_member (node, "about"));
  if (!cs_pack_reader_object (reader, node, "a setting", keys))
    return setting;
  if (type.value == NULL || initial.value == NULL)
    cs_pack_reader_fail (reader, node, "“type” and “default” are needed");
  setting->title = cs_pack_reader_title (reader, node, id);
  setting->type = values[cs_pack_reader_enum (reader, type, types, 0)];
  setting->many = cs_pack_reader_boolean (reader, cs_node_member (node, "many"), FALSE);
  setting->unclear = cs_pack_reader_text (reader, cs_node_member (node, "unclear"));
  setting->initial = json_incref (initial.value);
  if (setting->type == CS_FIELD_CHOICE && setting->options->len == 0)
    cs_pack_reader_fail (reader, node, "a choice needs “options”");
  if (setting->type == CS_FIELD_YESNO) {
    for (guint i = 0; i < 2; i++) {
      CsOption *option = g_new0 (CsOption, 1);

      option->id = g_strdup (i == 0 ? "yes" : "no");
      option->title = cs_text_new_from_id (option->id);
      g_ptr_array_add (setting->options, option);
    }
  }
  for (guint i = 0; i < setting->options->len && setting->type == CS_FIELD_DURATION; i++) {
    const CsOption *option = g_ptr_array_index (setting->options, i);
    g_autoptr (GError) error = NULL;
    CsDuration duration;

    if (!cs_duration_parse (option->id, &duration, &error))
      cs_pack_reader_fail (reader, node, "%s", error->message);
  }
  check_setting_default (reader, initial, setting);
  return setting;
}

static gpointer
read_client_field (CsPackReader *reader, CsNode node, const char *id)
{
  return cs_pack_reader_field (reader, node, id);
}

static void
read_client (CsPackReader *reader, CsNode node)
{
  static const char *const keys[] = {"fields", NULL};
  CsNode fields = cs_node_member (node, "fields");
  GPtrArray *list = reader->pack->client_fields;

  if (node.value == NULL || !cs_pack_reader_object (reader, node, "“client”", keys))
    return;
  read_named (reader, fields, "the client's fields", CS_NAME_CLIENT_FIELD, read_client_field, list);
  for (guint i = 0; i < list->len && reader->error == NULL; i++) {
    CsField *field = g_ptr_array_index (list, i);

    field->index = i;
    cs_pack_reader_field_links (reader, cs_node_member (fields, field->id), field);
  }
}

static void
read_document (CsPackReader *reader, CsNode node)
{
  static const char *const keys[] = {"owner", "reviewer", "status", "notice", NULL};

  if (node.value == NULL || !cs_pack_reader_object (reader, node, "“document”", keys))
    return;
  cs_pack_reader_resolve (reader, cs_node_member (node, "owner"), CS_NAME_PERSON);
  cs_pack_reader_resolve (reader, cs_node_member (node, "reviewer"), CS_NAME_PERSON);
  reader->pack->owner = g_strdup (cs_json_get_string (node.value, "owner"));
  reader->pack->reviewer = g_strdup (cs_json_get_string (node.value, "reviewer"));
  reader->pack->status = cs_pack_reader_text (reader, cs_node_member (node, "status"));
  reader->pack->notice = cs_pack_reader_text (reader, cs_node_member (node, "notice"));
}

/**
 * cs_pack_read_organisation: (skip)
 * @reader: a reader
 * @root: the pack
 *
 * Reads all that its processes share: regions, people, roles, scopes, references, settings, the
 * client's record and the process document.
 */
void
cs_pack_read_organisation (CsPackReader *reader, CsNode root)
{
  CsPack *pack = reader->pack;
  CsNode regions = cs_node_member (root, "regions");
  g_autoptr (GPtrArray) people = g_ptr_array_new ();

  if (regions.value == NULL)
    cs_pack_reader_fail (reader, root, "“regions” is missing");
  read_named (reader,
              cs_node_member (root, "settings"),
              "“settings”",
              CS_NAME_SETTING,
              read_setting,
              pack->settings);
  read_named (reader, regions, "“regions”", CS_NAME_REGION, read_region, pack->region_list);
  link_regions (reader, regions);
  read_named (reader,
              cs_node_member (root, "people"),
              "“people”",
              CS_NAME_PERSON,
              read_person,
              people);
  read_named (reader,
              cs_node_member (root, "roles"),
              "“roles”",
              CS_NAME_ROLE,
              read_role,
              pack->role_list);
  read_named (reader,
              cs_node_member (root, "scopes"),
              "“scopes”",
              CS_NAME_SCOPE,
              read_scope,
              pack->scopes);
  read_named (reader,
              cs_node_member (root, "references"),
              "“references”",
              CS_NAME_REFERENCE,
              read_reference,
              pack->references);
  read_client (reader, cs_node_member (root, "client"));
  read_document (reader, cs_node_member (root, "document"));
}
