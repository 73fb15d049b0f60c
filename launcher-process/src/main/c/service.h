/* The launcher itself: the program that the spawner serves, without any right of root's. */
#ifndef OPENLAUNCHER_SERVICE_H
#define OPENLAUNCHER_SERVICE_H

#include "settings.h"

/*
 * Becomes the launcher's user for good, with the socket as descriptor 0, and runs the program with
 * the environment that it got. Returns only where that fails, the exit code.
 */
int service_run(const struct settings *settings, int socket, char **arguments);

#endif
