/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payment-box.h"

#include "cs-detail-row.h"
#include "cs-entry-text.h"
#include "cs-field-context.h"
#include "cs-money-format.h"
#include "cs-payment-dialog.h"
#include "cs-payment-text.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>

/* One payment: its state and what can be done, what is known, what happened. */

static char *
money_text (CsMoney money)
{
  return cs_money_to_display (money, cs_field_context_get_locale (), CS_DIGITS_LATIN);
}

static gboolean
is_escalated (const CsClockRun *run)
{
  for (guint i = 0; run != NULL && i < run->rungs->len; i++) {
    const CsRungState *rung = run->rungs->pdata[i];
    if (rung->fired != NULL && rung->rung->anchor == CS_RUNG_LIMIT && !rung->rung->before)
      return TRUE;
  }
  return FALSE;
}

/* The same words as in the table. */
static const char *
state_name (const CsPayment *payment, const CsClockRun *run, CsInstant now)
{
  switch (payment->state) {
    case CS_PAYMENT_PROMISED:
      return "promised";
    case CS_PAYMENT_PART:
      return "part";
    case CS_PAYMENT_DISPUTED:
      return "disputed";
    case CS_PAYMENT_CONFIRMED:
      return "confirmed";
    case CS_PAYMENT_WRITTEN_OFF:
      return "written-off";
    case CS_PAYMENT_NONE:
    case CS_PAYMENT_DUE:
    default:
      break;
  }
  if (run != NULL && run->due != CS_INSTANT_NONE && run->due < now)
    return is_escalated (run) ? "escalated" : "late";
  return "due";
}

/**
 * cs_payment_box_find_escalation:
 * @payment: a payment
 *
 * Returns: (transfer none) (nullable): the message that the payment's clock sends on (AG-24)
 */
const CsMail *
cs_payment_box_find_escalation (const CsPayment *payment)
{
  const CsClockDef *clock = payment->step->clock;

  for (guint i = 0; clock != NULL && i < clock->ladder->len; i++) {
    const CsRung *rung = clock->ladder->pdata[i];
    if (rung->mail != NULL)
      return rung->mail;
  }
  return NULL;
}

/* “Escalate to Salesperson…” */
static char *
escalation_label (CsReader *reader, const CsMail *mail)
{
  const CsWho *who = mail->to->len > 0 ? mail->to->pdata[0] : NULL;
  const CsText *title = who == NULL         ? NULL
                        : who->role != NULL ? who->role->title
                                            : who->field->title;
  g_autofree char *name = NULL;

  if (title == NULL)
    return g_strdup (_ ("Escalate…"));
  name = cs_reader_dup_text (reader, title, "");
  /* Translators: a role, such as Salesperson */
  return g_strdup_printf (_ ("Escalate to %s…"), name);
}

static const CsAction *
find_action (CsReader *reader, const CsPayment *payment)
{
  return cs_reader_find_action (reader, CS_ACTION_PAYMENT, payment->step, NULL, NULL);
}

static GtkWidget *
add_button (CsDetailRow *row, const char *label, const char *action, GVariant *target)
{
  return cs_detail_row_add_button (row, label, action, target);
}

static void
add_buttons (CsDetailRow *row, CsReader *reader, const CsPayment *payment, guint index)
{
  const CsAction *action = find_action (reader, payment);
  const CsMail *mail = cs_payment_box_find_escalation (payment);

  for (guint act = 0; action != NULL && action->is_open && act < CS_N_PAYMENT_ACTS; act++) {
    GtkWidget *button = add_button (row,
                                    cs_payment_act_label (act),
                                    "payment.act",
                                    g_variant_new ("(uu)", index, act));
    if (act == CS_PAYMENT_ACT_CONFIRM)
      gtk_widget_add_css_class (button, "suggested-action");
  }
  if (payment->state == CS_PAYMENT_CONFIRMED || payment->state == CS_PAYMENT_WRITTEN_OFF)
    return;
  if (mail != NULL) {
    g_autofree char *label = escalation_label (reader, mail);
    add_button (row, label, "payment.escalate", g_variant_new_uint32 (index));
  }
  add_button (row, _ ("Print Reminder…"), "payment.remind", g_variant_new_uint32 (index));
}

/* Why nothing can be recorded here: what the rules say, or whose it is. */
static char *
why_not (CsReader *reader, const CsPayment *payment)
{
  const CsAction *action = find_action (reader, payment);
  const GPtrArray *turns = cs_request_view_get_turns (cs_reader_get_view (reader));
  g_autoptr (GString) why = g_string_new (NULL);

  if (action != NULL && action->is_open)
    return NULL;
  for (guint i = 0; action != NULL && i < action->reasons->len; i++)
    g_string_append_printf (why,
                            "%s%s",
                            i > 0 ? "\n" : "",
                            ((const CsReason *)action->reasons->pdata[i])->text);
  for (guint i = 0; why->len == 0 && i < turns->len; i++) {
    const CsTurn *turn = turns->pdata[i];
    g_autofree char *names = turn->step == payment->step ? cs_reader_dup_turn_names (reader, turn)
                                                         : NULL;

    if (names != NULL && *names != '\0')
      /* Translators: names of people */
      g_string_append_printf (why, _ ("What is paid is recorded by %s."), names);
  }
  return g_strdup (why->str);
}

static void
add_state (GtkListBox *list, CsReader *reader, const CsPayment *payment, guint index)
{
  CsSession *session = cs_reader_get_session (reader);
  CsInstant now = cs_session_get_now (session);
  const CsClockRun *run = cs_reader_find_run (reader, payment->step, NULL);
  CsPaymentFacts facts = {0};
  g_auto (CsPaymentText) text = {0};
  g_autofree char *why = why_not (reader, payment);
  CsDetailRow *row;

  facts.state = state_name (payment, run, now);
  facts.due = run != NULL ? run->due : CS_INSTANT_NONE;
  facts.promised_on = payment->promised_on;
  cs_payment_text_init (&text, &facts, cs_session_get_format (session), now);
  row = cs_detail_row_new (text.icon, text.text, why);
  gtk_widget_add_css_class (GTK_WIDGET (row), "cs-heading-row");
  if (text.tint != NULL)
    cs_detail_row_set_tint (row, text.tint);
  add_buttons (row, reader, payment, index);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_fact (GtkListBox *list, const char *title, const char *value)
{
  if (value != NULL && *value != '\0')
    gtk_list_box_append (list, GTK_WIDGET (cs_detail_row_new_fact (title, value)));
}

static void
add_amounts (GtkListBox *list, const CsPayment *payment)
{
  g_autofree char *amount = payment->has_amount ? money_text (payment->amount) : NULL;
  g_autofree char *received = payment->received.minor > 0 ? money_text (payment->received) : NULL;
  g_autofree char *rest = NULL;
  CsMoney outstanding;

  add_fact (list, _ ("Invoiced"), amount);
  add_fact (list, _ ("Received"), received);
  if (payment->state == CS_PAYMENT_CONFIRMED || payment->state == CS_PAYMENT_WRITTEN_OFF)
    return;
  if (amount != NULL && received != NULL &&
      cs_money_subtract (payment->amount, payment->received, &outstanding, NULL)) {
    rest = money_text (outstanding);
    add_fact (list, _ ("Outstanding"), rest);
  }
}

/* The other answers of the form that asks for the amount: number of the invoice, its file. */
static void
add_invoice (GtkListBox *list, CsReader *reader, const CsPayment *payment)
{
  const GPtrArray *steps = cs_reader_get_process (reader)->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    if (!g_ptr_array_find (step->form, payment->step->payment, NULL))
      continue;
    for (guint j = 0; j < step->form->len; j++) {
      const CsField *field = step->form->pdata[j];
      g_autofree char *title = cs_reader_dup_text (reader, field->title, field->id);
      g_autofree char *value = field != payment->step->payment && field->type == CS_FIELD_TEXT
                                   ? cs_reader_dup_field (reader, field)
                                   : NULL;
      add_fact (list, title, value);
    }
    return;
  }
}

static void
add_facts (GtkListBox *list, CsReader *reader, const CsPayment *payment)
{
  CsSession *session = cs_reader_get_session (reader);
  const CsFormat *format = cs_session_get_format (session);
  const CsClockRun *run = cs_reader_find_run (reader, payment->step, NULL);
  const CsField *owner = cs_reader_get_process (reader)->owner;
  g_autofree char *owner_name = owner != NULL ? cs_reader_dup_field (reader, owner) : NULL;
  g_autofree char *client = cs_reader_dup_client (reader);
  g_autofree char *delivered = NULL;
  g_autofree char *due = NULL;
  g_autofree char *promised = NULL;

  add_fact (list, _ ("Client"), client);
  add_invoice (list, reader, payment);
  add_amounts (list, payment);
  if (payment->asked_at != CS_INSTANT_NONE)
    delivered = cs_format_exact (format, payment->asked_at);
  add_fact (list, _ ("Delivered"), delivered);
  if (run != NULL && run->due != CS_INSTANT_NONE)
    due = cs_format_exact (format, run->due);
  add_fact (list, _ ("Due"), due);
  if (payment->promised_on != NULL)
    promised = cs_format_iso_date (format, payment->promised_on, cs_session_get_now (session));
  add_fact (list, _ ("Promised for"), promised);
  add_fact (list, _ ("Owner"), owner_name);
}

/* “Bank advice, reference 4711” */
static char *
evidence_text (const json_t *evidence)
{
  const char *kind = cs_json_get_string (evidence, "kind");
  const char *reference = cs_json_get_string (evidence, "text");
  g_autofree char *title = kind != NULL ? cs_payment_evidence_title (kind) : NULL;

  if (title == NULL)
    return NULL;
  if (reference == NULL)
    return g_steal_pointer (&title);
  return g_strdup_printf (_ ("%1$s, reference %2$s"), title, reference);
}

static void
add_entry (GtkListBox *list, CsReader *reader, const CsEntry *entry)
{
  const json_t *evidence = json_object_get (cs_entry_get_data (entry), "evidence");
  const char *digest = cs_json_get_string (evidence, "sha256");
  const char *name = cs_json_get_string (evidence, "name");
  g_autofree char *sentence = cs_entry_text_sentence (reader, entry);
  g_autofree char *detail = cs_entry_text_detail (reader, entry);
  g_autofree char *proof = evidence_text (evidence);
  g_autofree char *actor = cs_entry_text_actor (reader, entry);
  g_autofree char *when = cs_reader_dup_day_time (reader, cs_entry_get_time (entry));
  g_autofree char *text = g_strjoin (detail != NULL && proof != NULL ? "\n" : "",
                                     detail != NULL ? detail : "",
                                     proof != NULL ? proof : "",
                                     NULL);
  g_autofree char *note = g_strdup_printf (_ ("%1$s · %2$s"), actor, when);
  CsDetailRow *row = cs_detail_row_new (cs_entry_text_icon (entry), sentence, text);

  cs_detail_row_set_note (row, note);
  if (digest != NULL) {
    g_autofree char *label = g_strdup_printf (_ ("Open %s"), name != NULL ? name : _ ("Evidence"));
    add_button (row, label, "payment.open-file", g_variant_new_string (digest));
  }
  gtk_list_box_append (list, GTK_WIDGET (row));
}

/* What concerns the payment: its own entries, the rungs of its clock, the mails of its step. */
static gboolean
belongs (const CsPayment *payment, const CsEntry *entry)
{
  const CsClockDef *clock = payment->step->clock;
  const CsMail *mail = cs_payment_box_find_escalation (payment);

  CsEntryKind kind = cs_entry_get_kind (entry);

  if (kind == CS_KIND_PAYMENT)
    return g_strcmp0 (cs_entry_get_text (entry, "step"), payment->step->id) == 0;
  if (kind == CS_KIND_RUNG)
    return clock != NULL && g_strcmp0 (cs_entry_get_text (entry, "clock"), clock->id) == 0;
  return kind == CS_KIND_MAIL && mail != NULL &&
         g_strcmp0 (cs_entry_get_text (entry, "mail"), mail->id) == 0;
}

/**
 * cs_payment_box_fill:
 * @box: where
 * @reader: of the request
 * @index: of the payment in the request
 *
 * Appends what there is to say about one payment. Its buttons activate `payment.act` (payment,
 * act), `payment.escalate`, `payment.remind` (payment) and `payment.open-file` (digest).
 */
void
cs_payment_box_fill (GtkBox *box, CsReader *reader, guint index)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const CsPayment *payment = cs_request_get_payments (request)->pdata[index];
  const GPtrArray *entries = cs_request_get_entries (request);
  const CsPack *pack = cs_reader_get_process (reader)->pack;
  g_autofree char *title = cs_reader_dup_text (reader, payment->step->title, payment->step->id);
  GtkListBox *list =
      cs_detail_list_add (box, title, cs_unclear_mark_new_for (pack, payment->step->id));
  gboolean has_history = FALSE;

  add_state (list, reader, payment, index);
  add_facts (list, reader, payment);
  for (guint i = entries->len; i > 0; i--) {
    const CsEntry *entry = entries->pdata[i - 1];
    if (!belongs (payment, entry))
      continue;
    if (!has_history)
      list = cs_detail_list_add (box, _ ("History"), NULL);
    has_history = TRUE;
    add_entry (list, reader, entry);
  }
}
