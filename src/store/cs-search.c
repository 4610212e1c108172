/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-search.h"

#include <string.h>

static const char *const keys[] =
    {"over", "under", "cur", "region", "due", "with", "stage", "client", "process", "is"};
static const char *const states[] = {"paused", "overdue", "open", "closed", "question", "unread"};

static gunichar
fold_letter (gunichar c)
{
  int digit = g_unichar_digit_value (c);

  if (digit >= 0)
    return (gunichar)('0' + digit);
  switch (c) {
    case 0x0671: /* alef wasla */
      return 0x0627;
    case 0x0629: /* teh marbuta */
      return 0x0647;
    case 0x0649: /* alef maksura */
    case 0x06cc: /* Farsi yeh */
      return 0x064a;
    case 0x06a9: /* keheh */
      return 0x0643;
    default:
      return c;
  }
}

static gboolean
is_dropped (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
         type == G_UNICODE_FORMAT || c == 0x0640 || c == '\'' || c == 0x2019; /* tatweel, ’ */
}

static gboolean
is_separator_in_number (const char *start, const char *at)
{
  return (*at == ',' || *at == '_') && at > start && g_ascii_isdigit (at[-1]) &&
         g_ascii_isdigit (at[1]);
}

/**
 * cs_search_fold:
 * @text: (nullable): anything, UTF-8
 *
 * Makes texts that a person takes for the same the same: case, diacritics and Arabic letter forms
 * (أ إ آ and ا, ة and ه, ى and ي, tatweel) and the digits of all scripts; grouping within numbers
 * goes (ux: Localisation rules).
 *
 * Returns: (transfer full): folded text
 */
char *
cs_search_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *cased = g_utf8_casefold (valid, -1);
  g_autofree char *plain = g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_sized_new (strlen (plain));

  for (const char *p = plain; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);

    if (!is_dropped (c) && !is_separator_in_number (plain, p))
      g_string_append_unichar (folded, fold_letter (c));
  }
  return g_string_free (folded, FALSE);
}

static void
append_words (GString *match, const char *folded)
{
  const char *p = folded;

  while (*p != '\0') {
    const char *start = p;

    while (*p != '\0' && g_unichar_isalnum (g_utf8_get_char (p)))
      p = g_utf8_next_char (p);
    if (p > start)
      g_string_append_printf (match, "\"%.*s\"* ", (int)(p - start), start);
    else
      p = g_utf8_next_char (p);
  }
}

static void
term_free (gpointer data)
{
  CsSearchTerm *term = data;

  g_free (term->value);
  g_free (term);
}

static const char *
find_name (const char *const *names, gsize n_names, const char *text, gsize length)
{
  for (gsize i = 0; i < n_names; i++) {
    if (strlen (names[i]) == length && strncmp (names[i], text, length) == 0)
      return names[i];
  }
  return NULL;
}

static gboolean
add_term (CsSearch *self, const char *word)
{
  gboolean is_not = word[0] == '-' && word[1] != '\0';
  const char *text = is_not ? word + 1 : word;
  const char *colon = strchr (text, ':');
  const char *key = NULL, *value = NULL;
  CsSearchTerm *term;

  if (colon != NULL) {
    key = find_name (keys, G_N_ELEMENTS (keys), text, (gsize)(colon - text));
    value = colon + 1;
  } else if (is_not && find_name (states, G_N_ELEMENTS (states), text, strlen (text)) != NULL) {
    key = "is";
    value = text;
  }
  if (key == NULL || *value == '\0')
    return FALSE;
  term = g_new0 (CsSearchTerm, 1);
  term->is_not = is_not;
  term->key = key;
  term->value = g_strdup (value);
  g_ptr_array_add (self->terms, term);
  return TRUE;
}

/**
 * cs_search_parse:
 * @text: (nullable): as typed: `al noor over:1000 cur:bhd due:week with:me stage:approval -paused`
 *
 * Plain words come first; what is no operator is a word. Nothing typed is an error.
 *
 * Returns: (transfer full): the search
 */
CsSearch *
cs_search_parse (const char *text)
{
  CsSearch *self = g_new0 (CsSearch, 1);
  g_autofree char *folded = cs_search_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n", -1);
  GString *match = g_string_new (NULL);

  self->terms = g_ptr_array_new_with_free_func (term_free);
  for (guint i = 0; words[i] != NULL; i++) {
    if (words[i][0] != '\0' && !add_term (self, words[i]))
      append_words (match, words[i]);
  }
  g_strchomp (match->str);
  self->match = match->str[0] != '\0' ? g_strdup (match->str) : NULL;
  g_string_free (match, TRUE);
  return self;
}

/**
 * cs_search_free:
 * @self: (transfer full) (nullable): a search
 */
void
cs_search_free (CsSearch *self)
{
  if (self == NULL)
    return;
  g_free (self->match);
  g_ptr_array_unref (self->terms);
  g_free (self);
}
