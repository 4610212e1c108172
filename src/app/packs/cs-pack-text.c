/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-text.h"

#include "cs-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
name_of_thing (const char *what)
{
  static const struct {
    const char *what, *name;
  } names[] = {
      {"step", N_ ("Step")},
      {"field", N_ ("Field")},
      {"document", N_ ("Document")},
      {"gate", N_ ("Gate")},
      {"clock", N_ ("Clock")},
      {"pause", N_ ("Pause")},
      {"mail", N_ ("Mail")},
      {"process", N_ ("Process")},
      {"role", N_ ("Role")},
      {"person", N_ ("Person")},
      {"region", N_ ("Region")},
      {"setting", N_ ("Setting")},
      {"scope", N_ ("Scope")},
      {"reference", N_ ("Reference")},
      {"client record", N_ ("Client record")},
      {"document page", N_ ("Process document")},
      {"pack", N_ ("Pack")},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].what, what) == 0)
      return _ (names[i].name);
  return what;
}

/**
 * cs_pack_text_sentence:
 * @text: what the linter says
 *
 * Returns: (transfer full): it, beginning with a capital letter
 */
char *
cs_pack_text_sentence (const char *text)
{
  GString *sentence = g_string_new (NULL);

  g_string_append_unichar (sentence, g_unichar_toupper (g_utf8_get_char (text)));
  g_string_append (sentence, *text != '\0' ? g_utf8_next_char (text) : "");
  return g_string_free (sentence, FALSE);
}

/**
 * cs_pack_text_change:
 * @change: a difference between two versions
 *
 * Returns: (transfer full): one sentence
 */
char *
cs_pack_text_change (const CsPackChange *change)
{
  const char *thing = name_of_thing (change->what);
  g_autofree char *subject = change->id != NULL ? g_strdup_printf ("%s “%s”", thing, change->id)
                                                : g_strdup (thing);

  switch (change->kind) {
    case CS_PACK_CHANGE_LOWERED:
      return cs_pack_text_sentence (change->detail);
    case CS_PACK_CHANGE_ADDED:
      /* Translators: a thing of a pack with its name: Step “approve” */
      return g_strdup_printf (_ ("%s is new"), subject);
    case CS_PACK_CHANGE_REMOVED:
      return g_strdup_printf (_ ("%s is gone"), subject);
    case CS_PACK_CHANGE_ALTERED:
    default:
      if (change->detail == NULL)
        return g_strdup_printf (_ ("%s is another"), subject);
      /* Translators: a thing of a pack with its name, and the keys that differ: who, form */
      return g_strdup_printf (_ ("%1$s differs in: %2$s"), subject, change->detail);
  }
}

/**
 * cs_pack_text_count:
 * @findings: (element-type CsFinding): what the linter found
 * @kind: errors, warnings or notes
 *
 * Returns: how many there are
 */
guint
cs_pack_text_count (const GPtrArray *findings, CsFindingKind kind)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += ((const CsFinding *)findings->pdata[i])->kind == kind;
  return n;
}

/**
 * cs_pack_text_findings:
 * @findings: (element-type CsFinding): what the linter found
 *
 * Returns: (transfer full): how many errors, warnings and notes
 */
char *
cs_pack_text_findings (const GPtrArray *findings)
{
  guint errors = cs_pack_text_count (findings, CS_FINDING_ERROR);
  guint warnings = cs_pack_text_count (findings, CS_FINDING_WARNING);
  guint notes = cs_pack_text_count (findings, CS_FINDING_NOTE);
  g_autoptr (GString) text = g_string_new (NULL);

  if (findings->len == 0)
    return g_strdup (_ ("Nothing was found"));
  if (errors > 0)
    g_string_append_printf (text, ngettext ("%u error", "%u errors", errors), errors);
  if (warnings > 0) {
    g_string_append (text, text->len > 0 ? " · " : "");
    g_string_append_printf (text, ngettext ("%u warning", "%u warnings", warnings), warnings);
  }
  if (notes > 0) {
    g_string_append (text, text->len > 0 ? " · " : "");
    g_string_append_printf (text, ngettext ("%u note", "%u notes", notes), notes);
  }
  return g_strdup (text->str);
}

/**
 * cs_pack_text_questions:
 * @settings: (nullable): the answers that are confirmed
 *
 * Returns: (transfer full) (nullable): how many questions its document leaves open, and how many of
 *   them somebody has answered; %NULL where there are none
 */
char *
cs_pack_text_questions (const CsPack *pack, const json_t *settings)
{
  guint n_unclear = 0, n_answered = 0;
  g_autofree char *open = NULL;
  g_autofree char *answered = NULL;

  for (guint i = 0; i < pack->settings->len; i++) {
    const CsSetting *setting = pack->settings->pdata[i];

    if (setting->unclear == NULL)
      continue;
    n_unclear++;
    n_answered += json_object_get (settings, setting->id) != NULL;
  }
  if (n_unclear == 0)
    return NULL;
  open = g_strdup_printf (ngettext ("%u open question", "%u open questions", n_unclear), n_unclear);
  if (settings == NULL)
    return g_steal_pointer (&open);
  answered = g_strdup_printf (ngettext ("%u answered", "%u answered", n_answered), n_answered);
  return g_strdup_printf ("%s, %s", open, answered);
}

/**
 * cs_pack_text_version:
 *
 * Returns: (transfer full): its version and the beginning of its digest
 */
char *
cs_pack_text_version (const CsPack *pack)
{
  /* Translators: number of a pack’s version, then the beginning of its digest */
  return g_strdup_printf (_ ("Version %1$d (%2$.8s)"), pack->version, pack->digest);
}

static char *
title_in_process (const CsProcess *process, const char *id, const char *language)
{
  const CsField *field = cs_process_get_field (process, id);
  const CsStep *step = cs_process_get_step (process, id);
  const CsGate *gate = cs_process_get_gate (process, id);
  const CsClockDef *clock = cs_process_get_clock (process, id);
  const CsText *title = NULL;

  if (step != NULL)
    title = step->title;
  else if (field != NULL)
    title = field->title;
  else if (gate != NULL)
    title = gate->title;
  else if (clock != NULL)
    title = clock->title;
  return title != NULL ? cs_text_dup (title, language) : NULL;
}

static char *
title_of (const CsPack *pack, const char *id, const char *language)
{
  const CsRole *role = cs_pack_get_role (pack, id);

  for (guint i = 0; i < pack->processes->len; i++) {
    char *title = title_in_process (pack->processes->pdata[i], id, language);

    if (title != NULL)
      return title;
  }
  return role != NULL ? cs_text_dup (role->title, language) : g_strdup (id);
}

/**
 * cs_pack_text_about:
 * @setting: of @pack
 *
 * Returns: (transfer full) (nullable): titles of what the setting is about; %NULL where it names
 * none
 */
char *
cs_pack_text_about (const CsPack *pack, const CsSetting *setting, const char *language)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (char **id = setting->about; id != NULL && *id != NULL; id++) {
    g_autofree char *title = title_of (pack, *id, language);

    if (strstr (text->str, title) == NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", title);
  }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/**
 * cs_pack_text_status:
 *
 * Returns: (transfer full) (nullable): what stands of a process document that is not final (PH-01)
 */
char *
cs_pack_text_status (const CsPack *pack, const char *language)
{
  g_autofree char *status = pack->status != NULL ? cs_text_dup (pack->status, language) : NULL;
  g_autofree char *english = pack->status != NULL ? cs_text_dup (pack->status, "en") : NULL;

  if (status == NULL || *status == '\0' || g_ascii_strcasecmp (english, "final") == 0)
    return NULL;
  return g_strdup_printf (_ ("The process document is not final: %s"), status);
}

/**
 * cs_pack_text_answer:
 * @setting: what the document leaves open
 * @value: (nullable): what was confirmed; %NULL for the default
 * @language: of the reader
 *
 * Returns: (transfer full): the answer in one line, isolated from the words around it
 */
char *
cs_pack_text_answer (const CsSetting *setting, const json_t *value, const char *language)
{
  g_autofree char *lines = cs_setting_format (setting, value, language);
  g_auto (GStrv) parts = g_strsplit (lines, "\n", -1);
  g_autofree char *line = g_strjoinv (", ", parts);

  return cs_iso (line);
}
