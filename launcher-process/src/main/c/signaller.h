/* Sends signals to all processes of a job. */
#ifndef OPENLAUNCHER_SIGNALLER_H
#define OPENLAUNCHER_SIGNALLER_H

#include <stdbool.h>

#include "request.h"
#include "settings.h"

/* Answers a SIGNAL request; runs in a child of the spawner. True where all got it. */
bool signaller_run(const struct settings *settings, const struct request *request,
                   struct refusal *refusal);

#endif
