/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-ledger.h"

G_BEGIN_DECLS

/*
 * What is on its way to people who have no desktop open, and to other programs. A letter is written
 * in the transaction that accepts the entry it tells of, so that none is forgotten; it is claimed
 * for a while by whoever sends it, so that of several processes one does (K-14); and what became of
 * it counts only from who holds the claim.
 *
 *   waiting ─► claimed ─► sent
 *      ▲          ├─────► not needed (settled since; the person has a desktop open)
 *      │          ├─────► dead (refused for good, or tried for too long)
 *      └──────────┴ tried again later, or the claim ran out
 */

typedef enum {
  CS_LETTER_MAIL, /* to a person */
  CS_LETTER_CALL, /* of a hook */
  CS_N_LETTER_KINDS
} CsLetterKind;

typedef enum {
  CS_LETTER_WAITING,
  CS_LETTER_CLAIMED,
  CS_LETTER_SENT,
  CS_LETTER_DEAD,
  CS_LETTER_NOT_NEEDED,
  CS_N_LETTER_STATES
} CsLetterState;

typedef struct {
  char *id; /* the same at every attempt */
  CsLetterKind kind;
  char *entry;  /* id of what it tells of */
  char *target; /* a person, a hook */
  CsInstant made, due;
  guint attempts;
  CsLetterState state;
  char *reason; /* (nullable) */
} CsLetter;

CsLetter *cs_letter_new (CsLetterKind kind,
                         const char *entry,
                         const char *target,
                         CsInstant made,
                         CsInstant due);
void cs_letter_free (CsLetter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsLetter, cs_letter_free)
GTimeSpan cs_letter_get_wait (guint retry_secs, guint attempts, double chance);

typedef struct {
  CsLetterKind kind;
  const char *holder; /* who claims */
  CsInstant now;
  CsInstant until;   /* how long the claim holds */
  guint most;        /* letters */
  guint most_of_one; /* of one target, those that are claimed already counted */
} CsLetterClaim;

/* Who is written to is told of what is due this soon as well: it would come a moment later. */
#define CS_LETTER_SOON_SECS 60

/* What became of a claimed letter. */
typedef struct {
  CsLetterState state; /* WAITING: it is tried again at @due */
  CsInstant due;
  const char *reason; /* (nullable) in words */
} CsLetterFate;

/* Another program that is called when something happens. */
typedef struct {
  char *id;
  char *url;
  GStrv kinds;         /* of entries; empty: every kind of a request */
  gboolean has_values; /* whether calls carry what the entry says */
  CsInstant made;
  gint64 position;    /* seq of the last entry it was looked at for */
  CsInstant failing;  /* since when no call was taken; CS_INSTANT_NONE */
  CsInstant disabled; /* since when it is called no more; CS_INSTANT_NONE */
  char *reason;       /* (nullable) */
} CsHook;
void cs_hook_free (CsHook *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsHook, cs_hook_free)

typedef struct {
  gint64 letters[CS_N_LETTER_KINDS][CS_N_LETTER_STATES];
  gint64 hooks, hooks_disabled;
} CsLetterCounts;

/*
 * Where letters and hooks are kept: beside the journal, in the same transaction. What changes them
 * runs on the writing desk, inside its transaction; what reads them on any.
 */
typedef struct {
  /* Nothing happens where there is one of the same kind, entry and target. */
  gboolean (*add) (gpointer data, CsLedger *ledger, const CsLetter *letter, GError **error);
  gboolean (*is_due) (gpointer data,
                      CsLedger *ledger,
                      CsInstant now,
                      gboolean is_due[CS_N_LETTER_KINDS],
                      GError **error);
  GPtrArray *(*claim) (gpointer data,
                       CsLedger *ledger,
                       const CsLetterClaim *claim,
                       GError **error); /* CsLetter */
  /* The one that is due longest, and with it what else the same target waits for: what is due, or
   * soon, or was tried before; @claim's most in all, at least one. */
  GPtrArray *(*claim_together) (gpointer data,
                                CsLedger *ledger,
                                const CsLetterClaim *claim,
                                GError **error); /* CsLetter */
  /* (nullable) where one process serves: nobody else holds a claim when it starts. */
  gboolean (*forget_claims) (gpointer data, CsLedger *ledger, GError **error);
  gboolean (*settle) (gpointer data,
                      CsLedger *ledger,
                      const char *id,
                      const char *holder,
                      const CsLetterFate *fate,
                      GError **error);
  GPtrArray *(*list) (gpointer data,
                      CsLedger *ledger,
                      CsLetterState state,
                      guint most,
                      GError **error); /* CsLetter */
  /* @id NULL: every dead one */
  gboolean (*revive) (gpointer data,
                      CsLedger *ledger,
                      const char *id,
                      CsInstant now,
                      guint *n,
                      GError **error);
  gboolean (*sweep) (gpointer data, CsLedger *ledger, CsInstant before, GError **error);
  gboolean (*count) (gpointer data, CsLedger *ledger, CsLetterCounts *counts, GError **error);

  GPtrArray *(*list_hooks) (gpointer data, CsLedger *ledger, GError **error); /* CsHook */
  gboolean (*add_hook) (gpointer data, CsLedger *ledger, const CsHook *hook, GError **error);
  gboolean (*update_hook) (gpointer data, CsLedger *ledger, const CsHook *hook, GError **error);
  gboolean (*remove_hook) (gpointer data, CsLedger *ledger, const char *id, GError **error);
} CsLettersClass;

typedef struct {
  const CsLettersClass *class;
  gpointer data;
} CsLetters;

extern const CsLetters cs_letters_sqlite;

G_END_DECLS
