/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-request-private.h"

#include <string.h>

/* What a request answers about itself. */

/**
 * cs_request_get_process:
 * @self: a request
 *
 * Returns: (transfer none): the process it pinned
 */
const CsProcess *
cs_request_get_process (const CsRequest *self)
{
  return self->process;
}

/**
 * cs_request_get_id:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): its UUID; %NULL before it is open
 */
const char *
cs_request_get_id (const CsRequest *self)
{
  return self->open != NULL ? cs_entry_get_id (self->open) : NULL;
}

/**
 * cs_request_get_number:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): such as `ANT-1042`; %NULL until the authority gave it
 */
const char *
cs_request_get_number (const CsRequest *self)
{
  return self->number;
}

/**
 * cs_request_set_number:
 * @self: a request
 * @number: (nullable): the number that the authority gave when it accepted `open`
 */
void
cs_request_set_number (CsRequest *self, const char *number)
{
  char *copy = g_strdup (number);

  g_free (self->number);
  self->number = copy;
}

static const char *
text_of_field (const CsRequest *self, guint index)
{
  return index < self->process->fields->len ? json_string_value (self->values[index].value) : NULL;
}

/**
 * cs_request_get_title:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): what it is called
 */
const char *
cs_request_get_title (const CsRequest *self)
{
  return text_of_field (self, CS_FIELD_INDEX_TITLE);
}

/**
 * cs_request_get_client:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): id of the client
 */
const char *
cs_request_get_client (const CsRequest *self)
{
  return text_of_field (self, CS_FIELD_INDEX_CLIENT);
}

/**
 * cs_request_get_region:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): id of the region
 */
const char *
cs_request_get_region (const CsRequest *self)
{
  return text_of_field (self, CS_FIELD_INDEX_REGION);
}

/**
 * cs_request_get_opener:
 * @self: a request
 *
 * Returns: (transfer none) (nullable): id of the person who opened it
 */
const char *
cs_request_get_opener (const CsRequest *self)
{
  return self->open != NULL ? cs_entry_get_by (self->open) : NULL;
}

/**
 * cs_request_get_opened:
 * @self: a request
 *
 * Returns: when it was opened; `CS_INSTANT_NONE` before
 */
CsInstant
cs_request_get_opened (const CsRequest *self)
{
  return self->opened;
}

/**
 * cs_request_get_changed:
 * @self: a request
 *
 * Returns: when something last happened; `CS_INSTANT_NONE` before it is open
 */
CsInstant
cs_request_get_changed (const CsRequest *self)
{
  return self->now;
}

/**
 * cs_request_get_end:
 * @self: a request
 *
 * Returns: its outcome; `CS_END_NONE` while it is open
 */
CsEnd
cs_request_get_end (const CsRequest *self)
{
  return self->end;
}

/**
 * cs_request_get_ended:
 * @self: a request
 *
 * Returns: when it was closed; `CS_INSTANT_NONE` while it is open
 */
CsInstant
cs_request_get_ended (const CsRequest *self)
{
  return self->ended;
}

/**
 * cs_request_is_read_only:
 * @self: a request
 *
 * Returns: whether a newer version of the program wrote to it: it can be read, not acted on (K-12)
 */
gboolean
cs_request_is_read_only (const CsRequest *self)
{
  return self->is_read_only;
}

static gboolean
is_on_the_way (const CsRequest *self, const CsStep *step)
{
  CsStepState state = self->steps[step->index].state;

  return step->opens == CS_OPENS_IN_ORDER &&
         (state == CS_STEP_WAITING || state == CS_STEP_REJECTED);
}

/**
 * cs_request_get_stage:
 * @self: a request
 *
 * Returns: (transfer none): the stage of its first open step; of a closed request, of the step that
 *   closed it; else of the first step that it waits for
 */
const CsStage *
cs_request_get_stage (const CsRequest *self)
{
  const GPtrArray *steps = self->process->steps;
  const CsStep *waiting = NULL, *any_time = NULL;

  if (self->end_step != NULL)
    return self->end_step->stage;
  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    CsStepState state = self->steps[i].state;

    if (state == CS_STEP_OPEN || state == CS_STEP_RETURNED) {
      if (step->opens != CS_OPENS_ANY_TIME)
        return step->stage;
      any_time = any_time != NULL ? any_time : step;
    }
    if (waiting == NULL && is_on_the_way (self, step))
      waiting = step;
  }
  if (waiting == NULL)
    waiting = any_time != NULL ? any_time : steps->pdata[0];
  return waiting->stage;
}

/**
 * cs_request_get_entries:
 * @self: a request
 *
 * Returns: (transfer none) (element-type CsEntry): all that was folded, in order
 */
const GPtrArray *
cs_request_get_entries (const CsRequest *self)
{
  return self->entries;
}

/**
 * cs_request_get_entry:
 * @self: a request
 * @id: (nullable): id of an entry
 *
 * Returns: (transfer none) (nullable): the entry of this request with that id
 */
CsEntry *
cs_request_get_entry (const CsRequest *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

/**
 * cs_request_get_setting:
 * @self: a request
 * @setting: id of a setting of its pack
 *
 * Returns: (transfer none) (nullable): the pinned value where it is a text, else the default
 */
const char *
cs_request_get_setting (const CsRequest *self, const char *setting)
{
  const json_t *pinned = json_object_get (self->settings, setting);
  const CsSetting *definition;

  if (json_is_string (pinned))
    return json_string_value (pinned);
  definition = cs_pack_get_setting (self->process->pack, setting);
  return definition != NULL ? json_string_value (definition->initial) : NULL;
}

/**
 * cs_request_get_settings:
 * @self: a request
 *
 * Returns: (transfer none): the pinned settings, id -> confirmed value
 */
const json_t *
cs_request_get_settings (const CsRequest *self)
{
  return self->settings;
}

/**
 * cs_request_list_settings_used:
 * @self: a request
 *
 * Returns: (transfer container) (element-type CsSetting): settings of its pack that answer what the
 *   process document leaves open (A.9)
 */
GPtrArray *
cs_request_list_settings_used (const CsRequest *self)
{
  GPtrArray *used = g_ptr_array_new ();
  const GPtrArray *settings = self->process->pack->settings;

  for (guint i = 0; i < settings->len; i++) {
    const CsSetting *setting = settings->pdata[i];

    if (setting->unclear != NULL)
      g_ptr_array_add (used, (gpointer)setting);
  }
  return used;
}

/**
 * cs_request_get_step_state:
 * @self: a request
 * @step: a step of its process
 *
 * Returns: its state
 */
CsStepState
cs_request_get_step_state (const CsRequest *self, const CsStep *step)
{
  return self->steps[step->index].state;
}

/**
 * cs_request_is_step_passed:
 * @self: a request
 * @step: a step of its process
 *
 * Returns: whether the steps after it may open
 */
gboolean
cs_request_is_step_passed (const CsRequest *self, const CsStep *step)
{
  return self->steps[step->index].is_passed;
}

/**
 * cs_request_get_step_round:
 * @self: a request
 * @step: a step of its process
 *
 * Returns: which round it is in, from 1; each return begins another
 */
guint
cs_request_get_step_round (const CsRequest *self, const CsStep *step)
{
  return self->steps[step->index].round;
}

/**
 * cs_request_get_step_since:
 * @self: a request
 * @step: a step of its process
 *
 * Returns: since when it is in its state; `CS_INSTANT_NONE` if it has always been
 */
CsInstant
cs_request_get_step_since (const CsRequest *self, const CsStep *step)
{
  return self->steps[step->index].since;
}

/**
 * cs_request_get_step_return:
 * @self: a request
 * @step: a step of its process
 *
 * Returns: (transfer none) (nullable): the return, send back or rejection that made it *returned*
 */
const CsEntry *
cs_request_get_step_return (const CsRequest *self, const CsStep *step)
{
  const CsStepLife *life = &self->steps[step->index];

  return life->is_returned ? life->returned_by : NULL;
}

/**
 * cs_request_get_assignee:
 * @self: a request
 * @step: a step of its process
 *
 * Returns: (transfer none) (nullable): id of the person it was assigned to
 */
const char *
cs_request_get_assignee (const CsRequest *self, const CsStep *step)
{
  return self->steps[step->index].assignee;
}

/**
 * cs_request_gate_truth:
 * @self: a request
 * @gate: a gate of its process
 *
 * Whether the facts hold as far as the entries tell; an instant of a clock that nothing proves yet
 * is unknown here and judged against the authority's time by the rules.
 *
 * Returns: the gate's truth
 */
CsTruth
cs_request_gate_truth (const CsRequest *self, const CsGate *gate)
{
  return cs_cond_gate_truth (gate, self, NULL, NULL);
}

/**
 * cs_request_get_level_state:
 * @self: a request
 * @step: an approval step
 * @level: one of its levels
 *
 * Returns: the level's state
 */
CsLevelState
cs_request_get_level_state (const CsRequest *self, const CsStep *step, const CsLevel *level)
{
  return self->steps[step->index].levels[level->index].state;
}

/**
 * cs_request_get_level_since:
 * @self: a request
 * @step: an approval step
 * @level: one of its levels
 *
 * Returns: since when it is in its state; `CS_INSTANT_NONE` if it has always been
 */
CsInstant
cs_request_get_level_since (const CsRequest *self, const CsStep *step, const CsLevel *level)
{
  return self->steps[step->index].levels[level->index].since;
}

/**
 * cs_request_get_level_holder:
 * @self: a request
 * @step: an approval step
 * @level: one of its levels
 *
 * Returns: (transfer none) (nullable): id of the person whom the current offer was handed over to
 */
const char *
cs_request_get_level_holder (const CsRequest *self, const CsStep *step, const CsLevel *level)
{
  return self->steps[step->index].levels[level->index].holder;
}

/**
 * cs_request_get_offer:
 * @self: a request
 * @step: an approval step
 *
 * Returns: (transfer none) (nullable): the newest offer that was not withdrawn
 */
const CsOffer *
cs_request_get_offer (const CsRequest *self, const CsStep *step)
{
  return (const CsOffer *)self->steps[step->index].offer;
}

/**
 * cs_request_get_offers:
 * @self: a request
 *
 * Returns: (transfer none) (element-type CsOffer): all offers, oldest first
 */
const GPtrArray *
cs_request_get_offers (const CsRequest *self)
{
  return self->offers;
}

/**
 * cs_request_get_decisions:
 * @self: a request
 *
 * Returns: (transfer none) (element-type CsDecision): all decisions and consents, oldest first
 */
const GPtrArray *
cs_request_get_decisions (const CsRequest *self)
{
  return self->decisions;
}

/**
 * cs_request_get_conditions:
 * @self: a request
 *
 * Returns: (transfer none) (element-type CsCondition): conditions given with approvals, by number
 */
const GPtrArray *
cs_request_get_conditions (const CsRequest *self)
{
  return self->conditions;
}

/**
 * cs_request_get_mails:
 * @self: a request
 *
 * Returns: (transfer none) (element-type CsSentMail): mails handed over, oldest first
 */
const GPtrArray *
cs_request_get_mails (const CsRequest *self)
{
  return self->mails;
}

/**
 * cs_request_get_payments:
 * @self: a request
 *
 * Returns: (transfer none) (element-type CsPayment): the payments its steps track, in their order
 */
const GPtrArray *
cs_request_get_payments (const CsRequest *self)
{
  for (guint i = 0; i < self->payments->len; i++) {
    CsPayment *payment = self->payments->pdata[i];

    payment->has_amount = cs_money_from_json (self->values[payment->step->payment->index].value,
                                              &payment->amount,
                                              NULL);
  }
  return self->payments;
}

/* State digest */

static void
dump_values (const CsRequest *self, GString *out)
{
  for (guint i = 0; i < self->process->fields->len; i++) {
    const CsField *field = self->process->fields->pdata[i];
    const CsValue *value = &self->values[i];
    char *text;

    if (value->value == NULL)
      continue;
    text = json_dumps (value->value, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);
    g_string_append_printf (out,
                            "f %s %s %s %s %s\n",
                            field->id,
                            text,
                            value->entry != NULL ? cs_entry_get_id (value->entry) : "-",
                            value->check != NULL ? cs_entry_get_id (value->check) : "-",
                            value->refused != NULL ? cs_entry_get_id (value->refused) : "-");
    free (text);
  }
}

static void
dump_periods (GString *out, const GArray *periods)
{
  for (guint i = 0; i < periods->len; i++) {
    const CsPeriod *period = &g_array_index (periods, CsPeriod, i);

    g_string_append_printf (out,
                            " %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%u/%d",
                            period->from,
                            period->until,
                            period->run,
                            period->is_met);
  }
}

static void
dump_steps (const CsRequest *self, GString *out)
{
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *step = self->process->steps->pdata[i];
    const CsStepLife *life = &self->steps[i];

    g_string_append_printf (out,
                            "s %s %d %d %u %u %d %s",
                            step->id,
                            life->state,
                            life->is_passed,
                            life->round,
                            life->times,
                            life->waits_for,
                            life->assignee != NULL ? life->assignee : "-");
    dump_periods (out, life->periods);
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++) {
      g_string_append_printf (out, " l%d", life->levels[j].state);
      dump_periods (out, life->levels[j].periods);
    }
    g_string_append_c (out, '\n');
  }
}

static void
dump_marks (const CsRequest *self, GString *out)
{
  for (guint i = 0; i < self->offers->len; i++) {
    const CsOffer *offer = self->offers->pdata[i];

    g_string_append_printf (out,
                            "o %s %u %d\n",
                            cs_entry_get_id (offer->entry),
                            offer->version,
                            offer->is_current);
  }
  for (guint i = 0; i < self->decisions->len; i++) {
    const CsDecision *decision = self->decisions->pdata[i];

    g_string_append_printf (out,
                            "d %s %u %d %d\n",
                            cs_entry_get_id (decision->entry),
                            decision->offer,
                            decision->answer,
                            decision->counts);
  }
  for (guint i = 0; i < self->conditions->len; i++) {
    const CsCondition *condition = self->conditions->pdata[i];

    g_string_append_printf (out, "c %u %d\n", condition->number, condition->settled != NULL);
  }
  for (guint i = 0; i < self->mails->len; i++) {
    const CsSentMail *mail = self->mails->pdata[i];

    g_string_append_printf (out, "m %s %d\n", cs_entry_get_id (mail->entry), mail->stands);
  }
  for (guint i = 0; i < self->payments->len; i++) {
    const CsPayment *payment = self->payments->pdata[i];

    g_string_append_printf (out,
                            "p %d %" G_GINT64_FORMAT "\n",
                            payment->state,
                            payment->received.minor);
  }
}

/**
 * cs_request_digest:
 * @self: a request
 *
 * Two folds of the same entries have the same digest, here and at the authority; another one is a
 * bug by definition (K-12).
 *
 * Returns: (transfer full): SHA-256 of the whole folded state, hex
 */
char *
cs_request_digest (const CsRequest *self)
{
  g_autoptr (GString) out = g_string_new (NULL);

  g_string_append_printf (out,
                          "%s %d %" G_GINT64_FORMAT " %d %u\n",
                          cs_request_get_id (self) != NULL ? cs_request_get_id (self) : "-",
                          self->end,
                          self->ended,
                          self->is_read_only,
                          self->entries->len);
  dump_values (self, out);
  dump_steps (self, out);
  dump_marks (self, out);
  for (guint i = 0; i < self->process->clocks->len; i++) {
    const CsClockLog *log = &self->clocks[i];

    g_string_append_printf (out,
                            "k %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u %u %u\n",
                            log->started,
                            log->stopped,
                            log->pauses->len,
                            log->extends->len,
                            log->rungs->len);
  }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, out->str, (gssize)out->len);
}
