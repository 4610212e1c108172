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
typedef struct _CsSession CsSession;

typedef enum {
  CS_SESSION_SIGNED_OUT, /* nobody has signed in, or they signed out */
  CS_SESSION_SIGNED_IN,
  CS_SESSION_ENDED,   /* the server does not take it any more: sign in again; all is kept */
  CS_SESSION_REMOVED, /* this computer was removed from the workspace (K-21) */
} CsSessionState;

CsSession *cs_session_new (const char *folder,
                           const char *server,
                           const char *device,
                           CsTimeSource *time_source,
                           GError **error);
CsSession *cs_session_ref (CsSession *self);
void cs_session_unref (CsSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSession, cs_session_unref)

const char *cs_session_get_server (CsSession *self);
const char *cs_session_get_device_base (CsSession *self);
CsSessionState cs_session_get_state (CsSession *self);
char *cs_session_dup_person (CsSession *self);
char *cs_session_dup_device (CsSession *self);
CsKeysPlace cs_session_get_place (CsSession *self);
GTimeSpan cs_session_get_clock_offset (CsSession *self);
char *cs_session_dup_thumbprint (CsSession *self);

/* Told on whichever thread noticed, without a lock held. */
typedef void (*CsSessionChanged) (CsSession *self, gpointer user_data);
void cs_session_trust (CsSession *self, GTlsDatabase *database);
void cs_session_set_changed (CsSession *self, CsSessionChanged changed, gpointer user_data);

/* For messages that others send: on a CsChannel, with the session as who calls. */
extern const CsChannelAuth cs_session_auth;
gboolean cs_session_authorize (CsSession *self, SoupMessage *message, GError **error);
gboolean cs_session_take_response (CsSession *self, SoupMessage *message, guint status);

/* Calls of its own. */
char *cs_session_call (CsSession *self,
                       const char *method,
                       const char *path,
                       const char *body,
                       GCancellable *cancellable,
                       GError **error);
char *cs_session_call_unsigned (CsSession *self,
                                const char *path,
                                const char *body,
                                GCancellable *cancellable,
                                GError **error);
gboolean cs_session_adopt (CsSession *self, const CsWireSession *granted, GError **error);
gboolean cs_session_forget (CsSession *self, GError **error);

G_END_DECLS
