/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-credentials.h"
#include "cs-sign-in-browser.h"
#include "cs-sign-in-device.h"
#include "cs-wire-info.h"

G_BEGIN_DECLS

/* Signing in and out. Everything here blocks: a program with windows calls it in a thread. */

/* This computer, as the server will know it. */
typedef struct {
  const char *name;         /* as its owner calls it: “Omar’s laptop” */
  const char *decision_key; /* what its decisions are signed with; of CsKeys */
} CsOwnDevice;

gboolean cs_sign_in_with_invitation (CsCredentials *session,
                                     const char *code,
                                     const CsOwnDevice *device,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean cs_sign_in_with_id_token (CsCredentials *session,
                                   const char *id_token,
                                   const CsOwnDevice *device,
                                   GCancellable *cancellable,
                                   GError **error);

/* At the company's provider, as the server's answer to GET /v1 names it. */
gboolean cs_sign_in_with_browser (CsCredentials *session,
                                  const CsWireOidc *provider,
                                  const CsOwnDevice *device,
                                  CsOpenPage open,
                                  gpointer user_data,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean cs_sign_in_with_device_code (CsCredentials *session,
                                      const CsWireOidc *provider,
                                      const CsOwnDevice *device,
                                      CsShowCode show,
                                      gpointer user_data,
                                      GCancellable *cancellable,
                                      GError **error);
gboolean cs_sign_in_confirm_with_browser (CsCredentials *session,
                                          const CsWireOidc *provider,
                                          CsOpenPage open,
                                          gpointer user_data,
                                          GCancellable *cancellable,
                                          GError **error);

/* Shows once more who it is, before a large decision (ASVS 7.5.3); one of the three. */
typedef struct {
  const char *id_token;   /* (nullable) */
  const char *passphrase; /* (nullable) */
  const char *code;       /* (nullable) of an invitation for oneself */
} CsConfirmation;
gboolean cs_sign_in_confirm (CsCredentials *session,
                             const CsConfirmation *confirmation,
                             GCancellable *cancellable,
                             GError **error);
gboolean cs_sign_in_set_passphrase (CsCredentials *session,
                                    const char *passphrase,
                                    const char *old,
                                    GCancellable *cancellable,
                                    GError **error);

CsWireMe *cs_sign_in_ask_me (CsCredentials *session, GCancellable *cancellable, GError **error);
CsWireInvited *cs_sign_in_invite (CsCredentials *session,
                                  const char *person,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean cs_sign_in_remove_device (CsCredentials *session,
                                   const char *device,
                                   GCancellable *cancellable,
                                   GError **error);

gboolean cs_sign_out (CsCredentials *session,
                      gboolean everywhere,
                      GCancellable *cancellable,
                      GError **error);

G_END_DECLS
