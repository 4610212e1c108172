/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * CsCreateKind:
 * @CS_CREATE_EMPTY: one's own: a person, a pack or all of them with their own people
 * @CS_CREATE_SAMPLE: invented people, clients and requests, of one pack
 * @CS_CREATE_GENERATED: the same people, and any number of clients and requests
 */
typedef enum { CS_CREATE_EMPTY, CS_CREATE_SAMPLE, CS_CREATE_GENERATED } CsCreateKind;

typedef struct {
  CsCreateKind kind;
  const char *person_name; /* (nullable) of an empty one: who works here; the login's otherwise */
  const char *person_mail; /* (nullable) */
  const char *region;      /* (nullable): the person's */
  const char *pack; /* (nullable): id of the one pack wanted; otherwise all that are shipped, or the
                     * first that has a sample */
  const char *const *roles; /* (nullable): ids in that pack that the person holds; all that the pack
                             * gives to nobody otherwise */
  guint32 seed;             /* of a sample */
  guint n_requests;         /* of a generated one */
} CsCreateOptions;

gboolean cs_workspace_create (const char *folder,
                              const CsCreateOptions *options,
                              CsTimeSource *time_source,
                              GError **error);
void cs_workspace_create_async (const char *folder,
                                const CsCreateOptions *options,
                                CsTimeSource *time_source,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean cs_workspace_create_finish (GAsyncResult *result, GError **error);

void cs_workspace_remove_files (const char *path);

/* For the sample and the generator. */
CsLedger *cs_workspace_create_bare (const char *folder, CsTimeSource *time_source, GError **error);
gboolean cs_workspace_create_packs (CsLedger *ledger,
                                    const char *only,
                                    const json_t *settings,
                                    gboolean with_defaults,
                                    const char *by,
                                    GError **error);
gboolean cs_workspace_create_entry (CsLedger *ledger,
                                    const char *kind,
                                    const char *by,
                                    json_t *data,
                                    GError **error);

G_END_DECLS
