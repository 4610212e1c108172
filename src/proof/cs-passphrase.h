/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What somebody remembers, kept so that it cannot be found again (Argon2id). */
char *cs_passphrase_hash (const char *passphrase);
gboolean cs_passphrase_verify (const char *hash, const char *passphrase) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
