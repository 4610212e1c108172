/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority.h"

G_BEGIN_DECLS

/* Of a rung and its deadline: a deadline that was moved is told anew, each of them once (PH-26). */
#define CS_SQL_TELLING "? || '@' || ?"

/* A request folded to a known place of its chain. */
typedef struct {
  char *id;
  CsRequest *request; /* (owned) */
  CsHead head;        /* where the fold ends */
  char *waiting;      /* (nullable) mark of what waits and was folded in after it */
  guint64 used;
} CsFolded;

struct _CsAuthority {
  CsStore *store;            /* (borrowed) */
  CsTimeSource *time_source; /* (owned) */
  CsPackCache *packs;        /* (owned) */
  CsKeys *keys;              /* (owned) (nullable) */
  char *device;              /* (nullable) this computer's */

  CsDirectory *directory;  /* (owned) */
  CsHead directory_head;   /* where its fold ends */
  char *directory_waiting; /* (nullable) mark of what waits and was folded in after it */
  gboolean is_shared;      /* the authority is elsewhere; what is made here waits for it */
  gboolean sends_at_once;  /* and does so as soon as it is kept */
  GHashTable *settings;    /* (owned) digest -> settings of a pack as some entry activated it */

  GHashTable *folds; /* (owned) id -> (owned) CsFolded, least recently used go */
  guint64 clock;
  gboolean is_batch;
  gboolean is_telling; /* a rung that is written now is told on this computer */
  GHashTable *dirty;   /* (owned) set of ids whose lists are to be written */
  GHashTable *fresh; /* (owned) id -> (owned) the last of its entries, as this batch brought them */
};

void cs_authority_add_calendars (CsAuthority *self, CsDirectory *directory);
gboolean cs_authority_keep_calendars (CsAuthority *self, GError **error);
gboolean cs_authority_renew_open (CsAuthority *self, GError **error);
gboolean cs_authority_ensure_directory (CsAuthority *self, GError **error);
CsFolded *cs_authority_get_folded (CsAuthority *self, const char *request, GError **error);
CsFolded *cs_authority_add_folded (CsAuthority *self, const char *id, CsRequest *request);
void cs_authority_forget (CsAuthority *self, const char *request);
CsRequest *cs_authority_new_request (CsAuthority *self, const CsEntry *open, GError **error);
gboolean cs_authority_accept_entry (CsAuthority *self,
                                    CsEntry *entry,
                                    const char *signature,
                                    CsOutcome **outcome,
                                    GError **error);
gboolean cs_authority_judge (CsAuthority *self,
                             CsEntry *entry,
                             const char *signature,
                             CsFolded **folded,
                             CsOutcome **outcome,
                             GError **error);
gboolean cs_authority_wait (CsAuthority *self,
                            CsEntry *entry,
                            const char *signature,
                            CsOutcome **outcome,
                            GError **error);
gboolean
cs_authority_read_mark (CsAuthority *self, const char *request, char **mark, GError **error);
gboolean cs_authority_update_lists (CsAuthority *self, const CsFolded *folded, GError **error);
gboolean cs_authority_begin (CsAuthority *self, GError **error);
gboolean cs_authority_commit (CsAuthority *self, GError **error);
void cs_authority_rollback (CsAuthority *self, const char *request);

G_END_DECLS
