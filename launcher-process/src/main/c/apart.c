#include "apart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "accounts.h"
#include "io.h"
#include "log.h"
#include "pam.h"

static int await_end(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      return EX_OSERR;
    }
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : EX_OSERR;
}

static _Noreturn void tell_account(const char *name, int channel) {
  struct account account;
  struct refusal refusal;
  struct buffer buffer = {0};
  if (!account_find(name, &account, &refusal)) {
    log_line("--server-user: %s", refusal.message);
    _exit(EX_NOUSER);
  }
  accounts_report(&buffer, name, &account);
  bool told = !buffer.failed && buffer_length(&buffer) <= REPORT_MOST &&
              write_fully(channel, buffer.bytes + buffer.begin, buffer_length(&buffer));
  _exit(told ? EXIT_SUCCESS : EX_OSERR);
}

static int read_account(const char *name, int channel, struct account *account) {
  static struct accounts told;
  uint8_t *report = malloc(REPORT_MOST);
  ssize_t length = report == NULL ? -1 : read_fully(channel, report, REPORT_MOST);
  if (length > 0) {
    accounts_learn(&told, report, (size_t)length);
  }
  free(report);
  return accounts_recall(&told, name, account) ? 0 : EX_OSERR;
}

int apart_find_account(const char *name, struct account *account) {
  int ends[2];
  pid_t child = pipe2(ends, O_CLOEXEC) == 0 ? fork() : -1;
  if (child < 0) {
    log_line("there can be no process to look a user up: %s", strerror(errno));
    return EX_OSERR;
  }
  if (child == 0) {
    close(ends[0]);
    tell_account(name, ends[1]);
  }
  close(ends[1]);
  int found = read_account(name, ends[0], account);
  close(ends[0]);
  int ended = await_end(child);
  if (ended != 0) {
    return ended;
  }
  if (found != 0) {
    log_line("--server-user: the user %s can't be looked up", name);
  }
  return found;
}

bool apart_try_pam(void) {
  pid_t child = fork();
  if (child == 0) {
    _exit(pam_load() ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  return child > 0 && await_end(child) == EXIT_SUCCESS;
}
