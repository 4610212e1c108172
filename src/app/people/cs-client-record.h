/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* What an organisation keeps of a client, such as a rate card: its pack’s fields of a client. */
#define CS_TYPE_CLIENT_RECORD (cs_client_record_get_type ())
G_DECLARE_FINAL_TYPE (CsClientRecord, cs_client_record, CS, CLIENT_RECORD, AdwPreferencesGroup)

GtkWidget *cs_client_record_new (CsSession *session, const CsPack *pack, const CsClient *client);
void cs_client_record_set_region (CsClientRecord *self, const char *region);
gboolean cs_client_record_write (CsClientRecord *self, json_t *fields);

G_END_DECLS
