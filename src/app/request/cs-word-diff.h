/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { CS_DIFF_SAME, CS_DIFF_REMOVED, CS_DIFF_ADDED } CsDiffKind;

/* A run of words of one kind, blanks included. */
typedef struct {
  CsDiffKind kind;
  char *text;
} CsDiffPart;

GArray *cs_word_diff (const char *before, const char *after); /* CsDiffPart, owned texts */
guint cs_word_diff_get_percent_same (const GArray *parts);

G_END_DECLS
