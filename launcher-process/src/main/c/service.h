/* The launcher itself: the program that the spawner serves, without any right of root's. */
#ifndef OPENLAUNCHER_SERVICE_H
#define OPENLAUNCHER_SERVICE_H

#include <stdbool.h>

#include "settings.h"

/*
 * Becomes the launcher's user for good, with the socket as descriptor 0, and runs the program with
 * the environment that it got. The descriptors 3 and 4 stay open where they are the pipes to a
 * launcher in front. Returns only where that fails, the exit code.
 */
int service_run(const struct settings *settings, int socket, bool keep_frames, char **arguments);

#endif
