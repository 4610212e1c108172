/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-directory-private.h"

static void
person_clear (gpointer data)
{
  CsPerson *person = data;

  g_free (person->id);
  g_free (person->name);
  g_free (person->mail);
  g_strfreev (person->aliases);
  g_free (person->region);
  g_free (person->language);
}

/**
 * cs_directory_person_unref:
 * @person: (transfer full): a person
 */
void
cs_directory_person_unref (CsPerson *person)
{
  g_atomic_rc_box_release_full (person, person_clear);
}

/**
 * cs_directory_strings:
 * @list: (nullable): a list of strings, or one string
 *
 * Returns: (transfer full): its strings
 */
GStrv
cs_directory_strings (const json_t *list)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const json_t *item;
  size_t i;

  if (json_is_string (list))
    g_strv_builder_add (builder, json_string_value (list));
  json_array_foreach ((json_t *)list, i, item)
  {
    if (json_is_string (item))
      g_strv_builder_add (builder, json_string_value (item));
  }
  return g_strv_builder_end (builder);
}

static gboolean
is_outside (const char *mail, char **domains)
{
  const char *at = mail != NULL ? strrchr (mail, '@') : NULL;

  if (at == NULL || domains == NULL || domains[0] == NULL)
    return FALSE;
  for (; *domains != NULL; domains++) {
    if (g_ascii_strcasecmp (at + 1, *domains) == 0)
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_directory_person_new:
 * @id: the person
 * @data: as in a pack's `people` or in a person entry
 * @domains: (nullable): mail domains of the house; a mail outside them is external
 *
 * Returns: (transfer full): the person
 */
CsPerson *
cs_directory_person_new (const char *id, const json_t *data, char **domains)
{
  CsPerson *self = g_atomic_rc_box_new0 (CsPerson);
  const char *name = cs_json_get_string (data, "name");
  const json_t *external = json_object_get (data, "external");
  const json_t *can_act = json_object_get (data, "can_act");

  self->id = g_strdup (id);
  self->mail = g_strdup (cs_json_get_string (data, "mail"));
  self->name = g_strdup (name != NULL ? name : self->mail != NULL ? self->mail : id);
  self->aliases = cs_directory_strings (json_object_get (data, "aliases"));
  self->region = g_strdup (cs_json_get_string (data, "region"));
  self->language = g_strdup (cs_json_get_string (data, "language"));
  self->external = external != NULL ? json_is_true (external) : is_outside (self->mail, domains);
  self->can_act = can_act != NULL ? json_is_true (can_act)
                                  : !json_is_true (json_object_get (data, "mailbox"));
  return self;
}

static void
client_clear (gpointer data)
{
  CsClient *client = data;

  g_free (client->id);
  g_free (client->name);
  g_free (client->region);
  g_ptr_array_unref (client->contacts);
  json_decref (client->fields);
}

static void
client_unref (CsClient *client)
{
  g_atomic_rc_box_release_full (client, client_clear);
}

static void
delegation_clear (gpointer data)
{
  CsDelegation *delegation = data;

  g_free (delegation->id);
  g_free (delegation->from_person);
  g_free (delegation->to_person);
  g_free (delegation->process);
  g_free (delegation->region);
  g_array_unref (delegation->up_to);
  g_free (delegation->note);
}

static void
delegation_unref (CsDelegation *delegation)
{
  g_atomic_rc_box_release_full (delegation, delegation_clear);
}

static void
activation_clear (gpointer data)
{
  CsActivation *activation = data;

  g_free (activation->pack);
  g_free (activation->digest);
  json_decref (activation->settings);
}

static void
activation_unref (CsActivation *activation)
{
  g_atomic_rc_box_release_full (activation, activation_clear);
}

static void
device_clear (gpointer data)
{
  CsDirectoryDevice *device = data;

  g_free (device->id);
  g_free (device->person);
  g_free (device->name);
  g_free (device->key);
}

static void
device_unref (CsDirectoryDevice *device)
{
  g_atomic_rc_box_release_full (device, device_clear);
}

static GHashTable *
table_new (gpointer unref)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)unref);
}

/**
 * cs_directory_new:
 *
 * Returns: (transfer full): a directory of nobody
 */
CsDirectory *
cs_directory_new (void)
{
  CsDirectory *self = g_new0 (CsDirectory, 1);

  self->people = table_new (cs_directory_person_unref);
  self->clients = table_new (client_unref);
  self->contacts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->packs = table_new (cs_directory_pack_unref);
  self->activations = table_new (activation_unref);
  self->holdings = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_directory_holding_unref);
  self->delegations = g_ptr_array_new_with_free_func ((GDestroyNotify)delegation_unref);
  self->devices = table_new (device_unref);
  self->calendars =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  return self;
}

/**
 * cs_directory_free:
 * @self: (transfer full) (nullable): a directory
 */
void
cs_directory_free (CsDirectory *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->people);
  g_hash_table_unref (self->clients);
  g_hash_table_unref (self->contacts);
  g_hash_table_unref (self->packs);
  g_hash_table_unref (self->activations);
  g_ptr_array_unref (self->holdings);
  g_ptr_array_unref (self->delegations);
  g_hash_table_unref (self->devices);
  g_hash_table_unref (self->calendars);
  g_clear_pointer (&self->readers, g_hash_table_unref);
  g_free (self);
}

/* The keys of these tables are the values' own ids. */
static void
share_table (GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, key, g_atomic_rc_box_acquire (value));
}

static void
share_list (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_atomic_rc_box_acquire (from->pdata[i]));
}

/**
 * cs_directory_copy:
 * @self: a directory
 *
 * Makes a copy that stays as it is while @self goes on; the people and clients in it are shared,
 * so another thread may read the copy.
 *
 * Returns: (transfer full): the copy
 */
CsDirectory *
cs_directory_copy (const CsDirectory *self)
{
  CsDirectory *copy = cs_directory_new ();
  GHashTableIter iter;
  gpointer key, value;

  share_table (copy->people, self->people);
  share_table (copy->clients, self->clients);
  share_table (copy->packs, self->packs);
  share_table (copy->activations, self->activations);
  share_table (copy->devices, self->devices);
  share_list (copy->holdings, self->holdings);
  share_list (copy->delegations, self->delegations);
  g_hash_table_iter_init (&iter, self->contacts);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->contacts, g_strdup (key), g_strdup (value));
  cs_directory_share_calendars (copy, self);
  return copy;
}

/**
 * cs_directory_add_pack:
 * @self: a directory
 * @pack: id of a pack
 * @root: the pack's whole JSON, already checked
 *
 * Makes a pack's regions and roles known, and its people and holders unless the pack was activated
 * without them (`defaults: false`). Called again for a newer version, it replaces the older.
 */
void
cs_directory_add_pack (CsDirectory *self, const char *pack, const json_t *root)
{
  const CsActivation *activation = g_hash_table_lookup (self->activations, pack);
  CsDirectoryPack *kept =
      cs_directory_pack_new (pack, root, activation == NULL || activation->has_defaults);

  g_clear_pointer (&self->readers, g_hash_table_unref);
  g_hash_table_replace (self->packs, kept->id, kept);
}

static void
apply_person (CsDirectory *self, const json_t *data)
{
  CsPerson *person = cs_directory_person_new (cs_json_get_string (data, "id"), data, NULL);

  g_hash_table_replace (self->people, person->id, person);
}

static gboolean
is_same_holding (const CsHolding *a, const CsHolding *b)
{
  return g_str_equal (a->pack, b->pack) && g_str_equal (a->role, b->role) &&
         g_str_equal (a->person, b->person) && g_strcmp0 (a->region, b->region) == 0 &&
         g_strcmp0 (a->for_person, b->for_person) == 0;
}

static void
apply_role (CsDirectory *self, const json_t *data)
{
  const json_t *held = json_object_get (data, "held");
  CsHolding *holding = cs_directory_holding_new (cs_json_get_string (data, "pack"),
                                                 cs_json_get_string (data, "role"),
                                                 data,
                                                 held == NULL || json_is_true (held));

  if (holding == NULL)
    return;
  for (guint i = 0; i < self->holdings->len; i++) {
    if (is_same_holding (self->holdings->pdata[i], holding)) {
      g_ptr_array_remove_index (self->holdings, i);
      break;
    }
  }
  g_ptr_array_add (self->holdings, holding);
}

/* Only what it had itself: looking at everybody's contacts for every client takes them squared. */
static void
drop_contacts (CsDirectory *self, const char *id)
{
  const CsClient *client = g_hash_table_lookup (self->clients, id);

  for (guint i = 0; client != NULL && i < client->contacts->len; i++) {
    const CsPerson *contact = client->contacts->pdata[i];

    if (g_strcmp0 (g_hash_table_lookup (self->contacts, contact->id), id) == 0)
      g_hash_table_remove (self->contacts, contact->id);
  }
}

static void
apply_client (CsDirectory *self, const json_t *data)
{
  CsClient *client = g_atomic_rc_box_new0 (CsClient);
  const json_t *fields = json_object_get (data, "fields");
  const json_t *contact;
  size_t i;

  client->id = g_strdup (cs_json_get_string (data, "id"));
  client->name = g_strdup (cs_json_get_string (data, "name"));
  if (client->name == NULL)
    client->name = g_strdup (client->id);
  client->region = g_strdup (cs_json_get_string (data, "region"));
  client->fields = fields != NULL ? json_deep_copy (fields) : json_object ();
  client->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_directory_person_unref);
  drop_contacts (self, client->id);
  json_array_foreach (json_object_get (data, "contacts"), i, contact)
  {
    const char *id = cs_json_get_string (contact, "id");
    CsPerson *person;

    if (id == NULL)
      continue;
    person = cs_directory_person_new (id, contact, NULL);
    person->external = TRUE;
    person->can_act = FALSE;
    g_ptr_array_add (client->contacts, person);
    g_hash_table_replace (self->contacts, g_strdup (id), g_strdup (client->id));
  }
  g_hash_table_replace (self->clients, client->id, client);
}

static void
end_delegation (CsDirectory *self, const char *id)
{
  for (guint i = 0; i < self->delegations->len; i++) {
    const CsDelegation *old = self->delegations->pdata[i];
    CsDelegation *ended;

    if (g_strcmp0 (old->id, id) != 0)
      continue;
    ended = g_atomic_rc_box_new (CsDelegation);
    *ended = *old;
    ended->id = g_strdup (old->id);
    ended->from_person = g_strdup (old->from_person);
    ended->to_person = g_strdup (old->to_person);
    ended->process = g_strdup (old->process);
    ended->region = g_strdup (old->region);
    ended->up_to = g_array_ref (old->up_to);
    ended->note = g_strdup (old->note);
    ended->ended = TRUE;
    g_ptr_array_insert (self->delegations, (int)i, ended);
    g_ptr_array_remove_index (self->delegations, i + 1);
    return;
  }
}

static void
apply_delegation (CsDirectory *self, const char *id, const json_t *data)
{
  CsDelegation *delegation;
  const json_t *limit;
  size_t i;

  if (json_is_true (json_object_get (data, "ended"))) {
    end_delegation (self, cs_json_get_string (data, "id"));
    return;
  }
  delegation = g_atomic_rc_box_new0 (CsDelegation);
  delegation->id = g_strdup (id);
  delegation->from_person = g_strdup (cs_json_get_string (data, "from"));
  delegation->to_person = g_strdup (cs_json_get_string (data, "to"));
  delegation->process = g_strdup (cs_json_get_string (data, "process"));
  delegation->region = g_strdup (cs_json_get_string (data, "region"));
  delegation->note = g_strdup (cs_json_get_string (data, "note"));
  delegation->up_to = g_array_new (FALSE, FALSE, sizeof (CsMoney));
  cs_instant_parse (cs_json_get_string (data, "since"), &delegation->from, NULL);
  cs_instant_parse (cs_json_get_string (data, "until"), &delegation->until, NULL);
  json_array_foreach (json_object_get (data, "up_to"), i, limit)
  {
    CsMoney money;

    if (cs_money_from_json (limit, &money, NULL))
      g_array_append_val (delegation->up_to, money);
  }
  g_ptr_array_add (self->delegations, delegation);
}

/* What an entry does not say stays as it was. */
static void
apply_device (CsDirectory *self, const char *by, const json_t *data)
{
  CsDirectoryDevice *device = g_atomic_rc_box_new0 (CsDirectoryDevice);
  const CsDirectoryDevice *old =
      g_hash_table_lookup (self->devices, cs_json_get_string (data, "id"));
  const char *person = cs_json_get_string (data, "person");
  const char *name = cs_json_get_string (data, "name");
  const char *key = cs_json_get_string (data, "key");

  device->id = g_strdup (cs_json_get_string (data, "id"));
  device->person = g_strdup (person != NULL ? person : by);
  device->name = g_strdup (name != NULL || old == NULL ? name : old->name);
  device->key = g_strdup (key != NULL || old == NULL ? key : old->key);
  device->revoked = json_is_true (json_object_get (data, "revoked"));
  g_hash_table_replace (self->devices, device->id, device);
}

static void
apply_pack (CsDirectory *self, const json_t *data)
{
  CsActivation *activation = g_atomic_rc_box_new0 (CsActivation);
  const json_t *settings = json_object_get (data, "settings");
  const json_t *defaults = json_object_get (data, "defaults");

  activation->pack = g_strdup (cs_json_get_string (data, "pack"));
  activation->digest = g_strdup (cs_json_get_string (data, "digest"));
  activation->settings = settings != NULL ? json_deep_copy (settings) : json_object ();
  activation->has_defaults = defaults == NULL || json_is_true (defaults);
  g_hash_table_replace (self->activations, activation->pack, activation);
}

static gboolean
apply_calendar (CsDirectory *self, const CsEntry *entry, const json_t *data, GError **error)
{
  g_autoptr (CsCalendar) calendar =
      cs_calendar_new_from_json (json_object_get (data, "calendar"), error);

  if (calendar == NULL)
    return FALSE;
  cs_directory_revise_calendar (self,
                                cs_json_get_string (data, "id"),
                                calendar,
                                cs_entry_get_received (entry),
                                json_is_true (json_object_get (data, "keep_open")));
  return TRUE;
}

/* The member of data that each kind cannot do without. */
static const char *
get_required_member (CsEntryKind kind)
{
  switch ((int)kind) {
    case CS_KIND_PERSON:
    case CS_KIND_CLIENT:
    case CS_KIND_DEVICE:
    case CS_KIND_CALENDAR:
      return "id";
    case CS_KIND_ROLE:
    case CS_KIND_PACK:
      return "pack";
    case CS_KIND_DELEGATION:
      return NULL;
    default:
      return "";
  }
}

static gboolean
is_delegation_whole (const json_t *data)
{
  CsInstant instant;

  if (json_is_true (json_object_get (data, "ended")))
    return cs_json_get_string (data, "id") != NULL;
  return cs_json_get_string (data, "from") != NULL && cs_json_get_string (data, "to") != NULL &&
         cs_json_get_string (data, "since") != NULL && cs_json_get_string (data, "until") != NULL &&
         cs_instant_parse (cs_json_get_string (data, "since"), &instant, NULL) &&
         cs_instant_parse (cs_json_get_string (data, "until"), &instant, NULL);
}

/**
 * cs_directory_apply:
 * @self: a directory
 * @entry: an entry of the directory's kinds
 * @error: `CS_ERROR_INVALID` when it says nothing that could be applied; @self is then unchanged
 *
 * Folds one more entry. Only its form is looked at: whether it may follow was the rules' question.
 *
 * Returns: whether it was applied
 */
gboolean
cs_directory_apply (CsDirectory *self, CsEntry *entry, GError **error)
{
  const json_t *data = cs_entry_get_data (entry);
  CsEntryKind kind = cs_entry_get_kind (entry);
  const char *member = get_required_member (kind);

  if (member == NULL ? !is_delegation_whole (data) : cs_json_get_string (data, member) == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "A “%s” entry lacks what it is about",
                 cs_entry_get_kind_name (entry));
    return FALSE;
  }
  g_clear_pointer (&self->readers, g_hash_table_unref);
  switch ((int)kind) {
    case CS_KIND_PERSON:
      apply_person (self, data);
      return TRUE;
    case CS_KIND_ROLE:
      apply_role (self, data);
      return TRUE;
    case CS_KIND_CLIENT:
      apply_client (self, data);
      return TRUE;
    case CS_KIND_DELEGATION:
      apply_delegation (self, cs_entry_get_id (entry), data);
      return TRUE;
    case CS_KIND_DEVICE:
      apply_device (self, cs_entry_get_by (entry), data);
      return TRUE;
    case CS_KIND_PACK:
      apply_pack (self, data);
      return TRUE;
    default:
      return apply_calendar (self, entry, data, error);
  }
}
