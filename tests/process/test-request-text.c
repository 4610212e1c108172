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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/request-text/money", test_money);
  return g_test_run ();
}
