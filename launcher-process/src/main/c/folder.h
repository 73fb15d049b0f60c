/* A path, taken apart into the folder, held open, and the name in it. */
#ifndef OPENLAUNCHER_FOLDER_H
#define OPENLAUNCHER_FOLDER_H

#include <stdbool.h>
#include <sys/types.h>

struct place {
  int folder; /* O_PATH */
  const char *name;
  mode_t mode; /* of the folder */
  uid_t owner;
};

/* False with errno. An absolute path that does not end with a name is no place for a file. */
bool place_open(const char *path, struct place *place);

/* Whether nobody but this user and root can change what is in the folder. */
bool place_is_private(const struct place *place, uid_t user);

/* Whether users who don't trust each other can make files in the folder, as in /tmp. */
bool place_is_shared(const struct place *place);

#endif
