/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-field-context.h"

#include <locale.h>

/**
 * CsFieldContext:
 *
 * Lives as long as the form; keeps the pack alive.
 */
struct _CsFieldContext {
  GObject parent_instance;

  CsSession *session; /* (owned) (nullable) */
  CsPack *pack;       /* (owned) */
  char *client;       /* (nullable) */
  char *region;       /* (nullable) */

  const CsProcess *process; /* (borrowed) of pack */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CsFieldContext, cs_field_context, G_TYPE_OBJECT)

static void
cs_field_context_finalize (GObject *object)
{
  CsFieldContext *self = CS_FIELD_CONTEXT (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->pack, cs_pack_unref);
  g_free (self->client);
  g_free (self->region);
  G_OBJECT_CLASS (cs_field_context_parent_class)->finalize (object);
}

static void
cs_field_context_class_init (CsFieldContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_field_context_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
cs_field_context_init (CsFieldContext *self)
{
}

/**
 * cs_field_context_new:
 * @session: (nullable): NULL in tests that need no workspace
 * @process: whose fields are edited; its pack is kept
 */
CsFieldContext *
cs_field_context_new (CsSession *session, const CsProcess *process)
{
  CsFieldContext *self = g_object_new (CS_TYPE_FIELD_CONTEXT, NULL);

  g_set_object (&self->session, session);
  self->pack = cs_pack_ref (process->pack);
  self->process = process;
  return self;
}

CsSession *
cs_field_context_get_session (CsFieldContext *self)
{
  return self->session;
}

const CsProcess *
cs_field_context_get_process (CsFieldContext *self)
{
  return self->process;
}

const CsDirectory *
cs_field_context_get_directory (CsFieldContext *self)
{
  CsWorkspace *workspace = self->session != NULL ? cs_session_get_workspace (self->session) : NULL;

  return workspace != NULL ? cs_workspace_get_directory (workspace) : NULL;
}

const char *
cs_field_context_get_client (CsFieldContext *self)
{
  return self->client;
}

static void
set_text (CsFieldContext *self, char **text, const char *now)
{
  if (g_strcmp0 (*text, now) == 0)
    return;
  g_free (*text);
  *text = g_strdup (now);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * cs_field_context_set_client:
 * @client: (nullable): id; decides whose contacts can be chosen
 */
void
cs_field_context_set_client (CsFieldContext *self, const char *client)
{
  set_text (self, &self->client, client);
}

const char *
cs_field_context_get_region (CsFieldContext *self)
{
  return self->region;
}

/**
 * cs_field_context_set_region:
 * @region: (nullable): id; decides the proposed currency and who holds a role
 */
void
cs_field_context_set_region (CsFieldContext *self, const char *region)
{
  set_text (self, &self->region, region);
}

/**
 * cs_field_context_get_currency:
 *
 * Returns: (transfer none) (nullable): the currency that the region proposes
 */
const char *
cs_field_context_get_currency (CsFieldContext *self)
{
  const CsRegion *region = self->region != NULL ? cs_pack_get_region (self->pack, self->region)
                                                : NULL;

  return region != NULL ? region->currency : NULL;
}

static void
add_currency (GPtrArray *currencies, const char *currency)
{
  if (currency != NULL &&
      !g_ptr_array_find_with_equal_func (currencies, currency, g_str_equal, NULL))
    g_ptr_array_add (currencies, g_strdup (currency));
}

/**
 * cs_field_context_list_currencies:
 *
 * Returns: (transfer container) (element-type utf8): the currencies of the pack's regions, the
 *   proposed one first
 */
GPtrArray *
cs_field_context_list_currencies (CsFieldContext *self)
{
  GPtrArray *currencies = g_ptr_array_new_with_free_func (g_free);

  add_currency (currencies, cs_field_context_get_currency (self));
  for (guint i = 0; i < self->pack->region_list->len; i++)
    add_currency (currencies, ((const CsRegion *)self->pack->region_list->pdata[i])->currency);
  add_currency (currencies, "USD");
  return currencies;
}

static void
add_person (GPtrArray *people, const CsPerson *person)
{
  if (person != NULL && !g_ptr_array_find (people, person, NULL))
    g_ptr_array_add (people, (gpointer)person);
}

static void
add_contacts (CsFieldContext *self, GPtrArray *people, const CsDirectory *directory)
{
  const CsClient *client = self->client != NULL ? cs_directory_get_client (directory, self->client)
                                                : NULL;

  for (guint i = 0; client != NULL && i < client->contacts->len; i++)
    add_person (people, client->contacts->pdata[i]);
}

static void
add_holders (CsFieldContext *self,
             GPtrArray *people,
             const CsDirectory *directory,
             const CsRole *role)
{
  g_autoptr (GPtrArray) holders = cs_directory_list_holders (directory,
                                                             self->pack->id,
                                                             role->id,
                                                             self->region,
                                                             FALSE,
                                                             self->process->id,
                                                             NULL,
                                                             cs_session_get_now (self->session));

  for (guint i = 0; i < holders->len; i++)
    add_person (people, ((const CsHolder *)holders->pdata[i])->person);
}

/**
 * cs_field_context_list_people:
 * @field: a person field
 *
 * Returns: (transfer container) (element-type CsPerson): who can be chosen: the client's contacts,
 *   those who hold the field's role in the region, or everybody who can act
 */
GPtrArray *
cs_field_context_list_people (CsFieldContext *self, const CsField *field)
{
  const CsDirectory *directory = cs_field_context_get_directory (self);
  GPtrArray *people = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = NULL;

  if (directory == NULL)
    return people;
  if (field->among_client) {
    add_contacts (self, people, directory);
    return people;
  }
  if (field->among != NULL) {
    add_holders (self, people, directory, field->among);
    return people;
  }
  all = cs_directory_list_people (directory);
  for (guint i = 0; i < all->len; i++) {
    const CsPerson *person = all->pdata[i];

    if (person->can_act || field->type == CS_FIELD_MEETING)
      add_person (people, person);
  }
  if (field->type == CS_FIELD_MEETING)
    add_contacts (self, people, directory);
  return people;
}

/**
 * cs_field_context_get_locale:
 *
 * Returns: (transfer none): the locale in which numbers and amounts are read and shown
 */
const char *
cs_field_context_get_locale (void)
{
  const char *locale = setlocale (LC_NUMERIC, NULL);

  return locale != NULL ? locale : "C";
}

/**
 * cs_field_context_get_language:
 *
 * Returns: (transfer none): the language of the pack's texts, a tag such as `ar`
 */
const char *
cs_field_context_get_language (void)
{
  const char *const *languages = g_get_language_names ();

  for (guint i = 0; languages[i] != NULL; i++) {
    if (strpbrk (languages[i], "_.@") == NULL)
      return g_str_equal (languages[i], "C") ? "en" : languages[i];
  }
  return "en";
}
