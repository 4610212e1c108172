/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

static const char *const opens_words[] = {"in-order", "any-time", "on-return", NULL};
static const char *const end_words[] = {"none", "completed", "rejected", "withdrawn", NULL};

static void
level_free (CsLevel *level)
{
  g_free (level->id);
  cs_text_free (level->title);
  cs_text_free (level->help);
  g_strfreev (level->source);
  g_clear_pointer (&level->who, g_ptr_array_unref);
  g_clear_pointer (&level->record, g_ptr_array_unref);
  g_clear_pointer (&level->after, g_ptr_array_unref);
  g_clear_pointer (&level->except, g_ptr_array_unref);
  g_clear_pointer (&level->reauth, g_array_unref);
  cs_cond_free (level->when);
  g_strfreev (level->evidence);
  g_free (level);
}

/**
 * cs_approval_free: (skip)
 * @approval: (transfer full) (nullable): an approval
 */
void
cs_approval_free (CsApproval *approval)
{
  if (approval == NULL)
    return;
  g_ptr_array_unref (approval->levels);
  g_free (approval);
}

static void
step_free (CsStep *step)
{
  g_free (step->id);
  cs_text_free (step->title);
  cs_text_free (step->help);
  g_strfreev (step->source);
  g_clear_pointer (&step->who, g_ptr_array_unref);
  g_clear_pointer (&step->after, g_ptr_array_unref);
  g_clear_pointer (&step->enter, g_ptr_array_unref);
  g_clear_pointer (&step->leave, g_ptr_array_unref);
  g_clear_pointer (&step->form, g_ptr_array_unref);
  g_clear_pointer (&step->checks, g_ptr_array_unref);
  g_clear_pointer (&step->mails, g_ptr_array_unref);
  g_clear_pointer (&step->returns, g_ptr_array_unref);
  cs_cond_free (step->when);
  cs_cond_free (step->na_when);
  cs_approval_free (step->approval);
  g_strfreev (step->payment_closes);
  g_free (step);
}

/**
 * cs_stage_free: (skip)
 * @stage: (transfer full): a stage with its steps
 */
void
cs_stage_free (CsStage *stage)
{
  g_free (stage->id);
  cs_text_free (stage->title);
  g_ptr_array_unref (stage->steps);
  g_free (stage);
}

static CsLevel *
find_level (const CsApproval *approval, const char *id)
{
  for (guint i = 0; i < approval->levels->len; i++) {
    CsLevel *level = g_ptr_array_index (approval->levels, i);

    if (g_strcmp0 (level->id, id) == 0)
      return level;
  }
  return NULL;
}

static void
read_level_after (CsPackReader *self, CsNode node, CsApproval *approval, CsLevel *level)
{
  CsNode after = cs_node_member (node, "after");
  gboolean is_single = json_is_string (after.value);
  gsize n = is_single ? 1 : cs_pack_reader_array (self, after, "a list of levels");

  level->after = g_ptr_array_new ();
  if (after.value == NULL && level->index > 0)
    g_ptr_array_add (level->after, g_ptr_array_index (approval->levels, level->index - 1));
  for (gsize i = 0; i < n && self->error == NULL; i++) {
    CsNode element = is_single ? after : cs_node_element (after, i);
    const char *id = cs_pack_reader_string (self, element);
    CsLevel *other = find_level (approval, id);

    if (other == NULL || other->index >= level->index)
      cs_pack_reader_fail (self, element, "“%s” is no level before this one", id != NULL ? id : "");
    else
      g_ptr_array_add (level->after, other);
  }
}

static void
read_take (CsPackReader *self, CsNode take, CsLevel *level)
{
  level->take = 1;
  if (cs_node_is_string (take, "all"))
    level->take = 0;
  else if (json_is_integer (take.value))
    level->take = cs_pack_reader_integer (self, take, 1, 100, 1);
  else if (take.value != NULL && !cs_node_is_string (take, "any"))
    cs_pack_reader_fail (self, take, "“any”, “all” or a whole number was expected");
}

static void
read_consent (CsPackReader *self, CsNode node, CsNode step_who, CsLevel *level)
{
  static const char *const kinds[] = {"mail", "file", "reference", "meeting", NULL};
  CsNode record = cs_node_member (node, "record"), evidence = cs_node_member (node, "evidence");
  gsize n;

  for (guint i = 0; i < level->who->len; i++) {
    const CsWho *who = g_ptr_array_index (level->who, i);

    level->is_consent = level->is_consent || (who->field != NULL && who->field->among_client);
  }
  level->record = cs_pack_reader_who (self, record.value != NULL ? record : step_who);
  level->evidence = cs_pack_reader_strings (self, evidence);
  n = g_strv_length (level->evidence);
  for (gsize i = 0; i < n && json_is_array (evidence.value); i++)
    cs_pack_reader_enum (self, cs_node_element (evidence, i), kinds, 0);
  if (level->is_consent && n == 0)
    cs_pack_reader_fail (self, node, "a consent of the client needs “evidence”");
  else if (!level->is_consent && (n > 0 || record.value != NULL))
    cs_pack_reader_fail (self, node, "only a consent of the client has “evidence” and “record”");
}

static CsLevel *
read_level (CsPackReader *self, CsNode node, CsNode step_who, CsApproval *approval)
{
  static const char *const keys[] = {
      "id",
      "who",
      "take",
      "after",
      "when",
      "except",
      "carry",
      "mail",
      "reauth",
      "record",
      "evidence",
      NULL,
  };
  CsLevel *level = g_new0 (CsLevel, 1);
  const char *id = cs_pack_reader_string (self, cs_node_member (node, "id"));

  level->index = approval->levels->len;
  if (!cs_pack_reader_object (self, node, "a level", keys) ||
      !cs_pack_reader_is_id (self, node, id))
    return level;
  if (find_level (approval, id) != NULL)
    cs_pack_reader_fail (self, node, "a second level “%s” (L-04)", id);
  level->id = g_strdup (id);
  level->title = cs_pack_reader_title (self, node, id);
  level->help = cs_pack_reader_text (self, cs_node_member (node, "help"));
  level->source = cs_pack_reader_source (self, node);
  level->who = cs_pack_reader_who (self, cs_node_member (node, "who"));
  if (level->who->len == 0)
    cs_pack_reader_fail (self, node, "a level needs “who”");
  read_take (self, cs_node_member (node, "take"), level);
  read_level_after (self, node, approval, level);
  level->when = cs_pack_reader_cond (self, cs_node_member (node, "when"));
  level->except =
      cs_pack_reader_resolve_list (self, cs_node_member (node, "except"), CS_NAME_FIELD);
  level->carry = cs_pack_reader_resolve (self, cs_node_member (node, "carry"), CS_NAME_STEP);
  level->mail = cs_pack_reader_resolve (self, cs_node_member (node, "mail"), CS_NAME_MAIL);
  level->reauth = cs_pack_reader_amounts (self, cs_node_member (node, "reauth"));
  read_consent (self, node, step_who, level);
  return level;
}

/**
 * cs_pack_reader_approval: (skip)
 * @self: a reader
 * @node: a step's approval
 * @step_who: who of its step, which records consents
 *
 * Returns: (transfer full) (nullable): it; %NULL where it is missing
 */
CsApproval *
cs_pack_reader_approval (CsPackReader *self, CsNode node, CsNode step_who)
{
  static const char *const keys[] = {"of", "levels", "clock", "distinct", NULL};
  CsApproval *approval;
  CsNode levels = cs_node_member (node, "levels"), of = cs_node_member (node, "of");
  gsize n;

  if (node.value == NULL || !cs_pack_reader_object (self, node, "an approval", keys))
    return NULL;
  approval = g_new0 (CsApproval, 1);
  approval->levels = g_ptr_array_new_with_free_func ((GDestroyNotify)level_free);
  if (of.value == NULL)
    cs_pack_reader_fail (self, node, "“of” is missing: the document that is decided on");
  approval->document = cs_pack_reader_resolve (self, of, CS_NAME_DOCUMENT);
  approval->clock = cs_pack_reader_resolve (self, cs_node_member (node, "clock"), CS_NAME_CLOCK);
  approval->distinct = cs_pack_reader_boolean (self, cs_node_member (node, "distinct"), TRUE);
  n = cs_pack_reader_array (self, levels, "a list of levels");
  if (n == 0)
    cs_pack_reader_fail (self, node, "an approval needs “levels”");
  for (gsize i = 0; i < n && self->error == NULL; i++)
    g_ptr_array_add (approval->levels,
                     read_level (self, cs_node_element (levels, i), step_who, approval));
  return approval;
}

/* The value of a key as the step says it, or else as its stage does. */
static CsNode
inherited (CsNode step, CsNode stage, const char *key)
{
  return json_object_get (step.value, key) != NULL ? cs_node_member (step, key)
                                                   : cs_node_member (stage, key);
}

static CsStep *
declare_step (CsPackReader *reader, CsNode node, CsStage *stage)
{
  static const char *const keys[] = {
      "id",
      "who",
      "after",
      "enter",
      "leave",
      "opens",
      "form",
      "checks",
      "approval",
      "mail",
      "payment",
      "clock",
      "returns",
      "rejects",
      "na",
      "when",
      "end",
      NULL,
  };
  CsStep *step = g_new0 (CsStep, 1);
  const char *id = cs_pack_reader_string (reader, cs_node_member (node, "id"));

  step->stage = stage;
  step->index = reader->process->steps->len;
  step->id = g_strdup (id);
  g_ptr_array_add (stage->steps, step);
  g_ptr_array_add (reader->process->steps, step);
  if (!cs_pack_reader_object (reader, node, "a step", keys))
    return step;
  step->opens =
      cs_pack_reader_enum (reader, cs_node_member (node, "opens"), opens_words, CS_OPENS_IN_ORDER);
  cs_pack_reader_declare (reader, CS_NAME_STEP, node, id, step);
  return step;
}

/**
 * cs_process_read_stages: (skip)
 * @reader: a reader whose process gets them
 * @node: the list of stages
 *
 * Makes stages and steps and their names known, with nothing in them yet.
 */
void
cs_process_read_stages (CsPackReader *reader, CsNode node)
{
  static const char *const keys[] = {"id", "steps", "who", "when", "enter", "after", NULL};
  gsize n = cs_pack_reader_array (reader, node, "“stages”");

  if (n == 0)
    cs_pack_reader_fail (reader, node, "a process needs “stages”");
  for (gsize i = 0; i < n && reader->error == NULL; i++) {
    CsNode element = cs_node_element (node, i), steps = cs_node_member (element, "steps");
    CsStage *stage = g_new0 (CsStage, 1);
    gsize n_steps;

    stage->id = cs_pack_reader_dup_string (reader, cs_node_member (element, "id"));
    stage->index = i;
    stage->steps = g_ptr_array_new_with_free_func ((GDestroyNotify)step_free);
    g_ptr_array_add (reader->process->stages, stage);
    if (!cs_pack_reader_object (reader, element, "a stage", keys))
      return;
    cs_pack_reader_declare (reader, CS_NAME_STAGE, element, stage->id, stage);
    n_steps = cs_pack_reader_array (reader, steps, "“steps”");
    if (n_steps == 0)
      cs_pack_reader_fail (reader, element, "a stage needs “steps”");
    for (gsize j = 0; j < n_steps && reader->error == NULL; j++)
      declare_step (reader, cs_node_element (steps, j), stage);
  }
}

static void
add_in_order (GPtrArray *after, const CsStage *stage)
{
  for (guint i = 0; i < stage->steps->len; i++) {
    CsStep *step = g_ptr_array_index (stage->steps, i);

    if (step->opens == CS_OPENS_IN_ORDER)
      g_ptr_array_add (after, step);
  }
}

/* All steps of the stages before: those it names, or the nearest one with a step in order. */
static GPtrArray *
steps_before_stage (CsPackReader *reader, CsNode stage_node, const CsStage *stage)
{
  CsNode named = cs_node_member (stage_node, "after");
  GPtrArray *after = g_ptr_array_new ();

  if (named.value != NULL) {
    g_autoptr (GPtrArray) stages = cs_pack_reader_resolve_list (reader, named, CS_NAME_STAGE);

    for (guint i = 0; i < stages->len; i++)
      add_in_order (after, g_ptr_array_index (stages, i));
    return after;
  }
  for (guint i = stage->index; i > 0 && after->len == 0; i--)
    add_in_order (after, g_ptr_array_index (reader->process->stages, i - 1));
  return after;
}

static const CsStep *
step_before (const CsStep *step)
{
  const CsStep *before = NULL;

  for (guint i = 0; i < step->stage->steps->len; i++) {
    const CsStep *other = g_ptr_array_index (step->stage->steps, i);

    if (other == step)
      break;
    if (other->opens == CS_OPENS_IN_ORDER)
      before = other;
  }
  return before;
}

/* Returns whether the step is one of the first of its stage. */
static gboolean
link_after (CsPackReader *reader, CsNode node, CsNode stage_node, CsStep *step)
{
  CsNode after = cs_node_member (node, "after");
  const CsStep *before = step_before (step);

  if (after.value != NULL && (json_is_string (after.value) || json_array_size (after.value) > 0)) {
    step->after = cs_pack_reader_resolve_list (reader, after, CS_NAME_STEP);
    return FALSE;
  }
  cs_pack_reader_array (reader, after, "“after”");
  if (step->opens == CS_OPENS_ON_RETURN) {
    step->after = g_ptr_array_new ();
    return FALSE;
  }
  if (after.value != NULL || before == NULL) {
    step->after = steps_before_stage (reader, stage_node, step->stage);
    return TRUE;
  }
  step->after = g_ptr_array_new ();
  g_ptr_array_add (step->after, (gpointer)before);
  return FALSE;
}

static void
add_stage_gates (CsPackReader *reader, CsNode stage_node, CsStep *step)
{
  g_autoptr (GPtrArray) gates =
      cs_pack_reader_resolve_list (reader, cs_node_member (stage_node, "enter"), CS_NAME_GATE);

  for (guint i = 0; i < gates->len; i++)
    if (!g_ptr_array_find (step->enter, gates->pdata[i], NULL))
      g_ptr_array_add (step->enter, gates->pdata[i]);
}

static void
read_payment (CsPackReader *reader, CsNode node, CsStep *step)
{
  static const char *const keys[] = {"amount", "closes", NULL};
  CsNode amount = cs_node_member (node, "amount");

  step->payment_closes = cs_pack_reader_strings (reader, cs_node_member (node, "closes"));
  if (node.value == NULL || !cs_pack_reader_object (reader, node, "a payment", keys))
    return;
  if (amount.value == NULL)
    cs_pack_reader_fail (reader, node, "“amount” is missing: the field that says what is owed");
  step->payment = cs_pack_reader_resolve (reader, amount, CS_NAME_FIELD);
  if (step->payment != NULL && step->payment->type != CS_FIELD_MONEY)
    cs_pack_reader_fail (reader, amount, "“%s” is not an amount of money", step->payment->id);
  if (step->payment_closes[0] == NULL)
    cs_pack_reader_fail (reader, node, "“closes” is missing: the evidence that confirms a payment");
}

static void
link_step (CsPackReader *reader, CsNode node, CsNode stage_node, CsStep *step)
{
  CsNode na = cs_node_member (node, "na"), who = inherited (node, stage_node, "who");

  step->title = cs_pack_reader_title (reader, node, step->id);
  step->help = cs_pack_reader_text (reader, cs_node_member (node, "help"));
  step->source = cs_pack_reader_source (reader, node);
  step->who = cs_pack_reader_who (reader, who);
  step->when = cs_cond_new_all (cs_pack_reader_cond (reader, cs_node_member (stage_node, "when")),
                                cs_pack_reader_cond (reader, cs_node_member (node, "when")));
  step->enter = cs_pack_reader_resolve_list (reader, cs_node_member (node, "enter"), CS_NAME_GATE);
  step->leave = cs_pack_reader_resolve_list (reader, cs_node_member (node, "leave"), CS_NAME_GATE);
  if (link_after (reader, node, stage_node, step))
    add_stage_gates (reader, stage_node, step);
  step->form = cs_pack_reader_resolve_list (reader, cs_node_member (node, "form"), CS_NAME_FIELD);
  step->checks =
      cs_pack_reader_resolve_list (reader, cs_node_member (node, "checks"), CS_NAME_FIELD);
  step->approval = cs_pack_reader_approval (reader, cs_node_member (node, "approval"), who);
  step->mails = cs_pack_reader_resolve_list (reader, cs_node_member (node, "mail"), CS_NAME_MAIL);
  step->clock = cs_pack_reader_resolve (reader, cs_node_member (node, "clock"), CS_NAME_CLOCK);
  read_payment (reader, cs_node_member (node, "payment"), step);
  step->returns =
      cs_pack_reader_resolve_list (reader, cs_node_member (node, "returns"), CS_NAME_STEP);
  step->rejects = cs_pack_reader_resolve (reader, cs_node_member (node, "rejects"), CS_NAME_STEP);
  step->may_na = na.value != NULL && !json_is_false (na.value);
  if (na.value != NULL && !json_is_boolean (na.value))
    step->na_when = cs_pack_reader_cond (reader, na);
  step->end = cs_pack_reader_enum (reader, cs_node_member (node, "end"), end_words, CS_END_NONE);
}

/* A step that waits for itself would never open, and every walk along the order would not end. */
static gboolean
waits_for (const CsStep *step, const CsStep *sought, guint8 *seen)
{
  for (guint i = 0; i < step->after->len; i++) {
    const CsStep *before = g_ptr_array_index (step->after, i);

    if (before == sought)
      return TRUE;
    if (seen[before->index])
      continue;
    seen[before->index] = 1;
    if (waits_for (before, sought, seen))
      return TRUE;
  }
  return FALSE;
}

static void
refuse_circles (CsPackReader *reader, CsNode node)
{
  const GPtrArray *steps = reader->process->steps;

  for (guint i = 0; i < steps->len && reader->error == NULL; i++) {
    const CsStep *step = g_ptr_array_index (steps, i);
    g_autofree guint8 *seen = g_new0 (guint8, steps->len);

    if (waits_for (step, step, seen))
      cs_pack_reader_fail (reader, node, "the step “%s” waits for itself (L-10)", step->id);
  }
}

/**
 * cs_process_link_steps: (skip)
 * @reader: a reader that knows every name of the process
 * @node: the list of stages
 *
 * Fills stages and steps, with the defaults that stages give their steps.
 */
void
cs_process_link_steps (CsPackReader *reader, CsNode node)
{
  const GPtrArray *stages = reader->process->stages;

  for (guint i = 0; i < stages->len && reader->error == NULL; i++) {
    CsNode stage_node = cs_node_element (node, i), steps = cs_node_member (stage_node, "steps");
    CsStage *stage = g_ptr_array_index (stages, i);

    stage->title = cs_pack_reader_title (reader, stage_node, stage->id);
    for (guint j = 0; j < stage->steps->len && reader->error == NULL; j++)
      link_step (reader,
                 cs_node_element (steps, j),
                 stage_node,
                 g_ptr_array_index (stage->steps, j));
  }
  if (reader->error == NULL)
    refuse_circles (reader, node);
}
