/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-csv.h"

static const struct {
  const char *cell;
  const char *written;
} cases[] = {
    {"", ""},
    {"Acme", "Acme"},
    {"شركة النور", "شركة النور"},
    {"a,b", "\"a,b\""},
    {"say \"yes\"", "\"say \"\"yes\"\"\""},
    {"two\nlines", "\"two\nlines\""},
    {" kept ", "\" kept \""},
    {"1250.00", "1250.00"},
    {"-1250.00", "-1250.00"},
    {"+12", "+12"},
    {"-", "'-"},
    {"-1+1", "'-1+1"},
    {"-1.", "'-1."},
    {"+966 50 123", "'+966 50 123"},
    {"=1+1", "'=1+1"},
    {"=HYPERLINK(\"http://x.invalid\",\"y\")",
     "\"'=HYPERLINK(\"\"http://x.invalid\"\",\"\"y\"\")\""},
    {"@SUM(A1)", "'@SUM(A1)"},
    {"\t=1", "\"'\t=1\""},
    {"\r=1", "\"'\r=1\""},
    {"  =1", "\"'  =1\""},
    {"＝1", "'＝1"},
    {"a=1", "a=1"},
    {"bad\xff", "bad\xef\xbf\xbd"},
};

static void
test_cells (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *const row[] = {cases[i].cell, "x", NULL};
    g_autoptr (GString) csv = g_string_new (NULL);
    g_autofree char *expected = g_strconcat (cases[i].written, ",x\r\n", NULL);

    cs_csv_append_row (csv, row);
    g_assert_cmpstr (csv->str, ==, expected);
  }
}

static void
test_rows (void)
{
  const char *const head[] = {"Request", "Client", NULL};
  const char *const row[] = {"ANT-1042", "Acme, Inc.", NULL};
  g_autoptr (GString) csv = g_string_new (CS_CSV_MARK);

  cs_csv_append_row (csv, head);
  cs_csv_append_row (csv, row);
  g_assert_cmpstr (csv->str, ==, "\xef\xbb\xbfRequest,Client\r\nANT-1042,\"Acme, Inc.\"\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/cells/C.3", test_cells);
  g_test_add_func ("/csv/rows", test_rows);
  return g_test_run ();
}
