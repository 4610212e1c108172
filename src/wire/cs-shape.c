/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-shape-private.h"

#include "cs-base64url.h"
#include "cs-digest.h"
#include "cs-entry.h"
#include "cs-json.h"
#include "cs-signed-head.h"
#include "cs-wire.h"

#include <string.h>

#define LIMIT_INTEGER (G_GINT64_CONSTANT (1) << 53)
#define LIMIT_TEXT    4000
#define LIMIT_LIST    CS_WIRE_BATCH
#define HEX_DIGITS    (2 * CS_DIGEST_BYTES)

/* Where a reader is, for errors: “checkpoint.entries[3].bytes”. */
typedef struct {
  GString *path;
  GError **error;
} Reader;

static gboolean
read_members (Reader *reader, const CsShape *shape, const json_t *object, gpointer value);

static gboolean G_GNUC_PRINTF (2, 3) refuse (Reader *reader, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (reader->error, CS_ERROR, CS_ERROR_INVALID, "%s: %s", reader->path->str, text);
  return FALSE;
}

/**
 * cs_shape_first_member:
 *
 * Returns: the first that stands in a value: the key of an element of a map stands before it
 */
const CsShapeMember *
cs_shape_first_member (const CsShape *shape)
{
  return *shape->members[0].key == '\0' ? &shape->members[1] : shape->members;
}

static gboolean
is_list_of_structs (CsShapeType type)
{
  return type == CS_SHAPE_LIST || type == CS_SHAPE_MAP || type == CS_SHAPE_NUMBERS;
}

static void
number_free (gpointer data)
{
  CsShapeNumber *number = data;

  g_free (number->key);
  g_free (number);
}

static void
clear_member (const CsShapeMember *member, gpointer value)
{
  switch (member->type) {
    case CS_SHAPE_TEXT:
    case CS_SHAPE_HEX:
      g_free (*AT (char *, value, member));
      break;
    case CS_SHAPE_BYTES:
      g_clear_pointer (AT (GBytes *, value, member), g_bytes_unref);
      break;
    case CS_SHAPE_HASHES:
      g_clear_pointer (AT (GArray *, value, member), g_array_unref);
      break;
    case CS_SHAPE_TEXTS:
      g_strfreev (*AT (GStrv, value, member));
      break;
    case CS_SHAPE_OBJECT:
      cs_shape_free (member->shape, *AT (gpointer, value, member));
      break;
    case CS_SHAPE_LIST:
    case CS_SHAPE_MAP:
    case CS_SHAPE_NUMBERS:
      g_clear_pointer (AT (GPtrArray *, value, member), g_ptr_array_unref);
      break;
    case CS_SHAPE_VALUE:
      json_decref (*AT (json_t *, value, member));
      break;
    case CS_SHAPE_INT:
    case CS_SHAPE_BOOL:
    case CS_SHAPE_INSTANT:
    case CS_SHAPE_HASH:
    case CS_SHAPE_CHOICE:
    case CS_SHAPE_RANGE:
    default:
      break;
  }
}

static void
free_element (gpointer data)
{
  /* Each element stands behind a pointer to its shape. */
  gpointer *block = (gpointer *)data - 1;

  cs_shape_free ((const CsShape *)*block, data);
}

/**
 * cs_shape_new:
 * @shape: the shape of a message
 *
 * Returns: (transfer full): a struct of that shape: zeros, with its lists there and empty
 */
gpointer
cs_shape_new (const CsShape *shape)
{
  gpointer *block;
  gpointer value;

  if (shape->free != NULL)
    return g_malloc0 (shape->size);
  block = g_malloc0 (sizeof (gpointer) + shape->size);
  value = block + 1;
  *block = (gpointer)shape;
  for (const CsShapeMember *member = shape->members; member->key != NULL; member++) {
    if (is_list_of_structs (member->type))
      *AT (GPtrArray *, value, member) = member->type == CS_SHAPE_NUMBERS
                                             ? g_ptr_array_new_with_free_func (number_free)
                                             : cs_shape_list_new (member->shape);
    else if (member->type == CS_SHAPE_HASHES)
      *AT (GArray *, value, member) = g_array_new (FALSE, TRUE, sizeof (CsDigest));
  }
  return value;
}

/**
 * cs_shape_free:
 * @shape: the shape of a message
 * @value: (transfer full) (nullable): a struct that [func@shape_new] made
 */
void
cs_shape_free (const CsShape *shape, gpointer value)
{
  if (value == NULL)
    return;
  if (shape->free != NULL) {
    shape->free (value);
    return;
  }
  for (const CsShapeMember *member = shape->members; member->key != NULL; member++)
    clear_member (member, value);
  g_free ((gpointer *)value - 1);
}

/**
 * cs_shape_list_new:
 * @shape: the shape of the elements
 *
 * Returns: (transfer full): an empty list that owns its elements
 */
GPtrArray *
cs_shape_list_new (const CsShape *shape)
{
  g_assert (shape->free == NULL);
  return g_ptr_array_new_with_free_func (free_element);
}

static gboolean
read_text (Reader *reader, const CsShapeMember *member, const json_t *from, char **text)
{
  gsize most = member->most != 0 ? member->most : LIMIT_TEXT;

  if (!json_is_string (from) || json_string_length (from) == 0)
    return refuse (reader, "expected a text that is not empty");
  if (json_string_length (from) > most)
    return refuse (reader, "expected at most %" G_GSIZE_FORMAT " bytes", most);
  *text = g_strdup (json_string_value (from));
  return TRUE;
}

static gboolean
read_int (Reader *reader, const json_t *from, gint64 *number)
{
  if (!json_is_integer (from) || json_integer_value (from) < 0 ||
      json_integer_value (from) > LIMIT_INTEGER)
    return refuse (reader, "expected a whole number from 0 to 2^53");
  *number = json_integer_value (from);
  return TRUE;
}

static gboolean
read_instant (Reader *reader, const json_t *from, CsInstant *instant)
{
  const char *text = json_string_value (from);

  if (text == NULL || !g_str_has_suffix (text, "Z") || !cs_instant_parse (text, instant, NULL) ||
      *instant <= 0)
    return refuse (reader, "expected a moment in UTC, such as 2026-01-05T09:14:03.250Z");
  *instant -= *instant % 1000;
  return TRUE;
}

static gboolean
read_bytes (Reader *reader, const CsShapeMember *member, const json_t *from, GBytes **bytes)
{
  gsize most = member->most != 0 ? member->most : CS_ENTRY_LIMIT_BYTES;

  *bytes = cs_base64url_decode (json_string_value (from), most);
  if (*bytes == NULL || g_bytes_get_size (*bytes) == 0)
    return refuse (reader,
                   "expected base64url without padding, 1 to %" G_GSIZE_FORMAT " bytes",
                   most);
  return TRUE;
}

static gboolean
read_hash (Reader *reader, const json_t *from, CsDigest *hash)
{
  if (!cs_hex_decode (json_string_value (from), hash->bytes, CS_DIGEST_BYTES))
    return refuse (reader, "expected %d hexadecimal digits in lower case", HEX_DIGITS);
  return TRUE;
}

static gboolean
check_count (Reader *reader, const CsShapeMember *member, gsize count)
{
  gsize most = member->most != 0 ? member->most : LIMIT_LIST;

  return count <= most || refuse (reader, "expected at most %" G_GSIZE_FORMAT " of them", most);
}

static gboolean
read_hashes (Reader *reader, const CsShapeMember *member, const json_t *from, GArray *hashes)
{
  const json_t *element;
  gsize index;

  if (!json_is_array (from))
    return refuse (reader, "expected a list");
  if (!check_count (reader, member, json_array_size (from)))
    return FALSE;
  json_array_foreach (from, index, element)
  {
    CsDigest hash;

    if (!read_hash (reader, element, &hash))
      return FALSE;
    g_array_append_val (hashes, hash);
  }
  return TRUE;
}

static gboolean
read_choice (Reader *reader, const CsShapeMember *member, const json_t *from, gint *choice)
{
  g_autofree char *known = NULL;

  for (gint i = 0; json_is_string (from) && member->names[i] != NULL; i++) {
    if (strcmp (member->names[i], json_string_value (from)) == 0) {
      *choice = i;
      return TRUE;
    }
  }
  known = g_strjoinv (", ", (GStrv)member->names);
  return refuse (reader, "expected one of %s", known);
}

static gboolean
read_texts (Reader *reader, const CsShapeMember *member, const json_t *from, GStrv *texts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const json_t *element;
  gsize index;

  if (!json_is_array (from))
    return refuse (reader, "expected a list");
  if (!check_count (reader, member, json_array_size (from)))
    return FALSE;
  json_array_foreach (from, index, element)
  {
    if (!json_is_string (element) || json_string_length (element) == 0 ||
        json_string_length (element) > CS_WIRE_NAME_BYTES)
      return refuse (reader,
                     "expected texts of 1 to %d bytes in the list",
                     (int)CS_WIRE_NAME_BYTES);
    g_strv_builder_add (builder, json_string_value (element));
  }
  *texts = g_strv_builder_end (builder);
  return TRUE;
}

static gboolean
read_element (Reader *reader,
              const CsShapeMember *member,
              const char *key,
              const json_t *from,
              GPtrArray *elements)
{
  CsShapeNumber *number;
  gpointer element;

  if (member->type == CS_SHAPE_NUMBERS) {
    number = g_new0 (CsShapeNumber, 1);
    number->key = g_strdup (key);
    g_ptr_array_add (elements, number);
    return read_int (reader, from, &number->number);
  }
  element = cs_shape_new (member->shape);
  g_ptr_array_add (elements, element);
  if (key != NULL)
    *(char **)element = g_strdup (key);
  return read_members (reader, member->shape, from, element);
}

static gboolean
read_map (Reader *reader, const CsShapeMember *member, const json_t *from, GPtrArray *elements)
{
  gsize length = reader->path->len;
  const char *key;
  json_t *element;

  if (!json_is_object (from))
    return refuse (reader, "expected an object");
  if (!check_count (reader, member, json_object_size (from)))
    return FALSE;
  json_object_foreach ((json_t *)from, key, element)
  {
    if (*key == '\0' || strlen (key) > CS_WIRE_NAME_BYTES)
      return refuse (reader, "expected keys of 1 to %d bytes", (int)CS_WIRE_NAME_BYTES);
    g_string_append_printf (reader->path, "[“%s”]", key);
    if (!read_element (reader, member, key, element, elements))
      return FALSE;
    g_string_truncate (reader->path, length);
  }
  return TRUE;
}

static gboolean
read_list (Reader *reader, const CsShapeMember *member, const json_t *from, GPtrArray *elements)
{
  gsize length = reader->path->len;
  const json_t *element;
  gsize index;

  if (!json_is_array (from))
    return refuse (reader, "expected a list");
  if (!check_count (reader, member, json_array_size (from)))
    return FALSE;
  json_array_foreach (from, index, element)
  {
    g_string_append_printf (reader->path, "[%" G_GSIZE_FORMAT "]", index);
    if (!read_element (reader, member, NULL, element, elements))
      return FALSE;
    g_string_truncate (reader->path, length);
  }
  return TRUE;
}

static gboolean
read_range (Reader *reader, const json_t *from, gint64 range[2])
{
  if (!json_is_array (from) || json_array_size (from) != 2)
    return refuse (reader, "expected a list of two numbers");
  return read_int (reader, json_array_get (from, 0), &range[0]) &&
         read_int (reader, json_array_get (from, 1), &range[1]);
}

static gboolean
read_value (Reader *reader, const json_t *from, json_t **value)
{
  if (!json_is_array (from) && !json_is_object (from))
    return refuse (reader, "expected a list or an object");
  *value = json_incref ((json_t *)from);
  return TRUE;
}

static gboolean
read_bool (Reader *reader, const json_t *from, gboolean *value)
{
  if (!json_is_boolean (from))
    return refuse (reader, "expected true or false");
  *value = json_is_true (from);
  return TRUE;
}

static gboolean
read_hex (Reader *reader, const json_t *from, char **text)
{
  CsDigest hash;

  if (!read_hash (reader, from, &hash))
    return FALSE;
  *text = g_strdup (json_string_value (from));
  return TRUE;
}

static gboolean
read_member (Reader *reader, const CsShapeMember *member, const json_t *from, gpointer value)
{
  switch (member->type) {
    case CS_SHAPE_TEXT:
      return read_text (reader, member, from, AT (char *, value, member));
    case CS_SHAPE_INT:
      return read_int (reader, from, AT (gint64, value, member));
    case CS_SHAPE_BOOL:
      return read_bool (reader, from, AT (gboolean, value, member));
    case CS_SHAPE_INSTANT:
      return read_instant (reader, from, AT (CsInstant, value, member));
    case CS_SHAPE_BYTES:
      return read_bytes (reader, member, from, AT (GBytes *, value, member));
    case CS_SHAPE_HEX:
      return read_hex (reader, from, AT (char *, value, member));
    case CS_SHAPE_HASH:
      return read_hash (reader, from, AT (CsDigest, value, member));
    case CS_SHAPE_HASHES:
      return read_hashes (reader, member, from, *AT (GArray *, value, member));
    case CS_SHAPE_CHOICE:
      return read_choice (reader, member, from, AT (gint, value, member));
    case CS_SHAPE_TEXTS:
      return read_texts (reader, member, from, AT (GStrv, value, member));
    case CS_SHAPE_OBJECT:
      *AT (gpointer, value, member) = cs_shape_new (member->shape);
      return read_members (reader, member->shape, from, *AT (gpointer, value, member));
    case CS_SHAPE_LIST:
      return read_list (reader, member, from, *AT (GPtrArray *, value, member));
    case CS_SHAPE_MAP:
    case CS_SHAPE_NUMBERS:
      return read_map (reader, member, from, *AT (GPtrArray *, value, member));
    case CS_SHAPE_VALUE:
      return read_value (reader, from, AT (json_t *, value, member));
    case CS_SHAPE_RANGE:
    default:
      return read_range (reader, from, AT (gint64, value, member));
  }
}

/* Members that this version does not know are passed over, so that a newer end may say more. */
static gboolean
read_members (Reader *reader, const CsShape *shape, const json_t *object, gpointer value)
{
  gsize length = reader->path->len;

  if (!json_is_object (object))
    return refuse (reader, "expected an object");
  for (const CsShapeMember *member = cs_shape_first_member (shape); member->key != NULL; member++) {
    const json_t *from = json_object_get (object, member->key);

    if (from == NULL || json_is_null (from)) {
      if ((member->flags & CS_SHAPE_OPTIONAL) == 0)
        return refuse (reader, "“%s” is missing", member->key);
      continue;
    }
    g_string_append_printf (reader->path, ".%s", member->key);
    if (!read_member (reader, member, from, value))
      return FALSE;
    g_string_truncate (reader->path, length);
  }
  return TRUE;
}

static gboolean
check_protocol (Reader *reader, const json_t *object)
{
  const json_t *protocol = json_object_get (object, "protocol");

  if (!json_is_integer (protocol) || json_integer_value (protocol) < 1)
    return refuse (reader, "“protocol” is missing or not a number from 1");
  if (json_integer_value (protocol) == CS_WIRE_PROTOCOL)
    return TRUE;
  g_set_error (reader->error,
               CS_ERROR,
               CS_ERROR_TOO_NEW,
               "%s: protocol %" JSON_INTEGER_FORMAT " is not spoken here; expected %d",
               reader->path->str,
               json_integer_value (protocol),
               CS_WIRE_PROTOCOL);
  return FALSE;
}

/**
 * cs_shape_read:
 * @shape: the shape of a message
 * @text: JSON in UTF-8
 * @length: its bytes
 * @error: `CS_ERROR_INVALID` with the place, what is wrong and what was expected;
 *   `CS_ERROR_TOO_NEW` for a request of another protocol
 *
 * Reads strictly: doubled members, wrong types, and anything beyond its limit are refused; members
 * that the shape does not have are passed over.
 *
 * Returns: (transfer full) (nullable): a struct of that shape
 */
gpointer
cs_shape_read (const CsShape *shape, const char *text, gsize length, GError **error)
{
  g_autoptr (GString) path = g_string_new (shape->name);
  g_autoptr (json_t) root = NULL;
  Reader reader = {path, error};
  gsize most = shape->most_bytes != 0 ? shape->most_bytes : CS_WIRE_BODY_BYTES;
  gpointer value;

  if (length > most) {
    refuse (&reader, "expected at most %" G_GSIZE_FORMAT " bytes", most);
    return NULL;
  }
  root = cs_json_load (text, length, error);
  if (root == NULL) {
    g_prefix_error (error, "%s:", shape->name);
    return NULL;
  }
  if (!json_is_object (root)) {
    refuse (&reader, "expected an object");
    return NULL;
  }
  if (shape->is_request && !check_protocol (&reader, root))
    return NULL;
  value = cs_shape_new (shape);
  if (!read_members (&reader, shape, root, value)) {
    cs_shape_free (shape, value);
    return NULL;
  }
  return value;
}
