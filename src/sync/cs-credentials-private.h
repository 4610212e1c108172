/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-credentials.h"

G_BEGIN_DECLS

/* What is kept between runs. */
typedef struct {
  char *person;
  char *device; /* as entries name it */
  char *access;
  char *refresh;
  CsInstant expires; /* of access, by this computer's clock */
} CsTokens;
void cs_tokens_clear (CsTokens *self);
char *cs_tokens_to_text (const CsTokens *self);
gboolean cs_tokens_from_text (const char *text, CsTokens *tokens);

struct _CsCredentials {
  char *folder; /* of keys and secrets */
  char *server;
  char *device_base;
  char *record;                 /* name of the secret record */
  CsTimeSource *time_source;    /* (owned) */
  GTlsDatabase *trusted;        /* (owned) (nullable): certificates beside the system's */
  CsKeys *keys;                 /* (owned): prove possession, sign nothing else (K-21) */
  CsCredentialsChanged changed; /* (nullable) */
  gpointer changed_data;

  GMutex lock;
  GCond renewed;
  CsCredentialsState state; /* under the lock, as all below */
  CsTokens tokens;
  CsKeysPlace place;
  char *nonce;      /* (nullable) the server's last */
  GTimeSpan offset; /* server's clock minus this one */
  gboolean is_renewing;
};

/* Which of the ways a call was not let in. */
typedef enum {
  CS_CHALLENGE_NONE,
  CS_CHALLENGE_PROOF, /* another nonce or time: make the proof anew */
  CS_CHALLENGE_TOKEN, /* renew the token */
  CS_CHALLENGE_REMOVED,
} CsChallenge;
/* A proof of the key and no token: signing in, and renewing. */
extern const CsChannelAuth cs_credentials_proof_auth;

CsChallenge cs_challenge_parse (const char *header);

char *cs_credentials_make_proof (CsCredentials *self,
                                 const char *method,
                                 const char *url,
                                 const char *token);
void cs_credentials_note (CsCredentials *self, const char *nonce, CsInstant date);
void cs_credentials_set_state (CsCredentials *self, CsCredentialsState state);
gboolean cs_credentials_renew (CsCredentials *self, const char *used, GError **error);
gboolean cs_credentials_load_tokens (CsCredentials *self,
                                     CsTokens *tokens,
                                     CsKeysPlace *place,
                                     GError **error);

G_END_DECLS
