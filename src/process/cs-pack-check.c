/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-check-private.h"

#include <string.h>

/* Looks for what can be read and yet makes no sense. What a pack cannot even say, the reader
 * refuses; both name file, line and column. */

static void
finding_free (CsFinding *finding)
{
  g_free (finding->text);
  g_free (finding);
}

static void
say (CsCheck *self,
     CsFindingKind kind,
     const char *code,
     const json_t *container,
     const char *key,
     gsize index,
     char *text)
{
  CsFinding *finding = g_new0 (CsFinding, 1);

  finding->kind = kind;
  finding->code = code;
  finding->text = text;
  cs_json_locate (self->pack->json, container, key, index, &finding->line, &finding->column);
  for (guint i = 0; i < self->findings->len; i++) {
    const CsFinding *other = self->findings->pdata[i];

    if (other->line == finding->line && strcmp (other->text, text) == 0) {
      finding_free (finding);
      return;
    }
  }
  g_ptr_array_add (self->findings, finding);
}

/**
 * cs_check_say: (skip)
 * @self: a check
 * @kind: how bad it is
 * @code: its stable code
 * @container: an object of the pack
 * @key: the member it is about
 * @format: one sentence
 * @...: its arguments
 */
void
cs_check_say (CsCheck *self,
              CsFindingKind kind,
              const char *code,
              const json_t *container,
              const char *key,
              const char *format,
              ...)
{
  va_list arguments;

  va_start (arguments, format);
  say (self, kind, code, container, key, 0, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/**
 * cs_check_say_step: (skip)
 * @self: a check
 * @kind: how bad it is
 * @code: its stable code
 * @step: the step it is about
 * @format: one sentence
 * @...: its arguments
 */
void
cs_check_say_step (CsCheck *self,
                   CsFindingKind kind,
                   const char *code,
                   const CsStep *step,
                   const char *format,
                   ...)
{
  const json_t *stage = json_array_get (cs_check_get (self, "stages"), step->stage->index);
  const json_t *steps = json_object_get (stage, "steps");
  va_list arguments;
  guint index;

  g_ptr_array_find (step->stage->steps, step, &index);
  va_start (arguments, format);
  say (self, kind, code, steps, NULL, index, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/**
 * cs_check_find_about: (skip)
 * @self: a check
 * @id: an id of the pack
 *
 * Returns: (transfer none) (nullable): the setting that says what the document leaves open about it
 */
const CsSetting *
cs_check_find_about (const CsCheck *self, const char *id)
{
  for (guint i = 0; i < self->pack->settings->len; i++) {
    const CsSetting *setting = self->pack->settings->pdata[i];

    if (setting->unclear != NULL && g_strv_contains ((const char *const *)setting->about, id))
      return setting;
  }
  return NULL;
}

/**
 * cs_check_get: (skip)
 * @self: a check
 * @key: a key of the process
 *
 * Returns: (transfer none) (nullable): its value
 */
json_t *
cs_check_get (const CsCheck *self, const char *key)
{
  return json_object_get (self->root, key);
}

static void
mark_before (CsCheck *self, const CsStep *step, const CsStep *at)
{
  guint n = self->process->steps->len;

  for (guint i = 0; i < at->after->len; i++) {
    const CsStep *before = at->after->pdata[i];

    if (self->comes_after[step->index * n + before->index])
      continue;
    self->comes_after[step->index * n + before->index] = 1;
    mark_before (self, step, before);
  }
}

/**
 * cs_check_comes_after: (skip)
 * @self: a check
 * @step: a step
 * @other: another
 *
 * Returns: whether @step can only open after @other
 */
gboolean
cs_check_comes_after (const CsCheck *self, const CsStep *step, const CsStep *other)
{
  return self->comes_after[step->index * self->process->steps->len + other->index];
}

static void
note_choice (const CsCond *cond, gpointer data)
{
  CsCheck *self = data;

  for (guint i = 0; cond->kind == CS_COND_IS && i < cond->fields->len; i++) {
    CsField *field = cond->fields->pdata[i];

    if (field->options->len > 0 && !g_ptr_array_find (self->choices, field, NULL))
      g_ptr_array_add (self->choices, field);
  }
}

static void
check_process (CsCheck *self, guint index)
{
  guint n;

  self->process = self->pack->processes->pdata[index];
  self->root = json_array_get (json_object_get (self->pack->root, "processes"), index);
  self->choices = g_ptr_array_new ();
  n = self->process->steps->len;
  self->comes_after = g_new0 (guint8, n * n);
  for (guint i = 0; i < n; i++)
    mark_before (self, self->process->steps->pdata[i], self->process->steps->pdata[i]);
  cs_check_walk_conds (self->process, note_choice, self);
  cs_check_order (self);
  cs_check_gates (self);
  cs_check_people (self);
  cs_check_approvers (self);
  cs_check_marks (self);
  cs_check_times (self);
  cs_check_mails (self);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->comes_after, g_free);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const CsFinding *one = *(const CsFinding *const *)a, *other = *(const CsFinding *const *)b;

  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  if (one->line != other->line)
    return one->line < other->line ? -1 : 1;
  if (one->column != other->column)
    return one->column < other->column ? -1 : 1;
  return strcmp (one->code, other->code);
}

/**
 * cs_pack_check:
 * @pack: a pack
 * @before: (nullable): the version of it that is in force
 *
 * Finds steps that nothing reaches, gates that can never open, levels that nobody may decide,
 * messages that would show a client what is internal, lowered safeguards and all else of the
 * list in countersign-pack(5); the reader has found the rest.
 *
 * Returns: (transfer full) (element-type CsFinding): the findings, errors first
 */
GPtrArray *
cs_pack_check (const CsPack *pack, const CsPack *before)
{
  CsCheck self = {.pack = pack, .before = before};

  self.roles_used = g_hash_table_new (NULL, NULL);
  self.findings = g_ptr_array_new_with_free_func ((GDestroyNotify)finding_free);
  for (guint i = 0; i < pack->processes->len; i++)
    check_process (&self, i);
  self.process = NULL;
  cs_check_roles_used (&self);
  cs_check_texts (&self);
  cs_check_marks (&self);
  if (before != NULL)
    cs_check_versions (&self);
  g_hash_table_unref (self.roles_used);
  g_ptr_array_sort (self.findings, compare);
  return self.findings;
}

/**
 * cs_findings_have_errors:
 * @findings: (element-type CsFinding): findings
 *
 * Returns: whether the pack they are of is refused
 */
gboolean
cs_findings_have_errors (const GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (((CsFinding *)findings->pdata[i])->kind == CS_FINDING_ERROR)
      return TRUE;
  return FALSE;
}

/**
 * cs_finding_format:
 * @finding: a finding
 * @name: what to call the file
 *
 * Returns: (transfer full): one line, `name:line:column: error: text (L-14)`
 */
char *
cs_finding_format (const CsFinding *finding, const char *name)
{
  static const char *const kinds[] = {"error", "warning", "note"};

  return g_strdup_printf ("%s:%u:%u: %s: %s (%s)",
                          name,
                          MAX (finding->line, 1),
                          MAX (finding->column, 1),
                          kinds[finding->kind],
                          finding->text,
                          finding->code);
}
