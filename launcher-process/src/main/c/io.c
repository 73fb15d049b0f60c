#include "io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_DESCRIPTOR = 3, KEPT_MOST = 8 };

bool write_fully(int file, const void *bytes, size_t length) {
  const char *rest = bytes;
  while (length > 0) {
    ssize_t written = write(file, rest, length);
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return false;
    }
    rest += written;
    length -= (size_t)written;
  }
  return true;
}

ssize_t read_fully(int file, void *bytes, size_t length) {
  size_t used = 0;
  while (used < length) {
    ssize_t count = read(file, (char *)bytes + used, length - used);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return -1;
    }
    if (count == 0) {
      break;
    }
    used += (size_t)count;
  }
  return (ssize_t)used;
}

bool read_text(const char *path, char *text, size_t size) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return false;
  }
  ssize_t length = read_fully(file, text, size);
  close(file);
  if (length < 0 || (size_t)length == size) {
    return false;
  }
  text[length] = '\0';
  return true;
}

bool write_text_at(int folder, const char *path, const char *text) {
  int file = openat(folder, path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) {
    return false;
  }
  bool done = write_fully(file, text, strlen(text));
  int error = errno;
  close(file);
  errno = error;
  return done;
}

static void close_listed(unsigned first, unsigned last) {
  DIR *list = opendir("/proc/self/fd");
  if (list == NULL) {
    long most = sysconf(_SC_OPEN_MAX);
    for (unsigned file = first; file <= last && (long)file < most; file++) {
      close((int)file);
    }
    return;
  }
  for (struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
    unsigned long file = strtoul(entry->d_name, NULL, 10);
    if (file >= first && file <= last && (int)file != dirfd(list)) {
      close((int)file);
    }
  }
  closedir(list);
}

static void close_between(unsigned first, unsigned last) {
  if (first > last) {
    return;
  }
#ifdef SYS_close_range
  if (syscall(SYS_close_range, first, last, 0U) == 0) {
    return;
  }
#endif
  /* Linux before 5.9. */
  close_listed(first, last);
}

void close_others(const int *kept, size_t count) {
  int sorted[KEPT_MOST];
  size_t used = 0;
  for (size_t index = 0; index < count && used < KEPT_MOST; index++) {
    if (kept[index] < FIRST_DESCRIPTOR) {
      continue;
    }
    size_t place = used++;
    for (; place > 0 && sorted[place - 1] > kept[index]; place--) {
      sorted[place] = sorted[place - 1];
    }
    sorted[place] = kept[index];
  }
  unsigned next = FIRST_DESCRIPTOR;
  for (size_t index = 0; index < used; index++) {
    unsigned file = (unsigned)sorted[index];
    if (file > next) {
      close_between(next, file - 1);
    }
    next = file + 1;
  }
  close_between(next, ~0U);
}

bool fill_standard_descriptors(void) {
  for (;;) {
    int file = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (file < 0) {
      return false;
    }
    if (file > STDERR_FILENO) {
      close(file);
      return true;
    }
    if (fcntl(file, F_SETFD, 0) != 0) {
      return false;
    }
  }
}

void reset_signals(void) {
  /* The kernel's own structure, all zero: the C library would not let its two signals be set. */
  unsigned long standard[8] = {0};
  for (int signal = 1; signal < _NSIG; signal++) {
    syscall(SYS_rt_sigaction, signal, standard, NULL, (size_t)_NSIG / 8);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

uint64_t monotonic_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
