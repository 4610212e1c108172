/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-inbox-choices.h"

#include "cs-offer-text.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char *name;              /* (owned) */
  char *value;             /* (owned) (nullable): all */
  GSimpleAction *action;   /* (owned) */
  GtkMenuButton *button;   /* (borrowed) */
  CsInboxChoices *choices; /* (borrowed) */
} Choice;

struct _CsInboxChoices {
  GActionMap *actions; /* (borrowed) */
  GPtrArray *list;     /* (owned) Choice */
  void (*changed) (gpointer data);
  gpointer data;
};

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_signal_handlers_disconnect_by_data (choice->action, choice);
  g_object_unref (choice->action);
  g_free (choice->name);
  g_free (choice->value);
  g_free (choice);
}

/**
 * cs_inbox_choices_new:
 * @actions: (transfer none): where the actions go; outlives the choices
 * @changed: called when a person has chosen
 *
 * Returns: (transfer full): no choice yet
 */
CsInboxChoices *
cs_inbox_choices_new (GActionMap *actions, void (*changed) (gpointer data), gpointer data)
{
  CsInboxChoices *self = g_new0 (CsInboxChoices, 1);

  self->actions = actions;
  self->list = g_ptr_array_new_with_free_func (choice_free);
  self->changed = changed;
  self->data = data;
  return self;
}

void
cs_inbox_choices_free (CsInboxChoices *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->list);
  g_free (self);
}

static void
set (Choice *choice, const char *value)
{
  gboolean is_all = *value == '\0';
  g_autofree char *old = g_steal_pointer (&choice->value);

  choice->value = is_all ? NULL : g_strdup (value);
  g_simple_action_set_state (choice->action, g_variant_new_string (value));
  if (is_all)
    gtk_widget_remove_css_class (GTK_WIDGET (choice->button), "cs-chosen");
  else
    gtk_widget_add_css_class (GTK_WIDGET (choice->button), "cs-chosen");
}

static void
chosen_cb (GSimpleAction *action, GVariant *value, Choice *choice)
{
  set (choice, g_variant_get_string (value, NULL));
  choice->choices->changed (choice->choices->data);
}

/**
 * cs_inbox_choices_add:
 * @name: "region", "level" or "currency"
 * @button: the chip
 */
void
cs_inbox_choices_add (CsInboxChoices *self, const char *name, GtkMenuButton *button)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->name = g_strdup (name);
  choice->button = button;
  choice->choices = self;
  choice->action =
      g_simple_action_new_stateful (name, G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_signal_connect (choice->action, "change-state", G_CALLBACK (chosen_cb), choice);
  g_action_map_add_action (self->actions, G_ACTION (choice->action));
  g_ptr_array_add (self->list, choice);
}

/* --- menus --- */

typedef struct {
  GMenu *menu;      /* (borrowed) the section that is filled */
  GHashTable *seen; /* (borrowed) char: ids */
  const char *name;
} Filling;

static void
add_item (GMenu *menu, const char *name, const char *label, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_autofree char *action = g_strconcat ("view.", name, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static void
add_once (const Filling *filling, const char *id, const CsText *title)
{
  g_autofree char *label = title != NULL ? cs_offer_text_dup_title (title) : NULL;

  if (id == NULL || !g_hash_table_add (filling->seen, (gpointer)id))
    return;
  add_item (filling->menu, filling->name, label != NULL && *label != '\0' ? label : id, id);
}

static void
add_levels (const Filling *filling, const CsPack *pack)
{
  for (guint i = 0; i < pack->processes->len; i++) {
    const CsProcess *process = pack->processes->pdata[i];

    for (guint j = 0; j < process->steps->len; j++) {
      const CsApproval *approval = ((const CsStep *)process->steps->pdata[j])->approval;

      for (guint k = 0; approval != NULL && k < approval->levels->len; k++) {
        const CsLevel *level = approval->levels->pdata[k];

        if (!level->is_consent)
          add_once (filling, level->id, level->title);
      }
    }
  }
}

static void
add_pack (const Filling *filling, const CsPack *pack)
{
  for (guint i = 0; i < pack->region_list->len; i++) {
    const CsRegion *region = pack->region_list->pdata[i];

    if (g_str_equal (filling->name, "region"))
      add_once (filling, region->id, region->title);
    else if (g_str_equal (filling->name, "currency"))
      add_once (filling, region->currency, NULL);
  }
  if (g_str_equal (filling->name, "level"))
    add_levels (filling, pack);
}

/**
 * cs_inbox_choices_make_menu:
 * @name: "region", "level" or "currency"
 * @packs: (element-type CsPack): those in use
 *
 * Returns: (transfer full): all there are, each once, a section a pack
 */
GMenuModel *
cs_inbox_choices_make_menu (const char *name, GPtrArray *packs)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *all = g_str_equal (name, "region")  ? _ ("All Regions")
                    : g_str_equal (name, "level") ? _ ("All Levels")
                                                  : _ ("All Currencies");

  add_item (menu, name, all, "");
  for (guint i = 0; i < packs->len; i++) {
    g_autoptr (GMenu) section = g_menu_new ();
    const Filling filling = {section, seen, name};

    add_pack (&filling, packs->pdata[i]);
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
  }
  return G_MENU_MODEL (menu);
}

/**
 * cs_inbox_choices_fill:
 *
 * Offers what the packs in use have.
 */
void
cs_inbox_choices_fill (CsInboxChoices *self, CsWorkspace *workspace)
{
  g_autoptr (GPtrArray) packs = cs_workspace_list_packs (workspace);

  for (guint i = 0; i < self->list->len; i++) {
    Choice *choice = self->list->pdata[i];
    g_autoptr (GMenuModel) menu = cs_inbox_choices_make_menu (choice->name, packs);

    gtk_menu_button_set_menu_model (choice->button, menu);
  }
}

/**
 * cs_inbox_choices_get:
 *
 * Returns: (nullable): the id that is chosen; %NULL for all
 */
const char *
cs_inbox_choices_get (CsInboxChoices *self, const char *name)
{
  for (guint i = 0; i < self->list->len; i++) {
    const Choice *choice = self->list->pdata[i];

    if (g_str_equal (choice->name, name))
      return choice->value;
  }
  return NULL;
}

/**
 * cs_inbox_choices_has_any:
 *
 * Returns: whether something is narrowed
 */
gboolean
cs_inbox_choices_has_any (CsInboxChoices *self)
{
  for (guint i = 0; i < self->list->len; i++)
    if (((const Choice *)self->list->pdata[i])->value != NULL)
      return TRUE;
  return FALSE;
}

/**
 * cs_inbox_choices_clear:
 *
 * Chooses all, without saying so.
 */
void
cs_inbox_choices_clear (CsInboxChoices *self)
{
  for (guint i = 0; i < self->list->len; i++)
    set (self->list->pdata[i], "");
}
