/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * CsRequest: entries in, state out. Definitions and invariants stand with the files that hold them
 * (values, steps, approvals, marks, periods); this one makes, feeds and answers.
 *
 * An entry is a fact (K-12): what makes no sense is passed over, always in the same way, and never
 * refused. Taking an entry back folds everything anew without it.
 */

static void
step_life_init (CsRequest *self, const CsStep *step)
{
  CsStepLife *life = &self->steps[step->index];
  guint n_levels = step->approval != NULL ? step->approval->levels->len : 0;

  life->state = CS_STEP_WAITING;
  life->applies = CS_TRUTH_UNKNOWN;
  life->waits_for = -1;
  life->round = 1;
  life->since = CS_INSTANT_NONE;
  life->periods = g_array_new (FALSE, FALSE, sizeof (CsPeriod));
  life->levels = g_new0 (CsLevelLife, n_levels + 1);
  for (guint i = 0; i < n_levels; i++) {
    life->levels[i].state = CS_LEVEL_WAITING;
    life->levels[i].since = CS_INSTANT_NONE;
    life->levels[i].periods = g_array_new (FALSE, FALSE, sizeof (CsPeriod));
  }
  if (step->payment != NULL) {
    life->payment = g_new0 (CsPayment, 1);
    life->payment->step = step;
    life->payment->asked_at = CS_INSTANT_NONE;
    life->payment->entries = g_ptr_array_new ();
    g_ptr_array_add (self->payments, life->payment);
  }
}

static void
step_life_clear (CsStepLife *self, const CsStep *step)
{
  for (guint i = 0; step->approval != NULL && i < step->approval->levels->len; i++)
    g_array_unref (self->levels[i].periods);
  g_free (self->levels);
  g_array_unref (self->periods);
}

static void
payment_free (CsPayment *self)
{
  g_free (self->promised_on);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static void
mail_mark_free (CsMailMark *self)
{
  json_decref (self->shown);
  g_free (self);
}

static void
begin_fold (CsRequest *self)
{
  const CsProcess *process = self->process;

  self->open = NULL;
  self->settings = json_incref (self->pinned);
  self->values = g_new0 (CsValue, process->fields->len);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_offer_mark_free);
  self->decisions = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_decision_mark_free);
  self->conditions = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_condition_free);
  self->mails = g_ptr_array_new_with_free_func ((GDestroyNotify)mail_mark_free);
  self->payments = g_ptr_array_new_with_free_func ((GDestroyNotify)payment_free);
  self->checks = g_ptr_array_new ();
  self->overrides = g_array_new (FALSE, FALSE, sizeof (CsOverride));
  self->answers = g_hash_table_new (g_str_hash, g_str_equal);
  self->steps = g_new0 (CsStepLife, process->steps->len);
  for (guint i = 0; i < process->steps->len; i++)
    step_life_init (self, process->steps->pdata[i]);
  self->clocks = g_new0 (CsClockLog, process->clocks->len);
  for (guint i = 0; i < process->clocks->len; i++) {
    self->clocks[i] = (CsClockLog){CS_INSTANT_NONE,
                                   CS_INSTANT_NONE,
                                   g_array_new (FALSE, FALSE, sizeof (CsPauseSpan)),
                                   g_ptr_array_new (),
                                   g_ptr_array_new ()};
  }
  self->now = self->opened = self->ended = CS_INSTANT_NONE;
  self->end = CS_END_NONE;
  self->end_step = NULL;
  self->is_read_only = FALSE;
  self->gates_before = NULL;
  cs_request_forget_answers (self);
}

static void
drop_fold (CsRequest *self)
{
  const CsProcess *process = self->process;

  for (guint i = 0; i < process->fields->len; i++)
    cs_value_clear (&self->values[i]);
  for (guint i = 0; i < process->steps->len; i++)
    step_life_clear (&self->steps[i], process->steps->pdata[i]);
  for (guint i = 0; i < process->clocks->len; i++) {
    g_array_unref (self->clocks[i].pauses);
    g_ptr_array_unref (self->clocks[i].extends);
    g_ptr_array_unref (self->clocks[i].rungs);
  }
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->steps, g_free);
  g_clear_pointer (&self->clocks, g_free);
  g_clear_pointer (&self->decisions, g_ptr_array_unref);
  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_clear_pointer (&self->mails, g_ptr_array_unref);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  g_clear_pointer (&self->overrides, g_array_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_pointer (&self->settings, json_decref);
  g_clear_pointer (&self->gates_before, g_free);
}

/**
 * cs_request_new:
 * @process: the process it pins; its pack is kept alive
 * @settings: (nullable): the pinned settings: id -> confirmed value
 *
 * Returns: (transfer full): a request of which nothing is known yet
 */
CsRequest *
cs_request_new (const CsProcess *process, const json_t *settings)
{
  CsRequest *self = g_new0 (CsRequest, 1);

  self->process = process;
  self->pack = cs_pack_ref (process->pack);
  self->pinned = settings != NULL ? json_incref ((json_t *)settings) : json_object ();
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->taken_back = g_hash_table_new (g_str_hash, g_str_equal);
  self->gate_memo = g_new0 (guint8, process->gates->len + 1);
  self->applies_memo = g_new0 (guint8, process->fields->len + 1);
  begin_fold (self);
  return self;
}

/**
 * cs_request_free:
 * @self: (transfer full) (nullable): a request
 */
void
cs_request_free (CsRequest *self)
{
  if (self == NULL)
    return;
  drop_fold (self);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_hash_table_unref (self->taken_back);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->entries);
  g_free (self->gate_memo);
  g_free (self->applies_memo);
  g_free (self->number);
  json_decref (self->pinned);
  cs_pack_unref (self->pack);
  g_free (self);
}

/**
 * cs_request_is_taken_back:
 *
 * Whether a later entry took this one back.
 */
gboolean
cs_request_is_taken_back (const CsRequest *self, const CsEntry *entry)
{
  return g_hash_table_contains (self->taken_back, cs_entry_get_id (entry));
}

/**
 * cs_request_is_waiting:
 *
 * Whether an entry waits for the authority’s answer.
 */
gboolean
cs_request_is_waiting (const CsRequest *self, const CsEntry *entry)
{
  return self->waiting != NULL && g_hash_table_contains (self->waiting, cs_entry_get_id (entry));
}

/**
 * cs_request_has_waiting:
 *
 * Returns: whether anything in it waits for the authority’s answer
 */
gboolean
cs_request_has_waiting (const CsRequest *self)
{
  return self->waiting != NULL;
}

static void
apply_note (CsRequest *self, CsEntry *entry)
{
  const char *re = cs_entry_get_text (entry, "re");

  if (re != NULL && !g_hash_table_contains (self->answers, re))
    g_hash_table_insert (self->answers, (gpointer)re, entry);
}

static void
apply_assign (CsRequest *self, CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "step");
  const CsStep *step = id != NULL ? cs_process_get_step (self->process, id) : NULL;

  if (step != NULL)
    self->steps[step->index].assignee = cs_entry_get_text (entry, "person");
}

static void
apply_override (CsRequest *self, CsEntry *entry)
{
  const char *gate_id = cs_entry_get_text (entry, "gate");
  const char *step_id = cs_entry_get_text (entry, "step");
  CsOverride override = {0};

  override.gate = gate_id != NULL ? cs_process_get_gate (self->process, gate_id) : NULL;
  override.step = step_id != NULL ? cs_process_get_step (self->process, step_id) : NULL;
  if (override.gate == NULL || override.step == NULL || cs_request_is_waiting (self, entry))
    return;
  override.round = self->steps[override.step->index].round;
  g_array_append_val (self->overrides, override);
}

static void
apply_withdraw (CsRequest *self, CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "entry");

  if (self->end == CS_END_NONE && id != NULL && g_strcmp0 (id, cs_request_get_id (self)) == 0) {
    self->end = CS_END_WITHDRAWN;
    self->ended = self->now;
  }
}

/* an answer that was awaited is confirmed after the request was opened. What it was opened
 * with is shared with other requests. */
static void
apply_setting (CsRequest *self, CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "setting");
  json_t *settings;

  if (id == NULL || json_object_get (self->settings, id) != NULL)
    return;
  settings = json_copy (self->settings);
  json_object_set (settings, id, json_object_get (cs_entry_get_data (entry), "value"));
  json_decref (self->settings);
  self->settings = settings;
}

static void
apply_kind (CsRequest *self, CsEntry *entry)
{
  switch (cs_entry_get_kind (entry)) {
    case CS_KIND_OPEN:
      cs_request_apply_open (self, entry);
      break;
    case CS_KIND_FILL:
      cs_request_apply_fill (self, entry);
      break;
    case CS_KIND_CHECK:
      cs_request_apply_check (self, entry);
      break;
    case CS_KIND_COMPLETE:
      cs_request_apply_complete (self, entry);
      break;
    case CS_KIND_RETURN:
      cs_request_apply_return (self, entry);
      break;
    case CS_KIND_OFFER:
      cs_request_apply_offer (self, entry);
      break;
    case CS_KIND_DECISION:
    case CS_KIND_CONSENT:
      cs_request_apply_decision (self, entry);
      break;
    case CS_KIND_MAIL:
      cs_request_apply_mail (self, entry);
      break;
    case CS_KIND_PAYMENT:
      cs_request_apply_payment (self, entry);
      break;
    case CS_KIND_ASSIGN:
      apply_assign (self, entry);
      break;
    case CS_KIND_NOTE:
      apply_note (self, entry);
      break;
    case CS_KIND_PAUSE:
    case CS_KIND_RESUME:
    case CS_KIND_EXTEND:
    case CS_KIND_RUNG:
      cs_request_apply_clock (self, entry);
      break;
    case CS_KIND_OVERRIDE:
      apply_override (self, entry);
      break;
    case CS_KIND_WITHDRAW:
      apply_withdraw (self, entry);
      break;
    case CS_KIND_SETTING:
      apply_setting (self, entry);
      break;
    case CS_KIND_UNKNOWN:
      self->is_read_only = TRUE;
      break;
    case CS_KIND_ACCESS:
    case CS_KIND_ERASE:
    case CS_KIND_PERSON:
    case CS_KIND_ROLE:
    case CS_KIND_CLIENT:
    case CS_KIND_DELEGATION:
    case CS_KIND_DEVICE:
    case CS_KIND_PACK:
    case CS_KIND_CALENDAR:
    default:
      break;
  }
}

/* D-C1: what waits opens no gate, so it is noted how the gates stood without it. */
static void
note_gates (CsRequest *self)
{
  const GPtrArray *gates = self->process->gates;
  guint8 *truths = g_new0 (guint8, gates->len + 1);

  for (guint i = 0; i < gates->len; i++)
    truths[i] = (guint8)cs_cond_gate_truth (gates->pdata[i], self, NULL, NULL);
  self->gates_before = truths;
}

static void
fold_entry (CsRequest *self, CsEntry *entry)
{
  if (self->gates_before == NULL && cs_request_is_waiting (self, entry))
    note_gates (self);
  self->now = MAX (self->now, cs_entry_get_time (entry));
  apply_kind (self, entry);
  cs_request_settle (self);
}

/* Folds all entries again, now that one of them was taken back. */
static void
fold_again (CsRequest *self)
{
  g_autoptr (GPtrArray) entries = self->entries;

  drop_fold (self);
  begin_fold (self);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_entry_unref);
  for (guint i = 0; i < entries->len; i++) {
    g_ptr_array_add (self->entries, cs_entry_ref (entries->pdata[i]));
    fold_entry (self, entries->pdata[i]);
  }
}

static gboolean
takes_back (const CsRequest *self, const CsEntry *entry)
{
  const char *id = cs_entry_get_text (entry, "entry");

  return cs_entry_get_kind (entry) == CS_KIND_WITHDRAW && id != NULL &&
         g_strcmp0 (id, cs_request_get_id (self)) != 0 && g_hash_table_contains (self->by_id, id);
}

/**
 * cs_request_apply:
 * @self: a request
 * @entry: (transfer none): its next entry, in the order of the journal; entries that wait for an
 *   answer come after all accepted ones
 * @error: `CS_ERROR_INVALID` when @entry belongs to another request, or the first is not `open`
 *
 * Folds one entry in. It is a fact and is not judged again; what makes no sense changes nothing
 * but is kept (K-12). The same entry twice is folded once.
 *
 * Returns: whether it belongs here
 */
gboolean
cs_request_apply (CsRequest *self, CsEntry *entry, GError **error)
{
  const char *id = cs_request_get_id (self);

  if (self->open == NULL ? cs_entry_get_kind (entry) != CS_KIND_OPEN
                         : g_strcmp0 (cs_entry_get_request (entry), id) != 0) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("Entry %s does not belong to request %s"),
                 cs_entry_get_id (entry),
                 id != NULL ? id : _ ("that is not open yet"));
    return FALSE;
  }
  if (g_hash_table_contains (self->by_id, cs_entry_get_id (entry)))
    return TRUE;
  g_ptr_array_add (self->entries, cs_entry_ref (entry));
  g_hash_table_insert (self->by_id, (gpointer)cs_entry_get_id (entry), entry);
  if (takes_back (self, entry)) {
    g_hash_table_add (self->taken_back, (gpointer)cs_entry_get_text (entry, "entry"));
    fold_again (self);
  } else {
    fold_entry (self, entry);
  }
  return TRUE;
}

/**
 * cs_request_apply_waiting:
 * @entry: (transfer none): made here and not accepted yet; after all accepted ones
 * @error: as cs_request_apply()
 *
 * Folds in what waits for the authority’s answer, so that its author sees it (K-13). It opens no
 * gate; decisions, consents and the end of a payment are shown and do not count (D-C1).
 *
 * Returns: whether it belongs here
 */
gboolean
cs_request_apply_waiting (CsRequest *self, CsEntry *entry, GError **error)
{
  const char *id = cs_entry_get_id (entry);

  if (g_hash_table_contains (self->by_id, id))
    return TRUE;
  if (self->waiting == NULL)
    self->waiting = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (self->waiting, (gpointer)id);
  if (cs_request_apply (self, entry, error))
    return TRUE;
  g_hash_table_remove (self->waiting, id);
  return FALSE;
}
