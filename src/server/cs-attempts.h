/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"

G_BEGIN_DECLS

/* How often somebody may be wrong before they have to wait (ASVS 2.4.1). */
typedef struct _CsAttempts CsAttempts;

CsAttempts *cs_attempts_new (guint most, GTimeSpan window);
void cs_attempts_free (CsAttempts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAttempts, cs_attempts_free)

gboolean cs_attempts_may (CsAttempts *self, const char *who, CsInstant now);
void cs_attempts_add (CsAttempts *self, const char *who, CsInstant now);

G_END_DECLS
