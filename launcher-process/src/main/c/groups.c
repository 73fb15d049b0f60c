#include "groups.h"

#include <stdlib.h>
#include <string.h>

#include "cgroup.h"
#include "io.h"

enum { SWEEP_MILLISECONDS = 10 * 1000 };

static void adopt(const char *job_id, void *data) {
  if (strlen(job_id) == JOB_ID_LENGTH) {
    groups_add(data, 0, job_id);
  }
}

static void remove_at(struct groups *groups, size_t index) {
  groups->all[index] = groups->all[--groups->count];
}

static void try_all(struct groups *groups) {
  groups->swept = monotonic_milliseconds();
  for (size_t index = groups->count; index-- > 0;) {
    const struct group *group = &groups->all[index];
    if (group->shim == 0 && cgroup_remove(groups->settings, group->job_id)) {
      remove_at(groups, index);
    }
  }
}

void groups_prepare(struct groups *groups, const struct settings *settings) {
  memset(groups, 0, sizeof *groups);
  groups->settings = settings;
  if (settings->memory_limit != MEMORY_ADDRESS_SPACE) {
    cgroup_list(settings, adopt, groups);
    try_all(groups);
  }
}

void groups_add(struct groups *groups, pid_t shim, const char *job_id) {
  if (groups->count == groups->size) {
    size_t size = groups->size == 0 ? 16 : groups->size * 2;
    struct group *all = reallocarray(groups->all, size, sizeof *all);
    if (all == NULL) {
      return; /* the next spawner finds it */
    }
    groups->all = all;
    groups->size = size;
  }
  struct group *group = &groups->all[groups->count++];
  group->shim = shim;
  memcpy(group->job_id, job_id, sizeof group->job_id);
}

void groups_ended(struct groups *groups, pid_t shim) {
  for (size_t index = 0; index < groups->count; index++) {
    if (groups->all[index].shim == shim) {
      groups->all[index].shim = 0;
      if (cgroup_remove(groups->settings, groups->all[index].job_id)) {
        remove_at(groups, index);
      }
      return;
    }
  }
}

static bool has_ended_ones(const struct groups *groups) {
  for (size_t index = 0; index < groups->count; index++) {
    if (groups->all[index].shim == 0) {
      return true;
    }
  }
  return false;
}

void groups_sweep(struct groups *groups) {
  if (has_ended_ones(groups) && monotonic_milliseconds() - groups->swept >= SWEEP_MILLISECONDS) {
    try_all(groups);
  }
}

int groups_patience(const struct groups *groups) {
  return has_ended_ones(groups) ? SWEEP_MILLISECONDS : -1;
}
