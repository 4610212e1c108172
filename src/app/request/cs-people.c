/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-people.h"

#include "cs-detail-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * CsPeople:
 *
 * Whom to turn to: people named on the request and the key contacts of its region.
 */
struct _CsPeople {
  AdwBin parent_instance;

  GtkBox *box; /* template */
};

G_DEFINE_FINAL_TYPE (CsPeople, cs_people, ADW_TYPE_BIN)

static void
cs_people_dispose (GObject *object)
{
  G_OBJECT_CLASS (cs_people_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CS_TYPE_PEOPLE);
}

static void
cs_people_class_init (CsPeopleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cs_people_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class,
      "/io/github/countersign/Countersign/ui/request/cs-people.ui");
  gtk_widget_class_bind_template_child (widget_class, CsPeople, box);
}

static void
cs_people_init (CsPeople *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cs_people_new (void)
{
  return g_object_new (CS_TYPE_PEOPLE, NULL);
}

static void
add_person (CsReader *reader, GtkListBox *list, const char *title, const CsPerson *person)
{
  CsDetailRow *row = cs_detail_row_new_fact (title, person->name);

  if (person->mail != NULL) {
    g_autofree char *mail = cs_ltr (person->mail);

    cs_detail_row_set_note (row, mail);
  }
  gtk_list_box_append (list, GTK_WIDGET (row));
}

/* People named on the request: the first point of contact comes first. */
static void
add_named (CsPeople *self, CsReader *reader)
{
  const CsProcess *process = cs_reader_get_process (reader);
  GtkListBox *list = NULL;

  for (int pass = 0; pass < 2; pass++) {
    for (guint i = 0; i < process->fields->len; i++) {
      const CsField *field = process->fields->pdata[i];
      const CsValue *value = cs_request_get_value (cs_reader_get_request (reader), field);
      const char *id = json_string_value (value->value);
      const CsPerson *person = field->type == CS_FIELD_PERSON && id != NULL
                                   ? cs_directory_get_person (cs_reader_get_directory (reader), id)
                                   : NULL;
      g_autofree char *title = NULL;

      if (person == NULL || (field == process->owner) != (pass == 0))
        continue;
      title = cs_reader_dup_text (reader, field->title, field->id);
      if (list == NULL)
        list = cs_detail_list_add (self->box, _ ("On This Request"), NULL);
      if (pass == 0) {
        /* Translators: a role, and that its holder is the client’s first point of contact */
        g_autofree char *first = g_strdup_printf (_ ("%s, first point of contact"), title);

        add_person (reader, list, first, person);
      } else {
        add_person (reader, list, title, person);
      }
    }
  }
}

static void
add_role (CsPeople *self, CsReader *reader, GtkListBox **list, const CsRole *role)
{
  g_autoptr (GPtrArray) holders =
      cs_directory_list_holders (cs_reader_get_directory (reader),
                                 cs_reader_get_process (reader)->pack->id,
                                 role->id,
                                 cs_request_get_region (cs_reader_get_request (reader)),
                                 FALSE,
                                 cs_reader_get_process (reader)->id,
                                 NULL,
                                 cs_session_get_now (cs_reader_get_session (reader)));
  g_autofree char *help = cs_reader_dup_text (reader, role->help, role->id);
  g_autofree char *title = cs_reader_dup_text (reader, role->title, role->id);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autofree char *names = NULL;
  CsDetailRow *row;

  if (holders->len == 0)
    return;
  for (guint i = 0; i < holders->len; i++)
    g_ptr_array_add (ids, ((const CsHolder *)holders->pdata[i])->person->id);
  g_ptr_array_add (ids, NULL);
  names = cs_reader_join_names (reader, (const char *const *)ids->pdata);
  if (*list == NULL)
    *list = cs_detail_list_add (self->box, _ ("Key Contacts"), NULL);
  row = cs_detail_row_new_fact (help, names);
  if (strcmp (help, title) != 0)
    cs_detail_row_set_note (row, title);
  gtk_list_box_append (*list, GTK_WIDGET (row));
}

/**
 * cs_people_show:
 *
 * Shows who is named on the request, and the key contacts of its region (AG-25).
 */
void
cs_people_show (CsPeople *self, CsReader *reader)
{
  const GPtrArray *roles = cs_reader_get_process (reader)->pack->role_list;
  GtkListBox *list = NULL;

  cs_box_clear (self->box);
  add_named (self, reader);
  for (guint i = 0; i < roles->len; i++) {
    const CsRole *role = roles->pdata[i];

    if (role->help != NULL)
      add_role (self, reader, &list, role);
  }
}
