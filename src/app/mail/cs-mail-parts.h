/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-document-pdf.h"
#include "cs-mail-message.h"
#include "cs-workspace.h"

G_BEGIN_DECLS

/* One attachment of a draft, before it is read. */
typedef struct {
  char *name;
  char *type;
  GBytes *bytes; /* (owned) (nullable): a document made here … */
  GFile *file;   /* (owned) (nullable): … or a file of the workspace */
} CsMailPart;
void cs_mail_part_free (CsMailPart *self);

CsDocumentPdf *cs_mail_parts_make_document (CsRequestView *view,
                                            const CsDocument *document,
                                            const CsLevel *level,
                                            CsInstant now);
GBytes *cs_mail_parts_print_document (CsRequestView *view,
                                      const CsDocument *document,
                                      CsInstant now,
                                      GError **error);
GPtrArray *cs_mail_parts_list (CsWorkspace *workspace,
                               CsRequestView *view,
                               const CsDraftMail *draft,
                               CsInstant now,
                               GError **error);
CsMailMessage *cs_mail_parts_make_message (const CsDraftMail *draft,
                                           const CsPerson *sender,
                                           const GPtrArray *parts,
                                           CsInstant now,
                                           GError **error);
char *cs_mail_parts_dup_text (const CsDraftMail *draft);

G_END_DECLS
