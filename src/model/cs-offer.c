/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-offer.h"

#include <string.h>

#define DOMAIN_OFFER "countersign/offer/v1"
#define DOMAIN_VALUE "countersign/value/v1"
#define KEY_BYTES    32

/*
 * The canonical encoding: every value begins with its type and its length, so no two values have
 * the same bytes. Texts are NFC, whole numbers decimal, members of an object sorted by name.
 */

static void
append_text (GString *out, char type, const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  const char *bytes = normal != NULL ? normal : text;

  g_string_append_printf (out, "%c%" G_GSIZE_FORMAT ":%s", type, strlen (bytes), bytes);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void append_value (GString *out, const json_t *value);

static void
append_object (GString *out, const json_t *object)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name;
  json_t *member;

  json_object_foreach ((json_t *)object, name, member) g_ptr_array_add (names, (gpointer)name);
  g_ptr_array_sort (names, compare_names);
  g_string_append_printf (out, "d%u:", names->len);
  for (guint i = 0; i < names->len; i++) {
    append_text (out, 's', names->pdata[i]);
    append_value (out, json_object_get (object, names->pdata[i]));
  }
}

static void
append_value (GString *out, const json_t *value)
{
  gsize index;
  json_t *member;

  if (value == NULL || json_is_null (value)) {
    g_string_append (out, "n");
  } else if (json_is_string (value)) {
    append_text (out, 's', json_string_value (value));
  } else if (json_is_integer (value)) {
    g_string_append_printf (out, "i%" G_GINT64_FORMAT ";", (gint64)json_integer_value (value));
  } else if (json_is_array (value)) {
    g_string_append_printf (out, "l%" G_GSIZE_FORMAT ":", json_array_size (value));
    json_array_foreach (value, index, member) append_value (out, member);
  } else if (json_is_object (value)) {
    append_object (out, value);
  } else {
    g_string_append (out, json_is_true (value) ? "t" : "f");
  }
}

static void
make_key (const char *const *salts, guint8 key[KEY_BYTES])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = KEY_BYTES;

  g_checksum_update (sum, (const guchar *)DOMAIN_OFFER, sizeof DOMAIN_OFFER);
  for (; salts != NULL && *salts != NULL; salts++)
    g_checksum_update (sum, (const guchar *)*salts, (gssize)strlen (*salts) + 1);
  g_checksum_get_digest (sum, key, &length);
}

/**
 * cs_offer_digest:
 * @document: id of the document that is decided on
 * @fields: (array length=n_fields): what the level decides on, in the document's order
 * @n_fields: their number
 * @salts: (array zero-terminated=1) (nullable): salts of the scopes that the values are in
 *
 * The digest that stands on a level's offer and in each decision on it (D-C2, X-11): SHA-256 over
 * one canonical encoding, keyed with salts that only those know who may see the values. Without
 * the key a hidden amount could be found by trying amounts. Equal values have equal digests.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
cs_offer_digest (const char *document,
                 const CsOfferField *fields,
                 gsize n_fields,
                 const char *const *salts)
{
  g_autoptr (GString) text = g_string_new (DOMAIN_OFFER "\n");
  guint8 key[KEY_BYTES];

  append_text (text, 's', document);
  for (gsize i = 0; i < n_fields; i++) {
    append_text (text, 's', fields[i].id);
    append_value (text, fields[i].value);
  }
  make_key (salts, key);
  return g_compute_hmac_for_data (G_CHECKSUM_SHA256,
                                  key,
                                  sizeof key,
                                  (const guchar *)text->str,
                                  text->len);
}

/**
 * cs_offer_digest_value:
 * @value: (nullable): any value
 *
 * Names a value, such as a pack's confirmed settings, by its content: SHA-256 over the canonical
 * encoding, without a key.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
cs_offer_digest_value (const json_t *value)
{
  g_autoptr (GString) text = g_string_new (DOMAIN_VALUE "\n");

  append_value (text, value);
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text->str, text->len);
}
