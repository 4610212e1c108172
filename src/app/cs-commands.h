/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  CS_COMMAND_ACCEL,  /* an accelerator of the application */
  CS_COMMAND_BUBBLE, /* a key of the window that text fields come before */
  CS_COMMAND_PLAIN,  /* a plain key of lists; listed in the shortcuts window only */
  CS_COMMAND_MENU,   /* no key: only in the command palette */
} CsCommandKind;

/* One thing a person can do with the keyboard: the source of accelerators, of the window of
 * shortcuts and of the command palette. */
typedef struct {
  CsCommandKind kind;
  const char *action; /* detailed name */
  const char *accels; /* (nullable) separated by blanks */
  const char *title;  /* translatable, header capitals */
  const char *group;  /* translatable */
} CsCommand;

const CsCommand *cs_commands_get (guint *n_commands);
void cs_commands_install (GtkApplication *application);
void cs_commands_add_bubble_keys (GtkWidget *window);

G_END_DECLS
