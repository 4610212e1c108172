/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/*
 * Memory for processes that soon end: what is freed waits for who wants as much again, and nothing
 * goes back to the system. A fifth of a simulation was the C library’s care for the years. Blocks
 * of one size fill a span each; what is larger has spans of its own, a power of two of them. The
 * sanitizers keep their own.
 */

#if defined(__has_feature)
#define HAS_SANITIZER (__has_feature (address_sanitizer) || __has_feature (thread_sanitizer))
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HAS_SANITIZER 1
#else
#define HAS_SANITIZER 0
#endif

#if !HAS_SANITIZER

#define SPAN_BITS  16
#define SPAN_BYTES ((size_t)1 << SPAN_BITS)
#define N_SPANS    ((size_t)1 << 17) /* 8 GiB of addresses */
#define N_SMALL    64                /* of 16, 32 … 1024 bytes */
#define N_MIDDLE   5                 /* of 2, 4, 8, 16, 32 KiB */
#define N_LARGE    17                /* of 1, 2, 4 … spans */
#define N_SIZES    (N_SMALL + N_MIDDLE + N_LARGE)

typedef struct _Block Block;
struct _Block {
  Block *next;
};

static char *heap;             /* begins where a span does */
static atomic_size_t n_taken;  /* spans */
static atomic_int heap_state;  /* 0: none yet, 1: being made, 2: there */
static uint8_t sizes[N_SPANS]; /* which size a span holds */

/* What a thread has for itself. */
static __thread Block *waiting[N_SIZES];
static __thread char *fresh[N_SMALL + N_MIDDLE], *fresh_end[N_SMALL + N_MIDDLE];

static size_t
bytes_of (unsigned size)
{
  if (size < N_SMALL)
    return ((size_t)size + 1) * 16;
  return (size_t)2048 << (size - N_SMALL);
}

static unsigned
size_for (size_t length)
{
  if (length <= (size_t)N_SMALL * 16)
    return length == 0 ? 0 : (unsigned)((length - 1) / 16);
  return N_SMALL + 63 - (unsigned)__builtin_clzl ((length - 1) >> 10);
}

static void
make_heap (void)
{
  int none = 0;

  if (atomic_compare_exchange_strong (&heap_state, &none, 1)) {
    char *place = mmap (NULL,
                        (N_SPANS + 1) * SPAN_BYTES,
                        PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                        -1,
                        0);

    if (place == MAP_FAILED)
      __builtin_trap ();
    heap = (char *)(((uintptr_t)place + SPAN_BYTES - 1) & ~(SPAN_BYTES - 1));
    atomic_store (&heap_state, 2);
  }
  while (atomic_load (&heap_state) != 2)
    ;
}

static char *
take_spans (size_t n, unsigned size)
{
  size_t first;

  if (atomic_load_explicit (&heap_state, memory_order_acquire) != 2)
    make_heap ();
  first = atomic_fetch_add (&n_taken, n);
  if (first + n > N_SPANS)
    return NULL;
  sizes[first] = (uint8_t)size;
  return heap + first * SPAN_BYTES;
}

static void *
take_fresh (unsigned size)
{
  size_t length = bytes_of (size);
  char *place = fresh[size];

  if (size >= N_SMALL + N_MIDDLE)
    return take_spans (length >> SPAN_BITS, size);
  if (place == NULL || (size_t)(fresh_end[size] - place) < length) {
    place = take_spans (1, size);
    if (place == NULL)
      return NULL;
    fresh_end[size] = place + SPAN_BYTES;
  }
  fresh[size] = place + length;
  return place;
}

static unsigned
size_of (const void *place)
{
  return sizes[(size_t)((const char *)place - heap) >> SPAN_BITS];
}

/* Under a name of its own: the compiler knows better what malloc and memset could be together. */
static void *
take (size_t length)
{
  unsigned size = size_for (length);
  Block *block;

  if (length > (SPAN_BYTES << (N_LARGE - 1))) {
    errno = ENOMEM;
    return NULL;
  }
  block = waiting[size];
  if (block == NULL) {
    void *place = take_fresh (size);

    if (place == NULL)
      errno = ENOMEM;
    return place;
  }
  waiting[size] = block->next;
  return block;
}

void *
malloc (size_t length)
{
  return take (length);
}

void
free (void *place)
{
  Block *block = place;
  unsigned size;

  if (place == NULL)
    return;
  size = size_of (place);
  block->next = waiting[size];
  waiting[size] = block;
}

void *
calloc (size_t n, size_t length)
{
  size_t total;
  void *place;

  if (__builtin_mul_overflow (n, length, &total)) {
    errno = ENOMEM;
    return NULL;
  }
  place = take (total);
  return place != NULL ? memset (place, 0, total) : NULL;
}

size_t
malloc_usable_size (void *place)
{
  return place != NULL ? bytes_of (size_of (place)) : 0;
}

void *
realloc (void *place, size_t length)
{
  size_t before = malloc_usable_size (place);
  void *other;

  if (place != NULL && length <= before)
    return place;
  other = take (length);
  if (other != NULL && place != NULL) {
    memcpy (other, place, before);
    free (place);
  }
  return other;
}

/* A block whose size is a power of two stands at a multiple of it, as spans stand at theirs. */
void *
aligned_alloc (size_t alignment, size_t length)
{
  size_t total = length < alignment ? alignment : length;

  if (alignment > SPAN_BYTES) {
    errno = ENOMEM;
    return NULL;
  }
  if (alignment > 16)
    total = (size_t)1 << (64 - __builtin_clzl (total - 1));
  return take (total);
}

void *
memalign (size_t alignment, size_t length)
{
  return aligned_alloc (alignment, length);
}

int
posix_memalign (void **place, size_t alignment, size_t length)
{
  *place = aligned_alloc (alignment, length);
  return *place != NULL ? 0 : ENOMEM;
}

void *
valloc (size_t length)
{
  return aligned_alloc (4096, length);
}

void *
pvalloc (size_t length)
{
  return aligned_alloc (4096, length == 0 ? 4096 : length);
}

#endif
