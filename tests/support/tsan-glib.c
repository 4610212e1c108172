/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <glib-object.h>

/*
 * For a build with ThreadSanitizer only. GLib is not built with it, so the sanitizer does not see
 * that a GMutex keeps two threads apart, or that a queue hands something from one to the other.
 * These stand before GLib's own functions and say so.
 */

void __tsan_acquire (void *address);
void __tsan_release (void *address);

#define NEXT(function)                                                                             \
  __typeof__ (&function) next = (__typeof__ (&function))dlsym (RTLD_NEXT, #function)

#undef g_object_unref
#undef g_atomic_ref_count_dec

gboolean
g_atomic_ref_count_dec (gatomicrefcount *count)
{
  gboolean is_last;

  NEXT (g_atomic_ref_count_dec);
  __tsan_release (count);
  is_last = next (count);
  __tsan_acquire (count);
  return is_last;
}

void
g_mutex_lock (GMutex *mutex)
{
  NEXT (g_mutex_lock);
  next (mutex);
  __tsan_acquire (mutex);
}

gboolean
g_mutex_trylock (GMutex *mutex)
{
  gboolean is_locked;

  NEXT (g_mutex_trylock);
  is_locked = next (mutex);
  if (is_locked)
    __tsan_acquire (mutex);
  return is_locked;
}

void
g_mutex_unlock (GMutex *mutex)
{
  NEXT (g_mutex_unlock);
  __tsan_release (mutex);
  next (mutex);
}

void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  NEXT (g_cond_wait);
  __tsan_release (mutex);
  next (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean is_signalled;

  NEXT (g_cond_wait_until);
  __tsan_release (mutex);
  is_signalled = next (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return is_signalled;
}

void
g_async_queue_push (GAsyncQueue *queue, gpointer data)
{
  NEXT (g_async_queue_push);
  __tsan_release (queue);
  next (queue, data);
}

gpointer
g_async_queue_pop (GAsyncQueue *queue)
{
  gpointer data;

  NEXT (g_async_queue_pop);
  data = next (queue);
  __tsan_acquire (queue);
  return data;
}

gpointer
g_async_queue_try_pop (GAsyncQueue *queue)
{
  gpointer data;

  NEXT (g_async_queue_try_pop);
  data = next (queue);
  __tsan_acquire (queue);
  return data;
}

gpointer
g_async_queue_timeout_pop (GAsyncQueue *queue, guint64 timeout)
{
  gpointer data;

  NEXT (g_async_queue_timeout_pop);
  data = next (queue, timeout);
  __tsan_acquire (queue);
  return data;
}

void
g_bytes_unref (GBytes *bytes)
{
  NEXT (g_bytes_unref);
  if (bytes == NULL)
    return;
  __tsan_release (bytes);
  __tsan_acquire (bytes);
  next (bytes);
}

void
g_object_unref (gpointer object)
{
  NEXT (g_object_unref);
  __tsan_release (object);
  __tsan_acquire (object);
  next (object);
}

GThread *
g_thread_new (const char *name, GThreadFunc func, gpointer data)
{
  NEXT (g_thread_new);
  __tsan_release (data);
  return next (name, func, data);
}
