#include "ending.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "job.h"
#include "limit.h"

/*
 * The limit is held against ticks of the clock, which a busy machine counts in full for a process
 * that had a part of them; at the end the kernel tells the exact time.
 */
static uint64_t counted_at_most(uint64_t used) { return used + used / 8 + 500 * 1000; }

void end_refused(struct record *record, const struct refusal *refusal) {
  char line[64];
  snprintf(line, sizeof line, "refused %s %d .\n", refusal->word, refusal->error);
  record_write(record, line);
}

static uint64_t microseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec;
}

static const char *reason(const struct ending *ending, int status, const struct rusage *usage) {
  bool success = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!success && ending->memory_events >= 0 && cgroup_ran_out(ending->memory_events)) {
    return "reason out-of-memory .\n";
  }
  if (ending->processor_seconds == 0 || !WIFSIGNALED(status)) {
    return "";
  }
  uint64_t used = microseconds(usage->ru_utime) + microseconds(usage->ru_stime);
  bool limit_reached =
      WTERMSIG(status) == SIGXCPU ||
      (WTERMSIG(status) == SIGKILL && counted_at_most(used) / 1000000 >=
                                          limit_processor_time_hard(ending->processor_seconds));
  return limit_reached ? "reason processor-time .\n" : "";
}

static void note_end(struct ending *ending, int status, const struct rusage *usage) {
  struct job_report report;
  if (ending->job >= 0 && job_await_report(ending->job, 0, &report) == JOB_FAILED) {
    end_refused(&ending->record, &report.refusal);
    return;
  }
  char lines[256];
  snprintf(lines, sizeof lines, "usage %llu %llu %ld .\n%s%s %d .\n",
           (unsigned long long)microseconds(usage->ru_utime),
           (unsigned long long)microseconds(usage->ru_stime), usage->ru_maxrss,
           reason(ending, status, usage), WIFSIGNALED(status) ? "killed" : "ended",
           WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
  record_write(&ending->record, lines);
}

_Noreturn void end_await(struct ending *ending) {
  for (;;) {
    int status;
    struct rusage usage;
    /* Also what the job leaves behind: its processes are the descendants of the shim. */
    pid_t child = wait4(-1, &status, __WALL, &usage);
    if (child == ending->job_id) {
      note_end(ending, status, &usage);
      close(ending->record.file);
    } else if (child < 0 && errno == ECHILD) {
      _exit(EXIT_SUCCESS);
    }
  }
}
