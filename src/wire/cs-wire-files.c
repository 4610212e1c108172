/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wire-files.h"

#include "cs-wire.h"

#define NAME(Type, member) CS_SHAPE_TEXT, offsetof (Type, member), .most = CS_WIRE_NAME_BYTES

static const CsShapeMember begin_members[] = {
    {"sha256", CS_SHAPE_HEX, offsetof (CsWireFileBegin, sha256)},
    {"size", CS_SHAPE_INT, offsetof (CsWireFileBegin, size)},
    {"name", CS_SHAPE_TEXT, offsetof (CsWireFileBegin, name), .most = 1000},
    {NULL},
};
static const CsShape begin_shape = {"file",
                                    sizeof (CsWireFileBegin),
                                    begin_members,
                                    .is_request = TRUE,
                                    .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember place_members[] = {
    {"file", NAME (CsWireFilePlace, file)},
    {"offset", CS_SHAPE_INT, offsetof (CsWireFilePlace, offset)},
    {NULL},
};
static const CsShape place_shape = {"file",
                                    sizeof (CsWireFilePlace),
                                    place_members,
                                    .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember open_members[] = {
    {"request", NAME (CsWireFileOpen, request), .flags = CS_SHAPE_OPTIONAL},
    {"sha256", CS_SHAPE_HEX, offsetof (CsWireFileOpen, sha256)},
    {"purpose", CS_SHAPE_TEXT, offsetof (CsWireFileOpen, purpose), CS_SHAPE_OPTIONAL},
    {NULL},
};
static const CsShape open_shape = {"file",
                                   sizeof (CsWireFileOpen),
                                   open_members,
                                   .is_request = TRUE,
                                   .most_bytes = CS_WIRE_SMALL_BYTES};

static const CsShapeMember grant_members[] = {
    {"file", NAME (CsWireFileGrant, file)},
    {"size", CS_SHAPE_INT, offsetof (CsWireFileGrant, size)},
    {NULL},
};
static const CsShape grant_shape = {"file",
                                    sizeof (CsWireFileGrant),
                                    grant_members,
                                    .most_bytes = CS_WIRE_SMALL_BYTES};

CS_SHAPE_DEFINE (CsWireFileBegin, cs_wire_file_begin, begin_shape)
CS_SHAPE_DEFINE (CsWireFilePlace, cs_wire_file_place, place_shape)
CS_SHAPE_DEFINE (CsWireFileOpen, cs_wire_file_open, open_shape)
CS_SHAPE_DEFINE (CsWireFileGrant, cs_wire_file_grant, grant_shape)
