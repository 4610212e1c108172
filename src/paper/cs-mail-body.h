/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-mail-message.h"

G_BEGIN_DECLS

gboolean cs_mail_body_append (GString *eml,
                              const CsMailMessage *message,
                              const char *message_id,
                              GError **error);

G_END_DECLS
