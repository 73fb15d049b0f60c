/* The file with the key that the launcher needs and only root may read. */
#ifndef OPENLAUNCHER_KEY_H
#define OPENLAUNCHER_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { KEY_SIZE_MOST = 64 * 1024 };

/*
 * Reads it, where nobody but root and the launcher's user could have put it there. Logs why, where
 * it returns false. The caller frees the key.
 */
bool key_read(const char *path, uid_t server, void **key, size_t *length);

#endif
