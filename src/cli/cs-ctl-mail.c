/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-ctl-commands.h"
#include "cs-ctl-place.h"

#include "cs-mail-message.h"
#include "cs-recipients.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>

static json_t *
recipients_to_json (const GPtrArray *recipients)
{
  json_t *list = json_array ();

  for (guint i = 0; i < recipients->len; i++) {
    const CsRecipient *recipient = recipients->pdata[i];
    json_t *object = json_pack ("{s:s, s:s, s:b, s:b}",
                                "mail",
                                recipient->mail,
                                "rule",
                                recipient->rule,
                                "external",
                                recipient->external,
                                "client",
                                recipient->is_client);

    cs_ctl_set_string (object, "name", recipient->name);
    cs_ctl_set_string (object, "person", recipient->person);
    cs_ctl_set_string (object, "role", recipient->role);
    cs_ctl_set_string (object, "region", recipient->region);
    json_array_append_new (list, object);
  }
  return list;
}

static json_t *
draft_to_json (const CsDraftMail *draft)
{
  json_t *object = json_pack ("{s:s, s:o, s:o, s:o, s:o}",
                              "mail",
                              draft->mail->id,
                              "to",
                              recipients_to_json (draft->to),
                              "cc",
                              recipients_to_json (draft->cc),
                              "problems",
                              cs_ctl_reasons_to_json (draft->problems),
                              "warnings",
                              cs_ctl_reasons_to_json (draft->warnings));

  cs_ctl_set_string (object, "subject", draft->subject);
  cs_ctl_set_string (object, "body", draft->body);
  cs_ctl_set_string (object, "thread", draft->thread);
  cs_ctl_set_string (object, "in_reply_to", draft->in_reply_to);
  json_object_set_new (object, "references", cs_ctl_strings_to_json (draft->references));
  return object;
}

static void
print_recipients (CsCtl *ctl, const char *line, const GPtrArray *recipients)
{
  for (guint i = 0; i < recipients->len; i++) {
    const CsRecipient *recipient = recipients->pdata[i];

    fprintf (ctl->output,
             "%-4s %-36s %s  %s%s\n",
             line,
             recipient->mail,
             recipient->rule,
             recipient->role != NULL ? recipient->role : "",
             recipient->external ? _ (" (outside)") : "");
  }
}

static void
print_reasons (CsCtl *ctl, const char *mark, const GPtrArray *reasons)
{
  for (guint i = 0; i < reasons->len; i++) {
    const CsReason *reason = reasons->pdata[i];

    fprintf (ctl->output, "%s %s: %s\n", mark, reason->rule, reason->text);
  }
}

static void
print_draft (CsCtl *ctl, const CsDraftMail *draft)
{
  if (ctl->json) {
    cs_ctl_print_json (ctl, draft_to_json (draft));
    return;
  }
  print_recipients (ctl, "To", draft->to);
  print_recipients (ctl, "Cc", draft->cc);
  print_reasons (ctl, "!", draft->problems);
  print_reasons (ctl, "?", draft->warnings);
}

typedef struct {
  char *by;
  char *mail;
  char *eml;
} MailOptions;

static void
mail_options_clear (MailOptions *options)
{
  g_free (options->by);
  g_free (options->mail);
  g_free (options->eml);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MailOptions, mail_options_clear)

/* The mail named, or else the one that applies at a step that is open. */
static const CsMail *
find_mail (const CsRequest *request, const char *name, GError **error)
{
  const CsProcess *process = cs_request_get_process (request);
  const CsMail *mail = name != NULL ? cs_process_get_mail (process, name) : NULL;

  for (guint i = 0; name == NULL && mail == NULL && i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];
    CsTruth applies = CS_TRUTH_FALSE;

    if (cs_request_get_step_state (request, step) != CS_STEP_OPEN)
      continue;
    mail = cs_request_pick_mail (request, step, &applies);
    if (applies != CS_TRUTH_TRUE)
      mail = NULL;
  }
  if (mail == NULL && name == NULL)
    g_set_error_literal (error,
                         CS_ERROR,
                         CS_ERROR_NOT_FOUND,
                         _ ("No mail is due now; name one with --mail"));
  else if (mail == NULL)
    g_set_error (error, CS_ERROR, CS_ERROR_NOT_FOUND, _ ("The process has no mail “%s”"), name);
  return mail;
}

static CsDraftMail *
compose (CsCtl *ctl,
         CsLedger *ledger,
         const char *name,
         const MailOptions *options,
         const char **person,
         GError **error)
{
  g_autofree char *id = cs_ctl_find_request (ledger, name, error);
  const CsRequest *request;
  const CsMail *mail;
  CsRuleContext context;

  if (id == NULL)
    return NULL;
  request = cs_authority_get_request (cs_ledger_get_authority (ledger), id, NULL, error);
  if (request == NULL)
    return NULL;
  mail = find_mail (request, options->mail, error);
  if (mail == NULL)
    return NULL;
  *person = cs_ctl_find_person (ledger, options->by, error);
  if (*person == NULL)
    return NULL;
  context = cs_ctl_get_context (ledger);
  return cs_recipients_compose (request, mail, *person, "en", &context);
}

/**
 * cs_ctl_recipients:
 * @ctl: the command line
 * @arguments: the request
 * @error: as opening and reading
 *
 * Lists To and Cc of a mail with the rule that put each address there (RC-20).
 *
 * Returns: whether it was printed
 */
gboolean
cs_ctl_recipients (CsCtl *ctl, char **arguments, GError **error)
{
  g_auto (MailOptions) options = {0};
  const GOptionEntry entries[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &options.by, N_ ("Who sends"), "PERSON"},
      {"mail", 0, 0, G_OPTION_ARG_STRING, &options.mail, N_ ("Which mail of the process"), "ID"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsDraftMail) draft = NULL;
  const char *person;

  if (!cs_ctl_parse (ctl, arguments, entries, 1, 1, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  draft = compose (ctl, ledger, arguments[1], &options, &person, error);
  if (draft == NULL)
    return FALSE;
  print_draft (ctl, draft);
  if (draft->problems->len > 0)
    ctl->exit_status = CS_CTL_FAILED;
  return TRUE;
}

static GStrv
list_addresses (const GPtrArray *recipients)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < recipients->len; i++)
    g_strv_builder_add (builder, ((const CsRecipient *)recipients->pdata[i])->mail);
  return g_strv_builder_end (builder);
}

static GBytes *
make_eml (CsCtl *ctl,
          CsLedger *ledger,
          const CsDraftMail *draft,
          const char *person,
          GError **error)
{
  CsRuleContext context = cs_ctl_get_context (ledger);
  const CsPerson *sender = cs_directory_get_person (context.directory, person);
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();
  g_autofree char *unique = cs_uuid_new (context.now);

  message->from = sender->mail != NULL ? g_strdup_printf ("\"%s\" <%s>", sender->name, sender->mail)
                                       : NULL;
  message->to = list_addresses (draft->to);
  message->cc = list_addresses (draft->cc);
  message->subject = g_strdup (draft->subject);
  message->text = g_strdup (draft->body);
  message->message_id = g_strdup_printf ("%s@countersign.invalid", unique);
  message->in_reply_to = g_strdup (draft->in_reply_to);
  message->references = g_strdupv (draft->references);
  message->date = context.now;
  message->is_draft = TRUE;
  return cs_mail_message_to_eml (message, error);
}

/**
 * cs_ctl_mail_compose:
 * @ctl: the command line
 * @arguments: the request
 * @error: as opening and reading; `CS_ERROR_INVALID` when the mail may not leave
 *
 * Works a mail out and writes it as a message file; sends nothing (RC-26).
 *
 * Returns: whether it was written
 */
gboolean
cs_ctl_mail_compose (CsCtl *ctl, char **arguments, GError **error)
{
  g_auto (MailOptions) options = {0};
  const GOptionEntry entries[] = {
      {"by", 0, 0, G_OPTION_ARG_STRING, &options.by, N_ ("Who sends"), "PERSON"},
      {"mail", 0, 0, G_OPTION_ARG_STRING, &options.mail, N_ ("Which mail of the process"), "ID"},
      {"eml",
       0,
       0,
       G_OPTION_ARG_FILENAME,
       &options.eml,
       N_ ("Write the message to this file"),
       "FILE"},
      {NULL},
  };
  g_autoptr (CsLedger) ledger = NULL;
  g_autoptr (CsDraftMail) draft = NULL;
  g_autoptr (GBytes) eml = NULL;
  const char *person;

  if (!cs_ctl_parse (ctl, arguments, entries, 1, 1, error))
    return FALSE;
  ledger = cs_ctl_open (ctl, error);
  if (ledger == NULL)
    return FALSE;
  draft = compose (ctl, ledger, arguments[1], &options, &person, error);
  if (draft == NULL)
    return FALSE;
  if (draft->problems->len > 0) {
    print_draft (ctl, draft);
    ctl->exit_status = CS_CTL_FAILED;
    return TRUE;
  }
  eml = make_eml (ctl, ledger, draft, person, error);
  if (eml == NULL)
    return FALSE;
  if (options.eml != NULL) {
    if (!g_file_set_contents (options.eml,
                              g_bytes_get_data (eml, NULL),
                              (gssize)g_bytes_get_size (eml),
                              error))
      return FALSE;
    print_draft (ctl, draft);
    return TRUE;
  }
  if (ctl->json) {
    json_t *object = draft_to_json (draft);

    json_object_set_new (object,
                         "eml",
                         json_stringn (g_bytes_get_data (eml, NULL), g_bytes_get_size (eml)));
    cs_ctl_print_json (ctl, object);
  } else {
    fwrite (g_bytes_get_data (eml, NULL), 1, g_bytes_get_size (eml), ctl->output);
  }
  return TRUE;
}
