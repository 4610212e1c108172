/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-channel.h"
#include "cs-keys.h"
#include "cs-time-source.h"
#include "cs-wire-session.h"

G_BEGIN_DECLS

/*
 * This computer's sign-in to one server: its tokens and the key they are bound to. Any thread may
 * use it; calls block while a token is renewed, once for all who wait.
 */
typedef struct _CsCredentials CsCredentials;

typedef enum {
  CS_CREDENTIALS_SIGNED_OUT, /* nobody has signed in, or they signed out */
  CS_CREDENTIALS_SIGNED_IN,
  CS_CREDENTIALS_ENDED,   /* the server does not take it any more: sign in again; all is kept */
  CS_CREDENTIALS_REMOVED, /* this computer was removed from the workspace (K-21) */
} CsCredentialsState;

CsCredentials *cs_credentials_new (const char *folder,
                                   const char *server,
                                   const char *device,
                                   CsTimeSource *time_source,
                                   GError **error);
CsCredentials *cs_credentials_ref (CsCredentials *self);
void cs_credentials_unref (CsCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsCredentials, cs_credentials_unref)

const char *cs_credentials_get_server (CsCredentials *self);
const char *cs_credentials_get_device_base (CsCredentials *self);
CsCredentialsState cs_credentials_get_state (CsCredentials *self);
char *cs_credentials_dup_person (CsCredentials *self);
char *cs_credentials_dup_device (CsCredentials *self);
CsKeysPlace cs_credentials_get_place (CsCredentials *self);
GTimeSpan cs_credentials_get_clock_offset (CsCredentials *self);
char *cs_credentials_dup_thumbprint (CsCredentials *self);

/* Told on whichever thread noticed, without a lock held. */
typedef void (*CsCredentialsChanged) (CsCredentials *self, gpointer user_data);
void cs_credentials_trust (CsCredentials *self, GTlsDatabase *database);
void
cs_credentials_set_changed (CsCredentials *self, CsCredentialsChanged changed, gpointer user_data);

/* For messages that others send: on a CsChannel, with the session as who calls. */
extern const CsChannelAuth cs_credentials_auth;
gboolean cs_credentials_authorize (CsCredentials *self, SoupMessage *message, GError **error);
gboolean cs_credentials_take_response (CsCredentials *self, SoupMessage *message, guint status);

/* Calls of its own. */
char *cs_credentials_call (CsCredentials *self,
                           const char *method,
                           const char *path,
                           const char *body,
                           GCancellable *cancellable,
                           GError **error);
char *cs_credentials_call_unsigned (CsCredentials *self,
                                    const char *path,
                                    const char *body,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean cs_credentials_adopt (CsCredentials *self, const CsWireSession *granted, GError **error);
gboolean cs_credentials_forget (CsCredentials *self, GError **error);

G_END_DECLS
