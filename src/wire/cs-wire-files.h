/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-shape.h"

G_BEGIN_DECLS

/*
 * Files (K-19): POST /v1/files begins or goes on with an upload; PATCH /v1/files/FILE sends bytes;
 * POST /v1/files/open asks for one through a request that names it; GET /v1/files/FILE fetches.
 */

#define CS_WIRE_OFFSET_HEADER "Upload-Offset"

typedef struct {
  char *sha256;
  gint64 size;
  char *name;
} CsWireFileBegin;
CS_SHAPE_DECLARE (CsWireFileBegin, cs_wire_file_begin)

typedef struct {
  char *file;    /* its public name, which says nothing of its contents */
  gint64 offset; /* how many bytes are there already */
} CsWireFilePlace;
CS_SHAPE_DECLARE (CsWireFilePlace, cs_wire_file_place)

typedef struct {
  char *request; /* (nullable): a pack, which everybody may have */
  char *sha256;
  char *purpose; /* (nullable) asked for where the contents are confidential (CX-21) */
} CsWireFileOpen;
CS_SHAPE_DECLARE (CsWireFileOpen, cs_wire_file_open)

typedef struct {
  char *file;
  gint64 size;
} CsWireFileGrant;
CS_SHAPE_DECLARE (CsWireFileGrant, cs_wire_file_grant)

G_END_DECLS
