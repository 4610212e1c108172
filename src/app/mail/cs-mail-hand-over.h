/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-mail-message.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How a message can be handed to the person's mail program here. */
typedef enum {
  CS_MAIL_WAY_NONE,   /* there is no mail program */
  CS_MAIL_WAY_PORTAL, /* the desktop's portal, with attachments */
  CS_MAIL_WAY_FILE,   /* a draft file that the mail program opens, with attachments */
  CS_MAIL_WAY_LINK,   /* a mailto: link, without attachments */
} CsMailWay;

CsMailWay cs_mail_way_find (gboolean has_attachments);
CsMailWay cs_mail_way_choose (gboolean has_portal,
                              gboolean opens_files,
                              gboolean opens_links,
                              gboolean has_attachments);

void cs_mail_hand_over_async (const CsMailMessage *message,
                              CsMailWay way,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean cs_mail_hand_over_finish (GAsyncResult *result, GError **error);

G_END_DECLS
