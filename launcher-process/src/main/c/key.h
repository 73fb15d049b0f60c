/* Files with keys that the launcher needs and only root may read. */
#ifndef OPENLAUNCHER_KEY_H
#define OPENLAUNCHER_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { KEY_SIZE_MOST = 64 * 1024 };

struct key {
  void *content; /* NULL where there is none */
  size_t length;
};

/* Those of credentials: the one that signs, and the one before, which is still taken; and that of
   sessions. */
struct keys {
  struct key current;
  struct key previous;
  struct key session;
};

/*
 * Reads one, where nobody but root and the launcher's user could have put it there. Logs why, where
 * it returns false. Nothing is read where the path is NULL.
 */
bool key_read(const char *path, uid_t server, struct key *key);

void key_wipe(struct key *key);

void keys_wipe(struct keys *keys);

#endif
