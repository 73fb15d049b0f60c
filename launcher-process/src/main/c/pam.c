#include "pam.h"

#include <dlfcn.h>
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "protocol.h"

/* From Linux-PAM's interface, which has been the same since 1996. */
enum {
  RESULT_SUCCESS = 0,
  RESULT_NO_MEMORY = 5,
  RESULT_CONVERSATION_ERROR = 19,
  STYLE_ERROR = 3,
  STYLE_TEXT = 4,
  FLAG_SILENT = 0x8000,
  FLAG_ESTABLISH = 0x0002,
  FLAG_DELETE = 0x0004,
};

struct pam_message {
  int style;
  const char *text;
};

struct pam_response {
  char *text;
  int unused;
};

struct pam_conversation {
  int (*converse)(int count, const struct pam_message **messages, struct pam_response **responses,
                  void *data);
  void *data;
};

static struct {
  int (*start)(const char *profile, const char *user, const struct pam_conversation *conversation,
               void **handle);
  int (*end)(void *handle, int status);
  int (*check_account)(void *handle, int flags);
  int (*set_credentials)(void *handle, int flags);
  int (*open_session)(void *handle, int flags);
  int (*close_session)(void *handle, int flags);
  const char *(*explain)(void *handle, int result);
  char **(*variables)(void *handle);
} pam;

static bool find(void *library, const char *name, void *function) {
  void *found = dlsym(library, name);
  memcpy(function, &found, sizeof found);
  return found != NULL;
}

bool pam_load(void) {
  void *library = dlopen("libpam.so.0", RTLD_NOW | RTLD_GLOBAL);
  return library != NULL && find(library, "pam_start", &pam.start) &&
         find(library, "pam_end", &pam.end) &&
         find(library, "pam_acct_mgmt", &pam.check_account) &&
         find(library, "pam_setcred", &pam.set_credentials) &&
         find(library, "pam_open_session", &pam.open_session) &&
         find(library, "pam_close_session", &pam.close_session) &&
         find(library, "pam_strerror", &pam.explain) &&
         find(library, "pam_getenvlist", &pam.variables);
}

/* What the modules told, for the message; the session outlives the function that opens it. */
static char told[256];

/* Nobody is there to answer a question. */
static int converse(int count, const struct pam_message **messages,
                    struct pam_response **responses, void *data) {
  (void)data;
  *responses = NULL;
  if (count <= 0) {
    return RESULT_CONVERSATION_ERROR;
  }
  for (int index = 0; index < count; index++) {
    int style = messages[index]->style;
    if (style != STYLE_ERROR && style != STYLE_TEXT) {
      return RESULT_CONVERSATION_ERROR;
    }
    if (style == STYLE_ERROR && messages[index]->text != NULL) {
      snprintf(told, sizeof told, " (%s)", messages[index]->text);
    }
  }
  struct pam_response *none = calloc((size_t)count, sizeof *none);
  if (none == NULL) {
    return RESULT_NO_MEMORY;
  }
  *responses = none;
  return RESULT_SUCCESS;
}

static const struct pam_conversation conversation = {converse, NULL};

/* PAM itself takes the profile "other" for one that is missing. */
static bool check_profile(const char *profile, struct refusal *refusal) {
  static const char *const folders[] = {"/etc/pam.d", "/usr/lib/pam.d", "/usr/etc/pam.d",
                                        "/usr/share/pam.d"};
  for (size_t index = 0; index < sizeof folders / sizeof folders[0]; index++) {
    char path[512];
    struct stat found;
    snprintf(path, sizeof path, "%s/%s", folders[index], profile);
    if (stat(path, &found) == 0 && S_ISREG(found.st_mode)) {
      return true;
    }
  }
  return refuse(refusal, REFUSAL_PAM, ENOENT, "The PAM profile %s is in no folder like %s", profile,
                folders[0]);
}

static bool start(const char *profile, const struct account *account, void **handle,
                  struct refusal *refusal) {
  if (!check_profile(profile, refusal)) {
    return false;
  }
  told[0] = '\0';
  *handle = NULL;
  int result = pam.start(profile, account->name, &conversation, handle);
  if (result != RESULT_SUCCESS) {
    return refuse(refusal, REFUSAL_PAM, 0, "PAM can't be started with the profile %s: error %d",
                  profile, result);
  }
  return true;
}

bool pam_check_account(const char *profile, const struct account *account,
                       struct refusal *refusal) {
  void *handle;
  if (!start(profile, account, &handle, refusal)) {
    return false;
  }
  int result = pam.check_account(handle, FLAG_SILENT);
  if (result != RESULT_SUCCESS) {
    refuse(refusal, REFUSAL_ACCOUNT, 0,
           "The PAM profile %s does not let the user %s in: %s%s", profile, account->name,
           pam.explain(handle, result), told);
  }
  pam.end(handle, result);
  return result == RESULT_SUCCESS;
}

bool pam_open(const char *profile, struct account *account, struct pam_session *session,
              struct refusal *refusal) {
  memset(session, 0, sizeof *session);
  if (!start(profile, account, &session->handle, refusal)) {
    return false;
  }
  void *handle = session->handle;
  /* A profile without rules for credentials is nothing unusual, and the session itself decides. */
  if (setgroups(account->identity.group_count, account->identity.groups) != 0) {
    refuse(refusal, REFUSAL_SESSION, errno, "The groups of the user %s can't be set",
           account->name);
    pam.end(handle, RESULT_SUCCESS);
    return false;
  }
  pam.set_credentials(handle, FLAG_ESTABLISH | FLAG_SILENT);
  told[0] = '\0';
  int result = pam.open_session(handle, FLAG_SILENT);
  if (result != RESULT_SUCCESS) {
    refuse(refusal, REFUSAL_SESSION, 0,
           "The PAM profile %s can't open a session for the user %s: %s%s", profile, account->name,
           pam.explain(handle, result), told);
    pam.set_credentials(handle, FLAG_DELETE | FLAG_SILENT);
    pam.end(handle, result);
    return false;
  }
  session->variables = pam.variables(handle);
  if (!identity_groups(&account->identity)) {
    pam_close(session);
    return refuse(refusal, REFUSAL_RESOURCES, errno, "The groups of the user %s can't be kept",
                  account->name);
  }
  return true;
}

void pam_close(struct pam_session *session) {
  int result = pam.close_session(session->handle, FLAG_SILENT);
  pam.set_credentials(session->handle, FLAG_DELETE | FLAG_SILENT);
  pam.end(session->handle, result);
}
