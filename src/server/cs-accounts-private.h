/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-accounts.h"
#include "cs-attempts.h"

G_BEGIN_DECLS

struct _CsAccounts {
  CsAuthority *authority; /* (borrowed) */
  CsSqlite *sqlite;       /* (borrowed): the authority's */
  CsAttempts wrong;       /* codes and tokens that were not known, by address */
};

GBytes *cs_accounts_hash (const char *domain, const char *secret);
CsInstant cs_accounts_get_now (CsAccounts *self);
gboolean cs_accounts_may_try (CsAccounts *self, const char *address, GError **error);
gboolean cs_accounts_note_wrong (CsAccounts *self, const char *address, GError **error);
gboolean cs_accounts_refuse (GError **error, const char *text);
gboolean cs_accounts_add_token (CsAccounts *self, CsGrant *grant, GError **error);
CsGrant *cs_accounts_start_session (CsAccounts *self,
                                    const char *person,
                                    const char *how,
                                    CsInstant authenticated,
                                    const CsNewDevice *device,
                                    GError **error);
gboolean cs_accounts_enrol_device (CsAccounts *self,
                                   const char *person,
                                   const CsNewDevice *device,
                                   GError **error);
gboolean cs_accounts_append (CsAccounts *self,
                             const char *kind,
                             const char *by,
                             json_t *data,
                             GError **error);

G_END_DECLS
