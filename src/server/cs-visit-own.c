/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-visit.h"

#include "cs-door.h"
#include "cs-granted.h"
#include "cs-server.h"

/* What somebody sees of themselves, the removal of devices, and invitations. */

static CsAccounts *
accounts_of (CsCall *call)
{
  return cs_door_get_accounts (cs_server_get_door (call->server), call->ledger);
}

static void
add_role (GPtrArray *roles, const char *pack, const char *role, const char *region)
{
  CsWireRole *one = cs_wire_role_new ();

  one->pack = g_strdup (pack);
  one->role = g_strdup (role);
  one->region = g_strdup (region);
  g_ptr_array_add (roles, one);
}

static void
add_roles (CsWireMe *me, const CsDirectory *directory)
{
  g_autoptr (GPtrArray) activations = cs_directory_list_activations (directory);

  if (me->is_administrator)
    add_role (me->roles, CS_WORKSPACE_ROLES, CS_ROLE_ADMINISTRATOR, NULL);
  for (guint i = 0; i < activations->len; i++) {
    const char *pack = ((const CsActivation *)activations->pdata[i])->pack;
    g_autoptr (GPtrArray) held = cs_directory_list_held (directory, pack, me->person);

    for (guint j = 0; j < held->len; j++) {
      const CsHeld *one = held->pdata[j];

      add_role (me->roles, pack, one->role, one->region);
    }
  }
}

static const CsSessionRow *
find_session (const GPtrArray *sessions, const char *device)
{
  for (guint i = 0; i < sessions->len; i++) {
    const CsSessionRow *row = sessions->pdata[i];

    if (g_strcmp0 (row->device, device) == 0)
      return row;
  }
  return NULL;
}

static void
add_devices (CsWireMe *me,
             const CsDirectory *directory,
             const GPtrArray *sessions,
             const char *current)
{
  g_autoptr (GPtrArray) devices = cs_directory_list_devices (directory, me->person);

  for (guint i = 0; i < devices->len; i++) {
    const CsDevice *device = devices->pdata[i];
    const CsSessionRow *session = find_session (sessions, device->id);
    CsWireOwnDevice *one = cs_wire_own_device_new ();

    one->id = g_strdup (device->id);
    one->name = g_strdup (device->name != NULL ? device->name : device->id);
    one->enrolled = session != NULL ? session->made : 0;
    one->used = session != NULL ? session->used : 0;
    one->is_current = g_strcmp0 (device->id, current) == 0;
    one->is_revoked = device->revoked;
    g_ptr_array_add (me->devices, one);
  }
}

/* The scopes they may see now; NULL on error. */
static GStrv
list_grants (CsCall *call, GError **error)
{
  g_autoptr (GPtrArray) keys = cs_granted_list (call->ledger, call->caller.person, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; keys != NULL && i < keys->len; i++)
    g_strv_builder_add (builder, keys->pdata[i]);
  return keys != NULL ? g_strv_builder_end (builder) : NULL;
}

/**
 * cs_handle_me:
 *
 * `GET /v1/me`, on a reading desk.
 *
 * Returns: (transfer full): who asks, as the server knows them, or %NULL
 */
CsHttpAnswer *
cs_handle_me (CsCall *call, GError **error)
{
  const CsDirectory *directory =
      cs_authority_get_directory (cs_ledger_get_authority (call->ledger), error);
  const CsCaller *caller = &call->caller;
  g_autoptr (GPtrArray) sessions = NULL;
  g_autoptr (CsWireMe) me = NULL;
  const CsPerson *person;

  if (directory == NULL)
    return NULL;
  sessions = cs_accounts_list_sessions (accounts_of (call), caller->person, error);
  if (sessions == NULL)
    return NULL;
  person = cs_directory_get_person (directory, caller->person);
  me = cs_wire_me_new ();
  me->person = g_strdup (caller->person);
  me->name = g_strdup (person != NULL ? person->name : NULL);
  me->is_administrator = cs_directory_is_administrator (directory, caller->person);
  me->signed_in = caller->authenticated;
  me->grants = list_grants (call, error);
  if (me->grants == NULL)
    return NULL;
  add_roles (me, directory);
  add_devices (me, directory, sessions, caller->device);
  return cs_answer_json (cs_wire_me_to_json (me));
}

/**
 * cs_handle_revoke:
 *
 * `POST /v1/devices/revoke`, on the writing desk.
 *
 * Whoever waits from that device is answered with everybody, for the journal has grown, and not let
 * in again (SG-08).
 *
 * Returns: (transfer full): that it is done, or why not; %NULL on error
 */
CsHttpAnswer *
cs_handle_revoke (CsCall *call, GError **error)
{
  const CsWireRevoke *message = call->message;
  const CsSignedIn who = {.person = call->caller.person, .device = call->caller.device};
  g_autoptr (CsOutcome) outcome = NULL;

  if (!cs_accounts_revoke_device (accounts_of (call), &who, message->device, &outcome, error))
    return NULL;
  if (!outcome->is_accepted)
    return cs_answer_problem (CS_PROBLEM_FORBIDDEN, "%s", outcome->reason->text);
  g_message ("A device was removed.");
  return cs_answer_done ();
}

/**
 * cs_handle_invite:
 *
 * `POST /v1/invitations`, on the writing desk: for a further device of one's own, or, by an
 * administrator, for others.
 *
 * Returns: (transfer full): the code, or why not; %NULL on error
 */
CsHttpAnswer *
cs_handle_invite (CsCall *call, GError **error)
{
  const CsWireInvite *message = call->message;
  const char *person = message->person != NULL ? message->person : call->caller.person;
  CsInstant now = cs_time_source_get_now (cs_server_get_time_source (call->server));
  GTimeSpan lifetime = CS_INVITATION_DAYS * G_TIME_SPAN_DAY;
  g_autoptr (CsWireInvited) invited = cs_wire_invited_new ();
  GError *failure = NULL;

  invited->code = cs_accounts_invite (accounts_of (call),
                                      person,
                                      message->roles,
                                      call->caller.person,
                                      lifetime,
                                      &failure);
  if (invited->code == NULL)
    return cs_answer_refused (CS_PROBLEM_FORBIDDEN, failure, error);
  invited->expires = now + lifetime;
  return cs_answer_json (cs_wire_invited_to_json (invited));
}
