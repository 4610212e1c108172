/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-credentials.h"
#include "cs-ledger.h"
#include "cs-sign-in.h"
#include "cs-wire-info.h"

G_BEGIN_DECLS

/*
 * Making a folder of a shared workspace, or one out of a local workspace. Everything here blocks: a
 * program with windows calls it in a thread.
 */
typedef struct {
  const char *address;     /* “https://desk.example” */
  const char *code;        /* (nullable) of an invitation */
  const char *id_token;    /* (nullable) of the company's provider */
  const char *device_name; /* (nullable): the machine's */
  /* With the company's provider instead: in the system's browser; where there is none (NOT_FOUND)
   * with a code for another machine's. Called on the thread that connects. */
  CsOpenPage open_page; /* (nullable) */
  CsShowCode show_code; /* (nullable) */
  gpointer company_data;
} CsConnectOptions;

CsWireInfo *cs_connect_ask (const char *address, GCancellable *cancellable, GError **error);
void cs_connect_ask_async (gpointer source,
                           const char *address,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback);
CsWireInfo *cs_connect_ask_finish (GAsyncResult *result, GError **error);
gboolean cs_connect (const char *folder,
                     const CsConnectOptions *options,
                     CsTimeSource *time_source,
                     GCancellable *cancellable,
                     GError **error);
void cs_connect_async (const char *folder,
                       const CsConnectOptions *options,
                       CsTimeSource *time_source,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
gboolean cs_connect_finish (GAsyncResult *result, GError **error);

void cs_connect_share_async (const char *folder,
                             const CsConnectOptions *options,
                             CsTimeSource *time_source,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

CsCredentials *cs_connect_open_credentials (CsLedger *ledger, GError **error);

/* Whose a folder of a shared workspace is, and what its decisions are signed with. */
typedef struct {
  char *person;
  char *decision_key;
} CsConnectOwn;
void cs_connect_own_free (CsConnectOwn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsConnectOwn, cs_connect_own_free)
CsConnectOwn *cs_connect_read_own (CsLedger *ledger, GError **error);
gboolean cs_connect_again (const CsConnectOwn *own,
                           CsCredentials *session,
                           const CsConnectOptions *options,
                           GCancellable *cancellable,
                           GError **error);
gboolean cs_connect_share (const char *folder,
                           const CsConnectOptions *options,
                           CsTimeSource *time_source,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
