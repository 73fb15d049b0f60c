/* The cgroups of jobs that are to be removed when their jobs have ended. */
#ifndef OPENLAUNCHER_GROUPS_H
#define OPENLAUNCHER_GROUPS_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "protocol.h"
#include "settings.h"

struct group {
  pid_t shim; /* 0: it has ended, or never was a child of this spawner */
  char job_id[JOB_ID_LENGTH + 1];
};

struct groups {
  const struct settings *settings;
  struct group *all;
  size_t count;
  size_t size;
  uint64_t swept; /* when, in milliseconds */
};

/* Takes over those of an earlier spawner. */
void groups_prepare(struct groups *groups, const struct settings *settings);

void groups_add(struct groups *groups, pid_t shim, const char *job_id);
void groups_ended(struct groups *groups, pid_t shim);

/* Tries again, once in a while, to remove what could not be removed. */
void groups_sweep(struct groups *groups);

/* How long poll may wait for something to happen; -1 for ever. */
int groups_patience(const struct groups *groups);

#endif
