/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-test-ctl.h"

#include "cs-ctl.h"

#include <string.h>

/* Runs countersignctl on @length bytes of input, with @arguments after its name. */
CsTestCtl *
cs_test_ctl_bytes (const char *input, gsize length, const char *const *arguments)
{
  CsTestCtl *self = g_new0 (CsTestCtl, 1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  char *output = NULL, *errors = NULL;
  gsize output_length, errors_length;
  FILE *in = length > 0 ? fmemopen ((void *)input, length, "r") : fopen ("/dev/null", "r");
  FILE *out = open_memstream (&output, &output_length);
  FILE *err = open_memstream (&errors, &errors_length);

  g_ptr_array_add (words, (gpointer) "countersignctl");
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (words, (gpointer)*arguments);
  self->exit_status = cs_ctl_main ((int)words->len, (char **)words->pdata, in, out, err);
  fclose (in);
  fclose (out);
  fclose (err);
  self->output = g_strdup (output);
  self->errors = g_strdup (errors);
  free (output);
  free (errors);
  return self;
}

/* Runs countersignctl with the words from @first on. */
CsTestCtl *
cs_test_ctl (const char *input, const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  va_list rest;

  va_start (rest, first);
  for (const char *word = first; word != NULL; word = va_arg (rest, const char *))
    g_ptr_array_add (words, (gpointer)word);
  va_end (rest);
  g_ptr_array_add (words, NULL);
  return cs_test_ctl_bytes (input, strlen (input), (const char *const *)words->pdata);
}

void
cs_test_ctl_free (CsTestCtl *self)
{
  g_free (self->output);
  g_free (self->errors);
  g_free (self);
}

/* Asserts what `eval` answers; an expected answer that ends in … is the beginning of one. */
void
cs_test_eval (const char *question, const char *expected_answer)
{
  g_autofree char *line = g_strconcat (question, "\n", NULL);
  g_autoptr (CsTestCtl) run = cs_test_ctl (line, "eval", NULL);
  g_autofree char *beginning = NULL;

  g_assert_cmpint (run->exit_status, ==, 0);
  g_assert_cmpstr (run->errors, ==, "");
  g_assert_true (g_str_has_suffix (run->output, "\n"));
  run->output[strlen (run->output) - 1] = '\0';
  g_assert_null (strchr (run->output, '\n'));
  if (g_str_has_suffix (expected_answer, "…")) {
    beginning = g_strndup (expected_answer, strlen (expected_answer) - strlen ("…"));
    run->output[MIN (strlen (run->output), strlen (beginning))] = '\0';
  }
  g_assert_cmpstr (run->output, ==, beginning != NULL ? beginning : expected_answer);
}
