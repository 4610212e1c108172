/* SPDX-License-Identifier: GPL-3.0-or-later */
void
cs_bad (void)
{
  gint64 now = g_get_real_time ();
  exit (1);
  g_time_zone_new ("Nowhere");
  gtk_show_uri (NULL, "exit (1)", 0);
}

static void
cs_bad_finalize (GObject *object)
{
  g_free (CS_BAD (object)->text);
}

static void
cs_bad_class_init (CsBadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_bad_finalize;
}

void
cs_bad_load_async (CsBad *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, NULL, NULL);
}
