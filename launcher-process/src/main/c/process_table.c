#include "process_table.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io.h"

enum { STAT_SIZE = 2048, STATUS_SIZE = 8192 };

/* The name of a program is in brackets, and may hold brackets and blanks itself. */
static bool parse_stat(const char *text, struct process *process) {
  const char *rest = strrchr(text, ')');
  int id;
  int parent;
  unsigned long long start;
  if (rest == NULL || sscanf(text, "%d", &id) != 1 ||
      sscanf(rest + 1,
             " %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %d %*d %llu",
             &process->state, &parent, &process->threads, &start) != 4) {
    return false;
  }
  process->id = id;
  process->parent = parent;
  process->start = start;
  return true;
}

bool process_find(pid_t id, struct process *process) {
  char path[64];
  char text[STAT_SIZE];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)id);
  return read_text(path, text, sizeof text) && parse_stat(text, process) && process->id == id;
}

bool process_user(pid_t id, uid_t *user) {
  char path[64];
  char text[STATUS_SIZE];
  snprintf(path, sizeof path, "/proc/%d/status", (int)id);
  if (!read_text(path, text, sizeof text)) {
    return false;
  }
  /* Only the name is told before it, with its line ends escaped. */
  const char *line = strstr(text, "\nUid:\t");
  unsigned long found;
  if (line == NULL || sscanf(line, "\nUid:\t%lu", &found) != 1) {
    return false;
  }
  *user = (uid_t)found;
  return true;
}

static bool add(struct processes *processes, const struct process *process) {
  if (processes->count == processes->size) {
    size_t size = processes->size == 0 ? 256 : processes->size * 2;
    struct process *all = reallocarray(processes->all, size, sizeof *all);
    if (all == NULL) {
      return false;
    }
    processes->all = all;
    processes->size = size;
  }
  processes->all[processes->count++] = *process;
  return true;
}

static bool scan(struct processes *processes) {
  processes->count = 0;
  DIR *list = opendir("/proc");
  if (list == NULL) {
    return false;
  }
  bool complete = true;
  for (struct dirent *entry = readdir(list); entry != NULL && complete; entry = readdir(list)) {
    char *end;
    long id = strtol(entry->d_name, &end, 10);
    struct process process;
    if (id > 0 && *end == '\0' && process_find((pid_t)id, &process)) {
      complete = add(processes, &process);
    }
  }
  closedir(list);
  return complete;
}

static int compare(const void *one, const void *other) {
  const struct process *left = one;
  const struct process *right = other;
  return (left->id > right->id) - (left->id < right->id);
}

static const struct process *find_in(const struct processes *processes, pid_t id) {
  struct process key = {.id = id};
  return processes->count == 0
             ? NULL
             : bsearch(&key, processes->all, processes->count, sizeof key, compare);
}

static bool descends(const struct processes *processes, const struct process *process,
                     pid_t ancestor) {
  /* The table is no snapshot: with parents from different moments there could be a circle. */
  for (size_t steps = 0; process != NULL && steps < processes->count; steps++) {
    if (process->parent == ancestor) {
      return true;
    }
    process = find_in(processes, process->parent);
  }
  return false;
}

/* One whose first thread has ended counts as a zombie to the kernel, while others still run. */
static bool is_dead(const struct process *process) {
  return process->threads <= 1 &&
         (process->state == 'Z' || process->state == 'X' || process->state == 'x');
}

bool process_descendants(pid_t ancestor, struct processes *processes) {
  if (!scan(processes)) {
    return false;
  }
  qsort(processes->all, processes->count, sizeof *processes->all, compare);
  struct processes found = {0};
  for (size_t index = 0; index < processes->count; index++) {
    const struct process *process = &processes->all[index];
    /* A dead one can still be the parent of a living one: it counts for the chain only. */
    if (!is_dead(process) && descends(processes, process, ancestor) && !add(&found, process)) {
      free(found.all);
      return false;
    }
  }
  free(processes->all);
  *processes = found;
  return true;
}
