/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-approvals.h"

#include "cs-detail-row.h"
#include "cs-entry-text.h"
#include "cs-run-badge.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsApprovals:
 *
 * One list for each step that is decided on, a row for each level with all its answers; then the
 * conditions, then the versions put to decision (`request.act`, `request.compare`,
 * `request.open-file`).
 */
struct _CsApprovals {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsApprovals, cs_approvals, ADW_TYPE_BIN)

static void
cs_approvals_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_approvals_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_APPROVALS);
}

static void
cs_approvals_class_init (CsApprovalsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_approvals_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-approvals.ui");
  gtk_widget_class_bind_template_child (widget_class, CsApprovals, box);
}

static void
cs_approvals_init (CsApprovals *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_approvals_new (void)
{
  return g_object_new (CS_TYPE_APPROVALS, NULL);
}

static const char *
level_tint (CsLevelState state)
{
  switch (state) {
    case CS_LEVEL_APPROVED:
      return "success";
    case CS_LEVEL_REJECTED:
    case CS_LEVEL_SENT_BACK:
      return "error";
    case CS_LEVEL_LAPSED:
      return "warning";
    case CS_LEVEL_ASKED:
    case CS_LEVEL_CARRYABLE:
      return "accent";
    case CS_LEVEL_NOT_APPLICABLE:
    case CS_LEVEL_WAITING:
    default:
      return "secondary";
  }
}

/* “Any one of A or B”, “All of A, B” */
static char *
asked_text (CsReader *reader, const CsStep *step, const CsLevel *level)
{
  CsRuleContext context;
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const char *holder = cs_request_get_level_holder (cs_reader_get_request (reader), step, level);
  g_autofree char *names = NULL;

  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  holders = cs_rules_list_people (cs_reader_get_request (reader), level->who, &context);
  for (guint i = 0; holder == NULL && i < holders->len; i++)
    g_ptr_array_add (ids, ((const CsHolder *)holders->pdata[i])->person->id);
  if (holder != NULL)
    g_ptr_array_add (ids, (gpointer)holder);
  g_ptr_array_add (ids, NULL);
  if (ids->len == 1)
    return g_strdup (_ ("nobody yet"));
  names = cs_reader_join_names (reader, (const char *const *)ids->pdata);
  if (ids->len > 2 && level->take == 0)
    return g_strdup_printf (_ ("All of: %s"), names);
  if (ids->len > 2 && level->take > 1)
    return g_strdup_printf (ngettext ("%1$u of: %2$s", "%1$u of: %2$s", level->take),
                            level->take,
                            names);
  return g_steal_pointer (&names);
}

static char *
answer_line (CsReader *reader, const CsDecision *decision)
{
  g_autofree char *actor = cs_entry_text_actor (reader, decision->entry);
  g_autofree char *when = cs_reader_dup_day_time (reader, cs_entry_get_time (decision->entry));
  g_autofree char *sentence = cs_entry_text_sentence (reader, decision->entry);
  g_autofree char *detail = cs_entry_text_detail (reader, decision->entry);
  GString *out = g_string_new (NULL);

  /* Translators: who, what and when: “Rania: Approved “Cost”, version 2, today 09:20” */
  g_string_append_printf (out,
                          _ ("%1$s: %2$s, version %3$u, %4$s"),
                          actor,
                          sentence,
                          decision->offer,
                          when);
  if (decision->is_withdrawn)
    g_string_append (out, _ (" (taken back)"));
  else if (!decision->counts && decision->answer == CS_ANSWER_APPROVE)
    g_string_append (out, _ (" (no longer counts)"));
  if (detail != NULL)
    g_string_append_printf (out, "\n%s", detail);
  return g_string_free (out, FALSE);
}

static char *
answers_text (CsReader *reader, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *decisions = cs_request_get_decisions (cs_reader_get_request (reader));
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < decisions->len; i++) {
    const CsDecision *decision = decisions->pdata[i];
    g_autofree char *line = NULL;

    if (decision->step != step || decision->level != level)
      continue;
    line = answer_line (reader, decision);
    g_string_append_printf (out, "%s%s", out->len > 0 ? "\n" : "", line);
  }
  return out->len > 0 ? g_strdup (out->str) : NULL;
}

/* The signed scope and what else stands behind a client's answer. */
static void
add_evidence (CsReader *reader, CsDetailRow *row, const CsStep *step, const CsLevel *level)
{
  const GPtrArray *decisions = cs_request_get_decisions (cs_reader_get_request (reader));

  for (guint i = 0; i < decisions->len; i++) {
    const CsDecision *decision = decisions->pdata[i];
    const json_t *evidence = json_object_get (cs_entry_get_data (decision->entry), "evidence");
    const char *digest = cs_json_get_string (evidence, "sha256");
    const char *name = cs_json_get_string (evidence, "name");
    g_autofree char *label = NULL;

    if (decision->step != step || decision->level != level || digest == NULL)
      continue;
    label = g_strdup_printf (_ ("Open %s"), name != NULL ? name : _ ("Evidence"));
    cs_detail_row_add_button (row, label, "request.open-file", g_variant_new_string (digest));
  }
}

static CsDetailRow *
level_row (CsReader *reader, const CsStep *step, const CsLevel *level)
{
  CsLevelState state = cs_request_get_level_state (cs_reader_get_request (reader), step, level);
  g_autofree char *title = cs_reader_dup_text (reader, level->title, level->id);
  g_autofree char *asked = asked_text (reader, step, level);
  g_autofree char *answers = answers_text (reader, step, level);
  g_autofree char *text = g_strdup_printf (_ ("%1$s · %2$s"), cs_level_state_word (state), asked);
  CsDetailRow *row = cs_detail_row_new (cs_level_state_icon (state), title, text);
  const CsClockRun *run = cs_reader_find_run (reader, step, level);
  GtkWidget *mark = cs_unclear_mark_new_for (cs_reader_get_process (reader)->pack, level->id);

  cs_detail_row_set_tint (row, level_tint (state));
  cs_detail_row_set_note (row, answers);
  add_evidence (reader, row, step, level);
  if (run != NULL && (state == CS_LEVEL_ASKED || state == CS_LEVEL_CARRYABLE))
    cs_detail_row_add_end (row, cs_run_badge_new (reader, run));
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  return row;
}

static void
add_step (CsApprovals *self, CsReader *reader, const CsStep *step)
{
  const CsPack *pack = cs_reader_get_process (reader)->pack;
  g_autofree char *stage = cs_reader_dup_text (reader, step->stage->title, step->stage->id);
  g_autofree char *name = cs_reader_dup_text (reader, step->title, step->id);
  g_autofree char *title = g_strdup_printf (_ ("%1$s · %2$s"), stage, name);
  GtkListBox *list =
      cs_detail_list_add (self->box, title, cs_unclear_mark_new_for (pack, step->id));

  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];

    if (cs_request_get_level_state (cs_reader_get_request (reader), step, level) !=
        CS_LEVEL_NOT_APPLICABLE)
      gtk_list_box_append (list, GTK_WIDGET (level_row (reader, step, level)));
  }
}

static void
add_condition (CsReader *reader, GtkListBox *list, const CsCondition *condition)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (reader));
  const CsEntry *by = condition->settled != NULL ? condition->settled : condition->decision->entry;
  g_autofree char *name = cs_iso (cs_reader_get_name (reader, cs_entry_get_by (by)));
  g_autofree char *when = cs_reader_dup_day_time (reader, cs_entry_get_time (by));
  g_autofree char *title = g_strdup_printf (_ ("%1$u. %2$s"), condition->number, condition->text);
  g_autofree char *text = g_strdup_printf (
      condition->settled != NULL ? _ ("Settled by %1$s, %2$s") : _ ("Open, set by %1$s, %2$s"),
      name,
      when);
  CsDetailRow *row = cs_detail_row_new (condition->settled != NULL ? "countersign-tick-symbolic"
                                                                   : "countersign-gate-symbolic",
                                        title,
                                        text);

  cs_detail_row_set_tint (row, condition->settled != NULL ? "success" : "warning");
  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind == CS_ACTION_SETTLE_CONDITION && action->condition == condition->number &&
        action->is_open)
      cs_detail_row_add_button (row, _ ("Settle…"), "request.act", g_variant_new_uint32 (i));
  }
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_conditions (CsApprovals *self, CsReader *reader)
{
  const GPtrArray *conditions = cs_request_get_conditions (cs_reader_get_request (reader));
  GtkListBox *list = NULL;

  for (guint i = 0; i < conditions->len; i++) {
    const CsCondition *condition = conditions->pdata[i];

    if (condition->decision->is_withdrawn)
      continue;
    if (list == NULL)
      list = cs_detail_list_add (self->box, _ ("Conditions"), NULL);
    add_condition (reader, list, condition);
  }
}

static const CsOffer *
offer_before (const GPtrArray *offers, const CsOffer *offer)
{
  const CsOffer *before = NULL;

  for (guint i = 0; i < offers->len && offers->pdata[i] != offer; i++) {
    const CsOffer *other = offers->pdata[i];

    if (other->step->approval->document == offer->step->approval->document)
      before = other;
  }
  return before;
}

static void
add_offer (CsReader *reader, GtkListBox *list, const GPtrArray *offers, guint index)
{
  const CsOffer *offer = offers->pdata[index];
  const CsDocument *document = offer->step->approval->document;
  g_autofree char *name = cs_reader_dup_text (reader, document->title, document->id);
  g_autofree char *title = g_strdup_printf (_ ("%1$s, version %2$u"), name, offer->version);
  g_autofree char *by = cs_iso (cs_reader_get_name (reader, cs_entry_get_by (offer->entry)));
  g_autofree char *when = cs_reader_dup_day_time (reader, cs_entry_get_time (offer->entry));
  g_autofree char *step = cs_reader_dup_text (reader, offer->step->title, offer->step->id);
  g_autofree char *text = g_strdup_printf (_ ("%1$s, %2$s · for “%3$s”"), by, when, step);
  CsDetailRow *row = cs_detail_row_new ("countersign-sent-symbolic", title, text);

  if (offer->is_withdrawn)
    cs_detail_row_set_note (row, _ ("Recalled"));
  cs_detail_row_add_button (row,
                            offer_before (offers, offer) != NULL ? _ ("Compare") : _ ("Show"),
                            "request.compare",
                            g_variant_new_uint32 (index));
  gtk_list_box_prepend (list, GTK_WIDGET (row));
}

static void
add_offers (CsApprovals *self, CsReader *reader)
{
  const GPtrArray *offers = cs_request_get_offers (cs_reader_get_request (reader));
  GtkListBox *list;

  if (offers->len == 0)
    return;
  list = cs_detail_list_add (self->box, _ ("Versions Put to Decision"), NULL);
  for (guint i = 0; i < offers->len; i++)
    add_offer (reader, list, offers, i);
}

/**
 * cs_approvals_show_request:
 *
 * Shows all approvals, conditions and versions.
 */
void
cs_approvals_show_request (CsApprovals *self, CsReader *reader)
{
  const GPtrArray *steps = cs_reader_get_process (reader)->steps;

  cs_box_clear (self->box);
  add_conditions (self, reader);
  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (step->approval != NULL &&
        cs_request_get_step_state (cs_reader_get_request (reader), step) != CS_STEP_NOT_APPLICABLE)
      add_step (self, reader, step);
  }
  add_offers (self, reader);
}

/**
 * cs_approvals_show_step:
 *
 * Shows the levels of one approval, and its conditions.
 */
void
cs_approvals_show_step (CsApprovals *self, CsReader *reader, const CsStep *step)
{
  cs_box_clear (self->box);
  if (step->approval != NULL)
    add_step (self, reader, step);
  add_conditions (self, reader);
}
