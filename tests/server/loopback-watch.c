/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * Loaded into a program by a test (LD_PRELOAD): whatever would leave this computer is written into
 * the file named by LOOPBACK_WATCH, one line each, and does not happen.
 */

typedef int (*Connect) (int fd, const struct sockaddr *to, socklen_t length);
typedef ssize_t (*SendTo) (int fd,
                           const void *bytes,
                           size_t n,
                           int flags,
                           const struct sockaddr *to,
                           socklen_t length);
typedef int (*LookUp) (const char *host,
                       const char *service,
                       const struct addrinfo *hints,
                       struct addrinfo **found);

static void
note (const char *what, const char *where)
{
  const char *path = getenv ("LOOPBACK_WATCH");
  int fd = path != NULL ? open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;

  if (fd < 0)
    return;
  dprintf (fd, "%s %s\n", what, where);
  close (fd);
}

/* Returns: whether it stays here, or is none of our business. */
static int
stays (const struct sockaddr *to, const char *what)
{
  char text[INET6_ADDRSTRLEN] = "";

  if (to == NULL)
    return 1;
  if (to->sa_family == AF_INET) {
    struct in_addr address = ((const struct sockaddr_in *)(const void *)to)->sin_addr;

    if ((ntohl (address.s_addr) >> 24) == 127)
      return 1;
    inet_ntop (AF_INET, &address, text, sizeof text);
  } else if (to->sa_family == AF_INET6) {
    struct in6_addr address = ((const struct sockaddr_in6 *)(const void *)to)->sin6_addr;

    if (IN6_IS_ADDR_LOOPBACK (&address))
      return 1;
    inet_ntop (AF_INET6, &address, text, sizeof text);
  } else {
    return 1;
  }
  note (what, text);
  errno = ENETUNREACH;
  return 0;
}

__attribute__ ((visibility ("default"))) int
connect (int fd, const struct sockaddr *to, socklen_t length)
{
  Connect real = (Connect)dlsym (RTLD_NEXT, "connect");

  return stays (to, "connect") ? real (fd, to, length) : -1;
}

__attribute__ ((visibility ("default"))) ssize_t
sendto (int fd, const void *bytes, size_t n, int flags, const struct sockaddr *to, socklen_t length)
{
  SendTo real = (SendTo)dlsym (RTLD_NEXT, "sendto");

  return stays (to, "sendto") ? real (fd, bytes, n, flags, to, length) : -1;
}

__attribute__ ((visibility ("default"))) int
getaddrinfo (const char *host,
             const char *service,
             const struct addrinfo *hints,
             struct addrinfo **found)
{
  LookUp real = (LookUp)dlsym (RTLD_NEXT, "getaddrinfo");
  unsigned char bytes[sizeof (struct in6_addr)];

  if (host == NULL || strcmp (host, "localhost") == 0 || inet_pton (AF_INET, host, bytes) == 1 ||
      inet_pton (AF_INET6, host, bytes) == 1)
    return real (host, service, hints, found);
  note ("getaddrinfo", host);
  return EAI_AGAIN;
}
