/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipients-support.h"

/* Amounts have Western digits wherever they are read, in Arabic too; the screens alone know of
 * another wish of the reader. */
static void
test_money (void)
{
  const struct {
    const char *locale; /* (nullable) */
    const char *text;
  } cases[] = {
      {NULL, "BHD 1250.500"},
      {"en_GB", "BHD 1,250.500"},
      {"ar_BH", "BHD 1,250.500"},
      {"ar_EG", "BHD 1,250.500"},
  };
  const CsField field = {.id = (char *)"cost", .type = CS_FIELD_MONEY};
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (json_t) value = json_pack ("{s:s, s:i}", "currency", "BHD", "minor", 1250500);
  Fixture self;

  set_up (&self, pack, "IN", "Pearl");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text =
        cs_request_dup_text_of (self.request, &field, value, NULL, cases[i].locale);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
  tear_down (&self);
}

/* FT-06: whoever decides on a table reads its rows, with what is worked out in each. */
static void
test_table (void)
{
  g_autoptr (CsPack) pack = load_small (
      "",
      "\"fields\": {\"lines\": {\"type\": \"table\", \"columns\": {"
      "\"work\": {\"type\": \"text\"}, \"rate\": {\"type\": \"money\"},"
      "\"days\": {\"type\": \"number\", \"unit\": \"days\"},"
      "\"amount\": {\"type\": \"money\", \"formula\": {\"product\": [\"days\", \"rate\"]}}}}},",
      "");
  const CsField *field = cs_process_get_field (pack->processes->pdata[0], "lines");
  const char written[] = "[{\"work\": \"Engineer\", \"rate\": {\"currency\": \"INR\", \"minor\": "
                         "1000033}, \"days\": \"2.5\"},"
                         " {\"work\": \"Travel\"}]";
  g_autoptr (json_t) rows = cs_json_load (written, strlen (written), NULL);
  g_autofree char *text = cs_value_dup_text (pack, field, rows, NULL, NULL);

  g_assert_cmpstr (text, ==, "Engineer · INR 10000.33 · 2.5 days · INR 25000.83\nTravel");
  while (json_array_size (rows) <= 20)
    json_array_append (rows, json_array_get (rows, 1));
  g_free (text);
  text = cs_value_dup_text (pack, field, rows, NULL, NULL);
  g_assert_cmpstr (text, ==, "21 rows");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-text/money", test_money);
  g_test_add_func ("/request-text/FT-06-table", test_table);
  return g_test_run ();
}
