/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-wizard-page-private.h"

#include <glib/gi18n-lib.h>

/* The wizard's page: what it begins with, a draft, a request under way, or another request. */

static void
set_text (char **text, const char *now)
{
  char *copy = g_strdup (now);

  g_free (*text);
  *text = copy;
}

static void
take_view (CsWizardPage *self, CsRequestView *view)
{
  const CsRequest *request = cs_request_view_get_request (view);

  g_set_object (&self->view, view);
  set_text (&self->draft->request, cs_request_get_id (request));
  set_text (&self->draft->client, cs_request_get_client (request));
  set_text (&self->draft->region, cs_request_get_region (request));
  set_text (&self->draft->title, cs_request_get_title (request));
}

static void
request_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);

  if (g_cancellable_is_cancelled (cs_screen_get_cancellable (CS_SCREEN (self))))
    return;
  if (view == NULL) {
    gtk_stack_set_visible_child_name (self->stack, "gone");
    return;
  }
  if (self->draft == NULL) {
    g_autofree char *id =
        g_strdup_printf ("%s:%s",
                         cs_screen_get_key (CS_SCREEN (self)),
                         cs_session_get_person (cs_wizard_page_get_session (self)));

    self->draft = cs_wizard_draft_new (id);
  }
  take_view (self, view);
  cs_wizard_page_begin (self);
}

/**
 * cs_wizard_page_load_request:
 * @request: id
 *
 * Reads the request anew; begins with it, or with what was typed about it.
 */
void
cs_wizard_page_load_request (CsWizardPage *self, const char *request)
{
  cs_workspace_load_request_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                   request,
                                   cs_screen_get_cancellable (CS_SCREEN (self)),
                                   request_cb,
                                   g_object_ref (self));
}

static void load_draft (CsWizardPage *self, const char *id); /* tries one id after the other */

static void
draft_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  const char *key = cs_screen_get_key (CS_SCREEN (self));
  g_autofree char *tried = g_strdup (g_object_get_data (G_OBJECT (self), "tried"));
  g_autoptr (GError) error = NULL;
  g_autoptr (json_t) content =
      cs_workspace_load_draft_finish (CS_WORKSPACE (source), result, &error);

  if (g_cancellable_is_cancelled (cs_screen_get_cancellable (CS_SCREEN (self))))
    return;
  if (content != NULL) {
    self->draft = cs_wizard_draft_new_from_json (tried, content);
    if (self->draft->request != NULL)
      cs_wizard_page_load_request (self, self->draft->request);
    else
      cs_wizard_page_begin (self);
    if (self->draft->request == NULL)
      cs_wizard_page_show_saved (self);
  } else if (g_strcmp0 (tried, key) == 0) {
    g_autofree char *id =
        g_strdup_printf ("%s:%s", key, cs_session_get_person (cs_wizard_page_get_session (self)));

    load_draft (self, id);
  } else {
    cs_wizard_page_load_request (self, key);
  }
}

static void
load_draft (CsWizardPage *self, const char *id)
{
  g_object_set_data_full (G_OBJECT (self), "tried", g_strdup (id), g_free);
  cs_workspace_load_draft_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                 id,
                                 draft_cb,
                                 g_object_ref (self));
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CsWizardPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRequestView) view =
      cs_workspace_load_request_finish (CS_WORKSPACE (source), result, &error);
  g_autofree char *text = NULL;
  guint n;

  if (self->is_leaving || self->plan == NULL)
    return;
  if (view == NULL) {
    cs_session_toast_error (cs_wizard_page_get_session (self),
                            _ ("The scope could not be read"),
                            error);
    return;
  }
  n = cs_wizard_plan_copy (self->plan, cs_request_view_get_request (view), self->draft);
  cs_field_context_set_client (self->context, self->draft->client);
  cs_field_context_set_region (self->context, self->draft->region);
  cs_wizard_form_set_draft (self->form, self->context, self->draft);
  cs_wizard_page_follow (self);
  cs_wizard_page_edited (self);
  text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u field was taken over", "%u fields were taken over", n),
      n);
  cs_session_toast (cs_wizard_page_get_session (self), text);
}

/**
 * cs_wizard_page_copy_from:
 * @request: id of another request
 *
 * Takes over what that one says where nothing is said here yet.
 */
void
cs_wizard_page_copy_from (CsWizardPage *self, const char *request)
{
  if (self->plan != NULL)
    cs_workspace_load_request_async (cs_screen_get_workspace (CS_SCREEN (self)),
                                     request,
                                     cs_screen_get_cancellable (CS_SCREEN (self)),
                                     copied_cb,
                                     g_object_ref (self));
}

/**
 * cs_wizard_page_load:
 * @key: id of a draft, or of a request
 *
 * Finds what the page is about: a draft of that id, one about that request, or the request.
 */
void
cs_wizard_page_load (CsWizardPage *self, const char *key)
{
  load_draft (self, key);
}
