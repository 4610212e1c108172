/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-json.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The company's OpenID provider, asked by this computer as a public client: what it says of itself,
 * and forms sent to it. Blocks; any thread.
 */
typedef struct {
  char *issuer;
  char *client_id;
  char *authorization; /* (nullable) address of its sign-in page */
  char *token;
  char *device;          /* (nullable) where the device flow begins */
  gboolean takes_claims; /* a token can be asked to hold the address */
  gboolean names_itself; /* its answers say “iss” (RFC 9207) */
} CsProvider;

CsProvider *cs_provider_look_up (const char *issuer,
                                 const char *client_id,
                                 GCancellable *cancellable,
                                 GError **error);
void cs_provider_free (CsProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsProvider, cs_provider_free)

json_t *cs_provider_post (const char *url,
                          const char *form,
                          guint *status,
                          GCancellable *cancellable,
                          GError **error);
char *cs_provider_take_id_token (const json_t *answer, guint status, GError **error);

/* What the token is to say: who it is, and their verified address. */
void cs_provider_add_scope (const CsProvider *self, GString *form);

/* One member of a form or a query; escaped. */
void cs_form_add (GString *form, const char *name, const char *value);

G_END_DECLS
