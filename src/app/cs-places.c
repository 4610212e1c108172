/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-places.h"

#define N_PLACES_LIMIT 100

/**
 * CsPlaces:
 *
 * A list of places with a finger on the present one.
 */
struct _CsPlaces {
  GPtrArray *places; /* CsPlace, oldest first */
  guint current;     /* index; meaningless while there are none */
};

static void
place_free (gpointer data)
{
  CsPlace *place = data;

  g_free (place->view);
  g_free (place->page);
  g_free (place->key);
  g_free (place);
}

CsPlaces *
cs_places_new (void)
{
  CsPlaces *self = g_new0 (CsPlaces, 1);

  self->places = g_ptr_array_new_with_free_func (place_free);
  return self;
}

void
cs_places_free (CsPlaces *self)
{
  g_ptr_array_unref (self->places);
  g_free (self);
}

/**
 * cs_places_get_current:
 *
 * Returns: (transfer none) (nullable): NULL before the first place
 */
const CsPlace *
cs_places_get_current (CsPlaces *self)
{
  return self->places->len > 0 ? self->places->pdata[self->current] : NULL;
}

/**
 * cs_places_go:
 * @view: id
 * @page: (nullable): id
 * @key: (nullable): what the page shows
 *
 * Goes on to a place; what lay ahead is forgotten. Going where one is changes nothing.
 */
void
cs_places_go (CsPlaces *self, const char *view, const char *page, const char *key)
{
  const CsPlace *now = cs_places_get_current (self);
  CsPlace *place;

  if (now != NULL && g_strcmp0 (now->view, view) == 0 && g_strcmp0 (now->page, page) == 0 &&
      g_strcmp0 (now->key, key) == 0)
    return;
  if (self->places->len > 0)
    g_ptr_array_set_size (self->places, (int)self->current + 1);
  if (self->places->len == N_PLACES_LIMIT)
    g_ptr_array_remove_index (self->places, 0);
  place = g_new0 (CsPlace, 1);
  place->view = g_strdup (view);
  place->page = g_strdup (page);
  place->key = g_strdup (key);
  g_ptr_array_add (self->places, place);
  self->current = self->places->len - 1;
}

gboolean
cs_places_can_go_back (CsPlaces *self)
{
  return self->places->len > 0 && self->current > 0;
}

gboolean
cs_places_can_go_forward (CsPlaces *self)
{
  return self->current + 1 < self->places->len;
}

/**
 * cs_places_back:
 *
 * Returns: (transfer none) (nullable): the place before, now the present one; NULL at the first
 */
const CsPlace *
cs_places_back (CsPlaces *self)
{
  if (!cs_places_can_go_back (self))
    return NULL;
  self->current--;
  return cs_places_get_current (self);
}

/**
 * cs_places_forward:
 *
 * Returns: (transfer none) (nullable): the place after, now the present one; NULL at the last
 */
const CsPlace *
cs_places_forward (CsPlaces *self)
{
  if (!cs_places_can_go_forward (self))
    return NULL;
  self->current++;
  return cs_places_get_current (self);
}
