/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-shape.h"
#include "cs-signed-head.h"

G_BEGIN_DECLS

extern const CsShape cs_wire_head_shape;

char *cs_wire_head_to_json (const CsSignedHead *head);
GPtrArray *cs_wire_heads_read (const char *path, GError **error);
CsSignedHead *cs_wire_head_from_json (const char *text, gsize length, GError **error);

G_END_DECLS
