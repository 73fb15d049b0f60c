/* Reads one file as a user. A process for each, so that a share that hangs holds up nothing else. */
#ifndef OPENLAUNCHER_READER_H
#define OPENLAUNCHER_READER_H

#include <stdint.h>

#include "request.h"
#include "settings.h"

/* What the spawner sends to a reader. */
struct read_order {
  uint32_t number; /* of the request, for the answer */
  uint32_t length;
  uint64_t offset;
};

/*
 * Answers an OPEN request and then the orders that come through the channel, until its end. Runs in
 * a child of the spawner.
 */
_Noreturn void reader_run(const struct settings *settings, const struct request *request,
                          uint64_t file_number, int channel);

#endif
