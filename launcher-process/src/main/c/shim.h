/* The process that starts a job, waits for its end and notes it. It outlives the spawner. */
#ifndef OPENLAUNCHER_SHIM_H
#define OPENLAUNCHER_SHIM_H

#include "request.h"
#include "settings.h"

/*
 * Runs in a child of the spawner. The answer, STARTED or REFUSED, goes into the channel, as soon as
 * it is clear. Frees what the request was parsed from: there may be secrets in it, and the shim
 * lives as long as the job.
 */
_Noreturn void shim_run(const struct settings *settings, struct request *request, int channel,
                        void (*forget)(void));

#endif
