/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-changes.h"
#include "cs-digest.h"
#include "cs-pg-mirror.h"
#include "cs-pg-writer.h"

G_BEGIN_DECLS

/* A place in the history of a workspace's transactions. */
typedef struct {
  gint64 n;
  char batch[40]; /* id of the transaction that led there */
  gint64 size;    /* entries in the tree */
  CsDigest root;
} CsPgPlace;

struct _CsPgMirror {
  CsStore *store;     /* (borrowed) */
  CsSqlite *sqlite;   /* (borrowed) */
  CsPg *pg;           /* (owned) */
  CsPgWriter *writer; /* (owned) */
  GPtrArray *tables;  /* (owned) CsPgTable */
  char *workspace;    /* and which life of it: what leads every key */
  CsPgMirrorMoved moved;
  gpointer moved_data;

  CsChanges *changes; /* (owned) (nullable): of the transaction that is open */
  CsPgPlace place;    /* where the open transaction began, or ends */
  gboolean has_changed;
};

gboolean cs_pg_mirror_catch_up (CsPgMirror *self, GError **error);
gboolean
cs_pg_mirror_join (CsPgMirror *self, gboolean may_begin, gboolean *is_joined, GError **error);
gboolean cs_pg_mirror_fetch (CsPgMirror *self, GError **error);
gboolean
cs_pg_mirror_read_head (CsPgMirror *self, CsPgPlace *place, gboolean *is_there, GError **error);
gboolean
cs_pg_mirror_read_place (CsPgMirror *self, CsPgPlace *place, gboolean *is_there, GError **error);
gboolean cs_pg_mirror_keep_place (CsPgMirror *self, const CsPgPlace *place, GError **error);
gboolean cs_pg_mirror_read_root (CsPgMirror *self, CsPgPlace *place, GError **error);
gboolean cs_pg_mirror_ask_outcome (CsPgMirror *self,
                                   const CsPgPlace *place,
                                   gboolean *is_there,
                                   GError **error);

G_END_DECLS
