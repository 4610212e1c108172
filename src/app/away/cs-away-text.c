/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-away-text.h"

#include "cs-field-context.h"
#include "cs-money-format.h"

#include <glib/gi18n-lib.h>

/* Delegations in words (X-14, ux: Away). */

/**
 * cs_away_get_state:
 *
 * Returns: whether it is under way at @now; one that was ended is over
 */
CsAwayState
cs_away_get_state (const CsDelegation *delegation, CsInstant now)
{
  if (delegation->ended || now >= delegation->until)
    return CS_AWAY_OVER;
  return now < delegation->from ? CS_AWAY_COMING : CS_AWAY_NOW;
}

/**
 * cs_away_day_start:
 *
 * Returns: the first moment of a day here
 */
CsInstant
cs_away_day_start (int year, int month, int day)
{
  g_autoptr (GDateTime) start = g_date_time_new_local (year, month, day, 0, 0, 0);

  return start != NULL ? g_date_time_to_unix (start) * CS_SECOND : CS_INSTANT_NONE;
}

/**
 * cs_away_dup_period:
 * @until: the first moment after it
 *
 * Returns: (transfer full): its first and its last day
 */
char *
cs_away_dup_period (const CsFormat *format, CsInstant from, CsInstant until)
{
  g_autofree char *first = cs_format_date (format, from);
  g_autofree char *last = cs_format_date (format, until - 1);

  if (g_str_equal (first, last))
    return g_steal_pointer (&first);
  /* Translators: first and last day of an absence */
  return g_strdup_printf (_ ("%1$s to %2$s"), first, last);
}

static void
add (GString *text, const char *part)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static void
add_titles (GString *text, CsWorkspace *workspace, const CsDelegation *delegation)
{
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);
  gboolean has_process = delegation->process == NULL, has_region = delegation->region == NULL;

  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];
    const CsProcess *process = !has_process ? cs_pack_get_process (pack, delegation->process)
                                            : NULL;
    const CsRegion *region = !has_region ? cs_pack_get_region (pack, delegation->region) : NULL;
    g_autofree char *process_title =
        process != NULL ? cs_text_dup (process->title, cs_field_context_get_language ()) : NULL;
    g_autofree char *region_title =
        region != NULL ? cs_text_dup (region->title, cs_field_context_get_language ()) : NULL;

    if (process_title != NULL)
      add (text, process_title);
    if (region_title != NULL)
      add (text, region_title);
    has_process = has_process || process != NULL;
    has_region = has_region || region != NULL;
  }
}

/**
 * cs_away_dup_scope:
 *
 * Returns: (transfer full): what is handed over
 */
char *
cs_away_dup_scope (CsWorkspace *workspace, const CsDelegation *delegation)
{
  GString *text = g_string_new (NULL);

  add_titles (text, workspace, delegation);
  for (guint i = 0; i < delegation->up_to->len; i++) {
    CsMoney limit = g_array_index (delegation->up_to, CsMoney, i);
    g_autofree char *amount =
        cs_money_to_display (limit, cs_field_context_get_locale (), CS_DIGITS_LATIN);
    g_autofree char *isolated = cs_ltr (amount);
    /* Translators: an amount */
    g_autofree char *part = g_strdup_printf (_ ("up to %s"), isolated);

    add (text, part);
  }
  if (text->len == 0)
    g_string_append (text, _ ("Everything"));
  return g_string_free (text, FALSE);
}

/**
 * cs_away_find_now:
 *
 * Returns: (transfer none) (nullable): the delegation of @person that is under way and ends last
 */
const CsDelegation *
cs_away_find_now (const CsDirectory *directory, const char *person, CsInstant now)
{
  g_autoptr (GPtrArray) all = cs_directory_list_delegations (directory);
  const CsDelegation *found = NULL;

  for (guint i = 0; i < all->len; i++) {
    const CsDelegation *one = all->pdata[i];

    if (g_strcmp0 (one->from_person, person) == 0 && cs_away_get_state (one, now) == CS_AWAY_NOW &&
        (found == NULL || one->until > found->until))
      found = one;
  }
  return found;
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsSession) session = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsOutcome) outcome =
      cs_workspace_submit_finish (CS_WORKSPACE (source), result, &error);

  if (outcome == NULL)
    cs_session_toast_error (session, _ ("This was not saved"), error);
  else if (!outcome->is_accepted)
    cs_session_toast (session, outcome->reason->text);
}

/**
 * cs_away_end:
 *
 * Ends a delegation before its time; what is wrong with that is said in a toast.
 */
void
cs_away_end (CsSession *session, const CsDelegation *delegation)
{
  g_autoptr (json_t) data = json_pack ("{s:s, s:s, s:s, s:b}",
                                       "id",
                                       delegation->id,
                                       "from",
                                       delegation->from_person,
                                       "to",
                                       delegation->to_person,
                                       "ended",
                                       TRUE);

  cs_workspace_submit_async (cs_session_get_workspace (session),
                             NULL,
                             "delegation",
                             data,
                             NULL,
                             ended_cb,
                             g_object_ref (session));
}
