/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* What the document leaves open, said or noticed: settings (L-50) and gaps in lists (L-51). */

#define FEWEST_NUMBERED 3 /* fewer are no list */
#define LONGEST_GAP     5 /* more is a number of another kind */

static const json_t *
settings_of (const CsCheck *self)
{
  return json_object_get (self->pack->root, "settings");
}

static void
list_unclear (CsCheck *self, const CsSetting *setting)
{
  g_autofree char *unclear = cs_text_dup (setting->unclear, "en");

  if (setting->unclear != NULL)
    cs_check_say (self,
                  CS_FINDING_NOTE,
                  "L-50",
                  settings_of (self),
                  setting->id,
                  "%s: %s",
                  setting->id,
                  unclear);
}

static gboolean
is_empty (const json_t *value)
{
  const json_t *member;
  gsize i;

  if (json_is_string (value))
    return json_string_value (value)[0] == '\0';
  json_array_foreach (value, i, member)
  {
    if (!is_empty (member))
      return FALSE;
  }
  return value == NULL || json_is_array (value);
}

/* D-C19: a list that the document only announces. */
static void
check_blank (CsCheck *self, const CsSetting *setting)
{
  if (is_empty (setting->initial))
    cs_check_say (self,
                  setting->unclear != NULL ? CS_FINDING_NOTE : CS_FINDING_WARNING,
                  "L-50",
                  settings_of (self),
                  setting->id,
                  _ ("“%s” is blank until an administrator answers it"),
                  setting->id);
}

typedef struct {
  CsCheck *check;
  const CsGate *gate;
} GateWalk;

/* what no document says and no default settles; somebody has to say it once. */
static void
check_confirmed (const CsCond *cond, gpointer data)
{
  const GateWalk *walk = data;
  CsCheck *self = walk->check;

  if (cond->kind != CS_COND_SETTING || cond->values[0] != NULL)
    return;
  cs_check_say (
      self,
      cond->setting->unclear != NULL ? CS_FINDING_NOTE : CS_FINDING_WARNING,
      "L-50",
      cs_check_get (self, "gates"),
      walk->gate->id,
      _ ("the gate “%s” stays closed until an administrator has confirmed “%s”, which the "
         "document does not say"),
      walk->gate->id,
      cond->setting->id);
}

static void
check_gates (CsCheck *self)
{
  for (guint i = 0; i < self->process->gates->len; i++) {
    const CsGate *gate = self->process->gates->pdata[i];
    const GateWalk walk = {self, gate};

    for (guint j = 0; j < gate->facts->len; j++)
      cs_check_walk_cond (((const CsFact *)gate->facts->pdata[j])->cond,
                          check_confirmed,
                          (gpointer)&walk);
  }
}

/* Whether an id is a letter or more, a number, and perhaps one more letter: "K9a", "item-12". */
static gboolean
split_number (const char *id, char **prefix, guint *number)
{
  gsize length = strlen (id), end, start;

  end = length > 1 && g_ascii_islower (id[length - 1]) ? length - 1 : length;
  start = end;
  while (start > 0 && g_ascii_isdigit (id[start - 1]))
    start--;
  if (start == 0 || start == end || end - start > 2)
    return FALSE;
  *prefix = g_strndup (id, start);
  *number = (guint)strtoul (id + start, NULL, 10);
  return TRUE;
}

/* The setting that owns up to gaps of ids that begin like this. */
static const CsSetting *
find_about_prefix (const CsCheck *self, const char *prefix)
{
  for (guint i = 0; i < self->pack->settings->len; i++) {
    const CsSetting *setting = self->pack->settings->pdata[i];

    for (char **id = setting->about; setting->unclear != NULL && *id != NULL; id++)
      if (g_str_has_prefix (*id, prefix) && g_ascii_isdigit ((*id)[strlen (prefix)]))
        return setting;
  }
  return NULL;
}

/* K1a, K2 and K4 without a K3. */
static void
check_gaps (CsCheck *self, const char *prefix, GHashTable *numbers)
{
  const CsSetting *setting = find_about_prefix (self, prefix);
  guint first = G_MAXUINT, last = 0;
  GHashTableIter iter;
  gpointer number;

  g_hash_table_iter_init (&iter, numbers);
  while (g_hash_table_iter_next (&iter, &number, NULL)) {
    first = MIN (first, GPOINTER_TO_UINT (number));
    last = MAX (last, GPOINTER_TO_UINT (number));
  }
  for (guint i = first, gap = 0; i < last && g_hash_table_size (numbers) >= FEWEST_NUMBERED; i++) {
    const char *next = g_hash_table_lookup (numbers, GUINT_TO_POINTER (i + 1));

    gap = g_hash_table_contains (numbers, GUINT_TO_POINTER (i)) ? 0 : gap + 1;
    if (gap > 0 && gap <= LONGEST_GAP && next != NULL)
      cs_check_say (self,
                    setting != NULL ? CS_FINDING_NOTE : CS_FINDING_WARNING,
                    "L-51",
                    cs_check_get (self, "fields"),
                    next,
                    _ ("there is no %s%u before “%s”%s%s%s"),
                    prefix,
                    i,
                    next,
                    setting != NULL ? " (" : "",
                    setting != NULL ? setting->id : "",
                    setting != NULL ? ")" : "");
  }
}

static void
check_numbering (CsCheck *self)
{
  g_autoptr (GHashTable) lists =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
  GHashTableIter iter;
  gpointer prefix, numbers;

  for (guint i = CS_N_FIELD_INDEXES; i < self->process->fields->len; i++) {
    const CsField *field = self->process->fields->pdata[i];
    char *list = NULL;
    guint number;

    if (!split_number (field->id, &list, &number))
      continue;
    numbers = g_hash_table_lookup (lists, list);
    if (numbers == NULL) {
      numbers = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (lists, g_strdup (list), numbers);
    }
    if (!g_hash_table_contains (numbers, GUINT_TO_POINTER (number)))
      g_hash_table_insert (numbers, GUINT_TO_POINTER (number), field->id);
    g_free (list);
  }
  g_hash_table_iter_init (&iter, lists);
  while (g_hash_table_iter_next (&iter, &prefix, &numbers))
    check_gaps (self, prefix, numbers);
}

/**
 * cs_check_marks: (skip)
 * @self: a check of a process, or of none for what is the whole pack's
 *
 * All that the document leaves open (L-50), also where no setting says so: answers that are blank,
 * gates that wait for an administrator; gaps in numbered lists (L-51, Q-33). Where a
 * setting owns up to it, it is a note.
 */
void
cs_check_marks (CsCheck *self)
{
  if (self->process != NULL) {
    check_gates (self);
    check_numbering (self);
    return;
  }
  for (guint i = 0; i < self->pack->settings->len; i++) {
    list_unclear (self, self->pack->settings->pdata[i]);
    check_blank (self, self->pack->settings->pdata[i]);
  }
}
