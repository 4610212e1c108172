/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-csv.h"

#include <string.h>

static gboolean
is_plain_number (const char *text)
{
  gsize digits;

  if (*text == '+' || *text == '-')
    text++;
  digits = strspn (text, G_CSET_DIGITS);
  if (digits == 0)
    return FALSE;
  text += digits;
  if (*text == '.') {
    digits = strspn (text + 1, G_CSET_DIGITS);
    if (digits == 0)
      return FALSE;
    text += 1 + digits;
  }
  return *text == '\0';
}

/* Spreadsheets run what begins so, in its wide forms too, and some skip spaces before it. */
static gboolean
begins_formula (const char *text)
{
  static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

  text += strspn (text, " ");
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i]))
      return TRUE;
  return FALSE;
}

static void
append_cell (GString *csv, const char *text)
{
  gboolean is_guarded = begins_formula (text) && !is_plain_number (text);
  gboolean is_quoted =
      strpbrk (text, ",;\"\r\n\t") != NULL || *text == ' ' || g_str_has_suffix (text, " ");

  if (is_quoted)
    g_string_append_c (csv, '"');
  if (is_guarded)
    g_string_append_c (csv, '\'');
  for (const char *at = text; *at != '\0'; at++) {
    if (*at == '"')
      g_string_append_c (csv, '"');
    g_string_append_c (csv, *at);
  }
  if (is_quoted)
    g_string_append_c (csv, '"');
}

/**
 * cs_csv_append_row:
 * @csv: the rows so far; begin it with `CS_CSV_MARK` if a spreadsheet shall read it
 * @cells: (array zero-terminated=1): the cells, UTF-8
 *
 * Appends a row as in RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe
 * before it (C.3); plain numbers, also signed ones, stay numbers. Any thread may call this.
 */
void
cs_csv_append_row (GString *csv, const char *const *cells)
{
  for (guint i = 0; cells[i] != NULL; i++) {
    g_autofree char *valid = g_utf8_make_valid (cells[i], -1);

    if (i > 0)
      g_string_append_c (csv, ',');
    append_cell (csv, valid);
  }
  g_string_append (csv, "\r\n");
}
