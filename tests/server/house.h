/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-accounts.h"
#include "cs-ledger.h"

#include <string.h>

/* A shared workspace in memory: Rita runs it, Omar works in it, and a clock that the test sets. */

typedef struct {
  CsTimeSource *time_source; /* (owned) */
  CsLedger *ledger;          /* (owned) */
  CsAuthority *authority;
  CsAccounts *accounts; /* (owned) */
} House;

#define HOUSE_START ((CsInstant)1767600000 * CS_SECOND)
#define HOUSE_KEY   "0000000000000000000000000000000000000000000"
#define HOUSE_THUMB "thumbprint-of-a-key"

static inline void
house_say (House *self, const char *kind, const char *by, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) data = cs_json_load (text, strlen (text), &error);
  g_autoptr (CsOutcome) outcome = NULL;
  CsIntent intent = {.kind = kind, .by = by, .data = data};

  g_assert_no_error (error);
  cs_authority_submit (self->authority, &intent, &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (outcome->is_accepted ? NULL : outcome->reason->text, ==, NULL);
}

static inline void
house_open (House *self)
{
  g_autoptr (GError) error = NULL;

  self->time_source = cs_time_source_new_fixed (HOUSE_START);
  self->ledger = cs_ledger_new_in_memory (self->time_source, &error);
  g_assert_no_error (error);
  self->authority = cs_ledger_get_authority (self->ledger);
  cs_authority_set_keys (self->authority, NULL, "server");
  g_assert_true (cs_accounts_prepare (cs_ledger_get_store (self->ledger), &error));
  self->accounts = cs_accounts_new (self->authority);
  house_say (self,
             "person",
             CS_KEEPER,
             "{\"id\": \"rita\", \"name\": \"Rita\", \"mail\": \"rita@house.example\"}");
  house_say (self,
             "person",
             CS_KEEPER,
             "{\"id\": \"omar\", \"name\": \"Omar\", \"mail\": \"omar@house.example\"}");
  house_say (self,
             "role",
             CS_KEEPER,
             "{\"pack\": \"workspace\", \"role\": \"administrator\", \"person\": \"rita\", "
             "\"held\": true}");
}

static inline void
house_close (House *self)
{
  g_clear_pointer (&self->accounts, cs_accounts_free);
  g_clear_pointer (&self->ledger, cs_ledger_close);
  g_clear_object (&self->time_source);
}

static inline void
house_wait (House *self, GTimeSpan span)
{
  cs_time_source_set_fixed (self->time_source, cs_time_source_get_now (self->time_source) + span);
}

static inline void
house_begin (House *self)
{
  g_autoptr (GError) error = NULL;

  cs_authority_begin_batch (self->authority, &error);
  g_assert_no_error (error);
}

/* As the writing desk does: kept where there is an answer, were it a refusal; else taken back. */
static inline void
house_end (House *self, const GError *failure)
{
  gboolean is_kept = failure == NULL ||
                     g_error_matches (failure, CS_ERROR, CS_ERROR_UNAUTHORISED) ||
                     g_error_matches (failure, CS_ERROR, CS_ERROR_BUSY);
  g_autoptr (GError) error = NULL;

  if (is_kept)
    cs_authority_end_batch (self->authority, &error);
  else
    cs_authority_cancel_batch (self->authority);
  g_assert_no_error (error);
}

static inline char *
house_invite (House *self, const char *person, const char *roles_text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) roles =
      roles_text != NULL ? cs_json_load (roles_text, strlen (roles_text), &error) : NULL;
  char *code;

  house_begin (self);
  code = cs_accounts_invite (self->accounts, person, roles, "rita", G_TIME_SPAN_DAY, &error);
  g_assert_no_error (error);
  house_end (self, NULL);
  return code;
}

/* Returns: tokens, or NULL with the error. */
static inline CsGrant *
house_accept (House *self,
              const char *code,
              const char *device,
              const char *thumbprint,
              GError **error)
{
  const CsNewDevice new_device = {device, "Laptop", HOUSE_KEY, thumbprint};
  GError *failure = NULL;
  CsGrant *grant;

  house_begin (self);
  grant = cs_accounts_accept_invitation (self->accounts, code, &new_device, "192.0.2.1", &failure);
  house_end (self, failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return grant;
}

static inline CsGrant *
house_sign_in (House *self, const char *person, const char *device)
{
  g_autofree char *code = house_invite (self, person, NULL);
  g_autoptr (GError) error = NULL;
  CsGrant *grant = house_accept (self, code, device, HOUSE_THUMB, &error);

  g_assert_no_error (error);
  return grant;
}

static inline CsAccess
house_ask (House *self, const char *token, const char *thumbprint)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsSignedIn) who = NULL;
  CsAccess access;

  cs_accounts_authorise (self->accounts, token, thumbprint, &access, &who, &error);
  g_assert_no_error (error);
  g_assert_true ((access == CS_ACCESS_GRANTED) == (who != NULL));
  return access;
}
