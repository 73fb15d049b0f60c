#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io.h"
#include "protocol.h"

enum { MOUNTS_SIZE = 1 << 16, EVENTS_SIZE = 4096, FOLDER_MODE = 0700 };

static const char job_prefix[] = "job-";

static bool has_word(const char *list, const char *word, const char *separators) {
  size_t length = strlen(word);
  for (list += strspn(list, separators); *list != '\0'; list += strspn(list, separators)) {
    size_t next = strcspn(list, separators);
    if (next == length && strncmp(list, word, length) == 0) {
      return true;
    }
    list += next;
  }
  return false;
}

static bool has_controller(const char *folder) {
  char path[PATH_MAX];
  char list[EVENTS_SIZE];
  snprintf(path, sizeof path, "%s/cgroup.controllers", folder);
  return read_text(path, list, sizeof list) && has_word(list, "memory", " \n");
}

/* Finds where a kind of groups is mounted. Its mount point must have no blank in it. */
static bool find_mount(const char *wanted, char *folder, size_t size) {
  FILE *mounts = fopen("/proc/self/mounts", "re");
  if (mounts == NULL) {
    return false;
  }
  bool version_2 = strcmp(wanted, "cgroup2") == 0;
  char *line = NULL;
  size_t line_size = 0;
  bool found = false;
  while (!found && getline(&line, &line_size, mounts) > 0) {
    char *rest = line;
    strsep(&rest, " ");
    const char *point = strsep(&rest, " ");
    const char *type = strsep(&rest, " ");
    const char *options = strsep(&rest, " ");
    found = options != NULL && strcmp(type, wanted) == 0 && strlen(point) < size &&
            (version_2 ? has_controller(point) : has_word(options, "memory", ","));
    if (found) {
      snprintf(folder, size, "%s", point);
    }
  }
  free(line);
  fclose(mounts);
  return found;
}

static bool enable_controller(const char *folder) {
  char path[PATH_MAX];
  char list[EVENTS_SIZE];
  snprintf(path, sizeof path, "%s/cgroup.subtree_control", folder);
  return (read_text(path, list, sizeof list) && has_word(list, "memory", " \n")) ||
         write_text_at(AT_FDCWD, path, "+memory");
}

static bool make_group(struct settings *settings, const char *folder, const char *name,
                       enum memory_limit kind) {
  char group[PATH_MAX];
  int length = snprintf(group, sizeof group, "%s/%s", folder, name);
  bool version_2 = kind == MEMORY_CGROUP2;
  if (length < 0 || (size_t)length >= sizeof settings->cgroup) {
    errno = ENAMETOOLONG;
    return false;
  }
  if (version_2 && !enable_controller(folder)) {
    return false;
  }
  if (mkdir(group, FOLDER_MODE) != 0 && errno != EEXIST) {
    return false;
  }
  if (version_2 && !enable_controller(group)) {
    return false;
  }
  memcpy(settings->cgroup, group, (size_t)length + 1);
  settings->memory_limit = kind;
  return true;
}

void cgroup_prepare(struct settings *settings, const char *name) {
  char folder[PATH_MAX / 4];
  settings->memory_limit = MEMORY_ADDRESS_SPACE;
  enum memory_limit kind = MEMORY_CGROUP2;
  if (!find_mount("cgroup2", folder, sizeof folder)) {
    kind = MEMORY_CGROUP1;
    if (!find_mount("cgroup", folder, sizeof folder)) {
      snprintf(settings->memory_limit_reason, sizeof settings->memory_limit_reason,
               "no cgroup with the memory controller is mounted");
      return;
    }
  }
  if (!make_group(settings, folder, name, kind)) {
    snprintf(settings->memory_limit_reason, sizeof settings->memory_limit_reason,
             "the cgroup %s/%s can't be used: %s", folder, name, strerror(errno));
  }
}

static int open_job(const struct settings *settings, const char *job_id) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s%s", settings->cgroup, job_prefix, job_id);
  return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool exists(int folder, const char *name) { return faccessat(folder, name, F_OK, 0) == 0; }

static bool set_limit(const struct settings *settings, int folder, uint64_t bytes, int *events) {
  char number[32];
  snprintf(number, sizeof number, "%llu", (unsigned long long)bytes);
  if (settings->memory_limit == MEMORY_CGROUP2) {
    if (!write_text_at(folder, "memory.max", number) ||
        (exists(folder, "memory.swap.max") && !write_text_at(folder, "memory.swap.max", "0")) ||
        (exists(folder, "memory.oom.group") && !write_text_at(folder, "memory.oom.group", "1"))) {
      return false;
    }
    *events = openat(folder, "memory.events", O_RDONLY | O_CLOEXEC);
    return *events >= 0;
  }
  const char *with_swap = "memory.memsw.limit_in_bytes";
  if (!write_text_at(folder, "memory.limit_in_bytes", number) ||
      (exists(folder, with_swap) && !write_text_at(folder, with_swap, number))) {
    return false;
  }
  *events = openat(folder, "memory.oom_control", O_RDONLY | O_CLOEXEC);
  return *events >= 0;
}

bool cgroup_make(const struct settings *settings, const char *job_id, uint64_t bytes, int *events,
                 struct refusal *refusal) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s%s", settings->cgroup, job_prefix, job_id);
  *events = -1;
  /* One that is left over and empty, perhaps with another limit. */
  rmdir(path);
  int folder = mkdir(path, FOLDER_MODE) == 0 ? open_job(settings, job_id) : -1;
  bool done = folder >= 0 && set_limit(settings, folder, bytes, events);
  int error = errno;
  if (folder >= 0) {
    close(folder);
  }
  if (!done) {
    rmdir(path);
    refuse(refusal, REFUSAL_LIMIT, error, "The limit of %llu bytes of memory can't be set on %s",
           (unsigned long long)bytes, path);
  }
  return done;
}

bool cgroup_join(const struct settings *settings, const char *job_id) {
  int folder = open_job(settings, job_id);
  if (folder < 0) {
    return false;
  }
  bool done = write_text_at(folder, "cgroup.procs", "0");
  int error = errno;
  close(folder);
  errno = error;
  return done;
}

bool cgroup_remove(const struct settings *settings, const char *job_id) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s%s", settings->cgroup, job_prefix, job_id);
  return rmdir(path) == 0 || errno == ENOENT;
}

void cgroup_list(const struct settings *settings, void (*listener)(const char *job_id, void *data),
                 void *data) {
  DIR *list = opendir(settings->cgroup);
  if (list == NULL) {
    return;
  }
  size_t prefix = strlen(job_prefix);
  for (struct dirent *entry = readdir(list); entry != NULL; entry = readdir(list)) {
    if (strncmp(entry->d_name, job_prefix, prefix) == 0) {
      listener(entry->d_name + prefix, data);
    }
  }
  closedir(list);
}

bool cgroup_ran_out(int events) {
  char text[EVENTS_SIZE];
  ssize_t length = pread(events, text, sizeof text - 1, 0);
  if (length <= 0) {
    return false;
  }
  text[length] = '\0';
  /* The same word in both versions; "oom_kill_disable" in the first one has no blank there. */
  const char *line = strncmp(text, "oom_kill ", 9) == 0 ? text : strstr(text, "\noom_kill ");
  return line != NULL && strtoull(strchr(line, ' ') + 1, NULL, 10) > 0;
}
