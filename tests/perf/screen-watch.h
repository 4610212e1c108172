/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
#include <gio/gio.h>
#include <poll.h>

/* What a person sees of a program: when its window came, and the last change of what is painted. */
typedef struct {
  Display *display;
  int damage_event;
  gint64 mapped, changed; /* monotonic time; 0: not yet */
} ScreenWatch;

static int
screen_watch_ignore_error (Display *display, XErrorEvent *event)
{
  return 0; /* windows go while they are looked at */
}

static inline void
screen_watch_init (ScreenWatch *self)
{
  int damage_error;

  *self = (ScreenWatch){0};
  self->display = XOpenDisplay (NULL); /* open throughout: the screen restarts without a client */
  g_assert_nonnull (self->display);
  XSetErrorHandler (screen_watch_ignore_error);
  g_assert_true (XDamageQueryExtension (self->display, &self->damage_event, &damage_error));
  self->damage_event += XDamageNotify;
  XSelectInput (self->display, DefaultRootWindow (self->display), SubstructureNotifyMask);
  XSync (self->display, False);
}

/* A window, and the one inside it that a window manager has framed: painting in one is not said of
 * the other. */
static inline void
screen_watch_follow (ScreenWatch *self, Window window)
{
  Window root, parent, *inside = NULL;
  unsigned n_inside = 0;

  XDamageCreate (self->display, window, XDamageReportRawRectangles);
  if (XQueryTree (self->display, window, &root, &parent, &inside, &n_inside) == 0)
    return;
  for (unsigned i = 0; i < n_inside; i++)
    screen_watch_follow (self, inside[i]);
  XFree (inside);
}

static inline void
screen_watch_take (ScreenWatch *self)
{
  XEvent event;
  XWindowAttributes attributes;

  XNextEvent (self->display, &event);
  if (event.type == self->damage_event) {
    self->changed = g_get_monotonic_time ();
  } else if (event.type == MapNotify &&
             XGetWindowAttributes (self->display, event.xmap.window, &attributes) &&
             attributes.width > 300) {
    screen_watch_follow (self, event.xmap.window);
    if (self->mapped == 0)
      self->mapped = g_get_monotonic_time ();
  }
}

/* Follows what happens until there is a window and nothing has changed for @idle_usec. */
static inline void
screen_watch_settle (ScreenWatch *self, gint64 start, gint64 idle_usec, gint64 most_usec)
{
  struct pollfd connection = {.fd = ConnectionNumber (self->display), .events = POLLIN};

  for (gint64 now = start; now - start < most_usec; now = g_get_monotonic_time ()) {
    if (self->mapped > 0 && now - MAX (MAX (self->changed, self->mapped), start) > idle_usec)
      return;
    if (XPending (self->display) == 0)
      poll (&connection, 1, 2);
    while (XPending (self->display) > 0)
      screen_watch_take (self);
  }
  g_error ("The window did not come to rest");
}
