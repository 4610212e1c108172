/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-entry-private.h"

#include "cs-recent.h"
#include "cs-uuid.h"

#include <string.h>
#include <sys/random.h>

#define LIMIT_DEPTH   24
#define LIMIT_NAME    80
#define LIMIT_INTEGER (G_GINT64_CONSTANT (1) << 53)
#define KNOWN_VERSION 1
#define LIMIT_SHARED  (8 * 1024) /* longer ones are read anew each time */

/*
 * CsEntry keeps its bytes and the tree read from them; every string it hands out is borrowed from
 * that tree. Nothing but the stamp changes after it was made.
 */

static const char *const kind_names[] = {
    [CS_KIND_UNKNOWN] = "",          [CS_KIND_OPEN] = "open",
    [CS_KIND_FILL] = "fill",         [CS_KIND_CHECK] = "check",
    [CS_KIND_COMPLETE] = "complete", [CS_KIND_RETURN] = "return",
    [CS_KIND_OFFER] = "offer",       [CS_KIND_DECISION] = "decision",
    [CS_KIND_CONSENT] = "consent",   [CS_KIND_MAIL] = "mail",
    [CS_KIND_PAYMENT] = "payment",   [CS_KIND_ASSIGN] = "assign",
    [CS_KIND_NOTE] = "note",         [CS_KIND_PAUSE] = "pause",
    [CS_KIND_RESUME] = "resume",     [CS_KIND_EXTEND] = "extend",
    [CS_KIND_RUNG] = "rung",         [CS_KIND_OVERRIDE] = "override",
    [CS_KIND_WITHDRAW] = "withdraw", [CS_KIND_ACCESS] = "access",
    [CS_KIND_ERASE] = "erase",       [CS_KIND_SETTING] = "setting",
    [CS_KIND_PERSON] = "person",     [CS_KIND_ROLE] = "role",
    [CS_KIND_CLIENT] = "client",     [CS_KIND_DELEGATION] = "delegation",
    [CS_KIND_DEVICE] = "device",     [CS_KIND_PACK] = "pack",
    [CS_KIND_CALENDAR] = "calendar",
};

static const char *const members[] =
    {"id", "request", "kind", "v", "by", "device", "n", "at", "seen", "head", "salt", "data"};

/**
 * cs_entry_kind_from_name:
 * @name: (nullable): the kind member of an entry
 *
 * Returns: the kind, or `CS_KIND_UNKNOWN` for one that a newer version may know (K-12)
 */
CsEntryKind
cs_entry_kind_from_name (const char *name)
{
  for (guint i = CS_KIND_OPEN; name != NULL && i < G_N_ELEMENTS (kind_names); i++) {
    if (strcmp (kind_names[i], name) == 0)
      return (CsEntryKind)i;
  }
  return CS_KIND_UNKNOWN;
}

/**
 * cs_entry_kind_get_name:
 * @kind: a kind
 *
 * Returns: (transfer none): what the kind member of an entry says; empty for the unknown kind
 */
const char *
cs_entry_kind_get_name (CsEntryKind kind)
{
  return kind_names[kind];
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, "Entry: %s", text);
  return FALSE;
}

static gboolean
is_known_member (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    if (strcmp (members[i], name) == 0)
      return TRUE;
  }
  return FALSE;
}

/* K-20: strings, whole numbers within 2^53, booleans, lists and objects; nothing that two readers
 * could read differently. */
static gboolean
check_value (const json_t *value, guint depth, GError **error)
{
  const char *key;
  json_t *member;
  gsize index;

  if (depth > LIMIT_DEPTH)
    return refuse (error, "nested deeper than %d levels", LIMIT_DEPTH);
  switch (json_typeof (value)) {
    case JSON_REAL:
      return refuse (error, "a number with a fraction; write decimals as text");
    case JSON_NULL:
      return refuse (error, "null; leave the member out");
    case JSON_INTEGER:
      if (ABS (json_integer_value (value)) > LIMIT_INTEGER)
        return refuse (error, "a whole number beyond 2^53");
      return TRUE;
    case JSON_OBJECT:
      json_object_foreach ((json_t *)value, key, member)
      {
        if (!check_value (member, depth + 1, error))
          return FALSE;
      }
      return TRUE;
    case JSON_ARRAY:
      json_array_foreach (value, index, member)
      {
        if (!check_value (member, depth + 1, error))
          return FALSE;
      }
      return TRUE;
    case JSON_STRING:
    case JSON_TRUE:
    case JSON_FALSE:
    default:
      return TRUE;
  }
}

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > LIMIT_NAME || !g_ascii_isalnum (*text))
    return FALSE;
  for (; *text != '\0'; text++) {
    if (!g_ascii_isalnum (*text) && strchr ("-_.", *text) == NULL)
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_hex (const char *text, gsize least, gsize most)
{
  gsize length = strspn (text, "0123456789abcdef");

  return text[length] == '\0' && length >= least && length <= most && length % 2 == 0;
}

static gboolean
read_text (CsEntry *self, const char *key, const char **text, GError **error)
{
  const json_t *value = json_object_get (self->root, key);

  if (!json_is_string (value))
    return refuse (error, "“%s” is missing or not a text", key);
  *text = json_string_value (value);
  return TRUE;
}

static gboolean
read_name (CsEntry *self, const char *key, const char **text, GError **error)
{
  if (!read_text (self, key, text, error))
    return FALSE;
  if (!is_name (*text))
    return refuse (error, "“%s” must be an identifier of at most %d characters", key, LIMIT_NAME);
  return TRUE;
}

static gboolean
read_number (CsEntry *self, const char *key, gint64 least, gint64 *number, GError **error)
{
  const json_t *value = json_object_get (self->root, key);

  if (!json_is_integer (value) || json_integer_value (value) < least)
    return refuse (error, "“%s” is missing or not a whole number from %d", key, (int)least);
  *number = json_integer_value (value);
  return TRUE;
}

static gboolean
read_request (CsEntry *self, GError **error)
{
  CsEntryKind named = cs_entry_kind_from_name (self->kind_name);
  gboolean of_directory = named >= CS_KIND_PERSON;

  self->request = cs_json_get_string (self->root, "request");
  if (self->request == NULL) {
    if (json_object_get (self->root, "request") != NULL)
      return refuse (error, "“request” is not a text");
    if (!of_directory && named != CS_KIND_UNKNOWN)
      return refuse (error, "“request” is missing from “%s”", self->kind_name);
    return TRUE;
  }
  if (of_directory)
    return refuse (error, "“%s” belongs to the directory and has no request", self->kind_name);
  if (!cs_uuid_is_valid (self->request))
    return refuse (error, "“request” is not a UUID of version 7");
  if (named == CS_KIND_OPEN && strcmp (self->request, self->id) != 0)
    return refuse (error, "“open” names another request than itself");
  return TRUE;
}

static gboolean
read_kind (CsEntry *self, GError **error)
{
  gint64 version = 0;

  if (!read_name (self, "kind", &self->kind_name, error) ||
      !read_number (self, "v", 1, &version, error))
    return FALSE;
  if (version > 1000)
    return refuse (error, "“v” is out of range");
  self->version = (int)version;
  self->kind = cs_entry_kind_from_name (self->kind_name);
  if (self->version > KNOWN_VERSION)
    self->kind = CS_KIND_UNKNOWN;
  return TRUE;
}

static gboolean
read_origin (CsEntry *self, GError **error)
{
  const char *at = NULL;

  if (!read_name (self, "by", &self->by, error) ||
      !read_name (self, "device", &self->device, error) ||
      !read_number (self, "n", 0, &self->counter, error) || !read_text (self, "at", &at, error) ||
      !read_number (self, "seen", 0, &self->seen, error) ||
      !read_text (self, "salt", &self->salt, error))
    return FALSE;
  if (!cs_instant_parse (at, &self->at, error))
    return FALSE;
  if (!is_hex (self->salt, 16, 64))
    return refuse (error, "“salt” must be 16 to 64 hexadecimal digits");
  self->head = cs_json_get_string (self->root, "head");
  if (json_object_get (self->root, "head") != NULL &&
      (self->head == NULL || strlen (self->head) > 200))
    return refuse (error, "“head” is not a text of at most 200 bytes");
  return TRUE;
}

static gboolean
read_envelope (CsEntry *self, GError **error)
{
  const char *key;
  json_t *value;

  json_object_foreach (self->root, key, value)
  {
    if (!is_known_member (key))
      return refuse (error, "“%.40s” is not a member of an entry", key);
  }
  if (!read_text (self, "id", &self->id, error))
    return FALSE;
  if (!cs_uuid_is_valid (self->id))
    return refuse (error, "“id” is not a UUID of version 7");
  if (!read_kind (self, error) || !read_request (self, error) || !read_origin (self, error))
    return FALSE;
  self->data = json_object_get (self->root, "data");
  if (!json_is_object (self->data))
    return refuse (error, "“data” is missing or not an object");
  return check_value (self->data, 0, error);
}

/* The same, for another stamp. */
static gpointer
copy_unstamped (gpointer value)
{
  CsEntry *copy = g_memdup2 (value, sizeof (CsEntry));

  g_atomic_ref_count_init (&copy->ref_count);
  g_bytes_ref (copy->bytes);
  json_incref (copy->root);
  return copy;
}

/* The journal of a workspace is read over and over, by each of a server’s threads too. Each takes
 * some four KiB: more of them made the desktop 8 MiB larger. */
static CsRecent recent = CS_RECENT_INIT (256, (GDestroyNotify)cs_entry_unref);

/**
 * cs_entry_set_remembered:
 * @n: how many entries are remembered as read, at least; no more than twice as many
 *
 * For a program that reads one journal in many places; to be said before the first is read.
 */
void
cs_entry_set_remembered (guint n)
{
  recent.limit = n;
}

/**
 * cs_entry_new_from_bytes:
 * @bytes: one JSON object in UTF-8, at most `CS_ENTRY_LIMIT_BYTES`
 * @error: `CS_ERROR_INVALID` with what is wrong and what was expected
 *
 * Reads an entry strictly: members that no version of the envelope has, doubled members, fractions
 * and nulls are refused (K-20). The bytes are kept as they are. An unknown kind, or a version of a
 * known kind that is newer than this program, is read as `CS_KIND_UNKNOWN` (K-12).
 *
 * Returns: (transfer full) (nullable): the entry, unstamped
 */
CsEntry *
cs_entry_new_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (CsEntry) self = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length == 0 || length > CS_ENTRY_LIMIT_BYTES) {
    refuse (error, "%" G_GSIZE_FORMAT " bytes; at most %d are read", length, CS_ENTRY_LIMIT_BYTES);
    return NULL;
  }
  self = length <= LIMIT_SHARED ? cs_recent_get (&recent, bytes, copy_unstamped) : NULL;
  if (self != NULL)
    return g_steal_pointer (&self);
  self = g_new0 (CsEntry, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->bytes = g_bytes_ref (bytes);
  self->root = cs_json_load (text, length, error);
  if (self->root == NULL)
    return NULL;
  if (!json_is_object (self->root)) {
    refuse (error, "not a JSON object");
    return NULL;
  }
  if (!read_envelope (self, error))
    return NULL;
  if (length <= LIMIT_SHARED)
    cs_recent_add (&recent, self->bytes, copy_unstamped (self));
  return g_steal_pointer (&self);
}

static char *
new_salt (void)
{
  guint8 bytes[16];
  GString *text = g_string_new (NULL);

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes) {
    for (gsize i = 0; i < sizeof bytes; i++)
      bytes[i] = (guint8)g_random_int_range (0, 256);
  }
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

/**
 * cs_entry_build:
 * @head: what stands beside the data
 * @data: (transfer none): an object
 * @error: `CS_ERROR_INVALID`
 *
 * Makes an entry and its bytes: canonical JSON (RFC 8785, K-20), so that two programs that say the
 * same write the same. Texts are written as they are; normalising them is for whoever took them
 * from a person.
 *
 * Returns: (transfer full) (nullable): the entry, unstamped
 */
CsEntry *
cs_entry_build (const CsEntryHead *head, json_t *data, GError **error)
{
  g_autoptr (json_t) root = json_object ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *at = cs_instant_format (head->at);
  g_autofree char *made = head->salt == NULL ? new_salt () : NULL;
  char *text;

  json_object_set_new (root, "id", json_string (head->id));
  if (head->request != NULL)
    json_object_set_new (root, "request", json_string (head->request));
  json_object_set_new (root, "kind", json_string (head->kind));
  json_object_set_new (root, "v", json_integer (head->version == 0 ? 1 : head->version));
  json_object_set_new (root, "by", json_string (head->by));
  json_object_set_new (root, "device", json_string (head->device));
  json_object_set_new (root, "n", json_integer (head->n));
  json_object_set_new (root, "at", json_string (at));
  json_object_set_new (root, "seen", json_integer (head->seen));
  if (head->head != NULL)
    json_object_set_new (root, "head", json_string (head->head));
  json_object_set_new (root, "salt", json_string (head->salt != NULL ? head->salt : made));
  json_object_set (root, "data", data);
  text = cs_json_dump_canonical (root);
  if (text == NULL) {
    refuse (error, "a number with a fraction; write decimals as text");
    return NULL;
  }
  bytes = g_bytes_new_take (text, strlen (text));
  return cs_entry_new_from_bytes (bytes, error);
}

/**
 * cs_entry_ref:
 * @self: an entry
 *
 * Returns: (transfer full): @self
 */
CsEntry *
cs_entry_ref (CsEntry *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * cs_entry_unref:
 * @self: (transfer full) (nullable): an entry
 */
void
cs_entry_unref (CsEntry *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->bytes);
  json_decref (self->root);
  g_free (self->hash);
  g_free (self);
}

/**
 * cs_entry_stamp:
 * @self: an entry that nobody else holds yet
 * @seq: its place in the journal, from 1
 * @number: its place in its request, from 1; 0 in the directory
 * @received: the authority's time
 * @hash: (nullable): hex, of previous and body
 *
 * Notes what the authority gave the entry when it accepted it.
 */
void
cs_entry_stamp (CsEntry *self, gint64 seq, gint64 number, CsInstant received, const char *hash)
{
  char *copy = g_strdup (hash);

  g_free (self->hash);
  self->hash = copy;
  self->seq = seq;
  self->number = number;
  self->received = received;
}
