/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-heads.h"
#include "cs-outbox.h"
#include "cs-wire-pull.h"
#include "cs-wire-push.h"

G_BEGIN_DECLS

/*
 * What the engine asks of the folder it keeps in step. Each is done by whoever owns the folder, on
 * the folder's own thread and in one transaction, before the function returns.
 */
typedef enum {
  CS_SYNC_READ,          /* out: place */
  CS_SYNC_TAKE_WAITING,  /* in: limit; out: items, uploads: from now on they may have left */
  CS_SYNC_TAKE_VERDICTS, /* in: verdicts */
  CS_SYNC_LIST_MISSING,  /* in: page; out: names: digests of packs that it needs and are not here */
  CS_SYNC_KEEP_PACK,     /* in: name, bytes */
  CS_SYNC_APPLY,         /* in: page, entries */
  CS_SYNC_BEGIN_ANEW,    /* in: incarnation (nullable): the server was restored from a backup */
  CS_SYNC_COUNT,         /* out: waiting, refused, changed, is_whole */
  CS_SYNC_NEXT_FILE,     /* out: name (nullable), request, path */
  CS_SYNC_HAVE_FILE,     /* in: name, is_done */
} CsSyncOp;

/* Where the folder stands. */
typedef struct {
  char *address;
  char *log, *incarnation, *key;
  CsKnownHead *head; /* (owned) (nullable) the last that was verified */
  json_t *scopes;    /* (owned) key -> index */
  gint64 grants;
  gboolean is_first; /* it begins: what needs this person is wanted before the rest (K-18) */
} CsSyncPlace;
void cs_sync_place_free (CsSyncPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSyncPlace, cs_sync_place_free)

/* A file that an entry names; the server wants it before the entry. */
typedef struct {
  char *sha256;
  char *name;
  char *path;    /* (nullable) */
  GBytes *bytes; /* (owned) (nullable) where it has no path */
} CsSyncUpload;
void cs_sync_upload_free (CsSyncUpload *self);

typedef struct {
  CsSyncOp op;
  /* in; borrowed */
  guint limit;
  const GPtrArray *verdicts; /* CsWireVerdict */
  const CsWireCheckpoint *page;
  const GPtrArray *entries; /* (nullable) CsEntry of each row, where it was read already */
  const char *incarnation;
  GBytes *bytes;
  gboolean is_done;
  /* in or out; owned when out */
  char *name, *request, *path;
  CsSyncPlace *place;
  GPtrArray *items;   /* CsOutboxItem */
  GPtrArray *uploads; /* CsSyncUpload */
  char **names;
  gint64 waiting, refused;
  gboolean is_whole; /* everything that may be seen has been here once */
  CsInstant changed; /* when the server's history was found to be another; CS_INSTANT_NONE */
} CsSyncCall;
void cs_sync_call_clear (CsSyncCall *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CsSyncCall, cs_sync_call_clear)

typedef gboolean (*CsSyncFolderFunc) (CsSyncCall *call, gpointer user_data, GError **error);

G_END_DECLS
