/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-cond-text.h"

#include <glib/gi18n-lib.h>

/* What holds, in words. What does not is said by the rules (cs_rules_missing_for_gate). */

static gboolean
holds (CsReader *reader, const CsCond *cond)
{
  return cs_cond_evaluate (cond, cs_reader_get_request (reader), NULL, NULL) == CS_TRUTH_TRUE;
}

static char *
field_text (CsReader *reader, const CsCond *cond, const CsField *field)
{
  g_autofree char *title = cs_reader_dup_text (reader, field->title, field->id);
  g_autofree char *value = cs_reader_dup_field (reader, field);

  if (cond->kind == CS_COND_CHECKED)
    return g_strdup_printf (_ ("“%s” is cross-checked"), title);
  if (value == NULL || field->type == CS_FIELD_LONG || g_utf8_strlen (value, -1) > 60)
    return g_strdup_printf (_ ("“%s” is there"), title);
  /* Translators: a field and what it holds */
  return g_strdup_printf (_ ("“%1$s”: %2$s"), title, value);
}

static char *
step_text (CsReader *reader, const CsCond *cond, const CsStep *step)
{
  g_autofree char *title = cs_reader_dup_text (reader, step->title, step->id);

  switch (cond->step_is) {
    case CS_STEP_IS_OPEN:
      return g_strdup_printf (_ ("“%s” is open"), title);
    case CS_STEP_IS_REJECTED:
      return g_strdup_printf (_ ("“%s” was rejected"), title);
    case CS_STEP_IS_CLEAR:
      return g_strdup_printf (_ ("“%s” is done, without open conditions"), title);
    case CS_STEP_IS_COMPLETE:
    default:
      return g_strdup_printf (_ ("“%s” is done"), title);
  }
}

static void
add_if_held (CsReader *reader, const CsCond *one, GPtrArray *held, guint *n_all, char *text)
{
  (*n_all)++;
  if (holds (reader, one))
    g_ptr_array_add (held, text);
  else
    g_free (text);
}

static void
walk_fields (CsReader *reader, const CsCond *cond, GPtrArray *held, guint *n_all)
{
  for (guint i = 0; i < cond->fields->len; i++) {
    g_autoptr (GPtrArray) single = g_ptr_array_new ();
    CsCond one = *cond;

    g_ptr_array_add (single, cond->fields->pdata[i]);
    one.fields = single;
    add_if_held (reader, &one, held, n_all, field_text (reader, cond, cond->fields->pdata[i]));
  }
}

static void
walk_steps (CsReader *reader, const CsCond *cond, GPtrArray *held, guint *n_all)
{
  for (guint i = 0; i < cond->steps->len; i++) {
    g_autoptr (GPtrArray) single = g_ptr_array_new ();
    CsCond one = *cond;

    g_ptr_array_add (single, cond->steps->pdata[i]);
    one.steps = single;
    add_if_held (reader, &one, held, n_all, step_text (reader, cond, cond->steps->pdata[i]));
  }
}

static void
walk (CsReader *reader, const CsCond *cond, GPtrArray *held, guint *n_all)
{
  g_autofree char *title = NULL;

  switch (cond->kind) {
    case CS_COND_ANSWERED:
    case CS_COND_IS:
    case CS_COND_OVER:
    case CS_COND_CHECKED:
      walk_fields (reader, cond, held, n_all);
      break;
    case CS_COND_STEP:
      walk_steps (reader, cond, held, n_all);
      break;
    case CS_COND_ALL:
      for (guint i = 0; i < cond->parts->len; i++)
        walk (reader, cond->parts->pdata[i], held, n_all);
      break;
    case CS_COND_GATE:
      title = cs_reader_dup_text (reader, ((const CsGate *)cond->gates->pdata[0])->title, NULL);
      add_if_held (reader, cond, held, n_all, g_strdup_printf (_ ("“%s” holds"), title));
      break;
    case CS_COND_CLOCK:
      title = cs_reader_dup_text (reader, cond->clock->title, cond->clock->id);
      add_if_held (reader, cond, held, n_all, g_strdup_printf (_ ("“%s” has passed"), title));
      break;
    case CS_COND_SETTING:
      title = cs_reader_dup_text (reader, cond->setting->title, cond->setting->id);
      add_if_held (reader, cond, held, n_all, g_strdup_printf (_ ("“%s” is confirmed"), title));
      break;
    case CS_COND_ANY:
    case CS_COND_NOT:
    default:
      add_if_held (reader, cond, held, n_all, g_strdup (_ ("A further condition holds")));
      break;
  }
}

/**
 * cs_cond_text_list_held:
 *
 * Returns: (transfer full) (element-type utf8): what of the condition holds
 */
GPtrArray *
cs_cond_text_list_held (CsReader *reader, const CsCond *cond)
{
  GPtrArray *held = g_ptr_array_new_with_free_func (g_free);
  guint n_all = 0;

  walk (reader, cond, held, &n_all);
  return held;
}

/**
 * cs_cond_text_count:
 * @n_held: (out): how many of the things that it names hold
 * @n_all: (out): how many it names
 */
void
cs_cond_text_count (CsReader *reader, const CsCond *cond, guint *n_held, guint *n_all)
{
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_free);

  *n_all = 0;
  walk (reader, cond, held, n_all);
  *n_held = held->len;
}
