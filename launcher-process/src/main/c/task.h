/* What a child of the spawner is made for: one request. */
#ifndef OPENLAUNCHER_TASK_H
#define OPENLAUNCHER_TASK_H

#include <stdint.h>

#include "request.h"
#include "settings.h"

/*
 * Does it, and answers through the channel. A file that is opened gets the number; forget gives back
 * the memory that the request is in.
 */
_Noreturn void task_run(const struct settings *settings, struct request *request, int channel,
                        uint64_t file, void (*forget)(void));

#endif
