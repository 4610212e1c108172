/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-pack-check.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* Packs as files, before anybody activates them: what is wrong with one, and what it says. */

static void
add_if_pack (GPtrArray *files, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "pack.json", NULL);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_ptr_array_add (files, g_steal_pointer (&path));
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* A file; or the pack in a folder, or those in its folders. */
static GPtrArray *
list_files (const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR)) {
    g_ptr_array_add (files, g_strdup (path));
    return g_steal_pointer (&files);
  }
  add_if_pack (files, path);
  folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *inner = g_build_filename (path, name, NULL);

    if (g_file_test (inner, G_FILE_TEST_IS_DIR))
      add_if_pack (files, inner);
  }
  g_ptr_array_sort (files, compare_paths);
  if (files->len > 0)
    return g_steal_pointer (&files);
  g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("There is no pack.json in “%s”"), path);
  return NULL;
}

static json_t *
finding_to_json (const CsFinding *finding, const char *path)
{
  static const char *const kinds[] = {"error", "warning", "note"};

  return json_pack ("{s:s, s:i, s:i, s:s, s:s, s:s}",
                    "file",
                    path,
                    "line",
                    (int)finding->line,
                    "column",
                    (int)finding->column,
                    "kind",
                    kinds[finding->kind],
                    "code",
                    finding->code,
                    "text",
                    finding->text);
}

static void
print_finding (const CsCtl *ctl, const CsFinding *finding, const char *path)
{
  if (ctl->json) {
    g_autoptr (json_t) value = finding_to_json (finding, path);
    g_autofree char *text = cs_json_dump (value);

    fprintf (ctl->output, "%s\n", text);
  } else {
    g_autofree char *text = cs_finding_format (finding, path);

    fprintf (ctl->output, "%s\n", text);
  }
}

/* "pack.json:3:15: unknown role “dsk” (L-03)", taken apart again. */
static json_t *
refusal_to_json (const char *path, const char *message)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("^.*?:(\\d+):(\\d+): (.*) \\((L-\\d\\d)\\)$", G_REGEX_DOTALL, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  gboolean is_placed = g_regex_match (regex, message, 0, &match);
  g_autofree char *line = is_placed ? g_match_info_fetch (match, 1) : NULL;
  g_autofree char *column = is_placed ? g_match_info_fetch (match, 2) : NULL;
  g_autofree char *text = is_placed ? g_match_info_fetch (match, 3) : g_strdup (message);
  g_autofree char *code = is_placed ? g_match_info_fetch (match, 4) : g_strdup ("L-02");

  return json_pack ("{s:s, s:i, s:i, s:s, s:s, s:s}",
                    "file",
                    path,
                    "line",
                    line != NULL ? atoi (line) : 1,
                    "column",
                    column != NULL ? atoi (column) : 1,
                    "kind",
                    "error",
                    "code",
                    code,
                    "text",
                    text);
}

/* What the reader refuses is a finding like others: its place stands in the message. */
static gboolean
print_refusal (const CsCtl *ctl, const char *path, const GError *refusal, GError **error)
{
  if (refusal->code == CS_ERROR_NOT_FOUND) {
    g_propagate_error (error, g_error_copy (refusal));
    return FALSE;
  }
  if (ctl->json) {
    g_autoptr (json_t) value = refusal_to_json (path, refusal->message);
    g_autofree char *text = cs_json_dump (value);

    fprintf (ctl->output, "%s\n", text);
  } else {
    fprintf (ctl->output, "%s\n", refusal->message);
  }
  return TRUE;
}

static gboolean
check_file (CsCtl *ctl, const char *path, const CsPack *before, gboolean is_short, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (CsPack) pack = cs_pack_load (path, &refusal);
  g_autoptr (GPtrArray) findings = NULL;

  if (pack == NULL) {
    ctl->exit_status = CS_CTL_INVALID;
    return print_refusal (ctl, path, refusal, error);
  }
  findings = cs_pack_check (pack, before);
  for (guint i = 0; i < findings->len; i++) {
    const CsFinding *finding = findings->pdata[i];

    if (!is_short || finding->kind != CS_FINDING_NOTE)
      print_finding (ctl, finding, path);
  }
  if (cs_findings_have_errors (findings))
    ctl->exit_status = CS_CTL_INVALID;
  return TRUE;
}

/**
 * cs_ctl_pack_check:
 * @ctl: the command line's streams
 * @arguments: a pack.json, or a folder with packs
 * @error: `G_OPTION_ERROR`, `CS_ERROR_NOT_FOUND`
 *
 * Prints what is wrong with packs, one line each; an error among them is a no.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_pack_check (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *before_path = NULL;
  gboolean is_short = FALSE;
  const GOptionEntry options[] = {
      {"before",
       0,
       0,
       G_OPTION_ARG_FILENAME,
       &before_path,
       N_ ("Say what lowers a safeguard against this version"),
       "FILE"},
      {"short", 0, 0, G_OPTION_ARG_NONE, &is_short, N_ ("Leave out what is only listed"), NULL},
      {NULL}};
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (CsPack) before = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 1, error))
    return FALSE;
  files = list_files (arguments[1], error);
  if (files == NULL)
    return FALSE;
  if (before_path != NULL) {
    before = cs_pack_load (before_path, error);
    if (before == NULL)
      return FALSE;
  }
  for (guint i = 0; i < files->len; i++)
    if (!check_file (ctl, files->pdata[i], before, is_short, error))
      return FALSE;
  return TRUE;
}

static void
append_who (GString *line, const GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++) {
    const CsWho *who = list->pdata[i];

    g_string_append_printf (line,
                            "%s%s",
                            i > 0 ? ", " : " – ",
                            who->role != NULL ? who->role->id : who->field->id);
  }
}

/* Every thing of a pack begins with its id. */
static void
append_ids (GString *line, const char *what, const GPtrArray *things)
{
  for (guint i = 0; i < things->len; i++)
    g_string_append_printf (line, "%s%s", i > 0 ? ", " : what, *(char **)things->pdata[i]);
}

static void
print_step (const CsCtl *ctl, const CsStep *step)
{
  static const char *const opens[] = {"", " (any time)", " (on return)"};
  g_autofree char *title = cs_text_dup (step->title, "en");
  g_autoptr (GString) line = g_string_new (NULL);

  g_string_append_printf (line, "  %s: %s%s", step->id, title, opens[step->opens]);
  append_who (line, step->who);
  append_ids (line, "; after ", step->after);
  append_ids (line, "; enter ", step->enter);
  append_ids (line, "; leave ", step->leave);
  append_ids (line, "; form ", step->form);
  append_ids (line, "; mail ", step->mails);
  append_ids (line, "; returns ", step->returns);
  if (step->rejects != NULL)
    g_string_append_printf (line, "; rejects %s", step->rejects->id);
  fprintf (ctl->output, "%s\n", line->str);
  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];
    g_autofree char *level_title = cs_text_dup (level->title, "en");
    g_autoptr (GString) decided = g_string_new (NULL);

    append_who (decided, level->who);
    fprintf (ctl->output, "    %s: %s%s\n", level->id, level_title, decided->str);
  }
}

static json_t *
who_to_json (const GPtrArray *list)
{
  json_t *ids = json_array ();

  for (guint i = 0; i < list->len; i++) {
    const CsWho *who = list->pdata[i];

    json_array_append_new (ids, json_string (who->role != NULL ? who->role->id : who->field->id));
  }
  return ids;
}

static json_t *
ids_to_json (const GPtrArray *things)
{
  json_t *ids = json_array ();

  for (guint i = 0; i < things->len; i++)
    json_array_append_new (ids, json_string (*(char **)things->pdata[i]));
  return ids;
}

/* With all defaults filled in, which the file leaves out. */
static void
print_step_json (const CsCtl *ctl, const CsProcess *process, const CsStep *step)
{
  g_autofree char *title = cs_text_dup (step->title, "en");
  g_autoptr (json_t) value = json_pack ("{s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:s*}",
                                        "process",
                                        process->id,
                                        "stage",
                                        step->stage->id,
                                        "step",
                                        step->id,
                                        "title",
                                        title,
                                        "who",
                                        who_to_json (step->who),
                                        "after",
                                        ids_to_json (step->after),
                                        "enter",
                                        ids_to_json (step->enter),
                                        "form",
                                        ids_to_json (step->form),
                                        "leave",
                                        ids_to_json (step->leave),
                                        "returns",
                                        ids_to_json (step->returns),
                                        "rejects",
                                        step->rejects != NULL ? step->rejects->id : NULL);
  g_autofree char *text = cs_json_dump (value);

  fprintf (ctl->output, "%s\n", text);
}

static void
print_process (const CsCtl *ctl, const CsProcess *process)
{
  g_autofree char *title = cs_text_dup (process->title, "en");
  g_autofree char *warning = cs_pack_dup_warning (process->pack, "en");

  if (!ctl->json)
    fprintf (ctl->output, "%s: %s\n", process->id, title);
  if (!ctl->json && warning != NULL)
    fprintf (ctl->output, "%s\n", warning);
  for (guint i = 0; i < process->stages->len; i++) {
    const CsStage *stage = process->stages->pdata[i];
    g_autofree char *stage_title = cs_text_dup (stage->title, "en");

    if (!ctl->json)
      fprintf (ctl->output, "%s: %s\n", stage->id, stage_title);
    for (guint j = 0; j < stage->steps->len; j++) {
      if (ctl->json)
        print_step_json (ctl, process, stage->steps->pdata[j]);
      else
        print_step (ctl, stage->steps->pdata[j]);
    }
  }
}

/**
 * cs_ctl_process_show:
 * @ctl: the command line's streams
 * @arguments: a pack.json, and perhaps one of its processes
 * @error: `G_OPTION_ERROR`, `CS_ERROR_NOT_FOUND`, `CS_ERROR_INVALID`
 *
 * Prints stages and steps as the program understands them, with all defaults filled in.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_process_show (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsPack) pack = NULL;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 2, error))
    return FALSE;
  pack = cs_pack_load (arguments[1], error);
  if (pack == NULL)
    return FALSE;
  if (arguments[2] != NULL && cs_pack_get_process (pack, arguments[2]) == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_NOT_FOUND,
                 _ ("The pack has no process “%s”"),
                 arguments[2]);
    return FALSE;
  }
  for (guint i = 0; i < pack->processes->len; i++) {
    const CsProcess *process = pack->processes->pdata[i];

    if (arguments[2] == NULL || strcmp (process->id, arguments[2]) == 0)
      print_process (ctl, process);
  }
  return TRUE;
}
