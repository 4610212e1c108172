/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-provider.h"

G_BEGIN_DECLS

/* Opens a page in the system's browser; called on the thread that signs in. */
typedef gboolean (*CsOpenPage) (const char *url, gpointer user_data, GError **error);

typedef struct {
  const char *nonce;  /* the token will name it: the thumbprint of the session's key */
  gboolean asks_anew; /* the provider is to ask for the sign-in even if it remembers one */
  CsOpenPage open;
  gpointer user_data;
} CsBrowserOptions;

char *cs_sign_in_browser (const CsProvider *provider,
                          const CsBrowserOptions *options,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
