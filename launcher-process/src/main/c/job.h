/* The process that becomes the job's program. */
#ifndef OPENLAUNCHER_JOB_H
#define OPENLAUNCHER_JOB_H

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

/*
 * Does all up to the exec; runs in a child of the shim, as root where privileged. It sends a report
 * (struct refusal) with an empty word when it is ready, and one that says what failed, if something
 * does. After the exec there is nobody left to write into the socket.
 */
_Noreturn void job_run(const struct job *job);

#endif
