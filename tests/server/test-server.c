/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server-stage.h"

#include "cs-tree.h"

#include <glib/gstdio.h>

static void
test_info (void)
{
  Stage stage = {0};
  g_autoptr (CsHttpAnswer) answer = NULL;

  stage_open (&stage, NULL);
  answer = stage_ask (&stage, "GET", "/v1", NULL, NULL);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (cs_http_answer_get_header (answer, "content-type"), ==, "application/json");
  stage_close (&stage);
}

static void
test_refusals (void)
{
  static const struct {
    const char *method, *path, *person, *body;
    guint status;
  } cases[] = {
      {"GET", "/v1/nothing", NULL, NULL, 404},
      {"GET", "/v1/entries", NULL, NULL, 405},
      {"POST", "/v1/entries", NULL, "{", 400},
      {"POST", "/v1/entries", NULL, "{\"protocol\":1,\"entries\":[]}", 401},
      {"POST", "/v1/wait", NULL, "{\"protocol\":1,\"size\":0}", 401},
      {"POST", "/v1/wait", NULL, "{\"protocol\":2,\"size\":0}", 400},
      {"POST", "/v1/inclusion", "p-admin", "{\"protocol\":1,\"seq\":0,\"size\":1}", 404},
      {"POST", "/v1/inclusion", "p-admin", "{\"protocol\":1,\"seq\":9,\"size\":99999}", 404},
      {"POST", "/v1/consistency", "p-admin", "{\"protocol\":1,\"from\":3,\"to\":2}", 404},
      {"POST",
       "/v1/pull",
       "p-admin",
       "{\"protocol\":1,\"log\":\"other\",\"incarnation\":\"x\",\"scopes\":{},\"grants\":0,"
       "\"limit\":0}",
       409},
  };
  Stage stage = {0};

  stage_open (&stage, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (CsHttpAnswer) answer = stage_ask (&stage,
                                                 cases[i].method,
                                                 cases[i].path,
                                                 cases[i].person,
                                                 g_strdup (cases[i].body));
    gsize length;
    const char *text = stage_text (answer, &length);

    g_test_message ("%s %s: %.*s", cases[i].method, cases[i].path, (int)length, text);
    g_assert_cmpuint (answer->status, ==, cases[i].status);
    g_assert_cmpstr (cs_http_answer_get_header (answer, "Content-Type"),
                     ==,
                     "application/problem+json");
  }
  stage_close (&stage);
}

/* K-13: a replay, doubled and in another order, gets the same answers and adds nothing. */
static void
test_push_again (void)
{
  Stage stage = {0};
  GBytes *entries[3];

  stage_open (&stage, NULL);
  for (guint i = 0; i < 3; i++)
    entries[i] = stage_person_entry (&stage, i + 1);
  {
    g_autoptr (CsWirePushAnswer) first = stage_push (&stage, CS_SERVER_FOUNDER, entries, 3);
    g_autoptr (CsWirePushAnswer) again = stage_push (&stage, CS_SERVER_FOUNDER, entries, 3);

    for (guint i = 0; i < 3; i++) {
      const CsWireVerdict *a = first->verdicts->pdata[i], *b = again->verdicts->pdata[i];

      g_assert_cmpint (a->answer, ==, CS_WIRE_ACCEPTED);
      g_assert_cmpint (b->answer, ==, CS_WIRE_DUPLICATE);
      g_assert_cmpint (a->seq, ==, b->seq);
      g_assert_cmpstr (a->hash, ==, b->hash);
      g_assert_cmpint (a->received, ==, b->received);
    }
    g_assert_cmpint (first->head->size, ==, again->head->size);
    g_assert_true (cs_signed_head_verify (first->head, cs_server_get_public_key (stage.server)));
  }
  for (guint i = 0; i < 3; i++)
    g_bytes_unref (entries[i]);
  stage_close (&stage);
}

/* K-13.3, K-21: what is refused is refused alone, and refused again in the same words. */
static void
test_push_refused (void)
{
  Stage stage = {0};
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) bad = NULL;
  g_autoptr (GBytes) good = NULL;

  stage_open (&stage, NULL);
  bad = stage_entry (&stage, "person", 1, json_pack ("{s:s, s:s}", "id", "p x", "name", "X"));
  good = stage_person_entry (&stage, 2);
  {
    GBytes *entries[] = {nonsense, bad, good};
    g_autoptr (CsWirePushAnswer) first = stage_push (&stage, CS_SERVER_FOUNDER, entries, 3);
    g_autoptr (CsWirePushAnswer) again = stage_push (&stage, CS_SERVER_FOUNDER, entries, 3);
    g_autoptr (CsWirePushAnswer) other = stage_push (&stage, "p-other", &good, 1);
    const CsWireVerdict *a = first->verdicts->pdata[1], *b = again->verdicts->pdata[1];

    g_assert_cmpint (((CsWireVerdict *)first->verdicts->pdata[0])->answer, ==, CS_WIRE_REFUSED);
    g_assert_cmpint (a->answer, ==, CS_WIRE_REFUSED);
    g_assert_cmpstr (a->reason, ==, b->reason);
    g_assert_cmpstr (a->rule, ==, b->rule);
    g_assert_cmpint (((CsWireVerdict *)first->verdicts->pdata[2])->answer, ==, CS_WIRE_ACCEPTED);
    g_assert_cmpint (((CsWireVerdict *)other->verdicts->pdata[0])->answer, ==, CS_WIRE_REFUSED);
  }
  stage_close (&stage);
}

/* K-13.3: what depends on what was not accepted is not tried. */
static void
test_push_parked (void)
{
  Stage stage = {0};
  g_autoptr (CsWirePush) push = cs_wire_push_new ();
  CsWirePushed *pushed = cs_wire_pushed_new ();
  g_autoptr (CsHttpAnswer) answer = NULL;
  g_autoptr (CsWirePushAnswer) verdicts = NULL;
  const char *depends[] = {"01a2001d-d175-7027-8d0b-05fa09ffdf23", NULL};
  const char *text;
  gsize length;

  stage_open (&stage, NULL);
  pushed->bytes = stage_person_entry (&stage, 1);
  pushed->depends_on = g_strdupv ((char **)depends);
  g_ptr_array_add (push->entries, pushed);
  answer =
      stage_ask (&stage, "POST", "/v1/entries", CS_SERVER_FOUNDER, cs_wire_push_to_json (push));
  text = stage_text (answer, &length);
  verdicts = cs_wire_push_answer_from_json (text, length, NULL);
  g_assert_cmpint (((CsWireVerdict *)verdicts->verdicts->pdata[0])->answer, ==, CS_WIRE_PARKED);
  stage_close (&stage);
}

/* K-12: a client of long ago may read and not act. */
static void
test_too_old (void)
{
  static const struct {
    const char *client;
    guint status;
  } cases[] = {{"0.0.9", 426}, {"0.1.0", 200}, {"0.1", 200}, {"1", 200}, {"other", 200}};
  Stage stage = {0};

  stage_open (&stage, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *text = "{\"protocol\":1,\"entries\":[]}";
    g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
    CsHttpRequest *request = cs_http_request_new ("POST", "/v1/entries", body);
    g_autoptr (CsHttpAnswer) answer = NULL;

    cs_http_request_add_header (request, "X-Person", CS_SERVER_FOUNDER);
    cs_http_request_add_header (request, "Countersign-Client", cases[i].client);
    answer = stage_ask_with (&stage, request);
    g_assert_cmpuint (answer->status, ==, cases[i].status);
  }
  stage_close (&stage);
}

/* SG-08: who is removed waits no longer. */
static void
test_dismissed (void)
{
  Stage stage = {0};
  Awaited awaited = {0};
  g_autoptr (CsHttpExchange) exchange = NULL;
  g_autoptr (CsHttpAnswer) answer = NULL;

  stage_open (&stage, NULL);
  g_mutex_init (&awaited.lock);
  g_cond_init (&awaited.done);
  exchange = cs_http_exchange_new (cs_http_request_new ("POST", "/v1/wait", NULL),
                                   stage_answered_cb,
                                   &awaited);
  g_assert_true (cs_lobby_wait (cs_server_get_lobby (stage.server),
                                exchange,
                                "p-1",
                                "d-1",
                                cs_lobby_get_size (cs_server_get_lobby (stage.server))));
  cs_lobby_dismiss (cs_server_get_lobby (stage.server), "d-1");
  g_mutex_lock (&awaited.lock);
  while (!awaited.is_done)
    g_cond_wait (&awaited.done, &awaited.lock);
  g_mutex_unlock (&awaited.lock);
  answer = cs_http_exchange_take_answer (exchange);
  g_assert_cmpuint (answer->status, >=, 401);
  g_assert_cmpuint (answer->status, <=, 403);
  stage_close (&stage);
}

/* I-7, K-05, K-07: pages of any size give every row once, without gaps, and heads that follow. */
static void
test_pull (gconstpointer data)
{
  guint limit = GPOINTER_TO_UINT (data);
  Stage stage = {0};
  gint64 index = 0, rows = 0;
  CsTree empty = {0};
  CsDigest root;
  gint64 size = 0;
  gboolean more = TRUE;

  cs_tree_get_root (&empty, &root);
  stage_open (&stage, NULL);
  for (guint i = 0; i < 7; i++) {
    g_autoptr (GBytes) entry = stage_person_entry (&stage, i + 1);
    g_autoptr (CsWirePushAnswer) answer = stage_push (&stage, CS_SERVER_FOUNDER, &entry, 1);
  }
  while (more) {
    g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
    g_autoptr (CsWireCheckpoint) page = NULL;

    pull->limit = limit;
    if (size > 0) {
      pull->tree = cs_wire_tree_new ();
      pull->tree->size = size;
      pull->tree->root = root;
      cs_wire_pull_add_scope (pull, "all", index);
    }
    page = stage_pull (&stage, CS_SERVER_FOUNDER, pull);
    g_assert_true (cs_tree_verify_consistency (size,
                                               &root,
                                               page->head->size,
                                               &page->head->root,
                                               (CsDigest *)page->consistency->data,
                                               page->consistency->len));
    for (guint i = 0; i < page->rows->len; i++) {
      const CsWireRow *row = page->rows->pdata[i];

      g_assert_cmpint (row->index, ==, ++index);
      g_assert_nonnull (row->bytes);
      rows++;
    }
    g_assert_cmpstr (((CsWireScope *)page->scopes->pdata[0])->key, ==, "all");
    g_assert_cmpint (((CsWireScope *)page->scopes->pdata[0])->index, ==, index);
    more = page->more;
    size = page->head->size;
    root = page->head->root;
  }
  g_assert_cmpint (rows, ==, size);
  stage_close (&stage);
}

/* K-06: what is not granted any more is to be left. */
static void
test_pull_leave (void)
{
  Stage stage = {0};
  g_autoptr (CsWirePull) pull = cs_wire_pull_new ();
  g_autoptr (CsWireCheckpoint) page = NULL;

  stage_open (&stage, NULL);
  cs_wire_pull_add_scope (pull, "in:anantya/XX", 0);
  page = stage_pull (&stage, CS_SERVER_FOUNDER, pull);
  g_assert_cmpuint (page->leave->len, ==, 1);
  g_assert_cmpstr (((CsWireLeave *)page->leave->pdata[0])->scope, ==, "in:anantya/XX");
  g_assert_null (((CsWireLeave *)page->leave->pdata[0])->requests);
  stage_close (&stage);
}

static gpointer
push_later (gpointer data)
{
  Stage *stage = data;
  g_autoptr (GBytes) entry = stage_person_entry (stage, 1);
  g_autoptr (CsWirePushAnswer) answer = NULL;

  g_usleep (20000);
  answer = stage_push (stage, CS_SERVER_FOUNDER, &entry, 1);
  return NULL;
}

/* K-04: who waits is told when there is more, at once where there is more already, or after a
 * while. */
static void
test_wait (void)
{
  CsServerOptions options = cs_server_defaults;
  Stage stage = {0};
  GThread *thread;
  gint64 size;

  options.wait_msec = 1000;
  stage_open (&stage, &options);
  size = cs_lobby_get_size (cs_server_get_lobby (stage.server));
  for (guint i = 0; i < 3; i++) {
    static const char *const expects[] = {"now", "same", "more"};
    g_autoptr (CsHttpAnswer) answer = NULL;
    g_autoptr (CsWireHint) hint = NULL;
    const char *text;
    gsize length;

    thread = i == 2 ? g_thread_new ("later", push_later, &stage) : NULL;
    answer = stage_ask (&stage,
                        "POST",
                        "/v1/wait",
                        CS_SERVER_FOUNDER,
                        g_strdup_printf ("{\"protocol\":1,\"size\":%d}", (int)(i == 0 ? 0 : size)));
    text = stage_text (answer, &length);
    hint = cs_wire_hint_from_json (text, length, NULL);
    g_test_message ("%s", expects[i]);
    g_assert_cmpint (hint->size, ==, i == 2 ? size + 1 : size);
    g_clear_pointer (&thread, g_thread_join);
  }
  stage_close (&stage);
}

/* K-10: one process a folder, and it says so. */
static void
test_lock (void)
{
  Stage stage = {0};
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  stage_open (&stage, NULL);
  path = g_build_filename (stage.folder, "srv", NULL);
  g_assert_null (cs_server_open (path, &cs_server_defaults, stage.time_source, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_BUSY);
  stage_close (&stage);
}

typedef struct {
  Stage *stage;
  guint first;
} Writer;

static gpointer
push_many (gpointer data)
{
  Writer *writer = data;

  for (guint i = 0; i < 20; i++) {
    g_autoptr (GBytes) entry = stage_person_entry (writer->stage, writer->first + i);
    g_autoptr (CsWirePushAnswer) answer = stage_push (writer->stage, CS_SERVER_FOUNDER, &entry, 1);

    g_assert_cmpint (((CsWireVerdict *)answer->verdicts->pdata[0])->answer, ==, CS_WIRE_ACCEPTED);
  }
  return NULL;
}

/* K-03: what arrives together is committed together, gapless; and stands after a restart. */
static void
test_batches (void)
{
  Stage stage = {0};
  GThread *threads[8];
  Writer writers[8];
  gint64 before, after;

  stage_open (&stage, NULL);
  before = cs_lobby_get_size (cs_server_get_lobby (stage.server));
  for (guint i = 0; i < 8; i++) {
    writers[i] = (Writer){&stage, i * 100 + 1};
    threads[i] = g_thread_new ("writer", push_many, &writers[i]);
  }
  for (guint i = 0; i < 8; i++)
    g_thread_join (threads[i]);
  after = cs_lobby_get_size (cs_server_get_lobby (stage.server));
  g_assert_cmpint (after - before, ==, 160);
  g_test_message ("%u transactions", cs_server_count_batches (stage.server));
  g_assert_cmpuint (cs_server_count_batches (stage.server), <, 160);
  g_clear_pointer (&stage.server, cs_server_free);
  stage_start (&stage, NULL);
  g_assert_cmpint (cs_lobby_get_size (cs_server_get_lobby (stage.server)), ==, after);
  stage_close (&stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/info", test_info);
  g_test_add_func ("/server/refusals", test_refusals);
  g_test_add_func ("/server/push-again-K-13", test_push_again);
  g_test_add_func ("/server/push-refused-K-13", test_push_refused);
  g_test_add_func ("/server/push-parked-K-13", test_push_parked);
  g_test_add_data_func ("/server/pull-1-I-7", GUINT_TO_POINTER (1), test_pull);
  g_test_add_data_func ("/server/pull-3-I-7", GUINT_TO_POINTER (3), test_pull);
  g_test_add_data_func ("/server/pull-all-I-7", GUINT_TO_POINTER (0), test_pull);
  g_test_add_func ("/server/pull-leave-K-06", test_pull_leave);
  g_test_add_func ("/server/too-old-K-12", test_too_old);
  g_test_add_func ("/server/dismissed-SG-08", test_dismissed);
  g_test_add_func ("/server/wait-K-04", test_wait);
  g_test_add_func ("/server/lock-K-10", test_lock);
  g_test_add_func ("/server/batches-K-03", test_batches);
  return g_test_run ();
}
