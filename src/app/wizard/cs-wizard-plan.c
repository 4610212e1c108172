/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-plan.h"

#include "cs-intent.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>

/* A plan while it is made. */
typedef struct {
  const CsPlanInput *input;
  CsWizardPlan *plan;
  GHashTable *holders; /* CsStep -> (owned) GPtrArray of CsHolder */
} Planner;

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
say (Planner *self, const char *kind, json_t *data)
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
say_open (Planner *self)
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

static void
fold (Planner *self)
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
    values = cs_wizard_plan_dup_news (plan->request, step, input->draft);
    if (json_object_size (values) == 0)
      continue;
    data = json_pack ("{s:s, s:O}", "step", step->id, "values", values);
    say (self, "fill", data);
  }
}

/* --- whose step it is --- */

static const GPtrArray *
holders_of (Planner *self, const CsStep *step)
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
may_be_mine (Planner *self, const CsStep *step)
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

static gboolean
is_mine (Planner *self, const CsStep *step)
{
  const GPtrArray *holders = holders_of (self, step);

  if (self->input->request == NULL && self->input->draft->region == NULL)
    return may_be_mine (self, step);
  for (guint i = 0; i < holders->len; i++)
    if (g_strcmp0 (((const CsHolder *)holders->pdata[i])->person->id, self->input->person) == 0)
      return TRUE;
  return FALSE;
}

static char *
who_of (Planner *self, const CsStep *step)
{
  const GPtrArray *holders = holders_of (self, step);
  const char *language = self->input->language;
  GString *words = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < holders->len && holders->len <= 3; i++) {
    const CsHolder *holder = holders->pdata[i];

    if (holder->for_person == NULL)
      g_string_append_printf (words, "%s%s", n++ > 0 ? ", " : "", holder->person->name);
  }
  for (guint i = 0; n == 0 && i < step->who->len; i++) {
    const CsWho *who = step->who->pdata[i];
    g_autofree char *title = NULL;

    if (who->when != NULL)
      continue;
    title = who->role != NULL ? cs_plan_dup_text (who->role->title, language, who->role->id)
                              : cs_plan_dup_text (who->field->title, language, who->field->id);
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", title);
  }
  return g_string_free (words, FALSE);
}

static GStrv
people_of (Planner *self, const CsStep *step)
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

static void
list_steps (Planner *self)
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
    if (step->approval != NULL)
      break;
  }
}

/* Whether the steps before it will be through when this person has sent. */
static gboolean
can_be_reached (Planner *self, const CsStep *step)
{
  for (guint i = 0; i < step->after->len; i++) {
    const CsStep *before = step->after->pdata[i];

    if (g_ptr_array_find (self->plan->steps, before, NULL) &&
        !g_hash_table_contains (self->plan->mine, before))
      return FALSE;
  }
  return TRUE;
}

static void
find_mine (Planner *self)
{
  CsWizardPlan *plan = self->plan;

  for (guint i = 0; i < plan->steps->len; i++) {
    const CsStep *step = plan->steps->pdata[i];

    if (can_be_reached (self, step) && (step->who->len == 0 || is_mine (self, step))) {
      g_hash_table_add (plan->mine, (gpointer)step);
      plan->ends_in_offer = plan->ends_in_offer || step->approval != NULL;
    } else if (plan->next == NULL) {
      plan->next = step;
      plan->next_who = who_of (self, step);
      plan->next_people = people_of (self, step);
    }
  }
}

/* --- sheets --- */

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

static CsSheet *
add_sheet (Planner *self, CsSheetKind kind, const char *id, const char *title)
{
  CsSheet *sheet = g_new0 (CsSheet, 1);

  sheet->kind = kind;
  sheet->id = g_strdup (id);
  sheet->title = g_strdup (title);
  sheet->fields = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->plan->sheets, sheet);
  return sheet;
}

static CsSheet *
sheet_for (Planner *self, const CsStep *step, const CsField *field)
{
  const CsText *text = field->page != NULL ? field->page : step->title;
  g_autofree char *id = cs_plan_dup_text (text, "en", step->id);
  g_autofree char *title = cs_plan_dup_text (text, self->input->language, id);
  CsSheet *sheet = cs_wizard_plan_get_sheet (self->plan, id, NULL);

  return sheet != NULL ? sheet : add_sheet (self, CS_SHEET_FORM, id, title);
}

static gboolean
is_on_a_sheet (Planner *self, const CsField *field)
{
  for (guint i = 0; i < self->plan->sheets->len; i++)
    if (cs_sheet_get_field (self->plan->sheets->pdata[i], field->id) != NULL)
      return TRUE;
  return FALSE;
}

static void
add_field (Planner *self, const CsStep *step, const CsField *field)
{
  CsSheet *sheet = sheet_for (self, step, field);
  CsSheetField *item = g_new0 (CsSheetField, 1);
  g_autoptr (json_t) value = NULL;

  item->field = field;
  item->step = step;
  item->applies = cs_request_field_applies (self->plan->request, field) == CS_TRUTH_TRUE;
  item->is_mine = is_mine (self, step);
  value = cs_wizard_draft_dup_value (self->input->draft, field->id, &item->is_unclear);
  item->is_missing = item->applies && !field->optional && field->formula == CS_FORMULA_NONE &&
                     !cs_request_is_answered (self->plan->request, field);
  g_ptr_array_add (sheet->fields, item);
}

static void
list_sheets (Planner *self)
{
  CsWizardPlan *plan = self->plan;

  for (guint i = 0; i < plan->steps->len; i++) {
    const CsStep *step = plan->steps->pdata[i];

    for (guint j = 0; j < step->form->len; j++)
      if (!is_on_a_sheet (self, step->form->pdata[j]))
        add_field (self, step, step->form->pdata[j]);
  }
  if (self->input->request != NULL)
    return;
  if (plan->sheets->len == 0)
    add_sheet (self, CS_SHEET_FORM, "start", _ ("Client and Region"));
  ((CsSheet *)plan->sheets->pdata[0])->is_start = TRUE;
}

/* Counts of one sheet. */
typedef struct {
  guint n_mine, n_missing, n_others_missing;
  gboolean is_touched;
  const CsStep *other; /* (nullable) first step of somebody else's field */
} Count;

static void
count_field (Planner *self, const CsSheetField *item, Count *count)
{
  const json_t *held = cs_wizard_draft_get_field (self->input->draft, item->field->id);
  gboolean is_open = item->applies && (item->is_missing || item->is_unclear);

  if (!item->is_mine) {
    count->n_others_missing += is_open;
    count->other = count->other != NULL ? count->other : item->step;
    return;
  }
  count->n_mine += item->applies;
  count->n_missing += is_open;
  if (json_object_size (held) > 0 || (item->applies && !item->is_missing))
    count->is_touched = TRUE;
}

static void
count_start (Planner *self, Count *count)
{
  const CsWizardDraft *draft = self->input->draft;

  count->n_mine += CS_N_FIELD_INDEXES;
  count->n_missing += (draft->client == NULL) + (draft->region == NULL) +
                      (draft->title == NULL || *draft->title == '\0');
  count->is_touched = !cs_wizard_draft_is_empty (draft);
}

static void
judge_sheet (Planner *self, CsSheet *sheet)
{
  Count count = {0};
  gboolean has_mine;

  for (guint i = 0; i < sheet->fields->len; i++)
    count_field (self, sheet->fields->pdata[i], &count);
  has_mine = count.n_mine > 0;
  if (sheet->is_start)
    count_start (self, &count);
  sheet->n_missing = count.n_missing;
  if (count.n_mine == 0 && count.n_others_missing > 0)
    sheet->state = CS_SHEET_LOCKED;
  else if (count.n_missing == 0)
    sheet->state = CS_SHEET_COMPLETE;
  else
    sheet->state = count.is_touched ? CS_SHEET_MISSING : CS_SHEET_UNTOUCHED;
  if (count.other != NULL && !has_mine) {
    sheet->who = who_of (self, count.other);
    sheet->people = people_of (self, count.other);
  }
}

/* --- messages --- */

static void
plan_mail_free (gpointer data)
{
  CsPlanMail *mail = data;

  cs_draft_mail_free (mail->draft);
  g_free (mail->who);
  g_free (mail);
}

static void
add_mail (Planner *self, const CsStep *step, const CsMail *mail)
{
  const CsPlanInput *input = self->input;
  CsPlanMail *item;

  if (mail == NULL)
    return;
  item = g_new0 (CsPlanMail, 1);
  item->mail = mail;
  item->step = step;
  item->is_mine = g_hash_table_contains (self->plan->mine, step);
  item->who = item->is_mine ? NULL : who_of (self, step);
  item->draft = cs_recipients_compose (self->plan->request,
                                       mail,
                                       input->person,
                                       input->language,
                                       &input->context);
  g_ptr_array_add (self->plan->mails, item);
}

static void
list_mails (Planner *self)
{
  CsWizardPlan *plan = self->plan;
  CsSheet *sheet;

  for (guint i = 0; i < plan->steps->len; i++) {
    const CsStep *step = plan->steps->pdata[i];

    if (step->mails->len > 0)
      add_mail (self, step, cs_recipients_pick_mail (plan->request, step));
    for (guint j = 0; step->approval != NULL && j < step->approval->levels->len; j++) {
      const CsLevel *level = step->approval->levels->pdata[j];

      if (cs_request_get_level_state (plan->request, step, level) != CS_LEVEL_NOT_APPLICABLE)
        add_mail (self, step, level->mail);
    }
  }
  if (plan->mails->len == 0)
    return;
  sheet = add_sheet (self, CS_SHEET_RECIPIENTS, "recipients", _ ("Recipients"));
  sheet->state = CS_SHEET_COMPLETE;
  for (guint i = 0; i < plan->mails->len; i++) {
    const CsPlanMail *mail = plan->mails->pdata[i];

    sheet->n_missing += mail->is_mine ? mail->draft->problems->len : 0;
  }
  if (sheet->n_missing > 0)
    sheet->state = CS_SHEET_MISSING;
}

/* --- what is missing --- */

static void
gap_free (gpointer data)
{
  CsGap *gap = data;

  g_free (gap->text);
  g_free (gap->sheet);
  g_free (gap);
}

static void
add_gap (Planner *self, char *text, const char *sheet, const CsField *field)
{
  CsGap *gap = g_new0 (CsGap, 1);

  gap->text = text;
  gap->sheet = g_strdup (sheet);
  gap->field = field;
  g_ptr_array_add (self->plan->gaps, gap);
}

static void
add_start_gaps (Planner *self, const CsSheet *sheet)
{
  const CsWizardDraft *draft = self->input->draft;
  const gboolean is_there[] = {
      [CS_FIELD_INDEX_CLIENT] = draft->client != NULL,
      [CS_FIELD_INDEX_REGION] = draft->region != NULL,
      [CS_FIELD_INDEX_TITLE] = draft->title != NULL && *draft->title != '\0',
  };

  for (guint i = 0; i < CS_N_FIELD_INDEXES; i++) {
    const CsField *field = self->input->process->fields->pdata[i];
    g_autofree char *title = cs_plan_dup_field_title (field, self->input->language);

    if (!is_there[i])
      add_gap (self, g_strdup_printf (_ ("“%s” is missing"), title), sheet->id, field);
  }
}

static void
add_sheet_gaps (Planner *self, const CsSheet *sheet)
{
  if (sheet->is_start)
    add_start_gaps (self, sheet);
  for (guint i = 0; i < sheet->fields->len; i++) {
    const CsSheetField *item = sheet->fields->pdata[i];
    g_autofree char *title = cs_plan_dup_field_title (item->field, self->input->language);

    if (!item->applies || !g_hash_table_contains (self->plan->mine, item->step))
      continue;
    if (item->is_unclear)
      add_gap (self, g_strdup_printf (_ ("“%s” is not clear yet"), title), sheet->id, item->field);
    else if (item->is_missing)
      add_gap (self, g_strdup_printf (_ ("“%s” is missing"), title), sheet->id, item->field);
  }
}

static const char *
sheet_of (Planner *self, const CsField *field)
{
  for (guint i = 0; field != NULL && i < self->plan->sheets->len; i++) {
    const CsSheet *sheet = self->plan->sheets->pdata[i];

    if (cs_sheet_get_field (sheet, field->id) != NULL)
      return sheet->id;
  }
  return NULL;
}

static gboolean
has_gap (Planner *self, const CsField *field)
{
  for (guint i = 0; field != NULL && i < self->plan->gaps->len; i++)
    if (((const CsGap *)self->plan->gaps->pdata[i])->field == field)
      return TRUE;
  return FALSE;
}

/* Gates that a step of this person's is left by. */
static void
add_gate_gaps (Planner *self, const CsStep *step)
{
  for (guint i = 0; i < step->leave->len; i++) {
    g_autoptr (GPtrArray) missing = cs_rules_missing_for_gate (self->plan->request,
                                                               step->leave->pdata[i],
                                                               &self->input->context);

    for (guint j = 0; j < missing->len; j++) {
      const CsMissing *item = missing->pdata[j];

      if (!has_gap (self, item->field))
        add_gap (self, g_strdup (item->text), sheet_of (self, item->field), item->field);
    }
  }
}

static void
list_gaps (Planner *self)
{
  CsWizardPlan *plan = self->plan;
  CsSheet *review;

  for (guint i = 0; i < plan->sheets->len; i++)
    add_sheet_gaps (self, plan->sheets->pdata[i]);
  for (guint i = 0; i < plan->steps->len; i++)
    if (g_hash_table_contains (plan->mine, plan->steps->pdata[i]))
      add_gate_gaps (self, plan->steps->pdata[i]);
  for (guint i = 0; i < plan->mails->len; i++) {
    const CsPlanMail *mail = plan->mails->pdata[i];

    for (guint j = 0; mail->is_mine && j < mail->draft->problems->len; j++)
      add_gap (self,
               g_strdup (((const CsReason *)mail->draft->problems->pdata[j])->text),
               "recipients",
               NULL);
  }
  if (g_hash_table_size (plan->mine) == 0 && plan->next != NULL) {
    g_autofree char *title =
        cs_plan_dup_text (plan->next->title, self->input->language, plan->next->id);

    add_gap (self, g_strdup_printf (_ ("“%s” is with %s"), title, plan->next_who), NULL, NULL);
  }
  review = add_sheet (self, CS_SHEET_REVIEW, "review", _ ("Review"));
  review->n_missing = plan->gaps->len;
  review->state = plan->gaps->len > 0 ? CS_SHEET_MISSING : CS_SHEET_COMPLETE;
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
  Planner planner = {.input = input, .plan = plan, .holders = holders};

  plan->steps = g_ptr_array_new ();
  plan->mine = g_hash_table_new (NULL, NULL);
  plan->sheets = g_ptr_array_new_with_free_func (sheet_free);
  plan->gaps = g_ptr_array_new_with_free_func (gap_free);
  plan->mails = g_ptr_array_new_with_free_func (plan_mail_free);
  fold (&planner);
  list_steps (&planner);
  find_mine (&planner);
  list_sheets (&planner);
  for (guint i = 0; i < plan->sheets->len; i++)
    judge_sheet (&planner, plan->sheets->pdata[i]);
  list_mails (&planner);
  list_gaps (&planner);
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
