/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

void cs_secret_opener_open (GtkWidget *widget,
                            CsSession *session,
                            const CsRequest *request,
                            const char *field);

G_END_DECLS
