/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

#include <string.h>

/* Packs for tests: the worked fragments, and small ones put together from a few members. */

G_GNUC_UNUSED static CsPack *
load_fixture (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path =
      g_build_filename (g_getenv ("G_TEST_SRCDIR"), "process", "fixtures", file, NULL);
  g_autoptr (GError) error = NULL;
  CsPack *pack = cs_pack_load (path, &error);

  g_assert_no_error (error);
  return pack;
}

G_GNUC_UNUSED static CsPack *
pack_from_text (const char *json, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return cs_pack_new_from_bytes ("pack.json", bytes, error);
}

G_GNUC_UNUSED static void
assert_refused (const char *json, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) pack = pack_from_text (json, &error);

  g_assert_null (pack);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”, for: %s", error->message, message, json);
}

/*
 * A pack with one process of one stage with one step, "do", and a closing one. @organisation and
 * @process are further members, each followed by a comma; @step are further members of the step,
 * each preceded by one.
 */
G_GNUC_UNUSED static char *
small_pack (const char *organisation, const char *process, const char *step)
{
  return g_strdup_printf (
      "{\"format\": 1, \"pack\": \"small\", \"prefix\": \"S\", \"version\": 1,\n"
      " \"languages\": [\"en\", \"ar\"], \"calendar\": \"india\", %s\n"
      " \"regions\": {\"IN\": {\"calendar\": \"india\", \"currency\": \"INR\"},\n"
      "  \"KE\": {\"calendar\": \"kenya\", \"currency\": \"KES\"}},\n"
      " \"roles\": {\"desk\": {}, \"boss\": {}},\n"
      " \"processes\": [{\"id\": \"one\", %s\n"
      "  \"stages\": [{\"id\": \"work\", \"who\": \"desk\", \"steps\": [{\"id\": \"do\"%s}]},\n"
      "   {\"id\": \"closed\", \"steps\": [{\"id\": \"done\", \"end\": \"completed\"}]}]}]}",
      organisation,
      process,
      step);
}

G_GNUC_UNUSED static CsPack *
load_small (const char *organisation, const char *process, const char *step)
{
  g_autofree char *json = small_pack (organisation, process, step);
  g_autoptr (GError) error = NULL;
  CsPack *pack = pack_from_text (json, &error);

  g_assert_no_error (error);
  return pack;
}

typedef struct {
  const char *organisation, *process, *step, *message;
} RefusedPack;

G_GNUC_UNUSED static void
assert_all_refused (const RefusedPack *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree char *json = small_pack (cases[i].organisation, cases[i].process, cases[i].step);

    assert_refused (json, cases[i].message);
  }
}

#include "cs-pack-check.h"

/* What a small pack with such members is told; @words NULL: nothing of that code. */
typedef struct {
  const char *organisation, *process, *step, *code, *words;
} FoundInPack;

G_GNUC_UNUSED static void
assert_all_found (const FoundInPack *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autoptr (CsPack) pack = load_small (cases[i].organisation, cases[i].process, cases[i].step);
    g_autoptr (GPtrArray) findings = cs_pack_check (pack, NULL);
    gboolean found = FALSE;

    for (guint f = 0; f < findings->len; f++) {
      const CsFinding *finding = findings->pdata[f];

      if (!g_str_equal (finding->code, cases[i].code))
        continue;
      g_assert_cmpuint (finding->line, >, 0);
      if (cases[i].words == NULL)
        g_error ("case %zu: %s: %s", i, finding->code, finding->text);
      found = found || strstr (finding->text, cases[i].words) != NULL;
    }
    if (!found && cases[i].words != NULL)
      g_error ("case %zu: no %s says “%s”", i, cases[i].code, cases[i].words);
  }
}
