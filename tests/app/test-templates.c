/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cs-action-dialog.h"
#include "cs-action-form.h"
#include "cs-approvals.h"
#include "cs-away-dialog.h"
#include "cs-away-list.h"
#include "cs-board-card.h"
#include "cs-board-column.h"
#include "cs-board.h"
#include "cs-calendar-day-dialog.h"
#include "cs-calendar-detail.h"
#include "cs-calendar-new-dialog.h"
#include "cs-calendar-review.h"
#include "cs-calendar-season-dialog.h"
#include "cs-check-control.h"
#include "cs-checklist.h"
#include "cs-choice-control.h"
#include "cs-client-dialog.h"
#include "cs-client-editor.h"
#include "cs-client-picker.h"
#include "cs-clocks.h"
#include "cs-compare-row.h"
#include "cs-compare.h"
#include "cs-connect-page.h"
#include "cs-date-control.h"
#include "cs-decision-dialog.h"
#include "cs-detail-row.h"
#include "cs-duration-control.h"
#include "cs-facts.h"
#include "cs-field-editor.h"
#include "cs-file-control.h"
#include "cs-files.h"
#include "cs-finder.h"
#include "cs-gates.h"
#include "cs-inbox-bulk.h"
#include "cs-inbox-detail.h"
#include "cs-inbox-list.h"
#include "cs-inbox-row.h"
#include "cs-installation.h"
#include "cs-mail-compose.h"
#include "cs-map.h"
#include "cs-meeting-control.h"
#include "cs-money-control.h"
#include "cs-next-step.h"
#include "cs-pack-answer.h"
#include "cs-payment-card.h"
#include "cs-payment-dialog.h"
#include "cs-people.h"
#include "cs-person-control.h"
#include "cs-person-dialog.h"
#include "cs-person-menu.h"
#include "cs-preferences.h"
#include "cs-process-list.h"
#include "cs-process-map.h"
#include "cs-progress.h"
#include "cs-reference-control.h"
#include "cs-remind-dialog.h"
#include "cs-report-filters.h"
#include "cs-role-list.h"
#include "cs-scope-picker.h"
#include "cs-secret-control.h"
#include "cs-sidebar.h"
#include "cs-sign-in-dialog.h"
#include "cs-sla-badge.h"
#include "cs-step-card.h"
#include "cs-step-form.h"
#include "cs-sync-foot.h"
#include "cs-table-control.h"
#include "cs-text-control.h"
#include "cs-timeline.h"
#include "cs-unclear-mark.h"
#include "cs-views.h"
#include "cs-welcome.h"
#include "cs-wizard-form.h"
#include "cs-wizard-mails.h"
#include "cs-wizard-review.h"
#include "cs-wizard-start.h"
#include "cs-wizard-steps.h"
#include "cs-wizard-summary.h"
#include "cs-work.h"

#define UI "/io/github/countersign/Countersign/ui/"

/* “cs-inbox-view.ui” → “CsInboxView” */
static char *
type_name (const char *file)
{
  g_auto (GStrv) words = g_strsplit (file, "-", -1);
  GString *name = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    g_string_append_c (name, g_ascii_toupper (words[i][0]));
    g_string_append (name, words[i] + 1);
  }
  *strchr (name->str, '.') = '\0';
  return g_string_free (name, FALSE);
}

/* The name, and what GTK and libadwaita say themselves. */
static const char *const not_ours[] = {"(None)",
                                       "Apply",
                                       "Clear entry",
                                       "Countersign",
                                       "No Results Found",
                                       "Preferences",
                                       "Search",
                                       "Search…",
                                       "Try a different search.",
                                       NULL};

/* In the language that does not exist every text is in brackets: what has none cannot be
 * translated. */
static void
check_text (GtkWidget *widget, const char *text)
{
  g_autofree char *letters = NULL;

  if (text == NULL || g_strv_contains (not_ours, text) || strchr (text, '[') != NULL ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_CALENDAR) != NULL)
    return;
  letters = g_strcanon (g_utf8_strdown (text, -1), "abcdefghijklmnopqrstuvwxyz", ' ');
  g_strstrip (letters);
  if (strlen (letters) > 1)
    g_test_fail_printf ("%s shows “%s”, which is not translatable",
                        G_OBJECT_TYPE_NAME (widget),
                        text);
}

static void
check_texts (GtkWidget *widget)
{
  const char *const properties[] = {"label", "title", "placeholder-text", "tooltip-text"};

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++) {
    GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), properties[i]);
    g_autofree char *text = NULL;

    if (pspec == NULL || pspec->value_type != G_TYPE_STRING)
      continue;
    g_object_get (widget, properties[i], &text, NULL);
    check_text (widget, text);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_texts (child);
}

static void
test_template (gconstpointer data)
{
  const char *name = data;
  GType type = g_type_from_name (name);
  GtkWidget *widget;

  if (type == 0)
    g_error ("%s is unknown: name it in cs-views.c or in ensure_types()", name);
  widget = g_object_ref_sink (g_object_new (type, NULL));
  g_assert_true (GTK_IS_WIDGET (widget));
  if (g_strcmp0 (g_getenv ("LANGUAGE"), "en_XA") == 0)
    check_texts (widget);
  if (GTK_IS_WINDOW (widget))
    gtk_window_destroy (GTK_WINDOW (widget));
  g_object_add_weak_pointer (G_OBJECT (widget), (gpointer *)&widget);
  g_object_unref (widget);
  for (guint i = 0; widget != NULL && i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_null (widget);
}

static void
ensure_types (void)
{
  cs_views_ensure_types ();
  g_type_ensure (CS_TYPE_CALENDAR_DAY_DIALOG);
  g_type_ensure (CS_TYPE_CALENDAR_DETAIL);
  g_type_ensure (CS_TYPE_CALENDAR_REVIEW);
  g_type_ensure (CS_TYPE_CALENDAR_NEW_DIALOG);
  g_type_ensure (CS_TYPE_CALENDAR_SEASON_DIALOG);
  g_type_ensure (CS_TYPE_BOARD);
  g_type_ensure (CS_TYPE_BOARD_CARD);
  g_type_ensure (CS_TYPE_BOARD_COLUMN);
  g_type_ensure (CS_TYPE_CLIENT_DIALOG);
  g_type_ensure (CS_TYPE_CLIENT_PICKER);
  g_type_ensure (CS_TYPE_PROCESS_LIST);
  g_type_ensure (CS_TYPE_SCOPE_PICKER);
  g_type_ensure (CS_TYPE_WIZARD_FORM);
  g_type_ensure (CS_TYPE_WIZARD_MAILS);
  g_type_ensure (CS_TYPE_WIZARD_REVIEW);
  g_type_ensure (CS_TYPE_WIZARD_START);
  g_type_ensure (CS_TYPE_WIZARD_STEPS);
  g_type_ensure (CS_TYPE_WIZARD_SUMMARY);
  g_type_ensure (CS_TYPE_FINDER);
  g_type_ensure (CS_TYPE_REMIND_DIALOG);
  g_type_ensure (CS_TYPE_AWAY_DIALOG);
  g_type_ensure (CS_TYPE_AWAY_LIST);
  g_type_ensure (CS_TYPE_ROLE_LIST);
  g_type_ensure (CS_TYPE_REPORT_FILTERS);
  g_type_ensure (CS_TYPE_INBOX_BULK);
  g_type_ensure (CS_TYPE_INBOX_DETAIL);
  g_type_ensure (CS_TYPE_INBOX_LIST);
  g_type_ensure (CS_TYPE_INBOX_ROW);
  g_type_ensure (CS_TYPE_MAIL_COMPOSE);
  g_type_ensure (CS_TYPE_MAP);
  g_type_ensure (CS_TYPE_PROCESS_MAP);
  g_type_ensure (CS_TYPE_PACK_ANSWER);
  g_type_ensure (CS_TYPE_PAYMENT_CARD);
  g_type_ensure (CS_TYPE_PAYMENT_DIALOG);
  g_type_ensure (CS_TYPE_PERSON_MENU);
  g_type_ensure (CS_TYPE_PREFERENCES);
  g_type_ensure (CS_TYPE_CONNECT_PAGE);
  g_type_ensure (CS_TYPE_SIGN_IN_DIALOG);
  g_type_ensure (CS_TYPE_SIDEBAR);
  g_type_ensure (CS_TYPE_SYNC_FOOT);
  g_type_ensure (CS_TYPE_SLA_BADGE);
  g_type_ensure (CS_TYPE_CHECK_CONTROL);
  g_type_ensure (CS_TYPE_CHOICE_CONTROL);
  g_type_ensure (CS_TYPE_DATE_CONTROL);
  g_type_ensure (CS_TYPE_DECISION_DIALOG);
  g_type_ensure (CS_TYPE_DURATION_CONTROL);
  g_type_ensure (CS_TYPE_FILE_CONTROL);
  g_type_ensure (CS_TYPE_MEETING_CONTROL);
  g_type_ensure (CS_TYPE_MONEY_CONTROL);
  g_type_ensure (CS_TYPE_PERSON_CONTROL);
  g_type_ensure (CS_TYPE_REFERENCE_CONTROL);
  g_type_ensure (CS_TYPE_SECRET_CONTROL);
  g_type_ensure (CS_TYPE_TABLE_CONTROL);
  g_type_ensure (CS_TYPE_TEXT_CONTROL);
  g_type_ensure (CS_TYPE_FIELD_EDITOR);
  g_type_ensure (CS_TYPE_UNCLEAR_MARK);
  g_type_ensure (CS_TYPE_APPROVALS);
  g_type_ensure (CS_TYPE_COMPARE);
  g_type_ensure (CS_TYPE_COMPARE_ROW);
  g_type_ensure (CS_TYPE_DETAIL_ROW);
  g_type_ensure (CS_TYPE_FACTS);
  g_type_ensure (CS_TYPE_CHECKLIST);
  g_type_ensure (CS_TYPE_GATES);
  g_type_ensure (CS_TYPE_TIMELINE);
  g_type_ensure (CS_TYPE_ACTION_DIALOG);
  g_type_ensure (CS_TYPE_ACTION_FORM);
  g_type_ensure (CS_TYPE_CLOCKS);
  g_type_ensure (CS_TYPE_FILES);
  g_type_ensure (CS_TYPE_NEXT_STEP);
  g_type_ensure (CS_TYPE_PEOPLE);
  g_type_ensure (CS_TYPE_PROGRESS);
  g_type_ensure (CS_TYPE_STEP_CARD);
  g_type_ensure (CS_TYPE_STEP_FORM);
  g_type_ensure (CS_TYPE_WORK);
  g_type_ensure (CS_TYPE_PERSON_DIALOG);
  g_type_ensure (CS_TYPE_CLIENT_EDITOR);
  g_type_ensure (CS_TYPE_WELCOME);
  g_type_ensure (CS_TYPE_WINDOW);
}

static guint
add_tests (const char *folder)
{
  g_auto (GStrv) files = g_resources_enumerate_children (folder, 0, NULL);
  guint n = 0;

  for (guint i = 0; files != NULL && files[i] != NULL; i++) {
    g_autofree char *path = g_strconcat (folder, files[i], NULL);
    char *name;
    g_autofree char *test = NULL;
    if (g_str_has_suffix (path, "/")) {
      n += add_tests (path);
      continue;
    }
    name = type_name (files[i]);
    test = g_strconcat ("/templates/", name, NULL);
    g_test_add_data_func_full (test, name, test_template, g_free);
    n++;
  }
  return n;
}

int
main (int argc, char *argv[])
{
  cs_installation_init_languages ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  ensure_types ();
  g_assert_cmpuint (add_tests (UI), >, 10);
  return g_test_run ();
}
