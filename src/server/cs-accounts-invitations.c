/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-accounts-private.h"
#include "cs-chance.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * An invitation is 80 bits of chance in letters that are hard to mistake, handed to one person by
 * whatever way they trust. It makes one device theirs and gives them the roles that were written
 * into it, in the name of who wrote it, if they may still give them.
 */

#define CODE_LETTERS "0123456789ABCDEFGHJKMNPQRSTVWXYZ" /* Crockford's: no I, L, O, U */
#define CODE_LENGTH  16
#define CODE_GROUP   4

/**
 * cs_invitation_free:
 * @self: (transfer full): an invitation
 */
void
cs_invitation_free (CsInvitation *self)
{
  g_free (self->id);
  g_free (self->person);
  g_free (self->by);
  g_free (self);
}

static char *
make_code (void)
{
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < CODE_LENGTH; i++) {
    if (i > 0 && i % CODE_GROUP == 0)
      g_string_append_c (code, '-');
    g_string_append_c (code, CODE_LETTERS[cs_chance_below (sizeof CODE_LETTERS - 1)]);
  }
  return g_string_free (code, FALSE);
}

/* As it was made, however it was typed; NULL when it cannot be one. */
static char *
normalise_code (const char *typed)
{
  g_autoptr (GString) code = g_string_new (NULL);

  for (; *typed != '\0' && code->len <= CODE_LENGTH; typed++) {
    char letter = g_ascii_toupper (*typed);

    if (letter == '-' || letter == ' ')
      continue;
    if (letter == 'O')
      letter = '0';
    if (letter == 'I' || letter == 'L')
      letter = '1';
    if (strchr (CODE_LETTERS, letter) == NULL)
      return NULL;
    g_string_append_c (code, letter);
  }
  return code->len == CODE_LENGTH ? g_strdup (code->str) : NULL;
}

static GBytes *
hash_code (const char *code)
{
  g_autofree char *plain = normalise_code (code);

  return plain != NULL ? cs_accounts_hash ("invitation", plain) : NULL;
}

static gboolean
check_invited (CsAccounts *self, const char *person, const char *by, GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);
  const CsPerson *found = directory != NULL ? cs_directory_get_person (directory, person) : NULL;

  if (directory == NULL)
    return FALSE;
  if (found == NULL || !found->can_act)
    return cs_accounts_refuse (error, _ ("Only somebody in the directory who can act is invited."));
  if (strcmp (by, CS_KEEPER) != 0 && strcmp (by, person) != 0 &&
      !cs_directory_is_administrator (directory, by))
    return cs_accounts_refuse (error, _ ("Only an administrator of this workspace invites others"));
  return TRUE;
}

/**
 * cs_accounts_invite:
 * @person: who is invited; in the directory
 * @roles: (nullable): a list of data of `role` entries without `person`, given when it is accepted
 * @by: an administrator; the person for a further device; or the keeper
 * @lifetime: until it runs out, in microseconds
 * @error: UNAUTHORISED
 *
 * Returns: (transfer full): the code, which is kept nowhere, or %NULL
 */
char *
cs_accounts_invite (CsAccounts *self,
                    const char *person,
                    const json_t *roles,
                    const char *by,
                    GTimeSpan lifetime,
                    GError **error)
{
  g_autoptr (json_t) none = json_array ();
  g_autofree char *text = cs_json_dump (roles != NULL ? roles : none);
  g_autofree char *code = make_code ();
  g_autoptr (GBytes) hash = hash_code (code);
  CsInstant now = cs_accounts_get_now (self);
  g_autofree char *id = cs_uuid_new (now);

  if (!check_invited (self, person, by, error) ||
      !cs_sqlite_run (self->sqlite,
                      error,
                      "INSERT INTO account_invitation VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                      "bssssii",
                      hash,
                      id,
                      person,
                      text,
                      by,
                      (gint64)now,
                      (gint64)(now + lifetime)))
    return NULL;
  return g_steal_pointer (&code);
}

/**
 * cs_accounts_list_invitations:
 *
 * Returns: (transfer full) (element-type CsInvitation): open and used ones, newest first, or %NULL
 */
GPtrArray *
cs_accounts_list_invitations (CsAccounts *self, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_invitation_free);
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT id, person, author, made, expires, used FROM account_invitation "
                       "ORDER BY made DESC, id DESC",
                       "");
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return NULL;
  while (has_row) {
    CsInvitation *one = g_new0 (CsInvitation, 1);

    one->id = g_strdup (cs_statement_get_text (row, 0));
    one->person = g_strdup (cs_statement_get_text (row, 1));
    one->by = g_strdup (cs_statement_get_text (row, 2));
    one->made = cs_statement_get_int (row, 3);
    one->expires = cs_statement_get_int (row, 4);
    one->used = cs_statement_is_null (row, 5) ? CS_INSTANT_NONE : cs_statement_get_int (row, 5);
    g_ptr_array_add (list, one);
    if (!cs_statement_next (row, &has_row, error))
      return NULL;
  }
  return g_steal_pointer (&list);
}

/**
 * cs_accounts_withdraw_invitation:
 * @id: of an open invitation
 * @error: NOT_FOUND
 *
 * Returns: whether nobody can use it any more
 */
gboolean
cs_accounts_withdraw_invitation (CsAccounts *self, const char *id, GError **error)
{
  if (!cs_sqlite_run (self->sqlite,
                      error,
                      "DELETE FROM account_invitation WHERE id = ? AND used IS NULL",
                      "s",
                      id))
    return FALSE;
  if (cs_sqlite_get_changes (self->sqlite) > 0)
    return TRUE;
  g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("There is no open invitation “%s”."), id);
  return FALSE;
}

/* An invitation that can be used, or used again by the device that used it: its answer may have got
 * lost on the way. */
typedef struct {
  char *person, *by;
  json_t *roles; /* (owned) */
  gboolean is_used;
} Invited;

static void
invited_clear (Invited *self)
{
  g_free (self->person);
  g_free (self->by);
  json_decref (self->roles);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Invited, invited_clear)

static gboolean
find_invited (CsAccounts *self,
              GBytes *hash,
              const CsNewDevice *device,
              Invited *found,
              GError **error)
{
  CsInstant now = cs_accounts_get_now (self);
  g_autoptr (CsStatement) row =
      cs_sqlite_query (self->sqlite,
                       error,
                       "SELECT person, author, roles, used IS NOT NULL FROM account_invitation "
                       "WHERE hash = ?1 AND expires > ?2 AND (used IS NULL OR "
                       "(device = ?3 AND used > ?4))",
                       "bisi",
                       hash,
                       (gint64)now,
                       device->id,
                       (gint64)(now - 10 * G_TIME_SPAN_MINUTE));
  gboolean has_row;

  if (row == NULL || !cs_statement_next (row, &has_row, error))
    return FALSE;
  if (!has_row)
    return cs_accounts_refuse (error,
                               _ ("This code is not known, was used, or has run out. Ask for a "
                                  "new invitation."));
  found->person = g_strdup (cs_statement_get_text (row, 0));
  found->by = g_strdup (cs_statement_get_text (row, 1));
  found->roles =
      cs_json_load (cs_statement_get_text (row, 2), strlen (cs_statement_get_text (row, 2)), error);
  found->is_used = cs_statement_get_int (row, 3) != 0;
  return found->roles != NULL;
}

static gboolean
give_roles (CsAccounts *self, const Invited *invited, GError **error)
{
  json_t *role;
  gsize i;

  json_array_foreach (invited->roles, i, role)
  {
    json_t *data = json_deep_copy (role);

    json_object_set_new (data, "person", json_string (invited->person));
    if (json_object_get (data, "held") == NULL)
      json_object_set_new (data, "held", json_true ());
    if (!cs_accounts_append (self, "role", invited->by, data, error))
      return FALSE;
  }
  return TRUE;
}

/* Used by this device before: only with the very key that was enrolled then. */
static gboolean
check_again (CsAccounts *self, const CsNewDevice *device, GError **error)
{
  const CsDirectory *directory = cs_authority_get_directory (self->authority, error);

  if (directory == NULL)
    return FALSE;
  return g_strcmp0 (cs_directory_get_device_key (directory, device->id), device->key) == 0 ||
         cs_accounts_refuse (error, _ ("This code was used already. Ask for a new invitation."));
}

static CsGrant *
accept_inside (CsAccounts *self, GBytes *hash, const CsNewDevice *device, GError **error)
{
  g_auto (Invited) invited = {0};
  CsInstant now = cs_accounts_get_now (self);
  CsNewDevice full = *device;
  g_autofree char *id = NULL;

  if (!find_invited (self, hash, device, &invited, error))
    return NULL;
  id = cs_accounts_dup_device_id (device->id, invited.person);
  full.id = id;
  if (!check_invited (self, invited.person, CS_KEEPER, error) ||
      (invited.is_used && !check_again (self, &full, error)) ||
      (!invited.is_used && !give_roles (self, &invited, error)) ||
      !cs_accounts_enrol_device (self, invited.person, &full, error) ||
      !cs_sqlite_run (self->sqlite,
                      error,
                      "UPDATE account_invitation SET used = coalesce (used, ?2), device = ?3 "
                      "WHERE hash = ?1",
                      "bis",
                      hash,
                      (gint64)now,
                      device->id))
    return NULL;
  return cs_accounts_start_session (self, invited.person, "invitation", now, &full, error);
}

/**
 * cs_accounts_accept_invitation:
 * @code: as it was typed
 * @device: signs in with it
 * @address: who asks, to limit how often
 * @error: UNAUTHORISED; BUSY when they have to wait; CONFLICT when its roles or the device are
 *   refused
 *
 * Returns: (transfer full): tokens for @device, or %NULL
 */
CsGrant *
cs_accounts_accept_invitation (CsAccounts *self,
                               const char *code,
                               const CsNewDevice *device,
                               const char *address,
                               GError **error)
{
  g_autoptr (GBytes) hash = hash_code (code);
  g_autoptr (GError) failure = NULL;
  CsGrant *grant = NULL;

  if (!cs_accounts_may_try (self, address, error))
    return NULL;
  if (hash != NULL)
    grant = accept_inside (self, hash, device, &failure);
  else
    cs_accounts_refuse (&failure, _ ("An invitation code has 16 letters and digits."));
  if (grant == NULL && g_error_matches (failure, CS_ERROR, CS_ERROR_UNAUTHORISED) &&
      !cs_accounts_note_wrong (self, address, error))
    return NULL;
  if (grant == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return grant;
}

/**
 * cs_accounts_confirm_with_code:
 * @who: asks
 * @code: of an open invitation for themselves
 * @error: UNAUTHORISED
 *
 * Uses the invitation up, without a new device.
 *
 * Returns: whether they have shown who they are
 */
gboolean
cs_accounts_confirm_with_code (CsAccounts *self,
                               const CsSignedIn *who,
                               const char *code,
                               GError **error)
{
  g_autoptr (GBytes) hash = hash_code (code);
  CsInstant now = cs_accounts_get_now (self);

  if (!cs_accounts_may_try (self, who->person, error))
    return FALSE;
  if (hash != NULL && !cs_sqlite_run (self->sqlite,
                                      error,
                                      "UPDATE account_invitation SET used = ?2 WHERE hash = ?1 "
                                      "AND used IS NULL AND expires > ?2 AND person = ?3",
                                      "bis",
                                      hash,
                                      (gint64)now,
                                      who->person))
    return FALSE;
  if (hash != NULL && cs_sqlite_get_changes (self->sqlite) > 0)
    return cs_accounts_confirm (self, who, now, error);
  return cs_accounts_note_wrong (self, who->person, error) &&
         cs_accounts_refuse (error, _ ("This code does not confirm who you are."));
}
