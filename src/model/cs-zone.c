/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-zone.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* From 1900 to 2300, in seconds: a century more on each side than calendars reckon with. */
#define FIRST_SECOND G_GINT64_CONSTANT (-2208988800)
#define LAST_SECOND  G_GINT64_CONSTANT (10413792000)

/* No place on earth was ever further from UTC. */
#define WIDEST_OFFSET (26 * 60 * 60 * CS_SECOND)

typedef struct {
  CsInstant from;
  int offset_secs;
} Stretch;

/* A zone's clock changes, read once per process and never freed: there are only as many as tzdata
 * names. GTimeZone stays the one reader of tzdata; its lookups are too slow for reckoning, and for
 * a repeated hour it answers with the second pass. */
struct _CsZone {
  char *identifier;
  GArray *stretches; /* (owned) (element-type Stretch), each lasting to the next one's start */
};

static GMutex zones_mutex;
static GHashTable *zones; /* (owned) identifier -> CsZone; guarded by zones_mutex */

static gboolean
is_zone_name (const char *identifier)
{
  const char *allowed = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_+-/";

  return *identifier != '\0' && *identifier != '/' && strnlen (identifier, 64) < 64 &&
         strspn (identifier, allowed) == strlen (identifier);
}

/* GTimeZone takes any file below the zone folder for a zone and complains on the console. */
static gboolean
is_zone_file (const char *identifier)
{
  const char *folder = g_getenv ("TZDIR");
  g_autofree char *path = NULL;
  char magic[4] = "";
  gboolean found = FALSE;
  FILE *file;

  path = g_build_filename (folder != NULL ? folder : "/usr/share/zoneinfo", identifier, NULL);
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return FALSE;
  file = fopen (path, "rbe");
  if (file == NULL)
    return FALSE;
  found = fread (magic, 1, sizeof magic, file) == sizeof magic &&
          memcmp (magic, "TZif", sizeof magic) == 0;
  fclose (file);
  return found;
}

static void
add_stretch (CsZone *self, GTimeZone *zone, int interval, gint64 from_secs)
{
  Stretch stretch = {from_secs * CS_SECOND, g_time_zone_get_offset (zone, interval)};

  if (self->stretches->len > 0 &&
      g_array_index (self->stretches, Stretch, self->stretches->len - 1).offset_secs ==
          stretch.offset_secs)
    return;
  g_array_append_val (self->stretches, stretch);
}

static int
find_interval (GTimeZone *zone, gint64 at_secs)
{
  return g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, at_secs);
}

/* Adds the changes in (@low, @high], both of whose intervals are known; halving finds them all. */
static void
collect (CsZone *self,
         GTimeZone *zone,
         gint64 low,
         int low_interval,
         gint64 high,
         int high_interval)
{
  gint64 middle = low + (high - low) / 2;
  int middle_interval;

  if (low_interval == high_interval)
    return;
  if (high - low == 1) {
    add_stretch (self, zone, high_interval, high);
    return;
  }
  middle_interval = find_interval (zone, middle);
  collect (self, zone, low, low_interval, middle, middle_interval);
  collect (self, zone, middle, middle_interval, high, high_interval);
}

static CsZone *
zone_read (const char *identifier)
{
  g_autoptr (GTimeZone) zone = NULL;
  CsZone *self;
  int first, last;

  if (!is_zone_name (identifier) || !is_zone_file (identifier))
    return NULL;
  zone = g_time_zone_new_identifier (identifier);
  if (zone == NULL)
    return NULL;
  self = g_new0 (CsZone, 1);
  self->identifier = g_strdup (identifier);
  self->stretches = g_array_new (FALSE, FALSE, sizeof (Stretch));
  first = find_interval (zone, FIRST_SECOND);
  last = find_interval (zone, LAST_SECOND);
  add_stretch (self, zone, first, FIRST_SECOND);
  collect (self, zone, FIRST_SECOND, first, LAST_SECOND, last);
  return self;
}

/**
 * cs_zone_get:
 * @identifier: a name of the zone database, such as `Africa/Cairo`
 * @error: `CS_ERROR_INVALID` when the database has no such zone
 *
 * Looks a time zone up. Any thread may call this.
 *
 * Returns: (transfer none) (nullable): the zone, which lives as long as the program
 */
const CsZone *
cs_zone_get (const char *identifier, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&zones_mutex);
  CsZone *self;

  if (zones == NULL)
    zones = g_hash_table_new (g_str_hash, g_str_equal);
  self = g_hash_table_lookup (zones, identifier);
  if (self == NULL) {
    self = zone_read (identifier);
    if (self != NULL)
      g_hash_table_insert (zones, self->identifier, self);
  }
  if (self == NULL)
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 _ ("“%.64s” is not a known time zone: expected a name such as Africa/Cairo"),
                 identifier);
  return self;
}

/**
 * cs_zone_get_identifier:
 * @self: a zone
 *
 * Returns: (transfer none): its name in the zone database
 */
const char *
cs_zone_get_identifier (const CsZone *self)
{
  return self->identifier;
}

static guint
find_stretch (const CsZone *self, CsInstant instant)
{
  guint low = 0, high = self->stretches->len;

  while (high - low > 1) {
    guint middle = low + (high - low) / 2;

    if (g_array_index (self->stretches, Stretch, middle).from <= instant)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/**
 * cs_zone_get_offset_secs:
 * @self: a zone
 * @instant: a moment
 *
 * Returns: how many seconds the wall clock is ahead of UTC at that moment
 */
int
cs_zone_get_offset_secs (const CsZone *self, CsInstant instant)
{
  return g_array_index (self->stretches, Stretch, find_stretch (self, instant)).offset_secs;
}

/**
 * cs_zone_to_wall:
 * @self: a zone
 * @instant: a moment
 *
 * Returns: what the wall clock shows at that moment
 */
CsWallTime
cs_zone_to_wall (const CsZone *self, CsInstant instant)
{
  return instant + cs_zone_get_offset_secs (self, instant) * CS_SECOND;
}

/**
 * cs_zone_first_pass:
 * @self: a zone
 * @wall: a local time
 *
 * Finds when the wall clock first shows @wall or later. So a repeated hour means its first pass,
 * and a time that the clocks skip means the moment at which they skip it; later local times never
 * give earlier moments.
 *
 * Returns: the moment
 */
CsInstant
cs_zone_first_pass (const CsZone *self, CsWallTime wall)
{
  guint i = find_stretch (self, wall - WIDEST_OFFSET);

  for (; i + 1 < self->stretches->len; i++) {
    const Stretch *stretch = &g_array_index (self->stretches, Stretch, i);
    CsInstant candidate = MAX (stretch->from, wall - stretch->offset_secs * CS_SECOND);

    if (candidate < stretch[1].from)
      return candidate;
  }
  return wall - g_array_index (self->stretches, Stretch, i).offset_secs * CS_SECOND;
}

/**
 * cs_zone_format_instant:
 * @self: a zone
 * @instant: a moment
 *
 * Writes a moment as the people in that zone read it, in RFC 3339, with milliseconds only
 * where they are not zero.
 *
 * Returns: (transfer full): such as `2026-01-18T10:00:00+02:00`
 */
char *
cs_zone_format_instant (const CsZone *self, CsInstant instant)
{
  int offset = cs_zone_get_offset_secs (self, instant);
  g_autofree char *wall = NULL;

  /* RFC 3339 has no seconds in its offsets; zones had them until 1972. */
  offset -= offset % 60;
  wall = cs_instant_format (instant + offset * CS_SECOND);
  wall[MAX (strlen (wall), 1) - 1] = '\0';
  return g_strdup_printf ("%s%c%02d:%02d",
                          wall,
                          offset < 0 ? '-' : '+',
                          ABS (offset) / 3600,
                          ABS (offset) / 60 % 60);
}
