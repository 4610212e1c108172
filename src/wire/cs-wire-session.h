/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"
#include "cs-shape.h"

G_BEGIN_DECLS

/*
 * Signing in and out. Each of these calls carries a DPoP proof, whose key the tokens are bound to;
 * a device has that key beside the one it signs decisions with (K-21).
 */

/* The device that signs in. */
typedef struct {
  char *id;
  char *name;
  char *key; /* base64url Ed25519: what it signs entries with */
} CsWireDevice;
CsWireDevice *cs_wire_device_new (void);

/* POST /v1/sessions/invitation */
typedef struct {
  char *code;
  CsWireDevice *device;
} CsWireInvitation;
CS_SHAPE_DECLARE (CsWireInvitation, cs_wire_invitation)

/* POST /v1/sessions/oidc: the client has exchanged the code; the server verifies the ID token. */
typedef struct {
  char *id_token;
  CsWireDevice *device;
} CsWireOidcSession;
CS_SHAPE_DECLARE (CsWireOidcSession, cs_wire_oidc_session)

/* What both answer, and POST /v1/sessions/refresh. */
typedef struct {
  char *person;
  char *device;
  char *access;
  char *refresh;
  gint64 expires_in; /* seconds */
} CsWireSession;
CS_SHAPE_DECLARE (CsWireSession, cs_wire_session)

/* POST /v1/sessions/refresh */
typedef struct {
  char *refresh;
} CsWireRefresh;
CS_SHAPE_DECLARE (CsWireRefresh, cs_wire_refresh)

/* POST /v1/sessions/end */
typedef struct {
  gboolean everywhere; /* every session of this person, not only this one (ASVS 7.4.5) */
} CsWireEnd;
CS_SHAPE_DECLARE (CsWireEnd, cs_wire_end)

/* POST /v1/devices/revoke */
typedef struct {
  char *device;
} CsWireRevoke;
CS_SHAPE_DECLARE (CsWireRevoke, cs_wire_revoke)

/* POST /v1/sessions/confirm: shows once more who it is, by one of these (ASVS 7.5.3). */
typedef struct {
  char *id_token;   /* (nullable) of a sign-in just now */
  char *passphrase; /* (nullable) */
  char *code;       /* (nullable) of an invitation for oneself */
} CsWireConfirm;
CS_SHAPE_DECLARE (CsWireConfirm, cs_wire_confirm)

/* POST /v1/sessions/passphrase: what confirms where there is no provider. */
typedef struct {
  char *passphrase;
  char *old; /* (nullable) where there is one already */
} CsWirePassphrase;
CS_SHAPE_DECLARE (CsWirePassphrase, cs_wire_passphrase)

/* POST /v1/invitations */
typedef struct {
  char *person;  /* (nullable): a further device of one's own */
  json_t *roles; /* (nullable) list of what role entries say, without “person” */
} CsWireInvite;
CS_SHAPE_DECLARE (CsWireInvite, cs_wire_invite)

typedef struct {
  char *code; /* shown once, kept nowhere */
  CsInstant expires;
} CsWireInvited;
CS_SHAPE_DECLARE (CsWireInvited, cs_wire_invited)

/* What a call answers that has nothing to say. */
typedef struct {
  gboolean done;
} CsWireDone;
CS_SHAPE_DECLARE (CsWireDone, cs_wire_done)

/* GET /v1/me */
typedef struct {
  char *pack;
  char *role;
  char *region; /* (nullable): everywhere */
} CsWireRole;
CS_SHAPE_DECLARE_PART (CsWireRole, cs_wire_role)

typedef struct {
  char *id;
  char *name;
  CsInstant enrolled;
  CsInstant used;      /* 0: never */
  gboolean is_current; /* the one that asks */
  gboolean is_revoked;
} CsWireOwnDevice;
CS_SHAPE_DECLARE_PART (CsWireOwnDevice, cs_wire_own_device)

typedef struct {
  char *person;
  char *name; /* (nullable) */
  gboolean is_administrator;
  CsInstant signed_in; /* when this session was authenticated (ASVS 7.5.3) */
  GPtrArray *roles;    /* CsWireRole */
  GStrv grants;        /* scope keys */
  GPtrArray *devices;  /* CsWireOwnDevice */
} CsWireMe;
CS_SHAPE_DECLARE (CsWireMe, cs_wire_me)

G_END_DECLS
