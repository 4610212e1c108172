/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl.h"

#include "cs-ctl-commands.h"
#include "cs-error.h"
#include "cs-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PROGRAM "countersignctl"

/* One row for each subcommand; a name may be two words. */
static const struct {
  const char *name;
  const char *arguments;
  const char *summary;
  gboolean (*run) (CsCtl *ctl, char **arguments, GError **error);
} commands[] = {
    {"act", "", N_ ("Make entries of the lines of the input, a JSON object each"), cs_ctl_act},
    {"activity", "", N_ ("List what was said here and the server has not taken"), cs_ctl_activity},
    {"calendar import",
     "CALENDAR FILE.ics",
     N_ ("Take holidays over from an iCalendar file"),
     cs_ctl_calendar_set},
    {"calendar list", "", N_ ("List calendars"), cs_ctl_calendar_list},
    {"calendar preview",
     "CALENDAR FILE",
     N_ ("Say which deadlines a changed calendar would move"),
     cs_ctl_calendar_preview},
    {"calendar set",
     "CALENDAR FILE",
     N_ ("Make a new revision of a calendar"),
     cs_ctl_calendar_set},
    {"calendar show", "CALENDAR", N_ ("Show a calendar whole"), cs_ctl_calendar_show},
    {"clocks", "[REQUEST]", N_ ("List deadlines, and how each came about"), cs_ctl_clocks},
    {"connect",
     "ADDRESS [FOLDER]",
     N_ ("Sign in to a server and make a folder of its workspace"),
     cs_ctl_connect},
    {"eval",
     "",
     N_ ("Answer questions about time, money and mail, one JSON object a line"),
     cs_ctl_eval},
    {"export", "", N_ ("Print the whole journal, or a table of requests"), cs_ctl_export},
    {"generate", "", N_ ("Make a workspace with any number of invented requests"), cs_ctl_generate},
    {"heads", "", N_ ("Print the signed heads that this folder has seen"), cs_ctl_heads},
    {"inbox", "", N_ ("List what waits for a person’s word"), cs_ctl_inbox},
    {"mail compose",
     "REQUEST",
     N_ ("Work a mail out and write it as a message file"),
     cs_ctl_mail_compose},
    {"pack activate", "FILE|FOLDER", N_ ("Put a version of a pack in force"), cs_ctl_pack_activate},
    {"pack check", "FILE|FOLDER", N_ ("Find what is wrong with a process pack"), cs_ctl_pack_check},
    {"pack diff",
     "[FILE] FILE",
     N_ ("List what another version of a pack changes"),
     cs_ctl_pack_diff},
    {"pack list", "", N_ ("List the packs in force and those at hand"), cs_ctl_pack_list},
    {"pack settings",
     "PACK [SETTING=ANSWER…]",
     N_ ("List what a process document leaves open, or answer it"),
     cs_ctl_pack_settings},
    {"payments", "", N_ ("List payments to be confirmed"), cs_ctl_payments},
    {"process show",
     "FILE [PROCESS]",
     N_ ("Show the stages and steps of a process"),
     cs_ctl_process_show},
    {"recipients",
     "REQUEST",
     N_ ("List To and Cc, with the rule behind each address"),
     cs_ctl_recipients},
    {"report", "NAME", N_ ("Count: ageing, sla, turnaround, mix or totals"), cs_ctl_report},
    {"request actions",
     "REQUEST",
     N_ ("List what a person may do, and why not"),
     cs_ctl_request_actions},
    {"request clone",
     "REQUEST",
     N_ ("Begin a new request with what a closed one says"),
     cs_ctl_request_clone},
    {"request list", "", N_ ("List requests"), cs_ctl_request_list},
    {"request show", "REQUEST", N_ ("Show a request whole"), cs_ctl_request_show},
    {"secret keep",
     "REQUEST FIELD",
     N_ ("Keep a secret from the input, sealed"),
     cs_ctl_secret_keep},
    {"secret show", "REQUEST FIELD", N_ ("Print a kept secret, and log it"), cs_ctl_secret_show},
    {"share", "ADDRESS", N_ ("Move a workspace to a server, with its history"), cs_ctl_share},
    {"sync", "", N_ ("Send what waits to the server and fetch what is new"), cs_ctl_sync},
    {"verify", "", N_ ("Check every hash chain, signature and signed head"), cs_ctl_verify},
    {"workspace create",
     "[FOLDER]",
     N_ ("Make a workspace: a sample to look around in, or an empty one"),
     cs_ctl_workspace_create},
};

static void
ctl_clear (CsCtl *ctl)
{
  g_clear_pointer (&ctl->workspace, g_free);
  g_clear_object (&ctl->time_source);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsCtl, ctl_clear)

static CsCtlExit
exit_of_error (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return CS_CTL_USAGE;
  if (error->domain != CS_ERROR)
    return CS_CTL_FAILED;
  switch ((CsErrorCode)error->code) {
    case CS_ERROR_NOT_FOUND:
      return CS_CTL_NOT_FOUND;
    case CS_ERROR_INVALID:
      return CS_CTL_INVALID;
    case CS_ERROR_BUSY:
    case CS_ERROR_UNREACHABLE:
      return CS_CTL_BUSY;
    case CS_ERROR_CORRUPT:
    case CS_ERROR_TOO_NEW:
      return CS_CTL_UNREADABLE;
    case CS_ERROR_FAILED:
    case CS_ERROR_CONFLICT:
    case CS_ERROR_UNAUTHORISED:
    default:
      return CS_CTL_FAILED;
  }
}

static const char *
name_of_exit (CsCtlExit status)
{
  static const char *const names[] =
      {"ok", "failed", "usage", "not-found", "invalid", "busy", "unreadable"};

  return names[status];
}

static CsCtlExit
tell_error (const CsCtl *ctl, const GError *error)
{
  CsCtlExit status = exit_of_error (error);
  g_autofree char *message = g_utf8_make_valid (error->message, -1);

  if (ctl->json) {
    g_autoptr (json_t) answer =
        json_pack ("{s:s, s:s}", "error", message, "code", name_of_exit (status));
    g_autofree char *text = cs_json_dump (answer);

    fprintf (ctl->errors, "%s\n", text);
  } else {
    fprintf (ctl->errors, "%s: %s\n", PROGRAM, message);
    if (status == CS_CTL_USAGE)
      fprintf (ctl->errors, _ ("See “%s --help”.\n"), PROGRAM);
  }
  return status;
}

static void
print_options (FILE *output, const GOptionEntry *options)
{
  for (; options->long_name != NULL; options++) {
    g_autofree char *name = g_strconcat ("--",
                                         options->long_name,
                                         options->arg_description != NULL ? "=" : "",
                                         options->arg_description,
                                         NULL);

    fprintf (output, "  %-24s %s\n", name, _ (options->description));
  }
}

static void
print_help (FILE *output, const GOptionEntry *options)
{
  fprintf (output, _ ("Usage: %s [OPTION…] COMMAND [ARGUMENT…]\n\n"), PROGRAM);
  fprintf (output, "%s\n", _ ("Does from a script what Countersign does on the screen."));
  fprintf (output, "\n%s\n", _ ("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autofree char *usage = g_strjoin (*commands[i].arguments != '\0' ? " " : "",
                                        commands[i].name,
                                        commands[i].arguments,
                                        NULL);

    fprintf (output, "  %-24s %s\n", usage, _ (commands[i].summary));
  }
  fprintf (output, "\n%s\n", _ ("Options:"));
  print_options (output, options);
  fprintf (output, "\n");
  fprintf (output, _ ("See “%s COMMAND --help”, and the manual page %s(1).\n"), PROGRAM, PROGRAM);
}

/**
 * cs_ctl_parse:
 * @self: what the subcommand was given
 * @arguments: its words; the options among them are taken out, the words that are left begin at 1
 * @options: the subcommand's own options, ended by %NULL
 * @min_arguments: how many words it needs beside options
 * @max_arguments: how many it takes
 * @error: `G_OPTION_ERROR`, which ends in [enum@CtlExit.USAGE]
 *
 * What each subcommand calls first. Prints the subcommand's help where that was asked for.
 *
 * Returns: whether the subcommand is to go on; %FALSE without @error after help
 */
gboolean
cs_ctl_parse (CsCtl *self,
              char **arguments,
              const GOptionEntry *options,
              guint min_arguments,
              guint max_arguments,
              GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  guint n_arguments;

  if (self->help) {
    fprintf (self->output,
             _ ("Usage: %s %s [OPTION…] %s\n\n%s\n"),
             PROGRAM,
             self->command,
             self->arguments,
             _ (self->summary));
    if (options->long_name != NULL)
      fprintf (self->output, "\n%s\n", _ ("Options:"));
    print_options (self->output, options);
    return FALSE;
  }
  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  if (!g_option_context_parse_strv (context, &arguments, error))
    return FALSE;
  n_arguments = g_strv_length (arguments) - 1;
  if (n_arguments >= min_arguments && n_arguments <= max_arguments)
    return TRUE;
  g_set_error (error,
               G_OPTION_ERROR,
               G_OPTION_ERROR_FAILED,
               *self->arguments != '\0' ? _ ("“%s” expects %s") : _ ("“%s” expects no argument"),
               self->command,
               self->arguments);
  return FALSE;
}

/**
 * cs_ctl_read_line:
 * @input: where lines come from
 * @limit_bytes: the longest line that is kept
 * @line: (out caller-allocates): the line without its end; empty where it was too long
 * @is_too_long: (out): whether the line was longer, and skipped
 *
 * Returns: whether there was a line; %FALSE at the end of @input
 */
gboolean
cs_ctl_read_line (FILE *input, gsize limit_bytes, GString *line, gboolean *is_too_long)
{
  int c = getc_unlocked (input);

  g_string_truncate (line, 0);
  *is_too_long = FALSE;
  if (c == EOF)
    return FALSE;
  for (; c != EOF && c != '\n'; c = getc_unlocked (input)) {
    if (line->len < limit_bytes)
      g_string_append_c (line, (char)c);
    else
      *is_too_long = TRUE;
  }
  if (*is_too_long)
    g_string_truncate (line, 0);
  return TRUE;
}

static gboolean
refuse_command (char **words, GError **error)
{
  g_autoptr (GString) same_group = g_string_new (NULL);

  if (words[0] == NULL) {
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("A command is missing"));
    return FALSE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    gsize length = strlen (words[0]);

    if (g_str_has_prefix (commands[i].name, words[0]) && commands[i].name[length] == ' ')
      g_string_append_printf (same_group,
                              "%s“%s”",
                              same_group->len > 0 ? ", " : "",
                              commands[i].name);
  }
  if (same_group->len > 0)
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_FAILED,
                 _ ("“%s” is not a whole command; there is %s"),
                 words[0],
                 same_group->str);
  else
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_FAILED,
                 _ ("There is no command “%s”"),
                 words[0]);
  return FALSE;
}

/* The words of a command's name taken off: what is left begins with its last word, as argv does. */
static gboolean
run_command (CsCtl *ctl, char **words, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) name = g_strsplit (commands[i].name, " ", -1);
    guint length = g_strv_length (name);
    gboolean matches = g_strv_length (words) >= length;
    g_auto (GStrv) arguments = NULL;

    for (guint j = 0; j < length && matches; j++)
      matches = strcmp (name[j], words[j]) == 0;
    if (!matches)
      continue;
    ctl->command = commands[i].name;
    ctl->arguments = commands[i].arguments;
    ctl->summary = commands[i].summary;
    arguments = g_strdupv (words + length - 1);
    return commands[i].run (ctl, arguments, error);
  }
  return refuse_command (words, error);
}

static gboolean
set_time (CsCtl *ctl, const char *now, GError **error)
{
  CsInstant instant;

  if (now == NULL) {
    ctl->time_source = cs_time_source_new ();
    return TRUE;
  }
  if (!cs_instant_parse (now, &instant, NULL)) {
    g_set_error (error,
                 G_OPTION_ERROR,
                 G_OPTION_ERROR_BAD_VALUE,
                 _ ("--now expects a moment such as 2026-01-13T16:00:00+02:00, not “%s”"),
                 now);
    return FALSE;
  }
  ctl->time_source = cs_time_source_new_fixed (instant);
  return TRUE;
}

/* Global options may stand before and after the command; the others are left to it. */
static gboolean
run (CsCtl *ctl, char ***words, GError **error)
{
  g_autofree char *now = NULL;
  gboolean version = FALSE;
  const GOptionEntry options[] = {
      {"workspace",
       0,
       0,
       G_OPTION_ARG_FILENAME,
       &ctl->workspace,
       N_ ("The folder of the workspace"),
       N_ ("DIR")},
      {"now",
       0,
       0,
       G_OPTION_ARG_STRING,
       &now,
       N_ ("Take this moment for the present"),
       N_ ("INSTANT")},
      {"json", 0, 0, G_OPTION_ARG_NONE, &ctl->json, N_ ("Answer in JSON"), NULL},
      {"version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version"), NULL},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &ctl->help, N_ ("Print this help, or a command’s"), NULL},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, options, NULL);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  if (!g_option_context_parse_strv (context, words, error) || !set_time (ctl, now, error))
    return FALSE;
  if (version) {
    fprintf (ctl->output, "%s %s\n", PROGRAM, CS_VERSION);
    return TRUE;
  }
  if (ctl->help && (*words)[1] == NULL) {
    print_help (ctl->output, options);
    return TRUE;
  }
  return run_command (ctl, *words + 1, error);
}

/**
 * cs_ctl_main:
 * @argc: how many words
 * @argv: (array length=argc): the command line
 * @input: what is piped in
 * @output: where answers go
 * @errors: where explanations go
 *
 * The program without its process: sets no locale, exits nowhere.
 *
 * Returns: what to exit with, a [enum@CtlExit]
 */
int
cs_ctl_main (int argc, char **argv, FILE *input, FILE *output, FILE *errors)
{
  g_auto (CsCtl) ctl = {.input = input, .output = output, .errors = errors};
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < argc; i++)
    g_strv_builder_add (builder, argv[i]);
  words = g_strv_builder_end (builder);
  if (!run (&ctl, &words, &error) && error != NULL)
    ctl.exit_status = tell_error (&ctl, error);
  if (fflush (output) != 0 && ctl.exit_status == CS_CTL_OK)
    ctl.exit_status = CS_CTL_FAILED;
  return ctl.exit_status;
}
