/* The machine's PAM stack, as far as it is there: libpam is opened, not linked. */
#ifndef OPENLAUNCHER_PAM_H
#define OPENLAUNCHER_PAM_H

#include <stdbool.h>

#include "account.h"
#include "refusal.h"

/* Opens the library; false where there is none. Before the functions below, in the same process. */
bool pam_load(void);

/* Asks a profile's account rules whether the user may be let in now. */
bool pam_check_account(const char *profile, const struct account *account,
                       struct refusal *refusal);

struct pam_session {
  void *handle;
  char **variables; /* what the session adds to the environment; NULL behind the last */
};

/*
 * Opens a session of the user in this process, which belongs to root. The account's groups become
 * those that the session has given.
 */
bool pam_open(const char *profile, struct account *account, struct pam_session *session,
              struct refusal *refusal);
void pam_close(struct pam_session *session);

#endif
