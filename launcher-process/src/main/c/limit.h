/* Limits that the kernel counts for each process by itself. */
#ifndef OPENLAUNCHER_LIMIT_H
#define OPENLAUNCHER_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "refusal.h"

/* SIGXCPU after so many seconds of processor time, and SIGKILL a little later. */
bool limit_processor_time(uint64_t seconds, struct refusal *refusal);

/* When SIGKILL comes. */
uint64_t limit_processor_time_hard(uint64_t seconds);

/* No allocation beyond. */
bool limit_address_space(uint64_t bytes, struct refusal *refusal);

#endif
