/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-directory-private.h"

/* Calendars by their ids, with every revision they had: what has been met or missed is judged by
 * the revision of its time for ever, so that a changed calendar moves open clocks only (D-C4). */

static void
revision_free (gpointer data)
{
  CsRevision *self = data;

  cs_calendar_unref (self->calendar);
  g_free (self);
}

static void
append (CsDirectory *self, const char *id, const CsRevision *revision)
{
  GPtrArray *revisions = g_hash_table_lookup (self->calendars, id);
  CsRevision *copy = g_memdup2 (revision, sizeof *revision);

  if (revisions == NULL) {
    revisions = g_ptr_array_new_with_free_func (revision_free);
    g_hash_table_insert (self->calendars, g_strdup (id), revisions);
  }
  cs_calendar_ref (copy->calendar);
  g_ptr_array_add (revisions, copy);
}

/**
 * cs_directory_share_calendars:
 * @to: a directory without calendars
 * @from: one with
 *
 * Makes the calendars of one directory known to its copy.
 */
void
cs_directory_share_calendars (CsDirectory *to, const CsDirectory *from)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, from->calendars);
  while (g_hash_table_iter_next (&iter, &id, &value)) {
    const GPtrArray *revisions = value;

    for (guint i = 0; i < revisions->len; i++)
      append (to, id, revisions->pdata[i]);
  }
}

/**
 * cs_directory_add_calendar:
 * @self: a directory
 * @id: what packs call it
 * @calendar: (transfer none): the calendar
 *
 * Makes a shipped calendar known, as if it had always been so.
 */
void
cs_directory_add_calendar (CsDirectory *self, const char *id, CsCalendar *calendar)
{
  const CsRevision revision = {calendar, CS_INSTANT_NONE, FALSE};

  g_hash_table_remove (self->calendars, id);
  append (self, id, &revision);
}

/**
 * cs_directory_revise_calendar:
 * @self: a directory
 * @id: what packs call it
 * @calendar: (transfer none): its next revision
 * @since: when it was changed
 * @keeps_open: whether what began before @since stays with the revision before
 *
 * Changes a calendar, or makes a new one known. What had ended by @since stays as it was.
 */
void
cs_directory_revise_calendar (CsDirectory *self,
                              const char *id,
                              CsCalendar *calendar,
                              CsInstant since,
                              gboolean keeps_open)
{
  const CsRevision revision = {calendar, since, keeps_open};

  append (self, id, &revision);
}

/**
 * cs_directory_get_calendar:
 * @self: a directory
 * @id: (nullable): a calendar
 *
 * Returns: (transfer none) (nullable): the calendar as it is now
 */
CsCalendar *
cs_directory_get_calendar (const CsDirectory *self, const char *id)
{
  return cs_directory_get_calendar_of (self, id, G_MAXINT64, CS_INSTANT_NONE);
}

/* Whether a revision has a say in what ran from @started to @stopped. */
static gboolean
governs (const CsRevision *revision, CsInstant started, CsInstant stopped)
{
  if (revision->since == CS_INSTANT_NONE)
    return TRUE;
  if (revision->keeps_open)
    return started >= revision->since;
  return stopped == CS_INSTANT_NONE || stopped > revision->since;
}

/**
 * cs_directory_get_calendar_of:
 * @self: a directory
 * @id: (nullable): a calendar
 * @started: when something began
 * @stopped: when it ended; `CS_INSTANT_NONE` while it goes on
 *
 * Finds the revision that governs a clock: the last one, except that those made after its end have
 * no say, nor those that left alone what was open. The oldest where none has.
 *
 * Returns: (transfer none) (nullable): the calendar
 */
CsCalendar *
cs_directory_get_calendar_of (const CsDirectory *self,
                              const char *id,
                              CsInstant started,
                              CsInstant stopped)
{
  const GPtrArray *revisions = id != NULL ? g_hash_table_lookup (self->calendars, id) : NULL;

  if (revisions == NULL)
    return NULL;
  for (guint i = revisions->len; i > 0; i--) {
    const CsRevision *revision = revisions->pdata[i - 1];

    if (governs (revision, started, stopped))
      return revision->calendar;
  }
  return ((const CsRevision *)revisions->pdata[0])->calendar;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/**
 * cs_directory_list_calendars:
 * @self: a directory
 *
 * Returns: (transfer full): the ids of all calendars, in order
 */
GStrv
cs_directory_list_calendars (const CsDirectory *self)
{
  GHashTableIter iter;
  gpointer id;
  GPtrArray *ids = g_ptr_array_new ();

  g_hash_table_iter_init (&iter, self->calendars);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, g_strdup (id));
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);
  return (GStrv)g_ptr_array_free (ids, FALSE);
}
