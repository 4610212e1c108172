/* SPDX-License-Identifier: GPL-3.0-or-later */
int
main (void)
{
  /* g_get_real_time () */
  exit (1);
}

static void
cs_good_finalize (GObject *object)
{
  G_OBJECT_CLASS (cs_good_parent_class)->finalize (object);
}

static void
cs_good_class_init (CsGoodClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_good_finalize;
}
