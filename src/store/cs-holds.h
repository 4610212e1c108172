/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"
#include "cs-json.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* A decision made and not signed yet: it can be undone until its time has come (ux: Hold). */
typedef struct {
  char *id;
  char *person;
  char *request;
  char *kind;
  json_t *data; /* (owned) minimal form of the entry's data */
  CsInstant until;
  CsInstant made;
} CsHold;
void cs_hold_free (CsHold *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHold, cs_hold_free)

gboolean cs_holds_add (CsStore *store, const CsHold *hold, GError **error);
gboolean cs_holds_remove (CsStore *store, const char *id, GError **error);
GPtrArray *cs_holds_list (CsStore *store, CsInstant until, GError **error);

G_END_DECLS
