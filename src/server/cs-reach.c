/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cs-reach.h"

#include <string.h>
#include <sys/socket.h>

static gint is_confined; /* atomic */

/* What no public host has: RFC 6890 and what came after it. */
static const struct {
  const char *network;
  guint bits;
} not_public[] = {
    {"0.0.0.0", 8},      {"10.0.0.0", 8},     {"100.64.0.0", 10}, {"127.0.0.0", 8},
    {"169.254.0.0", 16}, {"172.16.0.0", 12},  {"192.0.0.0", 24},  {"192.0.2.0", 24},
    {"192.88.99.0", 24}, {"192.168.0.0", 16}, {"198.18.0.0", 15}, {"198.51.100.0", 24},
    {"203.0.113.0", 24}, {"224.0.0.0", 4},    {"240.0.0.0", 4},   {"2001::", 23},
    {"2001:db8::", 32},  {"2002::", 16},      {"3fff::", 20},
};
#define GLOBAL      "2000::" /* of IPv6 nothing else is given out */
#define GLOBAL_BITS 3

/**
 * cs_reach_confine:
 *
 * For the rest of the process: samples and tests send nothing to anybody.
 */
void
cs_reach_confine (void)
{
  g_atomic_int_set (&is_confined, 1);
}

/**
 * cs_reach_is_confined:
 *
 * Returns: whether nothing leaves this computer
 */
gboolean
cs_reach_is_confined (void)
{
  return g_atomic_int_get (&is_confined) != 0 || g_getenv (CS_REACH_ENVIRONMENT) != NULL;
}

static gboolean
is_within (GInetAddress *address, const char *network, guint bits)
{
  g_autoptr (GInetAddress) base = g_inet_address_new_from_string (network);
  const guint8 *a = g_inet_address_to_bytes (address), *b = g_inet_address_to_bytes (base);

  if (g_inet_address_get_family (address) != g_inet_address_get_family (base) ||
      memcmp (a, b, bits / 8) != 0)
    return FALSE;
  return bits % 8 == 0 || ((a[bits / 8] ^ b[bits / 8]) >> (8 - bits % 8)) == 0;
}

/**
 * cs_reach_is_public:
 * @address: of a host
 *
 * Returns: whether it is one that the whole world reaches: not this computer, not a private
 *   network, not a link's own, not one for examples, tunnels or many at once
 */
gboolean
cs_reach_is_public (GInetAddress *address)
{
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      !is_within (address, GLOBAL, GLOBAL_BITS))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (not_public); i++) {
    if (is_within (address, not_public[i].network, not_public[i].bits))
      return FALSE;
  }
  return TRUE;
}

/**
 * cs_reach_allows:
 * @reach: how far
 * @address: where
 *
 * Returns: whether a connection may be opened
 */
gboolean
cs_reach_allows (CsReach reach, GInetAddress *address)
{
  if (cs_reach_is_confined ())
    return g_inet_address_get_is_loopback (address);
  return reach == CS_REACH_ANYWHERE || cs_reach_is_public (address);
}

/**
 * cs_reach_allows_host:
 * @host: a name or an address
 *
 * Returns: whether it may be looked up: where nothing leaves this computer, no question does either
 */
gboolean
cs_reach_allows_host (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (!cs_reach_is_confined ())
    return TRUE;
  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

static curl_socket_t
open_socket_cb (void *data, curlsocktype purpose, struct curl_sockaddr *to)
{
  CsReach reach = GPOINTER_TO_INT (data);
  g_autoptr (GSocketAddress) address = g_socket_address_new_from_native (&to->addr, to->addrlen);

  if (!G_IS_INET_SOCKET_ADDRESS (address) ||
      !cs_reach_allows (reach, g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))))
    return CURL_SOCKET_BAD;
  return socket (to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static int
progress_cb (void *is_cancelled,
             curl_off_t download_total,
             curl_off_t download_now,
             curl_off_t upload_total,
             curl_off_t upload_now)
{
  return g_atomic_int_get ((const gint *)is_cancelled) != 0;
}

static void
initialise (void)
{
  static gsize is_initialised = 0;

  if (g_once_init_enter (&is_initialised)) {
    CURLcode status = curl_global_init (CURL_GLOBAL_DEFAULT);

    g_assert (status == CURLE_OK);
    g_once_init_leave (&is_initialised, 1);
  }
}

/**
 * cs_reach_new_curl:
 * @reach: how far its connections may go
 * @is_cancelled: (nullable): where another thread says that it is to end at once; atomic
 *
 * Returns: (transfer full): what connects, follows nothing, and goes through no proxy where its
 *   reach is bounded
 */
CURL *
cs_reach_new_curl (CsReach reach, const gint *is_cancelled)
{
  CURL *curl;

  initialise ();
  curl = curl_easy_init ();
  g_assert (curl != NULL);
  curl_easy_setopt (curl, CURLOPT_OPENSOCKETFUNCTION, open_socket_cb);
  curl_easy_setopt (curl, CURLOPT_OPENSOCKETDATA, GINT_TO_POINTER ((int)reach));
  if (reach == CS_REACH_PUBLIC || cs_reach_is_confined ())
    curl_easy_setopt (curl, CURLOPT_PROXY, "");
  curl_easy_setopt (curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (curl, CURLOPT_USERAGENT, "countersign-server/" CS_VERSION);
  if (is_cancelled != NULL) {
    curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, progress_cb);
    curl_easy_setopt (curl, CURLOPT_XFERINFODATA, is_cancelled);
  }
  return curl;
}
