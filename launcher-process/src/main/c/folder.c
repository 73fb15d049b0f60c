#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool place_open(const char *path, struct place *place) {
  const char *slash = strrchr(path, '/');
  if (slash == NULL || slash[1] == '\0' || strcmp(slash, "/.") == 0 || strcmp(slash, "/..") == 0) {
    errno = EISDIR;
    return false;
  }
  size_t length = slash == path ? 1 : (size_t)(slash - path);
  char folder[PATH_MAX];
  if (length >= sizeof folder) {
    errno = ENAMETOOLONG;
    return false;
  }
  memcpy(folder, path, length);
  folder[length] = '\0';
  place->name = slash + 1;
  place->folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (place->folder < 0) {
    return false;
  }
  struct stat found;
  if (fstat(place->folder, &found) != 0) {
    int error = errno;
    close(place->folder);
    errno = error;
    return false;
  }
  place->mode = found.st_mode;
  place->owner = found.st_uid;
  return true;
}

bool place_is_private(const struct place *place, uid_t user) {
  return (place->owner == user || place->owner == 0) &&
         (place->mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool place_is_shared(const struct place *place) {
  return (place->mode & S_IWOTH) != 0 ||
         ((place->mode & S_ISVTX) != 0 && (place->mode & S_IWGRP) != 0);
}
