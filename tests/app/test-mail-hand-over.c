/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-error.h"
#include "cs-mail-hand-over.h"

/* RC-26: which way takes the message as it is. */
static const struct {
  gboolean has_portal, opens_files, opens_links, has_attachments;
  CsMailWay way;
} ways[] = {
    {TRUE, TRUE, TRUE, TRUE, CS_MAIL_WAY_PORTAL},
    {FALSE, TRUE, TRUE, TRUE, CS_MAIL_WAY_FILE},
    {FALSE, TRUE, TRUE, FALSE, CS_MAIL_WAY_LINK},
    {FALSE, FALSE, TRUE, TRUE, CS_MAIL_WAY_LINK},
    {FALSE, TRUE, FALSE, FALSE, CS_MAIL_WAY_FILE},
    {FALSE, FALSE, FALSE, TRUE, CS_MAIL_WAY_NONE},
};

static void
test_ways (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
    g_test_message ("%u", i);
    g_assert_cmpint (cs_mail_way_choose (ways[i].has_portal,
                                         ways[i].opens_files,
                                         ways[i].opens_links,
                                         ways[i].has_attachments),
                     ==,
                     ways[i].way);
  }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **answer = data;

  *answer = g_object_ref (result);
}

static void
test_no_program (void)
{
  g_autoptr (CsMailMessage) message = cs_mail_message_new ();
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;

  cs_mail_hand_over_async (message, CS_MAIL_WAY_NONE, NULL, done_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (cs_mail_hand_over_finish (answer, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/mail-hand-over/RC-26/ways", test_ways);
  g_test_add_func ("/app/mail-hand-over/RC-26/no-program", test_no_program);
  return g_test_run ();
}
