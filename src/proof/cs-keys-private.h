/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-keys.h"

G_BEGIN_DECLS

#define CS_KEYS_SEAL_BYTES 32

char *cs_keys_sign_jws (CsKeys *self, const char *input);
void cs_keys_derive (CsKeys *self, const char *domain, guint8 key[CS_KEYS_SEAL_BYTES]);

G_END_DECLS
