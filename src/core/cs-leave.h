/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-error.h"

G_BEGIN_DECLS

/*
 * Leaving a shared workspace on this computer, or being removed from it (K-21, ASVS 14.3.1): what
 * was received goes, what the person wrote and could not send is kept for them.
 */

/* What a person is warned of before they sign out or leave. */
typedef struct {
  gint64 waiting; /* entries that the server has not answered */
  gint64 refused; /* whose text was not looked at yet */
  gint64 drafts;
} CsUnsent;
gboolean cs_leave_count_unsent (const char *folder, CsUnsent *unsent, GError **error);

gboolean cs_leave (const char *folder, const char *aside, gboolean *has_kept, GError **error);

G_END_DECLS
