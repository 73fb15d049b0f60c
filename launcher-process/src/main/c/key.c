#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"
#include "log.h"

enum { LINKS_MOST = 40 };

/* On the way to the file, from the root folder on, following links by hand. */
struct walk {
  const char *path; /* as it was given, for messages */
  uid_t server;
  int place;       /* where it is, O_PATH */
  bool root_only;  /* nothing on the way belongs to the launcher's user */
  bool shared;     /* where it is, others can put files */
  int links;
  char rest[PATH_MAX]; /* still to go */
};

static bool no_key(const struct walk *walk, const char *complaint) {
  log_line("the key file %s can't be used: %s", walk->path, complaint);
  return false;
}

static bool no_key_for(const struct walk *walk, int error) {
  return no_key(walk, strerror(error));
}

static bool check_owner(struct walk *walk, const struct stat *found) {
  if (found->st_uid != 0 && found->st_uid != walk->server) {
    return no_key(walk, "a folder or link on its way, or the file itself, belongs neither to root "
                        "nor to the launcher's user");
  }
  walk->root_only = walk->root_only && found->st_uid == 0;
  return true;
}

/* In a folder like /tmp, others can make files, but can't replace the folders of root. */
static bool check_folder(struct walk *walk, const struct stat *found) {
  if (!check_owner(walk, found)) {
    return false;
  }
  walk->shared = (found->st_mode & (S_IWGRP | S_IWOTH)) != 0;
  if (walk->shared && (found->st_mode & S_ISVTX) == 0) {
    return no_key(walk, "others than root and the launcher's user can write a folder on its way");
  }
  return true;
}

static void move_to(struct walk *walk, int place) {
  if (walk->place >= 0) {
    close(walk->place);
  }
  walk->place = place;
}

static bool go_to_root(struct walk *walk) {
  int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
  struct stat found;
  if (root < 0 || fstat(root, &found) != 0) {
    return no_key_for(walk, errno);
  }
  move_to(walk, root);
  return check_folder(walk, &found);
}

/* What the link says comes before what is still to go. */
static bool follow(struct walk *walk, int link) {
  char target[PATH_MAX];
  char joined[PATH_MAX];
  ssize_t length = readlinkat(link, "", target, sizeof target - 1);
  if (length < 0) {
    return no_key_for(walk, errno);
  }
  target[length] = '\0';
  if (++walk->links > LINKS_MOST) {
    return no_key_for(walk, ELOOP);
  }
  int joined_length = snprintf(joined, sizeof joined, "%s/%s", target, walk->rest);
  if (joined_length < 0 || (size_t)joined_length >= sizeof joined) {
    return no_key_for(walk, ENAMETOOLONG);
  }
  memcpy(walk->rest, joined, (size_t)joined_length + 1);
  return target[0] != '/' || go_to_root(walk);
}

/* One name further. The last one leaves nothing to go. */
static bool step(struct walk *walk) {
  size_t skipped = strspn(walk->rest, "/");
  size_t length = strcspn(walk->rest + skipped, "/");
  char name[NAME_MAX + 1];
  if (length > NAME_MAX) {
    return no_key_for(walk, ENAMETOOLONG);
  }
  memcpy(name, walk->rest + skipped, length);
  name[length] = '\0';
  memmove(walk->rest, walk->rest + skipped + length, strlen(walk->rest + skipped + length) + 1);
  if (length == 0) {
    return true;
  }
  int next = openat(walk->place, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
  struct stat found;
  if (next < 0) {
    return no_key_for(walk, errno);
  }
  if (fstat(next, &found) != 0) {
    int error = errno;
    close(next);
    return no_key_for(walk, error);
  }
  if (S_ISLNK(found.st_mode)) {
    bool followed = check_owner(walk, &found) && follow(walk, next);
    close(next);
    return followed;
  }
  move_to(walk, next);
  return S_ISDIR(found.st_mode) ? check_folder(walk, &found) : check_owner(walk, &found);
}

static bool check_file(const struct walk *walk, const struct stat *found) {
  if (!S_ISREG(found->st_mode)) {
    return no_key(walk, "it is not a plain file");
  }
  if ((found->st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return no_key(walk, "others than its owner have rights to it; run: chmod 600");
  }
  /* Else the launcher's user could have any file of root's read for it. */
  if (found->st_uid == 0 && (!walk->root_only || walk->shared || found->st_nlink != 1)) {
    return no_key(walk, "it belongs to root, but others can have put it there");
  }
  if (found->st_size > KEY_SIZE_MOST) {
    return no_key(walk, "it is larger than 64 KiB");
  }
  return true;
}

static bool read_place(const struct walk *walk, void **key, size_t *length) {
  /* What is held with O_PATH can be opened under this name, and is the same file for sure. */
  char name[64];
  struct stat found;
  snprintf(name, sizeof name, "/proc/self/fd/%d", walk->place);
  int file = open(name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (file < 0) {
    return no_key_for(walk, errno);
  }
  if (fstat(file, &found) != 0 || !check_file(walk, &found)) {
    close(file);
    return false;
  }
  *key = malloc(KEY_SIZE_MOST + 1);
  ssize_t count = *key == NULL ? -1 : read_fully(file, *key, KEY_SIZE_MOST + 1);
  int error = errno;
  close(file);
  if (count < 0) {
    return no_key_for(walk, error);
  }
  *length = (size_t)count;
  return *length <= KEY_SIZE_MOST || no_key(walk, "it is larger than 64 KiB");
}

bool key_read(const char *path, uid_t server, struct key *key) {
  if (path == NULL) {
    return true;
  }
  struct walk walk = {.path = path, .server = server, .place = -1, .root_only = true};
  if (path[0] != '/') {
    return no_key(&walk, "its path is not absolute");
  }
  if (strlen(path) >= sizeof walk.rest) {
    return no_key_for(&walk, ENAMETOOLONG);
  }
  memcpy(walk.rest, path, strlen(path) + 1);
  bool found = go_to_root(&walk);
  while (found && walk.rest[0] != '\0') {
    found = step(&walk);
  }
  found = found && read_place(&walk, &key->content, &key->length);
  move_to(&walk, -1);
  return found;
}

void key_wipe(struct key *key) {
  if (key->content != NULL) {
    explicit_bzero(key->content, key->length);
  }
}

void keys_wipe(struct keys *keys) {
  key_wipe(&keys->current);
  key_wipe(&keys->previous);
  key_wipe(&keys->session);
}
