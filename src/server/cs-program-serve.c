/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-program-folder.h"
#include "cs-program.h"
#include "cs-serve.h"
#include "cs-server-folder.h"

typedef struct {
  char *name, *admin, *mail, *pack, *from;
  gboolean with_people;
} Words;

static void
words_clear (Words *self)
{
  g_free (self->name);
  g_free (self->admin);
  g_free (self->mail);
  g_free (self->pack);
  g_free (self->from);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static gboolean
found (CsProgram *self, const Words *said, const char *folder, GError **error)
{
  const CsServerFounding founding = {
      .name = said->name != NULL ? said->name : "Our workspace",
      .pack = said->pack,
      .person_name = said->admin != NULL ? said->admin : "Administrator",
      .person_mail = said->mail,
      .with_people = said->with_people,
  };

  return said->from != NULL ? cs_server_folder_adopt (folder,
                                                      said->from,
                                                      founding.name,
                                                      said->admin,
                                                      self->time_source,
                                                      error)
                            : cs_server_folder_create (folder, &founding, self->time_source, error);
}

/**
 * cs_program_init:
 *
 * `init DIR`: makes the folder of a new server.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_init (CsProgram *self, char ***words, GError **error)
{
  g_auto (Words) said = {0};
  const GOptionEntry options[] = {
      {"name", 0, 0, G_OPTION_ARG_STRING, &said.name, "Of the workspace", "NAME"},
      {"admin", 0, 0, G_OPTION_ARG_STRING, &said.admin, "First administrator", "NAME"},
      {"mail", 0, 0, G_OPTION_ARG_STRING, &said.mail, "Their mail address", "ADDRESS"},
      {"pack", 0, 0, G_OPTION_ARG_STRING, &said.pack, "With this pack only", "PACK"},
      {"from",
       0,
       0,
       G_OPTION_ARG_FILENAME,
       &said.from,
       "With the whole history of this workspace; --admin is then the id of a person in it",
       "FOLDER"},
      {"with-people",
       0,
       0,
       G_OPTION_ARG_NONE,
       &said.with_people,
       "With the people and role holders that the packs name",
       NULL},
      {NULL},
  };

  if (!cs_program_parse (self, words, options, 1, 1, error))
    return FALSE;
  if (!found (self, &said, (*words)[1], error) ||
      !cs_program_seal_files (self, (*words)[1], said.from, error))
    return FALSE;
  return cs_program_print_invitation (self, (*words)[1], CS_SERVER_FOUNDER, NULL, 0, error);
}

/**
 * cs_program_serve:
 *
 * `serve DIR`: serves until it is told to stop.
 *
 * Returns: whether it ran
 */
gboolean
cs_program_serve (CsProgram *self, char ***words, GError **error)
{
  g_autofree char *port_file = NULL;
  gboolean shows = FALSE;
  const GOptionEntry options[] = {
      {"port-file",
       0,
       0,
       G_OPTION_ARG_FILENAME,
       &port_file,
       "Write the addresses it listens at into this file",
       "FILE"},
      {"config",
       0,
       0,
       G_OPTION_ARG_NONE,
       &shows,
       "Read settings from this file, not from DIR/server.conf",
       "FILE"},
      {"show", 0, 0, G_OPTION_ARG_NONE, &shows, "Print every setting and stop", NULL},
      {NULL},
  };
  g_autoptr (CsServerConfig) config = cs_server_config_new (words, error);

  if (config == NULL)
    return FALSE;
  if (!cs_program_parse (self, words, options, 1, 1, error)) {
    g_autofree char *help = self->help ? cs_server_config_dup_help () : NULL;

    if (help != NULL)
      fprintf (self->output, "%s", help);
    return FALSE;
  }
  if (!cs_server_config_read_file (config, (*words)[1], error))
    return FALSE;
  if (shows) {
    g_autofree char *text = cs_server_config_dup_text (config);

    fprintf (self->output, "%s", text);
    return TRUE;
  }
  return cs_serve ((*words)[1], config, port_file, self->time_source, error);
}
