/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-row.h"

struct _CsRow {
  GObject parent_instance;

  CsRowData *data; /* (owned) (nullable) until its page came */
};

G_DEFINE_FINAL_TYPE (CsRow, cs_row, G_TYPE_OBJECT)

typedef enum { KIND_TEXT, KIND_INT64, KIND_INT, KIND_BOOLEAN } MemberKind;

/* Every property but "loaded" is a member of CsRowData. */
static const struct {
  const char *name;
  MemberKind kind;
  gsize offset;
} members[] = {
    {"request", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, request)},
    {"number", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, number)},
    {"title", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, title)},
    {"client", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, client)},
    {"region", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, region)},
    {"process", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, process)},
    {"stage", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, stage)},
    {"step", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, step)},
    {"level", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, level)},
    {"with", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, with)},
    {"for-whom", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, for_whom)},
    {"amount", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, amount)},
    {"currency", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, currency)},
    {"outstanding", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, outstanding)},
    {"invoice", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, invoice)},
    {"clock-title", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, clock_title)},
    {"group", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, group)},
    {"state", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, state)},
    {"promised-on", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, promised_on)},
    {"owner", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, owner)},
    {"last-note", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, last_note)},
    {"draft", KIND_TEXT, G_STRUCT_OFFSET (CsRowData, draft)},
    {"amount-minor", KIND_INT64, G_STRUCT_OFFSET (CsRowData, amount_minor)},
    {"left-secs", KIND_INT64, G_STRUCT_OFFSET (CsRowData, left_secs)},
    {"day-secs", KIND_INT64, G_STRUCT_OFFSET (CsRowData, day_secs)},
    {"due", KIND_INT64, G_STRUCT_OFFSET (CsRowData, due)},
    {"target", KIND_INT64, G_STRUCT_OFFSET (CsRowData, target)},
    {"delivered", KIND_INT64, G_STRUCT_OFFSET (CsRowData, delivered)},
    {"updated", KIND_INT64, G_STRUCT_OFFSET (CsRowData, updated)},
    {"held-until", KIND_INT64, G_STRUCT_OFFSET (CsRowData, held_until)},
    {"clock-state", KIND_INT, G_STRUCT_OFFSET (CsRowData, clock_state)},
    {"unread", KIND_BOOLEAN, G_STRUCT_OFFSET (CsRowData, unread)},
    {"changed", KIND_BOOLEAN, G_STRUCT_OFFSET (CsRowData, changed)},
    {"question", KIND_BOOLEAN, G_STRUCT_OFFSET (CsRowData, question)},
    {"attachment", KIND_BOOLEAN, G_STRUCT_OFFSET (CsRowData, attachment)},
    {"decision", KIND_BOOLEAN, G_STRUCT_OFFSET (CsRowData, decision)},
};

enum { PROP_0, PROP_LOADED, PROP_MEMBERS, N_PROPS = PROP_MEMBERS + G_N_ELEMENTS (members) };
static GParamSpec *props[N_PROPS];

/**
 * cs_row_data_new:
 *
 * Returns: (transfer full): a row's data with nothing in it
 */
CsRowData *
cs_row_data_new (void)
{
  CsRowData *self = g_new0 (CsRowData, 1);

  self->clock_state = -1;
  self->due = self->target = self->delivered = self->updated = CS_INSTANT_NONE;
  self->held_until = CS_INSTANT_NONE;
  return self;
}

/**
 * cs_row_data_free:
 * @self: (transfer full) (nullable): a row's data
 */
void
cs_row_data_free (CsRowData *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    if (members[i].kind == KIND_TEXT)
      g_free (G_STRUCT_MEMBER (char *, self, members[i].offset));
  }
  g_free (self);
}

static gboolean
is_equal (const CsRowData *a, const CsRowData *b, gsize i)
{
  gsize offset = members[i].offset;

  switch (members[i].kind) {
    case KIND_TEXT:
      return g_strcmp0 (G_STRUCT_MEMBER (char *, a, offset), G_STRUCT_MEMBER (char *, b, offset)) ==
             0;
    case KIND_INT64:
      return G_STRUCT_MEMBER (gint64, a, offset) == G_STRUCT_MEMBER (gint64, b, offset);
    case KIND_INT:
    case KIND_BOOLEAN:
    default:
      return G_STRUCT_MEMBER (int, a, offset) == G_STRUCT_MEMBER (int, b, offset);
  }
}

static void
cs_row_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  CsRow *self = CS_ROW (object);
  gsize offset;

  if (property_id == PROP_LOADED) {
    g_value_set_boolean (value, self->data != NULL);
    return;
  }
  if (self->data == NULL) {
    g_param_value_set_default (pspec, value);
    return;
  }
  offset = members[property_id - PROP_MEMBERS].offset;
  switch (members[property_id - PROP_MEMBERS].kind) {
    case KIND_TEXT:
      g_value_set_string (value, G_STRUCT_MEMBER (char *, self->data, offset));
      break;
    case KIND_INT64:
      g_value_set_int64 (value, G_STRUCT_MEMBER (gint64, self->data, offset));
      break;
    case KIND_INT:
      g_value_set_int (value, G_STRUCT_MEMBER (int, self->data, offset));
      break;
    case KIND_BOOLEAN:
    default:
      g_value_set_boolean (value, G_STRUCT_MEMBER (gboolean, self->data, offset));
      break;
  }
}

static void
cs_row_finalize (GObject *object)
{
  g_clear_pointer (&CS_ROW (object)->data, cs_row_data_free);
  G_OBJECT_CLASS (cs_row_parent_class)->finalize (object);
}

static GParamSpec *
make_spec (const char *name, MemberKind kind)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  switch (kind) {
    case KIND_TEXT:
      return g_param_spec_string (name, NULL, NULL, NULL, flags);
    case KIND_INT64:
      return g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case KIND_INT:
      return g_param_spec_int (name, NULL, NULL, -1, G_MAXINT, -1, flags);
    case KIND_BOOLEAN:
    default:
      return g_param_spec_boolean (name, NULL, NULL, FALSE, flags);
  }
}

static void
cs_row_class_init (CsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cs_row_get_property;
  object_class->finalize = cs_row_finalize;
  props[PROP_LOADED] = make_spec ("loaded", KIND_BOOLEAN);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    props[PROP_MEMBERS + i] = make_spec (members[i].name, members[i].kind);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_row_init (CsRow *self)
{
}

/**
 * cs_row_new:
 *
 * Returns: (transfer full): a row whose page has not come
 */
CsRow *
cs_row_new (void)
{
  return g_object_new (CS_TYPE_ROW, NULL);
}

/**
 * cs_row_take_data:
 * @data: (transfer full): what it shows from now on
 *
 * Notifies what has changed. Main thread only.
 */
void
cs_row_take_data (CsRow *self, CsRowData *data)
{
  CsRowData *old = self->data;

  g_object_freeze_notify (G_OBJECT (self));
  self->data = data;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++) {
    if (old == NULL || !is_equal (old, data, i))
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MEMBERS + i]);
  }
  if (old == NULL)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
  g_object_thaw_notify (G_OBJECT (self));
  cs_row_data_free (old);
}

/**
 * cs_row_get_data:
 *
 * Returns: (nullable): what it shows; %NULL until its page came
 */
const CsRowData *
cs_row_get_data (CsRow *self)
{
  return self->data;
}
