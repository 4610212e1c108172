/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-cond.h"
#include "cs-rules-private.h"

static gboolean
is_listed (const GPtrArray *holders, const CsPerson *person)
{
  for (guint i = 0; i < holders->len; i++) {
    if (((const CsHolder *)holders->pdata[i])->person == person)
      return TRUE;
  }
  return FALSE;
}

static void
add_holder (GPtrArray *holders, const CsHolder *holder)
{
  if (holder->person != NULL && !is_listed (holders, holder->person))
    g_ptr_array_add (holders, g_memdup2 (holder, sizeof *holder));
}

static void
add_role (GPtrArray *holders,
          const CsRequest *request,
          const CsRole *role,
          const CsRuleContext *context)
{
  const CsProcess *process = cs_request_get_process (request);
  g_autoptr (GPtrArray) found = cs_directory_list_holders (context->directory,
                                                           process->pack->id,
                                                           role->id,
                                                           cs_request_get_region (request),
                                                           TRUE,
                                                           process->id,
                                                           NULL,
                                                           context->now);

  for (guint i = 0; i < found->len; i++) {
    const CsHolder *holder = found->pdata[i];

    if (holder->person->can_act)
      add_holder (holders, holder);
  }
}

static gboolean
is_for_request (const CsDelegation *delegation, const CsRequest *request, CsInstant now)
{
  const CsProcess *process = cs_request_get_process (request);
  const char *region = cs_request_get_region (request);

  return !delegation->ended && now >= delegation->from && now < delegation->until &&
         (delegation->process == NULL || g_str_equal (delegation->process, process->id)) &&
         (delegation->region == NULL ||
          (region != NULL && cs_pack_region_is_within (process->pack, region, delegation->region)));
}

static void
add_person (GPtrArray *holders,
            const CsRequest *request,
            const char *id,
            const CsRuleContext *context)
{
  CsHolder holder = {cs_directory_get_person (context->directory, id), NULL, NULL};
  g_autoptr (GPtrArray) delegations = cs_directory_list_delegations (context->directory);

  add_holder (holders, &holder);
  for (guint i = 0; holder.person != NULL && i < delegations->len; i++) {
    const CsDelegation *delegation = delegations->pdata[i];
    CsHolder delegate = {cs_directory_get_person (context->directory, delegation->to_person),
                         holder.person,
                         delegation->id};

    if (g_str_equal (delegation->from_person, id) &&
        is_for_request (delegation, request, context->now))
      add_holder (holders, &delegate);
  }
}

static void
add_field (GPtrArray *holders,
           const CsRequest *request,
           const CsField *field,
           const CsRuleContext *context)
{
  const CsValue *value = cs_request_get_value (request, field);
  const json_t *item;
  size_t i;

  if (value == NULL || value->is_na)
    return;
  if (json_is_string (value->value))
    add_person (holders, request, json_string_value (value->value), context);
  json_array_foreach (value->value, i, item)
  {
    if (json_is_string (item))
      add_person (holders, request, json_string_value (item), context);
  }
}

/**
 * cs_rules_list_people:
 * @request: a request
 * @who: (element-type CsWho): roles and person fields, any of them
 * @context: the directory and the present
 *
 * Lists who may act as one of these now: holders for the request's region, people named in its
 * fields, and those who stand in for them. An amount limit of a delegation is
 * not looked at here: it is for the level that decides on an amount.
 *
 * Returns: (transfer full) (element-type CsHolder): the people, each once
 */
GPtrArray *
cs_rules_list_people (const CsRequest *request, const GPtrArray *who, const CsRuleContext *context)
{
  GPtrArray *holders = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < who->len; i++) {
    const CsWho *item = who->pdata[i];

    if (item->when != NULL && cs_cond_evaluate (item->when, request, NULL, NULL) != CS_TRUTH_TRUE)
      continue;
    if (item->role != NULL)
      add_role (holders, request, item->role, context);
    else
      add_field (holders, request, item->field, context);
  }
  return holders;
}

/**
 * cs_judge_find_openers: (skip)
 * @opened: a request that has just begun, and somebody
 *
 * Who opens a request does its first step, or one of them.
 *
 * Returns: (transfer none) (nullable): who may; %NULL where this person may
 */
const GPtrArray *
cs_judge_find_openers (CsJudge *opened)
{
  const GPtrArray *steps = opened->request->process->steps;
  const GPtrArray *who = NULL;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];

    if (step->opens != CS_OPENS_IN_ORDER || step->who->len == 0 || step->after->len > 0)
      continue;
    if (cs_judge_is_who (opened, step->who))
      return NULL;
    who = who != NULL ? who : step->who;
  }
  return who;
}

/**
 * cs_rules_may_begin_again:
 * @request: a request
 * @person: id of somebody
 * @context: the directory and the present
 *
 * Returns: whether they may begin another request of its process, for its region
 */
gboolean
cs_rules_may_begin_again (const CsRequest *request,
                          const char *person,
                          const CsRuleContext *context)
{
  const CsPerson *known = cs_directory_get_person (context->directory, person);
  g_auto (CsJudge) judge;

  cs_judge_init (&judge, request, person, context);
  return known != NULL && known->can_act && cs_judge_find_openers (&judge) == NULL;
}
