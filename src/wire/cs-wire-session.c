/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-session.h"

#include "cs-wire.h"

#define NAME(Type, member) CS_SHAPE_TEXT, offsetof (Type, member), .most = CS_WIRE_NAME_BYTES
#define TOKEN_BYTES        500
#define ID_TOKEN_BYTES     16384

static const CsShapeMember device_members[] = {
    {"id", NAME (CsWireDevice, id)},
    {"name", NAME (CsWireDevice, name)},
    {"key", NAME (CsWireDevice, key)},
    {NULL},
};
static const CsShape device_shape = {"device", sizeof (CsWireDevice), device_members};

static const CsShapeMember invitation_members[] = {
    {"code", NAME (CsWireInvitation, code)},
    {"device", CS_SHAPE_OBJECT, offsetof (CsWireInvitation, device), .shape = &device_shape},
    {NULL},
};
static const CsShape invitation_shape = {"invitation",
                                         sizeof (CsWireInvitation),
                                         invitation_members,
                                         .is_request = TRUE,
                                         .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember oidc_members[] = {
    {"id_token", CS_SHAPE_TEXT, offsetof (CsWireOidcSession, id_token), .most = ID_TOKEN_BYTES},
    {"device", CS_SHAPE_OBJECT, offsetof (CsWireOidcSession, device), .shape = &device_shape},
    {NULL},
};
static const CsShape oidc_shape = {"session",
                                   sizeof (CsWireOidcSession),
                                   oidc_members,
                                   .is_request = TRUE,
                                   .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember session_members[] = {
    {"person", NAME (CsWireSession, person)},
    {"device", NAME (CsWireSession, device)},
    {"access", CS_SHAPE_TEXT, offsetof (CsWireSession, access), .most = TOKEN_BYTES},
    {"refresh", CS_SHAPE_TEXT, offsetof (CsWireSession, refresh), .most = TOKEN_BYTES},
    {"expires_in", CS_SHAPE_INT, offsetof (CsWireSession, expires_in)},
    {NULL},
};
static const CsShape session_shape = {"session",
                                      sizeof (CsWireSession),
                                      session_members,
                                      .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember refresh_members[] = {
    {"refresh", CS_SHAPE_TEXT, offsetof (CsWireRefresh, refresh), .most = TOKEN_BYTES},
    {NULL},
};
static const CsShape refresh_shape = {"refresh",
                                      sizeof (CsWireRefresh),
                                      refresh_members,
                                      .is_request = TRUE,
                                      .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember end_members[] = {
    {"everywhere", CS_SHAPE_BOOL, offsetof (CsWireEnd, everywhere), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape end_shape = {"end",
                                  sizeof (CsWireEnd),
                                  end_members,
                                  .is_request = TRUE,
                                  .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember revoke_members[] = {
    {"device", NAME (CsWireRevoke, device)},
    {NULL},
};
static const CsShape revoke_shape = {"revoke",
                                     sizeof (CsWireRevoke),
                                     revoke_members,
                                     .is_request = TRUE,
                                     .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember confirm_members[] = {
    {"id_token",
     CS_SHAPE_TEXT,
     offsetof (CsWireConfirm, id_token),
     CS_SHAPE_OPTIONAL,
     .most = ID_TOKEN_BYTES},
    {"passphrase", NAME (CsWireConfirm, passphrase), .flags = CS_SHAPE_OPTIONAL},
    {"code", NAME (CsWireConfirm, code), .flags = CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape confirm_shape = {"confirmation",
                                      sizeof (CsWireConfirm),
                                      confirm_members,
                                      .is_request = TRUE,
                                      .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember passphrase_members[] = {
    {"passphrase", NAME (CsWirePassphrase, passphrase)},
    {"old", NAME (CsWirePassphrase, old), .flags = CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape passphrase_shape = {"passphrase",
                                         sizeof (CsWirePassphrase),
                                         passphrase_members,
                                         .is_request = TRUE,
                                         .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember invite_members[] = {
    {"person", NAME (CsWireInvite, person), .flags = CS_SHAPE_OPTIONAL},
    {"roles", CS_SHAPE_VALUE, offsetof (CsWireInvite, roles), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape invite_shape = {"invitation",
                                     sizeof (CsWireInvite),
                                     invite_members,
                                     .is_request = TRUE,
                                     .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember invited_members[] = {
    {"code", NAME (CsWireInvited, code)},
    {"expires", CS_SHAPE_INSTANT, offsetof (CsWireInvited, expires)},
    {NULL},
};
static const CsShape invited_shape = {"invitation",
                                      sizeof (CsWireInvited),
                                      invited_members,
                                      .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember done_members[] = {
    {"done", CS_SHAPE_BOOL, offsetof (CsWireDone, done)},
    {NULL},
};
static const CsShape done_shape = {"done",
                                   sizeof (CsWireDone),
                                   done_members,
                                   .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember role_members[] = {
    {"pack", NAME (CsWireRole, pack)},
    {"role", NAME (CsWireRole, role)},
    {"region", NAME (CsWireRole, region), .flags = CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape role_shape = {"role", sizeof (CsWireRole), role_members};

static const CsShapeMember own_device_members[] = {
    {"id", NAME (CsWireOwnDevice, id)},
    {"name", NAME (CsWireOwnDevice, name)},
    {"enrolled", CS_SHAPE_INSTANT, offsetof (CsWireOwnDevice, enrolled), CS_SHAPE_OPTIONAL},
    {"used", CS_SHAPE_INSTANT, offsetof (CsWireOwnDevice, used), CS_SHAPE_OPTIONAL},
    {"current", CS_SHAPE_BOOL, offsetof (CsWireOwnDevice, is_current), CS_SHAPE_OPTIONAL},
    {"revoked", CS_SHAPE_BOOL, offsetof (CsWireOwnDevice, is_revoked), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape own_device_shape = {"device", sizeof (CsWireOwnDevice), own_device_members};

static const CsShapeMember me_members[] = {
    {"person", NAME (CsWireMe, person)},
    {"name", NAME (CsWireMe, name), .flags = CS_SHAPE_OPTIONAL},
    {"administrator", CS_SHAPE_BOOL, offsetof (CsWireMe, is_administrator)},
    {"signed_in", CS_SHAPE_INSTANT, offsetof (CsWireMe, signed_in)},
    {"roles", CS_SHAPE_LIST, offsetof (CsWireMe, roles), .shape = &role_shape},
    {"grants", CS_SHAPE_TEXTS, offsetof (CsWireMe, grants), .most = CS_WIRE_SCOPES},
    {"devices", CS_SHAPE_LIST, offsetof (CsWireMe, devices), .shape = &own_device_shape},
    {NULL},
};
static const CsShape me_shape = {"me", sizeof (CsWireMe), me_members};

CS_SHAPE_DEFINE (CsWireInvitation, cs_wire_invitation, invitation_shape)
CS_SHAPE_DEFINE (CsWireOidcSession, cs_wire_oidc_session, oidc_shape)
CS_SHAPE_DEFINE (CsWireSession, cs_wire_session, session_shape)
CS_SHAPE_DEFINE (CsWireRefresh, cs_wire_refresh, refresh_shape)
CS_SHAPE_DEFINE (CsWireEnd, cs_wire_end, end_shape)
CS_SHAPE_DEFINE (CsWireRevoke, cs_wire_revoke, revoke_shape)
CS_SHAPE_DEFINE (CsWireConfirm, cs_wire_confirm, confirm_shape)
CS_SHAPE_DEFINE (CsWirePassphrase, cs_wire_passphrase, passphrase_shape)
CS_SHAPE_DEFINE (CsWireInvite, cs_wire_invite, invite_shape)
CS_SHAPE_DEFINE (CsWireInvited, cs_wire_invited, invited_shape)
CS_SHAPE_DEFINE (CsWireDone, cs_wire_done, done_shape)
CS_SHAPE_DEFINE_PART (CsWireRole, cs_wire_role, role_shape)
CS_SHAPE_DEFINE_PART (CsWireOwnDevice, cs_wire_own_device, own_device_shape)
CS_SHAPE_DEFINE (CsWireMe, cs_wire_me, me_shape)

/**
 * cs_wire_device_new:
 *
 * Returns: (transfer full): for the device member of the two messages that sign in
 */
CsWireDevice *
cs_wire_device_new (void)
{
  return cs_shape_new (&device_shape);
}
