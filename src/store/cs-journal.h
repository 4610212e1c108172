/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-chain.h"
#include "cs-entry.h"
#include "cs-store.h"

G_BEGIN_DECLS

/* The end of a request's chain; ref 0 is the directory's. */
typedef struct {
  gint64 ref;  /* -1: no such request */
  gint64 last; /* number of its last entry */
  guint8 hash[CS_CHAIN_BYTES];
} CsHead;

/* A stored entry as it stands in the journal. */
typedef struct {
  CsEntry *entry;  /* (owned) stamped */
  char *signature; /* (owned) (nullable) */
  GBytes *digest;  /* (owned) (nullable) of the true bytes where the entry is an outline */
} CsStoredEntry;
void cs_stored_entry_clear (CsStoredEntry *self);

gboolean cs_journal_read_head (CsStore *store, const char *request, CsHead *head, GError **error);
gboolean cs_journal_set_name (CsStore *store, const CsHead *head, const char *name, GError **error);
char *cs_journal_dup_name (CsStore *store, const char *request, GError **error);
char *cs_journal_find_request (CsStore *store, const char *name_or_id, GError **error);
gboolean cs_journal_append (CsStore *store,
                            CsHead *head,
                            CsEntry *entry,
                            const char *signature,
                            CsInstant received,
                            GError **error);
gboolean cs_journal_reserve (CsStore *store, CsHead *head, const char *request, GError **error);
gboolean cs_journal_remove (CsStore *store, gint64 ref, GError **error);
gboolean cs_journal_place (CsStore *store,
                           CsHead *head,
                           CsEntry *entry,
                           const char *signature,
                           GBytes *digest,
                           GError **error);
gboolean cs_journal_reveal (CsStore *store, CsEntry *entry, const char *signature, GError **error);
gboolean cs_journal_find (CsStore *store, const char *id, CsStoredEntry *found, GError **error);
gboolean cs_journal_has_counter (CsStore *store,
                                 const char *device,
                                 gint64 n,
                                 gboolean *has,
                                 GError **error);
gboolean cs_journal_next_counter (CsStore *store, const char *device, gint64 *n, GError **error);

/* Entries of one request (or NULL: the directory) after a number, oldest first. */
GPtrArray *cs_journal_list (CsStore *store, const char *request, gint64 after, GError **error);
GPtrArray *cs_journal_list_until (CsStore *store,
                                  const char *request,
                                  gint64 after,
                                  gint64 last,
                                  GError **error);

/* All of the journal, in order; stops when the function answers FALSE. */
typedef gboolean (*CsJournalFunc) (const CsStoredEntry *stored,
                                   gint64 ref,
                                   gpointer user_data,
                                   GError **error);
gboolean cs_journal_each (CsStore *store,
                          const char *request,
                          gint64 after,
                          CsJournalFunc func,
                          gpointer user_data,
                          GError **error);
gboolean
cs_journal_foreach (CsStore *store, CsJournalFunc func, gpointer user_data, GError **error);
GPtrArray *cs_journal_list_requests (CsStore *store, gint64 after_ref, guint limit, GError **error);
gboolean cs_journal_get_length (CsStore *store, gint64 *length, GError **error);

G_END_DECLS
