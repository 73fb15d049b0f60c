/* Groups of processes whose memory the kernel counts together; version 1 and 2. */
#ifndef OPENLAUNCHER_CGROUP_H
#define OPENLAUNCHER_CGROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "refusal.h"
#include "settings.h"

/* Finds out which kind can be used here, and makes the group that those of the jobs will be in. */
void cgroup_prepare(struct settings *settings, const char *name);

/* Makes the group of a job. Gives a file that tells whether something ran out of memory in it. */
bool cgroup_make(const struct settings *settings, const char *job_id, uint64_t bytes, int *events,
                 struct refusal *refusal);

/* Puts this process into the group of a job. */
bool cgroup_join(const struct settings *settings, const char *job_id);

/* Removes the group of a job; false where there still are processes in it. */
bool cgroup_remove(const struct settings *settings, const char *job_id);

/* Tells of all jobs that have a group. */
void cgroup_list(const struct settings *settings, void (*listener)(const char *job_id, void *data),
                 void *data);

/* Whether the kernel ended a process of the group. */
bool cgroup_ran_out(int events);

#endif
