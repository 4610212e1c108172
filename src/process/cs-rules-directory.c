/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Entries of the directory: what they may say, and who may write them: in a workspace that has
 * administrators only they do, but for what is everybody's own. */

typedef struct {
  const CsDirectory *directory;
  CsEntry *entry;
  const json_t *data;
  GPtrArray *reasons;
} Question;

static void G_GNUC_PRINTF (3, 4) refuse (Question *self, const char *rule, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  cs_judge_add (self->reasons, CS_VERDICT_REFUSED, rule, "%s", text);
}

static gboolean
is_id (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= 80 && g_ascii_isalnum (*text) &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") ==
             length;
}

static gboolean
is_mail (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strpbrk (text, " \t\r\n<>,;\"") == NULL;
}

static void
check_id (Question *self)
{
  if (!is_id (cs_json_get_string (self->data, "id")))
    refuse (self, "id", _ ("An identifier is letters, digits, “-”, “_” and “.”"));
}

static void
check_mail (Question *self, const json_t *person)
{
  const char *mail = cs_json_get_string (person, "mail");

  if (mail != NULL && !is_mail (mail))
    refuse (self, "mail", _ ("“%s” is not a mail address"), mail);
}

static void
check_person (Question *self)
{
  check_id (self);
  check_mail (self, self->data);
}

static void
check_role (Question *self)
{
  const char *id = cs_json_get_string (self->data, "person");
  const CsPerson *person = cs_directory_get_person (self->directory, id);
  gboolean is_of_workspace =
      g_strcmp0 (cs_json_get_string (self->data, "pack"), CS_WORKSPACE_ROLES) == 0;

  if (person == NULL)
    refuse (self, "person", _ ("“%s” is nobody in the directory"), id);
  else if (is_of_workspace &&
           (strcmp (cs_json_get_string (self->data, "role"), CS_ROLE_ADMINISTRATOR) != 0 ||
            json_object_get (self->data, "region") != NULL ||
            json_object_get (self->data, "for") != NULL))
    refuse (self, "role", _ ("A workspace has one role of its own: administrator, everywhere"));
  else if (is_of_workspace && !person->can_act)
    refuse (self, "person", _ ("“%s” is nobody who can act here"), person->name);
}

static void
check_client (Question *self)
{
  gsize index;
  json_t *contact;

  check_id (self);
  json_array_foreach (json_object_get (self->data, "contacts"), index, contact)
  {
    if (!is_id (cs_json_get_string (contact, "id")) || cs_json_get_string (contact, "name") == NULL)
      refuse (self, "contact", _ ("A contact has an identifier and a name"));
    check_mail (self, contact);
  }
}

static void
check_mandate (Question *self, const char *from, const char *to)
{
  const CsPerson *giver = cs_directory_get_person (self->directory, from);
  const CsPerson *taker = cs_directory_get_person (self->directory, to);
  const char *since = cs_json_get_string (self->data, "since");
  const char *until = cs_json_get_string (self->data, "until");
  CsInstant first, last;

  if (giver == NULL || taker == NULL || !taker->can_act || strcmp (from, to) == 0)
    refuse (self, "X-14", _ ("A delegation is from one person to another who can act"));
  if (since == NULL || until == NULL || !cs_instant_parse (since, &first, NULL) ||
      !cs_instant_parse (until, &last, NULL) || first >= last)
    refuse (self, "X-14", _ ("A delegation has a first and a last moment, in this order"));
}

/* One's own, by the entry that made it. */
static void
check_end (Question *self, const char *from)
{
  const char *id = cs_json_get_string (self->data, "id");
  const CsDelegation *delegation = id != NULL ? cs_directory_get_delegation (self->directory, id)
                                              : NULL;

  if (delegation == NULL || strcmp (delegation->from_person, from) != 0)
    refuse (self, "X-14", _ ("There is no such delegation to end"));
}

static void
check_delegation (Question *self)
{
  const char *from = cs_json_get_string (self->data, "from");
  const json_t *ended = json_object_get (self->data, "ended");
  gsize index;
  json_t *limit;
  CsMoney amount;

  if (strcmp (cs_entry_get_by (self->entry), from) != 0)
    refuse (self, "X-14", _ ("Everybody delegates their own mandate only"));
  if (json_is_true (ended))
    check_end (self, from);
  else
    check_mandate (self, from, cs_json_get_string (self->data, "to"));
  json_array_foreach (json_object_get (self->data, "up_to"), index, limit)
  {
    if (!cs_money_from_json (limit, &amount, NULL))
      refuse (self, "X-14", _ ("A limit is an amount with its currency"));
  }
}

/* 32 bytes as base64url without padding. */
static gboolean
is_public_key (const char *text)
{
  return strlen (text) == 43 &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == 43;
}

/* A key is for ever: another key is another device, and what was taken back stays so. */
static void
check_known_device (Question *self, const char *id, const char *key)
{
  const char *known = cs_directory_get_device_key (self->directory, id);

  if (cs_directory_is_device_revoked (self->directory, id) &&
      !json_is_true (json_object_get (self->data, "revoked")))
    refuse (self, "K-21", _ ("This device was removed: sign in again to add it anew"));
  else if (key != NULL && known != NULL && strcmp (key, known) != 0)
    refuse (self, "K-21", _ ("This device has another key already"));
}

static void
check_device (Question *self)
{
  const char *id = cs_json_get_string (self->data, "id");
  const char *key = cs_json_get_string (self->data, "key");
  const char *owner = cs_directory_get_device_person (self->directory, id);
  const char *by = cs_entry_get_by (self->entry);
  const char *person = cs_json_get_string (self->data, "person");

  check_id (self);
  if (key != NULL && !is_public_key (key))
    refuse (self, "K-21", _ ("A device’s key is 43 letters, digits, “-” and “_”"));
  if (owner != NULL && strcmp (owner, person != NULL ? person : by) != 0)
    refuse (self, "K-21", _ ("This device belongs to somebody else"));
  check_known_device (self, id, key);
}

static void
check_pack (Question *self)
{
  const char *digest = cs_json_get_string (self->data, "digest");

  if (strlen (digest) != 64 || strspn (digest, "0123456789abcdef") != 64)
    refuse (self, "pack", _ ("A pack is named by its digest"));
}

static void
check_calendar (Question *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CsCalendar) calendar =
      cs_calendar_new_from_json (json_object_get (self->data, "calendar"), &error);

  CsCalendar *known =
      cs_directory_get_calendar (self->directory, cs_json_get_string (self->data, "id"));

  check_id (self);
  if (calendar == NULL)
    refuse (self, "calendar", "%s", error->message);
  else if (known != NULL && cs_calendar_get_revision (calendar) <= cs_calendar_get_revision (known))
    refuse (self,
            "calendar",
            _ ("The calendar “%s” has revision %d already: expected a later one. Look at it again "
               "before you change it"),
            cs_calendar_get_title (known),
            (int)cs_calendar_get_revision (known));
}

/* People name and remove their own computers; a new one comes by signing in on it (K-21). */
static gboolean
is_own_device (const Question *self)
{
  const char *id = cs_json_get_string (self->data, "id");

  return g_strcmp0 (cs_directory_get_device_person (self->directory, id),
                    cs_entry_get_by (self->entry)) == 0;
}

/* Somebody has to be left who can name others. */
static gboolean
leaves_nobody (const Question *self)
{
  g_autoptr (CsDirectory) after = cs_directory_copy (self->directory);
  g_autoptr (GPtrArray) left = NULL;

  if (!cs_directory_apply (after, self->entry, NULL))
    return FALSE;
  left = cs_directory_list_administrators (after);
  return left->len == 0;
}

static void
check_author (Question *self)
{
  const char *by = cs_entry_get_by (self->entry);
  CsEntryKind kind = cs_entry_get_kind (self->entry);

  if (cs_directory_is_device_revoked (self->directory, cs_entry_get_device (self->entry))) {
    cs_judge_add (self->reasons,
                  CS_VERDICT_MANDATE_ENDED,
                  "K-21",
                  _ ("This device was removed from the workspace"));
    return;
  }
  if (!cs_directory_has_administrators (self->directory))
    return;
  if (strcmp (by, CS_KEEPER) != 0 && kind != CS_KIND_DELEGATION &&
      !(kind == CS_KIND_DEVICE && is_own_device (self)) &&
      !cs_directory_is_administrator (self->directory, by))
    refuse (self, "administrator", _ ("Only an administrator of this workspace changes this"));
  else if ((kind == CS_KIND_PERSON || kind == CS_KIND_ROLE) && leaves_nobody (self))
    refuse (self, "administrator", _ ("The workspace would be left without an administrator"));
}

/**
 * cs_rules_check_directory:
 * @directory: the directory as it stands
 * @entry: an entry that is to follow
 * @reason: (out) (optional) (transfer full): why not, on %FALSE
 *
 * Returns: whether the entry may follow
 */
gboolean
cs_rules_check_directory (const CsDirectory *directory, CsEntry *entry, CsReason **reason)
{
  static const struct {
    CsEntryKind kind;
    void (*check) (Question *);
  } checks[] = {
      {CS_KIND_PERSON, check_person},
      {CS_KIND_ROLE, check_role},
      {CS_KIND_CLIENT, check_client},
      {CS_KIND_DELEGATION, check_delegation},
      {CS_KIND_DEVICE, check_device},
      {CS_KIND_PACK, check_pack},
      {CS_KIND_CALENDAR, check_calendar},
  };
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_reason_free);
  Question question = {directory, entry, cs_entry_get_data (entry), reasons};

  if (cs_entry_get_kind (entry) < CS_KIND_PERSON)
    refuse (&question, "kind", _ ("“%s” is not of the directory"), cs_entry_get_kind_name (entry));
  else if (cs_payload_check_shape (entry, reasons)) {
    check_author (&question);
    for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
      if (checks[i].kind == cs_entry_get_kind (entry))
        checks[i].check (&question);
    }
  }
  if (reasons->len == 0)
    return TRUE;
  if (reason != NULL)
    *reason = g_ptr_array_steal_index (reasons, 0);
  return FALSE;
}
