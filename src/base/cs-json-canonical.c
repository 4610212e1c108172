/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-json.h"

#include <string.h>

/* The one way to write a value (RFC 8785), for what is signed and hashed (K-20). */

static gboolean write_value (GString *text, const json_t *value);

/* The first UTF-16 unit of a character: what ECMAScript sorts by. */
static gunichar
first_unit (gunichar character)
{
  return character < 0x10000 ? character : 0xd800 + ((character - 0x10000) >> 10);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const char *one = *(const char *const *)a;
  const char *other = *(const char *const *)b;

  for (; *one != '\0' && *other != '\0';
       one = g_utf8_next_char (one), other = g_utf8_next_char (other)) {
    gunichar x = g_utf8_get_char (one);
    gunichar y = g_utf8_get_char (other);

    if (x == y)
      continue;
    if (first_unit (x) != first_unit (y))
      return first_unit (x) < first_unit (y) ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return (*one != '\0') - (*other != '\0');
}

static void
write_string (GString *text, const char *string)
{
  static const char short_forms[] = "btn\0fr"; /* from U+0008 on */

  g_string_append_c (text, '"');
  for (; *string != '\0'; string++) {
    guchar byte = (guchar)*string;

    if (byte == '"' || byte == '\\')
      g_string_append_printf (text, "\\%c", byte);
    else if (byte >= '\b' && byte <= '\r' && byte != '\v')
      g_string_append_printf (text, "\\%c", short_forms[byte - '\b']);
    else if (byte < ' ')
      g_string_append_printf (text, "\\u%04x", byte);
    else
      g_string_append_c (text, (char)byte);
  }
  g_string_append_c (text, '"');
}

static gboolean
write_object (GString *text, const json_t *object)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  const char *key;
  json_t *member;

  json_object_foreach ((json_t *)object, key, member) g_ptr_array_add (keys, (gpointer)key);
  g_ptr_array_sort (keys, compare_keys);
  g_string_append_c (text, '{');
  for (guint i = 0; i < keys->len; i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    write_string (text, keys->pdata[i]);
    g_string_append_c (text, ':');
    if (!write_value (text, json_object_get (object, keys->pdata[i])))
      return FALSE;
  }
  g_string_append_c (text, '}');
  return TRUE;
}

static gboolean
write_array (GString *text, const json_t *array)
{
  g_string_append_c (text, '[');
  for (gsize i = 0; i < json_array_size (array); i++) {
    if (i > 0)
      g_string_append_c (text, ',');
    if (!write_value (text, json_array_get (array, i)))
      return FALSE;
  }
  g_string_append_c (text, ']');
  return TRUE;
}

static gboolean
write_value (GString *text, const json_t *value)
{
  switch (json_typeof (value)) {
    case JSON_OBJECT:
      return write_object (text, value);
    case JSON_ARRAY:
      return write_array (text, value);
    case JSON_STRING:
      write_string (text, json_string_value (value));
      return TRUE;
    case JSON_INTEGER:
      g_string_append_printf (text, "%" JSON_INTEGER_FORMAT, json_integer_value (value));
      return TRUE;
    case JSON_TRUE:
      g_string_append (text, "true");
      return TRUE;
    case JSON_FALSE:
      g_string_append (text, "false");
      return TRUE;
    case JSON_NULL:
      g_string_append (text, "null");
      return TRUE;
    case JSON_REAL:
    default:
      return FALSE;
  }
}

/**
 * cs_json_dump_canonical:
 * @value: any value without fractions; whole numbers within ±2^53 for others to read the same
 *
 * Writes the canonical form of RFC 8785: members sorted by their UTF-16 code units, no space, the
 * shortest escapes.
 *
 * Returns: (transfer full) (nullable): the text; %NULL when there is a number with a fraction
 */
char *
cs_json_dump_canonical (const json_t *value)
{
  GString *text = g_string_new (NULL);
  gboolean is_written = write_value (text, value);

  return g_string_free (text, !is_written);
}
