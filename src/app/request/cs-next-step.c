/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-next-step.h"

#include "cs-act-as.h"
#include "cs-action-text.h"
#include "cs-detail-row.h"
#include "cs-entry-text.h"
#include "cs-run-badge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsNextStep:
 *
 * Next step: what is to be done, by whom, since when and until when, and a button that does it.
 */
struct _CsNextStep {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsNextStep, cs_next_step, ADW_TYPE_BIN)

static void
cs_next_step_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_next_step_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_NEXT_STEP);
}

static void
cs_next_step_class_init (CsNextStepClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_next_step_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-next-step.ui");
  gtk_widget_class_bind_template_child (widget_class, CsNextStep, box);
}

static void
cs_next_step_init (CsNextStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_next_step_new (void)
{
  return g_object_new (CS_TYPE_NEXT_STEP, NULL);
}

/* What the one whose turn it is does first. */
static const CsAction *
find_first (CsReader *reader, const CsTurn *turn, guint *index)
{
  static const CsActionKind of_level[] = {CS_ACTION_CONSENT, CS_ACTION_CARRY, CS_ACTION_APPROVE};
  static const CsActionKind of_step[] = {CS_ACTION_FILL,
                                         CS_ACTION_MAIL,
                                         CS_ACTION_OFFER,
                                         CS_ACTION_PAYMENT,
                                         CS_ACTION_CHECK,
                                         CS_ACTION_COMPLETE};
  const CsActionKind *kinds = turn->level != NULL ? of_level : of_step;
  gsize n = turn->level != NULL ? G_N_ELEMENTS (of_level) : G_N_ELEMENTS (of_step);

  for (gsize i = 0; i < n; i++) {
    const CsAction *action =
        cs_reader_find_action (reader, kinds[i], turn->step, turn->level, index);

    if (action != NULL && action->is_open)
      return action;
  }
  return NULL;
}

static void
add_way (CsReader *reader, CsDetailRow *row, const CsTurn *turn)
{
  guint index = 0;
  const CsAction *first = find_first (reader, turn, &index);
  GtkWidget *button;

  if (first == NULL || first->kind == CS_ACTION_FILL || first->kind == CS_ACTION_CHECK ||
      first->kind == CS_ACTION_APPROVE)
    button = cs_detail_row_add_button (row,
                                       first == NULL                      ? _ ("Show")
                                       : first->kind == CS_ACTION_FILL    ? _ ("Fill In")
                                       : first->kind == CS_ACTION_APPROVE ? _ ("Decide")
                                                                          : _ ("Check"),
                                       "request.go-to-step",
                                       g_variant_new_string (turn->step->id));
  else
    button = cs_detail_row_add_button (row,
                                       cs_action_text_label (first),
                                       "request.act",
                                       g_variant_new_uint32 (index));
  if (first != NULL)
    gtk_widget_add_css_class (button, "suggested-action");
}

static char *
turn_title (CsReader *reader, const CsTurn *turn)
{
  g_autofree char *level = NULL;

  if (turn->level != NULL)
    level = cs_reader_dup_text (reader, turn->level->title, turn->level->id);
  return cs_reader_dup_part (reader, turn->step, level);
}

static void
add_turn (CsReader *reader, GtkListBox *list, const CsTurn *turn)
{
  gboolean is_mine = cs_reader_is_my_turn (reader, turn);
  g_auto (GStrv) people = cs_reader_dup_turn_people (reader, turn);
  g_autofree char *names = cs_reader_dup_turn_names (reader, turn);
  g_autofree char *title = turn_title (reader, turn);
  g_autofree char *since = cs_reader_dup_day_time (reader, turn->since);
  const CsClockRun *run = cs_reader_find_run (reader, turn->step, turn->level);
  g_autofree char *text = NULL;
  CsDetailRow *row;

  if (is_mine)
    /* Translators: whose move it is, and since when: “Yours, since today 09:20” */
    text = g_strdup_printf (_ ("Yours, since %s"), since);
  else
    text = g_strdup_printf (_ ("Waiting for %1$s, since %2$s"), names, since);
  row = cs_detail_row_new (turn->is_decision ? "countersign-signature-symbolic"
                                             : "countersign-clock-symbolic",
                           title,
                           text);
  gtk_widget_add_css_class (GTK_WIDGET (row), "cs-heading-row");
  cs_detail_row_set_tint (row, is_mine ? "accent" : "secondary");
  if (run != NULL && run->stopped == CS_INSTANT_NONE)
    cs_detail_row_add_end (row, cs_run_badge_new (reader, run));
  if (is_mine)
    add_way (reader, row, turn);
  else
    cs_detail_row_add_act_as (row, reader, (const char *const *)people);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

/* A promise for the whole, such as the delivery, is no step’s own: it has a line of its own. */
static void
add_clock (CsReader *reader, GtkListBox *list, const CsClockRun *run)
{
  g_autofree char *title = cs_reader_dup_text (reader, run->clock->title, run->clock->id);
  CsDetailRow *row = cs_detail_row_new ("countersign-clock-symbolic", title, NULL);

  cs_detail_row_set_tint (row, "secondary");
  cs_detail_row_add_end (row, cs_run_badge_new (reader, run));
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_clocks (CsReader *reader, GtkListBox *list)
{
  const GPtrArray *runs = cs_request_view_get_clocks (cs_reader_get_view (reader));

  for (guint i = 0; i < runs->len; i++) {
    const CsClockRun *run = runs->pdata[i];

    if (run->step == NULL && run->stopped == CS_INSTANT_NONE)
      add_clock (reader, list, run);
  }
}

/* Why it was not taken further, in the words of who said so. */
static char *
dup_why_ended (CsReader *reader)
{
  const CsEntry *said = cs_request_get_why_ended (cs_reader_get_request (reader));
  g_autofree char *why = said != NULL ? cs_entry_text_detail (reader, said) : NULL;

  if (said == NULL)
    return NULL;
  if (why == NULL)
    return g_strdup (cs_reader_get_name (reader, cs_entry_get_by (said)));
  /* Translators: a person, and what they said */
  return g_strdup_printf (_ ("%1$s: %2$s"),
                          cs_reader_get_name (reader, cs_entry_get_by (said)),
                          why);
}

static void
add_end (CsReader *reader, GtkListBox *list)
{
  const CsRequest *request = cs_reader_get_request (reader);
  CsEnd end = cs_request_get_end (request);
  g_autofree char *when = NULL;
  g_autofree char *why = dup_why_ended (reader);
  CsDetailRow *row;

  if (end == CS_END_NONE) {
    row = cs_detail_row_new ("countersign-clock-symbolic", _ ("Nobody’s move"), NULL);
  } else {
    when = cs_reader_dup_day_time (reader, cs_request_get_ended (request));
    row = cs_detail_row_new (end == CS_END_COMPLETED ? "countersign-tick-symbolic"
                                                     : "countersign-cross-symbolic",
                             end == CS_END_COMPLETED  ? _ ("Completed")
                             : end == CS_END_REJECTED ? _ ("Rejected")
                                                      : _ ("Withdrawn"),
                             when);
    cs_detail_row_set_tint (row, end == CS_END_COMPLETED ? "success" : "error");
    if (why != NULL)
      cs_detail_row_set_note (row, why);
  }
  gtk_list_box_append (list, GTK_WIDGET (row));
}

/**
 * cs_next_step_show:
 *
 * Shows whose move it is: one’s own first.
 */
void
cs_next_step_show (CsNextStep *self, CsReader *reader)
{
  const GPtrArray *turns = cs_request_view_get_turns (cs_reader_get_view (reader));
  GtkListBox *list;

  cs_box_clear (self->box);
  list = cs_detail_list_add (self->box, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Next step"),
                                  -1);
  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < turns->len; i++) {
      if (cs_reader_is_my_turn (reader, turns->pdata[i]) == (pass == 0))
        add_turn (reader, list, turns->pdata[i]);
    }
  }
  if (turns->len == 0)
    add_end (reader, list);
  else
    add_clocks (reader, list);
}
