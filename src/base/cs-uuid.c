/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-uuid.h"

#include <string.h>
#include <sys/random.h>

typedef struct {
  guint64 millis;
  guint16 counter; /* 12 bits: order within one millisecond */
} LastUuid;

static GMutex last_mutex;
static LastUuid last; /* guarded by last_mutex */

static LastUuid
next_position (guint64 millis, guint16 start)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&last_mutex);

  if (millis > last.millis) {
    last = (LastUuid){millis, start};
  } else if (millis < last.millis && last.millis - millis > 1000) {
    return (LastUuid){millis, start}; /* another time source, such as a rehearsal */
  } else if (++last.counter > 0xfff) {
    last.counter = 0;
    last.millis++;
  }
  return last;
}

/**
 * cs_uuid_new:
 * @now: the present; the first 48 bits hold its milliseconds
 *
 * Makes a UUID of version 7 (RFC 9562). Within this process a later one sorts after an earlier one
 * of the same millisecond. Any thread may call this.
 *
 * Returns: (transfer full): 36 characters, lower case
 */
char *
cs_uuid_new (CsInstant now)
{
  guint8 b[16];
  LastUuid position;
  guint64 millis = now > 0 ? (guint64)now / 1000 : 0;

  if (getrandom (b, sizeof b, 0) != sizeof b) {
    for (gsize i = 0; i < sizeof b; i += 4) {
      guint32 word = g_random_int ();
      memcpy (b + i, &word, 4);
    }
  }
  position = next_position (millis, (guint16)((b[6] & 0x03) << 8 | b[7]));
  for (int i = 0; i < 6; i++)
    b[i] = (guint8)(position.millis >> (40 - 8 * i));
  b[6] = (guint8)(0x70 | position.counter >> 8);
  b[7] = (guint8)position.counter;
  b[8] = (guint8)(0x80 | (b[8] & 0x3f));
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0],
                          b[1],
                          b[2],
                          b[3],
                          b[4],
                          b[5],
                          b[6],
                          b[7],
                          b[8],
                          b[9],
                          b[10],
                          b[11],
                          b[12],
                          b[13],
                          b[14],
                          b[15]);
}

/**
 * cs_uuid_is_valid:
 * @text: (nullable): anything
 *
 * Returns: whether @text is a UUID of version 7 in lower case, as entries hold it
 */
gboolean
cs_uuid_is_valid (const char *text)
{
  const char *shape = "xxxxxxxx-xxxx-7xxx-vxxx-xxxxxxxxxxxx";

  if (text == NULL || strnlen (text, 37) != 36)
    return FALSE;
  for (; *shape != '\0'; shape++, text++) {
    gboolean is_hex = g_ascii_isdigit (*text) || (*text >= 'a' && *text <= 'f');

    if (*shape == 'x' ? !is_hex : *shape == 'v' ? strchr ("89ab", *text) == NULL : *text != *shape)
      return FALSE;
  }
  return TRUE;
}
