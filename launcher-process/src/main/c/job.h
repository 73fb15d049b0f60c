/* The process that becomes the job's program. */
#ifndef OPENLAUNCHER_JOB_H
#define OPENLAUNCHER_JOB_H

#include <stdint.h>

#include "account.h"
#include "request.h"
#include "settings.h"

struct job {
  const struct settings *settings;
  const struct request *request;
  const struct account *account;
  char *const *session_variables; /* NULL without a session */
  int output;                     /* a kept file, or -1 */
  int errors;
  int shim; /* a socket whose ends are packets: reports there, a byte back that says go */
};

/* What the process tells the shim: that it is ready, or with a refusal what failed. */
struct job_report {
  uint64_t start; /* of the process itself, which it can see also where /proc hides others */
  struct refusal refusal; /* its word is empty when the process is ready */
};

/*
 * Does all up to the exec; runs in a child of the shim, as root where privileged. It reports when it
 * is ready, and when something fails. After the exec there is nobody left to write into the socket.
 */
_Noreturn void job_run(const struct job *job);

enum job_state { JOB_READY, JOB_FAILED, JOB_GONE, JOB_LATE };

/* Waits for a report; JOB_GONE means that nobody is left to send one. */
enum job_state job_await_report(int socket, int milliseconds, struct job_report *report);

#endif
