/*
 * What loads libraries is done in a process apart: every fork of the spawner would copy their
 * mappings, which is most of what a fork costs.
 */
#ifndef OPENLAUNCHER_APART_H
#define OPENLAUNCHER_APART_H

#include <stdbool.h>

#include "account.h"

/* Looks a user up. Logs what is wrong, and returns 0 or the exit code that says so. */
int apart_find_account(const char *name, struct account *account);

/* Whether PAM's library can be loaded. */
bool apart_try_pam(void);

#endif
