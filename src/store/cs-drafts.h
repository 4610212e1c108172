/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-json.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* What was typed and not yet said. */
typedef struct {
  char *id;
  char *person;
  char *kind;
  char *request;   /* (nullable) */
  json_t *content; /* (owned) */
  CsInstant updated;
} CsDraft;
void cs_draft_free (CsDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsDraft, cs_draft_free)

gboolean cs_drafts_save (CsStore *store, const CsDraft *draft, GError **error);
CsDraft *cs_drafts_load (CsStore *store, const char *id, GError **error);
gboolean cs_drafts_delete (CsStore *store, const char *id, GError **error);
GPtrArray *cs_drafts_list (CsStore *store, const char *person, GError **error);

G_END_DECLS
