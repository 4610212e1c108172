/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-settings.h"

#include "cs-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Answers to a pack's settings: what they may be, as text, and carried over to another version. */

#define LIMIT_BYTES 4000
#define LIMIT_LINES 200

static const CsOption *
find_option (const CsSetting *self, const char *id)
{
  for (guint i = 0; i < self->options->len; i++) {
    const CsOption *option = self->options->pdata[i];

    if (g_strcmp0 (option->id, id) == 0)
      return option;
  }
  return NULL;
}

static gboolean
refuse (const CsSetting *self, GError **error, const char *expected)
{
  g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("%1$s expects %2$s"), self->id, expected);
  return FALSE;
}

static gboolean
check_option (const CsSetting *self, const char *text, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (find_option (self, text) != NULL)
    return TRUE;
  for (guint i = 0; i < self->options->len; i++)
    g_string_append_printf (known,
                            "%s“%s”",
                            i > 0 ? ", " : "",
                            ((const CsOption *)self->options->pdata[i])->id);
  /* Translators: %s is a list of words, each in quotation marks */
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               _ ("%1$s expects one of %2$s"),
               self->id,
               known->str);
  return FALSE;
}

static gboolean
check_one (const CsSetting *self, const json_t *value, GError **error)
{
  const char *text = json_string_value (value);
  g_autofree char *words = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  CsDuration duration;

  if (words == NULL || *words == '\0' || strlen (text) > LIMIT_BYTES)
    return refuse (self, error, _ ("a few words"));
  if (self->options->len > 0)
    return check_option (self, text, error);
  if (self->type == CS_FIELD_DURATION && !cs_duration_parse (text, &duration, NULL))
    return refuse (self, error, _ ("a time such as “5bd”, “4h” or “7d”"));
  return TRUE;
}

/**
 * cs_setting_check_value:
 * @self: a setting
 * @value: an administrator's answer
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: whether it is an answer to it: one of the options, a time, a few words; or a list of
 *   these where there may be many
 */
gboolean
cs_setting_check_value (const CsSetting *self, const json_t *value, GError **error)
{
  const json_t *member;
  gsize i;

  if (!self->many)
    return check_one (self, value, error);
  if (!json_is_array (value) || json_array_size (value) == 0 ||
      json_array_size (value) > LIMIT_LINES)
    return refuse (self, error, _ ("a list with at least one line"));
  json_array_foreach (value, i, member)
  {
    if (!check_one (self, member, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_setting_parse:
 * @self: a setting
 * @text: an answer as it is typed; where there may be many, one a line
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: (transfer full) (nullable): the value
 */
json_t *
cs_setting_parse (const CsSetting *self, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (json_t) value = NULL;

  if (self->many) {
    value = json_array ();
    for (gsize i = 0; lines[i] != NULL; i++) {
      g_strstrip (lines[i]);
      if (*lines[i] != '\0')
        json_array_append_new (value, json_string (lines[i]));
    }
  } else {
    g_autofree char *words = g_strstrip (g_strdup (text));

    value = json_string (words);
  }
  if (value == NULL) {
    refuse (self, error, _ ("a few words"));
    return NULL;
  }
  return cs_setting_check_value (self, value, error) ? g_steal_pointer (&value) : NULL;
}

static void
append_one (const CsSetting *self, GString *text, const json_t *value, const char *language)
{
  const CsOption *option = find_option (self, json_string_value (value));
  g_autofree char *title = option != NULL ? cs_text_dup (option->title, language) : NULL;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  if (title != NULL)
    g_string_append (text, title);
  else if (json_is_string (value))
    g_string_append (text, json_string_value (value));
}

/**
 * cs_setting_format:
 * @self: a setting
 * @value: (nullable): an answer; its default where there is none
 * @language: (nullable): of the titles of options
 *
 * Returns: (transfer full): the answer in words, several of them a line each
 */
char *
cs_setting_format (const CsSetting *self, const json_t *value, const char *language)
{
  GString *text = g_string_new (NULL);
  const json_t *member;
  gsize i;

  if (value == NULL)
    value = self->initial;
  if (!json_is_array (value))
    append_one (self, text, value, language);
  json_array_foreach (value, i, member)
  {
    append_one (self, text, member, language);
  }
  return g_string_free (text, FALSE);
}

/**
 * cs_pack_check_settings:
 * @self: a pack
 * @settings: (nullable): id -> answer, of those that an administrator has confirmed
 * @error: `CS_ERROR_INVALID`
 *
 * Returns: whether all are settings of it and answer them
 */
gboolean
cs_pack_check_settings (const CsPack *self, const json_t *settings, GError **error)
{
  const char *id;
  json_t *value;

  json_object_foreach ((json_t *)settings, id, value)
  {
    const CsSetting *setting = cs_pack_get_setting (self, id);

    if (setting == NULL) {
      g_set_error (error, CS_ERROR, CS_ERROR_INVALID, _ ("The pack has no setting “%s”"), id);
      return FALSE;
    }
    if (!cs_setting_check_value (setting, value, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_pack_keep_settings:
 * @self: a version of a pack
 * @settings: (nullable): what is confirmed of another version
 *
 * Returns: (transfer full): those of them that answer settings of this version too
 */
json_t *
cs_pack_keep_settings (const CsPack *self, const json_t *settings)
{
  json_t *kept = json_object ();
  const char *id;
  json_t *value;

  json_object_foreach ((json_t *)settings, id, value)
  {
    const CsSetting *setting = cs_pack_get_setting (self, id);

    if (setting != NULL && cs_setting_check_value (setting, value, NULL))
      json_object_set (kept, id, value);
  }
  return kept;
}
