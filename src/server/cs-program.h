/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-time-source.h"

#include <stdio.h>

G_BEGIN_DECLS

/* The program countersign-server: what each subcommand is given. */
typedef struct {
  CsTimeSource *time_source; /* (owned) */
  FILE *output;
  FILE *errors;
  gboolean json;
  const char *command;
  const char *arguments;
  const char *summary;
  gboolean help;
  char *journal;  /* (owned) (nullable): the database that keeps the journal, where it was named */
  char *file_key; /* (owned) (nullable): where the key of the files is, where it was named */
} CsProgram;

int cs_program_main (int argc, char **argv, FILE *output, FILE *errors);

gboolean cs_program_parse (CsProgram *self,
                           char ***words,
                           const GOptionEntry *options,
                           guint min_arguments,
                           guint max_arguments,
                           GError **error);

gboolean cs_program_print_invitation (CsProgram *self,
                                      const char *folder,
                                      const char *person,
                                      char **roles, /* (nullable) PACK/ROLE[@REGION] */
                                      guint days,   /* 0: as long as usual */
                                      GError **error);

#define CS_PROGRAM_LETTERS 1000 /* listed at most */
gboolean cs_program_tell_letters (CsProgram *self, const char *folder, GError **error);
gboolean cs_program_count_letters (CsProgram *self,
                                   const char *folder,
                                   gint64 *waiting,
                                   gint64 *dead,
                                   GError **error);

/* Subcommands; each answers whether it ran. */
gboolean cs_program_init (CsProgram *self, char ***words, GError **error);
gboolean cs_program_invite (CsProgram *self, char ***words, GError **error);
gboolean cs_program_hooks_add (CsProgram *self, char ***words, GError **error);
gboolean cs_program_hooks_enable (CsProgram *self, char ***words, GError **error);
gboolean cs_program_hooks_list (CsProgram *self, char ***words, GError **error);
gboolean cs_program_hooks_remove (CsProgram *self, char ***words, GError **error);
gboolean cs_program_hooks_secret (CsProgram *self, char ***words, GError **error);
gboolean cs_program_letters_list (CsProgram *self, char ***words, GError **error);
gboolean cs_program_letters_retry (CsProgram *self, char ***words, GError **error);
gboolean cs_program_serve (CsProgram *self, char ***words, GError **error);
gboolean cs_program_invitations_list (CsProgram *self, char ***words, GError **error);
gboolean cs_program_invitations_withdraw (CsProgram *self, char ***words, GError **error);
gboolean cs_program_people_add (CsProgram *self, char ***words, GError **error);
gboolean cs_program_people_list (CsProgram *self, char ***words, GError **error);
gboolean cs_program_roles_give (CsProgram *self, char ***words, GError **error);
gboolean cs_program_roles_list (CsProgram *self, char ***words, GError **error);
gboolean cs_program_roles_take (CsProgram *self, char ***words, GError **error);
gboolean cs_program_devices_list (CsProgram *self, char ***words, GError **error);
gboolean cs_program_devices_revoke (CsProgram *self, char ***words, GError **error);
gboolean cs_program_scopes (CsProgram *self, char ***words, GError **error);
gboolean cs_program_backup (CsProgram *self, char ***words, GError **error);
gboolean cs_program_restore (CsProgram *self, char ***words, GError **error);
gboolean cs_program_verify (CsProgram *self, char ***words, GError **error);
gboolean cs_program_export (CsProgram *self, char ***words, GError **error);
gboolean cs_program_import (CsProgram *self, char ***words, GError **error);
gboolean cs_program_status (CsProgram *self, char ***words, GError **error);

G_END_DECLS
