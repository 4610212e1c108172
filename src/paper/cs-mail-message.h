/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"
#include "cs-instant.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * CsMailAttachment:
 * @name: the file name a person sees; a path is cut to its last part
 * @type: (nullable): the media type; `application/octet-stream` if missing
 * @bytes: the contents
 */
typedef struct {
  char *name;
  char *type;
  GBytes *bytes;
} CsMailAttachment;

/**
 * CsMailMessage:
 * @from: the sender, `Name <address>`
 * @to: (nullable): addresses
 * @cc: (nullable): addresses
 * @subject: (nullable): the subject
 * @text: (nullable): the text, lines ended in any way
 * @attachments: (element-type CsMailAttachment): what goes with it
 * @message_id: (nullable): its identifier; one is made if missing
 * @in_reply_to: (nullable): the identifier of the message it answers
 * @references: (nullable): the identifiers of the thread before it
 * @date: when it is written; left out if `CS_INSTANT_NONE`
 * @is_draft: whether mail programs that can shall open it for editing
 * @list: (nullable): which of many like it this is one of, as in `List-Id`: `house.example`
 * @is_automatic: whether a program sends it by itself, so that no other program answers
 *
 * A mail message before it leaves. Every member may be set directly; strings are owned.
 */
typedef struct {
  char *from;
  GStrv to;
  GStrv cc;
  char *subject;
  char *text;
  GPtrArray *attachments;
  char *message_id;
  char *in_reply_to;
  GStrv references;
  CsInstant date;
  gboolean is_draft;
  char *list;
  gboolean is_automatic;
} CsMailMessage;

#define CS_TYPE_MAIL_MESSAGE (cs_mail_message_get_type ())
GType cs_mail_message_get_type (void);

CsMailMessage *cs_mail_message_new (void);
CsMailMessage *cs_mail_message_copy (const CsMailMessage *self);
void cs_mail_message_free (CsMailMessage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsMailMessage, cs_mail_message_free)

void cs_mail_message_add_attachment (CsMailMessage *self,
                                     const char *name,
                                     const char *type,
                                     GBytes *bytes);
gboolean cs_mail_message_set_reply_to (CsMailMessage *self,
                                       const char *message_id,
                                       const char *const *references,
                                       const char *const *in_reply_to,
                                       GError **error);
GBytes *cs_mail_message_to_eml (const CsMailMessage *self, GError **error);

G_END_DECLS
