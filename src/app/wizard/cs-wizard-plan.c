/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-plan-private.h"

#include "cs-field-text.h"
#include "cs-intent.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>

/**
 * cs_plan_dup_text:
 * @text: (nullable): of the pack
 * @language: a tag
 * @fallback: when there is none
 *
 * Returns: (transfer full): the text in that language
 */
char *
cs_plan_dup_text (const CsText *text, const char *language, const char *fallback)
{
  char *found = text != NULL ? cs_text_dup (text, language) : NULL;

  return found != NULL ? found : g_strdup (fallback);
}

/**
 * cs_plan_dup_field_title:
 * @field: a field; the first three belong to the program, not to the pack
 * @language: a tag
 *
 * Returns: (transfer full): what it is called
 */
char *
cs_plan_dup_field_title (const CsField *field, const char *language)
{
  switch (field->index) {
    case CS_FIELD_INDEX_CLIENT:
      return g_strdup (_ ("Client"));
    case CS_FIELD_INDEX_REGION:
      return g_strdup (_ ("Region"));
    case CS_FIELD_INDEX_TITLE:
      return g_strdup (_ ("Title"));
    default:
      return cs_plan_dup_text (field->title, language, field->id);
  }
}

/* --- a fold of what would be said --- */

static void
say (CsPlanner *self, const char *kind, json_t *data)
{
  const CsPlanInput *input = self->input;
  const char *request = cs_request_get_id (self->plan->request);
  g_autofree char *id = request != NULL ? cs_uuid_new (input->context.now)
                                        : g_strdup (input->draft->id);
  CsEntryHead head = {.id = id,
                      .request = request != NULL ? request : id,
                      .kind = kind,
                      .by = input->person,
                      .device = "wizard",
                      .n = 1,
                      .at = input->context.now};
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) entry = cs_entry_build (&head, data, &error);

  if (entry == NULL || !cs_request_apply (self->plan->request, entry, &error))
    g_debug ("What was typed is not looked at: %s", error->message);
}

static void
say_open (CsPlanner *self)
{
  const CsWizardDraft *draft = self->input->draft;
  g_autoptr (json_t) data = cs_intent_open (self->input->process,
                                            self->input->settings,
                                            draft->client,
                                            draft->region,
                                            draft->title,
                                            NULL);

  if (draft->title != NULL && *draft->title == '\0')
    json_object_del (data, "title");
  say (self, "open", data);
}

/**
 * cs_wizard_plan_dup_news:
 * @request: what was said until now
 * @step: one of its steps
 * @draft: what was typed
 *
 * Returns: (transfer full): field id -> value, of the fields in the step's form
 */
json_t *
cs_wizard_plan_dup_news (const CsRequest *request, const CsStep *step, const CsWizardDraft *draft)
{
  json_t *values = json_object ();

  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];
    const CsValue *said = cs_request_get_value (request, field);
    gboolean is_unclear;
    g_autoptr (json_t) value = cs_wizard_draft_dup_value (draft, field->id, &is_unclear);

    if (value != NULL && !is_unclear && field->formula == CS_FORMULA_NONE &&
        !json_equal (value, said->value))
      json_object_set (values, field->id, value);
  }
  return values;
}

/**
 * cs_wizard_plan_dup_said:
 * @request: what was said until now
 * @step: one of its steps
 * @draft: what was typed
 * @directory: (nullable): whose records give defaults
 *
 * Returns: (transfer full): field id -> value: what was typed, and what would be pinned with it
 */
json_t *
cs_wizard_plan_dup_said (const CsRequest *request,
                         const CsStep *step,
                         const CsWizardDraft *draft,
                         const CsDirectory *directory)
{
  json_t *values = cs_wizard_plan_dup_news (request, step, draft);

  for (guint i = 0; directory != NULL && i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];
    const json_t *value = cs_intent_get_default (request, field, directory);

    if (value != NULL && cs_wizard_draft_get_field (draft, field->id) == NULL)
      json_object_set (values, field->id, (json_t *)value);
  }
  return values;
}

static void
fold (CsPlanner *self)
{
  const CsPlanInput *input = self->input;
  CsWizardPlan *plan = self->plan;
  const GPtrArray *steps = input->process->steps;

  plan->request = cs_request_new (input->process,
                                  input->request != NULL ? cs_request_get_settings (input->request)
                                                         : input->settings);
  if (input->request == NULL) {
    say_open (self);
  } else {
    const GPtrArray *entries = cs_request_get_entries (input->request);

    for (guint i = 0; i < entries->len; i++)
      cs_request_apply (plan->request, entries->pdata[i], NULL);
    cs_request_set_number (plan->request, cs_request_get_number (input->request));
  }
  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    g_autoptr (json_t) values = NULL;
    g_autoptr (json_t) data = NULL;

    if (cs_request_get_step_state (plan->request, step) == CS_STEP_DONE)
      continue;
    values = cs_wizard_plan_dup_said (plan->request, step, input->draft, input->context.directory);
    if (json_object_size (values) == 0)
      continue;
    data = json_pack ("{s:s, s:O}", "step", step->id, "values", values);
    say (self, "fill", data);
  }
}

/* --- whose step it is --- */

static const GPtrArray *
holders_of (CsPlanner *self, const CsStep *step)
{
  GPtrArray *holders = g_hash_table_lookup (self->holders, step);

  if (holders == NULL) {
    holders = cs_rules_list_people (self->plan->request, step->who, &self->input->context);
    g_hash_table_insert (self->holders, (gpointer)step, holders);
  }
  return holders;
}

/* Before there is a region, whoever holds the role in any of them. */
static gboolean
may_be_mine (CsPlanner *self, const CsStep *step)
{
  const CsPlanInput *input = self->input;
  g_autoptr (GPtrArray) keys =
      cs_directory_list_role_keys (input->context.directory, input->person, input->context.now);

  for (guint i = 0; i < step->who->len; i++) {
    const CsWho *who = step->who->pdata[i];
    g_autofree char *prefix = NULL;

    if (who->role == NULL)
      continue;
    prefix = g_strdup_printf ("role:%s/%s@", input->process->pack->id, who->role->id);
    for (guint j = 0; j < keys->len; j++)
      if (g_str_has_prefix (keys->pdata[j], prefix))
        return TRUE;
  }
  return FALSE;
}

/**
 * cs_planner_is_mine: (skip)
 *
 * Returns: whether this person may do that step
 */
gboolean
cs_planner_is_mine (CsPlanner *self, const CsStep *step)
{
  const GPtrArray *holders = holders_of (self, step);

  if (self->input->request == NULL && self->input->draft->region == NULL)
    return may_be_mine (self, step);
  for (guint i = 0; i < holders->len; i++)
    if (g_strcmp0 (((const CsHolder *)holders->pdata[i])->person->id, self->input->person) == 0)
      return TRUE;
  return FALSE;
}

/* Any one of them. */
static char *
join_with_or (const GPtrArray *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    g_string_append_printf (text,
                            "%s%s",
                            i == 0                ? ""
                            : i + 1 == words->len ? _ (" or ")
                                                  : ", ",
                            (const char *)words->pdata[i]);
  return g_strdup (text->str);
}

/**
 * cs_planner_dup_who: (skip)
 *
 * Returns: (transfer full): who has that step, in words; may be empty
 */
char *
cs_planner_dup_who (CsPlanner *self, const CsStep *step)
{
  const GPtrArray *holders = holders_of (self, step);
  const char *language = self->input->language;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gboolean has_names;

  for (guint i = 0; i < holders->len && holders->len <= 3; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->for_person == NULL)
      g_ptr_array_add (words, g_strdup (holder->person->name));
  }
  has_names = words->len > 0;
  for (guint i = 0; !has_names && i < step->who->len; i++) {
    const CsWho *who = step->who->pdata[i];

    if (who->when != NULL)
      continue;
    g_ptr_array_add (words,
                     who->role != NULL
                         ? cs_plan_dup_text (who->role->title, language, who->role->id)
                         : cs_plan_dup_text (who->field->title, language, who->field->id));
  }
  return join_with_or (words);
}

/**
 * cs_planner_dup_people: (skip)
 *
 * Returns: (transfer full): ids of those who have that step
 */
GStrv
cs_planner_dup_people (CsPlanner *self, const CsStep *step)
{
  const GPtrArray *holders = holders_of (self, step);
  g_autoptr (GStrvBuilder) people = g_strv_builder_new ();

  for (guint i = 0; i < holders->len; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->for_person == NULL)
      g_strv_builder_add (people, holder->person->id);
  }
  return g_strv_builder_end (people);
}

/* --- the next steps --- */

/* Such as a development: nothing is written down in it, and what follows waits for it. */
static gboolean
is_work_alone (const CsStep *step)
{
  return step->form->len == 0 && step->mails->len == 0 && step->checks->len == 0 &&
         step->approval == NULL && step->payment == NULL && step->who->len > 0;
}

static void
list_steps (CsPlanner *self)
{
  const GPtrArray *steps = self->input->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *step = steps->pdata[i];
    CsStepState state = cs_request_get_step_state (self->plan->request, step);

    if (step->opens != CS_OPENS_IN_ORDER || state == CS_STEP_NOT_APPLICABLE ||
        state == CS_STEP_SKIPPED || state == CS_STEP_DONE)
      continue;
    if (step->end != CS_END_NONE)
      break;
    g_ptr_array_add (self->plan->steps, (gpointer)step);
    if (step->approval != NULL || is_work_alone (step))
      break;
  }
}

/* Whether the steps before it will be through when this person has sent. */
static gboolean
can_be_reached (CsPlanner *self, const CsStep *step)
{
  for (guint i = 0; i < step->after->len; i++) {
    const CsStep *before = step->after->pdata[i];

    if (g_ptr_array_find (self->plan->steps, before, NULL) &&
        !g_hash_table_contains (self->plan->mine, before))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_begun (CsPlanner *self, const CsStep *step)
{
  gboolean is_unclear = FALSE;

  for (guint i = 0; i < step->form->len; i++) {
    const CsField *field = step->form->pdata[i];
    g_autoptr (json_t) value =
        cs_wizard_draft_dup_value (self->input->draft, field->id, &is_unclear);

    if (value != NULL || is_unclear)
      return TRUE;
  }
  return FALSE;
}

/* A new request begins with what its first stage asks for. What later stages ask for may come with
 * it, or follow when there is something to say. */
static gboolean
may_follow (CsPlanner *self, const CsStep *step)
{
  gboolean is_new = self->input->request == NULL || self->input->is_new;

  return is_new && step->stage != self->input->process->stages->pdata[0] && step->form->len > 0 &&
         !is_begun (self, step);
}

static void
find_mine (CsPlanner *self)
{
  CsWizardPlan *plan = self->plan;

  for (guint i = 0; i < plan->steps->len; i++) {
    const CsStep *step = plan->steps->pdata[i];

    if (can_be_reached (self, step) && !may_follow (self, step) &&
        (step->who->len == 0 || cs_planner_is_mine (self, step))) {
      g_hash_table_add (plan->mine, (gpointer)step);
      plan->ends_in_offer = plan->ends_in_offer || step->approval != NULL;
    } else if (plan->next == NULL) {
      plan->next = step;
      plan->next_who = cs_planner_dup_who (self, step);
      plan->next_people = cs_planner_dup_people (self, step);
    }
  }
}

static void
sheet_free (gpointer data)
{
  CsSheet *sheet = data;

  g_free (sheet->id);
  g_free (sheet->title);
  g_free (sheet->who);
  g_strfreev (sheet->people);
  g_ptr_array_unref (sheet->fields);
  g_free (sheet);
}

static void
plan_mail_free (gpointer data)
{
  CsPlanMail *mail = data;

  cs_draft_mail_free (mail->draft);
  g_free (mail->who);
  g_free (mail);
}

static void
gap_free (gpointer data)
{
  CsGap *gap = data;

  g_free (gap->text);
  g_free (gap->sheet);
  g_free (gap);
}

/**
 * cs_wizard_plan_new:
 * @input: the process, what was said and what was typed, and who asks
 *
 * Returns: (transfer full): the plan
 */
CsWizardPlan *
cs_wizard_plan_new (const CsPlanInput *input)
{
  CsWizardPlan *plan = g_new0 (CsWizardPlan, 1);
  g_autoptr (GHashTable) holders =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  CsPlanner planner = {.input = input, .plan = plan, .holders = holders};

  plan->steps = g_ptr_array_new ();
  plan->mine = g_hash_table_new (NULL, NULL);
  plan->sheets = g_ptr_array_new_with_free_func (sheet_free);
  plan->gaps = g_ptr_array_new_with_free_func (gap_free);
  plan->mails = g_ptr_array_new_with_free_func (plan_mail_free);
  fold (&planner);
  list_steps (&planner);
  find_mine (&planner);
  cs_planner_list_sheets (&planner);
  cs_planner_list_gaps (&planner);
  return plan;
}

/**
 * cs_wizard_plan_free:
 * @self: (transfer full) (nullable): a plan
 */
void
cs_wizard_plan_free (CsWizardPlan *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->mails);
  g_ptr_array_unref (self->gaps);
  g_ptr_array_unref (self->sheets);
  g_hash_table_unref (self->mine);
  g_ptr_array_unref (self->steps);
  cs_request_free (self->request);
  g_free (self->next_who);
  g_strfreev (self->next_people);
  g_free (self);
}

/**
 * cs_wizard_plan_get_sheet:
 * @id: (nullable): of a sheet
 * @index: (out) (optional): where it stands
 *
 * Returns: (transfer none) (nullable): the sheet
 */
CsSheet *
cs_wizard_plan_get_sheet (const CsWizardPlan *self, const char *id, guint *index)
{
  for (guint i = 0; id != NULL && i < self->sheets->len; i++) {
    CsSheet *sheet = self->sheets->pdata[i];

    if (!g_str_equal (sheet->id, id))
      continue;
    if (index != NULL)
      *index = i;
    return sheet;
  }
  return NULL;
}

/**
 * cs_sheet_get_field:
 * @field: id
 *
 * Returns: (transfer none) (nullable): the field, when it is on this sheet
 */
CsSheetField *
cs_sheet_get_field (const CsSheet *self, const char *field)
{
  for (guint i = 0; i < self->fields->len; i++) {
    CsSheetField *item = self->fields->pdata[i];

    if (g_str_equal (item->field->id, field))
      return item;
  }
  return NULL;
}

/**
 * cs_wizard_plan_dup_value:
 * @field: a field
 * @directory: names people and clients
 * @locale: of amounts
 *
 * Returns: (transfer full) (nullable): what the field holds, as a person reads it
 */
char *
cs_wizard_plan_dup_value (const CsWizardPlan *self,
                          const CsField *field,
                          const CsDirectory *directory,
                          const char *locale)
{
  const json_t *value = cs_request_get_value (self->request, field)->value;

  if (field->type == CS_FIELD_DURATION && json_is_string (value))
    return cs_field_text_show_duration (json_string_value (value));
  if (field->type == CS_FIELD_DATE && json_is_string (value))
    return cs_field_text_show_date (json_string_value (value));
  return cs_request_dup_value_text (self->request, field, directory, locale);
}
