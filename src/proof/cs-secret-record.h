/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"

G_BEGIN_DECLS

/*
 * A short secret text that changes, such as the tokens of a session: in the desktop's password
 * store, or where there is none in a file that only the owner reads.
 */

gboolean cs_secret_record_save (const char *folder,
                                const char *name,
                                const char *label,
                                const char *text,
                                CsKeysPlace *place,
                                GError **error);
char *
cs_secret_record_load (const char *folder, const char *name, CsKeysPlace *place, GError **error);
gboolean cs_secret_record_clear (const char *folder, const char *name, GError **error);

G_END_DECLS
