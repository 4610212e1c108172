/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-payment-dialog.h"

#include "cs-field-editor.h"
#include "cs-pack-reader.h"
#include "cs-payment-text.h"

#include <glib/gi18n-lib.h>

/* What is asked; each act asks for some of it. */
typedef enum { ASK_DATE, ASK_AMOUNT, ASK_KIND, ASK_FILE, ASK_REFERENCE, ASK_NOTE, N_ASKS } Ask;

typedef enum { NO, MAY, MUST } Need;

typedef struct {
  const char *state;  /* of the entry */
  const char *label;  /* of the button that opens the dialog */
  const char *accept; /* of the dialog's button */
  const char *done;   /* said afterwards */
  const char *date;   /* (nullable) title of the date here */
  const char *note;   /* title of the note here */
  gboolean is_today;  /* the date is today, most of the time */
  gboolean is_all;    /* the amount is what is outstanding, most of the time */
  gboolean is_final;  /* closes without money */
  Need needs[N_ASKS];
} ActDef;

static const ActDef acts[CS_N_PAYMENT_ACTS] = {
    [CS_PAYMENT_ACT_CONFIRM] = {"confirmed",
                                N_ ("Confirm Payment…"),
                                N_ ("_Confirm Payment"),
                                N_ ("Payment confirmed"),
                                N_ ("Date of payment"),
                                N_ ("Note"),
                                TRUE,
                                TRUE,
                                FALSE,
                                {MUST, MUST, MUST, MAY, MAY, MAY}},
    [CS_PAYMENT_ACT_PROMISE] = {"promise",
                                N_ ("Note a Promise…"),
                                N_ ("_Note Promise"),
                                N_ ("Promise noted"),
                                N_ ("Promised for"),
                                N_ ("Who promised it, and how"),
                                FALSE,
                                FALSE,
                                FALSE,
                                {MUST, NO, NO, NO, NO, MAY}},
    [CS_PAYMENT_ACT_PART] = {"part",
                             N_ ("Record Part Payment…"),
                             N_ ("_Record Part Payment"),
                             N_ ("Part payment recorded"),
                             N_ ("Date of payment"),
                             N_ ("Note"),
                             TRUE,
                             FALSE,
                             FALSE,
                             {MUST, MUST, NO, NO, NO, MAY}},
    [CS_PAYMENT_ACT_DISPUTE] = {"disputed",
                                N_ ("Dispute…"),
                                N_ ("_Note Dispute"),
                                N_ ("Dispute noted"),
                                NULL,
                                N_ ("What the client disputes"),
                                FALSE,
                                FALSE,
                                FALSE,
                                {NO, NO, NO, NO, NO, MUST}},
    [CS_PAYMENT_ACT_WRITE_OFF] = {"written-off",
                                  N_ ("Write Off…"),
                                  N_ ("_Write Off"),
                                  N_ ("Amount written off"),
                                  NULL,
                                  N_ ("Reason"),
                                  FALSE,
                                  FALSE,
                                  TRUE,
                                  {NO, NO, NO, NO, NO, MUST}},
};

/**
 * CsPaymentDialog:
 *
 * Only evidence of a kind that the step names closes a payment; the dialog offers no other.
 */
struct _CsPaymentDialog {
  CsDialog parent_instance;

  CsReader *reader; /* (owned): keeps the payment alive */
  const CsPayment *payment;
  const ActDef *act;
  CsFieldContext *context;        /* (owned) */
  CsField fields[N_ASKS];         /* what the editors ask, made here */
  CsFieldEditor *editors[N_ASKS]; /* (nullable) children of the box */
  gboolean is_busy;

  GtkBox *box;       /* template */
  GtkLabel *problem; /* template */
};

G_DEFINE_FINAL_TYPE (CsPaymentDialog, cs_payment_dialog, CS_TYPE_DIALOG)

/**
 * cs_payment_act_label:
 *
 * Returns: (transfer none): “Confirm Payment…”
 */
const char *
cs_payment_act_label (CsPaymentAct act)
{
  return _ (acts[act].label);
}

/**
 * cs_payment_act_from_state:
 * @state: (nullable): of an entry
 *
 * Returns: the act that records it; the first where it is unknown
 */
CsPaymentAct
cs_payment_act_from_state (const char *state)
{
  for (guint act = 0; act < CS_N_PAYMENT_ACTS; act++) {
    if (g_strcmp0 (acts[act].state, state) == 0)
      return act;
  }
  return CS_PAYMENT_ACT_CONFIRM;
}

static gboolean
is_given (CsPaymentDialog *self, Ask ask)
{
  g_autoptr (json_t) value =
      self->editors[ask] != NULL ? cs_field_editor_dup_value (self->editors[ask], NULL) : NULL;

  return value != NULL;
}

/* A file or a reference must stand behind a confirmation. */
static void
update (CsPaymentDialog *self)
{
  gboolean can_accept = !self->is_busy;

  for (Ask ask = 0; ask < N_ASKS; ask++)
    if (self->act->needs[ask] == MUST && self->editors[ask] != NULL && !is_given (self, ask))
      can_accept = FALSE;
  if (self->act->needs[ASK_KIND] == MUST && !is_given (self, ASK_FILE) &&
      !is_given (self, ASK_REFERENCE))
    can_accept = FALSE;
  cs_dialog_set_can_accept (CS_DIALOG (self), can_accept);
}

static void
show_problem (CsPaymentDialog *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* --- recording --- */

static json_t *
take_evidence (CsPaymentDialog *self)
{
  json_t *evidence = cs_field_editor_dup_value (self->editors[ASK_FILE], NULL);
  g_autoptr (json_t) reference = cs_field_editor_dup_value (self->editors[ASK_REFERENCE], NULL);
  g_autoptr (json_t) kind = NULL;

  if (evidence == NULL)
    evidence = json_object ();
  if (reference != NULL)
    json_object_set (evidence, "text", reference);
  if (self->editors[ASK_KIND] != NULL)
    kind = cs_field_editor_dup_value (self->editors[ASK_KIND], NULL);
  if (kind != NULL)
    json_object_set (evidence, "kind", kind);
  else
    json_object_set_new (evidence, "kind", json_string (self->payment->step->payment_closes[0]));
  return evidence;
}

static const struct {
  Ask ask;
  const char *member;
} members[] = {{ASK_DATE, "date"}, {ASK_AMOUNT, "amount"}, {ASK_NOTE, "note"}};

static json_t *
take_data (CsPaymentDialog *self)
{
  json_t *data =
      json_pack ("{s:s, s:s}", "step", self->payment->step->id, "state", self->act->state);

  for (guint i = 0; i < G_N_ELEMENTS (members); i++) {
    CsFieldEditor *editor = self->editors[members[i].ask];
    json_t *value = editor != NULL ? cs_field_editor_dup_value (editor, NULL) : NULL;
    if (value != NULL)
      json_object_set_new (data, members[i].member, value);
  }
  if (self->act->needs[ASK_KIND] == MUST)
    json_object_set_new (data, "evidence", take_evidence (self));
  return data;
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsPaymentDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  self->is_busy = FALSE;
  if (self->box == NULL)
    return;
  update (self);
  if (outcome != NULL && outcome->is_accepted) {
    cs_session_toast (cs_reader_get_session (self->reader), _ (self->act->done));
    cs_dialog_close (CS_DIALOG (self));
  } else if (outcome != NULL && outcome->reason != NULL) {
    show_problem (self, outcome->reason->text);
  } else if (error != NULL) {
    show_problem (self, error->message);
  }
}

static void
cs_payment_dialog_accept (CsDialog *dialog)
{
  CsPaymentDialog *self = CS_PAYMENT_DIALOG (dialog);
  gboolean is_valid = TRUE;
  g_autoptr (json_t) data = NULL;

  for (Ask ask = 0; ask < N_ASKS; ask++)
    if (self->editors[ask] != NULL && !cs_field_editor_validate (self->editors[ask]))
      is_valid = FALSE;
  if (!is_valid || self->is_busy)
    return;
  self->is_busy = TRUE;
  show_problem (self, NULL);
  update (self);
  data = take_data (self);
  cs_workspace_submit_async (cs_session_get_workspace (cs_reader_get_session (self->reader)),
                             cs_request_get_id (cs_reader_get_request (self->reader)),
                             "payment",
                             data,
                             NULL,
                             recorded_cb,
                             g_object_ref (self));
}

/* --- what is asked --- */

static void
init_field (CsPaymentDialog *self, Ask ask, const char *id, CsFieldType type, const char *title)
{
  CsField *field = &self->fields[ask];

  field->id = g_strdup (id);
  field->type = type;
  field->title = cs_text_new (title);
  field->optional = self->act->needs[ask] == MAY;
}

static void
option_free (gpointer data)
{
  CsOption *option = data;

  g_free (option->id);
  cs_text_free (option->title);
  g_free (option);
}

static void
add_kinds (CsPaymentDialog *self)
{
  const GStrv kinds = self->payment->step->payment_closes;
  GPtrArray *options = g_ptr_array_new_with_free_func (option_free);

  for (guint i = 0; kinds != NULL && kinds[i] != NULL; i++) {
    CsOption *option = g_new0 (CsOption, 1);
    g_autofree char *title = cs_payment_evidence_title (kinds[i]);

    option->id = g_strdup (kinds[i]);
    option->title = cs_text_new (title);
    g_ptr_array_add (options, option);
  }
  self->fields[ASK_KIND].options = options;
}

static void
init_fields (CsPaymentDialog *self)
{
  init_field (self,
              ASK_DATE,
              "payment-date",
              CS_FIELD_DATE,
              self->act->date != NULL ? _ (self->act->date) : "");
  init_field (self, ASK_AMOUNT, "payment-amount", CS_FIELD_MONEY, _ ("Amount"));
  init_field (self, ASK_KIND, "payment-evidence", CS_FIELD_CHOICE, _ ("Evidence"));
  init_field (self, ASK_FILE, "payment-file", CS_FIELD_FILE, _ ("File"));
  init_field (self, ASK_REFERENCE, "payment-reference", CS_FIELD_TEXT, _ ("Reference"));
  init_field (self, ASK_NOTE, "payment-note", CS_FIELD_LONG, _ (self->act->note));
  self->fields[ASK_FILE].help =
      cs_text_new (_ ("A file or a reference stands behind the confirmation."));
  add_kinds (self);
}

static void
propose (CsPaymentDialog *self)
{
  CsSession *session = cs_reader_get_session (self->reader);
  CsMoney outstanding = self->payment->amount;

  if (self->act->is_today) {
    GTimeZone *zone = cs_session_get_format (session)->zone;
    g_autoptr (GDateTime) today =
        g_date_time_new_from_unix_utc (cs_session_get_now (session) / G_TIME_SPAN_SECOND);
    g_autoptr (GDateTime) here = g_date_time_to_timezone (today, zone);
    g_autofree char *date = g_date_time_format (here, "%Y-%m-%d");
    g_autoptr (json_t) value = json_string (date);
    cs_field_editor_set_value (self->editors[ASK_DATE], value);
  }
  if (!self->act->is_all || !self->payment->has_amount)
    return;
  if (self->payment->received.minor > 0 &&
      !cs_money_subtract (self->payment->amount, self->payment->received, &outstanding, NULL))
    return;
  {
    g_autoptr (json_t) value = cs_money_to_json (outstanding);
    cs_field_editor_set_value (self->editors[ASK_AMOUNT], value);
  }
}

static void
put (CsPaymentDialog *self, Ask ask, const json_t *value)
{
  if (value != NULL && self->editors[ask] != NULL)
    cs_field_editor_set_value (self->editors[ask], value);
}

/* What take_data () made. */
static void
put_again (CsPaymentDialog *self, const json_t *said)
{
  json_t *evidence = json_object_get (said, "evidence");
  g_autoptr (json_t) file = evidence != NULL ? json_copy (evidence) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    put (self, members[i].ask, json_object_get (said, members[i].member));
  put (self, ASK_KIND, json_object_get (evidence, "kind"));
  put (self, ASK_REFERENCE, json_object_get (evidence, "text"));
  json_object_del (file, "kind");
  json_object_del (file, "text");
  if (json_object_size (file) > 0)
    put (self, ASK_FILE, file);
}

static void
add_editors (CsPaymentDialog *self)
{
  for (Ask ask = 0; ask < N_ASKS; ask++) {
    GtkWidget *editor;

    if (self->act->needs[ask] == NO || (ask == ASK_KIND && self->fields[ASK_KIND].options->len < 2))
      continue;
    editor = cs_field_editor_new (self->context, &self->fields[ask]);
    g_signal_connect_object (editor, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
    gtk_box_append (self->box, editor);
    self->editors[ask] = CS_FIELD_EDITOR (editor);
  }
}

static void
focus_first (CsPaymentDialog *self)
{
  for (Ask ask = 0; ask < N_ASKS; ask++) {
    if (self->editors[ask] == NULL || (is_given (self, ask) && self->act->needs[ask] == MUST))
      continue;
    cs_field_editor_focus (self->editors[ask]);
    return;
  }
}

/* --- life --- */

static void
cs_payment_dialog_dispose (GObject *object)
{
  CsPaymentDialog *self = CS_PAYMENT_DIALOG (object);

  for (Ask ask = 0; ask < N_ASKS; ask++)
    self->editors[ask] = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PAYMENT_DIALOG);
  G_OBJECT_CLASS (cs_payment_dialog_parent_class)->dispose (object);
}

static void
cs_payment_dialog_finalize (GObject *object)
{
  CsPaymentDialog *self = CS_PAYMENT_DIALOG (object);

  for (Ask ask = 0; ask < N_ASKS; ask++) {
    g_free (self->fields[ask].id);
    cs_text_free (self->fields[ask].title);
    cs_text_free (self->fields[ask].help);
    g_clear_pointer (&self->fields[ask].options, g_ptr_array_unref);
  }
  g_clear_object (&self->context);
  g_clear_object (&self->reader);
  G_OBJECT_CLASS (cs_payment_dialog_parent_class)->finalize (object);
}

static void
cs_payment_dialog_class_init (CsPaymentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_payment_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_payment_dialog_finalize;
  CS_DIALOG_CLASS (klass)->accept = cs_payment_dialog_accept;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/payments/cs-payment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPaymentDialog, box);
  gtk_widget_class_bind_template_child (widget_class, CsPaymentDialog, problem);
}

static void
cs_payment_dialog_init (CsPaymentDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * cs_payment_dialog_present:
 * @parent: any widget of the window to stand over
 * @reader: of the request
 * @payment: one of its payments
 * @act: what is to be recorded
 * @said: (nullable): data of an entry that was not counted, to be said again
 *
 * Asks and records; the window hears of it through the workspace’s “changed”.
 */
void
cs_payment_dialog_present (GtkWidget *parent,
                           CsReader *reader,
                           const CsPayment *payment,
                           CsPaymentAct act,
                           const json_t *said)
{
  CsPaymentDialog *self = g_object_new (CS_TYPE_PAYMENT_DIALOG, NULL);
  g_autofree char *title = NULL;

  self->reader = g_object_ref (reader);
  self->payment = payment;
  self->act = &acts[act];
  self->context =
      cs_field_context_new (cs_reader_get_session (reader), cs_reader_get_process (reader));
  cs_field_context_set_client (self->context,
                               cs_request_get_client (cs_reader_get_request (reader)));
  cs_field_context_set_region (self->context,
                               cs_request_get_region (cs_reader_get_request (reader)));
  init_fields (self);
  add_editors (self);
  propose (self);
  if (said != NULL)
    put_again (self, said);
  title = g_strdup (_ (self->act->label));
  if (g_str_has_suffix (title, "…"))
    title[strlen (title) - strlen ("…")] = '\0';
  gtk_window_set_title (GTK_WINDOW (self), title);
  cs_dialog_set_accept_label (CS_DIALOG (self), _ (self->act->accept));
  cs_dialog_set_dangerous (CS_DIALOG (self), self->act->is_final);
  update (self);
  cs_dialog_present (CS_DIALOG (self), parent);
  focus_first (self);
}
