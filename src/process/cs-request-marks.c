/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/* Mails that were handed over, and payments. A mail is a mark: it stands while what it showed is
 * still so (pack language 3.7). */

static gboolean
has_field (const GPtrArray *fields, const CsField *field)
{
  return g_ptr_array_find ((GPtrArray *)fields, field, NULL);
}

static void
add_field (GPtrArray *fields, const CsField *field)
{
  if (field != NULL && !has_field (fields, field))
    g_ptr_array_add (fields, (gpointer)field);
}

static void
add_placeholders (GPtrArray *fields, const CsProcess *process, const char *text)
{
  for (const char *at = strchr (text, '{'); at != NULL; at = strchr (at + 1, '{')) {
    const char *end = strchr (at, '}');
    g_autofree char *id = end != NULL ? g_strndup (at + 1, (gsize)(end - at - 1)) : NULL;

    if (id != NULL)
      add_field (fields, cs_process_get_field (process, id));
  }
}

static void
add_text (GPtrArray *fields, const CsProcess *process, const CsText *text)
{
  const char *part;

  if (text == NULL)
    return;
  cs_text_get_part (text, 0, "en", &part);
  for (guint i = 1; part != NULL; i++) {
    add_placeholders (fields, process, part);
    cs_text_get_part (text, i, "en", &part);
  }
}

/**
 * cs_mail_list_shown_fields:
 * @process: a process
 * @mail: one of its mails
 *
 * Returns: (transfer container) (element-type CsField): the fields whose values the mail shows: the
 *   placeholders of its texts and all fields of what is attached
 */
GPtrArray *
cs_mail_list_shown_fields (const CsProcess *process, const CsMail *mail)
{
  GPtrArray *fields = g_ptr_array_new ();

  add_text (fields, process, mail->subject);
  add_text (fields, process, mail->body);
  for (guint i = 0; i < mail->attach_documents->len; i++) {
    const CsDocument *document = mail->attach_documents->pdata[i];

    for (guint j = 0; j < document->fields->len; j++)
      add_field (fields, document->fields->pdata[j]);
  }
  for (guint i = 0; i < mail->attach_fields->len; i++)
    add_field (fields, mail->attach_fields->pdata[i]);
  return fields;
}

/* What a mail showed of a field: as the newest says of the entries that it names, in whatever order
 * it names them; else what held when it came. */
static const json_t *
shown_value (const CsRequest *self, const json_t *shows, const CsField *field)
{
  const json_t *value = NULL;
  gint64 newest = 0;
  gsize index;
  json_t *id;

  json_array_foreach (shows, index, id)
  {
    const CsEntry *entry =
        json_is_string (id) ? g_hash_table_lookup (self->by_id, json_string_value (id)) : NULL;
    const json_t *said = entry != NULL ? cs_entry_get_value (entry, field) : NULL;

    if (said == NULL || cs_entry_get_number (entry) < newest)
      continue;
    value = said;
    newest = cs_entry_get_number (entry);
  }
  return value != NULL ? value : cs_request_effective_value (self, field);
}

/**
 * cs_request_apply_mail:
 *
 * Entry `mail`.
 */
void
cs_request_apply_mail (CsRequest *self, CsEntry *entry)
{
  const char *mail_id = cs_entry_get_text (entry, "mail");
  const char *step_id = cs_entry_get_text (entry, "step");
  const CsMail *mail = mail_id != NULL ? cs_process_get_mail (self->process, mail_id) : NULL;
  const json_t *shows = json_object_get (cs_entry_get_data (entry), "shows");
  g_autoptr (GPtrArray) fields = NULL;
  CsMailMark *mark;

  if (mail == NULL)
    return;
  mark = g_new0 (CsMailMark, 1);
  mark->mail.entry = entry;
  mark->mail.mail = mail;
  mark->mail.step = step_id != NULL ? cs_process_get_step (self->process, step_id) : NULL;
  mark->mail.stands = TRUE;
  mark->index = self->entries->len;
  mark->shown = json_object ();
  fields = cs_mail_list_shown_fields (self->process, mail);
  cs_request_forget_answers (self);
  for (guint i = 0; i < fields->len; i++) {
    const CsField *field = fields->pdata[i];
    const json_t *value = shown_value (self, shows, field);

    if (field->formula == CS_FORMULA_NONE && value != NULL)
      json_object_set (mark->shown, field->id, (json_t *)value);
    else if (field->formula == CS_FORMULA_NONE)
      json_object_set_new (mark->shown, field->id, json_null ());
  }
  g_ptr_array_add (self->mails, mark);
}

static gboolean
stands (const CsRequest *self, const CsMailMark *mark)
{
  const char *id;
  json_t *shown;

  json_object_foreach (mark->shown, id, shown)
  {
    const CsField *field = cs_process_get_field (self->process, id);
    const json_t *value = cs_request_effective_value (self, field);

    if (value == NULL ? !json_is_null (shown) : !json_equal (shown, (json_t *)value))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_request_settle_mails:
 *
 * Judges anew which mails still say what is so.
 */
void
cs_request_settle_mails (CsRequest *self)
{
  for (guint i = 0; i < self->mails->len; i++) {
    CsMailMark *mark = self->mails->pdata[i];

    mark->mail.stands = stands (self, mark);
  }
}

/**
 * cs_request_pick_mail:
 * @self: a request
 * @step: a step of its process
 * @applies: (out) (optional): whether one applies; unknown while a condition is
 *
 * Returns: (transfer none) (nullable): the mail of the step that applies now
 */
const CsMail *
cs_request_pick_mail (const CsRequest *self, const CsStep *step, CsTruth *applies)
{
  CsTruth some = CS_TRUTH_FALSE;
  const CsMail *picked = NULL;

  for (guint i = 0; i < step->mails->len && picked == NULL; i++) {
    const CsMail *mail = step->mails->pdata[i];
    CsTruth truth = cs_cond_evaluate (mail->when, self, NULL, NULL);

    some = cs_truth_or (some, truth);
    if (truth == CS_TRUTH_TRUE)
      picked = mail;
  }
  if (applies != NULL)
    *applies = some;
  return picked;
}

/**
 * cs_request_mail_is_done:
 *
 * Whether the mail that applies at a step was handed over after an entry and still stands.
 */
gboolean
cs_request_mail_is_done (const CsRequest *self, const CsStep *step, guint after)
{
  CsTruth applies;
  const CsMail *mail;

  if (step->mails->len == 0)
    return TRUE;
  mail = cs_request_pick_mail (self, step, &applies);
  for (guint i = 0; mail != NULL && i < self->mails->len; i++) {
    const CsMailMark *mark = self->mails->pdata[i];

    if (mark->index > after && mark->mail.mail == mail &&
        (mark->mail.step == step || mark->mail.step == NULL) && stands (self, mark))
      return TRUE;
  }
  return applies == CS_TRUTH_FALSE;
}

/* Payments */

static gboolean
closes (const CsStep *step, const json_t *data)
{
  const char *kind = cs_json_get_string (json_object_get (data, "evidence"), "kind");

  return kind != NULL && step->payment_closes != NULL &&
         g_strv_contains ((const char *const *)step->payment_closes, kind);
}

static void
add_received (CsPayment *payment, const json_t *data)
{
  CsMoney part;

  if (!cs_money_from_json (json_object_get (data, "amount"), &part, NULL))
    return;
  if (payment->received.currency[0] == '\0')
    payment->received = part;
  else if (strcmp (payment->received.currency, part.currency) == 0)
    cs_money_add (payment->received, part, &payment->received, NULL);
}

static void
promise (CsPayment *payment, const json_t *data)
{
  g_free (payment->promised_on);
  payment->promised_on = g_strdup (cs_json_get_string (data, "date"));
}

/**
 * cs_request_apply_payment:
 *
 * Entry `payment`: a promise only re-dates, and only the evidence that the step names closes
 * (Q-42).
 */
void
cs_request_apply_payment (CsRequest *self, CsEntry *entry)
{
  const json_t *data = cs_entry_get_data (entry);
  const char *id = cs_entry_get_text (entry, "step");
  const char *state = cs_entry_get_text (entry, "state");
  const CsStep *step = id != NULL ? cs_process_get_step (self->process, id) : NULL;
  CsPayment *payment = step != NULL ? self->steps[step->index].payment : NULL;

  if (payment == NULL || state == NULL)
    return;
  g_ptr_array_add (payment->entries, entry);
  if (cs_request_is_waiting (self, entry))
    return;
  if (strcmp (state, "promise") == 0) {
    payment->state = CS_PAYMENT_PROMISED;
    promise (payment, data);
  } else if (strcmp (state, "part") == 0) {
    payment->state = CS_PAYMENT_PART;
    add_received (payment, data);
  } else if (strcmp (state, "disputed") == 0) {
    payment->state = CS_PAYMENT_DISPUTED;
  } else if (strcmp (state, "confirmed") == 0 && closes (step, data)) {
    payment->state = CS_PAYMENT_CONFIRMED;
    add_received (payment, data);
  } else if (strcmp (state, "written-off") == 0) {
    payment->state = CS_PAYMENT_WRITTEN_OFF;
  }
}
