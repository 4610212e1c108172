/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-entry.h"
#include "cs-signed-head.h"
#include "cs-store.h"

G_BEGIN_DECLS

/*
 * The journal as one tree, and the heads that were signed of it (K-07): those that this folder saw,
 * those that entries name as the last their author had seen, and those that somebody brings along.
 */
typedef struct _CsVerifyLog CsVerifyLog;

/* Told for each thing that does not fit. */
typedef void (*CsVerifyFault) (const char *text, gpointer user_data);

typedef struct {
  gint64 heads;    /* whose root the journal has */
  gint64 unproved; /* signed, but this folder does not hold all entries */
} CsVerifyHeads;

CsVerifyLog *cs_verify_log_new (CsStore *store, const char *key, GError **error);
void cs_verify_log_free (CsVerifyLog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsVerifyLog, cs_verify_log_free)

gboolean cs_verify_log_is_shared (const CsVerifyLog *self);
void cs_verify_log_add_head (CsVerifyLog *self, const CsSignedHead *head);
gboolean cs_verify_log_add_entry (CsVerifyLog *self,
                                  const CsEntry *entry,
                                  const guint8 digest[CS_DIGEST_BYTES],
                                  CsVerifyFault fault,
                                  gpointer user_data,
                                  GError **error);
gboolean cs_verify_log_finish (CsVerifyLog *self,
                               CsVerifyFault fault,
                               gpointer user_data,
                               CsVerifyHeads *heads,
                               GError **error);

G_END_DECLS
