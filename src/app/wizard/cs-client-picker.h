/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-field-context.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * A button that shows the client and opens a list to search in, or makes a new client.
 * Signal "chosen": another client is chosen.
 */
#define CS_TYPE_CLIENT_PICKER (cs_client_picker_get_type ())
G_DECLARE_FINAL_TYPE (CsClientPicker, cs_client_picker, CS, CLIENT_PICKER, AdwBin)

void cs_client_picker_set_context (CsClientPicker *self, CsFieldContext *context);
const char *cs_client_picker_get_client (CsClientPicker *self); /* (nullable) id */
void cs_client_picker_set_client (CsClientPicker *self, const char *client);

G_END_DECLS
