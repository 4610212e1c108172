/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-authority.h"

G_BEGIN_DECLS

/*
 * Who may speak to the server: invitations, sessions and their tokens, kept in the workspace's own
 * database. Belongs to the thread of its authority. What is secret is kept as a digest only.
 *
 * Whatever writes is called inside a batch of the authority. An error of UNAUTHORISED, BUSY or
 * NOT_FOUND says that nothing was written; after any other the batch is to be taken back.
 */
typedef struct _CsAccounts CsAccounts;

gboolean cs_accounts_prepare (CsStore *store, GError **error);
CsAccounts *cs_accounts_new (CsAuthority *authority);
void cs_accounts_free (CsAccounts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsAccounts, cs_accounts_free)

/* Who asks. */
typedef struct {
  char *person;
  char *device;
  char *session;
  CsInstant authenticated; /* when they last showed who they are (ASVS 7.5.3) */
} CsSignedIn;
void cs_signed_in_free (CsSignedIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsSignedIn, cs_signed_in_free)

/* Invitations: one code, one person, one use. */
#define CS_INVITATION_DAYS 7

typedef struct {
  char *id;
  char *person;
  char *by;
  CsInstant made, expires;
  CsInstant used; /* CS_INSTANT_NONE: not yet */
} CsInvitation;
void cs_invitation_free (CsInvitation *self);

char *cs_accounts_invite (CsAccounts *self,
                          const char *person,
                          const json_t *roles, /* (nullable) data of role entries, without person */
                          const char *by,
                          GTimeSpan lifetime,
                          GError **error);
GPtrArray *cs_accounts_list_invitations (CsAccounts *self, GError **error); /* CsInvitation */
gboolean cs_accounts_withdraw_invitation (CsAccounts *self, const char *id, GError **error);

/* Why a call is not let in; its name is what a client is told. */
typedef enum {
  CS_ACCESS_GRANTED,
  CS_ACCESS_UNKNOWN,        /* no such token, or its session ended */
  CS_ACCESS_EXPIRED,        /* refresh it */
  CS_ACCESS_OTHER_KEY,      /* the token belongs to another key */
  CS_ACCESS_DEVICE_REMOVED, /* K-21 */
  CS_ACCESS_PERSON_CLOSED,  /* ASVS 7.4.2 */
} CsAccess;
const char *cs_access_get_name (CsAccess access);

/* Sessions: a device of a person, signed in with one key. */
#define CS_ACCESS_SECS  600
#define CS_REFRESH_DAYS 60

typedef struct {
  const char *id;         /* of the computer; entries name its person after it */
  const char *name;       /* as its owner calls it */
  const char *key;        /* Ed25519, of decisions */
  const char *thumbprint; /* RFC 7638, of the key that proves possession */
} CsNewDevice;

typedef struct {
  char *person;
  char *device;
  char *session;
  char *access;
  char *refresh;
  guint expires_in_secs;
} CsGrant;
void cs_grant_free (CsGrant *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsGrant, cs_grant_free)

CsGrant *cs_accounts_accept_invitation (CsAccounts *self,
                                        const char *code,
                                        const CsNewDevice *device,
                                        const char *address,
                                        GError **error);
CsGrant *cs_accounts_sign_in (CsAccounts *self,
                              const char *person,
                              const char *how,
                              CsInstant authenticated,
                              const CsNewDevice *device,
                              GError **error);
CsGrant *cs_accounts_refresh (CsAccounts *self,
                              const char *refresh,
                              const char *thumbprint,
                              const char *address,
                              CsAccess *access,
                              GError **error);
char *cs_accounts_dup_thumbprint (CsAccounts *self, const char *session, GError **error);
char *cs_accounts_dup_device_id (const char *base, const char *person);

gboolean cs_accounts_authorise (CsAccounts *self,
                                const char *token,
                                const char *thumbprint,
                                CsAccess *access,
                                CsSignedIn **who,
                                GError **error);
#define CS_PASSPHRASE_SECS 900 /* after signing in one may choose a passphrase */
gboolean cs_accounts_confirm_with_passphrase (CsAccounts *self,
                                              const CsSignedIn *who,
                                              const char *passphrase,
                                              GError **error);
gboolean cs_accounts_set_passphrase (CsAccounts *self,
                                     const CsSignedIn *who,
                                     const char *passphrase,
                                     const char *old,
                                     GError **error);
gboolean cs_accounts_confirm_with_code (CsAccounts *self,
                                        const CsSignedIn *who,
                                        const char *code,
                                        GError **error);
char *cs_accounts_find_subject (CsAccounts *self,
                                const char *issuer,
                                const char *subject,
                                const char *mail,
                                GError **error);
gboolean cs_accounts_keep_subject (CsAccounts *self,
                                   const char *issuer,
                                   const char *subject,
                                   const char *person,
                                   GError **error);
gboolean
cs_accounts_confirm (CsAccounts *self, const CsSignedIn *who, CsInstant at, GError **error);
gboolean cs_accounts_end_session (CsAccounts *self, const char *session, GError **error);
gboolean cs_accounts_end_person (CsAccounts *self, const char *person, GError **error);
gboolean cs_accounts_end_device (CsAccounts *self, const char *device, GError **error);
gboolean cs_accounts_revoke_device (CsAccounts *self,
                                    const CsSignedIn *who,
                                    const char *device,
                                    CsOutcome **outcome,
                                    GError **error);
gboolean cs_accounts_sweep (CsAccounts *self, GError **error);

/* Sessions as their owner sees them (ASVS 7.5.2). */
typedef struct {
  char *id;
  char *person;
  char *device;
  char *how;
  CsInstant made, used;
} CsSessionRow;
void cs_session_row_free (CsSessionRow *self);
GPtrArray *cs_accounts_list_sessions (CsAccounts *self, const char *person, GError **error);

G_END_DECLS
