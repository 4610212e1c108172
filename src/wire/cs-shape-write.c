/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-shape-private.h"

#include "cs-base64url.h"
#include "cs-digest.h"
#include "cs-json.h"
#include "cs-signed-head.h"
#include "cs-wire.h"

static json_t *write_object (const CsShape *shape, gconstpointer value);

static json_t *
write_hashes (const GArray *hashes)
{
  json_t *list = json_array ();

  for (guint i = 0; i < hashes->len; i++) {
    g_autofree char *hex =
        cs_hex_encode (g_array_index (hashes, CsDigest, i).bytes, CS_DIGEST_BYTES);

    json_array_append_new (list, json_string (hex));
  }
  return list;
}

static json_t *
write_elements (const CsShapeMember *member, const GPtrArray *elements)
{
  json_t *written = member->type == CS_SHAPE_LIST ? json_array () : json_object ();

  for (guint i = 0; elements != NULL && i < elements->len; i++) {
    gconstpointer element = elements->pdata[i];
    const CsShapeNumber *number = element;

    if (member->type == CS_SHAPE_LIST)
      json_array_append_new (written, write_object (member->shape, element));
    else if (member->type == CS_SHAPE_NUMBERS)
      json_object_set_new (written, number->key, json_integer (number->number));
    else
      json_object_set_new (written, number->key, write_object (member->shape, element));
  }
  return written;
}

static json_t *
write_texts (char *const *texts)
{
  json_t *list;

  if (texts == NULL)
    return NULL;
  list = json_array ();
  for (; *texts != NULL; texts++)
    json_array_append_new (list, json_string (*texts));
  return list;
}

static json_t *
write_instant (CsInstant instant)
{
  g_autofree char *text = instant != 0 ? cs_signed_head_format_time (instant) : NULL;

  return text != NULL ? json_string (text) : NULL;
}

static json_t *
write_bytes (GBytes *bytes)
{
  g_autofree char *text = NULL;
  gsize length;
  const guint8 *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  text = cs_base64url_encode (data, length);
  return json_string_nocheck (text);
}

static json_t *
write_hash (const CsDigest *hash)
{
  g_autofree char *hex = cs_hex_encode (hash->bytes, CS_DIGEST_BYTES);

  return json_string_nocheck (hex);
}

/* NULL: there is nothing to write. */
static json_t *
write_member (const CsShapeMember *member, gconstpointer value)
{
  gboolean is_optional = (member->flags & CS_SHAPE_OPTIONAL) != 0;

  switch (member->type) {
    case CS_SHAPE_TEXT:
    case CS_SHAPE_HEX:
      return *AT (char *, value, member) != NULL ? json_string (*AT (char *, value, member)) : NULL;
    case CS_SHAPE_INT:
      return is_optional && *AT (gint64, value, member) == 0
                 ? NULL
                 : json_integer (*AT (gint64, value, member));
    case CS_SHAPE_BOOL:
      return is_optional && !*AT (gboolean, value, member)
                 ? NULL
                 : json_boolean (*AT (gboolean, value, member));
    case CS_SHAPE_INSTANT:
      return write_instant (*AT (CsInstant, value, member));
    case CS_SHAPE_BYTES:
      return write_bytes (*AT (GBytes *, value, member));
    case CS_SHAPE_HASH:
      return write_hash (AT (CsDigest, value, member));
    case CS_SHAPE_HASHES:
      return is_optional && (*AT (GArray *, value, member))->len == 0
                 ? NULL
                 : write_hashes (*AT (GArray *, value, member));
    case CS_SHAPE_CHOICE:
      return json_string (member->names[*AT (gint, value, member)]);
    case CS_SHAPE_TEXTS:
      return write_texts (*AT (GStrv, value, member));
    case CS_SHAPE_OBJECT:
      return *AT (gpointer, value, member) != NULL
                 ? write_object (member->shape, *AT (gpointer, value, member))
                 : NULL;
    case CS_SHAPE_LIST:
    case CS_SHAPE_MAP:
    case CS_SHAPE_NUMBERS:
      return is_optional && (*AT (GPtrArray *, value, member))->len == 0
                 ? NULL
                 : write_elements (member, *AT (GPtrArray *, value, member));
    case CS_SHAPE_VALUE:
      return json_incref (*AT (json_t *, value, member));
    case CS_SHAPE_RANGE:
    default:
      return json_pack ("[I,I]",
                        (json_int_t)AT (gint64, value, member)[0],
                        (json_int_t)AT (gint64, value, member)[1]);
  }
}

static json_t *
write_object (const CsShape *shape, gconstpointer value)
{
  json_t *object = json_object ();

  for (const CsShapeMember *member = cs_shape_first_member (shape); member->key != NULL; member++) {
    json_t *written = write_member (member, value);

    if (written != NULL)
      json_object_set_new_nocheck (object, member->key, written);
  }
  return object;
}

/**
 * cs_shape_write:
 * @shape: the shape of a message
 * @value: a struct of that shape with everything that it requires
 *
 * Returns: (transfer full): the message: one line of JSON
 */
char *
cs_shape_write (const CsShape *shape, gconstpointer value)
{
  g_autoptr (json_t) object = write_object (shape, value);

  if (shape->is_request)
    json_object_set_new (object, "protocol", json_integer (CS_WIRE_PROTOCOL));
  return cs_json_dump (object);
}
