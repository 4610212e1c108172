/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

#include <jansson.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

/* A document that remembers where each of its values stood. */
typedef struct _CsJson CsJson;

json_t *cs_json_load (const char *text, gsize length, GError **error);
char *cs_json_dump (const json_t *value);
char *cs_json_dump_canonical (const json_t *value);

CsJson *cs_json_parse (const char *name, const char *text, gsize length, GError **error);
CsJson *cs_json_parse_file (const char *path, gsize limit_bytes, GError **error);
void cs_json_free (CsJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsJson, cs_json_free)

json_t *cs_json_get_root (CsJson *self);
const char *cs_json_get_name (CsJson *self);
void cs_json_locate (CsJson *self,
                     const json_t *container,
                     const char *key,
                     gsize index,
                     guint *line,
                     guint *column);
void cs_json_set_error (CsJson *self,
                        const json_t *container,
                        const char *key,
                        gsize index,
                        GError **error,
                        const char *format,
                        ...) G_GNUC_PRINTF (6, 7);

const char *cs_json_get_string (const json_t *object, const char *key);
gint64 cs_json_get_int (const json_t *object, const char *key, gint64 fallback);

G_END_DECLS
