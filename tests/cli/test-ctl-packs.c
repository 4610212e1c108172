/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-ctl.h"
#include "cs-test-ctl.h"
#include "cs-test-folder.h"

#include <string.h>

/* Two versions of a pack that a workspace does not know yet. */
static const char first[] =
    "{\"format\": 1, \"pack\": \"small\", \"prefix\": \"SM\", \"version\": 1, \"languages\": "
    "[\"en\"],\n"
    " \"calendar\": \"india\", \"domains\": [\"own.example\"],\n"
    " \"regions\": {\"IN\": {\"calendar\": \"india\", \"currency\": \"INR\"}},\n"
    " \"roles\": {\"desk\": {}},\n"
    " \"settings\": {\"Q-1\": {\"type\": \"choice\", \"options\": [\"a\", \"b\"], \"default\": "
    "\"a\","
    " \"unclear\": \"A or b.\"},\n"
    "  \"Q-34\": {\"type\": \"text\", \"many\": true, \"default\": [\"Name\"], \"unclear\": "
    "\"Blank.\"}},\n"
    " \"processes\": [{\"id\": \"one\", \"gates\": {\"G\": {\"facts\": [{\"field\": \"title\"},"
    " {\"setting\": \"Q-34\"}]}},\n"
    "  \"stages\": [{\"id\": \"s\", \"steps\": [{\"id\": \"do\", \"who\": \"desk\"},\n"
    "   {\"id\": \"e\", \"enter\": \"G\", \"end\": \"completed\"}]}]}]}";

static void
write_version (const char *path, const char *const *replacements)
{
  g_autoptr (GString) text = g_string_new (first);

  for (gsize i = 0; replacements[i] != NULL; i += 2)
    g_string_replace (text, replacements[i], replacements[i + 1], 0);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
}

typedef struct {
  CsTestFolder *folder; /* (owned) */
  char *workspace, *path, *next;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const char *const none[] = {NULL};
  const char *const next[] = {"\"version\": 1",
                              "\"version\": 2",
                              ", {\"setting\": \"Q-34\"}",
                              "",
                              "[\"a\", \"b\"]",
                              "[\"a\", \"c\"]",
                              NULL};
  g_autoptr (CsTestCtl) made = NULL;

  self->folder = cs_test_folder_new ();
  self->workspace = g_build_filename (self->folder, "workspace", NULL);
  self->path = g_build_filename (self->folder, "first.json", NULL);
  self->next = g_build_filename (self->folder, "next.json", NULL);
  write_version (self->path, none);
  write_version (self->next, next);
  made = cs_test_ctl ("",
                      "workspace",
                      "create",
                      "--empty",
                      "--name",
                      "Test Person",
                      self->workspace,
                      NULL);
  g_assert_cmpstr (made->errors, ==, "");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->folder, cs_test_folder_free);
  g_free (self->workspace);
  g_free (self->path);
  g_free (self->next);
}

#define PACK(...) cs_test_ctl ("", "--workspace", self->workspace, "pack", __VA_ARGS__, NULL)

static void
assert_says (const CsTestCtl *run, int exit_status, const char *words)
{
  if (run->exit_status != exit_status ||
      (strstr (run->output, words) == NULL && strstr (run->errors, words) == NULL))
    g_error ("“%s” was expected, with %d; %d: %s%s",
             words,
             exit_status,
             run->exit_status,
             run->output,
             run->errors);
}

/* L-40: a version is compared, put in force, and the next one says what it lowers. */
static void
test_activate (Fixture *self, gconstpointer data)
{
  g_autoptr (CsTestCtl) unknown = PACK ("diff", self->next);
  g_autoptr (CsTestCtl) activated = PACK ("activate", self->path);
  g_autoptr (CsTestCtl) listed = PACK ("list");
  g_autoptr (CsTestCtl) difference = PACK ("diff", self->next);
  g_autoptr (CsTestCtl) json = PACK ("diff", self->path, self->next, "--json");
  g_autoptr (CsTestCtl) next = PACK ("activate", self->next);
  g_autoptr (CsTestCtl) again = PACK ("list", "--json");

  assert_says (unknown, CS_CTL_NOT_FOUND, "No pack “small” is in force here");
  assert_says (activated, CS_CTL_OK, "");
  assert_says (listed, CS_CTL_OK, "small           1");
  assert_says (difference, CS_CTL_OK, "lowered: the gate “G” lost a fact\n");
  assert_says (difference, CS_CTL_OK, "changed setting Q-1: options\n");
  assert_says (json, CS_CTL_OK, "\"change\":\"lowered\"");
  assert_says (next, CS_CTL_OK, "lowered: the gate “G” lost a fact\n");
  assert_says (again, CS_CTL_OK, "\"pack\":\"small\",\"version\":2");
}

/* what the document leaves open is answered by somebody, and kept for the next version. */
static void
test_settings (Fixture *self, gconstpointer data)
{
  g_autoptr (CsTestCtl) activated = PACK ("activate", self->path);
  g_autoptr (CsTestCtl) listed = PACK ("settings", "small");
  g_autoptr (CsTestCtl) wrong = PACK ("settings", "small", "Q-1=x");
  g_autoptr (CsTestCtl) unknown = PACK ("settings", "small", "Q-9=x");
  g_autoptr (CsTestCtl) answered = PACK ("settings", "small", "Q-1=b", "Q-34=Name;Address");
  g_autoptr (CsTestCtl) confirmed = PACK ("settings", "small");
  g_autoptr (CsTestCtl) next = PACK ("activate", self->next);
  g_autoptr (CsTestCtl) kept = PACK ("settings", "small");
  g_autoptr (CsTestCtl) taken_back = PACK ("settings", "small", "Q-34=");
  g_autoptr (CsTestCtl) json = PACK ("settings", "small", "--json");

  assert_says (activated, CS_CTL_OK, "");
  assert_says (listed, CS_CTL_OK, "Q-34: Name (default)\n  Blank.\n");
  assert_says (wrong, CS_CTL_INVALID, "Q-1 expects one of “a”, “b”");
  assert_says (unknown, CS_CTL_INVALID, "has no setting “Q-9”");
  assert_says (answered, CS_CTL_OK, "");
  assert_says (confirmed, CS_CTL_OK, "Q-1: B (confirmed)");
  assert_says (confirmed, CS_CTL_OK, "Q-34: Name;Address (confirmed)");
  assert_says (next, CS_CTL_OK, "lowered");
  assert_says (kept, CS_CTL_OK, "Q-1: A (default)");
  assert_says (kept, CS_CTL_OK, "Q-34: Name;Address (confirmed)");
  assert_says (taken_back, CS_CTL_OK, "");
  assert_says (json, CS_CTL_OK, "\"value\":[\"Name\"],\"confirmed\":false");
}

/* a request that waits for an answer takes it when it is confirmed, and says so; one that has
 * its answers, or is closed, keeps what it has. */
static void
test_spread (Fixture *self, gconstpointer data)
{
  static const char opening[] =
      "{\"kind\": \"client\", \"data\": {\"id\": \"c-a\", \"name\": \"Amber\"}}\n"
      "{\"kind\": \"role\", \"data\": {\"pack\": \"small\", \"role\": \"desk\", \"person\":"
      " \"p-me\", \"held\": true}}\n"
      "{\"kind\": \"open\", \"data\": {\"pack\": \"small\", \"client\": \"c-a\", \"region\": "
      "\"IN\","
      " \"title\": \"First\"}}\n";
  static const char early[] =
      "{\"kind\": \"setting\", \"request\": \"SM-1001\", \"data\": {\"setting\": \"Q-34\","
      " \"value\": [\"Other\"]}}\n"
      "{\"kind\": \"setting\", \"request\": \"SM-1001\", \"data\": {\"setting\": \"Q-1\","
      " \"value\": \"b\"}}\n";
  static const char again[] =
      "{\"kind\": \"setting\", \"request\": \"SM-1001\", \"data\": {\"setting\": \"Q-34\","
      " \"value\": [\"Name\", \"Address\"]}}\n"
      "{\"kind\": \"complete\", \"request\": \"SM-1001\", \"data\": {\"step\": \"do\"}}\n";
  g_autoptr (CsTestCtl) activated = PACK ("activate", self->path);
  g_autoptr (CsTestCtl) opened = cs_test_ctl (opening, "--workspace", self->workspace, "act", NULL);
  g_autoptr (CsTestCtl) refused = cs_test_ctl (early, "--workspace", self->workspace, "act", NULL);
  g_autoptr (CsTestCtl) answered = PACK ("settings", "small", "Q-1=b", "Q-34=Name;Address");
  g_autoptr (CsTestCtl) taken = cs_test_ctl ("",
                                             "--workspace",
                                             self->workspace,
                                             "request",
                                             "show",
                                             "SM-1001",
                                             "--json",
                                             NULL);
  g_autoptr (CsTestCtl) later = cs_test_ctl (again, "--workspace", self->workspace, "act", NULL);
  g_autoptr (CsTestCtl) taken_back = PACK ("settings", "small", "Q-34=Name");
  g_autoptr (CsTestCtl) closed = cs_test_ctl ("",
                                              "--workspace",
                                              self->workspace,
                                              "request",
                                              "show",
                                              "SM-1001",
                                              "--json",
                                              NULL);

  assert_says (activated, CS_CTL_OK, "");
  assert_says (opened, CS_CTL_OK, "SM-1001");
  assert_says (refused, CS_CTL_FAILED, "not what an administrator has confirmed");
  assert_says (refused, CS_CTL_FAILED, "Nothing here waits for the confirmation of “Q-1”");
  assert_says (answered, CS_CTL_OK, "");
  g_test_message ("%s", taken->output);
  assert_says (taken, CS_CTL_OK, "setting");
  assert_says (later, CS_CTL_FAILED, "has its answer to “Q-34” already");
  assert_says (taken_back, CS_CTL_OK, "");
  g_test_message ("%s", closed->output);
  assert_says (closed, CS_CTL_OK, "completed");
}

/* the entry itself is refused too, where it is made by other means. */
static void
test_refused (Fixture *self, gconstpointer data)
{
  const char *const broken[] = {"\"who\": \"desk\"", "\"opens\": \"on-return\"", NULL};
  g_autoptr (CsTestCtl) activated = PACK ("activate", self->path);
  g_autoptr (CsTestCtl) listed = PACK ("list", "--json");
  const char *at = strstr (listed->output, "\"pack\":\"small\"");
  const char *start = at != NULL ? strstr (at, "\"digest\":\"") : NULL;
  g_autofree char *digest = start != NULL ? g_strndup (start + 10, 64) : NULL;
  g_autofree char *line = g_strdup_printf (
      "{\"kind\": \"pack\", \"data\": {\"pack\": \"small\", \"digest\": \"%s\", \"settings\": "
      "{\"Q-1\": \"x\"}}}\n",
      digest);
  g_autofree char *other = g_strdup_printf (
      "{\"kind\": \"pack\", \"data\": {\"pack\": \"other\", \"digest\": \"%s\"}}\n",
      digest);
  g_autoptr (CsTestCtl) settings = cs_test_ctl (line, "--workspace", self->workspace, "act", NULL);
  g_autoptr (CsTestCtl) name = cs_test_ctl (other, "--workspace", self->workspace, "act", NULL);
  g_autoptr (CsTestCtl) linted = NULL;
  g_autoptr (CsTestCtl) missing = PACK ("activate", "/nowhere/pack.json");

  g_assert_cmpint (activated->exit_status, ==, CS_CTL_OK);
  assert_says (settings, CS_CTL_FAILED, "Q-1 expects one of");
  assert_says (name, CS_CTL_FAILED, "The pack is “small” and not “other”");
  write_version (self->next, broken);
  linted = PACK ("activate", self->next);
  assert_says (linted, CS_CTL_INVALID, "(L-11)");
  assert_says (missing, CS_CTL_NOT_FOUND, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/ctl-packs/L-40-activate", Fixture, NULL, set_up, test_activate, tear_down);
  g_test_add ("/ctl-packs/Q-34-settings", Fixture, NULL, set_up, test_settings, tear_down);
  g_test_add ("/ctl-packs/Q-34-spread", Fixture, NULL, set_up, test_spread, tear_down);
  g_test_add ("/ctl-packs/X-01-refused", Fixture, NULL, set_up, test_refused, tear_down);
  return g_test_run ();
}
