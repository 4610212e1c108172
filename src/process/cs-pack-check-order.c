/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Steps: reached, returned to, ending (L-11 … L-16). */

static gboolean
is_called (const CsCheck *self, const CsStep *step)
{
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *other = self->process->steps->pdata[i];

    if (other->rejects == step || g_ptr_array_find (other->returns, step, NULL))
      return TRUE;
  }
  return FALSE;
}

static void
check_returns (CsCheck *self, const CsStep *step)
{
  for (guint i = 0; i < step->returns->len; i++) {
    const CsStep *to = step->returns->pdata[i];

    if (to->opens != CS_OPENS_ON_RETURN && !cs_check_comes_after (self, step, to))
      cs_check_say_step (self,
                         CS_FINDING_ERROR,
                         "L-13",
                         step,
                         _ ("“%s” returns to “%s”, which is not before it"),
                         step->id,
                         to->id);
  }
  if (step->rejects != NULL && step->rejects->opens != CS_OPENS_ON_RETURN &&
      !cs_check_comes_after (self, step, step->rejects))
    cs_check_say_step (self,
                       CS_FINDING_ERROR,
                       "L-13",
                       step,
                       _ ("“%s” rejects to “%s”, which is not before it"),
                       step->id,
                       step->rejects->id);
}

static gboolean
never_applies (const CsAssumption *assumption, gpointer data)
{
  return cs_check_truth (assumption, ((const CsStep *)data)->when) == CS_TRUTH_FALSE;
}

/* A request could close while such a step is still to be done. */
static void
check_dead_end (CsCheck *self, const CsStep *step)
{
  if (step->end != CS_END_NONE || step->opens != CS_OPENS_IN_ORDER)
    return;
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *other = self->process->steps->pdata[i];

    if (other->end == CS_END_COMPLETED && cs_check_comes_after (self, other, step))
      return;
  }
  cs_check_say_step (
      self,
      CS_FINDING_WARNING,
      "L-12",
      step,
      _ ("“%s” is a dead end: no end comes after it, so a request closes without it"),
      step->id);
}

static void
check_reached (CsCheck *self, const CsStep *step)
{
  if (step->opens == CS_OPENS_ON_RETURN && !is_called (self, step))
    cs_check_say_step (self,
                       CS_FINDING_ERROR,
                       "L-11",
                       step,
                       _ ("“%s” opens on return and nothing returns or rejects to it"),
                       step->id);
  if (step->when != NULL && cs_check_for_all (self, never_applies, (gpointer)step))
    cs_check_say_step (self,
                       CS_FINDING_ERROR,
                       "L-11",
                       step,
                       _ ("“%s” never applies, whatever is answered"),
                       step->id);
  check_dead_end (self, step);
}

static gboolean
some_end_applies (const CsAssumption *assumption, gpointer data)
{
  const CsProcess *process = assumption->check->process;
  char **combination = data;

  for (guint i = 0; i < process->steps->len; i++) {
    const CsStep *step = process->steps->pdata[i];

    if (step->end == CS_END_COMPLETED && cs_check_truth (assumption, step->when) != CS_TRUTH_FALSE)
      return TRUE;
  }
  *combination = cs_assumption_describe (assumption);
  return FALSE;
}

static void
check_ends (CsCheck *self)
{
  g_autofree char *combination = NULL;

  if (cs_check_for_all (self, some_end_applies, &combination))
    return;
  cs_check_say (self,
                CS_FINDING_ERROR,
                "L-12",
                self->root,
                "stages",
                combination[0] != '\0' ? _ ("nothing ends completed if %s")
                                       : _ ("nothing ends completed%s"),
                combination);
}

typedef struct {
  const CsStep *step;
  gboolean found;
} RejectSearch;

static void
look_for_rejected (const CsCond *cond, gpointer data)
{
  RejectSearch *search = data;

  if (cond->kind == CS_COND_STEP && cond->step_is == CS_STEP_IS_REJECTED &&
      g_ptr_array_find (cond->steps, search->step, NULL))
    search->found = TRUE;
}

static void
check_rejection (CsCheck *self, const CsStep *step)
{
  RejectSearch search = {step, FALSE};

  if (step->approval == NULL || step->rejects != NULL)
    return;
  cs_check_walk_conds (self->process, look_for_rejected, &search);
  if (!search.found)
    cs_check_say_step (self,
                       CS_FINDING_WARNING,
                       "L-15",
                       step,
                       _ ("a rejection of “%s” leads nowhere and no gate reads it"),
                       step->id);
}

/* What is named somewhere; things nobody names are probably forgotten. */
static void
note_cond_names (const CsCond *cond, gpointer data)
{
  for (guint i = 0; i < cond->gates->len; i++)
    g_hash_table_add (data, cond->gates->pdata[i]);
  if (cond->clock != NULL)
    g_hash_table_add (data, cond->clock);
}

static void
note_all (GHashTable *used, const GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    g_hash_table_add (used, list->pdata[i]);
}

static void
note_who (GHashTable *used, const GPtrArray *who)
{
  for (guint i = 0; who != NULL && i < who->len; i++)
    g_hash_table_add (used, (gpointer)((CsWho *)who->pdata[i])->role);
}

static void
note_ladder (GHashTable *used, const CsClockDef *clock)
{
  GHashTableIter iter;
  gpointer row;

  note_who (used, clock->who);
  for (guint i = 0; i < clock->ladder->len; i++) {
    const CsRung *rung = clock->ladder->pdata[i];

    note_who (used, rung->tell);
    g_hash_table_add (used, (gpointer)rung->mail);
  }
  if (clock->rows == NULL)
    return;
  g_hash_table_iter_init (&iter, clock->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    note_ladder (used, row);
}

static void
note_step_names (GHashTable *used, const CsStep *step)
{
  note_all (used, step->enter);
  note_all (used, step->leave);
  note_all (used, step->mails);
  note_who (used, step->who);
  g_hash_table_add (used, (gpointer)step->clock);
  if (step->approval == NULL)
    return;
  g_hash_table_add (used, (gpointer)step->approval->document);
  g_hash_table_add (used, (gpointer)step->approval->clock);
  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];

    note_who (used, level->who);
    note_who (used, level->record);
    g_hash_table_add (used, (gpointer)level->mail);
  }
}

static GHashTable *
collect_used (const CsCheck *self)
{
  const CsProcess *process = self->process;
  GHashTable *used = g_hash_table_new (NULL, NULL);

  cs_check_walk_conds (process, note_cond_names, used);
  for (guint i = 0; i < process->steps->len; i++)
    note_step_names (used, process->steps->pdata[i]);
  for (guint i = 0; i < process->clocks->len; i++) {
    const CsClockDef *clock = process->clocks->pdata[i];

    note_ladder (used, clock);
    if (clock->starts != NULL)
      g_hash_table_add (used, (gpointer)clock);
  }
  for (guint i = 0; i < process->mails->len; i++) {
    const CsMail *mail = process->mails->pdata[i];

    note_who (used, mail->to);
    note_who (used, mail->cc);
    note_all (used, mail->attach_documents);
  }
  for (guint i = 0; i < process->gates->len; i++)
    note_who (used, ((CsGate *)process->gates->pdata[i])->override);
  for (guint i = 0; i < process->fields->len; i++)
    g_hash_table_add (used, (gpointer)((CsField *)process->fields->pdata[i])->among);
  for (guint i = 0; i < self->pack->scopes->len; i++)
    note_who (used, ((CsScope *)self->pack->scopes->pdata[i])->who);
  return used;
}

static char *
unused_text (const char *key, const char *id)
{
  if (strcmp (key, "gates") == 0)
    return g_strdup_printf (_ ("nothing uses the gate “%s”"), id);
  if (strcmp (key, "documents") == 0)
    return g_strdup_printf (_ ("nothing uses the document “%s”"), id);
  if (strcmp (key, "mails") == 0)
    return g_strdup_printf (_ ("nothing uses the mail “%s”"), id);
  return g_strdup_printf (_ ("nothing uses the clock “%s”"), id);
}

static void
say_unused (CsCheck *self, GHashTable *used, const GPtrArray *list, const char *key)
{
  for (guint i = 0; i < list->len; i++) {
    char **thing = list->pdata[i];

    if (!g_hash_table_contains (used, thing)) {
      g_autofree char *text = unused_text (key, *thing);

      cs_check_say (self, CS_FINDING_WARNING, "L-16", cs_check_get (self, key), *thing, "%s", text);
    }
  }
}

static gboolean
has_placeholder (const CsCheck *self, const char *id)
{
  g_autofree char *placeholder = g_strdup_printf ("{%s}", id);
  g_autofree char *mails = cs_json_dump (cs_check_get (self, "mails"));

  return mails != NULL && strstr (mails, placeholder) != NULL;
}

static void
check_unused (CsCheck *self)
{
  g_autoptr (GHashTable) used = collect_used (self);

  say_unused (self, used, self->process->gates, "gates");
  say_unused (self, used, self->process->documents, "documents");
  say_unused (self, used, self->process->mails, "mails");
  say_unused (self, used, self->process->clocks, "clocks");
  for (guint i = 0; i < self->pack->role_list->len; i++) {
    CsRole *role = self->pack->role_list->pdata[i];

    if (g_hash_table_contains (used, role) || has_placeholder (self, role->id))
      g_hash_table_add (self->roles_used, role);
  }
}

/**
 * cs_check_roles_used: (skip)
 * @self: a check, after all its processes
 *
 * Roles that no process uses (L-16).
 */
void
cs_check_roles_used (CsCheck *self)
{
  for (guint i = 0; i < self->pack->role_list->len; i++) {
    CsRole *role = self->pack->role_list->pdata[i];

    if (!g_hash_table_contains (self->roles_used, role))
      cs_check_say (self,
                    CS_FINDING_WARNING,
                    "L-16",
                    json_object_get (self->pack->root, "roles"),
                    role->id,
                    _ ("nothing uses the role “%s”"),
                    role->id);
  }
}

static gboolean
is_in_a_form (const CsProcess *process, const CsField *field)
{
  for (guint i = 0; i < process->steps->len; i++)
    if (g_ptr_array_find (((CsStep *)process->steps->pdata[i])->form, field, NULL))
      return TRUE;
  return FALSE;
}

static void
check_fields (CsCheck *self)
{
  for (guint i = CS_N_FIELD_INDEXES; i < self->process->fields->len; i++) {
    const CsField *field = self->process->fields->pdata[i];

    if (field->formula != CS_FORMULA_NONE || is_in_a_form (self->process, field))
      continue;
    cs_check_say (self,
                  field->optional ? CS_FINDING_WARNING : CS_FINDING_ERROR,
                  "L-16",
                  cs_check_get (self, "fields"),
                  field->id,
                  _ ("“%s” is in no form"),
                  field->id);
  }
}

/**
 * cs_check_order: (skip)
 * @self: a check of a process
 *
 * Steps that nothing reaches (L-11), combinations that never end and dead ends (L-12), returns that
 * go forward (L-13), rejections that lead nowhere (L-15), parts that nothing uses (L-16).
 */
void
cs_check_order (CsCheck *self)
{
  for (guint i = 0; i < self->process->steps->len; i++) {
    const CsStep *step = self->process->steps->pdata[i];

    check_reached (self, step);
    check_returns (self, step);
    check_rejection (self, step);
  }
  check_ends (self);
  check_unused (self);
  check_fields (self);
}
