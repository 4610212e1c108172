/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

G_BEGIN_DECLS

char *cs_base64url_encode (const void *bytes, gsize length);
GBytes *cs_base64url_decode (const char *text, gsize most);
gboolean cs_base64url_decode_exactly (const char *text, guint8 *bytes, gsize length);
json_t *cs_base64url_decode_object (const char *text, gsize most);

G_END_DECLS
