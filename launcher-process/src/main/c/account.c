#include "account.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "accounts.h"
#include "protocol.h"
#include "settings.h"

enum { ENTRY_SIZE_LEAST = 4096, ENTRY_SIZE_MOST = 1 << 20, GROUPS_LEAST = 64, GROUPS_MOST = 65536 };

static bool no_memory(struct refusal *refusal) {
  return refuse(refusal, REFUSAL_RESOURCES, ENOMEM, "The user can't be looked up");
}

/* Those that the libraries behind nsswitch.conf set where there simply is no such user. */
static bool means_unknown(int error) {
  return error == 0 || error == ENOENT || error == ESRCH || error == EBADF || error == EPERM;
}

static bool copy_entry(const struct passwd *entry, struct account *account) {
  account->identity.user_id = entry->pw_uid;
  account->identity.group_id = entry->pw_gid;
  account->name = strdup(entry->pw_name);
  account->home = strdup(entry->pw_dir == NULL ? "" : entry->pw_dir);
  account->shell = strdup(entry->pw_shell == NULL ? "" : entry->pw_shell);
  return account->name != NULL && account->home != NULL && account->shell != NULL;
}

static bool find_entry(const char *name, struct account *account, struct refusal *refusal) {
  for (size_t size = ENTRY_SIZE_LEAST; size <= ENTRY_SIZE_MOST; size *= 2) {
    char *text = malloc(size);
    if (text == NULL) {
      return no_memory(refusal);
    }
    struct passwd entry;
    struct passwd *found = NULL;
    int error = getpwnam_r(name, &entry, text, size, &found);
    if (error == ERANGE || error == EINTR) {
      free(text);
      continue;
    }
    bool done = false;
    if (found != NULL) {
      done = copy_entry(found, account) || no_memory(refusal);
    } else if (means_unknown(error)) {
      refuse(refusal, REFUSAL_USER_UNKNOWN, 0, "The machine knows no user %s", name);
    } else {
      refuse(refusal, REFUSAL_RESOURCES, error, "The user %s can't be looked up", name);
    }
    free(text);
    return done;
  }
  return refuse(refusal, REFUSAL_RESOURCES, ERANGE, "The user %s can't be looked up", name);
}

static bool find_groups(struct account *account, struct refusal *refusal) {
  for (int size = GROUPS_LEAST; size <= GROUPS_MOST; size *= 2) {
    gid_t *groups = calloc((size_t)size, sizeof *groups);
    if (groups == NULL) {
      return no_memory(refusal);
    }
    int count = size;
    if (getgrouplist(account->name, account->identity.group_id, groups, &count) >= 0) {
      account->identity.groups = groups;
      account->identity.group_count = (size_t)count;
      return true;
    }
    free(groups);
  }
  return refuse(refusal, REFUSAL_RESOURCES, 0, "The user %s is in more than %d groups",
                account->name, GROUPS_MOST);
}

bool account_find(const char *name, struct account *account, struct refusal *refusal) {
  memset(account, 0, sizeof *account);
  return find_entry(name, account, refusal) && find_groups(account, refusal);
}

void account_free(struct account *account) {
  free(account->identity.groups);
  free(account->name);
  free(account->home);
  free(account->shell);
  memset(account, 0, sizeof *account);
}

bool account_own(struct account *account, struct refusal *refusal) {
  memset(account, 0, sizeof *account);
  char name[32];
  snprintf(name, sizeof name, "%lu", (unsigned long)getuid());
  const struct passwd *entry = getpwuid(getuid());
  account->identity.user_id = getuid();
  account->identity.group_id = getgid();
  account->name = strdup(entry == NULL ? name : entry->pw_name);
  account->home = strdup(entry == NULL ? "" : entry->pw_dir);
  account->shell = strdup(entry == NULL ? "" : entry->pw_shell);
  return (account->name != NULL && account->home != NULL && account->shell != NULL &&
          identity_groups(&account->identity)) ||
         no_memory(refusal);
}

static bool check_privileged(const struct settings *settings, const struct account *account,
                             struct refusal *refusal) {
  const struct identity *identity = &account->identity;
  if (identity->user_id == 0 || identity->group_id == 0) {
    return refuse(refusal, REFUSAL_USER_ROOT, 0,
                  "Nothing is run for the user %s, whose user id is %lu and group id %lu",
                  account->name, (unsigned long)identity->user_id,
                  (unsigned long)identity->group_id);
  }
  if (identity->user_id < settings->minimum_user_id) {
    return refuse(refusal, REFUSAL_USER_BELOW_MINIMUM, 0,
                  "Nothing is run for the user %s, whose user id %lu is below %lu", account->name,
                  (unsigned long)identity->user_id, (unsigned long)settings->minimum_user_id);
  }
  if (identity->user_id == settings->server.identity.user_id) {
    return refuse(refusal, REFUSAL_USER_NOT_ALLOWED, 0,
                  "Nothing is run for the user %s: it is the launcher's own user", account->name);
  }
  if (identity->user_id == (uid_t)-1 || identity->group_id == (gid_t)-1) {
    return refuse(refusal, REFUSAL_USER_NOT_ALLOWED, 0,
                  "Nothing can be run for the user %s: %lu is no user or group id", account->name,
                  (unsigned long)(uid_t)-1);
  }
  return true;
}

static bool admit_privileged(const struct settings *settings, const char *name,
                             struct account *account, struct refusal *refusal) {
  bool recalled = accounts_recall(settings->accounts, name, account);
  if ((!recalled && !account_find(name, account, refusal)) ||
      !check_privileged(settings, account, refusal)) {
    return false;
  }
  account->looked_up = !recalled;
  return true;
}

static bool admit_unprivileged(const struct settings *settings, const char *name,
                               struct account *account, struct refusal *refusal) {
  const struct account *own = &settings->server;
  *account = *own;
  if (strcmp(name, own->name) == 0) {
    return true;
  }
  struct account other = {0};
  bool found = find_entry(name, &other, refusal);
  bool same = found && other.identity.user_id == own->identity.user_id;
  account_free(&other);
  if (found && !same) {
    refuse(refusal, REFUSAL_USER_NOT_ALLOWED, 0,
           "Nothing can be run for the user %s: the launcher runs as %s, without the rights of "
           "root",
           name, own->name);
  }
  return same;
}

bool account_admit(const struct settings *settings, const char *name, struct account *account,
                   struct refusal *refusal) {
  return settings->privileged ? admit_privileged(settings, name, account, refusal)
                              : admit_unprivileged(settings, name, account, refusal);
}

bool account_act_for(const struct settings *settings, const struct account *account,
                     struct refusal *refusal) {
  if (settings->privileged &&
      !identity_act_for(&account->identity, settings->server.identity.user_id)) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "The spawner can't become the user %s",
                  account->name);
  }
  return true;
}
