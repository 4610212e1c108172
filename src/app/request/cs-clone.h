/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-reader.h"

G_BEGIN_DECLS

void cs_clone_request (CsReader *reader);

G_END_DECLS
