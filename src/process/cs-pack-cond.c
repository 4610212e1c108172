/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-decimal.h"
#include "cs-pack-reader.h"

#include <string.h>

#define DEPTH_LIMIT 16

static CsCond *
cond_new (CsCondKind kind)
{
  CsCond *cond = g_new0 (CsCond, 1);

  cond->kind = kind;
  cond->fields = g_ptr_array_new ();
  cond->steps = g_ptr_array_new ();
  cond->gates = g_ptr_array_new ();
  cond->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_cond_free);
  cond->limits = g_array_new (FALSE, FALSE, sizeof (CsMoney));
  cond->values = g_new0 (char *, 1);
  return cond;
}

/**
 * cs_cond_free: (skip)
 * @self: (transfer full) (nullable): a condition
 */
void
cs_cond_free (CsCond *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->fields);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->gates);
  g_ptr_array_unref (self->parts);
  g_array_unref (self->limits);
  g_strfreev (self->values);
  g_free (self);
}

/**
 * cs_cond_new_all: (skip)
 * @first: (transfer full) (nullable): a condition
 * @second: (transfer full) (nullable): another
 *
 * Returns: (transfer full) (nullable): both together
 */
CsCond *
cs_cond_new_all (CsCond *first, CsCond *second)
{
  CsCond *all;

  if (first == NULL || second == NULL)
    return first != NULL ? first : second;
  all = cond_new (CS_COND_ALL);
  g_ptr_array_add (all->parts, first);
  g_ptr_array_add (all->parts, second);
  return all;
}

static void
take_values (CsPackReader *self, CsNode node, CsCond *cond)
{
  g_strfreev (cond->values);
  cond->values = cs_pack_reader_strings (self, node);
  if (cond->values[0] == NULL)
    cs_pack_reader_fail (self, node, "at least one value was expected");
}

static void
check_number (CsPackReader *self, CsNode node, const char *text)
{
  g_autoptr (GError) error = NULL;
  CsDecimal decimal;

  if (!cs_decimal_parse (text, CS_DECIMAL_MAX_DIGITS, &decimal, &error))
    cs_pack_reader_fail (self, node, "%s", error->message);
}

static void
check_field_values (CsPackReader *self, CsNode node, const CsCond *cond, const CsField *field)
{
  static const char *const states[] = {"done", "na", "failed", NULL};

  for (guint i = 0; cond->values[i] != NULL; i++) {
    const char *value = cond->values[i];
    json_t *text = json_string (value);
    CsNode named = node;

    named.value = text;
    if (strcmp (field->id, "region") == 0)
      cs_pack_reader_resolve (self, named, CS_NAME_REGION);
    else if (field->type == CS_FIELD_CHOICE || field->type == CS_FIELD_YESNO)
      cs_pack_reader_is_option (self, named, field->options);
    else if (field->type == CS_FIELD_CHECK)
      cs_pack_reader_enum (self, named, states, 0);
    else if (field->type == CS_FIELD_NUMBER)
      check_number (self, node, value);
    else
      cs_pack_reader_fail (
          self,
          node,
          "“%s” has no fixed values; only choices, checks, numbers and the region can be compared",
          field->id);
    json_decref (text);
  }
}

static void
read_over (CsPackReader *self, CsNode over, CsCond *cond)
{
  g_array_unref (cond->limits);
  cond->limits = cs_pack_reader_amounts (self, over);
  if (cond->limits->len == 0)
    cs_pack_reader_fail (self, over, "at least one amount was expected");
  for (guint i = 0; i < cond->fields->len; i++) {
    const CsField *field = g_ptr_array_index (cond->fields, i);

    if (field->type != CS_FIELD_MONEY)
      cs_pack_reader_fail (self, over, "“%s” is not an amount of money", field->id);
  }
}

static CsCond *
read_field_fact (CsPackReader *self, CsNode node)
{
  static const char *const keys[] = {"field", "is", "in", "over", "checked", "when", NULL};
  CsCond *cond = cond_new (CS_COND_ANSWERED);
  CsNode is = cs_node_member (node, "is"), in = cs_node_member (node, "in");
  CsNode over = cs_node_member (node, "over"), checked = cs_node_member (node, "checked");

  if (!cs_pack_reader_object (self, node, "a fact about a field", keys))
    return cond;
  if ((is.value != NULL) + (in.value != NULL) + (over.value != NULL) + (checked.value != NULL) > 1)
    cs_pack_reader_fail (self, node, "only one of is, in, over and checked can stand in a fact");
  g_ptr_array_unref (cond->fields);
  cond->fields = cs_pack_reader_resolve_list (self, cs_node_member (node, "field"), CS_NAME_FIELD);
  if (is.value != NULL || in.value != NULL) {
    CsNode values = is.value != NULL ? is : in;

    cond->kind = CS_COND_IS;
    if (is.value != NULL)
      cs_pack_reader_string (self, is);
    take_values (self, values, cond);
    for (guint i = 0; i < cond->fields->len; i++)
      check_field_values (self, values, cond, g_ptr_array_index (cond->fields, i));
  } else if (over.value != NULL) {
    cond->kind = CS_COND_OVER;
    read_over (self, over, cond);
  } else if (checked.value != NULL) {
    cond->kind = CS_COND_CHECKED;
    if (!cs_pack_reader_boolean (self, checked, TRUE))
      cs_pack_reader_fail (self,
                           checked,
                           "only true can stand here; {\"not\": …} turns a fact round");
  }
  return cond;
}

static CsCond *
read_step_fact (CsPackReader *self, CsNode node)
{
  static const char *const keys[] = {"step", "is", "when", NULL};
  static const char *const states[] = {"complete", "clear", "open", "rejected", NULL};
  CsCond *cond = cond_new (CS_COND_STEP);

  if (!cs_pack_reader_object (self, node, "a fact about a step", keys))
    return cond;
  g_ptr_array_unref (cond->steps);
  cond->steps = cs_pack_reader_resolve_list (self, cs_node_member (node, "step"), CS_NAME_STEP);
  cond->step_is =
      cs_pack_reader_enum (self, cs_node_member (node, "is"), states, CS_STEP_IS_COMPLETE);
  return cond;
}

static CsCond *
read_gate_fact (CsPackReader *self, CsNode node)
{
  static const char *const keys[] = {"gate", "when", NULL};
  CsCond *cond = cond_new (CS_COND_GATE);

  if (!cs_pack_reader_object (self, node, "a fact about a gate", keys))
    return cond;
  g_ptr_array_unref (cond->gates);
  cond->gates = cs_pack_reader_resolve_list (self, cs_node_member (node, "gate"), CS_NAME_GATE);
  return cond;
}

static CsCond *
read_clock_fact (CsPackReader *self, CsNode node)
{
  static const char *const keys[] = {"clock", "is", "when", NULL};
  static const char *const instants[] = {"target", "limit", NULL};
  CsCond *cond = cond_new (CS_COND_CLOCK);
  CsNode is = cs_node_member (node, "is");

  if (!cs_pack_reader_object (self, node, "a fact about a clock", keys))
    return cond;
  cond->clock = cs_pack_reader_resolve (self, cs_node_member (node, "clock"), CS_NAME_CLOCK);
  if (is.value == NULL)
    cs_pack_reader_fail (self, node, "“is” is missing: target or limit");
  cond->clock_limit = cs_pack_reader_enum (self, is, instants, 0) == 1;
  return cond;
}

static CsCond *
read_setting_fact (CsPackReader *self, CsNode node)
{
  static const char *const keys[] = {"setting", "is", "when", NULL};
  CsCond *cond = cond_new (CS_COND_SETTING);
  CsNode is = cs_node_member (node, "is");

  if (!cs_pack_reader_object (self, node, "a fact about a setting", keys))
    return cond;
  cond->setting = cs_pack_reader_resolve (self, cs_node_member (node, "setting"), CS_NAME_SETTING);
  if (is.value == NULL && cond->setting != NULL)
    ((CsSetting *)cond->setting)->is_awaited = TRUE;
  if (is.value == NULL || cond->setting == NULL)
    return cond;
  cs_pack_reader_string (self, is);
  take_values (self, is, cond);
  if (cond->setting->options->len > 0)
    cs_pack_reader_is_option (self, is, cond->setting->options);
  return cond;
}

static CsCond *
read_combination (CsPackReader *self, CsNode node, const char *key, CsCondKind kind)
{
  const char *const keys[] = {key, "when", NULL};
  CsCond *cond = cond_new (kind);
  CsNode parts = cs_node_member (node, key);
  gsize n;

  if (!cs_pack_reader_object (self, node, "a condition", keys))
    return cond;
  if (kind == CS_COND_NOT) {
    g_ptr_array_add (cond->parts, cs_pack_reader_cond (self, parts));
    return cond;
  }
  n = cs_pack_reader_array (self, parts, "a list of conditions");
  if (n == 0)
    cs_pack_reader_fail (self, parts, "at least one condition was expected");
  for (gsize i = 0; i < n && self->error == NULL; i++)
    g_ptr_array_add (cond->parts, cs_pack_reader_cond (self, cs_node_element (parts, i)));
  return cond;
}

static CsCond *
read_any_kind (CsPackReader *self, CsNode node)
{
  if (json_object_get (node.value, "field") != NULL)
    return read_field_fact (self, node);
  if (json_object_get (node.value, "step") != NULL)
    return read_step_fact (self, node);
  if (json_object_get (node.value, "gate") != NULL)
    return read_gate_fact (self, node);
  if (json_object_get (node.value, "clock") != NULL)
    return read_clock_fact (self, node);
  if (json_object_get (node.value, "setting") != NULL)
    return read_setting_fact (self, node);
  if (json_object_get (node.value, "all") != NULL)
    return read_combination (self, node, "all", CS_COND_ALL);
  if (json_object_get (node.value, "any") != NULL)
    return read_combination (self, node, "any", CS_COND_ANY);
  if (json_object_get (node.value, "not") != NULL)
    return read_combination (self, node, "not", CS_COND_NOT);
  cs_pack_reader_fail (
      self,
      node,
      "a condition was expected: an object with field, step, gate, clock, setting, "
      "all, any or not");
  return NULL;
}

/**
 * cs_pack_reader_cond: (skip)
 * @self: a reader
 * @node: where a condition is expected
 *
 * Returns: (transfer full) (nullable): it; %NULL where it is missing
 */
CsCond *
cs_pack_reader_cond (CsPackReader *self, CsNode node)
{
  CsCond *cond;

  if (self->error != NULL || node.value == NULL)
    return NULL;
  if (json_object_get (node.value, "when") != NULL && !self->is_fact)
    cs_pack_reader_fail (self,
                         node,
                         "“when” can stand only on the facts of a gate; use all or any");
  self->is_fact = FALSE;
  if (self->depth >= DEPTH_LIMIT) {
    cs_pack_reader_fail (self, node, "conditions are nested more than %d deep", DEPTH_LIMIT);
    return NULL;
  }
  self->depth++;
  cond = read_any_kind (self, node);
  self->depth--;
  return cond;
}

static void
fact_free (CsFact *fact)
{
  cs_cond_free (fact->cond);
  cs_cond_free (fact->when);
  g_free (fact);
}

/**
 * cs_pack_reader_facts: (skip)
 * @self: a reader
 * @node: a gate's list of facts
 *
 * Returns: (transfer full) (element-type CsFact): them
 */
GPtrArray *
cs_pack_reader_facts (CsPackReader *self, CsNode node)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify)fact_free);
  gsize n = cs_pack_reader_array (self, node, "a list of facts");

  if (n == 0)
    cs_pack_reader_fail (self, node, "a gate needs a list of facts");
  for (gsize i = 0; i < n && self->error == NULL; i++) {
    CsNode element = cs_node_element (node, i);
    CsFact *fact = g_new0 (CsFact, 1);

    self->is_fact = TRUE;
    fact->cond = cs_pack_reader_cond (self, element);
    fact->when = cs_pack_reader_cond (self, cs_node_member (element, "when"));
    g_ptr_array_add (facts, fact);
  }
  return facts;
}

static void
who_free (CsWho *who)
{
  cs_cond_free (who->when);
  g_free (who);
}

static void
read_one_who (CsPackReader *self, CsNode name, CsNode when, GPtrArray *all)
{
  const char *id = cs_pack_reader_string (self, name);
  CsWho *who;
  CsField *field;

  if (id == NULL)
    return;
  who = g_new0 (CsWho, 1);
  g_ptr_array_add (all, who);
  who->when = cs_pack_reader_cond (self, when);
  field = cs_pack_reader_lookup (self, CS_NAME_FIELD, id);
  if (field == NULL)
    who->role = cs_pack_reader_resolve (self, name, CS_NAME_ROLE);
  else if (field->type == CS_FIELD_PERSON)
    who->field = field;
  else
    cs_pack_reader_fail (self,
                         name,
                         "“%s” is not a person; a role or a person field was expected",
                         id);
}

/**
 * cs_pack_reader_who: (skip)
 * @self: a reader
 * @node: where roles and person fields are expected
 *
 * Returns: (transfer full) (element-type CsWho): them; empty where they are missing
 */
GPtrArray *
cs_pack_reader_who (CsPackReader *self, CsNode node)
{
  static const char *const keys[] = {"who", "when", NULL};
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)who_free);
  gboolean is_list = json_is_array (node.value);
  gsize n = is_list ? cs_pack_reader_array (self, node, "a list of roles") : node.value != NULL;

  for (gsize i = 0; i < n && self->error == NULL; i++) {
    CsNode element = is_list ? cs_node_element (node, i) : node;

    if (!json_is_object (element.value)) {
      read_one_who (self, element, (CsNode){0}, all);
    } else if (cs_pack_reader_object (self, element, "who", keys)) {
      CsNode who = cs_node_member (element, "who");

      if (who.value == NULL)
        cs_pack_reader_fail (self, element, "“who” is missing");
      read_one_who (self, who, cs_node_member (element, "when"), all);
    }
  }
  return all;
}
