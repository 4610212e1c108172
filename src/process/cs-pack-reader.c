/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

/**
 * cs_pack_reader_new: (skip)
 * @json: the pack's JSON, which must outlive the reader
 * @pack: what it fills
 *
 * Returns: (transfer full): a reader that knows no names yet
 */
CsPackReader *
cs_pack_reader_new (CsJson *json, CsPack *pack)
{
  CsPackReader *self = g_new0 (CsPackReader, 1);

  self->json = json;
  self->pack = pack;
  for (guint i = 0; i < CS_N_NAMES; i++)
    self->names[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/**
 * cs_pack_reader_free: (skip)
 * @self: (transfer full) (nullable): a reader
 */
void
cs_pack_reader_free (CsPackReader *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < CS_N_NAMES; i++)
    g_hash_table_unref (self->names[i]);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * cs_pack_reader_forget_process: (skip)
 * @self: a reader
 *
 * Forgets the names of one process before the next is read.
 */
void
cs_pack_reader_forget_process (CsPackReader *self)
{
  for (guint i = CS_NAME_FIELD; i < CS_N_NAMES; i++)
    g_hash_table_remove_all (self->names[i]);
  self->process = NULL;
}

/**
 * cs_pack_reader_fail: (skip)
 * @self: a reader
 * @node: where
 * @format: what is wrong and what was expected
 * @...: its arguments
 *
 * Keeps the first failure, with file, line, column and a code: L-02 where the message names none.
 */
void
cs_pack_reader_fail (CsPackReader *self, CsNode node, const char *format, ...)
{
  const char *code;
  g_autofree char *message = NULL;
  va_list arguments;

  if (self->error != NULL)
    return;
  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  code = strstr (message, "(L-") == NULL ? " (L-02)" : "";
  if (node.container == NULL)
    g_set_error (&self->error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "%s:1:1: %s%s",
                 cs_json_get_name (self->json),
                 message,
                 code);
  else
    cs_json_set_error (self->json,
                       node.container,
                       node.key,
                       node.index,
                       &self->error,
                       "%s%s",
                       message,
                       code);
}

/**
 * cs_pack_reader_refuse_floats: (skip)
 * @self: a reader
 * @value: what is looked through
 *
 * Fails at the first number with a fraction or exponent: amounts and times are written as text.
 *
 * Returns: whether there is none
 */
gboolean
cs_pack_reader_refuse_floats (CsPackReader *self, json_t *value)
{
  const char *key;
  json_t *member;
  gsize i;

  json_object_foreach (value, key, member)
  {
    if (json_is_real (member))
      cs_pack_reader_fail (self,
                           (CsNode){value, key, 0, member},
                           "numbers are whole or written as text (L-01)");
    else
      cs_pack_reader_refuse_floats (self, member);
  }
  json_array_foreach (value, i, member)
  {
    if (json_is_real (member))
      cs_pack_reader_fail (self,
                           (CsNode){value, NULL, i, member},
                           "numbers are whole or written as text (L-01)");
    else
      cs_pack_reader_refuse_floats (self, member);
  }
  return self->error == NULL;
}

/**
 * cs_node_root: (skip)
 * @value: the outermost value
 *
 * Returns: its node
 */
CsNode
cs_node_root (json_t *value)
{
  return (CsNode){NULL, NULL, 0, value};
}

/**
 * cs_node_member: (skip)
 * @object: an object's node
 * @key: one of its keys
 *
 * Returns: the member; its value is %NULL where it is missing, its place then is the object's
 */
CsNode
cs_node_member (CsNode object, const char *key)
{
  json_t *value = json_object_get (object.value, key);

  if (value == NULL) {
    object.value = NULL;
    return object;
  }
  return (CsNode){object.value, key, 0, value};
}

/**
 * cs_node_element: (skip)
 * @array: an array's node
 * @index: of the element
 *
 * Returns: the element
 */
CsNode
cs_node_element (CsNode array, gsize index)
{
  return (CsNode){array.value, NULL, index, json_array_get (array.value, index)};
}

/**
 * cs_node_is_string: (skip)
 * @node: any node
 * @text: what it may say
 *
 * Returns: whether it is that string
 */
gboolean
cs_node_is_string (CsNode node, const char *text)
{
  return g_strcmp0 (json_string_value (node.value), text) == 0;
}

static guint
edit_distance (const char *a, const char *b)
{
  gsize columns = strlen (b);
  g_autofree guint *row = g_new (guint, columns + 1);

  for (gsize j = 0; j <= columns; j++)
    row[j] = j;
  for (gsize i = 1; a[i - 1] != '\0'; i++) {
    guint diagonal = row[0];

    row[0] = i;
    for (gsize j = 1; j <= columns; j++) {
      guint substituted = diagonal + (a[i - 1] != b[j - 1]);

      diagonal = row[j];
      row[j] = MIN (MIN (row[j], row[j - 1]) + 1, substituted);
    }
  }
  return row[columns];
}

/**
 * cs_node_nearest: (skip)
 * @name: a name that is not known
 * @known: known names are its keys
 *
 * Returns: (nullable): the known name it was probably meant to be
 */
const char *
cs_node_nearest (const char *name, GHashTable *known)
{
  guint best = MAX (2, strlen (name) / 3) + 1;
  const char *nearest = NULL;
  GHashTableIter iter;
  gpointer key;

  if (strlen (name) > 80)
    return NULL;
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    guint distance = edit_distance (name, key);

    if (distance < best || (distance == best && nearest != NULL && strcmp (key, nearest) < 0)) {
      best = distance;
      nearest = key;
    }
  }
  return nearest;
}

/**
 * cs_pack_reader_fail_unknown: (skip)
 * @self: a reader
 * @node: where it is named
 * @kind: what it should be, such as “key” or “role”
 * @name: which nobody knows
 * @known: names that there are; the nearest is proposed
 */
void
cs_pack_reader_fail_unknown (CsPackReader *self,
                             CsNode node,
                             const char *kind,
                             const char *name,
                             GHashTable *known)
{
  const char *nearest = cs_node_nearest (name, known);
  const char *code = strcmp (kind, "key") == 0 ? "L-02" : "L-03";

  if (nearest != NULL)
    cs_pack_reader_fail (self,
                         node,
                         "unknown %s “%s”; did you mean “%s”? (%s)",
                         kind,
                         name,
                         nearest,
                         code);
  else
    cs_pack_reader_fail (self, node, "unknown %s “%s” (%s)", kind, name, code);
}

/**
 * cs_pack_reader_object: (skip)
 * @self: a reader
 * @node: where an object is expected
 * @what: what it describes, for errors
 * @keys: (array zero-terminated=1): the keys it may have beside `title`, `help` and `source`
 *
 * Returns: whether it is an object with no other keys
 */
gboolean
cs_pack_reader_object (CsPackReader *self, CsNode node, const char *what, const char *const *keys)
{
  static const char *const common[] = {"title", "help", "source", NULL};
  const char *key;
  json_t *member;

  if (!cs_pack_reader_map (self, node, what))
    return FALSE;
  json_object_foreach (node.value, key, member)
  {
    g_autoptr (GHashTable) known = NULL;

    if (g_strv_contains (keys, key) || g_strv_contains (common, key))
      continue;
    known = g_hash_table_new (g_str_hash, g_str_equal);
    for (guint i = 0; keys[i] != NULL; i++)
      g_hash_table_add (known, (gpointer)keys[i]);
    for (guint i = 0; common[i] != NULL; i++)
      g_hash_table_add (known, (gpointer)common[i]);
    cs_pack_reader_fail_unknown (self, cs_node_member (node, key), "key", key, known);
    return FALSE;
  }
  return TRUE;
}

/**
 * cs_pack_reader_map: (skip)
 * @self: a reader
 * @node: where an object with free keys is expected
 * @what: what it describes, for errors
 *
 * Returns: whether it is an object of an acceptable size
 */
gboolean
cs_pack_reader_map (CsPackReader *self, CsNode node, const char *what)
{
  if (self->error != NULL)
    return FALSE;
  if (node.value == NULL)
    cs_pack_reader_fail (self, node, "%s is missing", what);
  else if (!json_is_object (node.value))
    cs_pack_reader_fail (self, node, "%s was expected to be an object in {}", what);
  else if (json_object_size (node.value) > CS_PACK_LIMIT_ITEMS)
    cs_pack_reader_fail (self, node, "%s: at most %d members", what, CS_PACK_LIMIT_ITEMS);
  return self->error == NULL;
}

/**
 * cs_pack_reader_array: (skip)
 * @self: a reader
 * @node: where a list is expected
 * @what: what it describes, for errors
 *
 * Returns: its length; 0 where it is missing or wrong
 */
gsize
cs_pack_reader_array (CsPackReader *self, CsNode node, const char *what)
{
  if (self->error != NULL || node.value == NULL)
    return 0;
  if (!json_is_array (node.value))
    cs_pack_reader_fail (self, node, "%s was expected to be a list in []", what);
  else if (json_array_size (node.value) > CS_PACK_LIMIT_ITEMS)
    cs_pack_reader_fail (self, node, "%s: at most %d elements", what, CS_PACK_LIMIT_ITEMS);
  return self->error == NULL ? json_array_size (node.value) : 0;
}

/**
 * cs_pack_reader_string: (skip)
 * @self: a reader
 * @node: where a string is expected
 *
 * Returns: (nullable): it; %NULL where it is missing or wrong
 */
const char *
cs_pack_reader_string (CsPackReader *self, CsNode node)
{
  if (self->error != NULL || node.value == NULL)
    return NULL;
  if (!json_is_string (node.value))
    cs_pack_reader_fail (self, node, "a text in \"\" was expected");
  else if (json_string_length (node.value) == 0)
    cs_pack_reader_fail (self, node, "the text is empty");
  else if (json_string_length (node.value) > CS_PACK_LIMIT_TEXT)
    cs_pack_reader_fail (self, node, "the text has more than %d bytes", CS_PACK_LIMIT_TEXT);
  return self->error == NULL ? json_string_value (node.value) : NULL;
}

/**
 * cs_pack_reader_dup_string: (skip)
 * @self: a reader
 * @node: where a string is expected
 *
 * Returns: (transfer full) (nullable): a copy of it
 */
char *
cs_pack_reader_dup_string (CsPackReader *self, CsNode node)
{
  return g_strdup (cs_pack_reader_string (self, node));
}

/**
 * cs_pack_reader_strings: (skip)
 * @self: a reader
 * @node: where a string or a list of strings is expected
 *
 * Returns: (transfer full): them; empty where they are missing
 */
GStrv
cs_pack_reader_strings (CsPackReader *self, CsNode node)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (json_is_string (node.value)) {
    const char *text = cs_pack_reader_string (self, node);

    if (text != NULL)
      g_strv_builder_add (builder, text);
  } else {
    gsize n = cs_pack_reader_array (self, node, "a list of texts");

    for (gsize i = 0; i < n; i++) {
      const char *text = cs_pack_reader_string (self, cs_node_element (node, i));

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  }
  return g_strv_builder_end (builder);
}

/**
 * cs_pack_reader_boolean: (skip)
 * @self: a reader
 * @node: where true or false is expected
 * @fallback: where it is missing
 *
 * Returns: it
 */
gboolean
cs_pack_reader_boolean (CsPackReader *self, CsNode node, gboolean fallback)
{
  if (self->error != NULL || node.value == NULL)
    return fallback;
  if (!json_is_boolean (node.value))
    cs_pack_reader_fail (self, node, "true or false was expected");
  return json_is_true (node.value);
}

/**
 * cs_pack_reader_integer: (skip)
 * @self: a reader
 * @node: where a whole number is expected
 * @least: smallest allowed
 * @most: largest allowed
 * @fallback: where it is missing
 *
 * Returns: it
 */
gint64
cs_pack_reader_integer (CsPackReader *self, CsNode node, gint64 least, gint64 most, gint64 fallback)
{
  if (self->error != NULL || node.value == NULL)
    return fallback;
  if (!json_is_integer (node.value) || json_integer_value (node.value) < least ||
      json_integer_value (node.value) > most)
    cs_pack_reader_fail (self,
                         node,
                         "a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT
                         " was expected",
                         least,
                         most);
  return json_integer_value (node.value);
}

/**
 * cs_pack_reader_enum: (skip)
 * @self: a reader
 * @node: where one of a few words is expected
 * @names: (array zero-terminated=1): the words
 * @fallback: where it is missing
 *
 * Returns: the index of the word, or @fallback
 */
int
cs_pack_reader_enum (CsPackReader *self, CsNode node, const char *const *names, int fallback)
{
  const char *text = cs_pack_reader_string (self, node);
  g_autofree char *all = NULL;

  if (text == NULL)
    return fallback;
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], text) == 0)
      return i;
  all = g_strjoinv (", ", (char **)names);
  cs_pack_reader_fail (self, node, "“%s” is none of: %s", text, all);
  return fallback;
}

/**
 * cs_pack_reader_duration: (skip)
 * @self: a reader
 * @node: where a duration such as `3-5bd` is expected
 * @duration: (out): it
 *
 * Returns: whether it is there
 */
gboolean
cs_pack_reader_duration (CsPackReader *self, CsNode node, CsDuration *duration)
{
  const char *text = cs_pack_reader_string (self, node);
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return FALSE;
  if (!cs_duration_parse (text, duration, &error))
    cs_pack_reader_fail (self, node, "%s", error->message);
  return self->error == NULL;
}

/**
 * cs_pack_reader_amounts: (skip)
 * @self: a reader
 * @node: where a list of amounts such as `"BHD 1000.000"` is expected
 *
 * Returns: (transfer full) (element-type CsMoney): them, at most one per currency
 */
GArray *
cs_pack_reader_amounts (CsPackReader *self, CsNode node)
{
  GArray *amounts = g_array_new (FALSE, FALSE, sizeof (CsMoney));
  gsize n = cs_pack_reader_array (self, node, "a list of amounts");

  for (gsize i = 0; i < n; i++) {
    CsNode element = cs_node_element (node, i);
    const char *text = cs_pack_reader_string (self, element);
    g_autoptr (GError) error = NULL;
    CsMoney money;

    if (text == NULL)
      break;
    if (!cs_money_parse_exact (text, &money, &error)) {
      cs_pack_reader_fail (self, element, "%s", error->message);
      break;
    }
    for (guint j = 0; j < amounts->len; j++)
      if (strcmp (g_array_index (amounts, CsMoney, j).currency, money.currency) == 0)
        cs_pack_reader_fail (self, element, "a second amount in %s", money.currency);
    g_array_append_val (amounts, money);
  }
  return amounts;
}

/**
 * cs_pack_reader_pattern: (skip)
 * @self: a reader
 * @node: where a regular expression is expected
 *
 * Anchors it at both ends. Back-references and other constructs that can take exponential time with
 * little text are refused, and patterns are short.
 *
 * Returns: (transfer full) (nullable): it
 */
GRegex *
cs_pack_reader_pattern (CsPackReader *self, CsNode node)
{
  const char *text = cs_pack_reader_string (self, node);
  g_autofree char *anchored = NULL;
  g_autoptr (GError) error = NULL;
  GRegex *regex;

  if (text == NULL)
    return NULL;
  if (strlen (text) > 200 || strstr (text, "(?") != NULL || strstr (text, "\\g") != NULL ||
      strstr (text, "\\k") != NULL || strstr (text, "(*") != NULL) {
    cs_pack_reader_fail (self,
                         node,
                         "a short pattern without look-around or recursion was expected");
    return NULL;
  }
  for (const char *at = strchr (text, '\\'); at != NULL; at = strchr (at + 2, '\\')) {
    if (g_ascii_isdigit (at[1]))
      cs_pack_reader_fail (self, node, "a pattern without back-references was expected");
    if (at[1] == '\0')
      break;
  }
  anchored = g_strdup_printf ("\\A(?:%s)\\z", text);
  regex = g_regex_new (anchored, G_REGEX_OPTIMIZE, 0, &error);
  if (regex == NULL)
    cs_pack_reader_fail (self, node, "%s", error->message);
  return regex;
}
