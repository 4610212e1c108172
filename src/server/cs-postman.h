/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-letters.h"
#include "cs-server.h"
#include "cs-smtp.h"

G_BEGIN_DECLS

/*
 * Who takes letters out: mail on one thread, calls of hooks on a few, so that nobody who is slow
 * holds up anybody else, least of all a desk. What is not taken is tried again, each time after a
 * longer while and never many at the same moment; what is never taken is dead, and listed.
 */
typedef struct _CsPostman CsPostman;

/* Everything here lives longer than the postman. */
typedef struct {
  const CsLetters *letters;
  CsSmtpSettings mail;       /* without an url nobody is written to */
  const char *mail_from;     /* “Name <address>” */
  const char *mail_language; /* of those who have said none */
  const char *url;           /* (nullable) what clients call the server */
  gboolean writes_always;    /* also to those who have a desktop open */
  guint mail_few;            /* more than so many at once to one person are one mail */
  const char *authorities;   /* (nullable) file of certificates that hooks may have */
  guint hook_timeout_secs;   /* for one call */
  GTimeSpan hook_patience;   /* how long a hook may fail before it is called no more */
  guint retry_secs;          /* after the first failure */
  GTimeSpan give_up;         /* how long a letter is tried */
} CsPostmanSettings;

CsPostman *cs_postman_new (CsServer *server, const CsPostmanSettings *settings, GError **error);
void cs_postman_free (CsPostman *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPostman, cs_postman_free)
void cs_postman_tick (CsPostman *self);

/* For /metrics; from any thread. */
typedef struct {
  gint sent[CS_N_LETTER_KINDS];   /* each atomic */
  gint failed[CS_N_LETTER_KINDS]; /* attempts */
  gint waiting[CS_N_LETTER_KINDS];
  gint dead[CS_N_LETTER_KINDS];
  gint hooks, hooks_disabled;
} CsPostmanCounts;
CsPostmanCounts *cs_postman_get_counts (CsPostman *self);

G_END_DECLS
