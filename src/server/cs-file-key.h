/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"

G_BEGIN_DECLS

/*
 * With what the files of a workspace are encrypted on its server (CX-21): a key in a file of its
 * own, in DIR/keys/files.key or where the setting `file-key` says, outside of the folder for
 * instance. DIR/keys/files.pub tells which key it is, and opens nothing.
 */

char *cs_file_key_dup_path (const char *folder, const char *place);
gboolean cs_file_key_is_inside (const char *folder, const char *place);
CsKeys *cs_file_key_load (const char *folder, const char *place, GError **error);

G_END_DECLS
