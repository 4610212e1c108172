/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-server-config.h"
#include "cs-server.h"

G_BEGIN_DECLS

gboolean cs_serve (const char *folder,
                   CsServerConfig *config,
                   const char *port_file,
                   CsTimeSource *time_source,
                   GError **error);

G_END_DECLS
