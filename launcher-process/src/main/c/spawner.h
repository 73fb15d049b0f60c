/* The loop that takes requests and has children do them. */
#ifndef OPENLAUNCHER_SPAWNER_H
#define OPENLAUNCHER_SPAWNER_H

#include "key.h"
#include "settings.h"

/*
 * Serves until the launcher's end is closed, and returns the exit code. Descriptors 0 and 1 are
 * /dev/null already. Keys, if there are any, are sent with HELLO and wiped.
 */
int spawner_run(struct settings *settings, int in, int out, struct keys *keys);

#endif
