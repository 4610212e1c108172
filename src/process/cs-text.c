/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

/* A text in its languages, where its condition holds. */
typedef struct {
  CsCond *when;             /* (owned) (nullable) */
  char *plain;              /* (owned) (nullable) in every language */
  GHashTable *translations; /* (owned) (nullable) language -> text */
  const CsSetting *setting; /* (borrowed) (nullable) whose value it is */
} Part;

/*
 * Words that a person reads: parts that are joined where their conditions hold, each in one
 * language or several.
 */
struct _CsText {
  GPtrArray *parts; /* (owned) Part */
};

static void
part_free (Part *part)
{
  cs_cond_free (part->when);
  g_free (part->plain);
  g_clear_pointer (&part->translations, g_hash_table_unref);
  g_free (part);
}

static CsText *
text_new_empty (void)
{
  CsText *self = g_new0 (CsText, 1);

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)part_free);
  return self;
}

/**
 * cs_text_new: (skip)
 * @text: words
 *
 * Returns: (transfer full): a text of one part that reads the same in every language
 */
CsText *
cs_text_new (const char *text)
{
  CsText *self = text_new_empty ();
  Part *part = g_new0 (Part, 1);

  part->plain = g_strdup (text);
  g_ptr_array_add (self->parts, part);
  return self;
}

/**
 * cs_text_new_from_id: (skip)
 * @id: an id such as `signed-sow`
 *
 * Returns: (transfer full): it in words, such as “Signed sow”
 */
CsText *
cs_text_new_from_id (const char *id)
{
  g_autofree char *words = g_strdup (id);

  g_strdelimit (words, "_-", ' ');
  words[0] = g_ascii_toupper (words[0]);
  return cs_text_new (words);
}

/**
 * cs_text_free: (skip)
 * @self: (transfer full) (nullable): a text
 */
void
cs_text_free (CsText *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static void
read_translations (CsPackReader *reader, CsNode node, Part *part)
{
  const char *language;
  json_t *value;

  part->translations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  json_object_foreach (node.value, language, value)
  {
    CsNode member = cs_node_member (node, language);

    if (!g_strv_contains ((const char *const *)reader->pack->languages, language)) {
      g_autofree char *known = g_strjoinv (", ", reader->pack->languages);

      cs_pack_reader_fail (reader,
                           member,
                           "“%s” is no language of this pack, which has: %s",
                           language,
                           known);
      return;
    }
    g_hash_table_insert (part->translations,
                         g_strdup (language),
                         cs_pack_reader_dup_string (reader, member));
  }
  if (g_hash_table_size (part->translations) == 0)
    cs_pack_reader_fail (reader, node, "a text in at least one language was expected");
}

static void
read_words (CsPackReader *reader, CsNode node, Part *part)
{
  if (json_is_object (node.value)) {
    CsNode setting = cs_node_member (node, "setting");

    if (setting.value != NULL && json_object_size (node.value) == 1)
      part->setting = cs_pack_reader_resolve (reader, setting, CS_NAME_SETTING);
    else
      read_translations (reader, node, part);
  } else if (node.value == NULL) {
    cs_pack_reader_fail (reader, node, "“text” is missing");
  } else {
    part->plain = cs_pack_reader_dup_string (reader, node);
  }
}

static void
read_part (CsPackReader *reader, CsNode node, CsText *self)
{
  static const char *const keys[] = {"text", "when", NULL};
  Part *part = g_new0 (Part, 1);

  g_ptr_array_add (self->parts, part);
  if (json_object_get (node.value, "text") == NULL) {
    read_words (reader, node, part);
    return;
  }
  if (!cs_pack_reader_object (reader, node, "a part of a text", keys))
    return;
  part->when = cs_pack_reader_cond (reader, cs_node_member (node, "when"));
  read_words (reader, cs_node_member (node, "text"), part);
}

/**
 * cs_pack_reader_text: (skip)
 * @self: a reader
 * @node: where a text is expected
 *
 * Returns: (transfer full) (nullable): it; %NULL where it is missing
 */
CsText *
cs_pack_reader_text (CsPackReader *self, CsNode node)
{
  CsText *text;

  if (self->error != NULL || node.value == NULL)
    return NULL;
  text = text_new_empty ();
  if (json_is_array (node.value)) {
    gsize n = cs_pack_reader_array (self, node, "a text");

    for (gsize i = 0; i < n; i++)
      read_part (self, cs_node_element (node, i), text);
    if (n == 0)
      cs_pack_reader_fail (self, node, "the text has no parts");
  } else {
    read_part (self, node, text);
  }
  return text;
}

/**
 * cs_pack_reader_title: (skip)
 * @self: a reader
 * @object: what may have a title
 * @id: (nullable): its id
 *
 * Returns: (transfer full) (nullable): its title; where it has none, its id in words
 */
CsText *
cs_pack_reader_title (CsPackReader *self, CsNode object, const char *id)
{
  CsText *title = cs_pack_reader_text (self, cs_node_member (object, "title"));

  return title == NULL && id != NULL ? cs_text_new_from_id (id) : title;
}

/**
 * cs_pack_reader_source: (skip)
 * @self: a reader
 * @object: what may name the requirements it comes from
 *
 * Returns: (transfer full): their IDs
 */
GStrv
cs_pack_reader_source (CsPackReader *self, CsNode object)
{
  return cs_pack_reader_strings (self, cs_node_member (object, "source"));
}

static const char *
part_in_language (const Part *part, const char *language)
{
  const char *text = NULL;

  if (part->plain != NULL)
    return part->plain;
  if (part->setting != NULL) {
    const json_t *initial = part->setting->initial;

    return json_is_string (initial) ? json_string_value (initial) : "";
  }
  if (part->translations == NULL)
    return "";
  if (language != NULL) {
    g_autofree char *primary = g_strndup (language, strcspn (language, "-_.@"));

    text = g_hash_table_lookup (part->translations, language);
    if (text == NULL)
      text = g_hash_table_lookup (part->translations, primary);
  }
  if (text == NULL)
    text = g_hash_table_lookup (part->translations, "en");
  if (text == NULL) {
    GHashTableIter iter;
    gpointer any = NULL;

    g_hash_table_iter_init (&iter, part->translations);
    g_hash_table_iter_next (&iter, NULL, &any);
    text = any;
  }
  return text != NULL ? text : "";
}

/**
 * cs_text_dup:
 * @self: (nullable): a text
 * @language: (nullable): a language such as `ar`; English stands in for what is missing in it
 *
 * Joins the parts that have no condition, or gives the first part if every one has: for titles,
 * which a screen shows before a request exists. Texts of messages go through
 * [method@Text.get_part].
 *
 * Returns: (transfer full): the words
 */
char *
cs_text_dup (const CsText *self, const char *language)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (self == NULL)
    return g_strdup ("");
  for (guint i = 0; i < self->parts->len; i++) {
    const Part *part = g_ptr_array_index (self->parts, i);

    if (part->when == NULL)
      g_string_append (words, part_in_language (part, language));
  }
  if (words->len == 0)
    g_string_append (words, part_in_language (g_ptr_array_index (self->parts, 0), language));
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/**
 * cs_text_get_part:
 * @self: (nullable): a text
 * @index: of a part
 * @language: (nullable): as in [method@Text.dup]
 * @text: (out) (transfer none) (nullable): its words; %NULL past the last part
 *
 * Returns: (nullable): the condition under which it applies
 */
const CsCond *
cs_text_get_part (const CsText *self, guint index, const char *language, const char **text)
{
  const Part *part;

  *text = NULL;
  if (self == NULL || index >= self->parts->len)
    return NULL;
  part = g_ptr_array_index (self->parts, index);
  *text = part_in_language (part, language);
  return part->when;
}

/**
 * cs_text_get_part_setting:
 * @self: (nullable): a text
 * @index: of a part
 *
 * Returns: (nullable): the setting whose value the part is; its default is what the other functions
 *   give
 */
const CsSetting *
cs_text_get_part_setting (const CsText *self, guint index)
{
  if (self == NULL || index >= self->parts->len)
    return NULL;
  return ((Part *)g_ptr_array_index (self->parts, index))->setting;
}

/**
 * cs_text_has_language:
 * @self: (nullable): a text
 * @language: a language such as `ar`
 *
 * Returns: whether no part with translations lacks that language
 */
gboolean
cs_text_has_language (const CsText *self, const char *language)
{
  for (guint i = 0; self != NULL && i < self->parts->len; i++) {
    const Part *part = g_ptr_array_index (self->parts, i);

    if (part->translations != NULL && !g_hash_table_contains (part->translations, language))
      return FALSE;
  }
  return TRUE;
}
