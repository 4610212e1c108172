/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-step-card.h"

#include "cs-action-text.h"
#include "cs-aside.h"
#include "cs-detail-row.h"
#include "cs-gates.h"
#include "cs-payment-dialog.h"
#include "cs-run-badge.h"
#include "cs-step-form.h"
#include "cs-unclear-mark.h"
#include "cs-wrap.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsStepCard:
 *
 * Buttons are the open actions of the step; what is blocked stands below with its reason and the
 * way to what is missing (`request.act`, `request.act-wrong`, `request.act-condition`).
 */
struct _CsStepCard {
  AdwBin parent_instance;

  CsReader *reader;           /* (owned) */
  char *step;                 /* id */
  CsStepForm *form;           /* (borrowed) (nullable) */
  GtkWidget *save, *complete; /* (borrowed) (nullable) buttons of the form */

  GtkLabel *title;       /* template */
  GtkBox *end;           /* template */
  GtkLabel *help;        /* template */
  GtkLabel *returned;    /* template */
  GtkExpander *expander; /* template */
  AdwBin *slot;          /* template */
  GtkBox *lists;         /* template */
  CsWrap *buttons;       /* template */
};

G_DEFINE_FINAL_TYPE (CsStepCard, cs_step_card, ADW_TYPE_BIN)

static const CsStep *
step_of (CsStepCard *self)
{
  return cs_process_get_step (cs_reader_get_process (self->reader), self->step);
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static GtkWidget *
first_button (CsStepCard *self)
{
  return gtk_widget_get_first_child (GTK_WIDGET (self->buttons));
}

static GtkWidget *
add_button (CsStepCard *self, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                           PANGO_ELLIPSIZE_END);
  cs_wrap_append (self->buttons, button);
  return button;
}

static GtkWidget *
add_action_button (CsStepCard *self, const char *label, const char *name, guint index)
{
  GtkWidget *button = add_button (self, label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
  return button;
}

/* The form */

static void
form_changed_cb (CsStepCard *self)
{
  gboolean is_busy = cs_step_form_is_busy (self->form);
  gboolean is_dirty = cs_step_form_is_dirty (self->form);

  if (self->save != NULL)
    gtk_widget_set_sensitive (self->save, is_dirty && !is_busy);
  if (self->complete != NULL)
    gtk_widget_set_sensitive (self->complete, !is_busy);
}

static void
save_cb (CsStepCard *self)
{
  cs_step_form_say (self->form, FALSE);
}

static void
complete_cb (CsStepCard *self)
{
  cs_step_form_say (self->form, TRUE);
}

static void
follow_form (CsStepCard *self, const CsAction *fill)
{
  gboolean has_form = fill != NULL && fill->is_open;

  if (has_form && self->form == NULL) {
    self->form = CS_STEP_FORM (cs_step_form_new (self->reader, step_of (self)));
    g_signal_connect_object (self->form,
                             "changed",
                             G_CALLBACK (form_changed_cb),
                             self,
                             G_CONNECT_SWAPPED);
    adw_bin_set_child (self->slot, GTK_WIDGET (self->form));
  } else if (has_form) {
    cs_step_form_follow (self->form, self->reader);
  } else if (self->form != NULL && !cs_step_form_is_dirty (self->form)) {
    adw_bin_set_child (self->slot, NULL);
    self->form = NULL;
  }
  gtk_widget_set_visible (GTK_WIDGET (self->slot), self->form != NULL);
}

static void
add_form_buttons (CsStepCard *self, const CsAction *complete)
{
  if (self->form == NULL)
    return;
  if (complete != NULL) {
    self->complete = add_button (self, _ ("Complete"));
    gtk_widget_add_css_class (self->complete, "suggested-action");
    g_signal_connect_object (self->complete,
                             "clicked",
                             G_CALLBACK (complete_cb),
                             self,
                             G_CONNECT_SWAPPED);
  }
  self->save = add_button (self, complete != NULL ? _ ("Save") : _ ("Save Changes"));
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  form_changed_cb (self);
}

/* Actions */

static gboolean
is_shown (CsStepCard *self, const CsAction *action)
{
  if (action->kind == CS_ACTION_FILL || action->kind == CS_ACTION_CHECK ||
      action->kind == CS_ACTION_OVERRIDE || action->kind == CS_ACTION_SETTLE_CONDITION ||
      action->kind == CS_ACTION_ANSWER)
    return FALSE;
  return action->kind != CS_ACTION_COMPLETE || self->form == NULL;
}

static void
add_payment_buttons (CsStepCard *self)
{
  for (guint act = 0; act < CS_N_PAYMENT_ACTS; act++) {
    GtkWidget *button = add_button (self, cs_payment_act_label ((CsPaymentAct)act));

    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(su)", self->step, act);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "request.pay");
    if (act == CS_PAYMENT_ACT_CONFIRM)
      gtk_widget_add_css_class (button, "suggested-action");
  }
}

static void
add_action (CsStepCard *self, const CsAction *action, guint index)
{
  const char *label = cs_action_text_label (action);
  g_autofree char *named = NULL;
  GtkWidget *button;

  if (action->kind == CS_ACTION_PAYMENT) {
    add_payment_buttons (self);
    return;
  }
  if (action->kind == CS_ACTION_CONSENT && action->step->approval->levels->len > 1) {
    g_autofree char *level = cs_reader_dup_text (self->reader, action->level->title, "");

    /* Translators: a button that records somebody’s answer, and what it is the answer to */
    named = g_strdup_printf (_ ("%1$s (%2$s)"), label, level);
  }
  button = add_action_button (self, named != NULL ? named : label, "request.act", index);
  if (cs_action_text_is_work (action->kind) && self->form == NULL)
    gtk_widget_add_css_class (button, "suggested-action");
  if (action->kind == CS_ACTION_APPROVE)
    add_action_button (self, _ ("Approve With Conditions…"), "request.act-condition", index);
}

static gboolean
is_about_nothing (CsStepCard *self, const CsAction *action)
{
  return action->level != NULL &&
         cs_request_get_level_state (cs_reader_get_request (self->reader),
                                     action->step,
                                     action->level) == CS_LEVEL_NOT_APPLICABLE;
}

/* Each reason once, for several actions may have the same. */
static void
add_blocked (CsStepCard *self, const CsAction *action, GHashTable *told)
{
  GtkListBox *list = NULL;

  for (guint i = 0; i < action->reasons->len; i++) {
    const CsReason *reason = action->reasons->pdata[i];
    CsDetailRow *row;

    if (reason->verdict == CS_VERDICT_ALREADY_SETTLED || !g_hash_table_add (told, reason->text))
      continue;
    row = cs_detail_row_new ("countersign-locked-symbolic", reason->text, NULL);
    if (list == NULL)
      list = cs_detail_list_add (self->lists, NULL, NULL);
    cs_detail_row_set_tint (row, "warning");
    gtk_list_box_append (list, GTK_WIDGET (row));
    cs_gates_show_missing (list, self->reader, reason->missing);
  }
}

/* What is only not filled yet is seen in the form. */
static gboolean
is_only_the_form (CsStepCard *self, const CsAction *action)
{
  const CsStep *step = step_of (self);

  if (self->form == NULL || action->kind != CS_ACTION_COMPLETE)
    return FALSE;
  for (guint i = 0; i < action->reasons->len; i++) {
    const CsReason *reason = action->reasons->pdata[i];

    for (guint j = 0; j < reason->missing->len; j++) {
      const CsMissing *missing = reason->missing->pdata[j];

      if (missing->field == NULL || !g_ptr_array_find (step->form, missing->field, NULL))
        return FALSE;
    }
  }
  return TRUE;
}

/* What there is to look at before saying that it is in order (CX-05). */
static void
add_evidence (CsDetailRow *row, const json_t *value)
{
  gsize index;
  json_t *file;

  json_array_foreach (json_object_get (value, "files"), index, file)
  {
    const char *name = cs_json_get_string (file, "name");
    const char *digest = cs_json_get_string (file, "sha256");
    g_autofree char *label = name != NULL ? g_strdup_printf (_ ("Open %s"), name) : NULL;

    if (label != NULL && digest != NULL)
      cs_detail_row_add_button (row, label, "request.open-file", g_variant_new_string (digest));
  }
}

/* What was found by looking (CX-05). */
static void
add_finding (CsDetailRow *row, const CsValue *value, gboolean is_checked)
{
  const char *wrong = value->refused != NULL ? cs_entry_get_text (value->refused, "text") : NULL;
  g_autofree char *text = NULL;

  if (is_checked)
    text = g_strdup (_ ("Checked: in order"));
  else if (value->refused != NULL)
    /* Translators: what a second person said is wrong */
    text = g_strdup_printf (_ ("Found wrong: %s"), wrong != NULL ? wrong : "–");
  if (text != NULL)
    cs_detail_row_set_note (row, text);
}

static void
add_check (CsStepCard *self, GtkListBox *list, const CsAction *action, guint index)
{
  const CsValue *value = cs_request_get_value (cs_reader_get_request (self->reader), action->field);
  g_autofree char *title = cs_reader_dup_text (self->reader, action->field->title, "");
  g_autofree char *text = cs_reader_dup_field (self->reader, action->field);
  CsDetailRow *row = cs_detail_row_new_fact (title, text != NULL ? text : "–");
  gboolean is_checked =
      cs_request_is_checked (cs_reader_get_request (self->reader), action->step, action->field);

  add_evidence (row, value->value);
  add_finding (row, value, is_checked);
  if (action->is_open) {
    if (!is_checked)
      cs_detail_row_add_button (row, _ ("In Order"), "request.act", g_variant_new_uint32 (index));
    cs_detail_row_add_button (row,
                              _ ("Found Wrong…"),
                              "request.act-wrong",
                              g_variant_new_uint32 (index));
  } else if (!is_checked && value->refused == NULL) {
    g_autofree char *why = cs_action_text_reasons (action);

    cs_detail_row_set_note (row, why);
  }
  gtk_list_box_append (list, GTK_WIDGET (row));
}

/* Who decides sends back with the decision: one button is enough. */
static gboolean
is_doubled (CsStepCard *self, const CsAction *action)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));

  for (guint i = 0; action->kind == CS_ACTION_RETURN && i < actions->len; i++) {
    const CsAction *other = actions->pdata[i];

    if (other->kind == CS_ACTION_SEND_BACK && other->step == action->step && other->is_open)
      return TRUE;
  }
  return FALSE;
}

/* What brings the step forward comes first. */
static void
add_open (CsStepCard *self, gboolean is_work)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->step != NULL && strcmp (action->step->id, self->step) == 0 && action->is_open &&
        cs_action_text_is_work (action->kind) == is_work && is_shown (self, action) &&
        !is_doubled (self, action))
      add_action (self, action, i);
  }
}

static void
add_actions (CsStepCard *self)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  GtkListBox *checks = NULL;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->step == NULL || strcmp (action->step->id, self->step) != 0)
      continue;
    if (action->kind == CS_ACTION_CHECK) {
      if (checks == NULL)
        checks = cs_detail_list_add (self->lists, _ ("To check"), NULL);
      add_check (self, checks, action, i);
    } else if (!action->is_open && is_shown (self, action) &&
               cs_action_text_is_work (action->kind) && !is_only_the_form (self, action) &&
               !is_about_nothing (self, action)) {
      add_blocked (self, action, told);
    }
  }
  add_open (self, TRUE);
  add_open (self, FALSE);
}

/* The head */

static void
show_head (CsStepCard *self, const CsStep *step)
{
  const CsRequest *request = cs_reader_get_request (self->reader);
  const CsClockRun *run = cs_reader_find_run (self->reader, step, NULL);
  const CsEntry *back = cs_request_get_step_return (request, step);
  CsStepState state = cs_request_get_step_state (request, step);
  g_autofree char *title = cs_reader_dup_text (self->reader, step->title, step->id);
  g_autofree char *help = cs_reader_dup_text (self->reader, step->help, NULL);
  g_autofree char *returned = NULL;
  GtkWidget *mark = cs_unclear_mark_new_for (cs_reader_get_process (self->reader)->pack, step->id);

  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  -1);
  set_text (self->help, help);
  if (back != NULL && state == CS_STEP_RETURNED) {
    const char *reason = cs_entry_get_text (back, "reason");

    if (reason == NULL)
      reason = cs_entry_get_text (back, "comment");
    /* Translators: who sent a step back, and why */
    returned = g_strdup_printf (_ ("Sent back by %1$s: %2$s"),
                                cs_reader_get_name (self->reader, cs_entry_get_by (back)),
                                reason != NULL ? reason : "–");
  }
  set_text (self->returned, returned);
  cs_box_clear (self->end);
  if (run != NULL && run->stopped == CS_INSTANT_NONE)
    gtk_box_append (self->end, cs_run_badge_new (self->reader, run));
  if (mark != NULL)
    gtk_box_append (self->end, mark);
}

static void
clear_buttons (CsStepCard *self)
{
  self->save = self->complete = NULL;
  cs_wrap_remove_all (self->buttons);
}

/**
 * cs_step_card_follow:
 * @reader: of a newer view of the same request
 *
 * Shows what can be done now; what is being typed stays.
 */
void
cs_step_card_follow (CsStepCard *self, CsReader *reader)
{
  const CsStep *step;

  g_set_object (&self->reader, reader);
  step = step_of (self);
  show_head (self, step);
  clear_buttons (self);
  cs_box_clear (self->lists);
  follow_form (self, cs_reader_find_action (reader, CS_ACTION_FILL, step, NULL, NULL));
  add_form_buttons (self, cs_reader_find_action (reader, CS_ACTION_COMPLETE, step, NULL, NULL));
  add_actions (self);
  gtk_widget_set_visible (GTK_WIDGET (self->buttons), first_button (self) != NULL);
}

static void
open_again_cb (GtkExpander *expander)
{
  gtk_expander_set_expanded (expander, TRUE);
}

/* What has to be done now is not folded away. */
static void
keep_open (CsStepCard *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "cs-plain");
  gtk_widget_set_focusable (GTK_WIDGET (self->expander), FALSE);
  g_signal_connect (self->expander, "notify::expanded", G_CALLBACK (open_again_cb), NULL);
}

/**
 * cs_step_card_new:
 * @step: of the reader's process
 */
GtkWidget *
cs_step_card_new (CsReader *reader, const CsStep *step)
{
  CsStepCard *self = g_object_new (CS_TYPE_STEP_CARD, NULL);

  self->step = g_strdup (step->id);
  gtk_expander_set_expanded (self->expander, step->opens != CS_OPENS_ANY_TIME);
  if (step->opens != CS_OPENS_ANY_TIME)
    keep_open (self);
  cs_step_card_follow (self, reader);
  return GTK_WIDGET (self);
}

const char *
cs_step_card_get_step (CsStepCard *self)
{
  return self->step;
}

gboolean
cs_step_card_is_dirty (CsStepCard *self)
{
  return self->form != NULL && cs_step_form_is_dirty (self->form);
}

/**
 * cs_step_card_put:
 * @values: field id -> value
 * @reason: (nullable): why they change
 *
 * Returns: whether the step has a form here, which holds them now
 */
gboolean
cs_step_card_put (CsStepCard *self, const json_t *values, const json_t *reason)
{
  if (self->form != NULL)
    cs_step_form_put (self->form, values, reason);
  return self->form != NULL;
}

/**
 * cs_step_card_focus:
 * @field: (nullable): the field to go to; the first that is missing when NULL
 */
void
cs_step_card_focus (CsStepCard *self, const char *field)
{
  gtk_expander_set_expanded (self->expander, TRUE);
  if (self->form != NULL && field != NULL && cs_step_form_focus_field (self->form, field))
    return;
  if (self->form != NULL)
    cs_step_form_focus_missing (self->form);
  else if (first_button (self) != NULL)
    gtk_widget_grab_focus (first_button (self));
}

static void
cs_step_card_dispose (GObject *object)
{
  CsStepCard *self = CS_STEP_CARD (object);

  self->form = NULL;
  G_OBJECT_CLASS (cs_step_card_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_STEP_CARD);
}

static void
cs_step_card_finalize (GObject *object)
{
  CsStepCard *self = CS_STEP_CARD (object);

  g_clear_object (&self->reader);
  g_free (self->step);
  G_OBJECT_CLASS (cs_step_card_parent_class)->finalize (object);
}

static void
cs_step_card_class_init (CsStepCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_step_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_step_card_finalize;
  g_type_ensure (CS_TYPE_ASIDE);
  g_type_ensure (CS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-step-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, title);
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, end);
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, help);
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, returned);
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, expander);
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, slot);
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, lists);
  gtk_widget_class_bind_template_child (widget_class, CsStepCard, buttons);
}

static void
cs_step_card_init (CsStepCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
