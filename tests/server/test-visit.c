/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "visitor.h"

static void
open_all (Stage *stage)
{
  stage_open (stage, NULL);
  cs_server_set_resolve (stage->server, cs_door_resolve, cs_server_get_door (stage->server));
}

static guint
post (Visitor *visitor, const char *path, const char *members)
{
  g_autoptr (CsHttpAnswer) answer = visitor_ask (visitor,
                                                 "POST",
                                                 path,
                                                 visitor->access,
                                                 g_strdup_printf ("{\"protocol\":1%s}", members));

  return answer->status;
}

static guint
refresh (Visitor *visitor)
{
  g_autoptr (CsHttpAnswer) answer =
      visitor_ask (visitor,
                   "POST",
                   "/v1/sessions/refresh",
                   NULL,
                   g_strdup_printf ("{\"protocol\":1,\"refresh\":\"%s\"}", visitor->refresh));

  if (answer->status == 200)
    visitor_take_tokens (visitor, answer);
  return answer->status;
}

/* From the code to the page about oneself, through a renewal, to the end. */
static void
test_life (void)
{
  Stage stage;
  Visitor ada;
  g_autoptr (CsHttpAnswer) answer = NULL;
  g_autoptr (CsWireMe) me = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;
  gsize length;

  open_all (&stage);
  visitor_open (&ada, &stage, 1);
  visitor_sign_in (&ada, CS_SERVER_FOUNDER, "d-1");
  answer = visitor_ask (&ada, "GET", "/v1/me", ada.access, NULL);
  text = stage_text (answer, &length);
  me = cs_wire_me_from_json (text, length, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (me->person, ==, CS_SERVER_FOUNDER);
  g_assert_cmpstr (me->name, ==, "Ada");
  g_assert_true (me->is_administrator);
  g_assert_cmpuint (me->devices->len, ==, 1);
  g_assert_true (((CsWireOwnDevice *)me->devices->pdata[0])->is_current);
  g_assert_true (g_strv_contains ((const char *const *)me->grants, "all"));
  g_assert_cmpuint (refresh (&ada), ==, 200);
  g_assert_cmpuint (visitor_get (&ada, "/v1/me"), ==, 200);
  g_assert_cmpuint (post (&ada, "/v1/sessions/end", ""), ==, 200);
  g_assert_cmpuint (visitor_get (&ada, "/v1/me"), ==, 401);
  g_assert_cmpuint (refresh (&ada), ==, 401);
  visitor_close (&ada);
  stage_close (&stage);
}

/* What is not an invitation, or not a device, signs nobody in. */
static void
test_refused (void)
{
  Stage stage;
  Visitor ada;
  g_autofree char *code = NULL;

  open_all (&stage);
  visitor_open (&ada, &stage, 1);
  code = visitor_make_code (&stage, CS_SERVER_FOUNDER);
  {
    const struct {
      const char *code, *device;
      guint status;
    } cases[] = {
        {"0000-0000-0000-0000", "d-1", 403},
        {"nonsense", "d-1", 403},
        {code, "../x", 400},
        {code, "d 1", 400},
        {code, "d-1", 200},
        {code, "d-2", 403},
    };

    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
      g_autoptr (CsHttpAnswer) answer =
          visitor_ask (&ada,
                       "POST",
                       "/v1/sessions/invitation",
                       NULL,
                       visitor_invitation (&ada, cases[i].code, cases[i].device));

      g_test_message ("case %u", (guint)i);
      g_assert_cmpuint (answer->status, ==, cases[i].status);
    }
  }
  visitor_close (&ada);
  stage_close (&stage);
}

static CsWireAnswer
push_as (Visitor *visitor, gint64 n, const char *device)
{
  g_autoptr (CsWirePush) push = cs_wire_push_new ();
  CsWirePushed *pushed = cs_wire_pushed_new ();
  CsInstant now = cs_time_source_get_now (visitor->stage->time_source);
  g_autofree char *id = cs_uuid_new (now);
  const CsEntryHead head =
      {.id = id, .kind = "person", .by = visitor->person, .device = device, .n = n, .at = now};
  g_autoptr (json_t) data =
      json_pack ("{s:o, s:s}", "id", json_sprintf ("p-%d", (int)n), "name", "X");
  g_autoptr (CsEntry) entry = cs_entry_build (&head, data, NULL);
  g_autoptr (CsHttpAnswer) answer = NULL;
  g_autoptr (CsWirePushAnswer) verdicts = NULL;
  const char *text;
  gsize length;

  pushed->bytes = g_bytes_ref (cs_entry_get_bytes (entry));
  g_ptr_array_add (push->entries, pushed);
  answer =
      visitor_ask (visitor, "POST", "/v1/entries", visitor->access, cs_wire_push_to_json (push));
  if (answer->status != 200)
    return CS_WIRE_REFUSED;
  text = stage_text (answer, &length);
  verdicts = cs_wire_push_answer_from_json (text, length, NULL);
  return ((CsWireVerdict *)verdicts->verdicts->pdata[0])->answer;
}

/* SG-08: nothing of a removed device is accepted after the entry that removed it, and whoever waits
 * from it is answered at once. */
static void
test_removed (void)
{
  Stage stage;
  Visitor desk, lost;
  guint accepted = 0;
  g_autoptr (CsHttpAnswer) answer = NULL;

  open_all (&stage);
  visitor_open (&desk, &stage, 1);
  visitor_open (&lost, &stage, 2);
  visitor_sign_in (&desk, CS_SERVER_FOUNDER, "d-desk");
  visitor_sign_in (&lost, CS_SERVER_FOUNDER, "d-lost");
  g_assert_cmpint (push_as (&lost, 1, lost.device), ==, CS_WIRE_ACCEPTED);
  g_assert_cmpint (push_as (&lost, 2, desk.device), ==, CS_WIRE_REFUSED);
  g_assert_cmpuint (post (&desk, "/v1/devices/revoke", ",\"device\":\"d-nowhere\""), ==, 403);
  g_assert_cmpuint (
      post (&desk, "/v1/devices/revoke", ",\"device\":\"d-lost." CS_SERVER_FOUNDER "\""),
      ==,
      200);
  for (gint64 n = 3; n < 53; n++)
    accepted += push_as (&lost, n, lost.device) == CS_WIRE_ACCEPTED;
  g_assert_cmpuint (accepted, ==, 0);
  g_assert_cmpuint (visitor_get (&lost, "/v1/me"), ==, 401);
  answer = visitor_ask (&lost,
                        "POST",
                        "/v1/sessions/refresh",
                        NULL,
                        g_strdup_printf ("{\"protocol\":1,\"refresh\":\"%s\"}", lost.refresh));
  g_assert_cmpuint (answer->status, ==, 401);
  g_assert_cmpint (push_as (&desk, 1, desk.device), ==, CS_WIRE_ACCEPTED);
  visitor_close (&desk);
  visitor_close (&lost);
  stage_close (&stage);
}

/* SG-08: a device that waits is answered when it is removed, not 25 seconds later. */
static gpointer
wait_thread (gpointer data)
{
  Visitor *visitor = data;
  gint64 begin = g_get_monotonic_time ();
  CsLobby *lobby = cs_server_get_lobby (visitor->stage->server);
  g_autofree char *members =
      g_strdup_printf (",\"size\":%" G_GINT64_FORMAT, cs_lobby_get_size (lobby));
  guint status = post (visitor, "/v1/wait", members);

  return GUINT_TO_POINTER (
      status == 200 || status == 401 ? (guint)((g_get_monotonic_time () - begin) / 1000) : 99999);
}

static void
test_waiting (void)
{
  Stage stage;
  Visitor desk, lost;
  GThread *thread;
  guint waited;

  open_all (&stage);
  visitor_open (&desk, &stage, 1);
  visitor_open (&lost, &stage, 2);
  visitor_sign_in (&desk, CS_SERVER_FOUNDER, "d-desk");
  visitor_sign_in (&lost, CS_SERVER_FOUNDER, "d-lost");
  thread = g_thread_new ("wait", wait_thread, &lost);
  while (cs_lobby_count (cs_server_get_lobby (stage.server)) == 0)
    g_usleep (1000);
  g_assert_cmpuint (
      post (&desk, "/v1/devices/revoke", ",\"device\":\"d-lost." CS_SERVER_FOUNDER "\""),
      ==,
      200);
  waited = GPOINTER_TO_UINT (g_thread_join (thread));
  g_assert_cmpuint (waited, <, 2000);
  g_assert_cmpuint (visitor_get (&lost, "/v1/me"), ==, 401);
  visitor_close (&desk);
  visitor_close (&lost);
  stage_close (&stage);
}

/* What a removed device has in the journal, before and after it was removed. */
typedef struct {
  const char *device;
  gboolean is_removed;
  guint before, after;
} Trail;

static gboolean
follow (const CsStoredEntry *stored, gint64 ref, gpointer data, GError **error)
{
  Trail *trail = data;
  const CsEntry *entry = stored->entry;

  if (cs_entry_get_kind (entry) == CS_KIND_DEVICE &&
      g_strcmp0 (cs_entry_get_text (entry, "id"), trail->device) == 0 &&
      json_is_true (json_object_get (cs_entry_get_data (entry), "revoked")))
    trail->is_removed = TRUE;
  if (g_strcmp0 (cs_entry_get_device (entry), trail->device) == 0)
    *(trail->is_removed ? &trail->after : &trail->before) += 1;
  return TRUE;
}

static gpointer
push_thread (gpointer data)
{
  Visitor *visitor = data;
  guint accepted = 0;

  for (gint64 n = 100; n < 2000; n++) {
    if (push_as (visitor, n, visitor->device) != CS_WIRE_ACCEPTED)
      break;
    accepted++;
  }
  return GUINT_TO_POINTER (accepted);
}

/* SG-08, I-6: however fast it sends while it is removed, nothing of it stands behind that entry,
 * and what it was told was accepted does stand before it. */
static void
test_race (void)
{
  Stage stage;
  Visitor desk, lost;
  guint total = 0;

  open_all (&stage);
  visitor_open (&desk, &stage, 1);
  visitor_sign_in (&desk, CS_SERVER_FOUNDER, "d-desk");
  for (guint round = 0; round < 10; round++) {
    g_autofree char *name = g_strdup_printf ("d-lost%u", round);
    g_autofree char *members = g_strdup_printf (",\"device\":\"%s." CS_SERVER_FOUNDER "\"", name);
    g_autofree char *path = g_build_filename (stage.folder, "srv", NULL);
    g_autoptr (CsLedger) ledger = NULL;
    GThread *thread;
    Trail trail = {0};
    guint accepted;

    visitor_open (&lost, &stage, (guint8)(2 + round));
    visitor_sign_in (&lost, CS_SERVER_FOUNDER, name);
    thread = g_thread_new ("push", push_thread, &lost);
    g_usleep (g_random_int_range (2000, 40000));
    g_assert_cmpuint (post (&desk, "/v1/devices/revoke", members), ==, 200);
    accepted = GPOINTER_TO_UINT (g_thread_join (thread));
    ledger = cs_ledger_open (path, stage.time_source, NULL);
    trail.device = lost.device;
    g_assert_true (cs_journal_foreach (cs_ledger_get_store (ledger), follow, &trail, NULL));
    g_assert_true (trail.is_removed);
    g_assert_cmpuint (trail.after, ==, 0);
    g_assert_cmpuint (trail.before, ==, accepted);
    total += accepted;
    visitor_close (&lost);
  }
  g_assert_cmpuint (total, >, 0);
  visitor_close (&desk);
  stage_close (&stage);
}

/* A further device of one's own; others are invited by administrators. */
static void
test_invite (void)
{
  Stage stage;
  Visitor ada;

  open_all (&stage);
  visitor_open (&ada, &stage, 1);
  visitor_sign_in (&ada, CS_SERVER_FOUNDER, "d-1");
  g_assert_cmpint (push_as (&ada, 7, ada.device), ==, CS_WIRE_ACCEPTED); /* p-7 */
  g_assert_cmpuint (post (&ada, "/v1/invitations", ""), ==, 200);
  g_assert_cmpuint (post (&ada, "/v1/invitations", ",\"person\":\"p-7\""), ==, 200);
  g_assert_cmpuint (post (&ada, "/v1/invitations", ",\"person\":\"p-nobody\""), ==, 403);
  {
    Visitor seven;

    visitor_open (&seven, &stage, 2);
    visitor_sign_in (&seven, "p-7", "d-2");
    g_assert_cmpuint (post (&seven, "/v1/invitations", ""), ==, 200);
    g_assert_cmpuint (post (&seven, "/v1/invitations", ",\"person\":\"" CS_SERVER_FOUNDER "\""),
                      ==,
                      403);
    visitor_close (&seven);
  }
  visitor_close (&ada);
  stage_close (&stage);
}

/* ASVS 7.5.3: one's passphrase, where there is no provider. */
static void
test_confirm (void)
{
  Stage stage;
  Visitor ada;

  open_all (&stage);
  visitor_open (&ada, &stage, 1);
  visitor_sign_in (&ada, CS_SERVER_FOUNDER, "d-1");
  g_assert_cmpuint (post (&ada, "/v1/sessions/confirm", ""), ==, 400);
  g_assert_cmpuint (post (&ada, "/v1/sessions/confirm", ",\"passphrase\":\"x\""), ==, 403);
  g_assert_cmpuint (post (&ada, "/v1/sessions/passphrase", ",\"passphrase\":\"short\""), ==, 403);
  g_assert_cmpuint (post (&ada, "/v1/sessions/passphrase", ",\"passphrase\":\"long enough\""),
                    ==,
                    200);
  g_assert_cmpuint (post (&ada, "/v1/sessions/confirm", ",\"passphrase\":\"long enough\""),
                    ==,
                    200);
  g_assert_cmpuint (post (&ada, "/v1/sessions/confirm", ",\"code\":\"0000-0000-0000-0000\""),
                    ==,
                    403);
  g_assert_cmpuint (post (&ada, "/v1/sessions/confirm", ",\"id_token\":\"a.b.c\""), ==, 404);
  visitor_close (&ada);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/visit/life", test_life);
  g_test_add_func ("/visit/refused", test_refused);
  g_test_add_func ("/visit/SG-08/removed", test_removed);
  g_test_add_func ("/visit/SG-08/waiting", test_waiting);
  g_test_add_func ("/visit/SG-08/race", test_race);
  g_test_add_func ("/visit/invite", test_invite);
  g_test_add_func ("/visit/7.5.3", test_confirm);
  return g_test_run ();
}
