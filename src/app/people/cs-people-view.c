/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-people-view.h"

#include "cs-away-list.h"
#include "cs-client-editor.h"
#include "cs-field-context.h"
#include "cs-list.h"
#include "cs-person-dialog.h"
#include "cs-person-line.h"
#include "cs-role-list.h"
#include "cs-uuid.h"

#include <glib/gi18n-lib.h>

/**
 * CsPeopleView:
 *
 * The directory of the workspace: clients with their contacts, the people who act with their roles,
 * the roles with who holds them, and who is away. The lists hold ids; what a row shows is looked up
 * when it is seen.
 */
struct _CsPeopleView {
  CsScreen parent_instance;

  GtkStringList *ids[2]; /* clients, people */
  GtkFilterListModel *shown[2];

  GtkStack *stack;          /* template: "clients", "people" */
  GtkStack *clients_stack;  /* template: "list", "empty" */
  GtkListView *clients;     /* template */
  GtkListView *people;      /* template */
  CsRoleList *roles;        /* template */
  CsAwayList *away;         /* template */
  GtkSearchBar *search_bar; /* template */
  GtkSearchEntry *search;   /* template */
};

G_DEFINE_FINAL_TYPE (CsPeopleView, cs_people_view, CS_TYPE_SCREEN)

enum { CLIENTS, PEOPLE };

/* --- what a row says --- */

static char *
region_title (CsWorkspace *workspace, const char *id)
{
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);

  for (guint i = 0; id != NULL && i < packs->len; i++) {
    const CsRegion *region = cs_pack_get_region (packs->pdata[i], id);

    if (region != NULL)
      return cs_text_dup (region->title, cs_field_context_get_language ());
  }
  return g_strdup (id != NULL ? id : "");
}

static char *
client_detail (CsWorkspace *workspace, const CsClient *client)
{
  g_autofree char *region = region_title (workspace, client->region);
  const CsPerson *contact = client->contacts->len > 0 ? client->contacts->pdata[0] : NULL;

  if (contact == NULL)
    return g_steal_pointer (&region);
  return g_strdup_printf ("%s%s%s", region, *region != '\0' ? " · " : "", contact->name);
}

static void
add_part (GString *text, const char *part)
{
  if (part == NULL || *part == '\0' || strstr (text->str, part) != NULL)
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static char *
person_detail (CsWorkspace *workspace, const CsPerson *person)
{
  const CsDirectory *directory = cs_workspace_get_directory (workspace);
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);
  g_autofree char *region = region_title (workspace, person->region);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < packs->len; i++) {
    const CsPack *pack = packs->pdata[i];
    g_autoptr (GPtrArray) roles = cs_directory_list_roles_of (directory, pack->id, person->id);

    for (guint j = 0; j < roles->len; j++) {
      const CsRole *role = cs_pack_get_role (pack, roles->pdata[j]);
      g_autofree char *title =
          role != NULL ? cs_text_dup (role->title, cs_field_context_get_language ()) : NULL;

      add_part (text, title);
    }
  }
  add_part (text, region);
  add_part (text, person->mail);
  return g_string_free (text, FALSE);
}

static char *
describe (CsPeopleView *self, guint which, const char *id, char **name)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const CsDirectory *directory = cs_workspace_get_directory (workspace);

  if (which == CLIENTS) {
    const CsClient *client = cs_directory_get_client (directory, id);

    *name = g_strdup (client != NULL ? client->name : id);
    return client != NULL ? client_detail (workspace, client) : g_strdup ("");
  } else {
    const CsPerson *person = cs_directory_get_person (directory, id);

    *name = g_strdup (person != NULL ? person->name : id);
    return person != NULL ? person_detail (workspace, person) : g_strdup ("");
  }
}

static void
bind (CsPeopleView *self, GtkListItem *item, guint which)
{
  GtkWidget *line = gtk_list_item_get_child (item);
  const char *id = gtk_string_object_get_string (gtk_list_item_get_item (item));
  g_autofree char *name = NULL;
  g_autofree char *detail = describe (self, which, id, &name);
  g_autofree char *sentence = g_strdup_printf (_ ("%1$s, %2$s"), name, detail);

  cs_person_line_set (CS_PERSON_LINE (line), name, detail);
  cs_list_name_row (line, sentence);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, cs_person_line_new ());
}

static void
bind_client_cb (CsPeopleView *self, GtkListItem *item)
{
  bind (self, item, CLIENTS);
}

static void
bind_person_cb (CsPeopleView *self, GtkListItem *item)
{
  bind (self, item, PEOPLE);
}

/* --- lists --- */

static gboolean
matches (CsPeopleView *self, guint which, GtkStringObject *object)
{
  g_autofree char *wanted = NULL;
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *both = NULL;
  g_autofree char *folded = NULL;

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0' ||
      cs_screen_get_workspace (CS_SCREEN (self)) == NULL)
    return TRUE;
  wanted = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  detail = describe (self, which, gtk_string_object_get_string (object), &name);
  both = g_strdup_printf ("%s %s", name, detail);
  folded = g_utf8_casefold (both, -1);
  return strstr (folded, wanted) != NULL;
}

static gboolean
client_matches (gpointer item, gpointer self)
{
  return matches (self, CLIENTS, item);
}

static gboolean
person_matches (gpointer item, gpointer self)
{
  return matches (self, PEOPLE, item);
}

static void
search_cb (CsPeopleView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->shown); i++)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown[i]),
                        GTK_FILTER_CHANGE_DIFFERENT);
}

static int
compare_people (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(const CsPerson *const *)a)->name, (*(const CsPerson *const *)b)->name);
}

static void
replace_ids (GtkStringList *list, GPtrArray *ids)
{
  g_ptr_array_add (ids, NULL);
  gtk_string_list_splice (list,
                          0,
                          g_list_model_get_n_items (G_LIST_MODEL (list)),
                          (const char *const *)ids->pdata);
}

static void
reload (CsPeopleView *self)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const CsDirectory *directory = cs_workspace_get_directory (workspace);
  g_autoptr (GPtrArray) clients = cs_directory_list_clients (directory);
  g_autoptr (GPtrArray) people = cs_directory_list_people (directory);
  g_autoptr (GPtrArray) client_ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) person_ids = g_ptr_array_new ();

  g_ptr_array_sort (people, compare_people);
  for (guint i = 0; i < clients->len; i++)
    g_ptr_array_add (client_ids, ((const CsClient *)clients->pdata[i])->id);
  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (person_ids, ((const CsPerson *)people->pdata[i])->id);
  gtk_stack_set_visible_child_name (self->clients_stack, clients->len > 0 ? "list" : "empty");
  replace_ids (self->ids[CLIENTS], client_ids);
  replace_ids (self->ids[PEOPLE], person_ids);
  cs_role_list_show (self->roles, cs_screen_get_session (CS_SCREEN (self)));
  cs_away_list_show (self->away, cs_screen_get_session (CS_SCREEN (self)));
}

static void
changed_cb (CsPeopleView *self, const char *request)
{
  if (request == NULL)
    reload (self);
}

/* --- changes --- */

static void
said_cb (GObject *source, GAsyncResult *result, gpointer data)
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

static void
say (CsPeopleView *self, const char *kind, json_t *data)
{
  g_autoptr (json_t) owned = data;
  CsScreen *screen = CS_SCREEN (self);

  cs_workspace_submit_async (cs_screen_get_workspace (screen),
                             NULL,
                             kind,
                             owned,
                             NULL,
                             said_cb,
                             g_object_ref (cs_screen_get_session (screen)));
}

static void
client_accept_cb (CsPeopleView *self, CsClientEditor *dialog)
{
  json_t *data = cs_client_editor_make_entry (dialog);

  if (data == NULL)
    return;
  say (self, "client", data);
  cs_dialog_close (CS_DIALOG (dialog));
}

static void
say_role (CsPeopleView *self,
          const CsPersonAnswer *answer,
          const char *person,
          const char *role,
          const char *region,
          gboolean is_held)
{
  say (self,
       "role",
       json_pack ("{s:s, s:s, s:s, s:s*, s:b}",
                  "pack",
                  answer->pack->id,
                  "role",
                  role,
                  "person",
                  person,
                  "region",
                  region,
                  "held",
                  is_held));
}

/* Roles that are new are held in the region chosen; those taken off are given up everywhere. */
static void
say_roles (CsPeopleView *self, const CsPersonAnswer *answer, const char *person)
{
  const CsDirectory *directory =
      cs_workspace_get_directory (cs_screen_get_workspace (CS_SCREEN (self)));
  g_autoptr (GPtrArray) held = cs_directory_list_held (directory, answer->pack->id, person);

  for (guint i = 0; i < held->len; i++) {
    const CsHeld *one = held->pdata[i];

    if (!g_strv_contains (answer->roles, one->role))
      say_role (self, answer, person, one->role, one->region, FALSE);
  }
  for (gsize i = 0; answer->roles[i] != NULL; i++) {
    gboolean is_known = FALSE;

    for (guint j = 0; j < held->len; j++)
      is_known = is_known || g_str_equal (((const CsHeld *)held->pdata[j])->role, answer->roles[i]);
    if (!is_known)
      say_role (self, answer, person, answer->roles[i], answer->region, TRUE);
  }
}

static void
person_accept_cb (CsPeopleView *self, CsPersonDialog *dialog)
{
  CsWorkspace *workspace = cs_screen_get_workspace (CS_SCREEN (self));
  const char *known_id = cs_person_dialog_get_person (dialog);
  const CsPerson *known =
      known_id != NULL ? cs_directory_get_person (cs_workspace_get_directory (workspace), known_id)
                       : NULL;
  g_autofree char *uuid =
      cs_uuid_new (cs_time_source_get_now (cs_workspace_get_time_source (workspace)));
  g_autofree char *id = known != NULL ? g_strdup (known->id) : g_strconcat ("p-", uuid, NULL);
  CsPersonAnswer answer;

  cs_person_dialog_get_answer (dialog, &answer);
  say (self,
       "person",
       json_pack ("{s:s, s:s, s:s*, s:s*, s:s*, s:b, s:b}",
                  "id",
                  id,
                  "name",
                  answer.name,
                  "mail",
                  *answer.mail != '\0' ? answer.mail : NULL,
                  "region",
                  answer.region,
                  "language",
                  known != NULL ? known->language : NULL,
                  "external",
                  known != NULL && known->external,
                  "can_act",
                  known == NULL || known->can_act));
  say_roles (self, &answer, id);
  cs_dialog_close (CS_DIALOG (dialog));
}

static void
present_client (CsPeopleView *self, const char *client)
{
  CsClientEditor *dialog = cs_client_editor_new (cs_screen_get_session (CS_SCREEN (self)), client);

  g_signal_connect_object (dialog,
                           "accept",
                           G_CALLBACK (client_accept_cb),
                           self,
                           G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), GTK_WIDGET (self));
}

static void
present_person (CsPeopleView *self, const char *person)
{
  CsPersonDialog *dialog =
      cs_person_dialog_new (cs_screen_get_workspace (CS_SCREEN (self)), person);

  g_signal_connect_object (dialog,
                           "accept",
                           G_CALLBACK (person_accept_cb),
                           self,
                           G_CONNECT_SWAPPED);
  cs_dialog_present (CS_DIALOG (dialog), GTK_WIDGET (self));
}

static const char *
id_at (GtkFilterListModel *model, guint position)
{
  g_autoptr (GtkStringObject) object = g_list_model_get_item (G_LIST_MODEL (model), position);

  return object != NULL ? gtk_string_object_get_string (object) : NULL;
}

static void
client_activate_cb (CsPeopleView *self, guint position)
{
  present_client (self, id_at (self->shown[CLIENTS], position));
}

static void
person_activate_cb (CsPeopleView *self, guint position)
{
  present_person (self, id_at (self->shown[PEOPLE], position));
}

static void
add_client_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_client (CS_PEOPLE_VIEW (widget), NULL);
}

static void
add_person_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  present_person (CS_PEOPLE_VIEW (widget), NULL);
}

static void
search_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CsPeopleView *self = CS_PEOPLE_VIEW (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- life --- */

static void
cs_people_view_constructed (GObject *object)
{
  CsPeopleView *self = CS_PEOPLE_VIEW (object);

  G_OBJECT_CLASS (cs_people_view_parent_class)->constructed (object);
  if (cs_screen_get_session (CS_SCREEN (self)) == NULL)
    return;
  g_signal_connect_object (cs_screen_get_workspace (CS_SCREEN (self)),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  reload (self);
}

static void
cs_people_view_dispose (GObject *object)
{
  CsPeopleView *self = CS_PEOPLE_VIEW (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->ids); i++) {
    if (self->shown[i] != NULL)
      gtk_filter_list_model_set_filter (self->shown[i], NULL);
    g_clear_object (&self->shown[i]);
    g_clear_object (&self->ids[i]);
  }
  G_OBJECT_CLASS (cs_people_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PEOPLE_VIEW);
}

static void
cs_people_view_class_init (CsPeopleViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = cs_people_view_constructed;
  G_OBJECT_CLASS (klass)->dispose = cs_people_view_dispose;
  g_type_ensure (CS_TYPE_AWAY_LIST);
  g_type_ensure (CS_TYPE_PAGE);
  g_type_ensure (CS_TYPE_ROLE_LIST);
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/people/cs-people-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, stack);
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, clients_stack);
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, clients);
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, people);
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, roles);
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, away);
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, search_bar);
  gtk_widget_class_bind_template_child (widget_class, CsPeopleView, search);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, client_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, person_activate_cb);
  gtk_widget_class_install_action (widget_class, "people.add-client", NULL, add_client_action);
  gtk_widget_class_install_action (widget_class, "people.add-person", NULL, add_person_action);
  gtk_widget_class_install_action (widget_class, "screen.search", NULL, search_action);
}

static void
set_up_list (CsPeopleView *self,
             guint which,
             GtkListView *view,
             GtkCustomFilterFunc filter,
             GCallback bind_cb)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  self->ids[which] = gtk_string_list_new (NULL);
  self->shown[which] =
      gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->ids[which])),
                                 GTK_FILTER (gtk_custom_filter_new (filter, self, NULL)));
  selection =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown[which]))));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_object (factory, "bind", bind_cb, self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (view, factory);
  gtk_list_view_set_model (view, selection);
}

static void
cs_people_view_init (CsPeopleView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search));
  set_up_list (self, CLIENTS, self->clients, client_matches, G_CALLBACK (bind_client_cb));
  set_up_list (self, PEOPLE, self->people, person_matches, G_CALLBACK (bind_person_cb));
}
