/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-recipients.h"

#include <adwaita.h>

G_BEGIN_DECLS

void cs_mail_rows_add_recipients (GtkWidget *group, const GPtrArray *recipients, const char *rule);
void cs_mail_rows_add_note (GtkWidget *group, const char *text, gboolean is_problem);

G_END_DECLS
