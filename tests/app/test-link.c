/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-link.h"

#include "cs-error.h"

static const struct {
  const char *uri;
  const char *kind; /* NULL: refused */
  const char *key;
  const char *server;
} cases[] = {
    {"countersign:request/ANT-1042", "request", "ANT-1042", NULL},
    {"countersign:payment/ANT-7", "payment", "ANT-7", NULL},
    {"countersign:sow/0198a000-0000-7000-8000-000000000001",
     "sow",
     "0198a000-0000-7000-8000-000000000001",
     NULL},
    {"countersign:request/ANT-1042?server=approvals.example:8443",
     "request",
     "ANT-1042",
     "approvals.example:8443"},
    {NULL, NULL, NULL, NULL},
    {"", NULL, NULL, NULL},
    {"countersign:", NULL, NULL, NULL},
    {"countersign:request", NULL, NULL, NULL},
    {"countersign:request/", NULL, NULL, NULL},
    {"countersign:request/../../etc/passwd", NULL, NULL, NULL},
    {"countersign:request/ANT-1042/approve", NULL, NULL, NULL},
    {"countersign:approve/ANT-1042", NULL, NULL, NULL},
    {"countersign:request/ANT-1042?decision=approve", NULL, NULL, NULL},
    {"countersign:request/ANT-1042?server=", NULL, NULL, NULL},
    {"countersign:request/ANT-1042?server=a&decision=approve", NULL, NULL, NULL},
    {"countersign:request/ANT%201042", NULL, NULL, NULL},
    {"countersign:request/\xd8\xb4", NULL, NULL, NULL},
    {"http://countersign:request/ANT-1042", NULL, NULL, NULL},
    {"countersign:request/"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     NULL,
     NULL,
     NULL},
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    CsLink link;
    gboolean good = cs_link_parse (cases[i].uri, &link, &error);
    g_test_message ("%s", cases[i].uri);
    g_assert_cmpint (good, ==, cases[i].kind != NULL);
    if (good)
      g_assert_no_error (error);
    else
      g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
    g_assert_cmpstr (link.kind, ==, cases[i].kind);
    g_assert_cmpstr (link.key, ==, cases[i].key);
    g_assert_cmpstr (link.server, ==, cases[i].server);
    cs_link_clear (&link);
  }
}

static void
test_round_trip (void)
{
  g_autofree char *uri = cs_link_for_request ("ANT-1042");
  CsLink link;

  g_assert_true (cs_link_parse (uri, &link, NULL));
  g_assert_cmpstr (link.key, ==, "ANT-1042");
  cs_link_clear (&link);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/link/parse", test_parse);
  g_test_add_func ("/link/round-trip", test_round_trip);
  return g_test_run ();
}
