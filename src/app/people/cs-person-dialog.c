/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-person-dialog.h"

#include "cs-field-context.h"
#include "cs-installation.h"

#include <glib/gi18n-lib.h>

/**
 * CsPersonDialog:
 *
 * The few things that the program must know of a person: name, mail address, organisation, region,
 * roles.
 */
struct _CsPersonDialog {
  CsDialog parent_instance;

  char *person;       /* (nullable) id of who is changed */
  gboolean is_start;  /* the first person of a workspace: a mail address and a role are needed */
  GHashTable *held;   /* (nullable) char*, roles that this person has */
  GPtrArray *packs;   /* CsPack */
  GPtrArray *regions; /* (nullable) (element borrowed) CsRegion, those of the chosen pack */
  GPtrArray *roles;   /* char*, chosen; NULL-terminated when asked for */
  GPtrArray *checks;  /* (element borrowed) GtkCheckButton, one a role of the pack */

  AdwPreferencesGroup *who;      /* template */
  GtkEditable *name;             /* template */
  GtkEditable *mail;             /* template */
  AdwComboRow *organisation;     /* template */
  AdwComboRow *region;           /* template */
  AdwPreferencesGroup *role_box; /* template */
  GtkWidget *problem;            /* template */
};

G_DEFINE_FINAL_TYPE (CsPersonDialog, cs_person_dialog, CS_TYPE_DIALOG)

static CsPack *
chosen_pack (CsPersonDialog *self)
{
  guint at = adw_combo_row_get_selected (self->organisation);

  return at < self->packs->len ? self->packs->pdata[at] : NULL;
}

static gboolean
is_mail (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strpbrk (text, " <>,;\"") == NULL;
}

static gboolean
has_role (CsPersonDialog *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      return TRUE;
  return FALSE;
}

static void
update (CsPersonDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->name)));
  const char *mail = gtk_editable_get_text (self->mail);

  cs_dialog_set_can_accept (CS_DIALOG (self),
                            *name != '\0' &&
                                (is_mail (mail) || (!self->is_start && *mail == '\0')) &&
                                chosen_pack (self) != NULL && (!self->is_start || has_role (self)));
}

static void
add_role (CsPersonDialog *self, const CsPack *pack, const CsRole *role)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *title = cs_text_dup (role->title, cs_field_context_get_language ());
  g_autofree char *help =
      role->help != NULL ? cs_text_dup (role->help, cs_field_context_get_language ()) : NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), help != NULL ? help : "");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               self->is_start ? !cs_pack_is_role_given (pack, role->id)
                                              : self->held != NULL &&
                                                    g_hash_table_contains (self->held, role->id));
  g_object_set_data_full (G_OBJECT (check), "role", g_strdup (role->id), g_free);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->role_box, row);
  g_object_set_data (G_OBJECT (check), "row", row);
  g_ptr_array_add (self->checks, check);
}

static void
show_regions (CsPersonDialog *self, const CsPack *pack)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  g_clear_pointer (&self->regions, g_ptr_array_unref);
  self->regions = cs_pack_list_leaf_regions (pack);
  gtk_string_list_append (titles, _ ("Everywhere"));
  for (guint i = 0; i < self->regions->len; i++) {
    const CsRegion *region = self->regions->pdata[i];
    g_autofree char *title = cs_text_dup (region->title, cs_field_context_get_language ());

    gtk_string_list_append (titles, title);
  }
  adw_combo_row_set_model (self->region, G_LIST_MODEL (titles));
}

static void
organisation_cb (CsPersonDialog *self)
{
  CsPack *pack = chosen_pack (self);

  for (guint i = 0; i < self->checks->len; i++)
    adw_preferences_group_remove (self->role_box,
                                  g_object_get_data (self->checks->pdata[i], "row"));
  g_ptr_array_set_size (self->checks, 0);
  for (guint i = 0; pack != NULL && i < pack->role_list->len; i++)
    add_role (self, pack, pack->role_list->pdata[i]);
  if (pack != NULL)
    show_regions (self, pack);
  update (self);
}

static void
all_roles_cb (CsPersonDialog *self)
{
  gboolean all = FALSE;

  for (guint i = 0; i < self->checks->len; i++)
    all = all || !gtk_check_button_get_active (self->checks->pdata[i]);
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (self->checks->pdata[i], all);
}

static void
show_packs (CsPersonDialog *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->packs->len; i++) {
    g_autofree char *title = cs_text_dup (((const CsPack *)self->packs->pdata[i])->title,
                                          cs_field_context_get_language ());

    gtk_string_list_append (titles, title);
  }
  adw_combo_row_set_model (self->organisation, G_LIST_MODEL (titles));
  gtk_widget_set_visible (self->problem, self->packs->len == 0);
  organisation_cb (self);
}

static int
compare_packs (gconstpointer a, gconstpointer b)
{
  g_autofree char *one =
      cs_text_dup ((*(CsPack *const *)a)->title, cs_field_context_get_language ());
  g_autofree char *other =
      cs_text_dup ((*(CsPack *const *)b)->title, cs_field_context_get_language ());

  return g_utf8_collate (one, other);
}

static void
read_packs (CsPersonDialog *self)
{
  g_autofree char *folder = g_build_filename (cs_installation_get_data_folder (), "packs", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, "pack.json", NULL);
    g_autoptr (GError) error = NULL;
    CsPack *pack;

    if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
      continue;
    pack = cs_pack_load (path, &error);
    if (pack == NULL) {
      g_message ("%s", error->message);
      continue;
    }
    g_ptr_array_add (self->packs, pack);
  }
  g_ptr_array_sort (self->packs, compare_packs);
  show_packs (self);
}

static void
cs_person_dialog_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_person_dialog_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PERSON_DIALOG);
}

static void
cs_person_dialog_finalize (GObject *object)
{
  CsPersonDialog *self = CS_PERSON_DIALOG (object);

  g_free (self->person);
  g_clear_pointer (&self->held, g_hash_table_unref);
  g_ptr_array_unref (self->packs);
  g_clear_pointer (&self->regions, g_ptr_array_unref);
  g_ptr_array_unref (self->roles);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (cs_person_dialog_parent_class)->finalize (object);
}

static void
cs_person_dialog_class_init (CsPersonDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_person_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = cs_person_dialog_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/people/cs-person-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPersonDialog, who);
  gtk_widget_class_bind_template_child (widget_class, CsPersonDialog, name);
  gtk_widget_class_bind_template_child (widget_class, CsPersonDialog, mail);
  gtk_widget_class_bind_template_child (widget_class, CsPersonDialog, organisation);
  gtk_widget_class_bind_template_child (widget_class, CsPersonDialog, region);
  gtk_widget_class_bind_template_child (widget_class, CsPersonDialog, role_box);
  gtk_widget_class_bind_template_child (widget_class, CsPersonDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, organisation_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_roles_cb);
}

static void
cs_person_dialog_init (CsPersonDialog *self)
{
  self->packs = g_ptr_array_new_with_free_func ((GDestroyNotify)cs_pack_unref);
  self->roles = g_ptr_array_new_with_free_func (g_free);
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->name));
  update (self);
}

static void
select_pack (CsPersonDialog *self, const char *id)
{
  for (guint i = 0; i < self->packs->len; i++)
    if (g_strcmp0 (((const CsPack *)self->packs->pdata[i])->id, id) == 0)
      adw_combo_row_set_selected (self->organisation, i);
}

/**
 * cs_person_dialog_new_to_start:
 * @pack: (nullable): the organisation that is chosen first
 *
 * Returns: (transfer floating): the dialog for the first person of a workspace, with the packs that
 *   are installed
 */
CsPersonDialog *
cs_person_dialog_new_to_start (const char *pack)
{
  CsPersonDialog *self = g_object_new (CS_TYPE_PERSON_DIALOG, NULL);
  const char *name = g_get_real_name ();

  self->is_start = TRUE;
  gtk_window_set_title (GTK_WINDOW (self), _ ("Start on This Computer"));
  cs_dialog_set_accept_label (CS_DIALOG (self), _ ("_Start"));
  adw_preferences_group_set_description (
      self->who,
      _ ("Everything stays on this computer. Others can be added later."));
  if (name != NULL && g_strcmp0 (name, "Unknown") != 0 && g_strcmp0 (name, "root") != 0)
    gtk_editable_set_text (self->name, name);
  read_packs (self);
  select_pack (self, pack);
  return self;
}

static void
show_person (CsPersonDialog *self, const CsDirectory *directory, const CsPerson *person)
{
  gtk_window_set_title (GTK_WINDOW (self), person->name);
  cs_dialog_set_accept_label (CS_DIALOG (self), _ ("_Save"));
  gtk_editable_set_text (self->name, person->name);
  gtk_editable_set_text (self->mail, person->mail != NULL ? person->mail : "");
  for (guint i = 0; i < self->packs->len; i++) {
    const CsPack *pack = self->packs->pdata[i];
    g_autoptr (GPtrArray) held = cs_directory_list_held (directory, pack->id, person->id);

    for (guint j = 0; j < held->len; j++)
      g_hash_table_add (self->held, g_strdup (((const CsHeld *)held->pdata[j])->role));
  }
}

static void
select_region (CsPersonDialog *self, const char *id)
{
  for (guint i = 0; self->regions != NULL && i < self->regions->len; i++)
    if (g_strcmp0 (((const CsRegion *)self->regions->pdata[i])->id, id) == 0)
      adw_combo_row_set_selected (self->region, i + 1);
}

/**
 * cs_person_dialog_new:
 * @workspace: whose packs give the roles
 * @person: (nullable): id of who is changed; %NULL for somebody new
 *
 * Returns: (transfer floating): the dialog
 */
CsPersonDialog *
cs_person_dialog_new (CsWorkspace *workspace, const char *person)
{
  CsPersonDialog *self = g_object_new (CS_TYPE_PERSON_DIALOG, NULL);
  const CsDirectory *directory = cs_workspace_get_directory (workspace);
  const CsPerson *known = person != NULL ? cs_directory_get_person (directory, person) : NULL;
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);

  for (guint i = 0; i < packs->len; i++)
    g_ptr_array_add (self->packs, cs_pack_ref (packs->pdata[i]));
  self->person = g_strdup (person);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (known != NULL)
    show_person (self, directory, known);
  show_packs (self);
  if (known != NULL)
    select_region (self, known->region);
  gtk_widget_set_visible (GTK_WIDGET (self->organisation), self->packs->len > 1);
  return self;
}

/**
 * cs_person_dialog_get_person:
 *
 * Returns: (nullable): id of who is changed; %NULL for somebody new
 */
const char *
cs_person_dialog_get_person (CsPersonDialog *self)
{
  g_return_val_if_fail (CS_IS_PERSON_DIALOG (self), NULL);
  return self->person;
}

/**
 * cs_person_dialog_get_answer:
 * @answer: (out caller-allocates): valid as long as the dialog
 */
void
cs_person_dialog_get_answer (CsPersonDialog *self, CsPersonAnswer *answer)
{
  CsPack *pack;
  guint region;

  g_return_if_fail (CS_IS_PERSON_DIALOG (self));

  pack = chosen_pack (self);
  region = adw_combo_row_get_selected (self->region);
  g_return_if_fail (pack != NULL);

  g_ptr_array_set_size (self->roles, 0);
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_ptr_array_add (self->roles, g_strdup (g_object_get_data (self->checks->pdata[i], "role")));
  g_ptr_array_add (self->roles, NULL);
  answer->name = gtk_editable_get_text (self->name);
  answer->mail = gtk_editable_get_text (self->mail);
  answer->pack = pack;
  /* The first line is "everywhere". */
  answer->region = region > 0 && region - 1 < self->regions->len
                       ? ((const CsRegion *)self->regions->pdata[region - 1])->id
                       : NULL;
  answer->roles = (const char *const *)self->roles->pdata;
}
