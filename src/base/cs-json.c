/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-json.h"

#include <string.h>

#define LOAD_FLAGS (JSON_REJECT_DUPLICATES | JSON_DECODE_ANY)

typedef struct {
  guint line;
  guint column;
} Position;

struct _CsJson {
  char *name;
  json_t *root;
  GHashTable *positions; /* (owned) "container/key" -> Position */
};

/* Reads text that jansson has accepted, so every token is where the grammar says. */
typedef struct {
  const char *at;
  guint line;
  guint column;
  GHashTable *positions;
} Scanner;

static char *
position_key (const json_t *container, const char *key, gsize index)
{
  if (key != NULL)
    return g_strdup_printf ("%p/%s", (const void *)container, key);
  return g_strdup_printf ("%p/%" G_GSIZE_FORMAT, (const void *)container, index);
}

static void
scan_advance (Scanner *scanner)
{
  if (*scanner->at == '\n') {
    scanner->line++;
    scanner->column = 1;
  } else if ((*scanner->at & 0xc0) != 0x80) {
    scanner->column++;
  }
  scanner->at++;
}

static void
scan_space (Scanner *scanner)
{
  while (*scanner->at != '\0' && strchr (" \t\r\n", *scanner->at) != NULL)
    scan_advance (scanner);
}

static void
scan_string (Scanner *scanner)
{
  scan_advance (scanner);
  while (*scanner->at != '"' && *scanner->at != '\0') {
    if (*scanner->at == '\\')
      scan_advance (scanner);
    scan_advance (scanner);
  }
  scan_advance (scanner);
}

static void
scan_scalar (Scanner *scanner)
{
  if (*scanner->at == '"') {
    scan_string (scanner);
    return;
  }
  while (*scanner->at != '\0' && strchr (" \t\r\n,]}", *scanner->at) == NULL)
    scan_advance (scanner);
}

static void
note_position (Scanner *scanner, const json_t *container, const char *key, gsize index)
{
  Position *position = g_new (Position, 1);

  *position = (Position){scanner->line, scanner->column};
  g_hash_table_replace (scanner->positions, position_key (container, key, index), position);
}

static void scan_value (Scanner *scanner, const json_t *value);

static void
scan_object (Scanner *scanner, const json_t *object)
{
  const char *key;
  json_t *member;

  scan_advance (scanner);
  json_object_foreach ((json_t *)object, key, member)
  {
    scan_space (scanner);
    note_position (scanner, object, key, 0);
    scan_string (scanner);
    scan_space (scanner);
    scan_advance (scanner); /* the colon */
    scan_space (scanner);
    scan_value (scanner, member);
    scan_space (scanner);
    if (*scanner->at == ',')
      scan_advance (scanner);
  }
  scan_space (scanner);
  scan_advance (scanner);
}

static void
scan_array (Scanner *scanner, const json_t *array)
{
  scan_advance (scanner);
  for (gsize i = 0; i < json_array_size (array); i++) {
    scan_space (scanner);
    note_position (scanner, array, NULL, i);
    scan_value (scanner, json_array_get (array, i));
    scan_space (scanner);
    if (*scanner->at == ',')
      scan_advance (scanner);
  }
  scan_space (scanner);
  scan_advance (scanner);
}

/* jansson refuses deeper nesting than JSON_PARSER_MAX_DEPTH before this recursion begins. */
static void
scan_value (Scanner *scanner, const json_t *value)
{
  if (json_is_object (value))
    scan_object (scanner, value);
  else if (json_is_array (value))
    scan_array (scanner, value);
  else
    scan_scalar (scanner);
}

/**
 * cs_json_load:
 * @text: UTF-8 JSON
 * @length: its bytes
 * @error: `CS_ERROR_INVALID` with line and column when it is not JSON or repeats a key
 *
 * Returns: (transfer full) (nullable): the value
 */
json_t *
cs_json_load (const char *text, gsize length, GError **error)
{
  json_error_t problem;
  json_t *value = json_loadb (text, length, LOAD_FLAGS, &problem);

  if (value == NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "%d:%d: %s",
                 problem.line,
                 problem.column,
                 problem.text);
  return value;
}

/**
 * cs_json_dump:
 * @value: any value
 *
 * Returns: (transfer full): one line of JSON, members in the order in which they were set
 */
char *
cs_json_dump (const json_t *value)
{
  char *text = json_dumps (value, JSON_COMPACT | JSON_ENCODE_ANY);
  char *copy = g_strdup (text);

  free (text);
  return copy;
}

/**
 * cs_json_parse:
 * @name: what errors call the document, such as a file name
 * @text: UTF-8 JSON
 * @length: its bytes
 * @error: `CS_ERROR_INVALID`, beginning `name:line:column: `
 *
 * Like [func@json_load], and remembers where each member and element stood.
 *
 * Returns: (transfer full) (nullable): the document
 */
CsJson *
cs_json_parse (const char *name, const char *text, gsize length, GError **error)
{
  g_autoptr (json_t) root = cs_json_load (text, length, error);
  g_autofree char *terminated = NULL;
  CsJson *self;
  Scanner scanner;

  if (root == NULL) {
    g_prefix_error (error, "%s:", name);
    return NULL;
  }
  self = g_new0 (CsJson, 1);
  self->name = g_strdup (name);
  self->root = g_steal_pointer (&root);
  self->positions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  terminated = g_strndup (text, length);
  scanner = (Scanner){terminated, 1, 1, self->positions};
  scan_space (&scanner);
  scan_value (&scanner, self->root);
  return self;
}

/**
 * cs_json_parse_file:
 * @path: a file
 * @limit_bytes: the largest size that is read
 * @error: `CS_ERROR_NOT_FOUND`, `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the document in it
 */
CsJson *
cs_json_parse_file (const char *path, gsize limit_bytes, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) local = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local)) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "%s", local->message);
    return NULL;
  }
  if (length > limit_bytes) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "%s has %" G_GSIZE_FORMAT " bytes; at most %" G_GSIZE_FORMAT " are read",
                 name,
                 length,
                 limit_bytes);
    return NULL;
  }
  return cs_json_parse (name, text, length, error);
}

/**
 * cs_json_free:
 * @self: (transfer full) (nullable): a document
 */
void
cs_json_free (CsJson *self)
{
  if (self == NULL)
    return;
  json_decref (self->root);
  g_hash_table_unref (self->positions);
  g_free (self->name);
  g_free (self);
}

/**
 * cs_json_get_root:
 * @self: a document
 *
 * Returns: (transfer none): its outermost value
 */
json_t *
cs_json_get_root (CsJson *self)
{
  return self->root;
}

/**
 * cs_json_get_name:
 * @self: a document
 *
 * Returns: what errors call it
 */
const char *
cs_json_get_name (CsJson *self)
{
  return self->name;
}

/**
 * cs_json_locate:
 * @self: a document
 * @container: an object or array of it
 * @key: (nullable): the member of an object, or %NULL for element @index of an array
 * @index: the element of an array
 * @line: (out): counted from 1
 * @column: (out): counted in characters from 1; 0 with line 0 if there is no such place
 *
 * Says where a member's key or an array's element stands.
 */
void
cs_json_locate (CsJson *self,
                const json_t *container,
                const char *key,
                gsize index,
                guint *line,
                guint *column)
{
  g_autofree char *place = position_key (container, key, index);
  const Position *position = g_hash_table_lookup (self->positions, place);

  *line = position != NULL ? position->line : 0;
  *column = position != NULL ? position->column : 0;
}

/**
 * cs_json_set_error:
 * @self: a document
 * @container: an object or array of it
 * @key: (nullable): as in [method@Json.locate]
 * @index: as in [method@Json.locate]
 * @error: (out): `CS_ERROR_INVALID`
 * @format: what is wrong there and what was expected
 * @...: its arguments
 *
 * Sets an error that begins `name:line:column: `.
 */
void
cs_json_set_error (CsJson *self,
                   const json_t *container,
                   const char *key,
                   gsize index,
                   GError **error,
                   const char *format,
                   ...)
{
  g_autofree char *message = NULL;
  guint line, column;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  cs_json_locate (self, container, key, index, &line, &column);
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               "%s:%u:%u: %s",
               self->name,
               line,
               column,
               message);
}

/**
 * cs_json_get_string:
 * @object: (nullable): an object
 * @key: a member
 *
 * Returns: (nullable): the member, if it is there and a string
 */
const char *
cs_json_get_string (const json_t *object, const char *key)
{
  return json_string_value (json_object_get (object, key));
}

/**
 * cs_json_get_int:
 * @object: (nullable): an object
 * @key: a member
 * @fallback: what stands in for a missing one
 *
 * Returns: the member, if it is there and an integer
 */
gint64
cs_json_get_int (const json_t *object, const char *key, gint64 fallback)
{
  const json_t *value = json_object_get (object, key);

  return json_is_integer (value) ? json_integer_value (value) : fallback;
}
