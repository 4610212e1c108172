/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-pack-diff.h"
#include "cs-pack-settings.h"
#include "cs-workspace-packs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Packs in a workspace: which versions are in force, what another would change, and answers where
 * a document is unclear. */

static const CsPack *
get_in_force (CsLedger *ledger, const char *id, const CsActivation **activation, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (ledger);
  const CsDirectory *directory = cs_authority_get_directory (authority, error);

  *activation = directory != NULL ? cs_directory_get_activation (directory, id) : NULL;
  if (*activation != NULL)
    return cs_pack_cache_get (cs_authority_get_packs (authority), (*activation)->digest, error);
  if (directory != NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("No pack “%s” is in force here"), id);
  return NULL;
}

static guint
count_unclear (const CsPack *pack, const json_t *settings, guint *n_confirmed)
{
  guint n = 0;

  *n_confirmed = 0;
  for (guint i = 0; i < pack->settings->len; i++) {
    const CsSetting *setting = pack->settings->pdata[i];

    n += setting->unclear != NULL;
    *n_confirmed += json_object_get (settings, setting->id) != NULL;
  }
  return n;
}

/* Activation NULL: it comes with the program and is not in force. */
static void
print_pack (CsCtl *ctl, const CsPack *pack, const CsActivation *activation)
{
  g_autofree char *title = cs_text_dup (pack->title, "en");
  g_autofree char *status = cs_text_dup (pack->status, "en");
  guint n_confirmed;
  guint n_unclear =
      count_unclear (pack, activation != NULL ? activation->settings : NULL, &n_confirmed);

  if (ctl->json)
    cs_ctl_print_json (ctl,
                       json_pack ("{s:s, s:i, s:s, s:s, s:s, s:b, s:i, s:i, s:i}",
                                  "pack",
                                  pack->id,
                                  "version",
                                  pack->version,
                                  "title",
                                  title,
                                  "status",
                                  status,
                                  "digest",
                                  pack->digest,
                                  "active",
                                  activation != NULL,
                                  "settings",
                                  (int)pack->settings->len,
                                  "unclear",
                                  (int)n_unclear,
                                  "confirmed",
                                  (int)n_confirmed));
  else
    fprintf (ctl->output,
             "%-12s %4d  %-10.10s  %-8s  %s\n",
             pack->id,
             pack->version,
             pack->digest,
             activation != NULL ? _ ("active") : _ ("shipped"),
             title);
}

/**
 * cs_ctl_pack_list:
 * @ctl: the command line, whose `--workspace` says where
 * @arguments: none
 * @error: what opening the workspace failed with
 *
 * Lists the packs in force, and what comes with the program and is not in force.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_pack_list (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (GPtrArray) activations = NULL;
  g_autoptr (GPtrArray) shipped = NULL;
  g_autoptr (GHashTable) digests = g_hash_table_new (g_str_hash, g_str_equal);
  const CsDirectory *directory;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  directory = ledger != NULL ? cs_authority_get_directory (cs_ledger_get_authority (ledger), error)
                             : NULL;
  if (directory == NULL)
    return FALSE;
  activations = cs_directory_list_activations (directory);
  for (guint i = 0; i < activations->len; i++) {
    const CsActivation *activation;
    const CsPack *pack = get_in_force (ledger,
                                       ((const CsActivation *)activations->pdata[i])->pack,
                                       &activation,
                                       error);

    if (pack == NULL)
      return FALSE;
    g_hash_table_add (digests, pack->digest);
    print_pack (ctl, pack, activation);
  }
  shipped = cs_pack_files_list_shipped ();
  for (guint i = 0; i < shipped->len; i++) {
    const CsPackFile *file = shipped->pdata[i];

    if (!g_hash_table_contains (digests, file->pack->digest))
      print_pack (ctl, file->pack, NULL);
  }
  return TRUE;
}

static void
print_change (CsCtl *ctl, const CsPackChange *change)
{
  if (ctl->json) {
    json_t *answer = json_pack ("{s:s}", "change", cs_pack_change_get_kind_name (change));

    cs_ctl_set_string (answer, "process", change->process);
    cs_ctl_set_string (answer, "what", change->what);
    cs_ctl_set_string (answer, "id", change->id);
    cs_ctl_set_string (answer, "detail", change->detail);
    cs_ctl_print_json (ctl, answer);
  } else {
    g_autofree char *line = cs_pack_change_format (change);

    fprintf (ctl->output, "%s\n", line);
  }
}

static CsPackFile *
load_file (const char *path, GError **error)
{
  g_autofree char *inner = g_build_filename (path, "pack.json", NULL);
  gboolean is_folder = g_file_test (path, G_FILE_TEST_IS_DIR);
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (is_folder ? inner : path);

  return cs_pack_file_load (file, error);
}

/**
 * cs_ctl_pack_diff:
 * @ctl: the command line; `--workspace` where one file is given
 * @arguments: the version before and the one after; or the one after, compared with what is in
 * force
 * @error: `CS_ERROR_NOT_FOUND`, `CS_ERROR_INVALID`
 *
 * Lists what differs between two versions of a pack, lowered safeguards first (L-40).
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_pack_diff (CsCtl *ctl, char **arguments, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsPackFile) before = NULL;
  g_autoptr (CsPackFile) after = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  const CsActivation *activation;
  const CsPack *in_force;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 2, error))
    return FALSE;
  after = load_file (arguments[arguments[2] != NULL ? 2 : 1], error);
  if (after == NULL)
    return FALSE;
  if (arguments[2] != NULL) {
    before = load_file (arguments[1], error);
    in_force = before != NULL ? before->pack : NULL;
  } else {
    ledger = cs_ctl_open (ctl, error);
    in_force = ledger != NULL ? get_in_force (ledger, after->pack->id, &activation, error) : NULL;
  }
  if (in_force == NULL)
    return FALSE;
  changes = cs_pack_diff (in_force, after->pack);
  for (guint i = 0; i < changes->len; i++)
    print_change (ctl, changes->pdata[i]);
  return TRUE;
}

static gboolean
answer (CsCtl *ctl, const CsOutcome *outcome)
{
  if (!outcome->is_accepted) {
    ctl->exit_status = CS_CTL_FAILED;
    fprintf (ctl->errors, "%s\n", outcome->reason->text);
  }
  return TRUE;
}

/**
 * cs_ctl_pack_activate:
 * @ctl: the command line, whose `--workspace` says where
 * @arguments: a pack.json, or the folder it is in; `--by`
 * @error: `CS_ERROR_INVALID` with what the linter calls an error
 *
 * Puts a version in force; requests that are open keep theirs. Prints lowered safeguards.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_pack_activate (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("Who activates it"), "PERSON"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsPackFile) file = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  const CsActivation *activation;
  const CsPack *before;
  const char *person;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 1, error))
    return FALSE;
  file = load_file (arguments[1], error);
  ledger = file != NULL ? cs_ctl_open (ctl, error) : NULL;
  person = ledger != NULL ? cs_ctl_find_person (ledger, by, error) : NULL;
  if (person == NULL)
    return FALSE;
  before = get_in_force (ledger, file->pack->id, &activation, NULL);
  changes = before != NULL ? cs_pack_diff (before, file->pack) : g_ptr_array_new ();
  if (!cs_ledger_activate_pack (ledger, file->bytes, file->pack->id, NULL, person, &outcome, error))
    return FALSE;
  for (guint i = 0; outcome->is_accepted && i < changes->len; i++) {
    const CsPackChange *change = changes->pdata[i];

    if (change->kind == CS_PACK_CHANGE_LOWERED)
      print_change (ctl, change);
  }
  return answer (ctl, outcome);
}

static void
print_setting (CsCtl *ctl, const CsSetting *setting, const json_t *confirmed)
{
  g_autofree char *title = cs_text_dup (setting->title, "en");
  g_autofree char *unclear = cs_text_dup (setting->unclear, "en");
  g_autofree char *value = cs_setting_format (setting, confirmed, "en");

  if (ctl->json) {
    json_t *line = json_pack ("{s:s, s:s, s:O*, s:b}",
                              "setting",
                              setting->id,
                              "title",
                              title,
                              "value",
                              confirmed != NULL ? confirmed : setting->initial,
                              "confirmed",
                              confirmed != NULL);

    json_object_set_new (line, "about", cs_ctl_strings_to_json (setting->about));
    cs_ctl_set_string (line, "unclear", setting->unclear != NULL ? unclear : NULL);
    cs_ctl_print_json (ctl, line);
    return;
  }
  g_strdelimit (value, "\n", ';');
  fprintf (ctl->output,
           "%s: %s (%s)\n",
           setting->id,
           value,
           confirmed != NULL ? _ ("confirmed") : _ ("default"));
  if (setting->unclear != NULL)
    fprintf (ctl->output, "  %s\n", unclear);
}

/* "Q-34=Name;Number": an answer, its lines apart by semicolons; "Q-34=" takes it back. */
static gboolean
take_answer (const CsPack *pack, json_t *settings, const char *word, GError **error)
{
  const char *equals = strchr (word, '=');
  g_autofree char *id = equals != NULL ? g_strndup (word, equals - word) : g_strdup (word);
  g_autofree char *text = g_strdup (equals != NULL ? equals + 1 : "");
  const CsSetting *setting = cs_pack_get_setting (pack, id);
  g_autoptr (json_t) value = NULL;

  if (equals == NULL || setting == NULL) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 equals == NULL ? _ ("“%s” was expected to be SETTING=ANSWER")
                                : _ ("The pack has no setting “%s”"),
                 id);
    return FALSE;
  }
  if (*text == '\0') {
    json_object_del (settings, id);
    return TRUE;
  }
  if (setting->many)
    g_strdelimit (text, ";", '\n');
  value = cs_setting_parse (setting, text, error);
  return value != NULL && json_object_set (settings, id, value) == 0;
}

/**
 * cs_ctl_pack_settings:
 * @ctl: the command line, whose `--workspace` says where
 * @arguments: a pack's id, and perhaps one `SETTING=ANSWER` or more; `--by`
 * @error: `CS_ERROR_NOT_FOUND`, `CS_ERROR_INVALID`
 *
 * Lists a pack's settings, or confirms answers to them. Requests that are open keep theirs.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_pack_settings (CsCtl *ctl, char **arguments, GError **error)
{
  g_autofree char *by = NULL;
  const GOptionEntry options[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("Who answers"), "PERSON"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  g_autoptr (json_t) settings = NULL;
  const CsActivation *activation = NULL;
  const CsPack *pack;
  const char *person;

  if (!cs_ctl_parse (ctl, arguments, options, 1, 100, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  pack = ledger != NULL ? get_in_force (ledger, arguments[1], &activation, error) : NULL;
  if (pack == NULL)
    return FALSE;
  if (arguments[2] == NULL) {
    for (guint i = 0; i < pack->settings->len; i++) {
      const CsSetting *setting = pack->settings->pdata[i];

      print_setting (ctl, setting, json_object_get (activation->settings, setting->id));
    }
    return TRUE;
  }
  person = cs_ctl_find_person (ledger, by, error);
  settings = json_deep_copy (activation->settings);
  for (gsize i = 2; arguments[i] != NULL; i++)
    if (person == NULL || !take_answer (pack, settings, arguments[i], error))
      return FALSE;
  if (!cs_ledger_activate_pack (ledger, NULL, pack->id, settings, person, &outcome, error))
    return FALSE;
  return answer (ctl, outcome);
}
