/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-cond.h"

#include "cs-decimal.h"
#include "cs-request-private.h"

#include <string.h>

/*
 * Conditions in three values: what is not known is not true, and its negation is not true either
 * (pack language 1.6). What may not be seen is not known. Asking never changes a request.
 */

typedef struct {
  const CsRequest *request;
  CsClockOracle oracle; /* (nullable) */
  gpointer user_data;
} Asker;

/**
 * cs_truth_and:
 * @a: one
 * @b: another
 *
 * Returns: both, in Kleene's logic
 */
CsTruth
cs_truth_and (CsTruth a, CsTruth b)
{
  return MIN (a, b);
}

/**
 * cs_truth_or:
 * @a: one
 * @b: another
 *
 * Returns: either, in Kleene's logic
 */
CsTruth
cs_truth_or (CsTruth a, CsTruth b)
{
  return MAX (a, b);
}

/**
 * cs_truth_not:
 * @a: one
 *
 * Returns: its negation; the unknown stays unknown
 */
CsTruth
cs_truth_not (CsTruth a)
{
  return (CsTruth)(CS_TRUTH_TRUE - a);
}

static CsTruth
truth_of (gboolean value)
{
  return value ? CS_TRUTH_TRUE : CS_TRUTH_FALSE;
}

/* 7.50 is 7.5. */
static gboolean
is_same_number (const char *text, const char *other)
{
  CsDecimal a, b;

  return cs_decimal_parse (text, CS_DECIMAL_MAX_DIGITS, &a, NULL) &&
         cs_decimal_parse (other, CS_DECIMAL_MAX_DIGITS, &b, NULL) && cs_decimal_equal (&a, &b);
}

static gboolean
is_among (const CsCond *cond, const CsRequest *request, const CsField *field, const char *value)
{
  for (guint i = 0; cond->values != NULL && cond->values[i] != NULL; i++) {
    if (strcmp (cond->values[i], value) == 0)
      return TRUE;
    if (field != NULL && field->index == CS_FIELD_INDEX_REGION &&
        cs_pack_region_is_within (request->process->pack, value, cond->values[i]))
      return TRUE;
    if (field != NULL && field->type == CS_FIELD_NUMBER && is_same_number (value, cond->values[i]))
      return TRUE;
  }
  return FALSE;
}

static CsTruth
field_has_value (const CsCond *cond, const CsRequest *request, const CsField *field)
{
  const CsValue *held = cs_request_get_value (request, field);
  const char *text;
  json_t *member;
  gsize index;

  if (held->value == NULL || held->refused != NULL || cs_value_is_withheld (held->value))
    return CS_TRUTH_UNKNOWN;
  if (held->is_na && field->type != CS_FIELD_CHECK)
    return CS_TRUTH_FALSE;
  if (json_is_array (held->value)) {
    json_array_foreach (held->value, index, member)
    {
      if (json_is_string (member) && is_among (cond, request, field, json_string_value (member)))
        return CS_TRUTH_TRUE;
    }
    return CS_TRUTH_FALSE;
  }
  text = json_is_object (held->value) ? cs_json_get_string (held->value, "state")
                                      : json_string_value (held->value);
  return truth_of (text != NULL && is_among (cond, request, field, text));
}

static CsTruth
field_is_over (const CsCond *cond, const CsRequest *request, const CsField *field)
{
  const CsValue *held = cs_request_get_value (request, field);
  CsMoney amount;

  if (held->value == NULL || held->refused != NULL || cs_value_is_withheld (held->value))
    return CS_TRUTH_UNKNOWN;
  if (held->is_na)
    return CS_TRUTH_FALSE;
  if (!cs_money_from_json (held->value, &amount, NULL))
    return CS_TRUTH_UNKNOWN;
  for (guint i = 0; i < cond->limits->len; i++) {
    CsMoney limit = g_array_index (cond->limits, CsMoney, i);

    if (strcmp (limit.currency, amount.currency) == 0)
      return truth_of (amount.minor > limit.minor);
  }
  return CS_TRUTH_TRUE; /* a currency without a threshold is asked (C.3) */
}

static CsTruth
ask_field (const CsCond *cond, const CsRequest *request, const CsField *field)
{
  if (cond->kind == CS_COND_IS)
    return field_has_value (cond, request, field);
  if (cond->kind == CS_COND_OVER)
    return field_is_over (cond, request, field);
  if (!cs_request_is_answered (request, field))
    return CS_TRUTH_FALSE;
  return truth_of (cond->kind == CS_COND_ANSWERED ||
                   cs_request_get_value (request, field)->check != NULL);
}

static CsTruth
ask_fields (const CsCond *cond, const CsRequest *request)
{
  CsTruth truth = CS_TRUTH_TRUE;

  for (guint i = 0; i < cond->fields->len; i++)
    truth = cs_truth_and (truth, ask_field (cond, request, cond->fields->pdata[i]));
  return truth;
}

static CsTruth
step_is_complete (const CsRequest *request, const CsStep *step)
{
  const CsStepLife *life = &request->steps[step->index];

  if (step->opens == CS_OPENS_ANY_TIME)
    return truth_of (life->times > 0);
  switch (life->state) {
    case CS_STEP_DONE:
    case CS_STEP_SKIPPED:
      return CS_TRUTH_TRUE;
    case CS_STEP_NOT_APPLICABLE:
      return truth_of (life->is_passed);
    case CS_STEP_WAITING:
      return life->applies == CS_TRUTH_UNKNOWN ? CS_TRUTH_UNKNOWN : CS_TRUTH_FALSE;
    case CS_STEP_LAPSED:
    case CS_STEP_NOT_CALLED:
    case CS_STEP_REJECTED:
    case CS_STEP_RETURNED:
    case CS_STEP_OPEN:
    default:
      return CS_TRUTH_FALSE;
  }
}

static CsTruth
ask_step (const CsCond *cond, const CsRequest *request, const CsStep *step)
{
  CsStepState state = request->steps[step->index].state;

  switch (cond->step_is) {
    case CS_STEP_IS_OPEN:
      return truth_of (state == CS_STEP_OPEN || state == CS_STEP_RETURNED);
    case CS_STEP_IS_REJECTED:
      return truth_of (state == CS_STEP_REJECTED);
    case CS_STEP_IS_CLEAR:
      return cs_truth_and (step_is_complete (request, step),
                           truth_of (!cs_request_has_open_condition (request, step)));
    case CS_STEP_IS_COMPLETE:
    default:
      return step_is_complete (request, step);
  }
}

static CsTruth
ask_setting (const CsCond *cond, const CsRequest *request)
{
  const json_t *pinned = json_object_get (request->settings, cond->setting->id);
  const char *value;

  if (cond->values == NULL || cond->values[0] == NULL)
    return truth_of (pinned != NULL);
  value = cs_request_get_setting (request, cond->setting->id);
  return value == NULL ? CS_TRUTH_UNKNOWN : truth_of (is_among (cond, request, NULL, value));
}

static CsTruth
ask_clock (const CsCond *cond, const Asker *asker)
{
  if (asker->oracle != NULL)
    return asker->oracle (asker->request, cond->clock, cond->clock_limit, asker->user_data);
  return cs_request_clock_has_rung (asker->request, cond->clock, cond->clock_limit)
             ? CS_TRUTH_TRUE
             : CS_TRUTH_UNKNOWN;
}

static CsTruth ask (const CsCond *cond, const Asker *asker);

/* D-C1: what waits for an answer opens no gate; an instant that has passed does. */
static CsTruth
limit_gate (const CsGate *gate, const Asker *asker, CsTruth truth)
{
  const CsRequest *request = asker->request;
  CsTruth before, plain;

  if (request->gates_before == NULL)
    return truth;
  before = (CsTruth)request->gates_before[gate->index];
  if (asker->oracle != NULL && before == CS_TRUTH_UNKNOWN && truth == CS_TRUTH_TRUE) {
    plain = cs_cond_gate_truth (gate, request, NULL, NULL);
    return plain == CS_TRUTH_UNKNOWN ? truth : before;
  }
  return MIN (truth, before);
}

static CsTruth
ask_gate (const CsGate *gate, const Asker *asker)
{
  CsTruth truth = CS_TRUTH_TRUE;
  guint8 *memo = asker->oracle == NULL ? &asker->request->gate_memo[gate->index] : NULL;

  if (memo != NULL && *memo != CS_MEMO_EMPTY)
    return (CsTruth)*memo;
  for (guint i = 0; i < gate->facts->len && truth != CS_TRUTH_FALSE; i++) {
    const CsFact *fact = gate->facts->pdata[i];
    CsTruth applies = fact->when != NULL ? ask (fact->when, asker) : CS_TRUTH_TRUE;

    if (applies != CS_TRUTH_FALSE)
      truth = cs_truth_and (truth, cs_truth_or (cs_truth_not (applies), ask (fact->cond, asker)));
  }
  truth = limit_gate (gate, asker, truth);
  if (memo != NULL)
    *memo = (guint8)truth;
  return truth;
}

static CsTruth
ask_parts (const CsCond *cond, const Asker *asker)
{
  CsTruth truth = cond->kind == CS_COND_ANY ? CS_TRUTH_FALSE : CS_TRUTH_TRUE;

  if (cond->kind == CS_COND_NOT)
    return cs_truth_not (ask (cond->parts->pdata[0], asker));
  for (guint i = 0; i < cond->parts->len; i++) {
    CsTruth part = ask (cond->parts->pdata[i], asker);

    truth = cond->kind == CS_COND_ANY ? cs_truth_or (truth, part) : cs_truth_and (truth, part);
  }
  return truth;
}

static CsTruth
ask (const CsCond *cond, const Asker *asker)
{
  CsTruth truth = CS_TRUTH_TRUE;

  switch (cond->kind) {
    case CS_COND_STEP:
      for (guint i = 0; i < cond->steps->len; i++)
        truth = cs_truth_and (truth, ask_step (cond, asker->request, cond->steps->pdata[i]));
      return truth;
    case CS_COND_GATE:
      for (guint i = 0; i < cond->gates->len; i++)
        truth = cs_truth_and (truth, ask_gate (cond->gates->pdata[i], asker));
      return truth;
    case CS_COND_CLOCK:
      return ask_clock (cond, asker);
    case CS_COND_SETTING:
      return ask_setting (cond, asker->request);
    case CS_COND_ALL:
    case CS_COND_ANY:
    case CS_COND_NOT:
      return ask_parts (cond, asker);
    case CS_COND_ANSWERED:
    case CS_COND_IS:
    case CS_COND_OVER:
    case CS_COND_CHECKED:
    default:
      return ask_fields (cond, asker->request);
  }
}

/**
 * cs_cond_evaluate:
 * @cond: (nullable): a condition; %NULL is true
 * @request: the request it is asked of
 * @oracle: (nullable) (scope call): says whether an instant of a clock has passed; without it only
 *   a rung that fired proves it
 * @user_data: for @oracle
 *
 * Returns: whether it holds
 */
CsTruth
cs_cond_evaluate (const CsCond *cond,
                  const CsRequest *request,
                  CsClockOracle oracle,
                  gpointer user_data)
{
  Asker asker = {request, oracle, user_data};

  return cond == NULL ? CS_TRUTH_TRUE : ask (cond, &asker);
}

/**
 * cs_cond_gate_truth:
 * @gate: a gate of the request's process
 * @request: the request it is asked of
 * @oracle: (nullable) (scope call): as in [func@cond_evaluate]
 * @user_data: for @oracle
 *
 * Returns: whether all facts that apply hold
 */
CsTruth
cs_cond_gate_truth (const CsGate *gate,
                    const CsRequest *request,
                    CsClockOracle oracle,
                    gpointer user_data)
{
  Asker asker = {request, oracle, user_data};

  return ask_gate (gate, &asker);
}
