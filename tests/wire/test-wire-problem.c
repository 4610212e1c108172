/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-problem.h"

#include "messages.h"

static void
test_every_problem (void)
{
  for (CsProblem each = CS_PROBLEM_UNKNOWN; each <= CS_PROBLEM_UNAVAILABLE; each++) {
    g_autoptr (CsWireProblem) problem = cs_wire_problem_make (each, "This time");
    g_autofree char *text = cs_wire_problem_to_json (problem);
    g_autoptr (GError) error = NULL;
    g_autoptr (CsWireProblem) back = cs_wire_problem_from_json (text, strlen (text), &error);

    g_assert_no_error (error);
    g_assert_cmpint (cs_wire_problem_get_kind (back), ==, each);
    g_assert_cmpstr (back->title, ==, cs_problem_get_title (each));
    g_assert_cmpint (back->status, ==, cs_problem_get_status (each));
    g_assert_cmpint (back->status, >=, 400);
    g_assert_cmpstr (back->detail, ==, "This time");
    g_assert_true (g_str_has_suffix (back->type, cs_problem_get_name (each)));
  }
}

static void
test_others (void)
{
  static const char *const others[] = {"{\"type\":\"about:blank\",\"status\":502}",
                                       "{\"type\":\"urn:countersign:problem:newer\"}"};

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (CsWireProblem) problem =
        cs_wire_problem_from_json (others[i], strlen (others[i]), NULL);

    g_assert_nonnull (problem);
    g_assert_cmpint (cs_wire_problem_get_kind (problem), ==, CS_PROBLEM_UNKNOWN);
  }
}

/* A hotel's sign-in page, answered with 200 to whatever was asked. */
static void
test_captive_portal (void)
{
  static const char page[] = "<!DOCTYPE html><html><body>Welcome</body></html>";
  g_autoptr (GError) error = NULL;

  g_assert_null (cs_wire_problem_from_json (page, strlen (page), &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/problem/every", test_every_problem);
  g_test_add_func ("/wire/problem/others/K-12", test_others);
  g_test_add_func ("/wire/problem/captive-portal/SG-17", test_captive_portal);
  return g_test_run ();
}
