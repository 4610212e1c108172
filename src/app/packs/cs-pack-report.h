/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack-diff.h"
#include "cs-workspace-packs.h"

G_BEGIN_DECLS

/* A version of a pack as it is looked at before it is put in force. */
typedef struct {
  CsPack *pack;        /* (owned) */
  GBytes *bytes;       /* (owned) (nullable) of a version that is not in force */
  GPtrArray *findings; /* (owned) CsFinding */
  GPtrArray *changes;  /* (owned) (nullable) CsPackChange against the version in force */
} CsPackReport;
void cs_pack_report_free (CsPackReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPackReport, cs_pack_report_free)

void cs_pack_report_make_async (GFile *file,
                                GPtrArray *in_force,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
CsPackReport *cs_pack_report_make_finish (GAsyncResult *result, GError **error);

G_END_DECLS
