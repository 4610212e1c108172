/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-hook-call.h"
#include "cs-hooks.h"
#include "cs-rung-mail.h"
#include "cs-server.h"

G_BEGIN_DECLS

/* A claimed letter with what it says, between the desk that has read it and the thread that sends
 * it. */
typedef struct {
  CsLetter *letter;   /* (owned) (nullable) */
  GPtrArray *others;  /* (owned) (nullable) CsLetter: that a summary tells of as well */
  CsInstant until;    /* how long the claim holds */
  char *to;           /* (owned) address of a mail */
  gboolean is_urgent; /* of a mail */
  GBytes *eml;        /* (owned) of a mail */
  CsHook *hook;       /* (owned) of a call */
  char *body;         /* (owned) of a call */

  CsSendResult result;
  gboolean is_needless; /* who is told has a desktop open */
  gboolean is_released; /* it was not sent at all: the server stops */
  gboolean is_gone;     /* its hook wants no more calls */
  guint wait_secs;      /* as the other side asked for */
  char *reason;         /* (owned) (nullable) why it was not taken, or not needed */
} CsParcel;
void cs_parcel_free (CsParcel *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsParcel, cs_parcel_free)

CsParcel *cs_parcel_new_mail (CsLedger *ledger,
                              const CsLetter *letter,
                              const CsRungMailVoice *voice,
                              GError **error);
gboolean cs_parcel_gather (GPtrArray *parcels,
                           CsLedger *ledger,
                           const CsRungMailVoice *voice,
                           GError **error);
CsParcel *cs_parcel_new_call (const CsLetters *letters,
                              CsLedger *ledger,
                              const CsLetter *letter,
                              const char *workspace,
                              GError **error);

G_END_DECLS
