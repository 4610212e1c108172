/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-parcel.h"

/**
 * cs_parcel_free:
 * @self: (transfer full) (nullable): a parcel
 */
void
cs_parcel_free (CsParcel *self)
{
  if (self == NULL)
    return;
  cs_letter_free (self->letter);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  cs_hook_free (self->hook);
  g_clear_pointer (&self->eml, g_bytes_unref);
  g_free (self->to);
  g_free (self->body);
  g_free (self->reason);
  g_free (self);
}

/**
 * cs_parcel_new_mail:
 * @letter: claimed; the parcel gets it afterwards
 *
 * Returns: (transfer full): what is to be sent; without a message where nobody need be told, and
 *   its reason says why; %NULL on error
 */
CsParcel *
cs_parcel_new_mail (CsLedger *ledger,
                    const CsLetter *letter,
                    const CsRungMailVoice *voice,
                    GError **error)
{
  g_autoptr (CsParcel) self = g_new0 (CsParcel, 1);
  CsRungMail mail = {0};

  if (!cs_rung_mail_compose (ledger, letter, voice, &mail, error)) {
    cs_rung_mail_clear (&mail);
    return NULL;
  }
  self->to = g_steal_pointer (&mail.to);
  self->eml = g_steal_pointer (&mail.eml);
  self->reason = g_steal_pointer (&mail.reason);
  self->is_urgent = mail.is_urgent;
  return g_steal_pointer (&self);
}

/**
 * cs_parcel_gather:
 * @parcels: (element-type CsParcel): mails to one person
 *
 * Makes one of all of them: what each would have said, in one mail.
 *
 * Returns: whether that could be said; otherwise they are as they were
 */
gboolean
cs_parcel_gather (GPtrArray *parcels,
                  CsLedger *ledger,
                  const CsRungMailVoice *voice,
                  GError **error)
{
  CsParcel *first = parcels->pdata[0];
  g_autoptr (GPtrArray) letters = g_ptr_array_new ();
  CsRungMail mail = {0};

  for (guint i = 0; i < parcels->len; i++)
    g_ptr_array_add (letters, ((CsParcel *)parcels->pdata[i])->letter);
  if (!cs_rung_mail_compose_summary (ledger, letters, voice, &mail, error)) {
    cs_rung_mail_clear (&mail);
    return FALSE;
  }
  first->others = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_letter_free);
  for (guint i = 1; i < parcels->len; i++)
    g_ptr_array_add (first->others, g_steal_pointer (&((CsParcel *)parcels->pdata[i])->letter));
  g_clear_pointer (&first->eml, g_bytes_unref);
  first->eml = g_steal_pointer (&mail.eml);
  first->is_urgent = mail.is_urgent;
  cs_rung_mail_clear (&mail);
  g_ptr_array_set_size (parcels, 1);
  return TRUE;
}

/**
 * cs_parcel_new_call:
 * @letter: claimed; the parcel gets it afterwards
 * @workspace: id of this workspace
 *
 * Returns: (transfer full): what is to be sent; without a body where the hook is there no more, or
 *   is called no more, and its reason says so; %NULL on error
 */
CsParcel *
cs_parcel_new_call (const CsLetters *letters,
                    CsLedger *ledger,
                    const CsLetter *letter,
                    const char *workspace,
                    GError **error)
{
  g_autoptr (CsParcel) self = g_new0 (CsParcel, 1);
  g_autoptr (GError) failure = NULL;

  self->hook = cs_hooks_find (letters, ledger, letter->target, &failure);
  if (self->hook != NULL && self->hook->disabled == CS_INSTANT_NONE)
    self->body = cs_hooks_compose (ledger, self->hook, letter, workspace, &failure);
  else if (self->hook != NULL)
    self->reason = g_strdup (self->hook->reason);
  if (g_error_matches (failure, CS_ERROR, CS_ERROR_NOT_FOUND)) {
    self->reason = g_strdup (failure->message);
  } else if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  return g_steal_pointer (&self);
}
