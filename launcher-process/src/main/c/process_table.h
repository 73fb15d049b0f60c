/* What /proc tells of processes. */
#ifndef OPENLAUNCHER_PROCESS_TABLE_H
#define OPENLAUNCHER_PROCESS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct process {
  pid_t id;
  pid_t parent;
  char state; /* a letter: R, S, D, T, t, Z, X... */
  int threads;
  uint64_t start; /* in clock ticks since boot */
};

/* False where there is no such process. */
bool process_find(pid_t id, struct process *process);

/* The real user id of a process. */
bool process_user(pid_t id, uid_t *user);

/*
 * The living descendants of a process, in memory that the next call uses again. False where /proc
 * can't be read or there is no memory.
 */
struct processes {
  struct process *all;
  size_t count;
  size_t size;
};
bool process_descendants(pid_t ancestor, struct processes *processes);

#endif
