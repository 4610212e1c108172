/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-instant.h"

G_BEGIN_DECLS

char *cs_uuid_new (CsInstant now);
gboolean cs_uuid_is_valid (const char *text);

G_END_DECLS
