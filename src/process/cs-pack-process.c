/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

static void
document_free (CsDocument *document)
{
  g_free (document->id);
  cs_text_free (document->title);
  g_clear_pointer (&document->fields, g_ptr_array_unref);
  g_free (document);
}

static void
gate_free (CsGate *gate)
{
  g_free (gate->id);
  cs_text_free (gate->title);
  cs_text_free (gate->help);
  g_strfreev (gate->source);
  g_clear_pointer (&gate->facts, g_ptr_array_unref);
  g_clear_pointer (&gate->override, g_ptr_array_unref);
  g_free (gate);
}

static void
pause_free (CsPause *pause)
{
  g_free (pause->id);
  cs_text_free (pause->title);
  g_clear_pointer (&pause->who, g_ptr_array_unref);
  g_free (pause);
}

/**
 * cs_process_free: (skip)
 * @process: (transfer full): a process
 */
void
cs_process_free (CsProcess *process)
{
  g_free (process->id);
  cs_text_free (process->title);
  g_clear_pointer (&process->mix, g_ptr_array_unref);
  g_ptr_array_unref (process->fields);
  g_ptr_array_unref (process->documents);
  g_ptr_array_unref (process->gates);
  g_ptr_array_unref (process->stages);
  g_ptr_array_unref (process->steps);
  g_ptr_array_unref (process->clocks);
  g_ptr_array_unref (process->pauses);
  g_ptr_array_unref (process->mails);
  g_hash_table_unref (process->fields_by_id);
  g_hash_table_unref (process->steps_by_id);
  g_free (process);
}

static CsProcess *
process_new (const CsPack *pack)
{
  CsProcess *process = g_new0 (CsProcess, 1);

  process->pack = pack;
  process->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_field_free);
  process->documents = g_ptr_array_new_with_free_func ((GDestroyNotify)document_free);
  process->gates = g_ptr_array_new_with_free_func ((GDestroyNotify)gate_free);
  process->stages = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_stage_free);
  process->steps = g_ptr_array_new ();
  process->clocks = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_clock_def_free);
  process->pauses = g_ptr_array_new_with_free_func ((GDestroyNotify)pause_free);
  process->mails = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_mail_free);
  process->fields_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  process->steps_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return process;
}

static void
add_field (CsPackReader *reader, CsNode node, CsField *field)
{
  CsProcess *process = reader->process;

  field->index = process->fields->len;
  g_ptr_array_add (process->fields, field);
  cs_pack_reader_declare (reader, CS_NAME_FIELD, node, field->id, field);
  if (reader->error == NULL)
    g_hash_table_insert (process->fields_by_id, field->id, field);
}

/* Every request has a client, a region and a title; their answers may leave the house. */
static void
add_own_fields (CsPackReader *reader, CsNode node)
{
  static const char *const ids[CS_N_FIELD_INDEXES] = {"client", "region", "title"};

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (json_t) text = json_pack ("{s:s}", "type", "text");
    CsNode shape = {NULL, NULL, 0, text};
    CsField *field = cs_pack_reader_field (reader, shape, ids[i]);

    field->title = cs_text_new_from_id (ids[i]);
    field->client_visible = TRUE;
    add_field (reader, node, field);
    if (i != CS_FIELD_INDEX_REGION)
      continue;
    field->type = CS_FIELD_CHOICE;
    for (guint j = 0; j < reader->pack->region_list->len; j++) {
      const CsRegion *region = g_ptr_array_index (reader->pack->region_list, j);
      g_autofree char *title = cs_text_dup (region->title, NULL);
      CsOption *option;

      if (!region->can_be_chosen)
        continue;
      option = g_new0 (CsOption, 1);
      option->id = g_strdup (region->id);
      option->title = cs_text_new (title);
      g_ptr_array_add (field->options, option);
    }
  }
}

static void
read_fields (CsPackReader *reader, CsNode fields)
{
  const char *id;
  json_t *value;

  if (fields.value == NULL || !cs_pack_reader_map (reader, fields, "“fields”"))
    return;
  json_object_foreach (fields.value, id, value)
  {
    CsNode member = cs_node_member (fields, id);

    if (reader->error != NULL)
      return;
    add_field (reader, member, cs_pack_reader_field (reader, member, id));
  }
}

/* Makes things with nothing but an id, so that whatever is read later can name them. */
#define DECLARE_ALL(reader, node, what, kind, Type, list)                                          \
  G_STMT_START                                                                                     \
  {                                                                                                \
    const char *declared_id;                                                                       \
    json_t *declared_value;                                                                        \
    if ((node).value != NULL && cs_pack_reader_map (reader, node, what))                           \
      json_object_foreach ((node).value, declared_id, declared_value)                              \
      {                                                                                            \
        Type *declared = g_new0 (Type, 1);                                                         \
        declared->id = g_strdup (declared_id);                                                     \
        g_ptr_array_add (list, declared);                                                          \
        cs_pack_reader_declare (reader,                                                            \
                                kind,                                                              \
                                cs_node_member (node, declared_id),                                \
                                declared_id,                                                       \
                                declared);                                                         \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static void
fill_document (CsPackReader *reader, CsNode node, CsDocument *document)
{
  static const char *const keys[] = {"audience", "fields", NULL};
  static const char *const audiences[] = {"internal", "client", NULL};

  if (!cs_pack_reader_object (reader, node, "a document", keys))
    return;
  document->title = cs_pack_reader_title (reader, node, document->id);
  document->for_client =
      cs_pack_reader_enum (reader, cs_node_member (node, "audience"), audiences, 0) == 1;
  document->fields =
      cs_pack_reader_resolve_list (reader, cs_node_member (node, "fields"), CS_NAME_FIELD);
  if (document->fields->len == 0)
    cs_pack_reader_fail (reader, node, "a document needs “fields”");
}

static void
fill_gate (CsPackReader *reader, CsNode node, CsGate *gate)
{
  static const char *const keys[] = {"facts", "override", NULL};

  if (!cs_pack_reader_object (reader, node, "a gate", keys))
    return;
  gate->title = cs_pack_reader_title (reader, node, gate->id);
  gate->help = cs_pack_reader_text (reader, cs_node_member (node, "help"));
  gate->source = cs_pack_reader_source (reader, node);
  gate->facts = cs_pack_reader_facts (reader, cs_node_member (node, "facts"));
  gate->override = cs_pack_reader_who (reader, cs_node_member (node, "override"));
}

static void
fill_pause (CsPackReader *reader, CsNode node, CsPause *pause)
{
  static const char *const keys[] = {"who", NULL};

  if (!cs_pack_reader_object (reader, node, "a pause", keys))
    return;
  pause->title = cs_pack_reader_title (reader, node, pause->id);
  pause->who = cs_pack_reader_who (reader, cs_node_member (node, "who"));
}

#define FILL_ALL(reader, node, Type, list, fill)                                                   \
  for (guint filled = 0; filled < (list)->len && (reader)->error == NULL; filled++) {              \
    Type *it = g_ptr_array_index (list, filled);                                                   \
    fill (reader, cs_node_member (node, it->id), it);                                              \
  }

static void
number_all (CsProcess *process)
{
  for (guint i = 0; i < process->gates->len; i++)
    ((CsGate *)g_ptr_array_index (process->gates, i))->index = i;
  for (guint i = 0; i < process->clocks->len; i++)
    ((CsClockDef *)g_ptr_array_index (process->clocks, i))->index = i;
  for (guint i = 0; i < process->steps->len; i++) {
    CsStep *step = g_ptr_array_index (process->steps, i);

    g_hash_table_insert (process->steps_by_id, step->id, step);
  }
}

typedef enum { UNSEEN, SEEN, CLEAR } Mark;

/* Looks along gates and conditions of fields for one that asks for itself. */
typedef struct {
  GHashTable *marks; /* gate or field -> Mark */
  const char *culprit;
} CircleSearch;

static gboolean gate_is_clear (CircleSearch *search, const CsGate *gate);
static gboolean field_is_clear (CircleSearch *search, const CsField *field);

static gboolean
cond_is_clear (CircleSearch *search, const CsCond *cond)
{
  if (cond == NULL)
    return TRUE;
  for (guint i = 0; i < cond->gates->len; i++)
    if (!gate_is_clear (search, g_ptr_array_index (cond->gates, i)))
      return FALSE;
  for (guint i = 0; i < cond->fields->len; i++)
    if (!field_is_clear (search, g_ptr_array_index (cond->fields, i)))
      return FALSE;
  for (guint i = 0; i < cond->parts->len; i++)
    if (!cond_is_clear (search, g_ptr_array_index (cond->parts, i)))
      return FALSE;
  return TRUE;
}

static gboolean
enter_mark (CircleSearch *search, gconstpointer it, const char *id, gboolean *is_known)
{
  Mark mark = GPOINTER_TO_INT (g_hash_table_lookup (search->marks, it));

  *is_known = mark != UNSEEN;
  if (mark == SEEN)
    search->culprit = id;
  if (mark == UNSEEN)
    g_hash_table_insert (search->marks, (gpointer)it, GINT_TO_POINTER (SEEN));
  return mark != SEEN;
}

static gboolean
gate_is_clear (CircleSearch *search, const CsGate *gate)
{
  gboolean is_known, is_clear = enter_mark (search, gate, gate->id, &is_known);

  if (is_known)
    return is_clear;
  for (guint i = 0; i < gate->facts->len && is_clear; i++) {
    const CsFact *fact = g_ptr_array_index (gate->facts, i);

    is_clear = cond_is_clear (search, fact->cond) && cond_is_clear (search, fact->when);
  }
  g_hash_table_insert (search->marks, (gpointer)gate, GINT_TO_POINTER (CLEAR));
  return is_clear;
}

static gboolean
field_is_clear (CircleSearch *search, const CsField *field)
{
  gboolean is_known, is_clear = enter_mark (search, field, field->id, &is_known);

  if (is_known)
    return is_clear;
  is_clear = cond_is_clear (search, field->when) && cond_is_clear (search, field->na_when);
  for (guint i = 0; i < field->formula_fields->len && is_clear; i++)
    is_clear = field_is_clear (search, g_ptr_array_index (field->formula_fields, i));
  g_hash_table_insert (search->marks, (gpointer)field, GINT_TO_POINTER (CLEAR));
  return is_clear;
}

static void
refuse_circles (CsPackReader *reader, CsNode gates, CsNode fields)
{
  const CsProcess *process = reader->process;
  CircleSearch search = {g_hash_table_new (NULL, NULL), NULL};

  for (guint i = 0; i < process->gates->len && reader->error == NULL; i++)
    if (!gate_is_clear (&search, g_ptr_array_index (process->gates, i)))
      cs_pack_reader_fail (reader,
                           cs_node_member (gates, search.culprit),
                           "“%s” asks for itself (L-10)",
                           search.culprit);
  for (guint i = 0; i < process->fields->len && reader->error == NULL; i++)
    if (!field_is_clear (&search, g_ptr_array_index (process->fields, i)))
      cs_pack_reader_fail (reader,
                           cs_node_member (fields, search.culprit),
                           "“%s” asks for itself (L-10)",
                           search.culprit);
  g_hash_table_unref (search.marks);
}

static void
declare_parts (CsPackReader *reader, CsNode node)
{
  CsProcess *process = reader->process;

  add_own_fields (reader, node);
  read_fields (reader, cs_node_member (node, "fields"));
  DECLARE_ALL (reader,
               cs_node_member (node, "documents"),
               "“documents”",
               CS_NAME_DOCUMENT,
               CsDocument,
               process->documents);
  DECLARE_ALL (reader,
               cs_node_member (node, "gates"),
               "“gates”",
               CS_NAME_GATE,
               CsGate,
               process->gates);
  DECLARE_ALL (reader,
               cs_node_member (node, "pauses"),
               "“pauses”",
               CS_NAME_PAUSE,
               CsPause,
               process->pauses);
  DECLARE_ALL (reader,
               cs_node_member (node, "clocks"),
               "“clocks”",
               CS_NAME_CLOCK,
               CsClockDef,
               process->clocks);
  DECLARE_ALL (reader,
               cs_node_member (node, "mails"),
               "“mails”",
               CS_NAME_MAIL,
               CsMail,
               process->mails);
  cs_process_read_stages (reader, cs_node_member (node, "stages"));
}

static void
fill_parts (CsPackReader *reader, CsNode node)
{
  CsProcess *process = reader->process;
  CsNode fields = cs_node_member (node, "fields"), gates = cs_node_member (node, "gates");
  CsNode documents = cs_node_member (node, "documents"), pauses = cs_node_member (node, "pauses");
  CsNode clocks = cs_node_member (node, "clocks"), mails = cs_node_member (node, "mails");

  number_all (process);
  for (guint i = CS_N_FIELD_INDEXES; i < process->fields->len && reader->error == NULL; i++) {
    CsField *field = g_ptr_array_index (process->fields, i);

    cs_pack_reader_field_links (reader, cs_node_member (fields, field->id), field);
  }
  FILL_ALL (reader, documents, CsDocument, process->documents, fill_document);
  FILL_ALL (reader, gates, CsGate, process->gates, fill_gate);
  FILL_ALL (reader, pauses, CsPause, process->pauses, fill_pause);
  FILL_ALL (reader, mails, CsMail, process->mails, cs_process_fill_mail);
  FILL_ALL (reader, clocks, CsClockDef, process->clocks, cs_process_fill_clock);
  cs_process_link_steps (reader, cs_node_member (node, "stages"));
  if (reader->error == NULL)
    refuse_circles (reader, gates, fields);
}

/* What reports count by: what the process names, else what its clocks go by. */
static void
read_mix (CsPackReader *reader, CsNode node)
{
  CsProcess *process = reader->process;

  g_clear_pointer (&process->mix, g_ptr_array_unref);
  process->mix = cs_pack_reader_resolve_list (reader, node, CS_NAME_FIELD);
  for (guint i = 0; i < process->mix->len; i++) {
    const CsField *field = process->mix->pdata[i];

    if (field->options == NULL || field->options->len == 0 || field->scope != NULL)
      cs_pack_reader_fail (reader, node, "“%s” is not a choice that everybody sees", field->id);
  }
  for (guint i = 0; node.value == NULL && i < process->clocks->len; i++) {
    const CsClockDef *clock = process->clocks->pdata[i];

    if (clock->by != NULL && clock->by->scope == NULL &&
        !g_ptr_array_find (process->mix, clock->by, NULL))
      g_ptr_array_add (process->mix, (gpointer)clock->by);
  }
}

/**
 * cs_pack_read_process: (skip)
 * @reader: a reader that knows the organisation
 * @node: a process
 *
 * Reads a process in two walks: all names first, then everything that may use them.
 */
void
cs_pack_read_process (CsPackReader *reader, CsNode node)
{
  static const char *const keys[] = {
      "id",
      "owner",
      "mix",
      "fields",
      "documents",
      "gates",
      "stages",
      "clocks",
      "pauses",
      "mails",
      NULL,
  };
  CsNode owner = cs_node_member (node, "owner");
  const char *id = cs_pack_reader_string (reader, cs_node_member (node, "id"));
  CsProcess *process = process_new (reader->pack);

  g_ptr_array_add (reader->pack->processes, process);
  process->id = g_strdup (id);
  if (!cs_pack_reader_object (reader, node, "a process", keys) ||
      !cs_pack_reader_is_id (reader, node, id))
    return;
  cs_pack_reader_forget_process (reader);
  reader->process = process;
  declare_parts (reader, node);
  if (reader->error != NULL)
    return;
  process->title = cs_pack_reader_title (reader, node, id);
  fill_parts (reader, node);
  process->owner = cs_pack_reader_resolve (reader, owner, CS_NAME_FIELD);
  if (process->owner != NULL && process->owner->type != CS_FIELD_PERSON)
    cs_pack_reader_fail (reader, owner, "“%s” is not a person", process->owner->id);
  read_mix (reader, cs_node_member (node, "mix"));
}
