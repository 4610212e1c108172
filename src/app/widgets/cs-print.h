/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cs-document-pdf.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean
cs_print_document (GtkWidget *parent, const char *name, CsDocumentPdf *document, GError **error);

G_END_DECLS
