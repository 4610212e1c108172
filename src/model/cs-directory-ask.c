/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-directory-private.h"

/**
 * cs_directory_get_person:
 * @self: a directory
 * @id: (nullable): a person or a client's contact
 *
 * Returns: (transfer none) (nullable): the person
 */
const CsPerson *
cs_directory_get_person (const CsDirectory *self, const char *id)
{
  const CsPerson *person;
  const CsClient *client;
  GHashTableIter iter;
  CsDirectoryPack *pack;

  if (id == NULL)
    return NULL;
  person = g_hash_table_lookup (self->people, id);
  if (person != NULL)
    return person;
  client = cs_directory_get_client (self, g_hash_table_lookup (self->contacts, id));
  for (guint i = 0; client != NULL && i < client->contacts->len; i++) {
    person = client->contacts->pdata[i];
    if (g_str_equal (person->id, id))
      return person;
  }
  g_hash_table_iter_init (&iter, self->packs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&pack)) {
    person = g_hash_table_lookup (pack->people, id);
    if (person != NULL)
      return person;
  }
  return NULL;
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  const CsPerson *one = *(const CsPerson *const *)a;
  const CsPerson *other = *(const CsPerson *const *)b;
  int order = g_utf8_collate (one->name, other->name);

  return order != 0 ? order : strcmp (one->id, other->id);
}

/**
 * cs_directory_list_people:
 * @self: a directory
 *
 * Lists everybody of the house, contacts of clients apart, by name.
 *
 * Returns: (transfer container) (element-type CsPerson): the people
 */
GPtrArray *
cs_directory_list_people (const CsDirectory *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter, people;
  CsDirectoryPack *pack;
  CsPerson *person;

  g_hash_table_iter_init (&people, self->people);
  while (g_hash_table_iter_next (&people, NULL, (gpointer *)&person))
    g_ptr_array_add (list, person);
  g_hash_table_iter_init (&iter, self->packs);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&pack)) {
    g_hash_table_iter_init (&people, pack->people);
    while (g_hash_table_iter_next (&people, NULL, (gpointer *)&person)) {
      if (cs_directory_get_person (self, person->id) == person)
        g_ptr_array_add (list, person);
    }
  }
  g_ptr_array_sort (list, compare_people);
  return list;
}

static void
add_reader (GHashTable *readers, const CsPerson *person)
{
  g_autofree char *mail = person->mail != NULL ? g_ascii_strdown (person->mail, -1) : NULL;

  if (mail != NULL && !g_hash_table_contains (readers, mail))
    g_hash_table_insert (readers, g_steal_pointer (&mail), (gpointer)person);
}

static GHashTable *
make_readers (const CsDirectory *self)
{
  GHashTable *readers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) people = cs_directory_list_people (self);
  GHashTableIter iter;
  CsClient *client;

  for (guint i = 0; i < people->len; i++)
    add_reader (readers, people->pdata[i]);
  g_hash_table_iter_init (&iter, self->clients);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&client)) {
    for (guint i = 0; i < client->contacts->len; i++)
      add_reader (readers, client->contacts->pdata[i]);
  }
  return readers;
}

/**
 * cs_directory_get_person_by_mail:
 * @self: a directory
 * @mail: an address, compared without case (RC-21)
 *
 * Several threads may ask at once, as long as none changes the directory.
 *
 * Returns: (transfer none) (nullable): who reads it; a contact only where nobody of the house does
 */
const CsPerson *
cs_directory_get_person_by_mail (const CsDirectory *self, const char *mail)
{
  GHashTable **place = (GHashTable **)&self->readers;
  g_autofree char *lower = g_ascii_strdown (mail, -1);

  if (g_atomic_pointer_get (place) == NULL) {
    GHashTable *made = make_readers (self);

    if (!g_atomic_pointer_compare_and_exchange (place, NULL, made))
      g_hash_table_unref (made);
  }
  return g_hash_table_lookup (g_atomic_pointer_get (place), lower);
}

/**
 * cs_directory_get_client:
 * @self: a directory
 * @id: (nullable): a client
 *
 * Returns: (transfer none) (nullable): the client
 */
const CsClient *
cs_directory_get_client (const CsDirectory *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->clients, id) : NULL;
}

typedef struct {
  const CsClient *client; /* (borrowed) */
  char *key;              /* (owned) of its name, for comparing */
} NamedClient;

static void
named_client_clear (gpointer data)
{
  g_free (((NamedClient *)data)->key);
}

static int
compare_clients (gconstpointer a, gconstpointer b)
{
  const NamedClient *one = a, *other = b;
  int order = strcmp (one->key, other->key);

  return order != 0 ? order : strcmp (one->client->id, other->client->id);
}

/**
 * cs_directory_list_clients:
 * @self: a directory
 *
 * Returns: (transfer container) (element-type CsClient): all clients by name
 */
GPtrArray *
cs_directory_list_clients (const CsDirectory *self)
{
  g_autoptr (GArray) named = g_array_new (FALSE, FALSE, sizeof (NamedClient));
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer client;

  /* one key a name: comparing thousands of names themselves takes half a second */
  g_array_set_clear_func (named, named_client_clear);
  g_hash_table_iter_init (&iter, self->clients);
  while (g_hash_table_iter_next (&iter, NULL, &client)) {
    NamedClient one = {client, g_utf8_collate_key (((const CsClient *)client)->name, -1)};

    g_array_append_val (named, one);
  }
  g_array_sort (named, compare_clients);
  for (guint i = 0; i < named->len; i++)
    g_ptr_array_add (list, (gpointer)g_array_index (named, NamedClient, i).client);
  return list;
}

/**
 * cs_directory_get_client_of:
 * @self: a directory
 * @contact: (nullable): a person
 *
 * Returns: (transfer none) (nullable): the client whose contact that is
 */
const char *
cs_directory_get_client_of (const CsDirectory *self, const char *contact)
{
  return contact != NULL ? g_hash_table_lookup (self->contacts, contact) : NULL;
}

/**
 * cs_directory_get_activation:
 * @self: a directory
 * @pack: a pack
 *
 * Returns: (transfer none) (nullable): which version of it is in force, with its settings
 */
const CsActivation *
cs_directory_get_activation (const CsDirectory *self, const char *pack)
{
  return g_hash_table_lookup (self->activations, pack);
}

static int
compare_activations (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(const CsActivation *const *)a)->pack, (*(const CsActivation *const *)b)->pack);
}

/**
 * cs_directory_list_activations:
 * @self: a directory
 *
 * Returns: (transfer container) (element-type CsActivation): the packs in force, by id
 */
GPtrArray *
cs_directory_list_activations (const CsDirectory *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer activation;

  g_hash_table_iter_init (&iter, self->activations);
  while (g_hash_table_iter_next (&iter, NULL, &activation))
    g_ptr_array_add (list, activation);
  g_ptr_array_sort (list, compare_activations);
  return list;
}

/**
 * cs_directory_list_delegations:
 * @self: a directory
 *
 * Returns: (transfer container) (element-type CsDelegation): all, oldest first, ended ones too
 */
GPtrArray *
cs_directory_list_delegations (const CsDirectory *self)
{
  GPtrArray *list = g_ptr_array_new ();

  g_ptr_array_extend (list, self->delegations, NULL, NULL);
  return list;
}

/**
 * cs_directory_get_device_key:
 * @self: a directory
 * @device: a device
 *
 * Returns: (transfer none) (nullable): its public key; none when unknown or revoked (K-21)
 */
const char *
cs_directory_get_device_key (const CsDirectory *self, const char *device)
{
  const CsDirectoryDevice *found = g_hash_table_lookup (self->devices, device);

  return found != NULL && !found->revoked ? found->key : NULL;
}

/**
 * cs_directory_get_device_person:
 * @self: a directory
 * @device: a device
 *
 * Returns: (transfer none) (nullable): whose it is
 */
const char *
cs_directory_get_device_person (const CsDirectory *self, const char *device)
{
  const CsDirectoryDevice *found = g_hash_table_lookup (self->devices, device);

  return found != NULL ? found->person : NULL;
}

/**
 * cs_directory_is_device_revoked:
 * @self: a directory
 * @device: a device
 *
 * Returns: whether its key was taken back (K-21)
 */
gboolean
cs_directory_is_device_revoked (const CsDirectory *self, const char *device)
{
  const CsDirectoryDevice *found = g_hash_table_lookup (self->devices, device);

  return found != NULL && found->revoked;
}

/**
 * cs_directory_get_delegation:
 * @self: a directory
 * @id: id of the entry that made it
 *
 * Returns: (transfer none) (nullable): the delegation
 */
const CsDelegation *
cs_directory_get_delegation (const CsDirectory *self, const char *id)
{
  for (guint i = 0; i < self->delegations->len; i++) {
    const CsDelegation *delegation = self->delegations->pdata[i];

    if (g_str_equal (delegation->id, id))
      return delegation;
  }
  return NULL;
}
