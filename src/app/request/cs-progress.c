/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-progress.h"

#include "cs-action-text.h"
#include "cs-detail-row.h"
#include "cs-entry-text.h"
#include "cs-unclear-mark.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsProgress:
 *
 * The stages and steps of the process, with how far they are and who has them.
 */
struct _CsProgress {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsProgress, cs_progress, ADW_TYPE_BIN)

static void
cs_progress_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_progress_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PROGRESS);
}

static void
cs_progress_class_init (CsProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_progress_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, CsProgress, box);
}

static void
cs_progress_init (CsProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_progress_new (void)
{
  return g_object_new (CS_TYPE_PROGRESS, NULL);
}

/**
 * cs_progress_get_tint:
 *
 * Returns: (transfer none): class of the colour of a state; its word says the same
 */
const char *
cs_progress_get_tint (CsStepState state)
{
  switch (state) {
    case CS_STEP_DONE:
      return "success";
    case CS_STEP_OPEN:
      return "accent";
    case CS_STEP_RETURNED:
    case CS_STEP_LAPSED:
      return "warning";
    case CS_STEP_REJECTED:
      return "error";
    case CS_STEP_NOT_APPLICABLE:
    case CS_STEP_NOT_CALLED:
    case CS_STEP_SKIPPED:
    case CS_STEP_WAITING:
    default:
      return "secondary";
  }
}

/* “Rania, today 09:20” of the newest entry that ended the step. */
static char *
done_text (CsReader *reader, const CsStep *step)
{
  const GPtrArray *entries = cs_request_get_entries (cs_reader_get_request (reader));

  for (guint i = entries->len; i > 0; i--) {
    const CsEntry *entry = entries->pdata[i - 1];
    CsEntryKind kind = cs_entry_get_kind (entry);
    g_autofree char *who = NULL;
    g_autofree char *when = NULL;

    if (g_strcmp0 (cs_entry_get_text (entry, "step"), step->id) != 0 ||
        (kind != CS_KIND_COMPLETE && kind != CS_KIND_DECISION && kind != CS_KIND_CONSENT &&
         kind != CS_KIND_MAIL && kind != CS_KIND_PAYMENT && kind != CS_KIND_FILL))
      continue;
    who = cs_entry_text_actor (reader, entry);
    when = cs_reader_dup_day_time (reader, cs_entry_get_time (entry));
    return g_strdup_printf (_ ("%1$s, %2$s"), who, when);
  }
  return NULL;
}

static char *
people_text (CsReader *reader, const CsStep *step)
{
  const char *assignee = cs_request_get_assignee (cs_reader_get_request (reader), step);
  CsRuleContext context;
  g_autoptr (GPtrArray) holders = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (assignee != NULL)
    return g_strdup (cs_reader_get_name (reader, assignee));
  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  holders = cs_rules_list_people (cs_reader_get_request (reader), step->who, &context);
  for (guint i = 0; i < holders->len; i++) {
    const CsPerson *person = ((const CsHolder *)holders->pdata[i])->person;

    if (person->can_act && !g_ptr_array_find (ids, person->id, NULL))
      g_ptr_array_add (ids, person->id);
  }
  if (ids->len == 0)
    return NULL;
  g_ptr_array_add (ids, NULL);
  return cs_reader_join_names (reader, (const char *const *)ids->pdata);
}

/* What was still to come when the request ended. */
static gboolean
is_never_reached (CsReader *reader, CsStepState state)
{
  return cs_request_get_end (cs_reader_get_request (reader)) != CS_END_NONE &&
         (state == CS_STEP_WAITING || state == CS_STEP_OPEN || state == CS_STEP_RETURNED);
}

/**
 * cs_progress_dup_state:
 *
 * Returns: (transfer full): how far a step is, and who did it or has it
 */
char *
cs_progress_dup_state (CsReader *reader, const CsStep *step)
{
  CsStepState state = cs_request_get_step_state (cs_reader_get_request (reader), step);
  g_autofree char *detail = NULL;

  if (is_never_reached (reader, state))
    return g_strdup (_ ("Not reached"));
  if (state == CS_STEP_DONE || state == CS_STEP_LAPSED || state == CS_STEP_REJECTED)
    detail = done_text (reader, step);
  else if (state != CS_STEP_SKIPPED)
    detail = people_text (reader, step);
  if (detail == NULL)
    return g_strdup (cs_step_state_word (state));
  return g_strdup_printf (_ ("%1$s · %2$s"), cs_step_state_word (state), detail);
}

static void
add_take_back (CsReader *reader, CsDetailRow *row, const CsStep *step)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (reader));

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->kind == CS_ACTION_RECALL && action->step == step && action->is_open)
      cs_detail_row_add_button (row,
                                cs_action_text_label (action),
                                "request.act",
                                g_variant_new_uint32 (i));
  }
}

static void
add_step (CsReader *reader, GtkListBox *list, const CsStep *step, CsStepState state)
{
  const CsAction *fill = cs_reader_find_action (reader, CS_ACTION_FILL, step, NULL, NULL);
  g_autofree char *title = cs_reader_dup_text (reader, step->title, step->id);
  g_autofree char *text = cs_progress_dup_state (reader, step);
  CsDetailRow *row = cs_detail_row_new (cs_step_state_icon (state), title, text);
  GtkWidget *mark = cs_unclear_mark_new_for (cs_reader_get_process (reader)->pack, step->id);

  cs_detail_row_set_tint (row, cs_progress_get_tint (state));
  if (mark != NULL)
    cs_detail_row_add_end (row, mark);
  if (fill != NULL && fill->is_open && state != CS_STEP_OPEN && state != CS_STEP_RETURNED)
    cs_detail_row_add_button (row,
                              _ ("Correct"),
                              "request.go-to-step",
                              g_variant_new_string (step->id));
  add_take_back (reader, row, step);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static gboolean
is_listed (const CsStep *step, CsStepState state)
{
  if (state == CS_STEP_NOT_APPLICABLE)
    return FALSE;
  return state != CS_STEP_NOT_CALLED || step->opens == CS_OPENS_ANY_TIME;
}

/**
 * cs_progress_show:
 *
 * Shows the steps that apply, by stages.
 */
void
cs_progress_show (CsProgress *self, CsReader *reader)
{
  const CsRequest *request = cs_reader_get_request (reader);
  const GPtrArray *stages = cs_reader_get_process (reader)->stages;

  cs_box_clear (self->box);
  for (guint i = 0; i < stages->len; i++) {
    const CsStage *stage = stages->pdata[i];
    GtkListBox *list = NULL;

    for (guint j = 0; j < stage->steps->len; j++) {
      const CsStep *step = stage->steps->pdata[j];
      CsStepState state = cs_request_get_step_state (request, step);

      if (!is_listed (step, state))
        continue;
      if (list == NULL) {
        g_autofree char *title = cs_reader_dup_text (reader, stage->title, stage->id);

        list = cs_detail_list_add (self->box, title, NULL);
      }
      add_step (reader, list, step, state);
    }
  }
}
