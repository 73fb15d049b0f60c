/* What the spawner was told at its start, and what it found out about the machine. */
#ifndef OPENLAUNCHER_SETTINGS_H
#define OPENLAUNCHER_SETTINGS_H

#include <limits.h>
#include <stdbool.h>
#include <sys/resource.h>

#include "account.h"
#include "accounts.h"

enum memory_limit { MEMORY_ADDRESS_SPACE, MEMORY_CGROUP1, MEMORY_CGROUP2 };

struct settings {
  bool privileged;
  struct account server; /* the launcher's own user */
  uid_t minimum_user_id;
  struct rlimit open_files; /* for jobs; the spawner itself may have more */
  int out_of_memory_score;  /* for jobs */
  bool out_of_memory_score_changed;
  char boot_id[64];
  enum memory_limit memory_limit;
  char cgroup[PATH_MAX / 2];        /* the folder in which jobs get theirs */
  char memory_limit_reason[PATH_MAX]; /* why there is no cgroup */
  bool pam;
  const struct accounts *accounts; /* those looked up a moment ago */
};

#endif
