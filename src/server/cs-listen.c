/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-listen.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* K-02: as many as may arrive at once after a break; the usual default leaves some without answer.
 */
#define BACKLOG 4096

static gboolean
fail (GError **error, const char *address)
{
  int code = errno;

  g_set_error (error,
               CS_ERROR,
               code == EADDRINUSE ? CS_ERROR_BUSY : CS_ERROR_FAILED,
               "The server cannot listen at %s: %s.",
               address,
               g_strerror (code));
  return FALSE;
}

static gboolean
bind_and_listen (CsListen *self,
                 const char *address,
                 const struct sockaddr *name,
                 socklen_t length,
                 GError **error)
{
  int one = 1;

  self->fd = socket (name->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (self->fd < 0)
    return fail (error, address);
  if (name->sa_family != AF_UNIX)
    setsockopt (self->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind (self->fd, name, length) != 0 || listen (self->fd, BACKLOG) != 0)
    return fail (error, address);
  return TRUE;
}

/* A socket file that nobody answers at is what a killed server left behind. */
static void
remove_stale (const char *path, const struct sockaddr_un *name)
{
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct stat info;

  if (fd < 0)
    return;
  if (lstat (path, &info) == 0 && S_ISSOCK (info.st_mode) &&
      connect (fd, (const struct sockaddr *)name, sizeof *name) != 0 && errno == ECONNREFUSED)
    g_unlink (path);
  close (fd);
}

static gboolean
open_unix (CsListen *self, const char *path, GError **error)
{
  struct sockaddr_un name = {.sun_family = AF_UNIX};

  if (*path != '/' || strlen (path) >= sizeof name.sun_path) {
    g_set_error (error,
                 CS_ERROR,
                 CS_ERROR_INVALID,
                 "A Unix socket is named by a path from the root of at most %d bytes, not “%s”.",
                 (int)sizeof name.sun_path - 1,
                 path);
    return FALSE;
  }
  memcpy (name.sun_path, path, strlen (path) + 1);
  remove_stale (path, &name);
  if (!bind_and_listen (self, path, (struct sockaddr *)&name, sizeof name, error))
    return FALSE;
  g_chmod (path, 0660);
  self->path = g_strdup (path);
  self->text = g_strconcat ("unix:", path, NULL);
  self->is_loopback = TRUE;
  return TRUE;
}

static GSocketAddress *
parse (const char *address, GError **error)
{
  g_autoptr (GNetworkAddress) network = NULL;
  g_autoptr (GInetAddress) inet = NULL;
  g_autoptr (GSocketConnectable) connectable = g_network_address_parse (address, 0, NULL);
  const char *host;
  const char *colon = strrchr (address, ':');

  if (connectable != NULL && colon != NULL && g_ascii_isdigit (colon[1])) {
    network = g_object_ref (G_NETWORK_ADDRESS (connectable));
    host = g_network_address_get_hostname (network);
    if (strcmp (host, "localhost") == 0)
      host = "127.0.0.1";
    else if (strcmp (host, "*") == 0)
      host = "0.0.0.0";
    inet = g_inet_address_new_from_string (host);
  }
  if (inet != NULL)
    return g_inet_socket_address_new (inet, g_network_address_get_port (network));
  g_set_error (error,
               CS_ERROR,
               CS_ERROR_INVALID,
               "An address to listen at is a number and a port such as 127.0.0.1:8480, or "
               "unix:/path, not “%s”.",
               address);
  return NULL;
}

static gboolean
open_inet (CsListen *self, const char *address, GError **error)
{
  g_autoptr (GSocketAddress) socket_address = parse (address, error);
  struct sockaddr_storage storage = {0};
  socklen_t length = sizeof storage;
  GInetAddress *inet;
  g_autofree char *host = NULL;

  if (socket_address == NULL ||
      !g_socket_address_to_native (socket_address, &storage, sizeof storage, error) ||
      !bind_and_listen (self,
                        address,
                        (struct sockaddr *)&storage,
                        (socklen_t)g_socket_address_get_native_size (socket_address),
                        error))
    return FALSE;
  if (getsockname (self->fd, (struct sockaddr *)&storage, &length) != 0)
    return fail (error, address);
  self->port = ntohs (storage.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&storage)->sin6_port
                                                    : ((struct sockaddr_in *)&storage)->sin_port);
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (socket_address));
  host = g_inet_address_to_string (inet);
  self->is_loopback = g_inet_address_get_is_loopback (inet);
  self->text =
      g_strdup_printf (storage.ss_family == AF_INET6 ? "[%s]:%u" : "%s:%u", host, self->port);
  return TRUE;
}

/**
 * cs_listen_open:
 * @address: a number and a port (0 for any that is free), or `unix:` and a path
 * @error: INVALID; BUSY where somebody listens there already; FAILED
 *
 * Returns: (transfer full): a socket that listens, or %NULL
 */
CsListen *
cs_listen_open (const char *address, GError **error)
{
  g_autoptr (CsListen) self = g_new0 (CsListen, 1);
  gboolean is_open;

  self->fd = -1;
  is_open = g_str_has_prefix (address, "unix:")
                ? open_unix (self, address + strlen ("unix:"), error)
                : open_inet (self, address, error);
  return is_open ? g_steal_pointer (&self) : NULL;
}

/**
 * cs_listen_close:
 * @self: (transfer full) (nullable): a place
 */
void
cs_listen_close (CsListen *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    close (self->fd);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_free (self->text);
  g_free (self);
}
