/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pack-support.h"

#include <string.h>

static const char *const fragments[] = {"anantya-fragment",
                                        "ft-fragment",
                                        "phonon-fragment",
                                        "affinity-fragment",
                                        "cinnox-fragment"};

static void
test_fragments_load (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fragments); i++) {
    g_autoptr (CsPack) pack = load_fixture (fragments[i]);

    g_assert_cmpint (pack->processes->len, ==, 1);
    g_assert_cmpint (strlen (pack->digest), ==, 64);
  }
}

static char *
after_of (const CsProcess *process, const char *id)
{
  const CsStep *step = cs_process_get_step (process, id);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < step->after->len; i++)
    g_string_append_printf (ids,
                            "%s%s",
                            i > 0 ? " " : "",
                            ((CsStep *)g_ptr_array_index (step->after, i))->id);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

/* Defaults of pack-language: any-time and uncalled steps are no predecessors. */
static void
test_order (void)
{
  const struct {
    const char *step, *after;
  } cases[] = {
      {"register", ""},
      {"understand", "register"},
      {"thread", "register understand"},
      {"loop-in", "thread"},
      {"sow", "thread"},
      {"credentials", "thread sow feasibility price approve share"},
      {"training", "thread sow feasibility price approve share"},
      {"thread-3", "credentials training"},
      {"start", "arr"},
      {"make", "start"},
      {"payment", "deliver"},
      {"completed", "deliver walk-through payment"},
      {"declined", ""},
  };
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  const CsProcess *process = cs_pack_get_process (pack, "integration");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *after = after_of (process, cases[i].step);

    g_assert_cmpstr (after, ==, cases[i].after);
  }
}

static void
test_stage_defaults (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  const CsProcess *process = cs_pack_get_process (pack, "integration");
  const CsStep *sow = cs_process_get_step (process, "sow");
  const CsStep *thread = cs_process_get_step (process, "thread-3");
  const CsStep *update = cs_process_get_step (process, "update");
  const CsStep *signed_sow = cs_process_get_step (process, "signed-sow");

  g_assert_cmpstr (((CsWho *)g_ptr_array_index (sow->who, 0))->role->id, ==, "central-support");
  g_assert_cmpint (sow->when->kind, ==, CS_COND_IS);
  g_assert_cmpint (sow->enter->len, ==, 0);
  g_assert_cmpint (thread->enter->len, ==, 1);
  g_assert_cmpstr (((CsGate *)g_ptr_array_index (thread->enter, 0))->id, ==, "G-02");
  g_assert_cmpint (update->opens, ==, CS_OPENS_ANY_TIME);
  g_assert_true (((CsLevel *)g_ptr_array_index (signed_sow->approval->levels, 0))->is_consent);
  g_assert_cmpint (((CsLevel *)g_ptr_array_index (signed_sow->approval->levels, 0))->record->len,
                   ==,
                   1);
  g_assert_cmpint (cs_process_get_step (process, "completed")->end, ==, CS_END_COMPLETED);
  g_assert_cmpint (cs_process_get_step (process, "completed")->who->len, ==, 0);
}

static void
test_levels (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  const CsProcess *process = cs_pack_get_process (pack, "integration");
  const CsApproval *approval = cs_process_get_step (process, "approve-2")->approval;
  const CsLevel *base = cs_approval_get_level (approval, "base");
  const CsLevel *sales = cs_approval_get_level (approval, "sales");

  g_assert_cmpstr (approval->document->id, ==, "offer");
  g_assert_true (approval->distinct);
  g_assert_cmpint (base->except->len, ==, 1);
  g_assert_cmpint (sales->take, ==, 1);
  g_assert_cmpstr (sales->carry->id, ==, "approve");
  g_assert_true (g_ptr_array_index (sales->after, 0) == base);
  g_assert_cmpint (sales->when->kind, ==, CS_COND_ALL);
  g_assert_null (cs_approval_get_level (approval, "nobody"));
}

/* PH-20…23: a row is a complete clock. */
static void
test_rows (void)
{
  g_autoptr (CsPack) pack = load_fixture ("phonon-fragment");
  const CsProcess *process = cs_pack_get_process (pack, "project");
  const CsClockDef *clock = cs_process_get_clock (process, "feasibility");
  const CsClockDef *s1 = g_hash_table_lookup (clock->rows, "S1");
  const CsClockDef *s4 = g_hash_table_lookup (clock->rows, "S4");

  g_assert_cmpint (g_hash_table_size (clock->rows), ==, 4);
  g_assert_cmpstr (s1->id, ==, "feasibility");
  g_assert_cmpstr (s1->source[0], ==, "D-01");
  g_assert_cmpstr (s1->time.setting->id, ==, "Q-13");
  g_assert_cmpint (g_strv_length (s1->pauses), ==, 2);
  g_assert_cmpint (s1->extend, ==, CS_EXTEND_AGREED);
  g_assert_cmpstr (((CsRung *)g_ptr_array_index (s4->ladder, 0))->id, ==, "S4/limit");
  g_assert_cmpstr (((CsRung *)g_ptr_array_index (s4->ladder, 1))->id, ==, "S4/limit.2");
}

static void
test_rungs (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  const CsProcess *process = cs_pack_get_process (pack, "integration");
  const CsClockDef *payment = cs_process_get_clock (process, "D-08");
  const CsClockDef *timeline = cs_process_get_clock (process, "D-09");
  const CsRung *warning = g_ptr_array_index (payment->ladder, 0);
  const CsRung *late = g_ptr_array_index (payment->ladder, 1);
  const CsRung *share = g_ptr_array_index (timeline->ladder, 0);

  g_assert_cmpint (payment->calendar, ==, CS_CALENDAR_CLIENT);
  g_assert_cmpint (payment->time.value.limit, ==, 7);
  g_assert_true (warning->before && warning->has_offset);
  g_assert_cmpint (warning->offset.limit, ==, 2);
  g_assert_cmpstr (late->mail->id, ==, "late-payment");
  g_assert_cmpint (late->tell->len, ==, 2);
  g_assert_cmpint (share->percent, ==, 80);
  g_assert_true (((CsRung *)g_ptr_array_index (timeline->ladder, 1))->has_ack);
}

/* DRC lies in Africa; only what nothing lies within can be chosen. */
static void
test_regions (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  const CsProcess *process = cs_pack_get_process (pack, "integration");
  const CsField *region = g_ptr_array_index (process->fields, CS_FIELD_INDEX_REGION);

  g_assert_true (cs_pack_region_is_within (pack, "KE", "africa"));
  g_assert_true (cs_pack_region_is_within (pack, "KE", "KE"));
  g_assert_false (cs_pack_region_is_within (pack, "IN", "africa"));
  g_assert_false (cs_pack_region_is_within (pack, NULL, "africa"));
  g_assert_false (cs_pack_get_region (pack, "africa")->can_be_chosen);
  g_assert_cmpstr (region->id, ==, "region");
  g_assert_cmpint (region->options->len, ==, 6);
  g_assert_true (cs_process_get_field (process, "region") == region);
}

/* T-20 */
static void
test_reference_url (void)
{
  const struct {
    const char *type, *key, *url;
  } cases[] = {
      {"ticket", "ABC-12", "https://desk.example/t/ABC-12"},
      {"ticket", "ABC-12/../x", NULL},
      {"ticket", "abc", NULL},
      {"nothing", "ABC-1", NULL},
  };
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsPack) phonon = load_fixture ("phonon-fragment");
  g_autofree char *page =
      cs_pack_dup_reference_url (phonon, "confluence", "https://wiki.example/1");
  g_autofree char *script = cs_pack_dup_reference_url (phonon, "confluence", "javascript:alert(1)");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *url = cs_pack_dup_reference_url (pack, cases[i].type, cases[i].key);

    g_assert_cmpstr (url, ==, cases[i].url);
  }
  g_assert_cmpstr (page, ==, "https://wiki.example/1");
  g_assert_null (script);
}

/* L-01, L-02: every refusal says where and what was expected. */
static void
test_refusals (void)
{
  const struct {
    const char *json, *message;
  } cases[] = {
      {"", "pack.json:"},
      {"[]", "1:1: a pack was expected to be an object"},
      {"{\"format\": 1, \"format\": 1}", "duplicate object key"},
      {"{\"format\": 1.5}", "1:2: numbers are whole or written as text"},
      {"{\"format\": 2, \"pack\": \"p\"}", "“format” 1 was expected"},
      {"{\"formta\": 1}", "1:2: unknown key “formta”; did you mean “format”?"},
      {"{\"format\": 1, \"pack\": \"1p\"}", "is not an id"},
      {"{\"format\": 1, \"pack\": \"p\", \"prefix\": \"ant\"}", "one to eight capital letters"},
      {"{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 0}",
       "a whole number from 1"},
      {"{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1}",
       "“languages” was expected"},
      {"{\"format\": 1, \"pack\": \"p\", \"prefix\": \"P\", \"version\": 1, \"languages\": "
       "[\"en\"]}",
       "“regions” is missing"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_refused (cases[i].json, cases[i].message);
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_pack_load ("/nowhere/pack.json", &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

static void
test_ref (void)
{
  g_autoptr (CsPack) pack = load_fixture ("ft-fragment");
  g_autoptr (CsPack) second = cs_pack_ref (pack);

  g_assert_true (pack == second);
  g_assert_nonnull (cs_pack_get_role (pack, "approver"));
  g_assert_nonnull (cs_pack_get_setting (pack, "Q-18"));
  g_assert_null (cs_pack_get_process (pack, NULL));
  g_assert_null (cs_pack_get_role (pack, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pack/fragments-load", test_fragments_load);
  g_test_add_func ("/pack/order", test_order);
  g_test_add_func ("/pack/stage-defaults", test_stage_defaults);
  g_test_add_func ("/pack/levels", test_levels);
  g_test_add_func ("/pack/PH-20-rows", test_rows);
  g_test_add_func ("/pack/rungs", test_rungs);
  g_test_add_func ("/pack/regions", test_regions);
  g_test_add_func ("/pack/T-20-reference-url", test_reference_url);
  g_test_add_func ("/pack/L-02-refusals", test_refusals);
  g_test_add_func ("/pack/no-file", test_no_file);
  g_test_add_func ("/pack/ref", test_ref);
  return g_test_run ();
}
