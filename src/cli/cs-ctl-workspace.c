/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-workspace-create.h"

#include <glib/gi18n-lib.h>

#define MOST_REQUESTS 10000000

typedef struct {
  gboolean sample, empty;
  char *name, *mail, *pack;
  gint64 seed;
} Words;

static void
words_clear (Words *words)
{
  g_clear_pointer (&words->name, g_free);
  g_clear_pointer (&words->mail, g_free);
  g_clear_pointer (&words->pack, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static gboolean
refuse_usage (GError **error, const char *text)
{
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, text);
  return FALSE;
}

static gboolean
is_seed (gint64 seed, GError **error)
{
  return (seed >= 0 && seed <= G_MAXUINT32) ||
         refuse_usage (error, _ ("--seed expects a number from 0 to 4294967295"));
}

static gboolean
check_words (const Words *words, GError **error)
{
  if (words->sample == words->empty)
    return refuse_usage (error, _ ("“workspace create” expects either --sample or --empty"));
  if (words->sample && (words->name != NULL || words->mail != NULL))
    return refuse_usage (error, _ ("--name and --mail belong to --empty"));
  return is_seed (words->seed, error);
}

static gboolean
tell_created (CsCtl *ctl, const char *folder, GError **error)
{
  g_autoptr (CsLedger) ledger = cs_ledger_open (folder, ctl->time_source, error);
  const CsListFilter filter = {0};
  g_autoptr (CsRowPage) page = NULL;
  const char *person;

  if (ledger == NULL)
    return FALSE;
  person = cs_ledger_get_person (ledger);
  page = cs_ledger_read_list (ledger, person, CS_LIST_REQUESTS, &filter, 0, 1, TRUE, error);
  if (page == NULL)
    return FALSE;
  if (ctl->json)
    cs_ctl_print_json (ctl,
                       json_pack ("{s:s, s:s, s:i, s:b}",
                                  "workspace",
                                  folder,
                                  "person",
                                  person,
                                  "requests",
                                  (int)page->total,
                                  "sample",
                                  cs_ledger_is_sample (ledger)));
  else
    fprintf (ctl->output, "%s\n", folder);
  return TRUE;
}

/**
 * cs_ctl_workspace_create:
 * @ctl: the command line
 * @arguments: `--sample` or `--empty`, and the folder where `--workspace` does not name it
 * @error: `CS_ERROR_CONFLICT` where there is something already
 *
 * Makes a workspace.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_workspace_create (CsCtl *ctl, char **arguments, GError **error)
{
  g_auto (Words) words = {.seed = 1};
  const GOptionEntry options[] = {
      {"sample",
       0,
       0,
       G_OPTION_ARG_NONE,
       &words.sample,
       N_ ("With invented people, clients and requests, to look around in"),
       NULL},
      {"empty", 0, 0, G_OPTION_ARG_NONE, &words.empty, N_ ("One of your own"), NULL},
      {"name", 0, 0, G_OPTION_ARG_STRING, &words.name, N_ ("Who works in it"), N_ ("NAME")},
      {"mail", 0, 0, G_OPTION_ARG_STRING, &words.mail, N_ ("Their mail address"), N_ ("ADDRESS")},
      {"pack", 0, 0, G_OPTION_ARG_STRING, &words.pack, N_ ("With this pack only"), N_ ("PACK")},
      {"seed", 0, 0, G_OPTION_ARG_INT64, &words.seed, N_ ("Vary the sample"), N_ ("NUMBER")},
      {NULL},
  };
  CsCreateOptions create;
  const char *folder;

  if (!cs_ctl_parse (ctl, arguments, options, 0, 1, error) || !check_words (&words, error))
    return FALSE;
  create = (CsCreateOptions){.kind = words.sample ? CS_CREATE_SAMPLE : CS_CREATE_EMPTY,
                             .person_name = words.name,
                             .person_mail = words.mail,
                             .pack = words.pack,
                             .seed = (guint32)words.seed};
  folder = arguments[1] != NULL ? arguments[1] : ctl->workspace;
  if (folder == NULL)
    return refuse_usage (error, _ ("“workspace create” expects the folder of the new workspace"));
  return cs_workspace_create (folder, &create, ctl->time_source, error) &&
         tell_created (ctl, folder, error);
}

/**
 * cs_ctl_generate:
 * @ctl: the command line, whose `--workspace` says where
 * @arguments: `--requests`, `--seed`, `--pack`
 * @error: `CS_ERROR_CONFLICT` where there is something already
 *
 * Makes a big workspace.
 *
 * Returns: whether it ran
 */
gboolean
cs_ctl_generate (CsCtl *ctl, char **arguments, GError **error)
{
  gint64 n_requests = 1000, seed = 1;
  g_autofree char *pack = NULL;
  const GOptionEntry options[] = {
      {"requests", 0, 0, G_OPTION_ARG_INT64, &n_requests, N_ ("How many (1000)"), N_ ("NUMBER")},
      {"seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("Vary them"), N_ ("NUMBER")},
      {"pack", 0, 0, G_OPTION_ARG_STRING, &pack, N_ ("Of this pack’s sample"), N_ ("PACK")},
      {NULL},
  };
  CsCreateOptions create = {.kind = CS_CREATE_GENERATED};

  if (!cs_ctl_parse (ctl, arguments, options, 0, 0, error) || !is_seed (seed, error))
    return FALSE;
  if (n_requests < 1 || n_requests > MOST_REQUESTS)
    return refuse_usage (error, _ ("--requests expects a number from 1 to 10000000"));
  if (ctl->workspace == NULL)
    return refuse_usage (error, _ ("Say with --workspace where the workspace is to be made"));
  create.seed = (guint32)seed;
  create.n_requests = (guint)n_requests;
  create.pack = pack;
  return cs_workspace_create (ctl->workspace, &create, ctl->time_source, error) &&
         tell_created (ctl, ctl->workspace, error);
}
