/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-shape.h"

G_BEGIN_DECLS

/* GET /v1: who the server is and what it takes; the only answer that needs no token. */

typedef struct {
  char *issuer;
  char *client_id;
  gboolean device_flow;
} CsWireOidc;

typedef struct {
  gboolean invitation;
  CsWireOidc *oidc; /* (nullable) */
} CsWireSignIn;

typedef struct {
  gint64 batch; /* entries in a push */
  gint64 body;  /* bytes of a message */
  gint64 entry; /* bytes of an entry */
  gint64 file;  /* bytes of a file */
} CsWireLimits;

typedef struct {
  gint64 protocol[2]; /* first and last that is spoken */
  char *workspace;
  char *name;
  char *log;
  char *incarnation;
  char *key;      /* base64url Ed25519 of those who sign heads */
  CsInstant time; /* the server's, for the offset of a clock (K-14) */
  CsWireSignIn *sign_in;
  CsWireLimits *limits;
} CsWireInfo;
CS_SHAPE_DECLARE (CsWireInfo, cs_wire_info)

CsWireSignIn *cs_wire_sign_in_new (void);
CsWireOidc *cs_wire_oidc_new (void);
CsWireLimits *cs_wire_limits_new (void);

G_END_DECLS
