/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-paged-list.h"

#define PAGE      CS_PAGED_LIST_PAGE
#define MAX_PAGES 24
#define MAX_SHIFT 50

/**
 * CsPagedList:
 *
 * A list of [class@Row] that never holds more than some pages of it, however long it is. Pages are
 * read on the worker; rows asked for before their page came are empty and are filled, with notify,
 * when it comes. The list reports no rows until its first page is there, so a window shows a full
 * screen at once or nothing. A refresh compares what is held with what is now, keeps the rows that
 * are the same objects, and says with one items-changed what lies between the equal head and the
 * equal tail.
 */
struct _CsPagedList {
  GObject parent_instance;

  CsWorker *worker; /* (owned) */
  int priority;
  CsPageFunc func;
  gpointer data;
  GDestroyNotify destroy;

  guint n_items;
  gboolean is_loaded;
  char *error_text;  /* (owned) (nullable) what went wrong with the last reading */
  GHashTable *pages; /* (owned) page index -> (owned) Page */
  guint64 clock;     /* for least recently used */
  guint generation;  /* of the rows' order: pages asked for in an older one are not taken */
  gboolean is_refreshing, is_refresh_wanted;
};

typedef struct {
  GPtrArray *rows; /* (owned) CsRow */
  guint64 used;
} Page;

static void list_model_init (GListModelInterface *iface);
static void start_refresh (CsPagedList *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (CsPagedList,
                               cs_paged_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum { PROP_0, PROP_LOADED, PROP_ERROR_TEXT, N_PROPS };
static GParamSpec *props[N_PROPS];

/* What the worker is asked to read; the data outlives the list because the job holds it. */
typedef struct {
  CsPagedList *list; /* (owned) until the callback, which runs where the list belongs */
  guint generation;
  guint offset, limit;
  GArray *starts;  /* (owned) (nullable) guint: first rows of the pages a refresh compares */
  guint old_total; /* of a refresh */
} Job;

/* What a refresh read: rows by position. */
typedef struct {
  GHashTable *rows; /* (owned) position -> (owned) CsRowData */
  guint total;
} Snapshot;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->starts, g_array_unref);
  g_clear_object (&job->list);
  g_free (job);
}

static void
snapshot_free (gpointer data)
{
  Snapshot *snapshot = data;

  g_hash_table_unref (snapshot->rows);
  g_free (snapshot);
}

static void
page_free (gpointer data)
{
  Page *page = data;

  g_ptr_array_unref (page->rows);
  g_free (page);
}

/**
 * cs_row_page_free:
 * @self: (transfer full) (nullable): a page
 */
void
cs_row_page_free (CsRowPage *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static void
set_error_text (CsPagedList *self, const char *text)
{
  if (g_strcmp0 (self->error_text, text) == 0)
    return;
  g_free (self->error_text);
  self->error_text = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR_TEXT]);
}

static guint
page_length (CsPagedList *self, guint index)
{
  return MIN (PAGE, self->n_items - index * PAGE);
}

static void
drop_least_used (CsPagedList *self)
{
  GHashTableIter iter;
  gpointer key, value, victim = NULL;
  guint64 oldest = G_MAXUINT64;

  if (g_hash_table_size (self->pages) <= MAX_PAGES)
    return;
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    if (((Page *)value)->used < oldest) {
      oldest = ((Page *)value)->used;
      victim = key;
    }
  }
  g_hash_table_remove (self->pages, victim);
}

static Page *
add_page (CsPagedList *self, guint index)
{
  Page *page = g_new0 (Page, 1);

  page->rows = g_ptr_array_new_with_free_func (g_object_unref);
  page->used = ++self->clock;
  g_hash_table_insert (self->pages, GUINT_TO_POINTER (index), page);
  drop_least_used (self);
  return page;
}

static void
run_page (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  CsRowPage *page = job->list->func (job->list->data, job->offset, job->limit, FALSE, &error);

  if (page == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, page, (GDestroyNotify)cs_row_page_free);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (CsPagedList) self = g_steal_pointer (&job->list);
  g_autoptr (GError) error = NULL;
  g_autoptr (CsRowPage) read = g_task_propagate_pointer (G_TASK (result), &error);
  Page *page;

  if (job->generation != self->generation)
    return;
  if (read == NULL) {
    set_error_text (self, error->message);
    return;
  }
  page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (job->offset / PAGE));
  for (guint i = 0; page != NULL && i < page->rows->len && i < read->rows->len; i++)
    cs_row_take_data (page->rows->pdata[i], g_steal_pointer (&read->rows->pdata[i]));
  if (page != NULL && read->rows->len != page->rows->len)
    cs_paged_list_refresh (self);
}

static GTask *
new_task (CsPagedList *self, Job *job, GAsyncReadyCallback callback)
{
  GTask *task = g_task_new (NULL, NULL, callback, NULL);

  job->list = g_object_ref (self);
  job->generation = self->generation;
  g_task_set_source_tag (task, new_task);
  g_task_set_task_data (task, job, job_free);
  return task;
}

static Page *
request_page (CsPagedList *self, guint index)
{
  Page *page = add_page (self, index);
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = NULL;

  for (guint i = 0; i < page_length (self, index); i++)
    g_ptr_array_add (page->rows, cs_row_new ());
  job->offset = index * PAGE;
  job->limit = PAGE;
  task = new_task (self, job, on_page);
  cs_worker_queue (self->worker, self->priority, task, run_page);
  return page;
}

static GType
get_item_type (GListModel *model)
{
  return CS_TYPE_ROW;
}

static guint
get_n_items (GListModel *model)
{
  return CS_PAGED_LIST (model)->n_items;
}

static gpointer
get_item (GListModel *model, guint position)
{
  CsPagedList *self = CS_PAGED_LIST (model);
  Page *page;

  if (position >= self->n_items)
    return NULL;
  page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (position / PAGE));
  if (page == NULL)
    page = request_page (self, position / PAGE);
  page->used = ++self->clock;
  return g_object_ref (page->rows->pdata[position % PAGE]);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
read_range (Job *job, guint from, guint to, GHashTable *rows, GError **error)
{
  g_autoptr (CsRowPage) page = job->list->func (job->list->data, from, to - from, FALSE, error);

  if (page == NULL)
    return FALSE;
  for (guint i = 0; i < page->rows->len; i++)
    g_hash_table_insert (rows,
                         GUINT_TO_POINTER (from + i),
                         g_steal_pointer (&page->rows->pdata[i]));
  return TRUE;
}

/* Reads the held pages at their place and, where the list has grown or shrunk a little, at the
 * place they would have moved to. */
static void
run_refresh (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  Snapshot *snapshot = g_new0 (Snapshot, 1);
  g_autoptr (CsRowPage) first = job->list->func (job->list->data, 0, PAGE, TRUE, &error);
  gint64 shift;

  snapshot->rows = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)cs_row_data_free);
  if (first != NULL) {
    snapshot->total = first->total;
    shift = (gint64)first->total - job->old_total;
    for (guint i = 0; i < first->rows->len; i++)
      g_hash_table_insert (snapshot->rows,
                           GUINT_TO_POINTER (i),
                           g_steal_pointer (&first->rows->pdata[i]));
    for (guint i = 0; error == NULL && ABS (shift) <= MAX_SHIFT && i < job->starts->len; i++) {
      gint64 start = g_array_index (job->starts, guint, i);

      read_range (job,
                  (guint)MAX (0, start + MIN (0, shift)),
                  (guint)(start + PAGE + MAX (0, shift)),
                  snapshot->rows,
                  &error);
    }
  }
  if (error != NULL) {
    snapshot_free (snapshot);
    g_task_return_error (task, error);
    return;
  }
  g_task_return_pointer (task, snapshot, snapshot_free);
}

static gint64
held_ref (CsPagedList *self, guint position)
{
  Page *page = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (position / PAGE));
  const CsRowData *data = page != NULL && position % PAGE < page->rows->len
                              ? cs_row_get_data (page->rows->pdata[position % PAGE])
                              : NULL;

  return data != NULL ? data->ref : G_MININT64;
}

static gboolean
is_same (CsPagedList *self, Snapshot *snapshot, guint position, gint64 shift)
{
  gint64 moved = (gint64)position + shift;
  CsRowData *data =
      moved < 0 ? NULL : g_hash_table_lookup (snapshot->rows, GUINT_TO_POINTER ((guint)moved));
  gint64 ref = held_ref (self, position);

  return data != NULL && ref != G_MININT64 && data->ref == ref;
}

static int
compare_positions (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *)a, right = *(const guint *)b;

  return left < right ? -1 : left > right;
}

static GArray *
list_held_positions (CsPagedList *self)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &key, &value)) {
    for (guint i = 0; i < ((Page *)value)->rows->len; i++) {
      guint position = GPOINTER_TO_UINT (key) * PAGE + i;

      g_array_append_val (positions, position);
    }
  }
  g_array_sort (positions, compare_positions);
  return positions;
}

/* Between an equal head and an equal tail: what one items-changed has to say. */
static void
find_change (CsPagedList *self, Snapshot *snapshot, guint *head, guint *removed, guint *added)
{
  g_autoptr (GArray) held = list_held_positions (self);
  gint64 shift = (gint64)snapshot->total - self->n_items;
  guint tail_start = self->n_items, i;

  for (i = 0; i < held->len && g_array_index (held, guint, i) == i; i++) {
    if (!is_same (self, snapshot, i, 0))
      break;
  }
  *head = MIN (i, snapshot->total);
  if (shift == 0 && *head == held->len) { /* nothing held has moved */
    *removed = *added = 0;
    return;
  }
  for (i = held->len; i > 0; i--) {
    guint position = g_array_index (held, guint, i - 1);

    if (position < *head || !is_same (self, snapshot, position, shift))
      break;
    tail_start = position;
  }
  *removed = tail_start > *head ? tail_start - *head : 0;
  if ((gint64)*removed + shift < 0)
    *removed = (guint)-shift;
  *added = (guint)((gint64)*removed + shift);
}

static GHashTable *
rows_by_ref (CsPagedList *self)
{
  GHashTable *rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    GPtrArray *page_rows = ((Page *)value)->rows;

    for (guint i = 0; i < page_rows->len; i++) {
      const CsRowData *data = cs_row_get_data (page_rows->pdata[i]);

      if (data != NULL)
        g_hash_table_insert (rows,
                             g_memdup2 (&data->ref, sizeof data->ref),
                             g_object_ref (page_rows->pdata[i]));
    }
  }
  return rows;
}

static gboolean
has_whole_page (CsPagedList *self, Snapshot *snapshot, guint index)
{
  for (guint i = 0; i < page_length (self, index); i++) {
    if (!g_hash_table_contains (snapshot->rows, GUINT_TO_POINTER (index * PAGE + i)))
      return FALSE;
  }
  return TRUE;
}

static void
rebuild_pages (CsPagedList *self, Snapshot *snapshot)
{
  g_autoptr (GHashTable) old = rows_by_ref (self);
  g_autoptr (GHashTable) wanted = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, snapshot->rows);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (wanted, GUINT_TO_POINTER (GPOINTER_TO_UINT (key) / PAGE));
  g_hash_table_remove_all (self->pages);
  self->generation++;
  self->n_items = snapshot->total;
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    guint index = GPOINTER_TO_UINT (key);
    Page *page;

    if (index * PAGE >= self->n_items || !has_whole_page (self, snapshot, index))
      continue;
    page = add_page (self, index);
    for (guint i = 0; i < page_length (self, index); i++) {
      gpointer position = GUINT_TO_POINTER (index * PAGE + i);
      CsRowData *data = NULL;
      CsRow *row;

      g_hash_table_steal_extended (snapshot->rows, position, NULL, (gpointer *)&data);
      row = g_hash_table_lookup (old, &data->ref);
      row = row != NULL ? g_object_ref (row) : cs_row_new ();
      cs_row_take_data (row, data);
      g_ptr_array_add (page->rows, row);
    }
  }
}

static void
on_refresh (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (CsPagedList) self = g_steal_pointer (&job->list);
  g_autoptr (GError) error = NULL;
  Snapshot *snapshot = g_task_propagate_pointer (G_TASK (result), &error);
  guint head = 0, removed = 0, added = 0;

  self->is_refreshing = FALSE;
  set_error_text (self, error != NULL ? error->message : NULL);
  if (snapshot != NULL) {
    find_change (self, snapshot, &head, &removed, &added);
    rebuild_pages (self, snapshot);
    snapshot_free (snapshot);
    if (removed > 0 || added > 0)
      g_list_model_items_changed (G_LIST_MODEL (self), head, removed, added);
    if (!self->is_loaded) {
      self->is_loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
    }
  }
  if (self->is_refresh_wanted)
    start_refresh (self);
}

static void
start_refresh (CsPagedList *self)
{
  Job *job = g_new0 (Job, 1);
  g_autoptr (GTask) task = NULL;
  GHashTableIter iter;
  gpointer key;

  self->is_refreshing = TRUE;
  self->is_refresh_wanted = FALSE;
  job->old_total = self->n_items;
  job->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    guint start = GPOINTER_TO_UINT (key) * PAGE;

    g_array_append_val (job->starts, start);
  }
  task = new_task (self, job, on_refresh);
  cs_worker_queue (self->worker, self->priority, task, run_refresh);
}

/**
 * cs_paged_list_refresh:
 *
 * Reads again what is held; several calls before the answer are one.
 */
void
cs_paged_list_refresh (CsPagedList *self)
{
  g_return_if_fail (CS_IS_PAGED_LIST (self));

  self->is_refresh_wanted = TRUE;
  if (!self->is_refreshing)
    start_refresh (self);
}

static void
cs_paged_list_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  CsPagedList *self = CS_PAGED_LIST (object);

  switch (property_id) {
    case PROP_LOADED:
      g_value_set_boolean (value, self->is_loaded);
      break;
    case PROP_ERROR_TEXT:
      g_value_set_string (value, self->error_text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
  }
}

static void
cs_paged_list_finalize (GObject *object)
{
  CsPagedList *self = CS_PAGED_LIST (object);

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_hash_table_unref (self->pages);
  g_object_unref (self->worker);
  g_free (self->error_text);
  G_OBJECT_CLASS (cs_paged_list_parent_class)->finalize (object);
}

static void
cs_paged_list_class_init (CsPagedListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cs_paged_list_get_property;
  object_class->finalize = cs_paged_list_finalize;
  props[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  props[PROP_ERROR_TEXT] = g_param_spec_string ("error-text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
cs_paged_list_init (CsPagedList *self)
{
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, page_free);
}

/**
 * cs_paged_list_new:
 * @worker: that reads the pages
 * @priority: of its readings
 * @func: reads a page, on the worker
 * @data: of @func
 * @destroy: frees @data, on the main thread
 *
 * Begins to read the first page at once.
 *
 * Returns: (transfer full): a list
 */
CsPagedList *
cs_paged_list_new (CsWorker *worker,
                   int priority,
                   CsPageFunc func,
                   gpointer data,
                   GDestroyNotify destroy)
{
  CsPagedList *self = g_object_new (CS_TYPE_PAGED_LIST, NULL);

  self->worker = g_object_ref (worker);
  self->priority = priority;
  self->func = func;
  self->data = data;
  self->destroy = destroy;
  cs_paged_list_refresh (self);
  return self;
}
