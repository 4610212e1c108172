/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

/*
 * What the editors of one form share: session, process, and the client and region that the form is
 * about. Signal "changed": client or region are others now.
 */
#define CS_TYPE_FIELD_CONTEXT (cs_field_context_get_type ())
G_DECLARE_FINAL_TYPE (CsFieldContext, cs_field_context, CS, FIELD_CONTEXT, GObject)

CsFieldContext *cs_field_context_new (CsSession *session, const CsProcess *process);

CsSession *cs_field_context_get_session (CsFieldContext *self);
const CsProcess *cs_field_context_get_process (CsFieldContext *self);
const CsDirectory *cs_field_context_get_directory (CsFieldContext *self); /* (nullable) */
const char *cs_field_context_get_client (CsFieldContext *self);           /* (nullable) */
void cs_field_context_set_client (CsFieldContext *self, const char *client);
const char *cs_field_context_get_region (CsFieldContext *self); /* (nullable) */
void cs_field_context_set_region (CsFieldContext *self, const char *region);

const char *cs_field_context_get_currency (CsFieldContext *self); /* (nullable) the region's */
GPtrArray *cs_field_context_list_currencies (CsFieldContext *self);
GPtrArray *cs_field_context_list_people (CsFieldContext *self, const CsField *field);
const char *cs_field_context_get_locale (void);
const char *cs_field_context_get_language (void);

G_END_DECLS
