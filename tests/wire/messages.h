/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

/* What a message reads and what it must not; the four functions of a message as a test sees them.
 */
typedef struct {
  gpointer (*read) (const char *text, gsize length, GError **error);
  char *(*write) (gconstpointer value);
  void (*free) (gpointer value);
} Message;

#define MESSAGE(name)                                                                              \
  {                                                                                                \
    (gpointer (*) (const char *, gsize, GError **)) name##_from_json,                              \
        (char *(*)(gconstpointer))name##_to_json, (void (*) (gpointer))name##_free                 \
  }

/* Reads @text, writes it again, and finds what was read. */
static inline void
assert_round_trip (const Message *message, const char *text)
{
  g_autoptr (GError) error = NULL;
  gpointer value = message->read (text, strlen (text), &error);
  g_autofree char *written = NULL;
  g_autoptr (json_t) before = NULL;
  g_autoptr (json_t) after = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (value);
  written = message->write (value);
  before = cs_json_load (text, strlen (text), &error);
  g_assert_no_error (error);
  after = cs_json_load (written, strlen (written), &error);
  g_assert_no_error (error);
  if (!json_equal (before, after))
    g_error ("expected %s\nbut wrote %s", text, written);
  message->free (value);
}

/* @expected: a part of what the error says. */
static inline void
assert_refused (const Message *message, const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gpointer value = message->read (text, strlen (text), &error);

  if (value != NULL)
    g_error ("read %s", text);
  g_assert_true (error->domain == CS_ERROR);
  if (strstr (error->message, expected) == NULL)
    g_error ("%s\nsays “%s”, not “%s”", text, error->message, expected);
}

/* Each outermost member left out in turn: refused, unless it is among @optional. */
static inline void
assert_members_needed (const Message *message, const char *text, const char *const *optional)
{
  g_autoptr (json_t) whole = cs_json_load (text, strlen (text), NULL);
  const char *key;
  json_t *member;

  json_object_foreach (whole, key, member)
  {
    g_autoptr (json_t) less = json_copy (whole);
    g_autofree char *shorter = NULL;
    g_autofree char *missing = g_strdup_printf ("“%s” is missing", key);

    json_object_del (less, key);
    shorter = cs_json_dump (less);
    if (optional != NULL && g_strv_contains (optional, key))
      assert_round_trip (message, shorter);
    else
      assert_refused (message, shorter, missing);
  }
}
