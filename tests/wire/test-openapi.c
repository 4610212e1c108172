/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-wire-files.h"
#include "cs-wire-head.h"
#include "cs-wire-info.h"
#include "cs-wire-problem.h"
#include "cs-wire-pull.h"
#include "cs-wire-push.h"
#include "cs-wire-session.h"
#include "messages.h"

/* The published document and the program agree on every message: its example has all members that
 * the document lists, the program reads and writes exactly these, and both demand the same ones. */

static const struct {
  const char *name;
  Message message;
} messages[] = {
    {"cs_wire_head",
     {(gpointer (*) (const char *, gsize, GError **))cs_wire_head_from_json,
      (char *(*)(gconstpointer))cs_wire_head_to_json,
      (void (*) (gpointer))cs_signed_head_free}},
#define NAMED(name)                                                                                \
  {                                                                                                \
#name, MESSAGE(name)                                                                           \
  }
    NAMED (cs_wire_push),
    NAMED (cs_wire_push_answer),
    NAMED (cs_wire_pull),
    NAMED (cs_wire_checkpoint),
    NAMED (cs_wire_wait),
    NAMED (cs_wire_hint),
    NAMED (cs_wire_consistency),
    NAMED (cs_wire_inclusion),
    NAMED (cs_wire_proof),
    NAMED (cs_wire_info),
    NAMED (cs_wire_file_begin),
    NAMED (cs_wire_file_place),
    NAMED (cs_wire_file_open),
    NAMED (cs_wire_file_grant),
    NAMED (cs_wire_invitation),
    NAMED (cs_wire_oidc_session),
    NAMED (cs_wire_session),
    NAMED (cs_wire_refresh),
    NAMED (cs_wire_end),
    NAMED (cs_wire_revoke),
    NAMED (cs_wire_done),
    NAMED (cs_wire_confirm),
    NAMED (cs_wire_passphrase),
    NAMED (cs_wire_invite),
    NAMED (cs_wire_invited),
    NAMED (cs_wire_me),
    NAMED (cs_wire_problem),
};

static json_t *
load_schemas (json_t **document)
{
  g_autofree char *path = g_build_filename (g_getenv ("CS_SOURCE_ROOT"),
                                            "data",
                                            "countersign-server.openapi.json",
                                            NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  *document = cs_json_load (text, length, &error);
  g_assert_no_error (error);
  return json_object_get (json_object_get (*document, "components"), "schemas");
}

static const json_t *
find_schema (json_t *schemas, const char *message)
{
  const char *key;
  json_t *schema;

  json_object_foreach (schemas, key, schema)
  {
    if (g_strcmp0 (cs_json_get_string (schema, "x-message"), message) == 0)
      return schema;
  }
  g_error ("%s is not in the document", message);
}

static gboolean
is_required (const json_t *schema, const char *member)
{
  const json_t *name;
  gsize index;

  json_array_foreach (json_object_get (schema, "required"), index, name)
  {
    if (g_strcmp0 (json_string_value (name), member) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
test_message (gconstpointer data)
{
  const Message *message = &messages[GPOINTER_TO_SIZE (data)].message;
  g_autoptr (json_t) document = NULL;
  json_t *schemas = load_schemas (&document);
  const json_t *schema = find_schema (schemas, messages[GPOINTER_TO_SIZE (data)].name);
  const json_t *example = json_array_get (json_object_get (schema, "examples"), 0);
  g_autofree char *text = cs_json_dump (example);
  g_autoptr (GPtrArray) optional = g_ptr_array_new ();
  const char *member;
  json_t *ignored;

  json_object_foreach (json_object_get (schema, "properties"), member, ignored)
  {
    if (json_object_get (example, member) == NULL)
      g_error ("the example lacks “%s”", member);
    if (!is_required (schema, member))
      g_ptr_array_add (optional, (gpointer)member);
  }
  g_ptr_array_add (optional, NULL);
  assert_round_trip (message, text);
  assert_members_needed (message, text, (const char *const *)optional->pdata);
}

/* The other way round: the document has no message that the program does not know. */
static void
test_no_others (void)
{
  g_autoptr (json_t) document = NULL;
  json_t *schemas = load_schemas (&document);
  const char *key;
  json_t *schema;

  json_object_foreach (schemas, key, schema)
  {
    const char *name = cs_json_get_string (schema, "x-message");
    gboolean is_known = name == NULL;

    for (gsize i = 0; i < G_N_ELEMENTS (messages) && !is_known; i++)
      is_known = g_str_equal (messages[i].name, name);
    if (!is_known)
      g_error ("%s is no message of the program", name);
  }
}

static void
test_problems (void)
{
  g_autoptr (json_t) document = NULL;
  g_autofree char *text = NULL;

  load_schemas (&document);
  text = cs_json_dump (document);
  for (CsProblem each = CS_PROBLEM_INVALID; each <= CS_PROBLEM_UNAVAILABLE; each++) {
    g_autofree char *name = g_strdup_printf ("`%s`", cs_problem_get_name (each));

    if (strstr (text, name) == NULL && each != CS_PROBLEM_METHOD && each != CS_PROBLEM_MEDIA_TYPE &&
        each != CS_PROBLEM_FAILED)
      g_error ("the document does not say %s", name);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (messages); i++) {
    g_autofree char *path = g_strdup_printf ("/openapi/%s", messages[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_message);
  }
  g_test_add_func ("/openapi/no-others", test_no_others);
  g_test_add_func ("/openapi/problems", test_problems);
  return g_test_run ();
}
