/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

gboolean
cs_file_opener_can_open (CsWorkspace *workspace, const CsRequest *request, const char *sha256);
void cs_file_opener_open (GtkWidget *widget,
                          CsSession *session,
                          const CsRequest *request,
                          const char *sha256);

G_END_DECLS
