/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-pack.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A mark beside what the process document leaves open (Q-nn), with the question and the answer that
 * the pack has settled on. */
#define CS_TYPE_UNCLEAR_MARK (cs_unclear_mark_get_type ())
G_DECLARE_FINAL_TYPE (CsUnclearMark, cs_unclear_mark, CS, UNCLEAR_MARK, AdwBin)

GtkWidget *cs_unclear_mark_new_for (const CsPack *pack, const char *id);
char *cs_unclear_mark_dup_text (const CsPack *pack, const char *id, const char *language);

G_END_DECLS
