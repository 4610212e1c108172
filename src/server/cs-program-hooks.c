/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-hooks.h"
#include "cs-program-folder.h"
#include "cs-program.h"
#include "cs-server-folder.h"
#include "cs-server-tables.h"
#include "cs-webhook.h"

/* Subscriptions of other programs and letters, at the command line. */

typedef struct {
  CsServerFolder *place; /* (owned) */
  CsLedger *ledger;      /* (owned) */
  const CsLetters *letters;
} Desk;

static void
desk_clear (Desk *self)
{
  g_clear_pointer (&self->ledger, cs_ledger_close);
  g_clear_pointer (&self->place, cs_server_folder_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static gboolean
desk_open (Desk *self, CsProgram *program, const char *folder, GError **error)
{
  self->place = cs_server_folder_open (folder, FALSE, error);
  self->ledger = self->place != NULL ? cs_program_open_ledger (program, folder, error) : NULL;
  self->letters = &cs_letters_sqlite;
  return self->ledger != NULL &&
         cs_server_tables_prepare (cs_ledger_get_store (self->ledger), error);
}

static gboolean
desk_begin (Desk *self, GError **error)
{
  return cs_authority_begin_batch (cs_ledger_get_authority (self->ledger), error);
}

static gboolean
desk_end (Desk *self, gboolean is_well, GError **error)
{
  CsAuthority *authority = cs_ledger_get_authority (self->ledger);

  if (is_well)
    return cs_authority_end_batch (authority, error);
  cs_authority_cancel_batch (authority);
  return FALSE;
}

static void
tell_secret (CsProgram *self, const Desk *desk, const char *hook)
{
  g_autofree char *secret = cs_webhook_dup_secret (desk->place->keys, hook);
  g_autofree char *public_key = cs_webhook_dup_public_key (desk->place->keys, hook);
  g_autoptr (json_t) object =
      json_pack ("{s:s, s:s, s:s}", "id", hook, "secret", secret, "public_key", public_key);
  g_autofree char *text = cs_json_dump (object);

  if (self->json)
    fprintf (self->output, "%s\n", text);
  else
    fprintf (self->output, "%s\n%s\n%s\n", hook, secret, public_key);
}

/**
 * cs_program_hooks_add:
 *
 * `hooks add DIR URL`: calls another program from now on.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_hooks_add (CsProgram *self, char ***words, GError **error)
{
  g_auto (GStrv) kinds = NULL;
  gboolean has_values = FALSE, is_well;
  const GOptionEntry options[] = {
      {"kind",
       0,
       0,
       G_OPTION_ARG_STRING_ARRAY,
       &kinds,
       "For entries of this kind only, such as rung; may be said several times",
       "KIND"},
      {"values", 0, 0, G_OPTION_ARG_NONE, &has_values, "Say what entries say, too", NULL},
      {NULL},
  };
  g_auto (Desk) desk = {0};
  g_autoptr (CsHook) hook = NULL;

  if (!cs_program_parse (self, words, options, 2, 2, error) ||
      !desk_open (&desk, self, (*words)[1], error) || !desk_begin (&desk, error))
    return FALSE;
  hook = cs_hook_new (desk.ledger, (*words)[2], (const char *const *)kinds, has_values, error);
  is_well =
      hook != NULL && desk.letters->class->add_hook (desk.letters->data, desk.ledger, hook, error);
  if (!desk_end (&desk, is_well, error))
    return FALSE;
  tell_secret (self, &desk, hook->id);
  return TRUE;
}

static json_t *
json_of_hook (const CsHook *hook)
{
  g_autofree char *made = cs_instant_format (hook->made);
  g_autofree char *kinds = g_strjoinv (" ", hook->kinds);
  g_autofree char *failing = hook->failing != CS_INSTANT_NONE ? cs_instant_format (hook->failing)
                                                              : NULL;
  g_autofree char *disabled = hook->disabled != CS_INSTANT_NONE ? cs_instant_format (hook->disabled)
                                                                : NULL;

  return json_pack ("{s:s, s:s, s:s, s:b, s:s, s:s*, s:s*, s:s*}",
                    "id",
                    hook->id,
                    "url",
                    hook->url,
                    "kinds",
                    kinds,
                    "values",
                    hook->has_values,
                    "made",
                    made,
                    "failing",
                    failing,
                    "disabled",
                    disabled,
                    "reason",
                    hook->reason);
}

static void
tell_hook (CsProgram *self, const CsHook *hook)
{
  g_autoptr (json_t) object = json_of_hook (hook);
  g_autofree char *text = cs_json_dump (object);
  const char *state = hook->disabled != CS_INSTANT_NONE  ? "off"
                      : hook->failing != CS_INSTANT_NONE ? "failing"
                                                         : "on";

  if (self->json)
    fprintf (self->output, "%s\n", text);
  else
    fprintf (self->output,
             "%s  %-7s %s%s%s\n",
             hook->id,
             state,
             hook->url,
             hook->reason != NULL ? "  " : "",
             hook->reason != NULL ? hook->reason : "");
}

/**
 * cs_program_hooks_list:
 *
 * `hooks list DIR`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_hooks_list (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  g_auto (Desk) desk = {0};
  g_autoptr (GPtrArray) hooks = NULL;

  if (!cs_program_parse (self, words, options, 1, 1, error) ||
      !desk_open (&desk, self, (*words)[1], error))
    return FALSE;
  hooks = desk.letters->class->list_hooks (desk.letters->data, desk.ledger, error);
  for (guint i = 0; hooks != NULL && i < hooks->len; i++)
    tell_hook (self, hooks->pdata[i]);
  return hooks != NULL;
}

static gboolean
open_hook (CsProgram *self, char ***words, Desk *desk, CsHook **hook, GError **error)
{
  const GOptionEntry options[] = {{NULL}};

  if (!cs_program_parse (self, words, options, 2, 2, error) ||
      !desk_open (desk, self, (*words)[1], error))
    return FALSE;
  *hook = cs_hooks_find (desk->letters, desk->ledger, (*words)[2], error);
  return *hook != NULL;
}

/**
 * cs_program_hooks_secret:
 *
 * `hooks secret DIR HOOK`: what its calls are checked with, once more.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_hooks_secret (CsProgram *self, char ***words, GError **error)
{
  g_auto (Desk) desk = {0};
  g_autoptr (CsHook) hook = NULL;

  if (!open_hook (self, words, &desk, &hook, error))
    return FALSE;
  tell_secret (self, &desk, hook->id);
  return TRUE;
}

/**
 * cs_program_hooks_enable:
 *
 * `hooks enable DIR HOOK`: calls it again, for what comes from now on.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_hooks_enable (CsProgram *self, char ***words, GError **error)
{
  g_auto (Desk) desk = {0};
  g_autoptr (CsHook) hook = NULL;

  return open_hook (self, words, &desk, &hook, error) && desk_begin (&desk, error) &&
         desk_end (&desk, cs_hooks_enable (desk.letters, desk.ledger, hook, error), error);
}

/**
 * cs_program_hooks_remove:
 *
 * `hooks remove DIR HOOK`: calls it no more, nor for what waits.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_hooks_remove (CsProgram *self, char ***words, GError **error)
{
  g_auto (Desk) desk = {0};
  g_autoptr (CsHook) hook = NULL;

  return open_hook (self, words, &desk, &hook, error) && desk_begin (&desk, error) &&
         desk_end (
             &desk,
             desk.letters->class->remove_hook (desk.letters->data, desk.ledger, hook->id, error),
             error);
}

static const char *const state_names[] = {"waiting", "claimed", "sent", "dead", "not-needed"};

static void
tell_letter (CsProgram *self, const CsLetter *letter)
{
  g_autofree char *made = cs_instant_format (letter->made);
  const char *kind = letter->kind == CS_LETTER_MAIL ? "mail" : "call";
  g_autoptr (json_t) object = json_pack ("{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s*}",
                                         "letter",
                                         letter->id,
                                         "state",
                                         state_names[letter->state],
                                         "kind",
                                         kind,
                                         "to",
                                         letter->target,
                                         "entry",
                                         letter->entry,
                                         "made",
                                         made,
                                         "attempts",
                                         (int)letter->attempts,
                                         "reason",
                                         letter->reason);
  g_autofree char *text = cs_json_dump (object);

  if (self->json)
    fprintf (self->output, "%s\n", text);
  else
    fprintf (self->output,
             "%s  %-10s %s %s %s%s%s\n",
             letter->id,
             state_names[letter->state],
             kind,
             letter->target,
             made,
             letter->reason != NULL ? "  " : "",
             letter->reason != NULL ? letter->reason : "");
}

static gboolean
find_state (const char *name, CsLetterState *state, GError **error)
{
  for (CsLetterState i = 0; i < CS_N_LETTER_STATES; i++) {
    *state = i;
    if (g_strcmp0 (state_names[i], name) == 0)
      return TRUE;
  }
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               "“%s” is none of waiting, claimed, sent, dead, not-needed",
               name);
  return FALSE;
}

static gboolean
tell_letters (CsProgram *self, Desk *desk, CsLetterState state, GError **error)
{
  g_autoptr (GPtrArray) letters = desk->letters->class->list (desk->letters->data,
                                                              desk->ledger,
                                                              state,
                                                              CS_PROGRAM_LETTERS,
                                                              error);

  for (guint i = 0; letters != NULL && i < letters->len; i++)
    tell_letter (self, letters->pdata[i]);
  return letters != NULL;
}

/**
 * cs_program_tell_letters:
 * @folder: of a server
 *
 * Says how many letters wait, and lists those that are tried no more and hooks that are called no
 * more.
 *
 * Returns: whether it could
 */
gboolean
cs_program_tell_letters (CsProgram *self, const char *folder, GError **error)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GPtrArray) hooks = NULL;

  if (!desk_open (&desk, self, folder, error) || !tell_letters (self, &desk, CS_LETTER_DEAD, error))
    return FALSE;
  hooks = desk.letters->class->list_hooks (desk.letters->data, desk.ledger, error);
  for (guint i = 0; hooks != NULL && i < hooks->len; i++) {
    if (((CsHook *)hooks->pdata[i])->disabled != CS_INSTANT_NONE)
      tell_hook (self, hooks->pdata[i]);
  }
  return hooks != NULL;
}

/**
 * cs_program_count_letters:
 * @folder: of a server
 * @waiting: (out): letters that wait, or are under way
 * @dead: (out): letters that are tried no more
 *
 * Returns: whether they could be counted
 */
gboolean
cs_program_count_letters (CsProgram *self,
                          const char *folder,
                          gint64 *waiting,
                          gint64 *dead,
                          GError **error)
{
  g_auto (Desk) desk = {0};
  CsLetterCounts counts;

  if (!desk_open (&desk, self, folder, error) ||
      !desk.letters->class->count (desk.letters->data, desk.ledger, &counts, error))
    return FALSE;
  *waiting = *dead = 0;
  for (guint i = 0; i < CS_N_LETTER_KINDS; i++) {
    *waiting += counts.letters[i][CS_LETTER_WAITING] + counts.letters[i][CS_LETTER_CLAIMED];
    *dead += counts.letters[i][CS_LETTER_DEAD];
  }
  return TRUE;
}

/**
 * cs_program_letters_list:
 *
 * `letters list DIR`.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_letters_list (CsProgram *self, char ***words, GError **error)
{
  g_autofree char *name = NULL;
  const GOptionEntry options[] = {
      {"state",
       0,
       0,
       G_OPTION_ARG_STRING,
       &name,
       "Those that are waiting, claimed, sent, dead or not-needed; dead ones otherwise",
       "STATE"},
      {NULL},
  };
  g_auto (Desk) desk = {0};
  CsLetterState state = CS_LETTER_DEAD;

  return cs_program_parse (self, words, options, 1, 1, error) &&
         (name == NULL || find_state (name, &state, error)) &&
         desk_open (&desk, self, (*words)[1], error) && tell_letters (self, &desk, state, error);
}

/**
 * cs_program_letters_retry:
 *
 * `letters retry DIR [LETTER]`: tries a dead letter again, or all of them.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_letters_retry (CsProgram *self, char ***words, GError **error)
{
  const GOptionEntry options[] = {{NULL}};
  CsInstant now = cs_time_source_get_now (self->time_source);
  g_auto (Desk) desk = {0};
  gboolean is_well;
  guint n = 0;

  if (!cs_program_parse (self, words, options, 1, 2, error) ||
      !desk_open (&desk, self, (*words)[1], error) || !desk_begin (&desk, error))
    return FALSE;
  is_well =
      desk.letters->class->revive (desk.letters->data, desk.ledger, (*words)[2], now, &n, error);
  if (is_well && n == 0 && (*words)[2] != NULL) {
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, "No letter “%s” is dead.", (*words)[2]);
    is_well = FALSE;
  }
  if (!desk_end (&desk, is_well, error))
    return FALSE;
  fprintf (self->output, "%u\n", n);
  return TRUE;
}
