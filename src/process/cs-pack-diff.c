/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-diff.h"

#include <string.h>

/* What differs between two versions of a pack: lowered safeguards first, then thing by thing. */

typedef struct {
  GPtrArray *changes;  /* CsPackChange */
  const char *process; /* (nullable) the one being compared */
} Diff;

static void
change_free (CsPackChange *self)
{
  g_free (self->process);
  g_free (self->what);
  g_free (self->id);
  g_free (self->detail);
  g_free (self);
}

static void
add (Diff *self, CsPackChangeKind kind, const char *what, const char *id, const char *detail)
{
  CsPackChange *change = g_new0 (CsPackChange, 1);

  change->kind = kind;
  change->process = g_strdup (self->process);
  change->what = g_strdup (what);
  change->id = g_strdup (id);
  change->detail = g_strdup (detail);
  g_ptr_array_add (self->changes, change);
}

/* Two missing values are equal, which jansson does not say. */
static gboolean
differs (const json_t *one, const json_t *other)
{
  return one != other && (one == NULL || other == NULL || !json_equal (one, other));
}

static void
note_key (GString *keys, const char *key)
{
  g_string_append_printf (keys, "%s%s", keys->len > 0 ? ", " : "", key);
}

/* The keys of two objects that differ, in words; NULL where none does. */
static char *
list_keys (const json_t *before, const json_t *after)
{
  GString *keys = g_string_new (NULL);
  const char *key;
  json_t *value;

  if (!json_is_object (before) || !json_is_object (after)) {
    gboolean is_same = json_equal (before, after);

    return g_string_free (keys, is_same);
  }
  json_object_foreach ((json_t *)before, key, value)
  {
    if (differs (value, json_object_get (after, key)))
      note_key (keys, key);
  }
  json_object_foreach ((json_t *)after, key, value)
  {
    if (json_object_get (before, key) == NULL)
      note_key (keys, key);
  }
  return g_string_free (keys, keys->len == 0);
}

static void
compare_one (Diff *self,
             const char *what,
             const char *id,
             const json_t *before,
             const json_t *after)
{
  g_autofree char *keys = before != NULL && after != NULL ? list_keys (before, after) : NULL;

  if (before == NULL)
    add (self, CS_PACK_CHANGE_ADDED, what, id, NULL);
  else if (after == NULL)
    add (self, CS_PACK_CHANGE_REMOVED, what, id, NULL);
  else if (keys != NULL)
    add (self, CS_PACK_CHANGE_ALTERED, what, id, *keys != '\0' ? keys : NULL);
}

static void
compare_named (Diff *self, const char *what, const json_t *before, const json_t *after)
{
  const char *id;
  json_t *value;

  json_object_foreach ((json_t *)before, id, value)
  {
    compare_one (self, what, id, value, json_object_get (after, id));
  }
  json_object_foreach ((json_t *)after, id, value)
  {
    if (json_object_get (before, id) == NULL)
      compare_one (self, what, id, NULL, value);
  }
}

/* A list of things with ids as an object, so that an order alone is no difference. */
static json_t *
by_id (const json_t *list)
{
  json_t *named = json_object (), *thing;
  gsize i;

  json_array_foreach (list, i, thing)
  {
    const char *id = cs_json_get_string (thing, "id");

    if (id != NULL)
      json_object_set (named, id, thing);
  }
  return named;
}

/* Steps of all stages, each with what its stage gives it: a stage's change is its steps' change. */
static json_t *
steps_by_id (const json_t *process)
{
  static const char *const given[] = {"who", "when", "enter", "after"};
  json_t *named = json_object (), *stage, *step;
  gsize i, j;

  json_array_foreach (json_object_get (process, "stages"), i, stage)
  {
    json_array_foreach (json_object_get (stage, "steps"), j, step)
    {
      const char *id = cs_json_get_string (step, "id");
      json_t *whole = json_copy (step);

      json_object_set_new (whole, "stage", json_string (cs_json_get_string (stage, "id")));
      for (gsize g = 0; g < G_N_ELEMENTS (given); g++)
        if (json_object_get (step, given[g]) == NULL && json_object_get (stage, given[g]) != NULL)
          json_object_set (whole, given[g], json_object_get (stage, given[g]));
      if (id != NULL)
        json_object_set (named, id, whole);
      json_decref (whole);
    }
  }
  return named;
}

static void
compare_processes (Diff *self, const json_t *before, const json_t *after)
{
  static const struct {
    const char *key, *what;
  } parts[] = {{"fields", "field"},
               {"documents", "document"},
               {"gates", "gate"},
               {"clocks", "clock"},
               {"pauses", "pause"},
               {"mails", "mail"}};
  g_autoptr (json_t) old_steps = steps_by_id (before);
  g_autoptr (json_t) new_steps = steps_by_id (after);

  compare_named (self, "step", old_steps, new_steps);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    compare_named (self,
                   parts[i].what,
                   json_object_get (before, parts[i].key),
                   json_object_get (after, parts[i].key));
  if (differs (json_object_get (before, "owner"), json_object_get (after, "owner")))
    add (self, CS_PACK_CHANGE_ALTERED, "process", self->process, "owner");
}

static void
add_lowered (Diff *self, const CsPack *before, const CsPack *after)
{
  g_autoptr (GPtrArray) findings = cs_pack_check (after, before);

  for (guint i = 0; i < findings->len; i++) {
    const CsFinding *finding = findings->pdata[i];

    if (strcmp (finding->code, "L-40") == 0 || strcmp (finding->code, "L-04") == 0)
      add (self, CS_PACK_CHANGE_LOWERED, NULL, NULL, finding->text);
  }
}

/* Whatever else stands in the pack itself. */
static void
compare_head (Diff *self, const json_t *before, const json_t *after)
{
  static const char *const keys[] =
      {"title", "languages", "calendar", "domains", "teams", "keep", "prefix"};

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (differs (json_object_get (before, keys[i]), json_object_get (after, keys[i])))
      add (self, CS_PACK_CHANGE_ALTERED, "pack", NULL, keys[i]);
}

/**
 * cs_pack_diff:
 * @before: the version in force
 * @after: the one that is to follow it
 *
 * Compares two versions of a pack: what lowers a safeguard first (L-40), then what was added,
 * removed and altered, thing by thing.
 *
 * Returns: (transfer full) (element-type CsPackChange): the differences
 */
GPtrArray *
cs_pack_diff (const CsPack *before, const CsPack *after)
{
  static const struct {
    const char *key, *what;
  } parts[] = {{"roles", "role"},
               {"people", "person"},
               {"regions", "region"},
               {"settings", "setting"},
               {"scopes", "scope"},
               {"references", "reference"},
               {"client", "client record"},
               {"document", "document page"}};
  Diff self = {g_ptr_array_new_with_free_func ((GDestroyNotify)change_free), NULL};
  g_autoptr (json_t) old_processes = by_id (json_object_get (before->root, "processes"));
  g_autoptr (json_t) new_processes = by_id (json_object_get (after->root, "processes"));
  const char *id;
  json_t *process;

  add_lowered (&self, before, after);
  json_object_foreach (old_processes, id, process)
  {
    self.process = id;
    if (json_object_get (new_processes, id) != NULL)
      compare_processes (&self, process, json_object_get (new_processes, id));
    else
      compare_one (&self, "process", id, process, NULL);
  }
  json_object_foreach (new_processes, id, process)
  {
    self.process = id;
    if (json_object_get (old_processes, id) == NULL)
      compare_one (&self, "process", id, NULL, process);
  }
  self.process = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    compare_named (&self,
                   parts[i].what,
                   json_object_get (before->root, parts[i].key),
                   json_object_get (after->root, parts[i].key));
  compare_head (&self, before->root, after->root);
  return self.changes;
}

/**
 * cs_pack_change_get_kind_name:
 * @self: a difference
 *
 * Returns: (transfer none): "lowered", "added", "removed" or "changed"
 */
const char *
cs_pack_change_get_kind_name (const CsPackChange *self)
{
  static const char *const names[] = {"lowered", "added", "removed", "changed"};

  return names[self->kind];
}

/**
 * cs_pack_change_format:
 * @self: a difference
 *
 * Returns: (transfer full): one line: `changed step approve (order): who, form`
 */
char *
cs_pack_change_format (const CsPackChange *self)
{
  GString *line = g_string_new (cs_pack_change_get_kind_name (self));

  if (self->kind == CS_PACK_CHANGE_LOWERED) {
    g_string_append_printf (line, ": %s", self->detail);
    return g_string_free (line, FALSE);
  }
  g_string_append_printf (line, " %s", self->what);
  if (self->id != NULL)
    g_string_append_printf (line, " %s", self->id);
  if (self->process != NULL && g_strcmp0 (self->process, self->id) != 0)
    g_string_append_printf (line, " (%s)", self->process);
  if (self->detail != NULL)
    g_string_append_printf (line, ": %s", self->detail);
  return g_string_free (line, FALSE);
}
