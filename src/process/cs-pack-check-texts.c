/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Words: languages, secrets, leftovers of changes, status and sources (L-05, L-41, L-51, L-52). */

static gboolean
is_translations (const CsCheck *self, const json_t *object)
{
  json_t *text;
  const char *key;

  if (json_object_size (object) == 0)
    return FALSE;
  json_object_foreach ((json_t *)object, key, text)
  {
    if (!json_is_string (text) ||
        !g_strv_contains ((const char *const *)self->pack->languages, key))
      return FALSE;
  }
  return TRUE;
}

static void
check_languages (CsCheck *self, const json_t *container, const char *key, const json_t *text)
{
  for (char **language = self->pack->languages; *language != NULL; language++)
    if (json_object_get (text, *language) == NULL)
      cs_check_say (self,
                    CS_FINDING_WARNING,
                    "L-05",
                    container,
                    key,
                    _ ("“%s” is missing in “%s”"),
                    key,
                    *language);
}

/* Two words of four letters or more that have grown together, as in a page that shows changes. */
static char *
find_fused_words (const char *text)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("\\b\\p{L}\\p{Ll}{3,}\\p{Lu}\\p{Ll}{3,}\\w*", G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, text, 0, &match) ? g_match_info_fetch (match, 0) : NULL;
}

static void
check_words (CsCheck *self, const json_t *container, const char *key, const char *text)
{
  static const char *const marks[] = {"Versions Compared", "line was removed", "line was added"};
  g_autofree char *fused = find_fused_words (text);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (strstr (text, marks[i]) != NULL)
      cs_check_say (self,
                    CS_FINDING_WARNING,
                    "L-51",
                    container,
                    key,
                    _ ("“%s” looks like a page that shows changes"),
                    marks[i]);
  if (fused != NULL)
    cs_check_say (self,
                  CS_FINDING_WARNING,
                  "L-51",
                  container,
                  key,
                  _ ("two words have grown together: “%s” (Q-22)"),
                  fused);
}

/* Words for people; what is not for them is names, addresses, times and patterns. */
static gboolean
is_prose (const CsCheck *self, const char *key)
{
  static const char *const keys[] = {"title",
                                     "help",
                                     "page",
                                     "subject",
                                     "body",
                                     "text",
                                     "unclear",
                                     "default",
                                     "notice",
                                     "status",
                                     NULL};

  return g_strv_contains (keys, key) ||
         g_strv_contains ((const char *const *)self->pack->languages, key);
}

static void
walk (CsCheck *self, json_t *value)
{
  const char *key;
  json_t *member;
  gsize i;

  json_object_foreach (value, key, member)
  {
    if (is_translations (self, member))
      check_languages (self, value, key, member);
    if (json_is_string (member) && is_prose (self, key))
      check_words (self, value, key, json_string_value (member));
    walk (self, member);
  }
  json_array_foreach (value, i, member)
  {
    walk (self, member);
  }
}

static void
check_secrets (CsCheck *self, const CsProcess *process, const json_t *fields)
{
  for (guint i = CS_N_FIELD_INDEXES; i < process->fields->len; i++) {
    const CsField *field = process->fields->pdata[i];
    g_autofree char *title = cs_text_dup (field->title, "en");

    if ((field->type == CS_FIELD_TEXT || field->type == CS_FIELD_LONG) &&
        g_regex_match_simple (
            "\\b(password|passphrase|secret|token|api[ _-]?key|pin|private key)\\b",
            title,
            G_REGEX_CASELESS,
            0))
      cs_check_say (self,
                    CS_FINDING_WARNING,
                    "L-41",
                    fields,
                    field->id,
                    _ ("“%s” sounds like a secret; the type “secret” keeps it out of every record"),
                    title);
  }
}

static void
check_scopes (CsCheck *self)
{
  for (guint i = 0; i < self->pack->scopes->len; i++) {
    const CsScope *scope = self->pack->scopes->pdata[i];

    if (scope->log && (scope->sync || scope->retain == NULL))
      cs_check_say (self,
                    CS_FINDING_WARNING,
                    "L-41",
                    json_object_get (self->pack->root, "scopes"),
                    scope->id,
                    scope->sync
                        ? _ ("access to “%s” is logged, and yet it is copied to every desktop")
                        : _ ("access to “%s” is logged, and yet it is kept for ever"),
                    scope->id);
  }
}

static void
collect_sources (json_t *value, GHashTable *sources)
{
  const char *key;
  json_t *member;
  gsize i;

  json_object_foreach (value, key, member)
  {
    gsize j;
    json_t *id;

    if (strcmp (key, "source") == 0 && json_is_string (member))
      g_hash_table_add (sources, (gpointer)json_string_value (member));
    json_array_foreach (strcmp (key, "source") == 0 ? member : NULL, j, id)
    {
      g_hash_table_add (sources, (gpointer)json_string_value (id));
    }
    collect_sources (member, sources);
  }
  json_array_foreach (value, i, member)
  {
    collect_sources (member, sources);
  }
}

static void
list_unsourced (CsCheck *self)
{
  g_autoptr (GHashTable) sources = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer id, most;

  collect_sources (self->pack->root, sources);
  g_hash_table_iter_init (&iter, sources);
  while (g_hash_table_iter_next (&iter, &id, NULL)) {
    const char *dash = strchr (id, '-');
    int number = dash != NULL ? atoi (dash + 1) : 0;
    g_autofree char *prefix = dash != NULL ? g_strndup (id, dash - (char *)id) : NULL;

    if (number > GPOINTER_TO_INT (prefix != NULL ? g_hash_table_lookup (last, prefix) : NULL) &&
        number < 100)
      g_hash_table_insert (last, g_steal_pointer (&prefix), GINT_TO_POINTER (number));
  }
  g_hash_table_iter_init (&iter, last);
  while (g_hash_table_iter_next (&iter, &id, &most))
    for (int i = 1; i < GPOINTER_TO_INT (most); i++) {
      g_autofree char *missing = g_strdup_printf ("%s-%02d", (char *)id, i);

      if (!g_hash_table_contains (sources, missing) &&
          cs_pack_get_setting (self->pack, missing) == NULL)
        cs_check_say (self,
                      CS_FINDING_NOTE,
                      "L-52",
                      self->pack->root,
                      "processes",
                      _ ("nothing names %s as its source"),
                      missing);
    }
}

static void
check_status (CsCheck *self)
{
  g_autofree char *status = cs_text_dup (self->pack->status, "en");

  if (!cs_pack_is_final (self->pack))
    cs_check_say (self,
                  CS_FINDING_WARNING,
                  "L-52",
                  json_object_get (self->pack->root, "document"),
                  "status",
                  _ ("the process document is not final: %s (PH-01)"),
                  status);
}

/**
 * cs_check_texts: (skip)
 * @self: a check
 *
 * Texts missing in a language (L-05), secrets in plain fields (L-41), leftovers of changes (L-51),
 * status and sources (L-52).
 */
void
cs_check_texts (CsCheck *self)
{
  json_t *processes = json_object_get (self->pack->root, "processes");

  walk (self, self->pack->root);
  for (guint i = 0; i < self->pack->processes->len; i++) {
    const json_t *fields = json_object_get (json_array_get (processes, i), "fields");

    check_secrets (self, self->pack->processes->pdata[i], fields);
  }
  check_scopes (self);
  list_unsourced (self);
  check_status (self);
}
