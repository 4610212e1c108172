/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-json.h"
#include "cs-workspace.h"

#include <string.h>
#include <unistd.h>

/*
 * kill-writer FOLDER SEED: works in a workspace as the windows do, as fast as it can, until it is
 * killed. What a screen would call saved it announces, one line each, in one write:
 *   ready | draft ID NUMBER | gone ID | entry ID | open ID | hold ID | undone ID
 */

#define N_DRAFTS 6

typedef struct {
  GMainLoop *loop;
  CsWorkspace *workspace;
  GRand *random;
  json_t *open; /* what a new request says, without its title */
  GPtrArray *requests;
  GPtrArray *holds;
  char *drafts[N_DRAFTS];
  guint slot; /* of the draft under way */
  guint number;
} Writer;

static void step (Writer *self);

static void
announce (const char *what, const char *id, guint number)
{
  g_autofree char *line = number > 0 ? g_strdup_printf ("%s %s %u\n", what, id, number)
                                     : g_strdup_printf ("%s %s\n", what, id);
  gsize length = strlen (line);

  if (write (STDOUT_FILENO, line, length) != (gssize)length)
    _exit (3);
}

static void
fail (const char *what, const GError *error)
{
  g_printerr ("%s: %s\n", what, error != NULL ? error->message : "refused");
  _exit (2);
}

/* Drafts: rewritten as they are typed, with a text whose length tells whether it is whole. */

static void
draft_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autoptr (GError) error = NULL;
  char *id = cs_workspace_save_draft_finish (self->workspace, result, &error);

  if (id == NULL)
    fail ("draft", error);
  g_free (self->drafts[self->slot]);
  self->drafts[self->slot] = id;
  announce ("draft", id, self->number);
  step (self);
}

static void
save_draft (Writer *self)
{
  gsize length = (gsize)g_rand_int_range (self->random, 1, 40000);
  g_autofree char *text = g_strnfill (length, 'x');
  g_autoptr (json_t) content = json_pack ("{s:i, s:I, s:s}",
                                          "number",
                                          (int)++self->number,
                                          "length",
                                          (json_int_t)length,
                                          "text",
                                          text);

  self->slot = (guint)g_rand_int_range (self->random, 0, N_DRAFTS);
  cs_workspace_save_draft_async (self->workspace,
                                 self->drafts[self->slot],
                                 "sow",
                                 NULL,
                                 content,
                                 draft_saved_cb,
                                 self);
}

static void
draft_gone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autofree char *id = g_steal_pointer (&self->drafts[self->slot]);
  g_autoptr (GError) error = NULL;

  if (!cs_workspace_delete_draft_finish (self->workspace, result, &error))
    fail ("draft to delete", error);
  announce ("gone", id, 0);
  step (self);
}

static void
delete_draft (Writer *self)
{
  self->slot = (guint)g_rand_int_range (self->random, 0, N_DRAFTS);
  if (self->drafts[self->slot] == NULL) {
    save_draft (self);
    return;
  }
  /* Said before, or a kill between would look like a loss. */
  announce ("going", self->drafts[self->slot], 0);
  cs_workspace_delete_draft_async (self->workspace, self->drafts[self->slot], draft_gone_cb, self);
}

/* Entries */

static void
submitted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome = cs_workspace_submit_finish (self->workspace, result, &error);

  if (outcome == NULL)
    fail ("entry", error);
  if (!outcome->is_accepted)
    fail (outcome->reason->text, NULL);
  if (cs_entry_get_kind (outcome->entry) == CS_KIND_OPEN) {
    announce ("open", cs_entry_get_request (outcome->entry), 0);
    g_ptr_array_add (self->requests, g_strdup (cs_entry_get_request (outcome->entry)));
  }
  announce ("entry", cs_entry_get_id (outcome->entry), 0);
  step (self);
}

static void
open_request (Writer *self)
{
  g_autoptr (json_t) data = json_deep_copy (self->open);
  g_autofree char *title = g_strdup_printf ("Request %u", g_rand_int (self->random));

  json_object_set_new (data, "title", json_string (title));
  cs_workspace_submit_async (self->workspace, NULL, "open", data, NULL, submitted_cb, self);
}

static const char *
pick_request (Writer *self)
{
  return self->requests->pdata[g_rand_int_range (self->random, 0, (gint32)self->requests->len)];
}

static void
write_note (Writer *self)
{
  g_autofree char *text = g_strnfill ((gsize)g_rand_int_range (self->random, 1, 4000), 'n');
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", text);

  cs_workspace_submit_async (self->workspace,
                             pick_request (self),
                             "note",
                             data,
                             NULL,
                             submitted_cb,
                             self);
}

/* Held decisions */

static void
held_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autoptr (GError) error = NULL;
  char *id = cs_workspace_hold_finish (self->workspace, result, &error);

  if (id == NULL)
    fail ("hold", error);
  g_ptr_array_add (self->holds, id);
  announce ("hold", id, 0);
  step (self);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autofree char *id = g_ptr_array_steal_index (self->holds, self->holds->len - 1);
  g_autoptr (GError) error = NULL;

  if (!cs_workspace_undo_hold_finish (self->workspace, result, &error))
    fail ("undo", error);
  announce ("undone", id, 0);
  step (self);
}

static void
hold_or_undo (Writer *self)
{
  CsTimeSource *time_source = cs_workspace_get_time_source (self->workspace);
  g_autoptr (json_t) data = json_pack ("{s:s}", "text", "held");

  if (self->holds->len > 3) {
    const char *id = self->holds->pdata[self->holds->len - 1];

    announce ("undoing", id, 0);
    cs_workspace_undo_hold_async (self->workspace, id, undone_cb, self);
    return;
  }
  cs_workspace_hold_async (self->workspace,
                           pick_request (self),
                           "note",
                           data,
                           cs_time_source_get_now (time_source) + G_TIME_SPAN_DAY,
                           held_cb,
                           self);
}

static void
step (Writer *self)
{
  gint32 chance = g_rand_int_range (self->random, 0, 100);

  if (self->requests->len == 0 || chance < 15)
    open_request (self);
  else if (chance < 55)
    save_draft (self);
  else if (chance < 60)
    delete_draft (self);
  else if (chance < 70)
    hold_or_undo (self);
  else
    write_note (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Writer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) packs = NULL;
  const CsPack *pack;
  const CsProcess *process;
  const CsField *region;

  self->workspace = cs_workspace_open_finish (result, &error);
  if (self->workspace == NULL)
    fail ("workspace", error);
  packs = cs_workspace_list_packs (self->workspace);
  if (packs->len == 0)
    fail ("no pack", NULL);
  pack = packs->pdata[0];
  process = pack->processes->pdata[0];
  region = process->fields->pdata[CS_FIELD_INDEX_REGION];
  self->open = json_pack ("{s:s, s:s, s:s, s:s}",
                          "pack",
                          pack->id,
                          "process",
                          process->id,
                          "client",
                          "c-kill",
                          "region",
                          ((const CsOption *)region->options->pdata[0])->id);
  announce ("ready", "-", 0);
  step (self);
}

int
main (int argc, char **argv)
{
  g_autoptr (CsTimeSource) time_source = cs_time_source_new ();
  Writer self = {.loop = g_main_loop_new (NULL, FALSE),
                 .requests = g_ptr_array_new_with_free_func (g_free),
                 .holds = g_ptr_array_new_with_free_func (g_free)};

  if (argc != 3)
    return 1;
  self.random = g_rand_new_with_seed ((guint32)g_ascii_strtoull (argv[2], NULL, 10));
  cs_workspace_open_async (argv[1], time_source, NULL, opened_cb, &self);
  g_main_loop_run (self.loop);
  return 0;
}
