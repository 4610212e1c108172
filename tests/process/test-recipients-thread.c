/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recipients-support.h"

/* RC-21, Q-05: one mailbox whatever its capitals; looping moves it to To. */
static void
test_looping (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) first = NULL, loop = NULL, early = NULL;
  g_autofree char *to = NULL, *cc = NULL;
  Fixture self;

  set_up (&self, pack, "IN", "Pearl");
  early = compose (&self, "RC-02");
  g_assert_cmpuint (early->problems->len, ==, 1);
  first = compose (&self, "RC-01");
  hand_over (&self, first);
  loop = compose (&self, "RC-02");
  to = list_line (loop->to);
  cc = list_line (loop->cc);
  g_assert_cmpstr (to, ==, "Overseer@own.example overseer2@own.example coordinator@own.example");
  g_assert_cmpstr (cc, ==, "support@own.example copy1@own.example copy2@own.example");
  g_assert_cmpstr (loop->subject, ==, "Re: Pearl x Own   Integration");
  g_assert_nonnull (loop->in_reply_to);
  g_assert_cmpuint (g_strv_length (loop->references), ==, 1);
  g_assert_true (has_reason (loop->warnings, "RC-27", "overseer2@own.example"));
  g_assert_cmpuint (loop->problems->len, ==, 0);
  tear_down (&self);
}

/* whoever gets the escalation is not on the client's thread. */
static void
test_strangers (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) thread = NULL, late = NULL;
  Fixture self;

  set_up (&self, pack, "KE", "Pearl");
  fill (
      &self,
      "{\"salesperson\": \"p-sales\", \"account_manager\": \"p-am\", \"client_contact\": \"p-c1\","
      " \"invoice_no\": \"INV-7\"}");
  thread = compose (&self, "RC-06");
  g_assert_cmpuint (thread->problems->len, ==, 0);
  hand_over (&self, thread);
  fill (&self, "{\"salesperson\": \"p-am\"}");
  late = compose (&self, "late-payment");
  g_assert_cmpuint (late->to->len, ==, 1);
  g_assert_cmpuint (late->cc->len, ==, 0);
  g_assert_cmpstr (late->subject, ==, "Payment late: Pearl, INV-7");
  g_assert_true (has_reason (late->warnings, "Q-06", "Kavya"));
  tear_down (&self);
}

/* A message sent again after a change answers the thread and keeps its own subject. */
static void
test_again (void)
{
  g_autoptr (CsPack) pack = load_fixture ("anantya-fragment");
  g_autoptr (CsDraftMail) first = NULL, second = NULL, third = NULL;
  Fixture self;

  set_up (&self, pack, "BH", "Pearl");
  first = compose (&self, "RC-01");
  hand_over (&self, first);
  second = compose (&self, "RC-01");
  g_assert_cmpstr (second->subject, ==, "Pearl x Own   Integration");
  g_assert_cmpuint (second->warnings->len, ==, 0);
  hand_over (&self, second);
  third = compose (&self, "RC-02");
  g_assert_cmpuint (g_strv_length (third->references), ==, 2);
  g_assert_cmpstr (third->in_reply_to, ==, third->references[1]);
  tear_down (&self);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recipients/RC-21-looping", test_looping);
  g_test_add_func ("/recipients/Q-06-strangers", test_strangers);
  g_test_add_func ("/recipients-thread/again", test_again);
  return g_test_run ();
}
