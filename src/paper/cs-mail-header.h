/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-mailbox.h"

G_BEGIN_DECLS

gboolean cs_mail_header_is_forbidden (gunichar c);
char *cs_mail_header_strip (const char *text);

void cs_mail_header_append_text (GString *eml, const char *name, const char *text);
void cs_mail_header_append_mailboxes (GString *eml, const char *name, GPtrArray *mailboxes);
void cs_mail_header_append_ids (GString *eml, const char *name, const char *const *ids);

char *cs_mail_header_read_id (const char *text, GError **error);

G_END_DECLS
