/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-rules-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The shapes of entries' data: one line a kind, so that what is written can be read here. The
 * comment at the head of cs-rules.c explains the members. */

/* Members: name:type, with ! where required. Types: s text, b true or false, i whole number,
 * o object, a list of texts, A list, v anything, d date, t instant, u either, m money. */
static const struct {
  CsEntryKind kind;
  const char *members;
} shapes[] = {
    {CS_KIND_OPEN, "pack:s! digest:s! process:s! settings:s client:s! region:s! title:s! from:s"},
    {CS_KIND_FILL, "step:s! values:o! reason:s"},
    {CS_KIND_CHECK, "field:s condition:i entry:s! ok:b! text:s"},
    {CS_KIND_COMPLETE, "step:s! na:s"},
    {CS_KIND_RETURN, "step:s! to:s fields:a reason:s!"},
    {CS_KIND_OFFER, "step:s! values:o! asked:o! digests:o!"},
    {CS_KIND_DECISION,
     "step:s! level:s! offer:s! digest:s! answer:s! conditions:a comment:s for:s carries:s to:s "
     "fields:a"},
    {CS_KIND_CONSENT,
     "step:s! level:s! offer:s! digest:s! answer:s! conditions:a comment:s for:s carries:s to:s "
     "fields:a person:s! given:d! evidence:o!"},
    {CS_KIND_MAIL,
     "mail:s! step:s to:A! cc:A provenance:v message_id:s subject:s thread:s in_reply_to:s "
     "shows:a"},
    {CS_KIND_PAYMENT, "step:s! state:s! amount:m date:d evidence:o note:s"},
    {CS_KIND_ASSIGN, "step:s! person:s!"},
    {CS_KIND_NOTE, "text:s re:s files:A"},
    {CS_KIND_PAUSE, "clock:s! reason:s! text:s"},
    {CS_KIND_RESUME, "clock:s!"},
    {CS_KIND_EXTEND, "clock:s! until:u! reason:s! evidence:o"},
    {CS_KIND_RUNG, "clock:s! run:s! rung:s! due:t! told:a!"},
    {CS_KIND_OVERRIDE, "gate:s! step:s! reason:s!"},
    {CS_KIND_WITHDRAW, "entry:s! reason:s"},
    {CS_KIND_ACCESS, "field:s! entry:s purpose:s!"},
    {CS_KIND_ERASE, "field:s! entry:s reason:s"},
    {CS_KIND_SETTING, "setting:s! value:v!"},
    {CS_KIND_PERSON, "id:s! name:s! mail:s aliases:a region:s language:s external:b can_act:b"},
    {CS_KIND_ROLE, "pack:s! role:s! person:s! region:s for:s held:b!"},
    {CS_KIND_CLIENT, "id:s! name:s! region:s contacts:A fields:o"},
    {CS_KIND_DELEGATION,
     "id:s from:s! to:s! since:t until:t process:s region:s up_to:A note:s ended:v"},
    {CS_KIND_DEVICE, "id:s! person:s key:s name:s revoked:b"},
    {CS_KIND_PACK, "pack:s! digest:s! settings:o defaults:b"},
    {CS_KIND_CALENDAR, "id:s! calendar:o! keep_open:b reason:s"},
};

static gboolean
is_bad_character (gunichar c)
{
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c <= 0x9f) ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static gboolean
is_clean_text (const json_t *value)
{
  const char *text = json_string_value (value);
  g_autofree char *normal = NULL;

  if (json_string_length (value) > CS_MOST_TEXT)
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    if (is_bad_character (g_utf8_get_char (at)))
      return FALSE;
  }
  if (g_str_is_ascii (text))
    return TRUE;
  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  return g_strcmp0 (normal, text) == 0;
}

/* Every text in an entry: NFC, without control and bidi-override characters (RC-25, C.3). */
static gboolean
is_clean (const json_t *value)
{
  const char *key;
  json_t *member;
  gsize index;

  if (json_is_string (value))
    return is_clean_text (value);
  json_object_foreach ((json_t *)value, key, member)
  {
    if (!is_clean (member))
      return FALSE;
  }
  json_array_foreach (value, index, member)
  {
    if (!is_clean (member))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_list_of_texts (const json_t *value)
{
  gsize index;
  json_t *member;

  if (!json_is_array (value))
    return FALSE;
  json_array_foreach (value, index, member)
  {
    if (!json_is_string (member))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_day (const char *text)
{
  guint year, month, day;

  return text != NULL && strlen (text) == 10 &&
         sscanf (text, "%4u-%2u-%2u", &year, &month, &day) == 3 &&
         g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year);
}

static gboolean
has_type (const json_t *value, char type)
{
  CsInstant instant;
  CsMoney money;

  switch (type) {
    case 's':
      return json_is_string (value) && *json_string_value (value) != '\0';
    case 'b':
      return json_is_boolean (value);
    case 'i':
      return json_is_integer (value) && json_integer_value (value) > 0;
    case 'o':
      return json_is_object (value);
    case 'a':
      return is_list_of_texts (value);
    case 'A':
      return json_is_array (value);
    case 'd':
      return is_day (json_string_value (value));
    case 't':
      return json_is_string (value) && cs_instant_parse (json_string_value (value), &instant, NULL);
    case 'u':
      return has_type (value, 'd') || has_type (value, 't');
    case 'm':
      return cs_money_from_json (value, &money, NULL);
    default:
      return TRUE;
  }
}

static gboolean
refuse_shape (GPtrArray *reasons, const CsEntry *entry, const char *member, const char *problem)
{
  cs_judge_add (reasons,
                CS_VERDICT_REFUSED,
                "payload",
                _ ("“%s” of “%s” %s"),
                member,
                cs_entry_get_kind_name (entry),
                problem);
  return FALSE;
}

static gboolean
check_member (const CsEntry *entry, const char *spec, gsize *n_known, GPtrArray *reasons)
{
  const char *colon = strchr (spec, ':');
  g_autofree char *name = g_strndup (spec, (gsize)(colon - spec));
  const json_t *value = json_object_get (cs_entry_get_data (entry), name);

  if (value == NULL)
    return colon[2] != '!' || refuse_shape (reasons, entry, name, _ ("is missing"));
  (*n_known)++;
  return has_type (value, colon[1]) ||
         refuse_shape (reasons, entry, name, _ ("is not what was expected there"));
}

/**
 * cs_payload_check_shape:
 * @entry: an entry
 * @reasons: (element-type CsReason): where reasons against it go
 *
 * Judges the data by itself: known members of the right types, clean texts.
 *
 * Returns: whether nothing is wrong
 */
gboolean
cs_payload_check_shape (const CsEntry *entry, GPtrArray *reasons)
{
  const json_t *data = cs_entry_get_data (entry);
  g_auto (GStrv) specs = NULL;
  gsize n_known = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (shapes) && specs == NULL; i++) {
    if (shapes[i].kind == cs_entry_get_kind (entry))
      specs = g_strsplit (shapes[i].members, " ", -1);
  }
  if (specs == NULL)
    return refuse_shape (reasons, entry, "kind", _ ("is not known to this version"));
  for (guint i = 0; specs[i] != NULL; i++) {
    if (!check_member (entry, specs[i], &n_known, reasons))
      return FALSE;
  }
  if (json_object_size (data) != n_known)
    return refuse_shape (reasons, entry, "data", _ ("has a member that was not expected"));
  if (!is_clean (data))
    return refuse_shape (reasons,
                         entry,
                         "data",
                         _ ("has a text with control characters, too long, or not in NFC"));
  return TRUE;
}
