/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ahead.h"

#include "cs-entry.h"
#include "cs-uuid.h"
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

#define AT G_GINT64_CONSTANT (1767604443123000)

static CsWireRow *
make_row (gint64 seq, GBytes *bytes)
{
  CsWireRow *row = cs_wire_row_new ();

  row->seq = seq;
  row->scope = g_strdup ("all");
  row->index = seq;
  row->bytes = bytes;
  return row;
}

/* An entry, a further row of it, and what is none. */
static void
add_rows (CsWireCheckpoint *page)
{
  g_autofree char *id = cs_uuid_new (AT);
  const CsEntryHead head =
      {.id = id, .request = id, .kind = "open", .by = "p-1", .device = "d-1", .n = 1, .at = AT};
  g_autoptr (json_t) data = json_object ();
  g_autoptr (CsEntry) entry = cs_entry_build (&head, data, NULL);

  g_ptr_array_add (page->rows, make_row (1, g_bytes_ref (cs_entry_get_bytes (entry))));
  g_ptr_array_add (page->rows, make_row (2, NULL));
  g_ptr_array_add (page->rows, make_row (3, g_bytes_new_static ("{}", 2)));
}

static char *
make_answer (gboolean more)
{
  const guint8 seed[32] = "a server";
  g_autoptr (CsKeys) keys = cs_keys_new_from_seed (seed);
  g_autoptr (CsWireCheckpoint) page = cs_wire_checkpoint_new ();
  CsDigest root = {{1}};

  page->head = cs_signed_head_new ("log", "first", 12, &root, 1000000);
  cs_signed_head_sign (page->head, keys);
  add_rows (page);
  page->more = more;
  page->grants = 7;
  g_ptr_array_add (page->scopes, cs_wire_scope_new ());
  ((CsWireScope *)page->scopes->pdata[0])->key = g_strdup ("all");
  ((CsWireScope *)page->scopes->pdata[0])->index = 3;
  return cs_wire_checkpoint_to_json (page);
}

static CsWireCheckpoint *
ask (Server *server, const char *ahead, const char *then, GPtrArray **entries)
{
  g_autoptr (CsChannel) channel = cs_channel_new_through (carry, server);
  CsAhead *self = cs_ahead_new (channel, g_strdup (ahead));
  CsWireCheckpoint *page = cs_ahead_take (&self, then, entries);

  cs_ahead_free (self);
  return page;
}

static void
test_same (void)
{
  g_autofree char *answer = make_answer (FALSE);
  Server server = {.status = 200, .answer = answer};
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (CsWireCheckpoint) page = ask (&server, "{\"from\": 12}", "{\"from\": 12}", &entries);

  g_assert_nonnull (page);
  g_assert_cmpint (page->head->size, ==, 12);
  g_assert_cmpint (server.calls, ==, 1);
  g_assert_cmpuint (entries->len, ==, page->rows->len);
  for (guint i = 0; i < entries->len; i++) {
    const CsWireRow *row = page->rows->pdata[i];

    if (i > 0)
      g_assert_null (entries->pdata[i]); /* nothing, or none: who applies the page says so */
    else
      g_assert_true (g_bytes_equal (cs_entry_get_bytes (entries->pdata[i]), row->bytes));
  }
}

static void
test_other (void)
{
  g_autofree char *answer = make_answer (FALSE);
  Server server = {.status = 200, .answer = answer};

  g_autoptr (GPtrArray) entries = NULL;

  g_assert_null (ask (&server, "{\"from\": 12}", "{\"from\": 11}", &entries));
  g_assert_null (entries);
}

static void
test_failed (void)
{
  Server problem = {.status = 503, .answer = "{}"}, nobody = {0}, broken = {200, "{\"head\"", 0};
  g_autoptr (GPtrArray) entries = NULL;

  g_assert_null (ask (&problem, "{}", "{}", &entries));
  g_assert_null (ask (&nobody, "{}", "{}", &entries));
  g_assert_null (ask (&broken, "{}", "{}", &entries));
  g_assert_null (entries);
}

static char *
make_pull (gint64 index)
{
  g_autoptr (CsWirePull) pull = cs_wire_pull_new ();

  pull->log = g_strdup ("log");
  pull->incarnation = g_strdup ("first");
  if (index > 0) {
    pull->grants = 7;
    pull->tree = cs_wire_tree_new ();
    pull->tree->size = 12;
    pull->tree->root.bytes[0] = 1;
    cs_wire_pull_add_scope (pull, "all", index);
  }
  return cs_wire_pull_to_json (pull);
}

/* What is asked next goes on from where the page ends; what follows is asked once that has come,
 * and no further until somebody takes what came. */
static void
test_goes_on (void)
{
  g_autofree char *answer = make_answer (TRUE), *first = make_pull (0), *then = make_pull (3);
  Server server = {.status = 200, .answer = answer};
  g_autoptr (CsChannel) channel = cs_channel_new_through (carry, &server);
  CsAhead *self = cs_ahead_new (channel, g_strdup (first));

  for (guint i = 0; i < 1000 && g_atomic_int_get (&server.calls) < 2; i++)
    g_usleep (1000);
  g_usleep (20000);
  g_assert_cmpint (g_atomic_int_get (&server.calls), ==, 2);
  for (guint i = 0; i < 3; i++) {
    g_autoptr (GPtrArray) entries = NULL;
    g_autoptr (CsWireCheckpoint) page = cs_ahead_take (&self, i == 0 ? first : then, &entries);
    g_autofree char *next = cs_ahead_make_message (then, page);

    g_assert_cmpuint (entries->len, ==, page->rows->len);
    g_assert_cmpstr (next, ==, then);
    if (self == NULL)
      self = cs_ahead_new (channel, g_steal_pointer (&next));
  }
  g_assert_null (cs_ahead_take (&self, first, &(GPtrArray *){NULL}));
  g_assert_null (self);
}

/* The last page, and one that takes something away, are followed by nothing. */
static void
test_ends (void)
{
  g_autofree char *first = make_pull (0), *answer = make_answer (TRUE);
  g_autoptr (CsWireCheckpoint) page = cs_wire_checkpoint_from_json (answer, strlen (answer), NULL);
  g_autofree char *next = cs_ahead_make_message (first, page), *then = make_pull (3);

  g_assert_cmpstr (next, ==, then);
  g_ptr_array_add (page->leave, cs_wire_leave_new ());
  g_assert_null (cs_ahead_make_message (first, page));
  g_ptr_array_set_size (page->leave, 0);
  page->more = FALSE;
  g_assert_null (cs_ahead_make_message (first, page));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ahead/the-same-is-asked", test_same);
  g_test_add_func ("/ahead/another-is-asked", test_other);
  g_test_add_func ("/ahead/no-answer", test_failed);
  g_test_add_func ("/ahead/SG-12/goes-on", test_goes_on);
  g_test_add_func ("/ahead/K-06/ends", test_ends);
  return g_test_run ();
}
