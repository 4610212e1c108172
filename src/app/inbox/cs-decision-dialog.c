/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-decision-dialog.h"

#include "cs-format.h"
#include "cs-offer-text.h"
#include "cs-person-list.h"
#include "cs-search-leave.h"
#include "cs-wrap.h"

#include <glib/gi18n-lib.h>

#define LEAST_LETTERS   3
#define SAVE_AFTER_MSEC 300
#define DRAFT_KIND      "decision"

/**
 * CsDecisionDialog:
 *
 * One dialog for all verbs that need words; what is shown depends on the verb.
 */
struct _CsDecisionDialog {
  CsDialog parent_instance;

  CsDecisionSubject subject; /* (owned) session and view */
  GPtrArray *checks;         /* (element borrowed) GtkCheckButton with "field" */
  char *draft;               /* (nullable) id */
  guint save_source;
  gboolean is_said;
  gboolean is_target_chosen; /* by the person, and not by what is ticked */
  gboolean is_setting;

  GtkLabel *intro;              /* template */
  GtkWidget *people_box;        /* template */
  GtkSearchEntry *search;       /* template */
  GtkListBox *people;           /* template */
  CsWrap *chips;                /* template */
  GtkLabel *text_label;         /* template */
  GtkTextView *text;            /* template */
  GtkLabel *hint;               /* template */
  AdwPreferencesGroup *changes; /* template */
  AdwComboRow *target;          /* template */
};

enum { SIGNAL_SAID, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsDecisionDialog, cs_decision_dialog, CS_TYPE_DIALOG)

/**
 * cs_decision_says_something:
 * @text: as typed
 *
 * Returns: whether it has at least three characters that are not blank, as the rules demand of a
 *   comment
 */
gboolean
cs_decision_says_something (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_isgraph (g_utf8_get_char (p)) ? 1 : 0;
  return n >= LEAST_LETTERS;
}

/**
 * cs_decision_draft_id:
 * @request: id
 * @level: id
 * @answer: such as "reject"
 * @person: id
 *
 * Returns: (transfer full): id of the draft that keeps what was typed for this decision
 */
char *
cs_decision_draft_id (const char *request,
                      const char *level,
                      const char *answer,
                      const char *person)
{
  return g_strdup_printf ("%s/%s/%s/%s", request, level, answer, person);
}

static char *
dup_text (CsDecisionDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autofree char *stripped = NULL;
  char *normal;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  stripped = cs_strip_bidi (text);
  normal = g_utf8_normalize (stripped, -1, G_NORMALIZE_NFC);
  return g_strstrip (normal != NULL ? normal : g_strdup (""));
}

static gboolean
needs_text (CsDecisionDialog *self)
{
  return self->subject.kind != CS_ACTION_HAND_OVER && !self->subject.is_plain;
}

static const char *
chosen_person (CsDecisionDialog *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->people);

  return row != NULL ? cs_person_list_get_id (row) : NULL;
}

static void
update (CsDecisionDialog *self)
{
  g_autofree char *text = dup_text (self);
  gboolean is_enough = !needs_text (self) || cs_decision_says_something (text);

  if (self->subject.kind == CS_ACTION_HAND_OVER)
    is_enough = is_enough && chosen_person (self) != NULL;
  cs_dialog_set_can_accept (CS_DIALOG (self), is_enough);
}

/* --- drafts --- */

static void
save (CsDecisionDialog *self)
{
  CsWorkspace *workspace =
      self->subject.session != NULL ? cs_session_get_workspace (self->subject.session) : NULL;
  g_autofree char *text = dup_text (self);
  g_autoptr (json_t) content = NULL;

  if (workspace == NULL || self->draft == NULL)
    return;
  if (*text == '\0') {
    cs_workspace_delete_draft_async (workspace, self->draft, NULL, NULL);
    return;
  }
  content = json_pack ("{s:s}", "text", text);
  cs_workspace_save_draft_async (
      workspace,
      self->draft,
      DRAFT_KIND,
      cs_request_get_id (cs_request_view_get_request (self->subject.view)),
      content,
      cs_session_draft_saved_cb,
      g_object_ref (self->subject.session));
}

static gboolean
save_cb (gpointer data)
{
  CsDecisionDialog *self = data;

  self->save_source = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsDecisionDialog) self = data;
  g_autoptr (json_t) content = cs_workspace_load_draft_finish (CS_WORKSPACE (source), result, NULL);
  const char *text = content != NULL ? cs_json_get_string (content, "text") : NULL;
  GtkTextBuffer *buffer;

  if (text == NULL || self->subject.session == NULL)
    return;
  buffer = gtk_text_view_get_buffer (self->text);
  if (gtk_text_buffer_get_char_count (buffer) == 0)
    gtk_text_buffer_set_text (buffer, text, -1);
}

static void
text_cb (CsDecisionDialog *self)
{
  update (self);
  if (self->save_source == 0)
    self->save_source = g_timeout_add (SAVE_AFTER_MSEC, save_cb, self);
}

/* --- send back: what to change, and to which step that leads --- */

static void
choose_target (CsDecisionDialog *self)
{
  const GPtrArray *returns = self->subject.step->returns;

  if (self->is_target_chosen)
    return;
  for (guint i = 0; i < self->checks->len; i++) {
    const CsField *field = g_object_get_data (G_OBJECT (self->checks->pdata[i]), "field");
    if (!gtk_check_button_get_active (self->checks->pdata[i]))
      continue;
    for (guint j = 0; j < returns->len; j++) {
      const CsStep *step = returns->pdata[j];
      if (!g_ptr_array_find (step->form, field, NULL))
        continue;
      self->is_setting = TRUE;
      adw_combo_row_set_selected (self->target, j);
      self->is_setting = FALSE;
      return;
    }
  }
}

static void
target_cb (CsDecisionDialog *self)
{
  if (!self->is_setting)
    self->is_target_chosen = TRUE;
}

static void
add_check (CsDecisionDialog *self, const CsField *field)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *title = cs_offer_text_dup_title (field->title);
  g_autofree char *markup = g_markup_escape_text (title, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), markup);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_object_set_data (G_OBJECT (check), "field", (gpointer)field);
  g_signal_connect_object (check, "toggled", G_CALLBACK (choose_target), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, check);
  adw_preferences_group_add (self->changes, row);
}

static void
set_up_send_back (CsDecisionDialog *self)
{
  const GPtrArray *fields = self->subject.step->approval->document->fields;
  g_autoptr (GtkStringList) steps = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->subject.step->returns->len; i++) {
    const CsStep *step = self->subject.step->returns->pdata[i];
    g_autofree char *title = cs_offer_text_dup_title (step->title);
    gtk_string_list_append (steps, title);
  }
  self->is_setting = TRUE;
  adw_combo_row_set_model (self->target, G_LIST_MODEL (steps));
  self->is_setting = FALSE;
  for (guint i = 0; i < fields->len; i++)
    if (cs_offer_text_is_shown (self->subject.level, fields->pdata[i]))
      add_check (self, fields->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->changes), TRUE);
}

/* --- reject: usual reasons --- */

static void
chip_cb (GtkButton *chip, gpointer data)
{
  CsDecisionDialog *self = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autofree char *text = dup_text (self);
  const char *reason = g_object_get_data (G_OBJECT (chip), "reason");
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  if (*text != '\0')
    gtk_text_buffer_insert (buffer, &end, "\n", -1);
  gtk_text_buffer_insert (buffer, &end, reason, -1);
  gtk_text_buffer_insert (buffer, &end, ". ", -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
set_up_reject (CsDecisionDialog *self)
{
  static const char *const reasons[] = {N_ ("Cost Too High"),
                                        N_ ("Scope Unclear"),
                                        N_ ("Missing Document"),
                                        N_ ("Not Feasible")};
  static const char *const texts[] = {N_ ("The cost is too high"),
                                      N_ ("The scope is unclear"),
                                      N_ ("A document is missing"),
                                      N_ ("It is not feasible")};

  gboolean has_money = cs_offer_text_has_money (self->subject.step, self->subject.level);

  /* The first is about money. */
  for (guint i = has_money ? 0 : 1; i < G_N_ELEMENTS (reasons); i++) {
    GtkWidget *chip = gtk_button_new_with_label (_ (reasons[i]));
    g_object_set_data (G_OBJECT (chip), "reason", (gpointer)_ (texts[i]));
    g_signal_connect (chip, "clicked", G_CALLBACK (chip_cb), self);
    cs_wrap_append (self->chips, chip);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->chips), TRUE);
}

/* --- hand over: to whom --- */

static void
search_cb (CsDecisionDialog *self)
{
  cs_person_list_filter (self->people, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
search_activate_cb (CsDecisionDialog *self)
{
  cs_person_list_select_first (self->people);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
changed_cb (CsDecisionDialog *self)
{
  update (self);
}

static void
set_up_hand_over (CsDecisionDialog *self)
{
  cs_person_list_fill (self->people, self->subject.session);
  gtk_widget_set_visible (self->people_box, TRUE);
}

/* --- words --- */

static void
set_words (CsDecisionDialog *self,
           const char *title,
           const char *label,
           const char *hint,
           const char *accept)
{
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_label (self->text_label, label);
  gtk_label_set_label (self->hint, hint);
  cs_dialog_set_accept_label (CS_DIALOG (self), accept);
}

static void
set_up_verb (CsDecisionDialog *self)
{
  const char *to_author = _ ("Whoever prepared the request reads this.");

  switch ((guint)self->subject.kind) {
    case CS_ACTION_REJECT:
      set_words (self, _ ("Reject"), _ ("R_eason"), to_author, _ ("_Reject"));
      cs_dialog_set_dangerous (CS_DIALOG (self), TRUE);
      set_up_reject (self);
      break;
    case CS_ACTION_SEND_BACK:
      set_words (self, _ ("Send Back"), _ ("R_eason"), to_author, _ ("_Send Back"));
      set_up_send_back (self);
      break;
    case CS_ACTION_ASK:
      set_words (self,
                 _ ("Ask a Question"),
                 _ ("_Question"),
                 _ ("The request stays with you; the answer appears in its timeline."),
                 _ ("_Ask"));
      break;
    case CS_ACTION_HAND_OVER:
      set_words (self,
                 _ ("Hand Over"),
                 _ ("C_omment"),
                 _ ("The decision is then theirs and no longer yours."),
                 _ ("_Hand Over"));
      set_up_hand_over (self);
      break;
    case CS_ACTION_APPROVE:
      if (self->subject.is_plain) {
        set_words (self, _ ("Approve"), _ ("C_omment"), to_author, _ ("_Approve"));
        break;
      }
      G_GNUC_FALLTHROUGH;
    default:
      set_words (self,
                 _ ("Approve With Condition"),
                 _ ("C_onditions"),
                 _ ("One condition per line. Steps that need all conditions met stay closed until "
                    "each is settled."),
                 _ ("_Approve"));
      break;
  }
}

static void
set_up_intro (CsDecisionDialog *self)
{
  const CsRequest *request = cs_request_view_get_request (self->subject.view);
  const CsOffer *offer = cs_request_get_offer (request, self->subject.step);
  const char *number = cs_request_get_number (request);
  g_autofree char *shown_number = cs_ltr (number != NULL ? number : "");
  g_autofree char *title = cs_iso (cs_request_get_title (request));
  g_autofree char *amount_text = NULL;
  g_autofree char *text = NULL;
  CsMoney amount;

  if (cs_offer_text_get_amount (offer, self->subject.level, &amount))
    amount_text = cs_offer_text_dup_money (self->subject.session, amount);
  text = amount_text != NULL
             ? g_strdup_printf (_ ("%1$s · %2$s · %3$s"), shown_number, title, amount_text)
             : g_strdup_printf (_ ("%1$s · %2$s"), shown_number, title);
  gtk_label_set_label (self->intro, text);
}

/* --- the answer --- */

static void
add_conditions (json_t *said, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  json_t *conditions = json_array ();

  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strstrip (lines[i]);
    if (*line != '\0')
      json_array_append_new (conditions, json_string (line));
  }
  json_object_set_new (said, "conditions", conditions);
}

static void
add_changes (CsDecisionDialog *self, json_t *said)
{
  const GPtrArray *returns = self->subject.step->returns;
  guint selected = adw_combo_row_get_selected (self->target);
  json_t *fields = json_array ();

  for (guint i = 0; i < self->checks->len; i++) {
    const CsField *field = g_object_get_data (G_OBJECT (self->checks->pdata[i]), "field");
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      json_array_append_new (fields, json_string (field->id));
  }
  if (json_array_size (fields) > 0)
    json_object_set (said, "fields", fields);
  json_decref (fields);
  if (selected < returns->len)
    json_object_set_new (said, "to", json_string (((const CsStep *)returns->pdata[selected])->id));
}

static void
cs_decision_dialog_accept (CsDialog *dialog)
{
  CsDecisionDialog *self = CS_DECISION_DIALOG (dialog);
  g_autofree char *text = dup_text (self);
  g_autoptr (json_t) said = json_object ();

  if (*text != '\0')
    json_object_set_new (said, "comment", json_string (text));
  if (self->subject.kind == CS_ACTION_APPROVE && !self->subject.is_plain)
    add_conditions (said, text);
  else if (self->subject.kind == CS_ACTION_SEND_BACK)
    add_changes (self, said);
  else if (self->subject.kind == CS_ACTION_HAND_OVER)
    json_object_set_new (said, "to", json_string (chosen_person (self)));
  g_clear_handle_id (&self->save_source, g_source_remove);
  save (self);
  self->is_said = TRUE;
  g_signal_emit (self, signals[SIGNAL_SAID], 0, said);
  cs_dialog_close (dialog);
}

/* --- life --- */

static void
cs_decision_dialog_dispose (GObject *object)
{
  CsDecisionDialog *self = CS_DECISION_DIALOG (object);

  if (self->save_source != 0 && !self->is_said)
    save (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->subject.view);
  g_clear_object (&self->subject.session);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_DECISION_DIALOG);
  G_OBJECT_CLASS (cs_decision_dialog_parent_class)->dispose (object);
}

static void
cs_decision_dialog_finalize (GObject *object)
{
  CsDecisionDialog *self = CS_DECISION_DIALOG (object);

  g_ptr_array_unref (self->checks);
  g_free (self->draft);
  G_OBJECT_CLASS (cs_decision_dialog_parent_class)->finalize (object);
}

static void
cs_decision_dialog_class_init (CsDecisionDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cs_decision_dialog_dispose;
  object_class->finalize = cs_decision_dialog_finalize;
  CS_DIALOG_CLASS (klass)->accept = cs_decision_dialog_accept;
  signals[SIGNAL_SAID] = g_signal_new ("said",
                                       CS_TYPE_DECISION_DIALOG,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_POINTER);
  g_type_ensure (CS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/inbox/cs-decision-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, intro);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, people_box);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, search);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, people);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, chips);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, text_label);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, text);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, changes);
  gtk_widget_class_bind_template_child (widget_class, CsDecisionDialog, target);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, cs_search_leave);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_cb);
}

static void
cs_decision_dialog_init (CsDecisionDialog *self)
{
  self->checks = g_ptr_array_new ();
  self->is_setting = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_setting = FALSE;
  g_signal_connect_object (gtk_text_view_get_buffer (self->text),
                           "changed",
                           G_CALLBACK (text_cb),
                           self,
                           G_CONNECT_SWAPPED);
}

/**
 * cs_decision_dialog_new:
 * @subject: what is decided on
 *
 * Returns: (transfer none): a dialog for cs_dialog_present(); it brings back what was typed for the
 *   same decision and not said
 */
CsDecisionDialog *
cs_decision_dialog_new (const CsDecisionSubject *subject)
{
  CsDecisionDialog *self = g_object_new (CS_TYPE_DECISION_DIALOG, NULL);
  const char *request = cs_request_get_id (cs_request_view_get_request (subject->view));

  self->subject = *subject;
  g_object_ref (self->subject.session);
  g_object_ref (self->subject.view);
  self->draft = cs_decision_draft_id (request,
                                      subject->level->id,
                                      cs_action_kind_name (subject->kind),
                                      cs_session_get_person (subject->session));
  set_up_verb (self);
  set_up_intro (self);
  cs_workspace_load_draft_async (cs_session_get_workspace (subject->session),
                                 self->draft,
                                 loaded_cb,
                                 g_object_ref (self));
  gtk_window_set_focus (GTK_WINDOW (self),
                        subject->kind == CS_ACTION_HAND_OVER ? GTK_WIDGET (self->search)
                                                             : GTK_WIDGET (self->text));
  update (self);
  return self;
}
