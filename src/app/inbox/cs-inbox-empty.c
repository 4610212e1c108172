/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-empty.h"

#include "cs-format.h"

#include <glib/gi18n-lib.h>

static void
set (AdwStatusPage *page, const char *icon, const char *title, const char *description)
{
  adw_status_page_set_icon_name (page, icon);
  adw_status_page_set_title (page, title);
  adw_status_page_set_description (page, description);
}

/**
 * cs_inbox_empty_show:
 * @kind: the part of the inbox
 * @time: the present time of the day, in words
 *
 * Says that there is nothing at all.
 */
void
cs_inbox_empty_show (AdwStatusPage *page, CsListKind kind, const char *time)
{
  g_autofree char *checked = NULL;

  switch ((guint)kind) {
    case CS_LIST_INBOX_ASKED:
      set (page,
           "countersign-question-symbolic",
           _ ("No Open Questions"),
           _ ("Requests wait here while a question is answered."));
      break;
    case CS_LIST_INBOX_SNOOZED:
      set (page, "countersign-snooze-symbolic", _ ("Nothing Snoozed"), NULL);
      break;
    case CS_LIST_INBOX_DONE:
      set (page,
           "countersign-tick-symbolic",
           _ ("Nothing Decided Yet"),
           _ ("Decisions of the last 30 days appear here."));
      break;
    default:
      checked =
          g_strdup_printf (_ ("New requests appear here as they arrive. Last checked %s."), time);
      set (page, "countersign-inbox-symbolic", _ ("All Caught Up"), checked);
      break;
  }
}

/**
 * cs_inbox_empty_show_filtered:
 * @text: what was searched for; may be empty
 * @n_hidden: how many there are without the filter; 0 where that is not known
 *
 * Says that nothing matches.
 */
void
cs_inbox_empty_show_filtered (AdwStatusPage *page, const char *text, guint n_hidden)
{
  g_autofree char *isolated = NULL;
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *hidden = NULL;

  if (*text != '\0') {
    isolated = cs_iso (text);
    title = g_strdup_printf (_ ("No Results for “%s”"), isolated);
    escaped = g_markup_escape_text (title, -1);
    set (page,
         "system-search-symbolic",
         escaped,
         _ ("Try a client name, request number or amount."));
    return;
  }
  if (n_hidden > 0)
    hidden = g_strdup_printf (ngettext ("%u request is hidden by the filter.",
                                        "%u requests are hidden by the filter.",
                                        n_hidden),
                              n_hidden);
  set (page, "system-search-symbolic", _ ("No Matching Requests"), hidden);
}
