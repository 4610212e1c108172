/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-commands.h"

#include <glib/gi18n-lib.h>

#define GENERAL N_ ("General")
#define VIEWS   N_ ("Views")
#define DECIDE  N_ ("Decisions")
#define LISTS   N_ ("Lists and Details")

/*
 * No plain letter is ever an accelerator, and neither are the keys of text editing: an accelerator
 * fires while a person types in a field, and the field never gets the key (ux: Keyboard). Those
 * keys are bound in the bubble phase, where a field comes first.
 */
static const CsCommand commands[] = {
    {CS_COMMAND_ACCEL, "app.show-view('inbox')", "<Control>1", N_ ("Inbox"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('sent')", "<Control>2", N_ ("Sent by Me"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('requests')", "<Control>3", N_ ("Requests"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('scopes')", "<Control>4", N_ ("Scopes of Work"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('payments')", "<Control>5", N_ ("Payments"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('reports')", "<Control>6", N_ ("Reports"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('people')", "<Control>7", N_ ("People and Clients"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('calendars')", "<Control>8", N_ ("Calendars"), VIEWS},
    {CS_COMMAND_ACCEL, "app.show-view('packs')", "<Control>9", N_ ("Packs"), VIEWS},
    {CS_COMMAND_ACCEL, "win.toggle-board", "<Control><Shift>b", N_ ("Table or Board"), VIEWS},
    {CS_COMMAND_ACCEL, "win.toggle-sidebar", "F9", N_ ("Sidebar"), VIEWS},
    {CS_COMMAND_ACCEL, "win.next-pane", "F6", N_ ("Next Pane"), VIEWS},
    {CS_COMMAND_ACCEL, "win.previous-pane", "<Shift>F6", N_ ("Previous Pane"), VIEWS},
    {CS_COMMAND_ACCEL, "win.go-back", "<Alt>Left", N_ ("Back"), VIEWS},
    {CS_COMMAND_ACCEL, "win.go-forward", "<Alt>Right", N_ ("Forward"), VIEWS},

    {CS_COMMAND_ACCEL, "win.search", "<Control>f", N_ ("Search"), GENERAL},
    {CS_COMMAND_ACCEL, "win.palette", "<Control>k", N_ ("All Commands"), GENERAL},
    {CS_COMMAND_ACCEL, "win.go-to-request", "<Control>l", N_ ("Go to Request…"), GENERAL},
    {CS_COMMAND_ACCEL, "app.new-sow", "<Control>n", N_ ("New Request"), GENERAL},
    {CS_COMMAND_ACCEL, "win.save", "<Control>s", N_ ("Save Draft Now"), GENERAL},
    {CS_COMMAND_ACCEL, "win.print", "<Control>p", N_ ("Print"), GENERAL},
    {CS_COMMAND_ACCEL, "win.show-table", "<Control>t", N_ ("Show as Table"), GENERAL},
    {CS_COMMAND_ACCEL, "win.copy-link", "<Control><Shift>c", N_ ("Copy Link"), GENERAL},
    {CS_COMMAND_MENU, "app.away", NULL, N_ ("Away…"), GENERAL},
    {CS_COMMAND_ACCEL, "app.preferences", "<Control>comma", N_ ("Preferences"), GENERAL},
    {CS_COMMAND_ACCEL, "app.shortcuts", "<Control>question", N_ ("Keyboard Shortcuts"), GENERAL},
    {CS_COMMAND_ACCEL, "app.help", "F1", N_ ("Help"), GENERAL},
    {CS_COMMAND_MENU, "app.about", NULL, N_ ("About Countersign"), GENERAL},
    {CS_COMMAND_ACCEL, "win.menu", "F10", N_ ("Main Menu"), GENERAL},
    {CS_COMMAND_ACCEL, "window.close", "<Control>w", N_ ("Close Window"), GENERAL},
    {CS_COMMAND_ACCEL, "app.quit", "<Control>q", N_ ("Quit"), GENERAL},

    {CS_COMMAND_ACCEL, "decide.approve", "<Control>Return", N_ ("Approve"), DECIDE},
    {CS_COMMAND_MENU, "decide.reject", NULL, N_ ("Reject…"), DECIDE},
    {CS_COMMAND_MENU, "decide.send-back", NULL, N_ ("Send Back…"), DECIDE},
    {CS_COMMAND_MENU, "decide.ask", NULL, N_ ("Ask a Question…"), DECIDE},
    {CS_COMMAND_ACCEL, "decide.hand-over", "<Control>m", N_ ("Hand Over…"), DECIDE},
    {CS_COMMAND_ACCEL, "decide.comment", "<Control><Shift>m", N_ ("Comment"), DECIDE},
    {CS_COMMAND_BUBBLE, "decide.undo", "<Control>z", N_ ("Undo Held Decision"), DECIDE},

    {CS_COMMAND_ACCEL, "win.next-change", "F7", N_ ("Next Change"), LISTS},
    {CS_COMMAND_ACCEL, "win.previous-change", "<Shift>F7", N_ ("Previous Change"), LISTS},
    {CS_COMMAND_BUBBLE, "win.select-all", "<Control>a", N_ ("Select All"), LISTS},
    {CS_COMMAND_BUBBLE, "win.select-none", "<Control><Shift>a", N_ ("Select None"), LISTS},
    {CS_COMMAND_PLAIN, "list.next", "j", N_ ("Next Request"), LISTS},
    {CS_COMMAND_PLAIN, "list.previous", "k", N_ ("Previous Request"), LISTS},
    {CS_COMMAND_PLAIN, "list.open", "o Return", N_ ("Open"), LISTS},
    {CS_COMMAND_PLAIN, "list.select", "x space", N_ ("Select"), LISTS},
    {CS_COMMAND_PLAIN, "list.mark-unread", "u", N_ ("Mark as Unread"), LISTS},
    {CS_COMMAND_PLAIN, "list.snooze", "z", N_ ("Remind Me"), LISTS},
    {CS_COMMAND_BUBBLE, "win.search", "slash", N_ ("Search"), LISTS},
};

/**
 * cs_commands_get:
 * @n_commands: (out): how many
 *
 * Returns: (array length=n_commands): all commands
 */
const CsCommand *
cs_commands_get (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

/**
 * cs_commands_install:
 *
 * Sets the application's accelerators.
 */
void
cs_commands_install (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_auto (GStrv) accels = NULL;
    if (commands[i].kind != CS_COMMAND_ACCEL)
      continue;
    accels = g_strsplit (commands[i].accels, " ", -1);
    gtk_application_set_accels_for_action (application,
                                           commands[i].action,
                                           (const char *const *)accels);
  }
}

/**
 * cs_commands_add_bubble_keys:
 *
 * Gives @window the keys that text fields come before.
 */
void
cs_commands_add_bubble_keys (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller),
                                     GTK_SHORTCUT_SCOPE_LOCAL);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (commands[i].kind != CS_COMMAND_BUBBLE)
      continue;
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (commands[i].accels),
                          gtk_named_action_new (commands[i].action)));
  }
  gtk_widget_add_controller (window, controller);
}
