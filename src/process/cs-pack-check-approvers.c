/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One document, approved here by these and there by others (L-23). */

typedef struct {
  CsCheck *check;
  const CsStep *first, *second; /* of the same document */
  const CsSetting *setting;     /* (nullable) assumed to be answered … */
  const char *value;            /* … with this */
} Pair;

/* Which roles decide at a step in a region, in order. */
static char *
describe_levels (const Pair *self, const CsStep *step, const char *region)
{
  GString *roles = g_string_new (NULL);

  for (guint i = 0; i < step->approval->levels->len; i++) {
    const CsLevel *level = step->approval->levels->pdata[i];
    CsTruth applies =
        cs_check_truth_with (self->check, level->when, region, self->setting, self->value);

    for (guint j = 0; !level->is_consent && applies != CS_TRUTH_FALSE && j < level->who->len; j++) {
      const CsWho *who = level->who->pdata[j];

      g_string_append_printf (roles, " %s", who->role != NULL ? who->role->id : who->field->id);
    }
  }
  return g_string_free (roles, FALSE);
}

/* Where a setting that is marked as unclear decides, the difference is only listed. */
static void
say (const Pair *self, const char *one, const char *other, const char *region)
{
  const CsSetting *setting = self->setting;
  gboolean is_known;
  g_autofree char *cause = NULL;

  if (setting == NULL)
    setting = cs_check_find_about (self->check, self->second->id);
  if (setting == NULL)
    setting = cs_check_find_about (self->check, self->first->id);
  is_known = setting != NULL && setting->unclear != NULL;
  if (self->value != NULL)
    cause = g_strdup_printf (" (%s = %s)", setting->id, self->value);
  else if (setting != NULL)
    cause = g_strdup_printf (" (%s)", setting->id);
  cs_check_say_step (self->check,
                     is_known ? CS_FINDING_NOTE : CS_FINDING_WARNING,
                     "L-23",
                     self->second,
                     _ ("“%s” is approved by%s at “%s” and by%s at “%s” in %s%s"),
                     self->first->approval->document->id,
                     one,
                     self->first->id,
                     other,
                     self->second->id,
                     region,
                     cause != NULL ? cause : "");
}

static gboolean
compare (const Pair *self)
{
  const GPtrArray *regions = self->check->pack->region_list;

  for (guint i = 0; i < regions->len; i++) {
    const CsRegion *region = regions->pdata[i];
    g_autofree char *one = describe_levels (self, self->first, region->id);
    g_autofree char *other = describe_levels (self, self->second, region->id);

    if (!region->can_be_chosen || strcmp (one, other) == 0 || one[0] == '\0' || other[0] == '\0')
      continue;
    say (self, one, other, region->id);
    return TRUE;
  }
  return FALSE;
}

static void
note_setting (const CsCond *cond, gpointer data)
{
  GPtrArray *settings = data;

  if (cond->kind == CS_COND_SETTING && !g_ptr_array_find (settings, cond->setting, NULL))
    g_ptr_array_add (settings, cond->setting);
}

/* The settings on which it depends who is asked. */
static GPtrArray *
list_settings (const Pair *self)
{
  const CsStep *const steps[] = {self->first, self->second};
  GPtrArray *settings = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    for (guint j = 0; j < steps[i]->approval->levels->len; j++) {
      const CsLevel *level = steps[i]->approval->levels->pdata[j];

      cs_check_walk_cond (level->when, note_setting, settings);
    }
  return settings;
}

static void
check_pair (CsCheck *self, const CsStep *first, const CsStep *second)
{
  Pair pair = {.check = self, .first = first, .second = second};
  g_autoptr (GPtrArray) settings = NULL;

  if (first->approval->document != second->approval->document || compare (&pair))
    return;
  settings = list_settings (&pair);
  for (guint i = 0; i < settings->len; i++) {
    pair.setting = settings->pdata[i];
    for (guint j = 0; j < pair.setting->options->len; j++) {
      pair.value = ((const CsOption *)pair.setting->options->pdata[j])->id;
      if (compare (&pair))
        return;
    }
  }
}

/**
 * cs_check_approvers: (skip)
 * @self: a check of a process
 *
 * Contradictory approvers (L-23): the same document and region, other levels, as it is or as an
 * administrator may answer a setting. A setting with `unclear` that decides it, or that is about
 * one of the steps, makes it a note.
 */
void
cs_check_approvers (CsCheck *self)
{
  const GPtrArray *steps = self->process->steps;

  for (guint i = 0; i < steps->len; i++) {
    const CsStep *second = steps->pdata[i];

    for (guint j = 0; second->approval != NULL && j < i; j++) {
      const CsStep *first = steps->pdata[j];

      if (first->approval != NULL)
        check_pair (self, first, second);
    }
  }
}
