/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a new version takes away from the one in force (L-04, L-40): safeguards first. */

static json_t *
process_json (const CsCheck *self)
{
  for (guint i = 0; i < self->pack->processes->len; i++)
    if (self->pack->processes->pdata[i] == self->process)
      return json_array_get (json_object_get (self->pack->root, "processes"), i);
  return NULL;
}

static void
say (CsCheck *self, const char *key, const char *id, char *text)
{
  const json_t *container = json_object_get (process_json (self), key);
  gboolean is_there = json_object_get (container, id) != NULL;

  cs_check_say (self,
                CS_FINDING_WARNING,
                "L-40",
                is_there ? container : process_json (self),
                is_there ? id : key,
                "%s",
                text);
  g_free (text);
}

static const json_t *
facts_of (const CsPack *pack, const char *process, const char *gate)
{
  const json_t *one;
  gsize i;

  json_array_foreach (json_object_get (pack->root, "processes"), i, one)
  {
    if (g_strcmp0 (cs_json_get_string (one, "id"), process) == 0)
      return json_object_get (json_object_get (json_object_get (one, "gates"), gate), "facts");
  }
  return NULL;
}

static gboolean
has_fact (const json_t *facts, const json_t *wanted)
{
  const json_t *fact;
  gsize i;

  json_array_foreach (facts, i, fact)
  {
    if (json_equal (fact, wanted))
      return TRUE;
  }
  return FALSE;
}

/* A fact that is not there word for word: gone, or another. */
static gboolean
lost_fact (const CsCheck *self, const CsProcess *old, const char *gate)
{
  const json_t *now = facts_of (self->pack, old->id, gate), *fact;
  gsize i;

  json_array_foreach (facts_of (self->before, old->id, gate), i, fact)
  {
    if (!has_fact (now, fact))
      return TRUE;
  }
  return FALSE;
}

static void
compare_gates (CsCheck *self, const CsProcess *old)
{
  for (guint i = 0; i < old->gates->len; i++) {
    const CsGate *before = old->gates->pdata[i];
    const CsGate *after = cs_process_get_gate (self->process, before->id);

    if (after == NULL)
      say (self, "gates", before->id, g_strdup_printf (_ ("the gate “%s” is gone"), before->id));
    else if (after->facts->len < before->facts->len)
      say (self,
           "gates",
           before->id,
           g_strdup_printf (_ ("the gate “%s” lost a fact"), before->id));
    else if (lost_fact (self, old, before->id))
      say (self,
           "gates",
           before->id,
           g_strdup_printf (_ ("the gate “%s” asks for something else"), before->id));
    else if (after->override->len > before->override->len)
      say (self,
           "gates",
           before->id,
           g_strdup_printf (_ ("the gate “%s” can be passed over by more people"), before->id));
  }
}

static guint
required_of (const CsLevel *level)
{
  return level->take == 0 ? G_MAXUINT : level->take;
}

static void
compare_level (CsCheck *self, const CsStep *step, const CsLevel *before, const CsLevel *after)
{
  const char *what = NULL;

  if (after == NULL)
    what = _ ("is gone");
  else if (required_of (after) < required_of (before))
    what = _ ("asks for fewer approvals");
  else if (after->except->len > before->except->len)
    what = _ ("decides on less");
  else if (after->reauth->len < before->reauth->len)
    what = _ ("signs in again less often");
  else if (after->when != NULL && before->when == NULL)
    what = _ ("applies only sometimes");
  if (what != NULL)
    say (self,
         "stages",
         step->id,
         g_strdup_printf (_ ("the level “%s” of “%s” %s"), before->id, step->id, what));
}

static gboolean
lost_gate (const GPtrArray *before, const GPtrArray *after)
{
  for (guint i = 0; i < before->len; i++) {
    const CsGate *gate = before->pdata[i];
    gboolean is_there = FALSE;

    for (guint j = 0; j < after->len; j++)
      is_there = is_there || strcmp (((CsGate *)after->pdata[j])->id, gate->id) == 0;
    if (!is_there)
      return TRUE;
  }
  return FALSE;
}

/* What a step that is there no more, or that is less than it was, is said of. */
static const char *
describe_lower_step (const CsStep *before, const CsStep *after)
{
  if (after == NULL) {
    gboolean is_safeguard = before->approval != NULL || before->checks->len > 0 ||
                            before->enter->len + before->leave->len > 0;

    return is_safeguard ? _ ("is gone") : NULL;
  }
  if (lost_gate (before->enter, after->enter) || lost_gate (before->leave, after->leave))
    return _ ("lost a gate");
  if (before->checks->len > after->checks->len)
    return _ ("checks less");
  if (after->may_na && (!before->may_na || (before->na_when != NULL && after->na_when == NULL)))
    return _ ("may be left out more often");
  if (before->approval != NULL && after->approval == NULL)
    return _ ("is no approval any more");
  return NULL;
}

static void
compare_approval (CsCheck *self, const CsStep *before, const CsApproval *after)
{
  if (before->approval->distinct && !after->distinct)
    say (self,
         "stages",
         before->id,
         g_strdup_printf (_ ("one person may fill several levels of “%s”"), before->id));
  for (guint j = 0; j < before->approval->levels->len; j++) {
    const CsLevel *level = before->approval->levels->pdata[j];

    compare_level (self, before, level, cs_approval_get_level (after, level->id));
  }
}

static void
compare_steps (CsCheck *self, const CsProcess *old)
{
  for (guint i = 0; i < old->steps->len; i++) {
    const CsStep *before = old->steps->pdata[i];
    const CsStep *after = cs_process_get_step (self->process, before->id);
    const char *what = describe_lower_step (before, after);

    if (what != NULL)
      say (self, "stages", before->id, g_strdup_printf (_ ("the step “%s” %s"), before->id, what));
    if (before->approval != NULL && after != NULL && after->approval != NULL)
      compare_approval (self, before, after->approval);
  }
}

static gboolean
is_longer (const CsDuration *after, const CsDuration *before)
{
  if (before->has_limit && !after->has_limit)
    return TRUE;
  return before->unit == after->unit && before->has_limit && after->limit > before->limit;
}

static void
compare_clocks (CsCheck *self, const CsProcess *old)
{
  for (guint i = 0; i < old->clocks->len; i++) {
    const CsClockDef *before = old->clocks->pdata[i];
    const CsClockDef *after = cs_process_get_clock (self->process, before->id);
    GHashTableIter iter;
    gpointer option, row;

    if (after == NULL) {
      say (self, "clocks", before->id, g_strdup_printf (_ ("the clock “%s” is gone"), before->id));
      continue;
    }
    if (after->ladder->len < before->ladder->len)
      say (self,
           "clocks",
           before->id,
           g_strdup_printf (_ ("the clock “%s” tells less"), before->id));
    if (before->has_time && is_longer (&after->time.value, &before->time.value))
      say (self,
           "clocks",
           before->id,
           g_strdup_printf (_ ("the clock “%s” is longer"), before->id));
    g_hash_table_iter_init (&iter, before->rows);
    while (g_hash_table_iter_next (&iter, &option, &row)) {
      const CsClockDef *now = g_hash_table_lookup (after->rows, option);

      if (now != NULL && is_longer (&now->time.value, &((CsClockDef *)row)->time.value))
        say (self,
             "clocks",
             before->id,
             g_strdup_printf (_ ("the clock “%s” is longer for “%s”"), before->id, (char *)option));
    }
  }
}

static void
compare_limits (CsCheck *self, const CsProcess *old)
{
  for (guint i = 0; i < old->steps->len; i++) {
    const CsStep *before = old->steps->pdata[i];
    const CsStep *after = cs_process_get_step (self->process, before->id);

    for (guint j = 0; after != NULL && before->approval != NULL && after->approval != NULL &&
                      j < before->approval->levels->len;
         j++) {
      const CsLevel *level = before->approval->levels->pdata[j];
      const CsLevel *now = cs_approval_get_level (after->approval, level->id);

      if (now == NULL || now->when == NULL || level->when == NULL ||
          now->when->kind != CS_COND_OVER || level->when->kind != CS_COND_OVER)
        continue;
      for (guint a = 0; a < level->when->limits->len; a++)
        for (guint b = 0; b < now->when->limits->len; b++) {
          const CsMoney *low = &g_array_index (level->when->limits, CsMoney, a);
          const CsMoney *high = &g_array_index (now->when->limits, CsMoney, b);

          if (strcmp (low->currency, high->currency) == 0 && high->minor > low->minor)
            say (self,
                 "stages",
                 before->id,
                 g_strdup_printf (_ ("the limit of the level “%s” is higher in %s"),
                                  level->id,
                                  low->currency));
        }
    }
  }
}

static char *
describe_lower_field (const CsField *before, const CsField *after)
{
  if ((!before->client_visible && after->client_visible) ||
      (before->scope != NULL && after->scope == NULL))
    return g_strdup_printf (_ ("more people may see “%s” than before"), before->id);
  if (before->evidence && !after->evidence)
    return g_strdup_printf (_ ("“%s” needs no evidence any more"), before->id);
  if ((!before->optional && after->optional) || (!before->may_na && after->may_na))
    return g_strdup_printf (_ ("“%s” may be left unanswered now"), before->id);
  if (before->reason && !after->reason)
    return g_strdup_printf (_ ("a change of “%s” needs no reason any more"), before->id);
  return NULL;
}

static void
compare_fields (CsCheck *self, const CsProcess *old)
{
  for (guint i = 0; i < old->fields->len; i++) {
    const CsField *before = old->fields->pdata[i];
    const CsField *after = cs_process_get_field (self->process, before->id);
    char *what = after != NULL ? describe_lower_field (before, after) : NULL;

    if (what != NULL)
      say (self, "fields", before->id, what);
    if (after != NULL && before->type != after->type)
      cs_check_say (self,
                    CS_FINDING_ERROR,
                    "L-04",
                    json_object_get (process_json (self), "fields"),
                    before->id,
                    _ ("“%s” had another type before; an id keeps its meaning"),
                    before->id);
  }
}

static void
compare_documents (CsCheck *self, const CsProcess *old)
{
  for (guint i = 0; i < old->documents->len; i++) {
    const CsDocument *before = old->documents->pdata[i];
    const CsDocument *after = cs_process_get_document (self->process, before->id);

    if (after != NULL && !before->for_client && after->for_client)
      say (self,
           "documents",
           before->id,
           g_strdup_printf (_ ("“%s” may go to the client now"), before->id));
    if (after != NULL && after->fields->len < before->fields->len)
      say (self,
           "documents",
           before->id,
           g_strdup_printf (_ ("less of “%s” is decided on"), before->id));
  }
}

static void
compare_mails (CsCheck *self, const CsProcess *old)
{
  for (guint i = 0; i < old->mails->len; i++) {
    const CsMail *before = old->mails->pdata[i];
    const CsMail *after = cs_process_get_mail (self->process, before->id);

    if (after != NULL && !before->for_client && after->for_client)
      say (self,
           "mails",
           before->id,
           g_strdup_printf (_ ("“%s” may go to the client now"), before->id));
  }
}

static void
compare_roles (CsCheck *self)
{
  for (guint i = 0; i < self->before->role_list->len; i++) {
    const CsRole *before = self->before->role_list->pdata[i];
    const CsRole *after = cs_pack_get_role (self->pack, before->id);

    if (after != NULL && !before->leave_out && after->leave_out)
      cs_check_say (self,
                    CS_FINDING_WARNING,
                    "L-40",
                    json_object_get (self->pack->root, "roles"),
                    before->id,
                    _ ("“%s” may be vacant now"),
                    before->id);
  }
}

static char *
describe_lower_scope (const CsScope *before, const CsScope *after)
{
  if (after->who->len > before->who->len)
    return g_strdup_printf (_ ("more roles may see “%s” now"), before->id);
  if (after->sync && !before->sync)
    return g_strdup_printf (_ ("“%s” is copied to every desktop now"), before->id);
  if (before->log && !after->log)
    return g_strdup_printf (_ ("nobody records who looks at “%s” any more"), before->id);
  return NULL;
}

static void
compare_scopes (CsCheck *self)
{
  for (guint i = 0; i < self->before->scopes->len; i++) {
    const CsScope *before = self->before->scopes->pdata[i];

    for (guint j = 0; j < self->pack->scopes->len; j++) {
      const CsScope *after = self->pack->scopes->pdata[j];
      g_autofree char *what =
          strcmp (before->id, after->id) == 0 ? describe_lower_scope (before, after) : NULL;

      if (what != NULL)
        cs_check_say (self,
                      CS_FINDING_WARNING,
                      "L-40",
                      json_object_get (self->pack->root, "scopes"),
                      before->id,
                      "%s",
                      what);
    }
  }
}

/**
 * cs_check_versions: (skip)
 * @self: a check with the version before
 *
 * Ids with another meaning (L-04) and lowered safeguards (L-40, C.3).
 */
void
cs_check_versions (CsCheck *self)
{
  compare_roles (self);
  compare_scopes (self);
  for (guint i = 0; i < self->pack->processes->len; i++) {
    const CsProcess *old;

    self->process = self->pack->processes->pdata[i];
    old = cs_pack_get_process (self->before, self->process->id);
    if (old == NULL)
      continue;
    compare_gates (self, old);
    compare_steps (self, old);
    compare_limits (self, old);
    compare_clocks (self, old);
    compare_fields (self, old);
    compare_documents (self, old);
    compare_mails (self, old);
  }
  self->process = NULL;
}
