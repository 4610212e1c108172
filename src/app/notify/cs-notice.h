/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-format.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CS_NOTICE_TOMORROW_MINUTES (24 * 60)

/* One notification as the desktop shows it. */
typedef struct {
  char *id;             /* the same id replaces what is shown */
  char *request;        /* (nullable) opened by a click; NULL: the inbox */
  char *title;          /* understandable alone */
  char *body;           /* plain text */
  gboolean is_urgent;   /* also outside working hours */
  guint remind_minutes; /* of its one button; 0: none */
} CsNotice;
CsNotice *cs_notice_copy (const CsNotice *self);
void cs_notice_free (CsNotice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsNotice, cs_notice_free)

typedef enum { CS_NOTICE_WARNING, CS_NOTICE_BREACH, CS_NOTICE_ESCALATION } CsNoticeKind;

/* What is told about a rung of a clock; all strings are owned. */
typedef struct {
  char *request, *title, *client;
  char *amount, *invoice; /* (nullable) */
  char *what;             /* what is waited for: the title of the level, the step or the clock */
  char *run;              /* of the clock */
  CsNoticeKind kind;
  CsInstant due;           /* CS_INSTANT_NONE: not known */
  CsInstant since;         /* CS_INSTANT_NONE: not known */
  gboolean is_decision;    /* a level is to decide */
  gboolean is_payment;     /* the step tracks a payment */
  gboolean is_my_turn;     /* the reader is to act */
  gboolean is_told_onward; /* somebody else was told as well */
  gboolean is_urgent;
} CsNoticeFacts;
void cs_notice_facts_free (CsNoticeFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsNoticeFacts, cs_notice_facts_free)

CsNotice *cs_notice_new_for_rung (const CsNoticeFacts *facts,
                                  const CsFormat *format,
                                  gboolean with_amount,
                                  CsInstant now);
CsNotice *cs_notice_new_summary (guint n_late,
                                 guint n_soon,
                                 CsInstant earliest,
                                 const CsFormat *format,
                                 CsInstant now);
char *cs_notice_dup_button (const CsNotice *self);

G_END_DECLS
