/* Running a program that is named by a path, or looked for on the PATH. */
#ifndef OPENLAUNCHER_PROGRAM_H
#define OPENLAUNCHER_PROGRAM_H

#include "refusal.h"

/* Returns only where that fails. The PATH is the one of the environment given. */
void program_run(char *const *arguments, char *const *environment, struct refusal *refusal);

#endif
