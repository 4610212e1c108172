/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"
#include "cs-workspace.h"

G_BEGIN_DECLS

/* A pack as a file: the bytes are what a workspace keeps, and what requests name by their digest.
 */
typedef struct {
  CsPack *pack;  /* (owned) */
  GBytes *bytes; /* (owned) */
  char *uri;     /* (owned) where it was read from */
} CsPackFile;
CsPackFile *cs_pack_file_load (GFile *file, GError **error);
void cs_pack_file_free (CsPackFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPackFile, cs_pack_file_free)
GPtrArray *cs_pack_files_list_shipped (void);

/* Putting a version in force, or other answers to its settings. Requests keep theirs. */
gboolean cs_ledger_activate_pack (CsLedger *self,
                                  GBytes *bytes,
                                  const char *pack,
                                  const json_t *settings,
                                  const char *by,
                                  CsOutcome **outcome,
                                  GError **error);
void cs_workspace_activate_pack_async (CsWorkspace *self,
                                       GBytes *bytes,
                                       const char *pack,
                                       const json_t *settings,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
CsOutcome *
cs_workspace_activate_pack_finish (CsWorkspace *self, GAsyncResult *result, GError **error);

G_END_DECLS
