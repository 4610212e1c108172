/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-workspace.h"

G_BEGIN_DECLS

/* Entries of one request to be made one after the other, as long as each is accepted. */
typedef struct _CsSayings CsSayings;

CsSayings *cs_sayings_new (void);
void cs_sayings_free (CsSayings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSayings, cs_sayings_free)

void cs_sayings_add (CsSayings *self, const char *kind, json_t *data);
gboolean cs_sayings_is_empty (const CsSayings *self);

void cs_sayings_submit_async (CsSayings *self,
                              CsWorkspace *workspace,
                              const char *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
CsOutcome *cs_sayings_submit_finish (GAsyncResult *result, GError **error);

G_END_DECLS
