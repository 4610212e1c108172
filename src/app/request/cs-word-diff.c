/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-word-diff.h"

#include <string.h>

/* Longer texts are compared as a whole: the table would be larger than what it explains. */
#define MAX_WORDS 1500

static void
clear_part (CsDiffPart *part)
{
  g_free (part->text);
}

/* Words with the blanks that follow them. */
static GPtrArray *
split_words (const char *text)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  const char *start = text;
  gboolean in_blank = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gboolean is_blank = g_unichar_isspace (g_utf8_get_char (p));

    if (in_blank && !is_blank) {
      g_ptr_array_add (words, g_strndup (start, (gsize)(p - start)));
      start = p;
    }
    in_blank = is_blank;
  }
  if (*start != '\0')
    g_ptr_array_add (words, g_strdup (start));
  return words;
}

static gboolean
same_word (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);

  while (n > 0 && g_ascii_isspace (a[n - 1]))
    n--;
  while (m > 0 && g_ascii_isspace (b[m - 1]))
    m--;
  return n == m && strncmp (a, b, n) == 0;
}

static void
add_part (GArray *parts, CsDiffKind kind, const char *text)
{
  CsDiffPart *last = parts->len > 0 ? &g_array_index (parts, CsDiffPart, parts->len - 1) : NULL;
  CsDiffPart part = {.kind = kind};

  if (last != NULL && last->kind == kind) {
    char *joined = g_strconcat (last->text, text, NULL);

    g_free (last->text);
    last->text = joined;
    return;
  }
  part.text = g_strdup (text);
  g_array_append_val (parts, part);
}

/* lengths[i][j]: longest common run of words of before[i…] and after[j…] */
static guint16 *
common_lengths (const GPtrArray *before, const GPtrArray *after)
{
  gsize width = after->len + 1;
  guint16 *lengths = g_new0 (guint16, (before->len + 1) * width);

  for (guint i = before->len; i > 0; i--) {
    for (guint j = after->len; j > 0; j--) {
      guint16 *here = &lengths[(i - 1) * width + j - 1];

      if (same_word (before->pdata[i - 1], after->pdata[j - 1]))
        *here = (guint16)(lengths[i * width + j] + 1);
      else
        *here = MAX (lengths[i * width + j - 1], lengths[(i - 1) * width + j]);
    }
  }
  return lengths;
}

static void
walk (const GPtrArray *before, const GPtrArray *after, const guint16 *lengths, GArray *parts)
{
  gsize width = after->len + 1;
  guint i = 0, j = 0;

  while (i < before->len || j < after->len) {
    if (i < before->len && j < after->len && same_word (before->pdata[i], after->pdata[j])) {
      add_part (parts, CS_DIFF_SAME, after->pdata[j]);
      i++;
      j++;
    } else if (j == after->len ||
               (i < before->len && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) {
      add_part (parts, CS_DIFF_REMOVED, before->pdata[i++]);
    } else {
      add_part (parts, CS_DIFF_ADDED, after->pdata[j++]);
    }
  }
}

/**
 * cs_word_diff:
 * @before: one text
 * @after: another
 *
 * Returns: (transfer full) (element-type CsDiffPart): how one becomes the other, word by word
 */
GArray *
cs_word_diff (const char *before, const char *after)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (CsDiffPart));
  g_autoptr (GPtrArray) old_words = split_words (before);
  g_autoptr (GPtrArray) new_words = split_words (after);
  g_autofree guint16 *lengths = NULL;

  g_array_set_clear_func (parts, (GDestroyNotify)clear_part);
  if (old_words->len > MAX_WORDS || new_words->len > MAX_WORDS) {
    add_part (parts, CS_DIFF_REMOVED, before);
    add_part (parts, CS_DIFF_ADDED, after);
    return parts;
  }
  lengths = common_lengths (old_words, new_words);
  walk (old_words, new_words, lengths, parts);
  return parts;
}

/**
 * cs_word_diff_get_percent_same:
 *
 * Returns: how much of the longer text is in both
 */
guint
cs_word_diff_get_percent_same (const GArray *parts)
{
  gsize n[3] = {0};

  for (guint i = 0; i < parts->len; i++) {
    const CsDiffPart *part = &g_array_index (parts, CsDiffPart, i);

    n[part->kind] += strlen (part->text);
  }
  if (n[CS_DIFF_SAME] == 0)
    return 0;
  return (guint)(n[CS_DIFF_SAME] * 100 /
                 (n[CS_DIFF_SAME] + MAX (n[CS_DIFF_REMOVED], n[CS_DIFF_ADDED])));
}
