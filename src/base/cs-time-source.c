/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-time-source.h"

/**
 * CsTimeSource:
 *
 * The one place that knows what time it is. Everything that needs the present asks the time source
 * it was given, so tests and rehearsals set the date. Safe to use from any thread.
 */
struct _CsTimeSource {
  GObject parent_instance;

  GMutex mutex; /* guards the fields below */
  gboolean is_fixed;
  CsInstant fixed;    /* when is_fixed */
  gint64 offset_usec; /* added to the system's clock otherwise */
};

G_DEFINE_FINAL_TYPE (CsTimeSource, cs_time_source, G_TYPE_OBJECT)

static void
cs_time_source_finalize (GObject *object)
{
  CsTimeSource *self = CS_TIME_SOURCE (object);

  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (cs_time_source_parent_class)->finalize (object);
}

static void
cs_time_source_class_init (CsTimeSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cs_time_source_finalize;
}

static void
cs_time_source_init (CsTimeSource *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * cs_time_source_new:
 *
 * Returns: (transfer full): the system's clock
 */
CsTimeSource *
cs_time_source_new (void)
{
  return g_object_new (CS_TYPE_TIME_SOURCE, NULL);
}

/**
 * cs_time_source_new_starting_at:
 * @start: what the source says at this moment
 *
 * Returns: (transfer full): a clock that runs on from @start (rehearsals)
 */
CsTimeSource *
cs_time_source_new_starting_at (CsInstant start)
{
  CsTimeSource *self = cs_time_source_new ();

  self->offset_usec = start - g_get_real_time ();
  return self;
}

/**
 * cs_time_source_new_fixed:
 * @instant: what the source says until it is set again
 *
 * Returns: (transfer full): a clock that stands still (tests)
 */
CsTimeSource *
cs_time_source_new_fixed (CsInstant instant)
{
  CsTimeSource *self = cs_time_source_new ();

  cs_time_source_set_fixed (self, instant);
  return self;
}

/**
 * cs_time_source_get_now:
 * @self: a time source
 *
 * Returns: the present
 */
CsInstant
cs_time_source_get_now (CsTimeSource *self)
{
  g_return_val_if_fail (CS_IS_TIME_SOURCE (self), CS_INSTANT_NONE);

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->is_fixed ? self->fixed : g_get_real_time () + self->offset_usec;
}

/**
 * cs_time_source_set_fixed:
 * @self: a time source
 * @instant: the present from now on, until set again
 */
void
cs_time_source_set_fixed (CsTimeSource *self, CsInstant instant)
{
  g_return_if_fail (CS_IS_TIME_SOURCE (self));

  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_fixed = TRUE;
  self->fixed = instant;
}
