/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/sample.h"

#include "cs-wizard-plan.h"

#include <string.h>

static Sample sample;
static CsDirectory *directory; /* (owned) of the sample */
static CsPack *pack;           /* (owned) */

static CsWizardPlan *
plan_for (const CsWizardDraft *draft, const char *person)
{
  const CsActivation *activation = cs_directory_get_activation (directory, pack->id);
  CsPlanInput input = {
      .process = pack->processes->pdata[0],
      .settings = activation->settings,
      .draft = draft,
      .person = person,
      .language = "en",
      .context = {.directory = directory, .now = SAMPLE_NOW},
  };

  return cs_wizard_plan_new (&input);
}

static CsWizardDraft *
new_draft (const char *region)
{
  CsWizardDraft *draft = cs_wizard_draft_new ("019a9f7c-2c00-7000-8000-000000000001");

  draft->client = g_strdup ("c-riyadhretail");
  draft->region = g_strdup (region);
  draft->title = g_strdup ("Order status");
  return draft;
}

static void
type (CsWizardDraft *draft, const char *field, const char *value)
{
  cs_wizard_draft_take_field (draft, field, json_pack ("{s:s}", "value", value));
}

static const CsSheet *
sheet (const CsWizardPlan *plan, const char *id)
{
  const CsSheet *found = cs_wizard_plan_get_sheet (plan, id, NULL);

  if (found == NULL)
    g_error ("no page “%s”", id);
  return found;
}

static gboolean
has_gap (const CsWizardPlan *plan, const char *field)
{
  for (guint i = 0; i < plan->gaps->len; i++) {
    const CsGap *gap = plan->gaps->pdata[i];

    if (gap->field != NULL && g_str_equal (gap->field->id, field))
      return TRUE;
  }
  return FALSE;
}

/* The pages are those of the pack up to the approval, then Recipients and Review (AG-05, U-01). */
static void
test_pages (void)
{
  static const char *const pages[] = {"Client and region",
                                      "Need",
                                      "Objective",
                                      "Requirements",
                                      "Dependencies",
                                      "Feasibility request",
                                      "Cost and timeline",
                                      "recipients",
                                      "review"};
  g_autoptr (CsWizardDraft) draft = new_draft ("SA");
  g_autoptr (CsWizardPlan) plan = plan_for (draft, "p-fatima");

  g_assert_cmpuint (plan->sheets->len, ==, G_N_ELEMENTS (pages));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    g_assert_cmpstr (((const CsSheet *)plan->sheets->pdata[i])->id, ==, pages[i]);
  g_assert_true (sheet (plan, "Client and region")->is_start);
}

/* Others' pages are locked and say with whom; they are not missing from what one sends. */
static void
test_locked (void)
{
  g_autoptr (CsWizardDraft) draft = new_draft ("SA");
  g_autoptr (CsWizardPlan) first = plan_for (draft, "p-fatima");
  g_autoptr (CsWizardPlan) plan = NULL;

  g_assert_true (has_gap (first, "salesperson"));
  g_assert_cmpint (sheet (first, "Need")->state, ==, CS_SHEET_LOCKED);
  type (draft, "salesperson", "p-fatima");
  plan = plan_for (draft, "p-fatima");
  g_assert_cmpint (sheet (plan, "Need")->state, ==, CS_SHEET_UNTOUCHED);
  g_assert_cmpint (sheet (plan, "Objective")->state, ==, CS_SHEET_LOCKED);
  g_assert_nonnull (strstr (sheet (plan, "Objective")->who, "Ananya Bose"));
  g_assert_cmpstr (sheet (plan, "Objective")->people[0], ==, "p-ananya");
  g_assert_false (has_gap (plan, "objective"));
}

/* Everything that is missing is a gap of its own; filled in, it can be sent. */
static void
test_gaps (void)
{
  g_autoptr (CsWizardDraft) draft = new_draft ("SA");
  g_autoptr (CsWizardPlan) before = NULL;
  g_autoptr (CsWizardPlan) after = NULL;

  type (draft, "salesperson", "p-fatima");
  g_clear_pointer (&draft->title, g_free);
  before = plan_for (draft, "p-fatima");
  g_assert_true (has_gap (before, "title"));
  g_assert_true (has_gap (before, "use_case"));
  g_assert_cmpint (sheet (before, "review")->state, ==, CS_SHEET_MISSING);
  g_assert_cmpuint (sheet (before, "review")->n_missing, ==, before->gaps->len);

  draft->title = g_strdup ("Order status");
  type (draft, "sale", "pre");
  type (draft, "account_manager", "p-yousef");
  type (draft, "client_contact", "p-riyadhretail-1");
  type (draft, "use_case", "Where is my order?");
  type (draft, "business_need", "Fewer calls.");
  after = plan_for (draft, "p-fatima");
  g_assert_cmpuint (after->gaps->len, ==, 0);
  g_assert_cmpint (sheet (after, "Need")->state, ==, CS_SHEET_COMPLETE);
  g_assert_cmpstr (after->next->id, ==, "sow");
  g_assert_false (after->ends_in_offer);
}

static void
test_unclear (void)
{
  g_autoptr (CsWizardDraft) draft = new_draft ("SA");
  g_autoptr (CsWizardPlan) plan = NULL;

  type (draft, "salesperson", "p-fatima");
  cs_wizard_draft_take_field (draft, "use_case", json_pack ("{s:s}", "typed", "?"));
  plan = plan_for (draft, "p-fatima");
  g_assert_true (cs_sheet_get_field (sheet (plan, "Need"), "use_case")->is_unclear);
  g_assert_true (has_gap (plan, "use_case"));
}

/* The message that begins the thread, with the rule of every address (RC-01, RC-20). */
static void
test_mails (void)
{
  g_autoptr (CsWizardDraft) draft = new_draft ("SA");
  g_autoptr (CsWizardPlan) plan = NULL;
  const CsPlanMail *mail;

  type (draft, "salesperson", "p-fatima");
  type (draft, "sale", "pre");
  plan = plan_for (draft, "p-fatima");
  g_assert_cmpuint (plan->mails->len, ==, 1);
  mail = plan->mails->pdata[0];
  g_assert_cmpstr (mail->mail->id, ==, "RC-01");
  g_assert_true (mail->is_mine);
  g_assert_cmpuint (mail->draft->to->len, >, 0);
  g_assert_cmpstr (((const CsRecipient *)mail->draft->to->pdata[0])->rule, ==, "RC-01");
}

/* Before a region is chosen, whoever sells anywhere may begin. */
static void
test_no_region (void)
{
  g_autoptr (CsWizardDraft) draft = cs_wizard_draft_new ("019a9f7c-2c00-7000-8000-000000000002");
  g_autoptr (CsWizardPlan) sales = plan_for (draft, "p-fatima");
  g_autoptr (CsWizardPlan) finance = plan_for (draft, "p-sunita");

  g_assert_null (sheet (sales, "Client and region")->who);
  g_assert_nonnull (sheet (finance, "Client and region")->who);
  g_assert_true (has_gap (sales, "client"));
  g_assert_true (has_gap (sales, "region"));
}

static void
read_sample (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "packs", "anantya", "pack.json", NULL);

  sample_open (&sample);
  directory = cs_directory_copy (
      cs_authority_get_directory (cs_ledger_get_authority (sample.ledger), &error));
  g_assert_no_error (error);
  pack = cs_pack_load (path, &error);
  g_assert_no_error (error);
}

static const char *stages_text =
    "{\"format\": 1, \"pack\": \"t\", \"prefix\": \"T\", \"version\": 1, \"title\": \"T\","
    " \"languages\": [\"en\"], \"calendar\": \"india\", \"teams\": [\"T\"],"
    " \"regions\": {\"IN\": {\"calendar\": \"india\", \"currency\": \"INR\"}},"
    " \"people\": {\"sam\": {\"name\": \"Sam\"}, \"lee\": {\"name\": \"Lee\"}},"
    " \"roles\": {\"sales\": {\"holders\": [{\"person\": \"sam\"}]},"
    "  \"makers\": {\"holders\": [{\"person\": \"lee\"}]}},"
    " \"processes\": [{\"id\": \"p\","
    "  \"fields\": {\"need\": {\"type\": \"text\"}, \"met\": {\"type\": \"text\"},"
    "   \"said\": {\"type\": \"text\"}, \"made\": {\"type\": \"text\"}},"
    "  \"stages\": ["
    "   {\"id\": \"first\", \"who\": \"sales\","
    "    \"steps\": [{\"id\": \"ask\", \"form\": [\"need\"]}]},"
    "   {\"id\": \"second\", \"who\": \"sales\","
    "    \"steps\": [{\"id\": \"meet\", \"form\": [\"met\", \"said\"]}]},"
    "   {\"id\": \"third\", \"who\": \"makers\", \"steps\": ["
    "    {\"id\": \"make\", \"form\": [\"made\"]}, {\"id\": \"done\", \"end\": "
    "\"completed\"}]}]}]}";

/* A new request begins with what its first stage asks for; what a later one asks for may follow,
 * unless it was begun (AF-02). */
static void
test_later_steps (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (stages_text, strlen (stages_text));
  g_autoptr (GError) error = NULL;
  g_autoptr (CsPack) staged = cs_pack_new_from_bytes ("t.json", bytes, &error);
  CsDirectory *people = cs_directory_new ();
  g_autoptr (CsWizardDraft) draft = new_draft ("IN");
  CsPlanInput input = {.draft = draft,
                       .person = "sam",
                       .language = "en",
                       .context = {.directory = people, .now = SAMPLE_NOW}};
  g_autoptr (CsWizardPlan) fresh = NULL, begun = NULL;

  g_assert_no_error (error);
  cs_directory_add_pack (people, "t", staged->root);
  input.process = staged->processes->pdata[0];
  fresh = cs_wizard_plan_new (&input);
  g_assert_true (has_gap (fresh, "need"));
  g_assert_false (has_gap (fresh, "met"));
  type (draft, "met", "On Monday");
  begun = cs_wizard_plan_new (&input);
  g_assert_false (has_gap (begun, "met"));
  g_assert_true (has_gap (begun, "said"));
  g_assert_false (has_gap (begun, "made"));
  cs_directory_free (people);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  read_sample ();
  g_test_add_func ("/wizard-plan/U-01/pages", test_pages);
  g_test_add_func ("/wizard-plan/locked", test_locked);
  g_test_add_func ("/wizard-plan/gaps", test_gaps);
  g_test_add_func ("/wizard-plan/unclear", test_unclear);
  g_test_add_func ("/wizard-plan/RC-20/mails", test_mails);
  g_test_add_func ("/wizard-plan/no-region", test_no_region);
  g_test_add_func ("/wizard-plan/AF-02/later-steps", test_later_steps);
  result = g_test_run ();
  cs_directory_free (directory);
  cs_pack_unref (pack);
  sample_close (&sample);
  return result;
}
