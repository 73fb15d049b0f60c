#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "protocol.h"

static bool no_record(struct refusal *refusal, int error, const char *path, const char *complaint) {
  return refuse(refusal, REFUSAL_RECORD, error, "The record %s %s", path, complaint);
}

static bool check_file(int file, const char *path, uid_t server, struct refusal *refusal) {
  struct stat found;
  if (fstat(file, &found) != 0) {
    return no_record(refusal, errno, path, "can't be examined");
  }
  if (!S_ISREG(found.st_mode) || found.st_nlink != 1 || found.st_uid != server ||
      found.st_size != RECORD_SIZE) {
    return no_record(refusal, 0, path,
                     "is not a file of the launcher's user with one name and 512 bytes");
  }
  return true;
}

/* Without the lock, two shims could find the same record empty. */
static bool lock(int file, const char *path, struct refusal *refusal) {
  if (flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    return no_record(refusal, 0, path, "is in use by another shim");
  }
  return true; /* or the file system knows no locks */
}

static bool check_content(int file, const char *path, const char *token, const char *boot_id,
                          struct record *record, struct refusal *refusal) {
  char content[RECORD_SIZE];
  char header[RECORD_SIZE];
  int length = snprintf(header, sizeof header, "1 %s %s\n", token, boot_id);
  ssize_t count = pread(file, content, sizeof content, 0);
  if (count != RECORD_SIZE) {
    return no_record(refusal, count < 0 ? errno : 0, path, "can't be read");
  }
  if (length <= 0 || length >= RECORD_SIZE || memcmp(content, header, (size_t)length) != 0) {
    return no_record(refusal, 0, path, "does not bear the token of this launch");
  }
  if (content[length] != ' ') {
    return no_record(refusal, 0, path, "has been written into by another shim");
  }
  record->file = file;
  record->end = length;
  return true;
}

bool record_open(const char *path, const char *token, const char *boot_id, uid_t server,
                 struct record *record, struct refusal *refusal) {
  struct place place;
  if (!place_open(path, &place)) {
    return no_record(refusal, errno, path, "can't be opened");
  }
  bool private = place_is_private(&place, server);
  int file = openat(place.folder, place.name,
                    O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  int error = errno;
  close(place.folder);
  if (file < 0) {
    return no_record(refusal, error, path, "can't be opened");
  }
  if (!private) {
    no_record(refusal, 0, path, "is in a folder that others than the launcher's user can write");
  } else if (check_file(file, path, server, refusal) && lock(file, path, refusal) &&
             check_content(file, path, token, boot_id, record, refusal)) {
    return true;
  }
  close(file);
  return false;
}

static bool has_room(const struct record *record, size_t length) {
  if (length > (size_t)(RECORD_SIZE - record->end)) {
    errno = EFBIG;
    return false;
  }
  return true;
}

bool record_write_unheard(struct record *record, const char *lines) {
  size_t length = strlen(lines);
  if (!has_room(record, length)) {
    return false;
  }
  char *content = mmap(NULL, RECORD_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, record->file, 0);
  if (content == MAP_FAILED) {
    /* A file system that can't do it. */
    return record_write(record, lines);
  }
  memcpy(content + record->end, lines, length);
  record->end += (off_t)length;
  munmap(content, RECORD_SIZE);
  return true;
}

bool record_write(struct record *record, const char *lines) {
  size_t length = strlen(lines);
  if (!has_room(record, length)) {
    return false;
  }
  while (length > 0) {
    ssize_t written = pwrite(record->file, lines, length, record->end);
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    record->end += written;
    lines += written;
    length -= (size_t)written;
  }
  return true;
}
