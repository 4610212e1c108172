/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-work.h"

#include "cs-action-text.h"
#include "cs-progress.h"
#include "cs-step-card.h"

#include <string.h>

/**
 * CsWork:
 *
 * Cards stay while the request changes, so that what is typed stays; they go when nothing can be
 * done in them any more.
 */
struct _CsWork {
  AdwBin parent_instance;

  CsReader *reader;      /* (owned) (nullable) */
  GHashTable *asked_for; /* (owned) ids of steps that the person wants to see, and their state */

  GtkBox *cards;          /* template */
  GtkWidget *other_title; /* template */
  GtkBox *others;         /* template */
  CsProgress *progress;   /* template */
};

G_DEFINE_FINAL_TYPE (CsWork, cs_work, ADW_TYPE_BIN)

static CsStepCard *
find_card (GtkBox *box, const char *step)
{
  for (GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (box)); card != NULL;
       card = gtk_widget_get_next_sibling (card)) {
    if (strcmp (cs_step_card_get_step (CS_STEP_CARD (card)), step) == 0)
      return CS_STEP_CARD (card);
  }
  return NULL;
}

/* Only a gate holds it back. */
static gboolean
waits_for_gate (CsReader *reader, const CsStep *step)
{
  if (step->enter->len == 0)
    return FALSE;
  for (guint i = 0; i < step->after->len; i++) {
    if (!cs_request_is_step_passed (cs_reader_get_request (reader), step->after->pdata[i]))
      return FALSE;
  }
  return TRUE;
}

static gboolean
brings_forward (CsReader *reader, const CsAction *action)
{
  CsStepState state = cs_request_get_step_state (cs_reader_get_request (reader), action->step);

  if (!cs_action_text_is_work (action->kind))
    return FALSE;
  if (action->is_open)
    return (action->kind != CS_ACTION_FILL && action->kind != CS_ACTION_CHECK) ||
           state == CS_STEP_OPEN || state == CS_STEP_RETURNED;
  return state == CS_STEP_OPEN || state == CS_STEP_RETURNED || state == CS_STEP_LAPSED ||
         (state == CS_STEP_WAITING && waits_for_gate (reader, action->step));
}

/* Until the step is in another state: then it was done what it was asked for. */
static gboolean
is_asked_for (CsWork *self, const CsStep *step)
{
  CsStepState state = cs_request_get_step_state (cs_reader_get_request (self->reader), step);
  gpointer then;

  if (!g_hash_table_lookup_extended (self->asked_for, step->id, NULL, &then))
    return FALSE;
  if (GPOINTER_TO_UINT (then) == state)
    return TRUE;
  g_hash_table_remove (self->asked_for, step->id);
  return FALSE;
}

static gboolean
is_wanted (CsWork *self, const CsStep *step, const CsStepCard *card)
{
  const GPtrArray *actions = cs_request_view_get_actions (cs_reader_get_view (self->reader));
  gboolean has_any = FALSE;

  for (guint i = 0; i < actions->len; i++) {
    const CsAction *action = actions->pdata[i];

    if (action->step != step)
      continue;
    if (brings_forward (self->reader, action))
      return TRUE;
    has_any = has_any || action->is_open;
  }
  if (card != NULL && cs_step_card_is_dirty ((CsStepCard *)card))
    return TRUE;
  return has_any && is_asked_for (self, step);
}

/* Puts a card where its step stands; a card keeps the focus while it is moved. */
static void
show_card (CsWork *self, GtkBox *box, const CsStep *step, GtkWidget **last)
{
  CsStepCard *card = find_card (box, step->id);
  gboolean is_here = is_wanted (self, step, card);

  if (!is_here && card != NULL)
    gtk_box_remove (box, GTK_WIDGET (card));
  if (!is_here)
    return;
  if (card == NULL) {
    card = CS_STEP_CARD (cs_step_card_new (self->reader, step));
    gtk_box_append (box, GTK_WIDGET (card));
  } else {
    cs_step_card_follow (card, self->reader);
  }
  gtk_box_reorder_child_after (box, GTK_WIDGET (card), *last);
  *last = GTK_WIDGET (card);
}

static void
show_cards (CsWork *self)
{
  const GPtrArray *steps = cs_reader_get_process (self->reader)->steps;
  GtkWidget *last_card = NULL, *last_other = NULL;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (step->opens == CS_OPENS_ANY_TIME)
      show_card (self, self->others, step, &last_other);
    else
      show_card (self, self->cards, step, &last_card);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->cards), last_card != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->others), last_other != NULL);
  gtk_widget_set_visible (self->other_title, last_other != NULL);
}

/**
 * cs_work_show:
 * @reader: of the newest view
 */
void
cs_work_show (CsWork *self, CsReader *reader)
{
  g_set_object (&self->reader, reader);
  show_cards (self);
  cs_progress_show (self->progress, reader);
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/**
 * cs_work_clear:
 *
 * Takes all cards away: somebody else acts here now.
 */
void
cs_work_clear (CsWork *self)
{
  clear_box (self->cards);
  clear_box (self->others);
  g_hash_table_remove_all (self->asked_for);
}

/**
 * cs_work_go_to:
 * @step: id
 * @field: (nullable): id
 *
 * Returns: whether there is something to do in that step; it has the focus now
 */
gboolean
cs_work_go_to (CsWork *self, const char *step, const char *field)
{
  const CsStep *found = self->reader != NULL
                            ? cs_process_get_step (cs_reader_get_process (self->reader), step)
                            : NULL;
  CsStepCard *card;

  if (found == NULL)
    return FALSE;
  g_hash_table_insert (
      self->asked_for,
      g_strdup (step),
      GUINT_TO_POINTER (cs_request_get_step_state (cs_reader_get_request (self->reader), found)));
  show_cards (self);
  card = find_card (self->cards, step);
  if (card == NULL)
    card = find_card (self->others, step);
  if (card == NULL)
    return FALSE;
  cs_step_card_focus (card, field);
  return TRUE;
}

/**
 * cs_work_put:
 * @step: id
 * @values: field id -> value
 * @reason: (nullable): why they change
 *
 * Goes to a step and types values into its form.
 *
 * Returns: whether it has one
 */
gboolean
cs_work_put (CsWork *self, const char *step, const json_t *values, const json_t *reason)
{
  const char *first = json_object_iter_key (json_object_iter ((json_t *)values));
  CsStepCard *card;

  if (!cs_work_go_to (self, step, first))
    return FALSE;
  card = find_card (self->cards, step);
  if (card == NULL)
    card = find_card (self->others, step);
  return card != NULL && cs_step_card_put (card, values, reason);
}

GtkWidget *
cs_work_new (void)
{
  return g_object_new (CS_TYPE_WORK, NULL);
}

static void
cs_work_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_work_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_WORK);
}

static void
cs_work_finalize (GObject *object)
{
  CsWork *self = CS_WORK (object);

  g_clear_object (&self->reader);
  g_clear_pointer (&self->asked_for, g_hash_table_unref);
  G_OBJECT_CLASS (cs_work_parent_class)->finalize (object);
}

static void
cs_work_class_init (CsWorkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_work_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_work_finalize;
  g_type_ensure (CS_TYPE_PROGRESS);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-work.ui");
  gtk_widget_class_bind_template_child (widget_class, CsWork, cards);
  gtk_widget_class_bind_template_child (widget_class, CsWork, other_title);
  gtk_widget_class_bind_template_child (widget_class, CsWork, others);
  gtk_widget_class_bind_template_child (widget_class, CsWork, progress);
}

static void
cs_work_init (CsWork *self)
{
  self->asked_for = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}
