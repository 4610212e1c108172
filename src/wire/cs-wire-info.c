/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-info.h"

#include "cs-wire.h"

static const CsShapeMember oidc_members[] = {
    {"issuer", CS_SHAPE_TEXT, offsetof (CsWireOidc, issuer)},
    {"client_id", CS_SHAPE_TEXT, offsetof (CsWireOidc, client_id)},
    {"device_flow", CS_SHAPE_BOOL, offsetof (CsWireOidc, device_flow)},
    {NULL},
};
static const CsShape oidc_shape = {"oidc", sizeof (CsWireOidc), oidc_members};

static const CsShapeMember sign_in_members[] = {
    {"invitation", CS_SHAPE_BOOL, offsetof (CsWireSignIn, invitation)},
    {"oidc",
     CS_SHAPE_OBJECT,
     offsetof (CsWireSignIn, oidc),
     CS_SHAPE_OPTIONAL,
     .shape = &oidc_shape},
    {NULL},
};
static const CsShape sign_in_shape = {"sign_in", sizeof (CsWireSignIn), sign_in_members};

static const CsShapeMember limits_members[] = {
    {"batch", CS_SHAPE_INT, offsetof (CsWireLimits, batch)},
    {"body", CS_SHAPE_INT, offsetof (CsWireLimits, body)},
    {"entry", CS_SHAPE_INT, offsetof (CsWireLimits, entry)},
    {"file", CS_SHAPE_INT, offsetof (CsWireLimits, file)},
    {NULL},
};
static const CsShape limits_shape = {"limits", sizeof (CsWireLimits), limits_members};

static const CsShapeMember info_members[] = {
    {"protocol", CS_SHAPE_RANGE, offsetof (CsWireInfo, protocol)},
    {"workspace", CS_SHAPE_TEXT, offsetof (CsWireInfo, workspace), .most = CS_WIRE_NAME_BYTES},
    {"name", CS_SHAPE_TEXT, offsetof (CsWireInfo, name)},
    {"log", CS_SHAPE_TEXT, offsetof (CsWireInfo, log), .most = CS_WIRE_NAME_BYTES},
    {"incarnation", CS_SHAPE_TEXT, offsetof (CsWireInfo, incarnation), .most = CS_WIRE_NAME_BYTES},
    {"key", CS_SHAPE_TEXT, offsetof (CsWireInfo, key), .most = CS_WIRE_NAME_BYTES},
    {"time", CS_SHAPE_INSTANT, offsetof (CsWireInfo, time)},
    {"sign_in", CS_SHAPE_OBJECT, offsetof (CsWireInfo, sign_in), .shape = &sign_in_shape},
    {"limits", CS_SHAPE_OBJECT, offsetof (CsWireInfo, limits), .shape = &limits_shape},
    {NULL},
};
static const CsShape info_shape = {"info",
                                   sizeof (CsWireInfo),
                                   info_members,
                                   .most_bytes = CS_WIRE_SMALL_BYTES};

CS_SHAPE_DEFINE (CsWireInfo, cs_wire_info, info_shape)

/**
 * cs_wire_sign_in_new:
 *
 * Returns: (transfer full): for the sign_in member of [struct@WireInfo]
 */
CsWireSignIn *
cs_wire_sign_in_new (void)
{
  return cs_shape_new (&sign_in_shape);
}

/**
 * cs_wire_oidc_new:
 *
 * Returns: (transfer full): for the oidc member of [struct@WireSignIn]
 */
CsWireOidc *
cs_wire_oidc_new (void)
{
  return cs_shape_new (&oidc_shape);
}

/**
 * cs_wire_limits_new:
 *
 * Returns: (transfer full): for the limits member of [struct@WireInfo]
 */
CsWireLimits *
cs_wire_limits_new (void)
{
  return cs_shape_new (&limits_shape);
}
