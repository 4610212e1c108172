/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/*
 * A disk, and a memory, that fail: from the n-th call on that SQLite makes of them, once or for as
 * long as it lasts. Installed before SQLite is used for the first time.
 */

typedef enum {
  FAULT_BROKEN,   /* whatever is asked of the disk fails */
  FAULT_FULL,     /* nothing can be written: no space */
  FAULT_READONLY, /* nothing can be written: not allowed */
  FAULT_MEMORY,   /* no memory is given */
  N_FAULTS,
} Fault;

static struct {
  gboolean is_on, lasts, has_struck;
  Fault fault;
  guint n, at; /* calls so far; that which fails */
  sqlite3_vfs *real;
  sqlite3_mem_methods memory;
} disk;

typedef struct {
  sqlite3_file base;
  sqlite3_file *real; /* behind it */
} FaultFile;

static inline gboolean
fault_strikes (Fault kind, gboolean is_writing)
{
  if (!disk.is_on || (kind == FAULT_MEMORY) != (disk.fault == FAULT_MEMORY) ||
      (kind != FAULT_MEMORY && disk.fault != FAULT_BROKEN && !is_writing))
    return FALSE;
  disk.n++;
  if (disk.n != disk.at && (!disk.lasts || disk.n < disk.at))
    return FALSE;
  disk.has_struck = TRUE;
  return TRUE;
}

static inline int
fault_ask (gboolean is_writing, int otherwise)
{
  if (!fault_strikes (FAULT_BROKEN, is_writing))
    return SQLITE_OK;
  return disk.fault == FAULT_FULL       ? SQLITE_FULL
         : disk.fault == FAULT_READONLY ? SQLITE_READONLY
                                        : otherwise;
}

#define REAL(file) (((FaultFile *)(file))->real)
#define PASS(is_writing, otherwise, call)                                                          \
  int result = fault_ask (is_writing, otherwise);                                                  \
  return result != SQLITE_OK ? result : (call)

static int
fault_close (sqlite3_file *file)
{
  return REAL (file)->pMethods->xClose (REAL (file));
}

static int
fault_read (sqlite3_file *file, void *to, int n, sqlite3_int64 from)
{
  PASS (FALSE, SQLITE_IOERR_READ, REAL (file)->pMethods->xRead (REAL (file), to, n, from));
}

static int
fault_write (sqlite3_file *file, const void *from, int n, sqlite3_int64 to)
{
  PASS (TRUE, SQLITE_IOERR_WRITE, REAL (file)->pMethods->xWrite (REAL (file), from, n, to));
}

static int
fault_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  PASS (TRUE, SQLITE_IOERR_TRUNCATE, REAL (file)->pMethods->xTruncate (REAL (file), size));
}

static int
fault_sync (sqlite3_file *file, int flags)
{
  PASS (TRUE, SQLITE_IOERR_FSYNC, REAL (file)->pMethods->xSync (REAL (file), flags));
}

static int
fault_size (sqlite3_file *file, sqlite3_int64 *size)
{
  PASS (FALSE, SQLITE_IOERR_FSTAT, REAL (file)->pMethods->xFileSize (REAL (file), size));
}

static int
fault_lock (sqlite3_file *file, int lock)
{
  return REAL (file)->pMethods->xLock (REAL (file), lock);
}

static int
fault_unlock (sqlite3_file *file, int lock)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), lock);
}

static int
fault_check_lock (sqlite3_file *file, int *is_locked)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), is_locked);
}

static int
fault_control (sqlite3_file *file, int op, void *data)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), op, data);
}

static int
fault_sector (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

static int
fault_traits (sqlite3_file *file)
{
  return REAL (file)->pMethods->xDeviceCharacteristics (REAL (file));
}

static int
fault_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **to)
{
  PASS (TRUE,
        SQLITE_IOERR_SHMMAP,
        REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, to));
}

static int
fault_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
fault_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
fault_shm_unmap (sqlite3_file *file, int deletes)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), deletes);
}

static int
fault_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
  static const sqlite3_io_methods methods = {2,
                                             fault_close,
                                             fault_read,
                                             fault_write,
                                             fault_truncate,
                                             fault_sync,
                                             fault_size,
                                             fault_lock,
                                             fault_unlock,
                                             fault_check_lock,
                                             fault_control,
                                             fault_sector,
                                             fault_traits,
                                             fault_shm_map,
                                             fault_shm_lock,
                                             fault_shm_barrier,
                                             fault_shm_unmap,
                                             NULL,
                                             NULL};
  int result = fault_ask (FALSE, SQLITE_CANTOPEN);

  file->pMethods = NULL;
  REAL (file) = (sqlite3_file *)(void *)((FaultFile *)file + 1);
  if (result == SQLITE_OK)
    result = disk.real->xOpen (disk.real, name, REAL (file), flags, out);
  if (result == SQLITE_OK)
    file->pMethods = &methods;
  return result;
}

static void *
fault_malloc (int size)
{
  return fault_strikes (FAULT_MEMORY, FALSE) ? NULL : disk.memory.xMalloc (size);
}

static void *
fault_realloc (void *old, int size)
{
  return fault_strikes (FAULT_MEMORY, FALSE) ? NULL : disk.memory.xRealloc (old, size);
}

static inline void
fault_install (void)
{
  static sqlite3_vfs vfs;
  sqlite3_mem_methods memory;

  sqlite3_config (SQLITE_CONFIG_GETMALLOC, &disk.memory);
  memory = disk.memory;
  memory.xMalloc = fault_malloc;
  memory.xRealloc = fault_realloc;
  sqlite3_config (SQLITE_CONFIG_MALLOC, &memory);
  sqlite3_config (SQLITE_CONFIG_LOOKASIDE, 0, 0);
  disk.real = sqlite3_vfs_find (NULL);
  vfs = *disk.real;
  vfs.zName = "faulty";
  vfs.szOsFile += (int)sizeof (FaultFile);
  vfs.xOpen = fault_open;
  sqlite3_vfs_register (&vfs, 1);
}

/* From now on: the @at-th call fails. */
static inline void
fault_arm (Fault fault, gboolean lasts, guint at)
{
  disk.is_on = TRUE;
  disk.has_struck = FALSE;
  disk.fault = fault;
  disk.lasts = lasts;
  disk.n = 0;
  disk.at = at;
}

/* Returns: whether anything failed since */
static inline gboolean
fault_disarm (void)
{
  disk.is_on = FALSE;
  return disk.has_struck;
}
