/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-program.h"

#include "cs-json.h"
#include "cs-server-config.h"

#include <string.h>

#define PROGRAM "countersign-server"

/* One row a subcommand; a name may be two words. */
static const struct {
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean (*run) (CsProgram *self, char ***words, GError **error);
} commands[] = {
    {"backup", "DIR TO", "Copy a server’s folder while it is served", cs_program_backup},
    {"devices list", "DIR [PERSON]", "List devices", cs_program_devices_list},
    {"devices revoke",
     "DIR DEVICE",
     "Remove a device and end its sessions",
     cs_program_devices_revoke},
    {"export", "DIR", "Print the journal, one entry a line", cs_program_export},
    {"hooks add", "DIR URL", "Call another program from now on", cs_program_hooks_add},
    {"hooks enable", "DIR HOOK", "Call a hook again that was given up", cs_program_hooks_enable},
    {"hooks list", "DIR", "List hooks", cs_program_hooks_list},
    {"hooks remove", "DIR HOOK", "Call a hook no more", cs_program_hooks_remove},
    {"hooks secret", "DIR HOOK", "Print what its calls are checked with", cs_program_hooks_secret},
    {"import", "WORKSPACE DIR", "Make a server of a workspace", cs_program_import},
    {"init", "DIR", "Make the folder of a new server", cs_program_init},
    {"invite", "DIR PERSON", "Print a code for somebody to sign in with", cs_program_invite},
    {"invitations list", "DIR", "List invitations", cs_program_invitations_list},
    {"invitations withdraw", "DIR ID", "Take an invitation back", cs_program_invitations_withdraw},
    {"letters list", "DIR", "List letters that were given up", cs_program_letters_list},
    {"letters retry", "DIR [LETTER]", "Try dead letters again", cs_program_letters_retry},
    {"people add", "DIR NAME", "Add somebody", cs_program_people_add},
    {"people list", "DIR", "List people", cs_program_people_list},
    {"restore",
     "BACKUP DIR",
     "Make a folder of a copy, as a new life of its log",
     cs_program_restore},
    {"roles give", "DIR PERSON ROLE", "Give somebody a role", cs_program_roles_give},
    {"roles list", "DIR [PERSON]", "List who holds which role", cs_program_roles_list},
    {"roles take", "DIR PERSON ROLE", "Take a role from somebody", cs_program_roles_take},
    {"scopes", "DIR [PERSON]", "List scopes, or those that somebody may see", cs_program_scopes},
    {"serve", "DIR", "Serve a folder until told to stop", cs_program_serve},
    {"status", "DIR", "Say how a server is", cs_program_status},
    {"verify", "DIR", "Check every chain, signature, leaf and scope", cs_program_verify},
};

static void
program_clear (CsProgram *self)
{
  g_clear_object (&self->time_source);
  g_clear_pointer (&self->journal, g_free);
  g_clear_pointer (&self->file_key, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsProgram, program_clear)

static int
exit_of (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return 2;
  if (error->domain != CS_ERROR)
    return 1;
  switch ((CsErrorCode)error->code) {
    case CS_ERROR_NOT_FOUND:
      return 3;
    case CS_ERROR_INVALID:
      return 4;
    case CS_ERROR_BUSY:
    case CS_ERROR_UNREACHABLE:
      return 5;
    case CS_ERROR_CORRUPT:
    case CS_ERROR_TOO_NEW:
      return 6;
    case CS_ERROR_FAILED:
    case CS_ERROR_CONFLICT:
    case CS_ERROR_UNAUTHORISED:
    default:
      return 1;
  }
}

static int
tell_error (CsProgram *self, const GError *error)
{
  int status = exit_of (error);

  fprintf (self->errors, "%s: %s\n", PROGRAM, error->message);
  if (status == 2)
    fprintf (self->errors, "See “%s --help”.\n", PROGRAM);
  return status;
}

static void
print_help (FILE *output)
{
  fprintf (output, "Usage: %s COMMAND [OPTION…] [ARGUMENT…]\n\n", PROGRAM);
  fprintf (output,
           "%s\n\n%s\n",
           "Keeps the journal of a workspace that several people share.",
           "Commands:");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *usage = g_strjoin (*commands[i].arguments != '\0' ? " " : "",
                                        commands[i].name,
                                        commands[i].arguments,
                                        NULL);

    fprintf (output, "  %-34s %s\n", usage, commands[i].summary);
  }
  fprintf (output, "\nOptions:\n");
  fprintf (output, "  %-34s %s\n", "--json", "Answer in JSON, one object a line");
  fprintf (output,
           "  %-34s %s\n",
           "--journal=URL",
           "Where the journal is, for every command; otherwise as DIR/server.conf says");
  fprintf (output,
           "  %-34s %s\n",
           "--file-key=FILE",
           "Where the key of the files is, for every command; otherwise as DIR/server.conf says");
  fprintf (output, "  %-34s %s\n", "--version", "Print the version");
  fprintf (output, "  %-34s %s\n", "-h, --help", "Print this help, or a command’s");
  fprintf (output, "\n");
  fprintf (output, "See “%s COMMAND --help”, and the manual page %s(1).\n", PROGRAM, PROGRAM);
}

/**
 * cs_program_parse:
 * @words: (inout): of a subcommand; options are taken out, what is left begins at 1
 * @options: the subcommand's own, ended by %NULL
 * @min_arguments: how many words it needs beside options
 * @max_arguments: how many it takes
 * @error: `G_OPTION_ERROR`
 *
 * What each subcommand calls first. Prints its help where that was asked for.
 *
 * Returns: whether the subcommand is to go on; %FALSE without @error after help
 */
gboolean
cs_program_parse (CsProgram *self,
                  char ***words,
                  const GOptionEntry *options,
                  guint min_arguments,
                  guint max_arguments,
                  GError **error)
{
  /* A server that serves has them among its settings, where they were taken out already. */
  const GOptionEntry common[] = {
      {"journal", 0, 0, G_OPTION_ARG_STRING, &self->journal, NULL, NULL},
      {"file-key", 0, 0, G_OPTION_ARG_FILENAME, &self->file_key, NULL, NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  guint n_arguments;

  if (self->help) {
    fprintf (self->output,
             "Usage: %s %s [OPTION…] %s\n\n%s\n",
             PROGRAM,
             self->command,
             self->arguments,
             self->summary);
    for (const GOptionEntry *option = options; option->long_name != NULL; option++) {
      g_autofree char *name = g_strconcat ("--",
                                           option->long_name,
                                           option->arg_description != NULL ? "=" : "",
                                           option->arg_description,
                                           NULL);

      fprintf (self->output, "  %-34s %s\n", name, option->description);
    }
    return FALSE;
  }
  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_add_main_entries (context, common, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, words, error))
    return FALSE;
  n_arguments = g_strv_length (*words) - 1;
  if (n_arguments >= min_arguments && n_arguments <= max_arguments)
    return TRUE;
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_FAILED,
               *self->arguments != '\0' ? "“%s” expects %s" : "“%s” expects no argument",
               self->command,
               self->arguments);
  return FALSE;
}

static gboolean
run_command (CsProgram *self, char **words, GError **error)
{
  for (gsize i = 0; words[0] != NULL && i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) name = g_strsplit (commands[i].name, " ", -1);
    guint length = g_strv_length (name);
    gboolean matches = g_strv_length (words) >= length;
    g_auto (GStrv) rest = NULL;

    for (guint j = 0; j < length && matches; j++)
      matches = strcmp (name[j], words[j]) == 0;
    if (!matches)
      continue;
    self->command = commands[i].name;
    self->arguments = commands[i].arguments;
    self->summary = commands[i].summary;
    rest = g_strdupv (words + length - 1);
    return commands[i].run (self, &rest, error);
  }
  if (words[0] == NULL)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "A command is missing");
  else
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_FAILED,
                 "There is no command “%s”",
                 words[0]);
  return FALSE;
}

static gboolean
run (CsProgram *self, char ***words, GError **error)
{
  gboolean version = FALSE;
  const GOptionEntry options[] = {
      {"json", 0, 0, G_OPTION_ARG_NONE, &self->json, NULL, NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &version, NULL, NULL},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &self->help, NULL, NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse_strv (context, words, error))
    return FALSE;
  if (version) {
    fprintf (self->output, "%s %s\n", PROGRAM, CS_VERSION);
    return TRUE;
  }
  if (self->help && (*words)[1] == NULL) {
    print_help (self->output);
    return TRUE;
  }
  return run_command (self, *words + 1, error);
}

/**
 * cs_program_main:
 * @argc: how many words
 * @argv: (array length=argc): the command line
 * @output: where answers go
 * @errors: where explanations go
 *
 * The program without its process: sets no locale, exits nowhere.
 *
 * Returns: what to exit with
 */
int
cs_program_main (int argc, char **argv, FILE *output, FILE *errors)
{
  g_auto (CsProgram) self = {.output = output, .errors = errors};
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  self.time_source = cs_time_source_new ();
  for (int i = 0; i < argc; i++)
    g_strv_builder_add (builder, argv[i]);
  words = g_strv_builder_end (builder);
  if (!run (&self, &words, &error) && error != NULL)
    return tell_error (&self, error);
  return 0;
}
