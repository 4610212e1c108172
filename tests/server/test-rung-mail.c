/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "../core/stage.h"

#include "cs-keeper.h"
#include "cs-rung-mail.h"
#include "cs-server-resources.h"
#include "cs-server-tables.h"

#define LETTERS "/io/github/countersign/Countersign/server/letters"

static const CsRungMailVoice voice = {.from = "Countersign <countersign@house.example>",
                                      .url = "https://house.example:8443",
                                      .language = "en"};

/* A decision that nobody has made in time: who is told of it. */
static CsRungNotice *
be_late (Stage *stage)
{
  g_autofree char *request = stage_play (stage, "approve/cost");
  g_autoptr (GPtrArray) notices =
      g_ptr_array_new_with_free_func ((GDestroyNotify)cs_rung_notice_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (cs_server_tables_prepare (cs_ledger_get_store (stage->ledger), &error));
  cs_time_source_set_fixed (stage->time_source,
                            cs_time_source_get_now (stage->time_source) + 10 * G_TIME_SPAN_DAY);
  g_assert_true (cs_keeper_run (stage->authority, notices, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (notices->len, ==, 1);
  return g_ptr_array_steal_index (notices, 0);
}

static char *
compose (Stage *stage, const char *entry, const char *person, char **reason)
{
  g_autoptr (CsLetter) letter = cs_letter_new (CS_LETTER_MAIL, entry, person, 0, 0);
  g_autoptr (GError) error = NULL;
  CsRungMail mail;
  char *text = NULL;

  g_assert_true (cs_rung_mail_compose (stage->ledger, letter, &voice, &mail, &error));
  g_assert_no_error (error);
  if (mail.eml != NULL)
    text = g_strndup (g_bytes_get_data (mail.eml, NULL), g_bytes_get_size (mail.eml));
  *reason = g_steal_pointer (&mail.reason);
  cs_rung_mail_clear (&mail);
  return text;
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in:\n%s", part, text);
}

/* Who may see the request is told what it is; each mail can be answered by no program. */
static void
test_told (void)
{
  Stage stage;
  g_autoptr (CsRungNotice) notice = NULL;
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;

  stage_open (&stage);
  notice = be_late (&stage);
  text = compose (&stage, notice->entry, notice->told[0], &reason);
  g_assert_cmpstr (reason, ==, NULL);
  g_assert_nonnull (text);
  assert_has (text, "From: Countersign <countersign@house.example>\r\n");
  assert_has (text, "Auto-Submitted: auto-generated\r\n");
  assert_has (text, "List-Id: <countersign.house.example>\r\n");
  assert_has (text, "@house.example>\r\n");
  assert_has (text, notice->number);
  assert_has (text, "Riyadh Retail Group");
  assert_has (text, "countersign:request/ANT-1001?server=3Dhouse");
  stage_close (&stage);
}

/* Who is settled, or is no more to be told, gets nothing; the reason says which. */
static void
test_needless (void)
{
  Stage stage;
  g_autoptr (CsRungNotice) notice = NULL;
  g_autoptr (CsOutcome) outcome = NULL;
  g_autofree char *stranger = NULL;
  g_autofree char *settled = NULL;
  g_autofree char *told = NULL;

  stage_open (&stage);
  notice = be_late (&stage);
  told = g_strdup (notice->told[0]);
  g_assert_null (compose (&stage, notice->entry, "p-nobody", &stranger));
  g_assert_nonnull (stranger);
  outcome = stage_say (&stage,
                       notice->request,
                       "approve",
                       "p-sunita",
                       json_pack ("{s:s, s:s}", "step", "approve", "level", "cost"));
  g_assert_true (outcome->is_accepted);
  g_assert_null (compose (&stage, notice->entry, told, &settled));
  g_assert_nonnull (strstr (settled, "settled"));
  stage_close (&stage);
}

/* K-05, RC-23: who is told and may not see the request learns its number and no more. */
static void
test_little (void)
{
  Stage stage;
  g_autoptr (CsRungNotice) notice = NULL;
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  notice = be_late (&stage);
  /* The request moves out of sight of everybody but those who hold a role everywhere. */
  g_assert_true (cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (stage.ledger)),
                                 "DELETE FROM pack WHERE 1",
                                 &error));
  g_assert_no_error (error);
  text = compose (&stage, notice->entry, notice->told[0], &reason);
  g_assert_nonnull (text);
  assert_has (text, notice->number);
  g_assert_null (strstr (text, "Riyadh"));
  g_assert_null (strstr (text, notice->title));
  stage_close (&stage);
}

static char *
compose_summary (Stage *stage, const GPtrArray *letters)
{
  g_autoptr (GError) error = NULL;
  CsRungMail mail;
  char *text;

  g_assert_true (cs_rung_mail_compose_summary (stage->ledger, letters, &voice, &mail, &error));
  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (mail.eml, NULL), g_bytes_get_size (mail.eml));
  cs_rung_mail_clear (&mail);
  return text;
}

static char *
dup_message_id (const char *text)
{
  const char *begin = strstr (text, "Message-Id: ");

  if (begin == NULL)
    begin = strstr (text, "Message-ID: ");
  g_assert_nonnull (begin);
  return g_strndup (begin, strcspn (begin, "\r"));
}

/* SG-20, K-05: one mail says what each would have said, and no more; the same letters in another
 * order are the same mail, and another letter makes it another one. */
static void
test_summary (void)
{
  Stage stage;
  g_autoptr (CsRungNotice) notice = NULL;
  g_autoptr (GPtrArray) letters = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_letter_free);
  g_autofree char *text = NULL, *turned = NULL, *little = NULL, *fewer = NULL;
  g_autofree char *id = NULL, *turned_id = NULL, *fewer_id = NULL;
  g_autoptr (GError) error = NULL;

  stage_open (&stage);
  notice = be_late (&stage);
  for (guint i = 0; i < 7; i++)
    g_ptr_array_add (letters, cs_letter_new (CS_LETTER_MAIL, notice->entry, notice->told[0], i, i));
  text = compose_summary (&stage, letters);
  id = dup_message_id (text);
  assert_has (text, "told of: 7\r\n");
  assert_has (text, "Auto-Submitted: auto-generated\r\n");
  assert_has (text, "Riyadh Retail Group");
  g_ptr_array_insert (letters, 0, g_ptr_array_steal_index (letters, 6));
  turned = compose_summary (&stage, letters);
  turned_id = dup_message_id (turned);
  g_assert_cmpstr (id, ==, turned_id);
  g_ptr_array_set_size (letters, 6);
  fewer = compose_summary (&stage, letters);
  fewer_id = dup_message_id (fewer);
  g_assert_cmpstr (id, !=, fewer_id);
  g_assert_true (cs_sqlite_exec (cs_store_get_sqlite (cs_ledger_get_store (stage.ledger)),
                                 "DELETE FROM pack WHERE 1",
                                 &error));
  little = compose_summary (&stage, letters);
  assert_has (little, notice->number);
  g_assert_null (strstr (little, "Riyadh"));
  stage_close (&stage);
}

/* In the language of who reads it. */
static void
test_languages (void)
{
  static const struct {
    const char *language;
    const char *word;
  } cases[] = {{"fr", "retard"}, {"fr_FR.UTF-8", "retard"}, {"ar", "متأخر"}, {"xx", "Overdue"}};

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (json_t) words = cs_rung_mail_load_words (cases[i].language);

    g_assert_nonnull (strstr (cs_json_get_string (words, "breach"), cases[i].word));
  }
}

static GPtrArray *
list_placeholders (const char *text)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (const char *open = strchr (text, '{'); open != NULL; open = strchr (open + 1, '{'))
    g_ptr_array_add (list, g_strndup (open, strcspn (open, "}")));
  return list;
}

/* Every language says the same things. */
static void
test_words (void)
{
  g_auto (GStrv) names =
      g_resource_enumerate_children (cs_server_get_resource (), LETTERS, 0, NULL);
  g_autoptr (json_t) english = cs_rung_mail_load_words ("en");

  g_assert_cmpuint (g_strv_length (names), >=, 3);
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autofree char *language = g_strndup (names[i], strcspn (names[i], "."));
    g_autoptr (json_t) words = cs_rung_mail_load_words (language);
    const char *key;
    json_t *value;

    g_assert_cmpuint (json_object_size (words), ==, json_object_size (english));
    json_object_foreach (english, key, value)
    {
      g_autoptr (GPtrArray) wanted = list_placeholders (json_string_value (value));
      const char *text = cs_json_get_string (words, key);

      g_test_message ("%s: %s", language, key);
      g_assert_nonnull (text);
      for (guint j = 0; j < wanted->len; j++)
        assert_has (text, wanted->pdata[j]);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/rung-mail/told", test_told);
  g_test_add_func ("/server/rung-mail/needless", test_needless);
  g_test_add_func ("/server/rung-mail/little", test_little);
  g_test_add_func ("/server/rung-mail/summary-SG-20", test_summary);
  g_test_add_func ("/server/rung-mail/languages", test_languages);
  g_test_add_func ("/server/rung-mail/words", test_words);
  return g_test_run ();
}
