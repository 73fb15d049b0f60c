/* Who a process is to the kernel, and becoming somebody else. */
#ifndef OPENLAUNCHER_IDENTITY_H
#define OPENLAUNCHER_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct identity {
  uid_t user_id;
  gid_t group_id;
  gid_t *groups;
  size_t group_count;
};

/* Becomes it for good: no way back, no capability left. Checks that; false with errno. */
bool identity_become(const struct identity *identity);

/*
 * Becomes it for everything that is checked against files and when sending signals, for good, while
 * the process belongs to the launcher's user: so the user can't stop it, nor look into it.
 */
bool identity_act_for(const struct identity *identity, uid_t server);

/* After identity_act_for: belongs to the user too. */
bool identity_complete(const struct identity *identity);

/* Root becomes it for a moment, until identity_return. */
bool identity_borrow(const struct identity *identity);
bool identity_return(void);

/* The groups that this process has; false where there is no memory. */
bool identity_groups(struct identity *identity);

/* No capability that an exec could pass on, and none that an exec could gain. */
bool drop_bounding_capabilities(void);

#endif
