/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-provider.h"

G_BEGIN_DECLS

/* What to type on another machine's browser, and where; called on the thread that signs in. */
typedef struct {
  const char *code;          /* “WDJB-MJHT” */
  const char *address;       /* to be opened, and looked at before it is trusted */
  const char *whole_address; /* (nullable) with the code in it, for a picture of it */
  guint expires_in_secs;
} CsDeviceCode;
typedef void (*CsShowCode) (const CsDeviceCode *code, gpointer user_data);

char *cs_sign_in_device (const CsProvider *provider,
                         const char *nonce,
                         CsShowCode show,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
