#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "io.h"
#include "protocol.h"

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 8U
#endif

/* For the user alone, whatever umask the job itself gets. */
enum { OUTPUT_MODE = 0600, KEPT_MODE = 0640 };

static const char *noun(const char *word) {
  return strcmp(word, REFUSAL_ERRORS) == 0 ? "error file" : "output file";
}

static bool no_output(struct refusal *refusal, const char *word, int error, const char *path,
                      const char *complaint) {
  return refuse(refusal, word, error, "The %s %s %s", noun(word), path, complaint);
}

static bool check_opened(int file, const struct place *place, uid_t user, const char *path,
                         const char *word, struct refusal *refusal) {
  struct stat found;
  if (fstat(file, &found) != 0) {
    return no_output(refusal, word, errno, path, "can't be examined");
  }
  if (S_ISDIR(found.st_mode)) {
    return no_output(refusal, word, EISDIR, path, "can't be written");
  }
  if (!S_ISREG(found.st_mode) && !S_ISCHR(found.st_mode)) {
    return no_output(refusal, word, 0, path, "is neither a plain file nor a character device");
  }
  if (S_ISREG(found.st_mode) && place_is_shared(place) &&
      (found.st_uid != user || found.st_nlink != 1)) {
    return no_output(refusal, word, EPERM, path,
                     "belongs to another user or has other names, in a folder that others can "
                     "write");
  }
  /* Only now, since it must not happen to the wrong file. */
  if (S_ISREG(found.st_mode) && found.st_size > 0 && ftruncate(file, 0) != 0) {
    return no_output(refusal, word, errno, path, "can't be emptied");
  }
  int flags = fcntl(file, F_GETFL);
  if (flags < 0 || fcntl(file, F_SETFL, flags & ~O_NONBLOCK) != 0) {
    return no_output(refusal, word, errno, path, "can't be written");
  }
  return true;
}

int output_open(const char *path, uid_t user, bool append, const char *word,
                struct refusal *refusal) {
  struct place place;
  if (!place_open(path, &place)) {
    no_output(refusal, word, errno, path, "can't be opened");
    return -1;
  }
  /* Not blocking, since there could be a pipe without a reader. */
  int flags = O_WRONLY | O_CREAT | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
  flags |= append ? O_APPEND : 0;
  flags |= place_is_shared(&place) ? O_NOFOLLOW : 0;
  int file = openat(place.folder, place.name, flags, OUTPUT_MODE);
  int error = errno;
  close(place.folder);
  if (file < 0) {
    if (error == ENXIO) {
      no_output(refusal, word, 0, path, "is neither a plain file nor a character device");
    } else {
      no_output(refusal, word, error, path, "can't be opened");
    }
    return -1;
  }
  if (!check_opened(file, &place, user, path, word, refusal)) {
    close(file);
    return -1;
  }
  return file;
}

int output_keep(const char *path, uid_t server, bool append, const char *word,
                struct refusal *refusal) {
  struct place place;
  if (!place_open(path, &place)) {
    no_output(refusal, word, errno, path, "can't be made");
    return -1;
  }
  bool private = place_is_private(&place, server);
  int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC | (append ? O_APPEND : 0);
  int file = private ? openat(place.folder, place.name, flags, OUTPUT_MODE) : -1;
  int error = errno;
  close(place.folder);
  if (!private) {
    no_output(refusal, word, 0, path,
              "can't be made: others than the launcher's user can write its folder");
  } else if (file < 0) {
    no_output(refusal, word, error, path, "can't be made");
  }
  return file;
}

bool output_give(int file, const struct identity *user, gid_t server_group, const char *path,
                 const char *word, struct refusal *refusal) {
  struct stat found;
  if (fstat(file, &found) != 0) {
    return no_output(refusal, word, errno, path, "can't be examined");
  }
  /* Made just now by the launcher's user, who could have done something to it since. */
  if (!S_ISREG(found.st_mode) || found.st_nlink != 1 || found.st_size != 0) {
    return no_output(refusal, word, EPERM, path, "was changed while it was made");
  }
  if (fchown(file, user->user_id, server_group) != 0) {
    /* A share does not let root give files away. The job has it open, that is enough to write. */
    return errno == EPERM || errno == EACCES ||
           no_output(refusal, word, errno, path, "can't be given to the user");
  }
  return fchmod(file, KEPT_MODE) == 0 ||
         no_output(refusal, word, errno, path, "can't be given to the user");
}

int input_make(const void *bytes, size_t length, struct refusal *refusal) {
  int file = memfd_create("input", MFD_CLOEXEC | MFD_NOEXEC_SEAL);
  if (file < 0 && errno == EINVAL) {
    /* Linux before 6.3 */
    file = memfd_create("input", MFD_CLOEXEC);
  }
  if (file < 0 || !write_fully(file, bytes, length) || lseek(file, 0, SEEK_SET) != 0) {
    refuse(refusal, REFUSAL_INPUT, errno, "The standard input of %zu bytes can't be kept", length);
    if (file >= 0) {
      close(file);
    }
    return -1;
  }
  return file;
}
