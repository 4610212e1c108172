/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-letters.h"

G_BEGIN_DECLS

/*
 * Subscriptions of other programs. For each entry that one asks for, a letter is written in the
 * transaction that accepts it; a call says which entry of which kind there is, and what it says
 * only where that was asked for – and even then nothing of a restricted scope (K-05, CX-21).
 */
CsHook *cs_hook_new (CsLedger *ledger,
                     const char *url,
                     const char *const *kinds,
                     gboolean has_values,
                     GError **error);
CsHook *cs_hooks_find (const CsLetters *letters, CsLedger *ledger, const char *id, GError **error);
gboolean cs_hooks_catch_up (const CsLetters *letters, CsLedger *ledger, GError **error);
gboolean cs_hooks_is_behind (const CsLetters *letters,
                             CsLedger *ledger,
                             gboolean *is_behind,
                             GError **error);
gboolean cs_hooks_note (const CsLetters *letters,
                        CsLedger *ledger,
                        CsHook *hook,
                        const char *failure, /* (nullable): it was taken */
                        gboolean is_gone,
                        GTimeSpan patience,
                        GError **error);
gboolean cs_hooks_enable (const CsLetters *letters, CsLedger *ledger, CsHook *hook, GError **error);
char *cs_hooks_compose (CsLedger *ledger,
                        const CsHook *hook,
                        const CsLetter *letter,
                        const char *workspace,
                        GError **error);

G_END_DECLS
