#include "identity.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const uid_t SAME = (uid_t)-1;

static bool clear_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3];
  memset(none, 0, sizeof none);
  /* Emptying the inheritable set empties the ambient one. */
  return syscall(SYS_capset, &header, none) == 0;
}

static bool has_no_capabilities(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  struct __user_cap_data_struct found[_LINUX_CAPABILITY_U32S_3];
  memset(found, 0, sizeof found);
  if (syscall(SYS_capget, &header, found) != 0) {
    return false;
  }
  for (size_t index = 0; index < _LINUX_CAPABILITY_U32S_3; index++) {
    if (found[index].effective != 0 || found[index].permitted != 0 ||
        found[index].inheritable != 0) {
      return false;
    }
  }
  return true;
}

static bool check(const struct identity *identity, uid_t real, uid_t effective, uid_t saved) {
  gid_t group = identity->group_id;
  uid_t users[3];
  gid_t groups[3];
  bool changed = getresuid(&users[0], &users[1], &users[2]) == 0 &&
                 getresgid(&groups[0], &groups[1], &groups[2]) == 0 && users[0] == real &&
                 users[1] == effective && users[2] == saved && groups[0] == group &&
                 groups[1] == group && groups[2] == group && has_no_capabilities() &&
                 setresuid(SAME, 0, SAME) != 0 && setresuid(0, 0, 0) != 0;
  if (!changed) {
    errno = EPERM;
  }
  return changed;
}

static bool change(const struct identity *identity, uid_t real, uid_t effective, uid_t saved) {
  if (identity->user_id == 0 || identity->user_id == SAME || real == 0) {
    errno = EPERM;
    return false;
  }
  gid_t group = identity->group_id;
  return setgroups(identity->group_count, identity->groups) == 0 &&
         setresgid(group, group, group) == 0 && setresuid(real, effective, saved) == 0 &&
         clear_capabilities() && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
         check(identity, real, effective, saved);
}

bool identity_become(const struct identity *identity) {
  return change(identity, identity->user_id, identity->user_id, identity->user_id);
}

bool identity_act_for(const struct identity *identity, uid_t server) {
  return change(identity, server, identity->user_id, server);
}

bool identity_complete(const struct identity *identity) {
  uid_t user = identity->user_id;
  return setresuid(user, user, user) == 0 && check(identity, user, user, user);
}

bool identity_borrow(const struct identity *identity) {
  return setgroups(identity->group_count, identity->groups) == 0 &&
         setresgid((gid_t)-1, identity->group_id, (gid_t)-1) == 0 &&
         setresuid(SAME, identity->user_id, SAME) == 0;
}

bool identity_return(void) {
  return setresuid(SAME, 0, SAME) == 0 && setresgid((gid_t)-1, 0, (gid_t)-1) == 0 &&
         setgroups(0, NULL) == 0;
}

bool identity_groups(struct identity *identity) {
  int count = getgroups(0, NULL);
  if (count < 0) {
    return false;
  }
  gid_t *groups = calloc((size_t)count + 1, sizeof *groups);
  if (groups == NULL) {
    return false;
  }
  count = getgroups(count, groups);
  if (count < 0) {
    free(groups);
    return false;
  }
  free(identity->groups);
  identity->groups = groups;
  identity->group_count = (size_t)count;
  return true;
}

bool drop_bounding_capabilities(void) {
  for (unsigned long capability = 0;; capability++) {
    if (prctl(PR_CAPBSET_READ, capability, 0, 0, 0) < 0) {
      return capability > 0; /* EINVAL: that was the last one */
    }
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
      return false;
    }
  }
}
