/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-shape.h"

#include "cs-json.h"

#include <string.h>

/* A struct with a member of each type that stands alone. */
typedef struct {
  char *text;
  gint64 number;
  GBytes *bytes;
  CsInstant at;
  json_t *value;
  GStrv texts;
} Sample;

static const CsShapeMember members[] = {
    {"text", CS_SHAPE_TEXT, offsetof (Sample, text), CS_SHAPE_OPTIONAL, .most = 8},
    {"number", CS_SHAPE_INT, offsetof (Sample, number), CS_SHAPE_OPTIONAL},
    {"bytes", CS_SHAPE_BYTES, offsetof (Sample, bytes), CS_SHAPE_OPTIONAL, .most = 4},
    {"at", CS_SHAPE_INSTANT, offsetof (Sample, at), CS_SHAPE_OPTIONAL},
    {"value", CS_SHAPE_VALUE, offsetof (Sample, value), CS_SHAPE_OPTIONAL},
    {"texts", CS_SHAPE_TEXTS, offsetof (Sample, texts), CS_SHAPE_OPTIONAL, .most = 2},
    {NULL},
};
static const CsShape shape = {"sample", sizeof (Sample), members, .most_bytes = 200};

static void
test_limits (void)
{
  static const struct {
    const char *text;
    gboolean is_read;
  } cases[] = {
      {"{}", TRUE},
      {"{\"text\":\"12345678\"}", TRUE},
      {"{\"text\":\"123456789\"}", FALSE},
      {"{\"text\":\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\"}", FALSE},
      {"{\"number\":9007199254740992}", TRUE},
      {"{\"number\":9007199254740993}", FALSE},
      {"{\"number\":99999999999999999999}", FALSE},
      {"{\"number\":\"1\"}", FALSE},
      {"{\"number\":true}", FALSE},
      {"{\"bytes\":\"AAAAAA\"}", TRUE},
      {"{\"bytes\":\"AAAAAAA\"}", FALSE},
      {"{\"bytes\":\"A\"}", FALSE},
      {"{\"bytes\":\"AA AA\"}", FALSE},
      {"{\"bytes\":\"AA\\n\"}", FALSE},
      {"{\"bytes\":\"+/AA\"}", FALSE},
      {"{\"at\":\"2026-01-05T09:14:03Z\"}", TRUE},
      {"{\"at\":\"1969-01-05T09:14:03Z\"}", FALSE},
      {"{\"at\":1767604443}", FALSE},
      {"{\"value\":[1,null,{}]}", TRUE},
      {"{\"value\":\"text\"}", FALSE},
      {"{\"texts\":[\"a\",\"b\"]}", TRUE},
      {"{\"texts\":[\"a\",\"b\",\"c\"]}", FALSE},
      {"{\"texts\":[1]}", FALSE},
      {"\"{}\"", FALSE},
      {"{} {}", FALSE},
      {"", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    gpointer value = cs_shape_read (&shape, cases[i].text, strlen (cases[i].text), &error);

    if ((value != NULL) != cases[i].is_read)
      g_error ("%s: %s", cases[i].text, error != NULL ? error->message : "was read");
    cs_shape_free (&shape, value);
  }
}

static void
test_longest (void)
{
  g_autofree char *blank = g_strnfill (198, ' ');
  g_autofree char *fits = g_strconcat (blank, "{}", NULL);
  g_autofree char *beyond = g_strconcat (blank, " {}", NULL);
  g_autoptr (GError) error = NULL;
  gpointer value = cs_shape_read (&shape, fits, strlen (fits), &error);

  g_assert_no_error (error);
  cs_shape_free (&shape, value);
  g_assert_null (cs_shape_read (&shape, beyond, strlen (beyond), &error));
  g_assert_cmpstr (error->message, ==, "sample: expected at most 200 bytes");
}

static void
test_moments_lose_what_no_one_sends (void)
{
  const char *text = "{\"at\":\"2026-01-05T09:14:03.123456Z\"}";
  Sample *sample = cs_shape_read (&shape, text, strlen (text), NULL);
  g_autofree char *written = cs_shape_write (&shape, sample);

  g_assert_cmpstr (written, ==, "{\"at\":\"2026-01-05T09:14:03.123Z\"}");
  cs_shape_free (&shape, sample);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/shape/limits/SG-19", test_limits);
  g_test_add_func ("/shape/longest/SG-19", test_longest);
  g_test_add_func ("/shape/moments/K-14", test_moments_lose_what_no_one_sends);
  return g_test_run ();
}
