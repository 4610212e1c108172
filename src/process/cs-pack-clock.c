/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-pack-reader.h"

#include <string.h>

static void
rung_free (CsRung *rung)
{
  g_free (rung->id);
  g_clear_pointer (&rung->tell, g_ptr_array_unref);
  cs_cond_free (rung->when);
  g_free (rung);
}

/**
 * cs_clock_def_free: (skip)
 * @clock: (transfer full): a clock with its rows
 */
void
cs_clock_def_free (CsClockDef *clock)
{
  g_free (clock->id);
  cs_text_free (clock->title);
  cs_text_free (clock->help);
  g_strfreev (clock->source);
  cs_cond_free (clock->starts);
  cs_cond_free (clock->stops);
  g_clear_pointer (&clock->rows, g_hash_table_unref);
  g_free (clock->calendar_id);
  g_clear_pointer (&clock->who, g_ptr_array_unref);
  g_strfreev (clock->pauses);
  g_clear_pointer (&clock->ladder, g_ptr_array_unref);
  g_free (clock);
}

static void
read_at (CsPackReader *self, CsNode node, CsRung *rung)
{
  static const char *const anchors[] = {"start", "target", "limit"};
  static const CsRungAnchor kinds[] = {CS_RUNG_START, CS_RUNG_TARGET, CS_RUNG_LIMIT};
  const char *text = cs_pack_reader_string (self, node);
  g_autoptr (GError) error = NULL;
  char *end = NULL;

  if (text == NULL) {
    cs_pack_reader_fail (self, node, "“at” is missing: such as 75%%, target or limit+2bd");
    return;
  }
  rung->anchor = CS_RUNG_PERCENT;
  if (g_ascii_isdigit (text[0])) {
    guint64 percent = g_ascii_strtoull (text, &end, 10);

    rung->percent = percent;
    if (strcmp (end, "%") != 0 || percent < 1 || percent > 100)
      cs_pack_reader_fail (self, node, "a share from 1%% to 100%% was expected");
    return;
  }
  for (guint i = 0; i < G_N_ELEMENTS (anchors); i++) {
    gsize length = strlen (anchors[i]);

    if (strncmp (text, anchors[i], length) != 0 ||
        (text[length] != '\0' && strchr ("+-", text[length]) == NULL))
      continue;
    rung->anchor = kinds[i];
    rung->has_offset = text[length] != '\0';
    rung->before = text[length] == '-';
    if (rung->has_offset && !cs_duration_parse (text + length + 1, &rung->offset, &error))
      cs_pack_reader_fail (self, node, "%s", error->message);
    else if (rung->before && rung->anchor == CS_RUNG_START)
      cs_pack_reader_fail (self, node, "nothing can be told before the clock starts");
    return;
  }
  cs_pack_reader_fail (
      self,
      node,
      "“%s” is no moment of a clock; 75%%, start, target or limit was expected, the last "
      "three with + or - and a time",
      text);
}

static char *
unique_rung_id (const GPtrArray *ladder, const char *row, const char *at)
{
  g_autofree char *first = row != NULL ? g_strdup_printf ("%s/%s", row, at) : g_strdup (at);
  g_autofree char *id = g_strdup (first);

  for (guint n = 2;; n++) {
    gboolean is_taken = FALSE;

    for (guint i = 0; i < ladder->len; i++)
      is_taken = is_taken || g_strcmp0 (((CsRung *)g_ptr_array_index (ladder, i))->id, id) == 0;
    if (!is_taken)
      return g_steal_pointer (&id);
    g_free (id);
    id = g_strdup_printf ("%s.%u", first, n);
  }
}

/* What was told in one row has not been told in another: S1/limit is not S2/limit (PH-28). */
static GPtrArray *
read_ladder (CsPackReader *self, CsNode node, const char *row)
{
  static const char *const keys[] = {"at", "tell", "when", "mail", "urgent", "ack", NULL};
  GPtrArray *ladder = g_ptr_array_new_with_free_func ((GDestroyNotify)rung_free);
  gsize n = cs_pack_reader_array (self, node, "a ladder of rungs");

  for (gsize i = 0; i < n && self->error == NULL; i++) {
    CsNode element = cs_node_element (node, i), at = cs_node_member (element, "at");
    CsRung *rung = g_new0 (CsRung, 1);

    if (cs_pack_reader_object (self, element, "a rung", keys)) {
      read_at (self, at, rung);
      rung->tell = cs_pack_reader_who (self, cs_node_member (element, "tell"));
      rung->when = cs_pack_reader_cond (self, cs_node_member (element, "when"));
      rung->mail = cs_pack_reader_resolve (self, cs_node_member (element, "mail"), CS_NAME_MAIL);
      rung->urgent = cs_pack_reader_boolean (self, cs_node_member (element, "urgent"), FALSE);
      rung->has_ack = cs_pack_reader_duration (self, cs_node_member (element, "ack"), &rung->ack);
      rung->id = unique_rung_id (ladder,
                                 row,
                                 json_is_string (at.value) ? json_string_value (at.value) : "");
    }
    g_ptr_array_add (ladder, rung);
  }
  return ladder;
}

static void
read_time (CsPackReader *self, CsNode node, CsClockDef *clock)
{
  static const char *const keys[] = {"setting", "field", NULL};
  CsNode field = cs_node_member (node, "field"), setting = cs_node_member (node, "setting");

  clock->has_time = node.value != NULL;
  if (node.value == NULL)
    return;
  if (!json_is_object (node.value)) {
    cs_pack_reader_duration (self, node, &clock->time.value);
    return;
  }
  if (!cs_pack_reader_object (self, node, "a time", keys))
    return;
  if (json_object_size (node.value) != 1)
    cs_pack_reader_fail (self, node, "one of setting and field was expected");
  clock->time.setting = cs_pack_reader_resolve (self, setting, CS_NAME_SETTING);
  clock->time.field = cs_pack_reader_resolve (self, field, CS_NAME_FIELD);
  if (clock->time.setting != NULL) {
    const char *initial = json_string_value (clock->time.setting->initial);

    if (clock->time.setting->type != CS_FIELD_DURATION)
      cs_pack_reader_fail (self, setting, "“%s” is not a time", clock->time.setting->id);
    else
      cs_duration_parse (initial, &clock->time.value, NULL);
  }
  if (clock->time.field != NULL && clock->time.field->type != CS_FIELD_DURATION &&
      clock->time.field->type != CS_FIELD_DATE)
    cs_pack_reader_fail (self,
                         field,
                         "“%s” is neither a date nor a duration",
                         clock->time.field->id);
}

/**
 * cs_calendar_kind_from_name: (skip)
 * @name: (nullable): `team`, `client`, `holder` or the id of a calendar
 *
 * Returns: which calendar governs; the team's for nothing
 */
CsCalendarKind
cs_calendar_kind_from_name (const char *name)
{
  if (name == NULL || strcmp (name, "team") == 0)
    return CS_CALENDAR_TEAM;
  if (strcmp (name, "client") == 0)
    return CS_CALENDAR_CLIENT;
  return strcmp (name, "holder") == 0 ? CS_CALENDAR_HOLDER : CS_CALENDAR_NAMED;
}

static void
read_calendar (CsPackReader *self, CsNode node, CsClockDef *clock)
{
  static const char *const keys[] = {"setting", NULL};
  CsNode setting = cs_node_member (node, "setting");

  if (json_is_object (node.value)) {
    clock->calendar = CS_CALENDAR_SETTING;
    if (!cs_pack_reader_object (self, node, "a calendar", keys))
      return;
    clock->calendar_setting = cs_pack_reader_resolve (self, setting, CS_NAME_SETTING);
    if (clock->calendar_setting == NULL || clock->calendar_setting->type != CS_FIELD_CHOICE)
      cs_pack_reader_fail (self, node, "a setting was expected whose options are calendars");
    return;
  }
  clock->calendar = cs_calendar_kind_from_name (cs_pack_reader_string (self, node));
  if (clock->calendar == CS_CALENDAR_NAMED)
    clock->calendar_id = g_strdup (json_string_value (node.value));
}

static void
read_pauses (CsPackReader *self, CsNode node, CsClockDef *clock)
{
  gsize n = json_is_array (node.value) ? json_array_size (node.value) : 0;

  clock->pauses = cs_pack_reader_strings (self, node);
  for (gsize i = 0; i < n; i++)
    cs_pack_reader_resolve (self, cs_node_element (node, i), CS_NAME_PAUSE);
  if (json_is_string (node.value))
    cs_pack_reader_resolve (self, node, CS_NAME_PAUSE);
}

/* A row may replace any key of its clock; what it leaves out is the clock's. */
static CsNode
key_of (CsNode row, CsNode clock, const char *key)
{
  CsNode own = cs_node_member (row, key);

  return own.value != NULL ? own : cs_node_member (clock, key);
}

static void
fill (CsPackReader *self, CsNode row, const char *option, CsNode node, CsClockDef *clock)
{
  static const char *const extensions[] = {"no", "reason", "agreed", NULL};
  CsNode source = row.value != NULL && json_object_get (row.value, "source") != NULL ? row : node;

  clock->title = cs_pack_reader_text (self, key_of (row, node, "title"));
  if (clock->title == NULL)
    clock->title = cs_text_new_from_id (clock->id);
  clock->help = cs_pack_reader_text (self, key_of (row, node, "help"));
  clock->source = cs_pack_reader_source (self, source);
  clock->starts = cs_pack_reader_cond (self, key_of (row, node, "starts"));
  clock->stops = cs_pack_reader_cond (self, key_of (row, node, "stops"));
  read_time (self, key_of (row, node, "time"), clock);
  read_calendar (self, key_of (row, node, "calendar"), clock);
  clock->who = cs_pack_reader_who (self, key_of (row, node, "who"));
  read_pauses (self, key_of (row, node, "pauses"), clock);
  clock->extend =
      cs_pack_reader_enum (self, key_of (row, node, "extend"), extensions, CS_EXTEND_NO);
  clock->ladder = read_ladder (self, key_of (row, node, "ladder"), option);
}

static void
read_rows (CsPackReader *self, CsNode node, CsClockDef *clock)
{
  static const char *const keys[] =
      {"starts", "stops", "time", "calendar", "who", "pauses", "extend", "ladder", NULL};
  CsNode rows = cs_node_member (node, "rows");
  const char *id;
  json_t *value;

  if (!cs_pack_reader_map (self, rows, "“rows”"))
    return;
  json_object_foreach (rows.value, id, value)
  {
    CsNode row = cs_node_member (rows, id), name = row;
    g_autoptr (json_t) text = json_string (id);
    CsClockDef *clone;

    name.value = text;
    if (!cs_pack_reader_is_option (self, name, clock->by->options) ||
        !cs_pack_reader_object (self, row, "a row", keys))
      return;
    clone = g_new0 (CsClockDef, 1);
    clone->id = g_strdup (clock->id);
    clone->index = clock->index;
    clone->by = clock->by;
    g_hash_table_insert (clock->rows, g_strdup (id), clone);
    fill (self, row, id, node, clone);
    if (!clone->has_time)
      cs_pack_reader_fail (self, row, "“time” is missing, here and in the clock");
  }
  for (guint i = 0; i < clock->by->options->len; i++) {
    const CsOption *option = g_ptr_array_index (clock->by->options, i);

    if (!g_hash_table_contains (clock->rows, option->id))
      cs_pack_reader_fail (self, rows, "there is no row for “%s” (L-30)", option->id);
  }
}

/**
 * cs_process_fill_clock: (skip)
 * @reader: a reader that knows every name of the process
 * @node: a clock
 * @clock: it, with its id
 *
 * Reads a clock. Every row becomes a complete clock of its own.
 */
void
cs_process_fill_clock (CsPackReader *reader, CsNode node, CsClockDef *clock)
{
  static const char *const keys[] = {
      "starts",
      "stops",
      "time",
      "by",
      "rows",
      "calendar",
      "who",
      "pauses",
      "extend",
      "ladder",
      NULL,
  };
  CsNode by = cs_node_member (node, "by");
  CsNode none = {0};

  if (!cs_pack_reader_object (reader, node, "a clock", keys))
    return;
  clock->rows =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)cs_clock_def_free);
  clock->by = cs_pack_reader_resolve (reader, by, CS_NAME_FIELD);
  fill (reader, none, NULL, node, clock);
  if (clock->by != NULL && clock->by->type != CS_FIELD_CHOICE)
    cs_pack_reader_fail (reader, by, "“%s” is not a choice", clock->by->id);
  else if (clock->by != NULL)
    read_rows (reader, node, clock);
  else if (json_object_get (node.value, "rows") != NULL)
    cs_pack_reader_fail (reader, node, "“rows” needs “by”: the choice that picks one");
  else if (!clock->has_time)
    cs_pack_reader_fail (reader, node, "“time” is missing");
}
