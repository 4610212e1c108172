/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"
#include "cs-ledger.h"
#include "cs-program.h"

G_BEGIN_DECLS

/* A server's folder at the command line. */
gboolean
cs_program_join_record (CsProgram *self, const char *folder, CsLedger *ledger, GError **error);
CsLedger *cs_program_open_ledger (CsProgram *self, const char *folder, GError **error);
gboolean
cs_program_find_file_key (CsProgram *self, const char *folder, char **place, GError **error);
CsKeys *cs_program_load_file_key (CsProgram *self, const char *folder, GError **error);
gboolean
cs_program_seal_files (CsProgram *self, const char *folder, const char *from, GError **error);

typedef gboolean (*CsProgramAlso) (CsLedger *ledger, gpointer data, GError **error);
gboolean
cs_program_say (CsLedger *ledger, const char *kind, const char *by, json_t *data, GError **error);
gboolean cs_program_say_and (CsLedger *ledger,
                             const char *kind,
                             const char *by,
                             json_t *data,
                             CsProgramAlso also,
                             gpointer also_data,
                             GError **error);

json_t *cs_program_read_role (const char *text, GError **error);
void cs_program_tell_role (CsProgram *self,
                           const char *person,
                           const char *pack,
                           const char *role,
                           const char *region);

G_END_DECLS
