/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-connect-page.h"

#include "cs-alert.h"
#include "cs-announce.h"
#include "cs-button.h"
#include "cs-company-way.h"
#include "cs-format.h"
#include "cs-shelf.h"
#include "cs-undo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsConnectPage:
 *
 * Address, then how to sign in there, then the folder is made (ux: First run). What was typed stays
 * when something fails, and the sentence above it says what to do.
 */
struct _CsConnectPage {
  CsPage parent_instance;

  CsSession *session;        /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) of what is under way */
  CsWireInfo *info;          /* (owned) (nullable) of the server that answered */
  char *folder;              /* (nullable) being made, or moved */
  gboolean is_moving;        /* the workspace that is open, to the server */

  GtkStack *steps;            /* template: "address", "code", "busy" */
  AdwEntryRow *address;       /* template */
  GtkWidget *next;            /* template */
  AdwPreferencesGroup *where; /* template: whose title is the workspace's */
  AdwEntryRow *code;          /* template */
  AdwEntryRow *device;        /* template */
  GtkWidget *connect;         /* template */
  GtkWidget *company;         /* template */
  AdwPreferencesGroup *asked; /* template: of the address */
  GtkLabel *problem;          /* template */
  AdwStatusPage *busy;        /* template */
  AdwStatusPage *kept;        /* (owned) the same, as long as somebody is signing in */
};

G_DEFINE_FINAL_TYPE (CsConnectPage, cs_connect_page, CS_TYPE_PAGE)

enum { SIGNAL_CONNECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static char *
dup_typed (AdwEntryRow *row)
{
  g_autofree char *plain = cs_strip_bidi (gtk_editable_get_text (GTK_EDITABLE (row)));

  return g_strstrip (g_steal_pointer (&plain));
}

/* People type “desk.example” and mean https. */
static char *
dup_address (CsConnectPage *self)
{
  g_autofree char *typed = dup_typed (self->address);

  if (*typed == '\0' || strstr (typed, "://") != NULL)
    return g_steal_pointer (&typed);
  return g_strconcat ("https://", typed, NULL);
}

static void
show_problem (CsConnectPage *self, const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
  if (text != NULL)
    cs_announce (GTK_WIDGET (self), text);
}

static void
show_step (CsConnectPage *self, const char *step)
{
  gtk_stack_set_visible_child_name (self->steps, step);
  if (g_str_equal (step, "address"))
    gtk_widget_grab_focus (GTK_WIDGET (self->address));
  else if (g_str_equal (step, "code"))
    gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
show_busy (CsConnectPage *self, const char *title)
{
  show_problem (self, NULL);
  adw_status_page_set_title (self->busy, title);
  adw_status_page_set_description (self->busy, NULL);
  show_step (self, "busy");
  cs_announce (GTK_WIDGET (self), title);
}

static void
fail (CsConnectPage *self, const char *step, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = cs_company_way_dup_advice (error);
  show_step (self, step);
  show_problem (self, text);
}

static void
update (CsConnectPage *self)
{
  g_autofree char *address = dup_typed (self->address);
  g_autofree char *code = dup_typed (self->code);

  gtk_widget_set_sensitive (self->next, *address != '\0');
  gtk_widget_set_sensitive (self->connect, *code != '\0');
  show_problem (self, NULL);
}

/* --- the server --- */

static void
show_server (CsConnectPage *self)
{
  g_autofree char *name = cs_iso (self->info->name != NULL ? self->info->name : "");
  g_autofree char *address = dup_address (self);
  g_autofree char *where = cs_ltr (address);
  g_autofree char *text = g_strdup_printf (_ ("At %s"), where);

  adw_preferences_group_set_title (self->where, name);
  adw_preferences_group_set_description (self->where, text);
  gtk_widget_set_visible (self->company,
                          self->info->sign_in != NULL && self->info->sign_in->oidc != NULL);
  show_step (self, "code");
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CsConnectPage *self = CS_CONNECT_PAGE (source);
  g_autoptr (GError) error = NULL;
  CsWireInfo *info = cs_connect_ask_finish (result, &error);

  if (self->steps == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable) {
    g_clear_pointer (&info, cs_wire_info_free);
    return;
  }
  if (info == NULL) {
    fail (self, "address", error);
    return;
  }
  g_clear_pointer (&self->info, cs_wire_info_free);
  self->info = info;
  show_server (self);
}

static void
begin_task (CsConnectPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
next_cb (CsConnectPage *self)
{
  g_autofree char *address = dup_address (self);

  if (!gtk_widget_get_sensitive (self->next))
    return;
  begin_task (self);
  show_busy (self, _ ("Looking for the Server…"));
  cs_connect_ask_async (self, address, self->cancellable, asked_cb);
}

/* --- signing in --- */

/* What was to be moved is open again as it was; why stands over it. */
static void
tell_not_moved (CsConnectPage *self, const GError *error)
{
  g_autofree char *text = cs_company_way_dup_advice (error);

  show_step (self, "address");
  cs_alert_tell (GTK_WIDGET (self), _ ("Not Moved"), text);
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0, self->folder);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CsConnectPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean is_made = cs_connect_finish (result, &error);

  if (self->steps == NULL)
    return;
  if (!is_made && self->is_moving) {
    tell_not_moved (self, error);
    return;
  }
  if (!is_made) {
    fail (self, "code", error);
    return;
  }
  gtk_editable_set_text (GTK_EDITABLE (self->code), "");
  show_step (self, "address");
  g_signal_emit (self, signals[SIGNAL_CONNECTED], 0, self->folder);
}

/* --- connecting --- */

static CsConnectOptions
get_options (CsConnectPage *self, const char *address, const char *code, const char *device)
{
  CsConnectOptions options = {.address = address,
                              .code = code,
                              .device_name = *device != '\0' ? device : NULL};

  if (code == NULL)
    cs_company_way_set (&options, self->kept);
  return options;
}

typedef struct {
  CsConnectPage *page; /* (owned) */
  char *address, *code, *device;
} Move;

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Move *move = data;
  CsConnectPage *self = move->page;
  CsConnectOptions options = get_options (self, move->address, move->code, move->device);

  cs_workspace_close_finish (CS_WORKSPACE (source), result, NULL);
  cs_connect_share_async (self->folder,
                          &options,
                          cs_session_get_time_source (self->session),
                          self->cancellable,
                          connected_cb,
                          g_object_ref (self));
  g_object_unref (move->page);
  g_free (move->address);
  g_free (move->code);
  g_free (move->device);
  g_free (move);
}

/* The workspace is closed for it: nobody else may have it open meanwhile. */
static void
begin_move (CsConnectPage *self, const char *address, const char *code, const char *device)
{
  g_autoptr (CsWorkspace) workspace = g_object_ref (cs_session_get_workspace (self->session));
  Move *move;

  if (cs_undo_get_pending (cs_session_get_undo (self->session)) > 0) {
    show_problem (self, _ ("A decision can still be undone. Try again in a moment."));
    return;
  }
  move = g_new0 (Move, 1);
  move->page = g_object_ref (self);
  move->address = g_strdup (address);
  move->code = g_strdup (code);
  move->device = g_strdup (device);
  g_free (self->folder);
  self->folder = g_strdup (cs_workspace_get_folder (workspace));
  show_busy (self, _ ("Moving…"));
  cs_session_set_workspace (self->session, NULL);
  cs_workspace_close_async (workspace, closed_cb, move);
}

static void
begin_connect (CsConnectPage *self, const char *code)
{
  g_autofree char *shelf = cs_shelf_dup_folder ();
  g_autofree char *address = dup_address (self);
  g_autofree char *device = dup_typed (self->device);
  CsConnectOptions options = get_options (self, address, code, device);

  begin_task (self);
  if (self->is_moving && cs_session_get_workspace (self->session) != NULL) {
    begin_move (self, address, code, device);
    return;
  }
  g_free (self->folder);
  self->folder = cs_shelf_dup_free_place (shelf, self->info->name != NULL ? self->info->name : "");
  show_busy (self, code != NULL ? _ ("Signing In…") : _ ("Sign In in the Browser"));
  cs_connect_async (self->folder,
                    &options,
                    cs_session_get_time_source (self->session),
                    self->cancellable,
                    connected_cb,
                    g_object_ref (self));
}

static void
connect_cb (CsConnectPage *self)
{
  g_autofree char *code = dup_typed (self->code);

  if (gtk_widget_get_sensitive (self->connect) && self->info != NULL)
    begin_connect (self, code);
}

static void
company_cb (CsConnectPage *self)
{
  if (self->info != NULL)
    begin_connect (self, NULL);
}

static void
cancel_cb (CsConnectPage *self)
{
  g_cancellable_cancel (self->cancellable);
  show_step (self, self->info != NULL ? "code" : "address");
}

static void
other_server_cb (CsConnectPage *self)
{
  show_problem (self, NULL);
  show_step (self, "address");
}

/* --- life --- */

static void
cs_connect_page_dispose (GObject *object)
{
  CsConnectPage *self = CS_CONNECT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_pointer (&self->info, cs_wire_info_free);
  g_clear_pointer (&self->folder, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CS_TYPE_CONNECT_PAGE);
  G_OBJECT_CLASS (cs_connect_page_parent_class)->dispose (object);
}

static void
cs_connect_page_finalize (GObject *object)
{
  g_object_unref (CS_CONNECT_PAGE (object)->kept);
  G_OBJECT_CLASS (cs_connect_page_parent_class)->finalize (object);
}

static void
cs_connect_page_class_init (CsConnectPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_connect_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_connect_page_finalize;
  signals[SIGNAL_CONNECTED] = g_signal_new ("connected",
                                            CS_TYPE_CONNECT_PAGE,
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/shared/cs-connect-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, steps);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, address);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, next);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, where);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, code);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, device);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, connect);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, company);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, asked);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, problem);
  gtk_widget_class_bind_template_child (widget_class, CsConnectPage, busy);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, connect_cb);
  gtk_widget_class_bind_template_callback (widget_class, company_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_server_cb);
}

static void
cs_connect_page_init (CsConnectPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->kept = g_object_ref (self->busy);
  cs_button_name (self->next, _ ("_Next"));
  cs_button_name (self->connect, _ ("_Connect"));
  cs_button_name (self->company, _ ("_Sign In With the Company Account"));
  gtk_editable_set_text (GTK_EDITABLE (self->device), g_get_host_name ());
  update (self);
}

/**
 * cs_connect_page_set_session:
 *
 * Once, before it is shown.
 */
void
cs_connect_page_set_session (CsConnectPage *self, CsSession *session)
{
  g_return_if_fail (CS_IS_CONNECT_PAGE (self) && self->session == NULL);

  self->session = g_object_ref (session);
}

/**
 * cs_connect_page_begin:
 * @is_moving: whether the workspace that is open moves to the server, instead of a new folder
 *
 * It is shown: the address is asked for.
 */
void
cs_connect_page_begin (CsConnectPage *self, gboolean is_moving)
{
  g_return_if_fail (CS_IS_CONNECT_PAGE (self));

  self->is_moving = is_moving;
  g_object_set (self, "title", is_moving ? _ ("Move to a Server") : _ ("Connect to Server"), NULL);
  adw_preferences_group_set_description (
      self->asked,
      is_moving ? _ ("Whoever runs the server makes it from a copy of this workspace and gives you "
                     "its address and an invitation code. What was done here since is sent; when "
                     "anything fails, all stays as it is.")
                : _ ("Whoever runs the server of your company gives you its address and an "
                     "invitation code."));
  show_problem (self, NULL);
  show_step (self, "address");
}
