/* The machine's users, and which of them may have jobs. */
#ifndef OPENLAUNCHER_ACCOUNT_H
#define OPENLAUNCHER_ACCOUNT_H

#include <stdbool.h>

#include "identity.h"
#include "refusal.h"

struct settings;

struct account {
  struct identity identity;
  char *name; /* as the machine spells it */
  char *home;
  char *shell;
  bool looked_up; /* just now, and admitted: worth telling the spawner */
};

/* Looks a user up, whoever it is. */
bool account_find(const char *name, struct account *account, struct refusal *refusal);

/* Gives back what it holds, and leaves it empty. */
void account_free(struct account *account);

/* The user that this process runs as, also where the machine has no name for it. */
bool account_own(struct account *account, struct refusal *refusal);

/* Looks a user up, or remembers it, and refuses those that must not have jobs. */
bool account_admit(const struct settings *settings, const char *name, struct account *account,
                   struct refusal *refusal);

/* A process that belongs to the launcher's user, and may to files what the job's user may. */
bool account_act_for(const struct settings *settings, const struct account *account,
                     struct refusal *refusal);

#endif
