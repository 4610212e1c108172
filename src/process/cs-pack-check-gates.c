/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Gates that can never open (L-14). */

/* A gate before one of the steps it guards. */
typedef struct {
  CsCheck *check;
  const CsGate *gate;
  const CsStep *guarded;
  gboolean is_leave; /* the step's own form can be filled while it is closed */
  char *why;         /* (nullable) what can never be so */
} Guard;

static gboolean
is_behind (const Guard *guard, const CsStep *step)
{
  if (step == guard->guarded)
    return !guard->is_leave;
  return cs_check_comes_after (guard->check, step, guard->guarded);
}

/* Whether some step can still say it while the gate is closed. */
static gboolean
can_be_answered (const Guard *guard, const CsField *field)
{
  const CsProcess *process = guard->check->process;

  if (field->index < CS_N_FIELD_INDEXES)
    return TRUE;
  for (guint i = 0; i < field->formula_fields->len; i++)
    if (!can_be_answered (guard, field->formula_fields->pdata[i]))
      return FALSE;
  if (field->formula != CS_FORMULA_NONE)
    return TRUE;
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (g_ptr_array_find (step->form, field, NULL) && !is_behind (guard, step))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_checked_before (const Guard *guard, const CsField *field)
{
  const CsProcess *process = guard->check->process;

  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (g_ptr_array_find (step->checks, field, NULL) && !is_behind (guard, step))
      return TRUE;
  }
  return FALSE;
}

static void
blame (Guard *guard, char *why)
{
  g_free (guard->why);
  guard->why = why;
}

static gboolean can_hold (Guard *guard, const CsCond *cond);

static gboolean
fields_can_hold (Guard *guard, const CsCond *cond)
{
  for (guint i = 0; i < cond->fields->len; i++) {
    const CsField *field = cond->fields->pdata[i];

    if (!can_be_answered (guard, field)) {
      blame (guard, g_strdup_printf (_ ("“%s” is in no form before it"), field->id));
      return FALSE;
    }
    if (cond->kind == CS_COND_CHECKED && !is_checked_before (guard, field)) {
      blame (guard, g_strdup_printf (_ ("no step before it checks “%s”"), field->id));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
steps_can_hold (Guard *guard, const CsCond *cond)
{
  for (guint i = 0; i < cond->steps->len; i++) {
    const CsStep *step = cond->steps->pdata[i];

    if (cond->step_is != CS_STEP_IS_OPEN && (is_behind (guard, step) || step == guard->guarded)) {
      blame (guard, g_strdup_printf (_ ("the step “%s” is behind it"), step->id));
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
gates_can_hold (Guard *guard, const CsCond *cond)
{
  for (guint i = 0; i < cond->gates->len; i++) {
    const CsGate *gate = cond->gates->pdata[i];

    for (guint j = 0; j < gate->facts->len; j++) {
      const CsFact *fact = gate->facts->pdata[j];

      if (fact->when == NULL && !can_hold (guard, fact->cond))
        return FALSE;
    }
  }
  return TRUE;
}

static gboolean
can_hold (Guard *guard, const CsCond *cond)
{
  gboolean some = FALSE;

  switch (cond->kind) {
    case CS_COND_ANSWERED:
    case CS_COND_IS:
    case CS_COND_OVER:
    case CS_COND_CHECKED:
      return fields_can_hold (guard, cond);
    case CS_COND_STEP:
      return steps_can_hold (guard, cond);
    case CS_COND_GATE:
      return gates_can_hold (guard, cond);
    case CS_COND_ALL:
      for (guint i = 0; i < cond->parts->len; i++)
        if (!can_hold (guard, cond->parts->pdata[i]))
          return FALSE;
      return TRUE;
    case CS_COND_ANY:
      for (guint i = 0; i < cond->parts->len; i++)
        some = can_hold (guard, cond->parts->pdata[i]) || some;
      return some;
    case CS_COND_CLOCK:
    case CS_COND_SETTING:
    case CS_COND_NOT:
    default:
      return TRUE;
  }
}

static gboolean
form_applies (const Guard *guard, const CsAssumption *assumption, const CsField *field)
{
  const CsProcess *process = guard->check->process;

  if (field->index < CS_N_FIELD_INDEXES || field->formula != CS_FORMULA_NONE)
    return TRUE;
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (g_ptr_array_find (step->form, field, NULL) && !is_behind (guard, step) &&
        cs_check_truth (assumption, step->when) != CS_TRUTH_FALSE)
      return TRUE;
  }
  return FALSE;
}

/* A fact that must hold, about a field that no form asks for in this case. */
static gboolean
fact_is_asked (Guard *guard, const CsAssumption *assumption, const CsFact *fact)
{
  const CsCond *cond = fact->cond;

  if (cond->kind > CS_COND_CHECKED || cs_check_truth (assumption, fact->when) != CS_TRUTH_TRUE)
    return TRUE;
  for (guint i = 0; i < cond->fields->len; i++) {
    const CsField *field = cond->fields->pdata[i];
    g_autofree char *combination = NULL;

    if (form_applies (guard, assumption, field))
      continue;
    combination = cs_assumption_describe (assumption);
    blame (guard,
           g_strdup_printf (_ ("“%s” is asked for in no form if %s"), field->id, combination));
    return FALSE;
  }
  return TRUE;
}

static gboolean
facts_are_asked (const CsAssumption *assumption, gpointer data)
{
  Guard *guard = data;

  if (cs_check_truth (assumption, guard->guarded->when) == CS_TRUTH_FALSE)
    return TRUE;
  for (guint i = 0; i < guard->gate->facts->len; i++)
    if (!fact_is_asked (guard, assumption, guard->gate->facts->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_shut (const CsAssumption *assumption, gpointer data)
{
  return cs_check_gate_truth (assumption, data) == CS_TRUTH_FALSE;
}

static void
say (CsCheck *self, const CsGate *gate, const char *why)
{
  cs_check_say (self,
                CS_FINDING_ERROR,
                "L-14",
                cs_check_get (self, "gates"),
                gate->id,
                _ ("the gate “%s” can never open: %s"),
                gate->id,
                why);
}

static gboolean
check_guard (CsCheck *self, const CsGate *gate, const CsStep *guarded, gboolean is_leave)
{
  Guard guard = {self, gate, guarded, is_leave, NULL};
  gboolean can = TRUE;

  for (guint i = 0; i < gate->facts->len && can; i++) {
    const CsFact *fact = gate->facts->pdata[i];

    can = can_hold (&guard, fact->cond);
  }
  if (can)
    can = cs_check_for_all (self, facts_are_asked, &guard);
  if (!can)
    say (self, gate, guard.why != NULL ? guard.why : _ ("its facts exclude each other"));
  g_free (guard.why);
  return can;
}

static void
check_gate (CsCheck *self, const CsGate *gate)
{
  const CsProcess *process = self->process;

  if (cs_check_for_all (self, is_shut, (gpointer)gate)) {
    say (self, gate, _ ("its facts exclude each other"));
    return;
  }
  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (g_ptr_array_find (step->enter, gate, NULL) && !check_guard (self, gate, step, FALSE))
      return;
    if (g_ptr_array_find (step->leave, gate, NULL) && !check_guard (self, gate, step, TRUE))
      return;
  }
}

/**
 * cs_check_gates: (skip)
 * @self: a check of a process
 *
 * Gates that can never open (L-14): a field in no form, only in forms behind the gate, or only
 * where those forms do not apply; a step behind the gate; facts that exclude each other.
 */
void
cs_check_gates (CsCheck *self)
{
  for (guint i = 0; i < self->process->gates->len; i++)
    check_gate (self, self->process->gates->pdata[i]);
}
