/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-entry.h"
#include "cs-error.h"

#include <string.h>

#define ID    "019b8d71-b073-7abc-8000-000000000001"
#define OTHER "019b8d71-b073-7abc-8000-000000000002"
#define SALT  "00112233445566778899aabbccddeeff"

#define ENVELOPE                                                                                   \
  "\"id\":\"" ID "\",\"request\":\"" ID "\",\"kind\":\"open\",\"v\":1,\"by\":\"p-1\","             \
  "\"device\":\"d-1\",\"n\":1,\"at\":\"2026-01-05T09:14:03Z\",\"seen\":0,\"salt\":\"" SALT "\""

static CsEntry *
read_text (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return cs_entry_new_from_bytes (bytes, error);
}

/* K-20: the canonical form of RFC 8785. */
static void
test_build (void)
{
  static const char expected[] =
      "{\"at\":\"2026-01-05T09:14:03Z\",\"by\":\"p-1\",\"data\":{\"title\":\"Déjà “vu” x\"},"
      "\"device\":\"d-1\",\"id\":\"" ID "\",\"kind\":\"open\",\"n\":1,\"request\":\"" ID
      "\",\"salt\":\"" SALT "\",\"seen\":0,\"v\":1}";
  CsEntryHead head = {.id = ID,
                      .request = ID,
                      .kind = "open",
                      .by = "p-1",
                      .device = "d-1",
                      .n = 1,
                      .at = 1767604443 * CS_SECOND,
                      .salt = SALT};
  g_autoptr (json_t) data = json_pack ("{ss}", "title", "Déjà “vu” x");
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) entry = cs_entry_build (&head, data, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = cs_entry_get_bytes (entry);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL),
                   g_bytes_get_size (bytes),
                   expected,
                   strlen (expected));
  g_assert_cmpint (cs_entry_get_kind (entry), ==, CS_KIND_OPEN);
  g_assert_cmpstr (cs_entry_get_text (entry, "title"), ==, "Déjà “vu” x");
  g_assert_cmpint (cs_entry_get_at (entry), ==, 1767604443 * CS_SECOND);
  g_assert_cmpint (cs_entry_get_time (entry), ==, cs_entry_get_at (entry));
  g_assert_null (cs_entry_get_head (entry));
  g_assert_cmpstr (cs_entry_get_salt (entry), ==, SALT);
}

static void
test_made_salt (void)
{
  CsEntryHead head = {.id = ID, .kind = "person", .by = "p-1", .device = "d-1"};
  g_autoptr (json_t) data = json_object ();
  g_autoptr (CsEntry) one = cs_entry_build (&head, data, NULL);
  g_autoptr (CsEntry) two = cs_entry_build (&head, data, NULL);

  g_assert_nonnull (one);
  g_assert_cmpuint (strlen (cs_entry_get_salt (one)), ==, 32);
  g_assert_cmpstr (cs_entry_get_salt (one), !=, cs_entry_get_salt (two));
}

/* The bytes stay as they came, blanks and order included. */
static void
test_verbatim (void)
{
  const char *text = " { \"data\" : {}, " ENVELOPE " } ";
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) entry = read_text (text, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (cs_entry_get_bytes (entry), NULL),
                   g_bytes_get_size (cs_entry_get_bytes (entry)),
                   text,
                   strlen (text));
}

static void
test_stamp (void)
{
  g_autoptr (CsEntry) entry = read_text ("{" ENVELOPE ",\"data\":{}}", NULL);

  g_assert_cmpint (cs_entry_get_seq (entry), ==, 0);
  cs_entry_stamp (entry, 7, 1, 99 * CS_SECOND, "ab");
  g_assert_cmpint (cs_entry_get_seq (entry), ==, 7);
  g_assert_cmpint (cs_entry_get_number (entry), ==, 1);
  g_assert_cmpint (cs_entry_get_time (entry), ==, 99 * CS_SECOND);
  g_assert_cmpstr (cs_entry_get_hash (entry), ==, "ab");
}

/* K-12: kept, but nobody pretends to understand it. */
static void
test_newer (void)
{
  g_autoptr (CsEntry) kind =
      read_text ("{\"id\":\"" ID "\",\"request\":\"" OTHER
                 "\",\"kind\":\"ponder\",\"v\":1,\"by\":\"p-1\",\"device\":\"d-1\",\"n\":1,"
                 "\"at\":\"2026-01-05T09:14:03Z\",\"seen\":0,\"salt\":\"" SALT "\",\"data\":{}}",
                 NULL);
  g_autoptr (CsEntry) version =
      read_text ("{\"id\":\"" ID "\",\"request\":\"" OTHER
                 "\",\"kind\":\"fill\",\"v\":2,\"by\":\"p-1\",\"device\":\"d-1\",\"n\":1,"
                 "\"at\":\"2026-01-05T09:14:03Z\",\"seen\":0,\"salt\":\"" SALT "\",\"data\":{}}",
                 NULL);

  g_assert_cmpint (cs_entry_get_kind (kind), ==, CS_KIND_UNKNOWN);
  g_assert_cmpstr (cs_entry_get_kind_name (kind), ==, "ponder");
  g_assert_cmpint (cs_entry_get_kind (version), ==, CS_KIND_UNKNOWN);
  g_assert_cmpint (cs_entry_get_version (version), ==, 2);
}

static void
test_kinds (void)
{
  for (int kind = CS_KIND_OPEN; kind <= CS_KIND_CALENDAR; kind++) {
    const char *name = cs_entry_kind_get_name ((CsEntryKind)kind);

    g_assert_cmpstr (name, !=, "");
    g_assert_cmpint (cs_entry_kind_from_name (name), ==, kind);
  }
  g_assert_cmpint (cs_entry_kind_from_name (""), ==, CS_KIND_UNKNOWN);
  g_assert_cmpint (cs_entry_kind_from_name (NULL), ==, CS_KIND_UNKNOWN);
}

#define REST                                                                                       \
  "\"v\":1,\"by\":\"p-1\",\"device\":\"d-1\",\"n\":1,\"at\":\"2026-01-05T09:14:03Z\","             \
  "\"seen\":0,\"salt\":\"" SALT "\",\"data\":{}}"

static const struct {
  const char *name, *text, *says;
} refused[] = {
    {"empty", "", " 0 bytes"},
    {"list", "[]", "object"},
    {"unknown-member", "{" ENVELOPE ",\"data\":{},\"sig\":\"x\"}", "sig"},
    {"doubled-member", "{" ENVELOPE ",\"data\":{},\"seen\":0}", "duplicate"},
    {"no-data", "{" ENVELOPE "}", "data"},
    {"data-list", "{" ENVELOPE ",\"data\":[]}", "data"},
    {"fraction", "{" ENVELOPE ",\"data\":{\"a\":[1.5]}}", "fraction"},
    {"null", "{" ENVELOPE ",\"data\":{\"a\":null}}", "null"},
    {"beyond", "{" ENVELOPE ",\"data\":{\"a\":9007199254740993}}", "2^53"},
    {"nul", "{" ENVELOPE ",\"data\":{\"a\":\"\\u0000\"}}", "0000"},
    {"latin1", "{" ENVELOPE ",\"data\":{\"a\":\"\xe9\"}}", "decode"},
    {"other-request",
     "{\"id\":\"" ID "\",\"request\":\"" OTHER "\",\"kind\":\"open\"," REST,
     "another request"},
    {"no-request", "{\"id\":\"" ID "\",\"kind\":\"fill\"," REST, "request"},
    {"directory-request",
     "{\"id\":\"" ID "\",\"request\":\"" OTHER "\",\"kind\":\"person\"," REST,
     "directory"},
    {"uuid-4",
     "{\"id\":\"019b8d71-b073-4abc-8000-000000000001\",\"kind\":\"person\"," REST,
     "UUID"},
};

static void
test_refused (gconstpointer data)
{
  const gsize index = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsEntry) entry = read_text (refused[index].text, &error);

  g_assert_null (entry);
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, refused[index].says));
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("{" ENVELOPE ",\"data\":{\"a\":");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 40; i++)
    g_string_append_c (text, '[');
  for (int i = 0; i < 40; i++)
    g_string_append_c (text, ']');
  g_string_append (text, "}}");
  g_assert_null (read_text (text->str, &error));
  g_assert_nonnull (strstr (error->message, "nested"));
  g_clear_error (&error);

  g_string_assign (text, "{" ENVELOPE ",\"data\":{\"a\":\"");
  for (int i = 0; i < CS_ENTRY_LIMIT_BYTES; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\"}}");
  g_assert_null (read_text (text->str, &error));
  g_assert_error (error, CS_ERROR, CS_ERROR_INVALID);
}

/* SG-04: what was read from the same bytes is read once, and each has a stamp of its own. */
static void
test_shared (void)
{
  g_autoptr (GString) text = g_string_new ("{" ENVELOPE ",\"data\":{\"a\":\"");
  g_autoptr (CsEntry) one = read_text ("{" ENVELOPE ",\"data\":{\"a\":\"b\"}}", NULL);
  g_autoptr (CsEntry) other = read_text ("{" ENVELOPE ",\"data\":{\"a\":\"c\"}}", NULL);
  g_autoptr (CsEntry) two = NULL, longer = NULL, same = NULL;

  cs_entry_stamp (one, 5, 4, 3, "aa");
  two = read_text ("{" ENVELOPE ",\"data\":{\"a\":\"b\"}}", NULL);
  g_assert_true (cs_entry_get_data (one) == cs_entry_get_data (two));
  g_assert_true (cs_entry_get_bytes (one) == cs_entry_get_bytes (two));
  g_assert_cmpint (cs_entry_get_seq (two), ==, 0);
  g_assert_null (cs_entry_get_hash (two));
  cs_entry_stamp (two, 7, 6, 5, "bb");
  g_assert_cmpint (cs_entry_get_seq (one), ==, 5);
  g_assert_cmpstr (cs_entry_get_hash (one), ==, "aa");
  g_assert_cmpstr (cs_entry_get_text (other, "a"), ==, "c");
  g_clear_pointer (&one, cs_entry_unref);
  g_assert_cmpstr (cs_entry_get_text (two, "a"), ==, "b");

  for (int i = 0; i < 10000; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\"}}");
  longer = read_text (text->str, NULL);
  same = read_text (text->str, NULL);
  g_assert_true (cs_entry_get_data (longer) != cs_entry_get_data (same));
}

/* Whether the first of several is still remembered after the others were read. */
static gboolean
is_first_remembered (guint n)
{
  g_autoptr (CsEntry) first = NULL, again = NULL;

  for (guint i = 0; i <= n; i++) {
    g_autofree char *text = g_strdup_printf ("{" ENVELOPE ",\"data\":{\"a\":\"%u\"}}", i);
    CsEntry *entry = read_text (text, NULL);

    if (i == 0)
      first = entry;
    else
      cs_entry_unref (entry);
  }
  again = read_text ("{" ENVELOPE ",\"data\":{\"a\":\"0\"}}", NULL);
  return cs_entry_get_data (first) == cs_entry_get_data (again);
}

/* SG-04: whoever reads one journal in many places remembers more of it. */
static void
test_remembered (void)
{
  g_assert_false (is_first_remembered (1000));
  cs_entry_set_remembered (2000);
  g_assert_true (is_first_remembered (1000));
  cs_entry_set_remembered (256);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry/build/K-20", test_build);
  g_test_add_func ("/entry/made-salt/K-07", test_made_salt);
  g_test_add_func ("/entry/verbatim/K-20", test_verbatim);
  g_test_add_func ("/entry/stamp", test_stamp);
  g_test_add_func ("/entry/newer/K-12", test_newer);
  g_test_add_func ("/entry/kinds", test_kinds);
  g_test_add_func ("/entry/limits", test_limits);
  g_test_add_func ("/entry/shared/SG-04", test_shared);
  g_test_add_func ("/entry/remembered/SG-04", test_remembered);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree char *path = g_strconcat ("/entry/refused/", refused[i].name, NULL);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_refused);
  }
  return g_test_run ();
}
