/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-connect.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Signing in with the company's account, as Connect and Sign In Again both offer it. */
void cs_company_way_set (CsConnectOptions *options, AdwStatusPage *busy);
char *cs_company_way_dup_advice (const GError *error);

G_END_DECLS
