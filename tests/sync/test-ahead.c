/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ahead.h"

#include "cs-wire.h"

#include <string.h>

/* SG-15: a page asked for ahead is believed where exactly that is asked afterwards, and else asked
 * for again. */

typedef struct {
  guint status;
  const char *answer; /* (nullable) a page */
  int calls;          /* atomic */
} Server;

static gboolean
carry (const CsCallRequest *request, CsCarried *carried, gpointer user_data, GError **error)
{
  Server *server = user_data;

  g_atomic_int_inc (&server->calls);
  if (server->status == 0) {
    g_set_error_literal (error, CS_ERROR, CS_ERROR_UNREACHABLE, "Nobody is there.");
    return FALSE;
  }
  carried->status = server->status;
  carried->type = g_strdup (server->status < 400 ? CS_WIRE_CONTENT_TYPE : CS_WIRE_PROBLEM_TYPE);
  carried->body = g_bytes_new (server->answer, strlen (server->answer));
  return TRUE;
}

static char *
make_answer (void)
{
  const guint8 seed[32] = "a server";
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (seed);
  g_autoptr (CsWireCheckpoint) page = cs_wire_checkpoint_new ();
  CsDigest root = {{1}};

  page->head = cs_signed_head_new ("log", "first", 12, &root, 1000000);
  cs_signed_head_sign (page->head, keys);
  return cs_wire_checkpoint_to_json (page);
}

static CsWireCheckpoint *
ask (Server *server, const char *ahead, const char *then)
{
  g_autoptr (CsChannel) channel = cs_channel_new_through (carry, server);
  CsAhead *self = cs_ahead_new (channel, g_strdup (ahead));
  CsWireCheckpoint *page = cs_ahead_take (self, then);

  cs_ahead_free (self);
  return page;
}

static void
test_same (void)
{
  g_autofree char *answer = make_answer ();
  Server server = {.status = 200, .answer = answer};
  g_autoptr (CsWireCheckpoint) page = ask (&server, "{\"from\": 12}", "{\"from\": 12}");

  g_assert_nonnull (page);
  g_assert_cmpint (page->head->size, ==, 12);
  g_assert_cmpint (server.calls, ==, 1);
}

static void
test_other (void)
{
  g_autofree char *answer = make_answer ();
  Server server = {.status = 200, .answer = answer};

  g_assert_null (ask (&server, "{\"from\": 12}", "{\"from\": 11}"));
}

static void
test_failed (void)
{
  Server problem = {.status = 503, .answer = "{}"}, nobody = {0}, broken = {200, "{\"head\"", 0};

  g_assert_null (ask (&problem, "{}", "{}"));
  g_assert_null (ask (&nobody, "{}", "{}"));
  g_assert_null (ask (&broken, "{}", "{}"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ahead/the-same-is-asked", test_same);
  g_test_add_func ("/ahead/another-is-asked", test_other);
  g_test_add_func ("/ahead/no-answer", test_failed);
  return g_test_run ();
}
