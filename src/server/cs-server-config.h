/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/*
 * What a server is told. One precedence for every setting: the command line, then the environment
 * (COUNTERSIGN_SERVER_ and the name), then the file, then what is so anyway.
 */
typedef struct _CsServerConfig CsServerConfig;

/* Flags are taken out of @words as they are read. */
CsServerConfig *cs_server_config_new (char ***words, GError **error);
gboolean cs_server_config_read_file (CsServerConfig *self, const char *folder, GError **error);
void cs_server_config_free (CsServerConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsServerConfig, cs_server_config_free)

const char *cs_server_config_get (CsServerConfig *self, const char *name); /* (nullable) */
gint64 cs_server_config_get_number (CsServerConfig *self, const char *name);
char *cs_server_config_dup_help (void);
char *cs_server_config_dup_text (CsServerConfig *self);

G_END_DECLS
