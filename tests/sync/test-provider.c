/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-provider.h"

#include <string.h>

/* The whole conversation with a real provider is in tests/identity. */

static void
test_form (void)
{
  g_autoptr (GString) form = g_string_new (NULL);

  cs_form_add (form, "a", "1 & 2");
  cs_form_add (form, "nothing", NULL);
  cs_form_add (form, "b", "é=?/#");
  g_assert_cmpstr (form->str, ==, "a=1%20%26%202&b=%C3%A9%3D%3F%2F%23");
}

static void
test_tokens (void)
{
  static const struct {
    const char *answer;
    guint status;
    const char *token, *words;
  } cases[] = {
      {"{\"id_token\": \"a.b.c\"}", 200, "a.b.c", NULL},
      {"{\"access_token\": \"x\"}", 200, NULL, "no token"},
      {"{\"id_token\": \"a.b.c\"}", 400, NULL, "no token"},
      {"{\"error\": \"invalid_grant\"}", 400, NULL, "invalid_grant"},
      {"{\"error\": \"x\", \"error_description\": \"Too late\"}", 400, NULL, "Too late"},
      {"{\"error\": 7}", 400, NULL, "no token"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (json_t) answer = cs_json_load (cases[i].answer, strlen (cases[i].answer), NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *token = cs_provider_take_id_token (answer, cases[i].status, &error);

    g_assert_cmpstr (token, ==, cases[i].token);
    if (token == NULL) {
      g_assert_error (error, CS_ERROR, CS_ERROR_UNAUTHORISED);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
  }
}

static void
test_unreachable (void)
{
  static const struct {
    const char *issuer;
    int code;
  } cases[] = {
      {"http://127.0.0.1:1", CS_ERROR_UNREACHABLE},
      {"http://id.house.example", CS_ERROR_INVALID},
      {"https://user@id.house.example", CS_ERROR_INVALID},
      {"file:///etc", CS_ERROR_INVALID},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (CsProvider) provider =
        cs_provider_look_up (cases[i].issuer, "desktops", NULL, &error);

    g_assert_null (provider);
    g_assert_error (error, CS_ERROR, cases[i].code);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/form", test_form);
  g_test_add_func ("/provider/tokens", test_tokens);
  g_test_add_func ("/provider/unreachable", test_unreachable);
  return g_test_run ();
}
