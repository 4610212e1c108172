/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Messages: what a client could see, and what is not known when they leave (L-35 … L-37). */

static void
say (CsCheck *self, CsFindingKind kind, const char *code, const CsMail *mail, char *text)
{
  cs_check_say (self,
                kind,
                code,
                cs_check_get (self, "mails"),
                mail->id,
                "“%s” %s",
                mail->id,
                text);
  g_free (text);
}

static void
check_line (CsCheck *self, const CsMail *mail, const GPtrArray *line)
{
  for (guint i = 0; i < line->len; i++) {
    const CsWho *who = line->pdata[i];

    if (!mail->for_client && who->field != NULL && who->field->among_client)
      say (self,
           CS_FINDING_ERROR,
           "L-35",
           mail,
           g_strdup_printf (_ ("is internal and goes to “%s”, who is with the client"),
                            who->field->id));
  }
}

static void
check_contents (CsCheck *self, const CsMail *mail)
{
  g_autoptr (GPtrArray) fields = cs_mail_list_shown_fields (self->process, mail);

  for (guint i = 0; mail->for_client && i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (!field->client_visible && field->type != CS_FIELD_PERSON)
      say (self,
           CS_FINDING_ERROR,
           "L-35",
           mail,
           g_strdup_printf (_ ("goes to the client and shows “%s”, which is internal"), field->id));
  }
  for (guint i = 0; mail->for_client && i < mail->attach_documents->len; i++) {
    const CsDocument *document = mail->attach_documents->pdata[i];

    if (!document->for_client)
      say (self,
           CS_FINDING_ERROR,
           "L-35",
           mail,
           g_strdup_printf (_ ("goes to the client with “%s”, which is internal"), document->id));
  }
}

static void
check_documents (CsCheck *self)
{
  for (guint i = 0; i < self->process->documents->len; i++) {
    const CsDocument *document = self->process->documents->pdata[i];

    for (guint j = 0; document->for_client && j < document->fields->len; j++) {
      const CsField *field = document->fields->pdata[j];

      if (!field->client_visible)
        cs_check_say (self,
                      CS_FINDING_ERROR,
                      "L-35",
                      cs_check_get (self, "documents"),
                      document->id,
                      _ ("“%s” is for the client and holds “%s”, which is internal"),
                      document->id,
                      field->id);
    }
  }
}

static gboolean
is_answered_before (const CsCheck *self, const CsStep *step, const CsField *field)
{
  if (field->index < CS_N_FIELD_INDEXES || field->optional || field->formula != CS_FORMULA_NONE)
    return TRUE;
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *other = self->process->steps->pdata[i];

    if ((other == step || cs_check_comes_after (self, step, other)) &&
        g_ptr_array_find (other->form, field, NULL))
      return TRUE;
  }
  return FALSE;
}

static void
check_placeholders (CsCheck *self, const CsStep *step, const CsMail *mail)
{
  g_autoptr (GPtrArray) fields = cs_mail_list_shown_fields (self->process, mail);

  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];

    if (!is_answered_before (self, step, field))
      say (self,
           CS_FINDING_ERROR,
           "L-36",
           mail,
           g_strdup_printf (_ ("shows “%s”, which no step before “%s” asks for"),
                            field->id,
                            step->id));
  }
}

static void
check_thread (CsCheck *self, const CsMail *mail, guint index)
{
  gboolean has_subject = mail->subject != NULL;

  for (guint i = 0; mail->thread != NULL && i < self->process->mails->len; i++) {
    const CsMail *other = self->process->mails->pdata[i];

    if (g_strcmp0 (other->thread, mail->thread) != 0)
      continue;
    has_subject = has_subject || other->subject != NULL;
    if (i < index && other->for_client != mail->for_client)
      say (self,
           CS_FINDING_ERROR,
           "L-37",
           mail,
           g_strdup_printf (_ ("and “%s” are one thread with different audiences"), other->id));
  }
  if (!has_subject && mail->via == NULL)
    say (self, CS_FINDING_ERROR, "L-37", mail, g_strdup (_ ("has no subject, nor has its thread")));
}

static gboolean
is_on_a_thread (const CsProcess *process, const CsWho *who)
{
  for (guint i = 0; i < process->mails->len; i++) {
    const CsMail *mail = process->mails->pdata[i];
    const GPtrArray *lines[] = {mail->to, mail->cc};

    if (mail->thread == NULL)
      continue;
    for (guint l = 0; l < G_N_ELEMENTS (lines); l++)
      for (guint j = 0; j < lines[l]->len; j++) {
        const CsWho *other = lines[l]->pdata[j];

        if (other->role == who->role && other->field == who->field)
          return TRUE;
      }
  }
  return FALSE;
}

static gboolean
has_thread (const CsProcess *process)
{
  for (guint i = 0; i < process->mails->len; i++)
    if (((CsMail *)process->mails->pdata[i])->thread != NULL)
      return TRUE;
  return FALSE;
}

/* */
static void
check_told (CsCheck *self, const CsClockDef *clock)
{
  for (guint i = 0; i < clock->ladder->len; i++) {
    const CsRung *rung = clock->ladder->pdata[i];

    for (guint j = 0; j < rung->tell->len; j++) {
      const CsWho *who = rung->tell->pdata[j];

      if (!is_on_a_thread (self->process, who))
        cs_check_say (self,
                      cs_check_find_about (self, clock->id) != NULL ? CS_FINDING_NOTE
                                                                    : CS_FINDING_WARNING,
                      "L-37",
                      cs_check_get (self, "clocks"),
                      clock->id,
                      _ ("“%s” is told by “%s” and is on no thread (Q-06)"),
                      who->role != NULL ? who->role->id : who->field->id,
                      clock->id);
    }
  }
}

/**
 * cs_check_mails: (skip)
 * @self: a check of a process
 *
 * The client on an internal message and internal words on a client's (L-35, RC-23), placeholders
 * that nothing answers before (L-36), threads of mixed audiences (L-37).
 */
void
cs_check_mails (CsCheck *self)
{
  const CsProcess *process = self->process;

  check_documents (self);
  for (guint i = 0; i < process->mails->len; i++) {
    const CsMail *mail = process->mails->pdata[i];

    check_line (self, mail, mail->to);
    check_line (self, mail, mail->cc);
    check_contents (self, mail);
    check_thread (self, mail, i);
  }
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    for (guint j = 0; j < step->mails->len; j++)
      check_placeholders (self, step, step->mails->pdata[j]);
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++) {
      const CsLevel *level = step->approval->levels->pdata[j];

      if (level->mail != NULL)
        check_placeholders (self, step, level->mail);
    }
  }
  for (guint i = 0; i < process->clocks->len && has_thread (process); i++)
    check_told (self, process->clocks->pdata[i]);
}
