/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-map-text.h"

#include "cs-field-context.h"
#include "cs-progress.h"

#include <glib/gi18n-lib.h>

/**
 * cs_map_count:
 * @count: (out caller-allocates): how many steps are behind, open, and to come
 *
 * Steps that do not apply, and those only taken when called for, are not counted.
 */
void
cs_map_count (const CsRequest *request, CsMapCount *count)
{
  const GPtrArray *steps = cs_request_get_process (request)->steps;
  gboolean has_ended = cs_request_get_end (request) != CS_END_NONE;

  *count = (CsMapCount){0};
  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    switch (cs_request_get_step_state (request, step)) {
      case CS_STEP_DONE:
        count->n_behind += step->opens == CS_OPENS_IN_ORDER;
        break;
      case CS_STEP_OPEN:
      case CS_STEP_RETURNED:
        count->n_now += step->opens != CS_OPENS_ANY_TIME && !has_ended;
        break;
      case CS_STEP_WAITING:
      case CS_STEP_LAPSED:
        count->n_left += step->opens == CS_OPENS_IN_ORDER && !has_ended;
        break;
      case CS_STEP_NOT_APPLICABLE:
      case CS_STEP_NOT_CALLED:
      case CS_STEP_SKIPPED:
      case CS_STEP_REJECTED:
      default:
        break;
    }
  }
}

static char *
dup_text (const CsText *text, const char *fallback)
{
  char *found = text != NULL ? cs_text_dup (text, cs_field_context_get_language ()) : NULL;

  return found != NULL ? found : g_strdup (fallback);
}

/**
 * cs_map_text_title:
 *
 * Returns: (transfer full): what a step is called
 */
char *
cs_map_text_title (const CsStep *step)
{
  return dup_text (step->title, step->id);
}

/* Roles and fields of people, where there is no request to ask who that is. */
static char *
dup_who (const CsStep *step)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < step->who->len; i++) {
    const CsWho *who = step->who->pdata[i];
    g_autofree char *title = who->role != NULL ? dup_text (who->role->title, who->role->id)
                                               : dup_text (who->field->title, who->field->id);

    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", title);
  }
  return g_strdup (names->str);
}

/**
 * cs_map_text_state:
 * @reader: (nullable): of the request whose place is shown
 *
 * Returns: (transfer full): how far it is and who has it; without a request, whose step it is
 */
char *
cs_map_text_state (CsReader *reader, const CsStep *step)
{
  return reader != NULL ? cs_progress_dup_state (reader, step) : dup_who (step);
}

static void
add_missing (CsReader *reader, const GPtrArray *gates, guint *n_facts, guint *n_gates)
{
  const CsRequest *request = cs_reader_get_request (reader);
  CsRuleContext context;

  cs_request_view_get_context (cs_reader_get_view (reader), &context);
  for (guint i = 0; i < gates->len; i++) {
    g_autoptr (GPtrArray) missing = NULL;

    if (cs_request_gate_truth (request, gates->pdata[i]) == CS_TRUTH_TRUE)
      continue;
    missing = cs_rules_missing_for_gate (request, gates->pdata[i], &context);
    *n_gates += 1;
    *n_facts += missing->len;
  }
}

/**
 * cs_map_text_blocks:
 * @reader: (nullable): of the request whose place is shown
 *
 * Returns: (transfer full) (nullable): how many facts the gates of a step still wait for
 */
char *
cs_map_text_blocks (CsReader *reader, const CsStep *step)
{
  const CsRequest *request = reader != NULL ? cs_reader_get_request (reader) : NULL;
  CsStepState state = request != NULL ? cs_request_get_step_state (request, step)
                                      : CS_STEP_NOT_CALLED;
  guint n_facts = 0, n_gates = 0;

  if (request == NULL)
    return NULL;
  if (cs_request_get_end (request) != CS_END_NONE || step->opens == CS_OPENS_ON_RETURN)
    return NULL;
  if (state == CS_STEP_WAITING)
    add_missing (reader, step->enter, &n_facts, &n_gates);
  if (state == CS_STEP_WAITING || state == CS_STEP_OPEN || state == CS_STEP_RETURNED)
    add_missing (reader, step->leave, &n_facts, &n_gates);
  if (n_gates == 0)
    return NULL;
  return g_strdup_printf (
      ngettext ("Gate closed: %u fact missing", "Gate closed: %u facts missing", n_facts),
      n_facts);
}

static void
add_name (GString *names, const CsStep *step)
{
  g_autofree char *title = cs_map_text_title (step);

  /* Translators: one of a list of steps; the first %s is the comma between them */
  g_string_append_printf (names, _ ("%1$s“%2$s”"), names->len > 0 ? ", " : "", title);
}

static void
list_ways (const CsFlow *flow,
           const CsStep *step,
           CsFlowKind kind,
           gboolean is_target,
           GString *names)
{
  for (guint i = 0; i < flow->edges->len; i++) {
    const CsFlowEdge *edge = &g_array_index (flow->edges, CsFlowEdge, i);

    if (edge->kind == kind && (is_target ? edge->to : edge->from) == step->index)
      add_name (names, cs_flow_get_node (flow, is_target ? edge->from : edge->to)->step);
  }
}

static char *
way_line (CsFlowKind kind, const char *names)
{
  switch (kind) {
    case CS_FLOW_RETURN:
      /* Translators: steps in quotation marks follow */
      return g_strdup_printf (_ ("May send back to %s"), names);
    case CS_FLOW_REJECT:
      /* Translators: a step in quotation marks follows */
      return g_strdup_printf (_ ("A rejection leads to %s"), names);
    case CS_FLOW_NEXT:
    default:
      /* Translators: steps in quotation marks follow */
      return g_strdup_printf (_ ("After %s"), names);
  }
}

/**
 * cs_map_text_ways:
 *
 * Returns: (transfer full): which steps come before it, and where it may send back to, a line each
 */
char *
cs_map_text_ways (const CsFlow *flow, const CsStep *step)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int kind = CS_FLOW_NEXT; kind <= CS_FLOW_REJECT; kind++) {
    g_autoptr (GString) names = g_string_new (NULL);
    g_autofree char *line = NULL;

    list_ways (flow, step, (CsFlowKind)kind, kind == CS_FLOW_NEXT, names);
    if (names->len == 0)
      continue;
    line = way_line ((CsFlowKind)kind, names->str);
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
  }
  return g_strdup (text->str);
}

/**
 * cs_map_text_sentence:
 * @reader: (nullable): of the request whose place is shown
 *
 * Returns: (transfer full): everything the picture says of a step, for those who hear it
 */
char *
cs_map_text_sentence (CsReader *reader, const CsFlow *flow, const CsStep *step)
{
  g_autofree char *title = cs_map_text_title (step);
  g_autofree char *state = cs_map_text_state (reader, step);
  g_autofree char *blocks = cs_map_text_blocks (reader, step);
  g_autofree char *ways = cs_map_text_ways (flow, step);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append (text, title);
  if (*state != '\0')
    g_string_append_printf (text, ". %s", state);
  if (blocks != NULL)
    g_string_append_printf (text, ". %s", blocks);
  if (*ways != '\0')
    g_string_append_printf (text, ". %s", ways);
  g_string_replace (text, "\n", ". ", 0);
  return g_strdup (text->str);
}

/**
 * cs_map_text_summary:
 *
 * Returns: (transfer full): how much is behind, open and to come, in a line
 */
char *
cs_map_text_summary (CsReader *reader)
{
  CsMapCount count;
  g_autofree char *behind = NULL;
  g_autofree char *now = NULL;
  g_autofree char *left = NULL;

  cs_map_count (cs_reader_get_request (reader), &count);
  behind =
      g_strdup_printf (ngettext ("%u step done", "%u steps done", count.n_behind), count.n_behind);
  now = g_strdup_printf (ngettext ("%u open", "%u open", count.n_now), count.n_now);
  left = g_strdup_printf (ngettext ("%u to come", "%u to come", count.n_left), count.n_left);
  return g_strdup_printf (_ ("%1$s · %2$s · %3$s"), behind, now, left);
}
