/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-time-source.h"

#include <stdio.h>

G_BEGIN_DECLS

/**
 * CsCtlExit:
 * @CS_CTL_OK: done
 * @CS_CTL_FAILED: refused by a rule, or not done for a reason that has no code of its own
 * @CS_CTL_USAGE: the command line is wrong
 * @CS_CTL_NOT_FOUND: a workspace, request, file or other thing named does not exist
 * @CS_CTL_INVALID: input is not what was expected
 * @CS_CTL_BUSY: another program holds what is needed, or does not answer; try again
 * @CS_CTL_UNREADABLE: the workspace is damaged or was written by a newer version
 *
 * What `countersignctl` exits with; promised by its man page.
 */
typedef enum {
  CS_CTL_OK = 0,
  CS_CTL_FAILED = 1,
  CS_CTL_USAGE = 2,
  CS_CTL_NOT_FOUND = 3,
  CS_CTL_INVALID = 4,
  CS_CTL_BUSY = 5,
  CS_CTL_UNREADABLE = 6,
} CsCtlExit;

/**
 * CsCtl:
 * @workspace: (nullable): the folder given by `--workspace`
 * @time_source: the present, or the moment given by `--now`
 * @json: whether answers are JSON
 * @input: what is piped in
 * @output: where answers go
 * @errors: where explanations go
 * @exit_status: set by a command that ran but whose answer is a no
 *
 * What a subcommand is given: the global options and the three streams.
 */
typedef struct {
  char *workspace;
  CsTimeSource *time_source;
  gboolean json;
  FILE *input;
  FILE *output;
  FILE *errors;
  CsCtlExit exit_status;

  /*< private >*/
  const char *command;
  const char *arguments;
  const char *summary;
  gboolean help;
} CsCtl;

int cs_ctl_main (int argc, char **argv, FILE *input, FILE *output, FILE *errors);

/* For subcommands. */
gboolean cs_ctl_parse (CsCtl *self,
                       char **arguments,
                       const GOptionEntry *options,
                       guint min_arguments,
                       guint max_arguments,
                       GError **error);
gboolean cs_ctl_read_line (FILE *input, gsize limit_bytes, GString *line, gboolean *is_too_long);

G_END_DECLS
