/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-files.h"

#include "messages.h"

#define HASH "4f0f61a8b11fa44e9820aceffbd2ce40ea8eccb206fe1a6cb9164aa6613cab1a"

static void
test_messages (void)
{
  static const char *const of_open[] = {"request", "purpose", NULL};
  static const struct {
    Message message;
    const char *text;
    const char *const *optional;
  } cases[] = {
      {MESSAGE (cs_wire_file_begin),
       "{\"protocol\":1,\"sha256\":\"" HASH "\",\"size\":12,\"name\":\"offer.pdf\"}"},
      {MESSAGE (cs_wire_file_place), "{\"file\":\"f-1\",\"offset\":0}"},
      {MESSAGE (cs_wire_file_open),
       "{\"protocol\":1,\"request\":\"0198\",\"sha256\":\"" HASH "\",\"purpose\":\"audit\"}",
       of_open},
      {MESSAGE (cs_wire_file_grant), "{\"file\":\"f-1\",\"size\":12}"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    assert_round_trip (&cases[i].message, cases[i].text);
    assert_members_needed (&cases[i].message, cases[i].text, cases[i].optional);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/files/messages/K-19", test_messages);
  return g_test_run ();
}
