/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a window is: a view, or a page opened over it. */
typedef struct {
  char *view;
  char *page; /* (nullable) */
  char *key;  /* (nullable) of the page */
} CsPlace;

/* The way a person took through a window, for Back and Forward. */
typedef struct _CsPlaces CsPlaces;

CsPlaces *cs_places_new (void);
void cs_places_free (CsPlaces *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CsPlaces, cs_places_free)

const CsPlace *cs_places_get_current (CsPlaces *self);
void cs_places_go (CsPlaces *self, const char *view, const char *page, const char *key);
const CsPlace *cs_places_back (CsPlaces *self);
const CsPlace *cs_places_forward (CsPlaces *self);
gboolean cs_places_can_go_back (CsPlaces *self);
gboolean cs_places_can_go_forward (CsPlaces *self);

G_END_DECLS
