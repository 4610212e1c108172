/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-directory.h"
#include "cs-pack.h"

#include <string.h>

static CsPack *
load_shipped (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "packs", name, "pack.json", NULL);
  g_autoptr (GError) error = NULL;
  CsPack *pack = cs_pack_load (path, &error);

  g_assert_no_error (error);
  return pack;
}

static void
collect (json_t *value, GHashTable *ids)
{
  const char *key;
  json_t *member;
  gsize i;

  if (json_is_string (value))
    g_hash_table_add (ids, g_strdup (json_string_value (value)));
  json_object_foreach (value, key, member)
  {
    g_hash_table_add (ids, g_strdup (key));
    collect (member, ids);
  }
  json_array_foreach (value, i, member)
  {
    collect (member, ids);
  }
}

static void
assert_named (GHashTable *ids, const char *prefix, guint first, guint last)
{
  for (guint i = first; i <= last; i++) {
    g_autofree char *id = g_strdup_printf ("%s-%02u", prefix, i);

    if (!g_hash_table_contains (ids, id))
      g_error ("%s is nowhere in the pack", id);
  }
}

/* Every requirement of a process document stands somewhere in its pack. */
static void
test_covers (void)
{
  const struct {
    const char *pack, *prefix;
    guint first, last;
  } cases[] = {
      {"anantya", "AG", 1, 25}, {"anantya", "AA", 1, 8},  {"anantya", "RC", 1, 8},
      {"anantya", "G", 1, 5},   {"anantya", "AP", 1, 3},  {"anantya", "D", 8, 9},
      {"anantya", "D", 11, 12}, {"anantya", "Q", 1, 12},  {"anantya", "Q", 38, 38},
      {"anantya", "Q", 41, 47}, {"ft", "FT", 1, 21},      {"ft", "RC", 9, 11},
      {"ft", "G", 6, 8},        {"ft", "AP", 4, 4},       {"ft", "D", 10, 11},
      {"ft", "Q", 11, 11},      {"ft", "Q", 18, 25},      {"ft", "Q", 47, 47},
      {"ft", "T", 1, 2},        {"ft", "T", 20, 20},      {"phonon", "PH", 1, 2},
      {"phonon", "PH", 10, 13}, {"phonon", "PH", 20, 30}, {"phonon", "PH", 40, 57},
      {"phonon", "PH", 60, 67}, {"phonon", "RC", 13, 13}, {"phonon", "G", 9, 11},
      {"phonon", "AP", 5, 6},   {"phonon", "D", 1, 7},    {"phonon", "Q", 13, 17},
      {"phonon", "Q", 26, 29},  {"phonon", "T", 1, 2},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsPack) pack = load_shipped (cases[i].pack);
    g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

    collect (pack->root, ids);
    assert_named (ids, cases[i].prefix, cases[i].first, cases[i].last);
  }
}

static void
test_cinnox_covers (void)
{
  static const char *const items[] =
      {"K1a", "K1b", "K1c", "K2", "K3", "K4", "K6", "K7", "K9a", "K9b", "K9c", "K9d"};
  g_autoptr (CsPack) pack = load_shipped ("cinnox");
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  collect (pack->root, ids);
  assert_named (ids, "CX", 1, 12);
  assert_named (ids, "CX", 20, 21);
  assert_named (ids, "G", 13, 15);
  assert_named (ids, "RC", 14, 14);
  assert_named (ids, "AP", 8, 8);
  assert_named (ids, "Q", 33, 40);
  assert_named (ids, "T", 6, 8);
  assert_named (ids, "T", 20, 20);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++) {
    g_autofree char *source = g_strconcat ("CX-", items[i], NULL);

    g_assert_true (g_hash_table_contains (ids, items[i]));
    g_assert_true (g_hash_table_contains (ids, source));
  }
}

/* The six statuses of the pipeline, as the document writes them (CX-02). */
static void
test_cinnox_statuses (void)
{
  static const char *const statuses[] = {"Sales – Draft / Returned",
                                         "IOD Team – Check and approval",
                                         "Provisioning Team – provisioning and approval",
                                         "R&D/Product Team – Bug Fix/Improvement",
                                         "Completed – Approved and customer email sent",
                                         "Rejected – due diligence failed"};
  g_autoptr (CsPack) pack = load_shipped ("cinnox");
  const CsProcess *process = cs_pack_get_process (pack, "order");

  g_assert_cmpuint (process->stages->len, ==, G_N_ELEMENTS (statuses));
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++) {
    const CsStage *stage = process->stages->pdata[i];
    g_autofree char *title = cs_text_dup (stage->title, "en");

    g_assert_cmpstr (title, ==, statuses[i]);
  }
}

/* What the tools of the organisation are opened with (CX-10, CX-11, T-06, T-07, T-08, T-20). */
static void
test_cinnox_references (void)
{
  static const struct {
    const char *type, *key, *url;
  } rows[] = {
      {"monday", "4711", "https://m800-cast.monday.com/boards/2950676364/pulses/4711"},
      {"monday", "item", NULL},
      {"hubs", "Q02GxKYR0", "https://hubs.ly/Q02GxKYR0"},
      {"hubspot", "90211", NULL},
      {"hubspot",
       "https://app.hubspot.com/contacts/1/record/0-3/5",
       "https://app.hubspot.com/contacts/1/record/0-3/5"},
      {"hubspot", "https://elsewhere.example/5", NULL},
      {"odb", "ODB-77", NULL},
      {"page", "Activation of CINNOX service", NULL},
  };
  g_autoptr (CsPack) pack = load_shipped ("cinnox");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *url = cs_pack_dup_reference_url (pack, rows[i].type, rows[i].key);

    g_assert_cmpstr (url, ==, rows[i].url);
  }
}

/* AF-01…34 as its pack says them: every ID stands at what carries it out. */
static void
test_affinity_covers (void)
{
  static const struct {
    const char *prefix;
    guint first, last;
  } rows[] = {{"AF", 1, 12},
              {"AF", 20, 26},
              {"AF", 30, 34},
              {"AP", 7, 7},
              {"G", 12, 12},
              {"RC", 12, 12},
              {"Q", 30, 32},
              {"T", 3, 5},
              {"T", 20, 20}};
  g_autoptr (CsPack) pack = load_shipped ("affinity");
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  collect (pack->root, ids);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_named (ids, rows[i].prefix, rows[i].first, rows[i].last);
}

/* Ticket, opportunity and card open in the browser where their address is known (T-03, T-04, T-05,
 * T-20). */
static void
test_affinity_references (void)
{
  static const struct {
    const char *type, *key, *url;
  } rows[] = {
      {"zoho", "#4711", NULL},
      {"zoho",
       "https://desk.zoho.com/agent/one/tickets/4711",
       "https://desk.zoho.com/agent/one/tickets/4711"},
      {"zoho", "https://elsewhere.example/4711", NULL},
      {"salesforce", "0065g00000AbCdE", "https://login.salesforce.com/0065g00000AbCdE"},
      {"salesforce", "0015g00000AbCdE", NULL},
      {"hive", "kT9xQ2", NULL},
      {"hive", "https://app.hive.com/card/kT9xQ2", "https://app.hive.com/card/kT9xQ2"},
  };
  g_autoptr (CsPack) pack = load_shipped ("affinity");

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *url = cs_pack_dup_reference_url (pack, rows[i].type, rows[i].key);

    g_assert_cmpstr (url, ==, rows[i].url);
  }
}

/* AF-21, Q-32: credentials are not synced, their reading is logged, they are erased; and no clock
 * runs but that of a waiting approval (D-11). */
static void
test_affinity_scope (void)
{
  g_autoptr (CsPack) pack = load_shipped ("affinity");
  const CsProcess *process = cs_pack_get_process (pack, "implementation");
  const CsScope *scope = cs_process_get_field (process, "webhook_secret")->scope;

  g_assert_false (scope->sync);
  g_assert_true (scope->log);
  g_assert_nonnull (scope->retain);
  g_assert_cmpuint (process->clocks->len, ==, 1);
}

/* What a person reads of the process has all languages of the pack. */
static void
test_anantya_languages (void)
{
  const char *const languages[] = {"en", "ar", "fr"};
  g_autoptr (CsPack) pack = load_shipped ("anantya");
  const CsProcess *process = cs_pack_get_process (pack, "integration");

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++) {
    for (guint i = CS_N_FIELD_INDEXES; i < process->fields->len; i++) {
      const CsField *field = g_ptr_array_index (process->fields, i);

      g_assert_true (cs_text_has_language (field->title, languages[l]));
    }
    for (guint i = 0; i < process->steps->len; i++) {
      const CsStep *step = g_ptr_array_index (process->steps, i);

      g_assert_true (cs_text_has_language (step->title, languages[l]));
      g_assert_true (cs_text_has_language (step->stage->title, languages[l]));
    }
  }
}

/* RC-03, Q-04: × and three spaces as printed; one form where the organisation says so. */
static void
test_anantya_subjects (void)
{
  const struct {
    const char *mail, *printed, *normalised;
  } cases[] = {
      {"RC-01", "{client} x Anantya.ai   Integration", "{client} x Anantya.ai Integration"},
      {"RC-03", "{client} × Anantya.ai   Integration", "{client} x Anantya.ai Integration"},
      {"RC-04", "{client} x Anantya.ai   Integration", "{client} x Anantya.ai Integration"},
      {"RC-06", "{client} x Anantya.ai   Integration", "{client} x Anantya.ai Integration"},
  };
  g_autoptr (CsPack) pack = load_shipped ("anantya");
  const CsProcess *process = cs_pack_get_process (pack, "integration");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsMail *mail = cs_process_get_mail (process, cases[i].mail);
    const CsCond *when;
    const char *text;

    when = cs_text_get_part (mail->subject, 0, "ar", &text);
    g_assert_cmpstr (text, ==, cases[i].printed);
    g_assert_cmpstr (when->values[0], ==, "as-printed");
    when = cs_text_get_part (mail->subject, 1, "ar", &text);
    g_assert_cmpstr (text, ==, cases[i].normalised);
    g_assert_cmpstr (when->values[0], ==, "normalised");
  }
}

/* AG-01: an address of a pack has a calendar and a currency wherever a client can be. */
static void
test_anantya_regions (void)
{
  const struct {
    const char *region, *calendar, *currency;
  } cases[] = {
      {"IN", "india", "INR"},
      {"SA", "saudi-arabia", "SAR"},
      {"BH", "bahrain", "BHD"},
      {"EG", "egypt", "EGP"},
      {"CD-W", "drc-kinshasa", "CDF"},
      {"CD-E", "drc-lubumbashi", "CDF"},
      {"KE", "kenya", "KES"},
      {"ZM", "zambia", "ZMW"},
      {"TZ", "tanzania", "TZS"},
      {"other", "india", "USD"},
      {"africa-other", "kenya", "USD"},
  };
  g_autoptr (CsPack) pack = load_shipped ("anantya");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsRegion *region = cs_pack_get_region (pack, cases[i].region);
    g_autofree char *file = g_strconcat (cases[i].calendar, ".json", NULL);
    g_autofree char *path =
        g_build_filename (g_getenv ("CS_SOURCE_ROOT"), "data", "calendars", file, NULL);

    g_assert_true (region->can_be_chosen);
    g_assert_cmpstr (region->calendar, ==, cases[i].calendar);
    g_assert_cmpstr (region->currency, ==, cases[i].currency);
    g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  }
}

/* one builder role with both names; SOW is spelled out as the document means it. */
static void
test_anantya_words (void)
{
  g_autoptr (CsPack) pack = load_shipped ("anantya");
  const CsProcess *process = cs_pack_get_process (pack, "integration");
  const CsRole *developers = cs_pack_get_role (pack, "developers");
  const CsDocument *sow = cs_process_get_document (process, "sow");
  g_autofree char *role = cs_text_dup (developers->title, "en");
  g_autofree char *title = cs_text_dup (sow->title, "en");

  g_assert_cmpstr (role, ==, "Development Team");
  g_assert_cmpstr (developers->aliases[0], ==, "Backend Team");
  g_assert_cmpstr (title, ==, "Scope of Work");
}

/* the approver has two names and is one person, unless an administrator says otherwise. */
static void
test_ft_alias (void)
{
  g_autoptr (CsPack) pack = load_shipped ("ft");
  g_autoptr (CsDirectory) directory = cs_directory_new ();
  g_autoptr (GPtrArray) holders = NULL;
  const CsHolder *approver;

  cs_directory_add_pack (directory, pack->id, pack->root);
  holders = cs_directory_list_holders (directory, pack->id, "approver", "IN", FALSE, NULL, NULL, 0);
  g_assert_cmpuint (holders->len, ==, 1);
  approver = holders->pdata[0];
  g_assert_nonnull (approver->person->aliases);
  g_assert_nonnull (approver->person->aliases[0]);
  g_assert_true (g_str_has_prefix (approver->person->name, approver->person->aliases[0]));
}

/* FT-21: five consents and two sign-offs are levels of their own; FT-07, FT-08: in this order. */
static void
test_ft_levels (void)
{
  const struct {
    const char *step, *level;
    gboolean is_consent, is_parallel;
  } cases[] = {
      {"in-principle", "internal", FALSE, TRUE},
      {"in-principle", "customer", TRUE, TRUE},
      {"final-approval", "internal", FALSE, TRUE},
      {"final-approval", "customer", TRUE, FALSE},
      {"interface", "customer", TRUE, TRUE},
      {"uat", "customer", TRUE, TRUE},
      {"go-live", "customer", TRUE, TRUE},
  };
  g_autoptr (CsPack) pack = load_shipped ("ft");
  const CsProcess *process = cs_pack_get_process (pack, "change-request");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const CsStep *step = cs_process_get_step (process, cases[i].step);
    const CsLevel *level = cs_approval_get_level (step->approval, cases[i].level);

    g_assert_nonnull (level);
    g_assert_cmpint (level->is_consent, ==, cases[i].is_consent);
    g_assert_cmpint (level->after->len == 0, ==, cases[i].is_parallel);
  }
}

/* PH-01, PH-02, PH-30: who answers for the document, its notice word for word, and the matrix. */
static void
test_phonon_document (void)
{
  g_autoptr (CsPack) pack = load_shipped ("phonon");
  g_autofree char *status = cs_text_dup (pack->status, "en");
  g_autofree char *notice = cs_text_dup (pack->notice, "en");
  json_t *roles = json_object_get (pack->root, "roles");

  g_assert_nonnull (cs_pack_get_person_name (pack, pack->owner));
  g_assert_nonnull (cs_pack_get_person_name (pack, pack->reviewer));
  g_assert_cmpstr (status, ==, "IN PROGRESS");
  g_assert_false (cs_pack_is_final (pack));
  g_assert_nonnull (strstr (notice, "sole and exclusive use of the customer"));
  g_assert_nonnull (strstr (notice, "not to share this document with any third party"));
  g_assert_nonnull (strstr (notice, "the state of Gujarat in India"));
  g_assert_nonnull (strstr (notice, "please destroy the document and intimate us"));
  g_assert_cmpuint (json_array_size (json_object_get (json_object_get (roles, "L1"), "holders")),
                    ==,
                    2);
  g_assert_cmpuint (json_array_size (json_object_get (json_object_get (roles, "L2"), "holders")),
                    ==,
                    1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shipped-packs/covers", test_covers);
  g_test_add_func ("/shipped-packs/Q-21-ft-alias", test_ft_alias);
  g_test_add_func ("/shipped-packs/FT-21-ft-levels", test_ft_levels);
  g_test_add_func ("/shipped-packs/anantya-languages", test_anantya_languages);
  g_test_add_func ("/shipped-packs/RC-25-anantya-subjects", test_anantya_subjects);
  g_test_add_func ("/shipped-packs/Q-08-Q-38-anantya-words", test_anantya_words);
  g_test_add_func ("/shipped-packs/anantya-regions", test_anantya_regions);
  g_test_add_func ("/shipped-packs/cinnox/covers", test_cinnox_covers);
  g_test_add_func ("/shipped-packs/cinnox/CX-02-statuses", test_cinnox_statuses);
  g_test_add_func ("/shipped-packs/cinnox/T-20-references", test_cinnox_references);
  g_test_add_func ("/shipped-packs/PH-01-PH-02-PH-30-phonon-document", test_phonon_document);
  g_test_add_func ("/shipped-packs/affinity/covers", test_affinity_covers);
  g_test_add_func ("/shipped-packs/affinity/T-20-references", test_affinity_references);
  g_test_add_func ("/shipped-packs/affinity/AF-21-scope", test_affinity_scope);
  return g_test_run ();
}
