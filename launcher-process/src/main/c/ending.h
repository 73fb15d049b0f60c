/* What the shim does once the job runs: it waits for the end, and notes it. */
#ifndef OPENLAUNCHER_ENDING_H
#define OPENLAUNCHER_ENDING_H

#include <stdint.h>
#include <sys/types.h>

#include "record.h"
#include "refusal.h"

struct ending {
  struct record record;
  pid_t job_id;
  int job;           /* the socket to the job where its exec took long, or -1 */
  int memory_events; /* of its cgroup, or -1 */
  uint64_t processor_seconds; /* its limit, or 0 */
};

/* Notes that the job did not start. */
void end_refused(struct record *record, const struct refusal *refusal);

/* Notes how it ends, and returns never: it stays until the last process of the job is gone. */
_Noreturn void end_await(struct ending *ending);

#endif
