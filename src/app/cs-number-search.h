/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-session.h"

G_BEGIN_DECLS

void cs_number_search (CsSession *session, const char *number);

G_END_DECLS
