/* Starts what the options ask for. docs/spawner.md tells of them. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "account.h"
#include "apart.h"
#include "cgroup.h"
#include "io.h"
#include "key.h"
#include "log.h"
#include "options.h"
#include "pam.h"
#include "protocol.h"
#include "service.h"
#include "settings.h"
#include "spawner.h"
#include "title.h"

enum { MINIMUM_USER_ID_DEFAULT = 1000, USER_ID_HIGHEST = INT32_MAX };

static void read_machine(struct settings *settings) {
  char *boot_id = settings->boot_id;
  if (!read_text("/proc/sys/kernel/random/boot_id", boot_id, sizeof settings->boot_id)) {
    log_line("the machine's boot id can't be read: %s", strerror(errno));
    exit(EX_OSFILE);
  }
  boot_id[strcspn(boot_id, "\n")] = '\0';
  if (getrlimit(RLIMIT_NOFILE, &settings->open_files) != 0) {
    log_line("the limit of open files can't be read: %s", strerror(errno));
    exit(EX_OSERR);
  }
}

/* The kernel shall rather end any job than the spawner. */
static void protect_from_memory_killer(struct settings *settings) {
  const char *file = "/proc/self/oom_score_adj";
  char text[32];
  if (read_text(file, text, sizeof text)) {
    settings->out_of_memory_score = (int)strtol(text, NULL, 10);
    settings->out_of_memory_score_changed = write_text_at(AT_FDCWD, file, "-900");
  }
}

static bool is_cgroup_name(const char *name) {
  return name[0] != '\0' && name[0] != '.' && strlen(name) <= 64 &&
         name[strspn(name, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-")] ==
             '\0';
}

static void read_server_user(const char *name, struct settings *settings) {
  int failure = apart_find_account(name, &settings->server);
  if (failure != 0) {
    exit(failure);
  }
  if (settings->server.identity.user_id == 0 || settings->server.identity.group_id == 0) {
    log_line("--server-user: the launcher must not run as %s, whose user or group id is 0", name);
    exit(EX_CONFIG);
  }
}

static void read_minimum(const char *text, struct settings *settings) {
  char *end = NULL;
  errno = 0;
  unsigned long number = text == NULL ? MINIMUM_USER_ID_DEFAULT : strtoul(text, &end, 10);
  if (text != NULL && (errno != 0 || text[0] < '0' || text[0] > '9' || *end != '\0')) {
    options_refuse("--minimum-user-id must be a number");
  }
  if (number == 0 || number > USER_ID_HIGHEST) {
    options_refuse("--minimum-user-id must be from 1 to 2147483647");
  }
  settings->minimum_user_id = (uid_t)number;
}

static void prepare_cgroup(const char *name, struct settings *settings) {
  char standard[64];
  snprintf(standard, sizeof standard, "openlauncher-%lu",
           (unsigned long)settings->server.identity.user_id);
  cgroup_prepare(settings, name == NULL ? standard : name);
  if (settings->memory_limit == MEMORY_ADDRESS_SPACE) {
    log_line("memory limits are set on the address space of each process, since %s",
             settings->memory_limit_reason);
  }
}

static void become_quiet(void) {
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0) {
    log_line("/dev/null can't be opened: %s", strerror(errno));
    exit(EX_OSERR);
  }
  close(nothing);
}

/* Whoever reads it waits for its end, and the spawner lives as long as the launcher. */
static void leave_standard_error(void) {
  if (dup2(STDIN_FILENO, STDERR_FILENO) < 0) {
    log_line("standard error can't be left: %s", strerror(errno));
    exit(EX_OSERR);
  }
  log_to_system();
}

/* Nothing of the launcher's environment is for libraries that root uses, nor for PAM's modules. */
static void leave_environment(void) {
  clearenv();
  setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
}

static int run_unprivileged(void) {
  static struct settings settings;
  struct refusal refusal;
  read_machine(&settings);
  if (!account_own(&settings.server, &refusal)) {
    log_line("%s", refusal.message);
    return EX_OSERR;
  }
  snprintf(settings.memory_limit_reason, sizeof settings.memory_limit_reason,
           "only root can make cgroups");
  int in = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (in < 0 || out < 0) {
    log_line("standard input and output can't be kept: %s", strerror(errno));
    return EX_OSERR;
  }
  become_quiet();
  const int kept[] = {in, out};
  close_others(kept, 2);
  leave_environment();
  struct keys none = {0};
  return spawner_run(&settings, in, out, &none);
}

static void require_root(const char *what) {
  if (getuid() != 0 || geteuid() != 0) {
    log_line("%s needs to be run by root; --unprivileged does not", what);
    exit(EX_NOPERM);
  }
}

/*
 * The process itself becomes the service, since it is the one that whoever started it knows and
 * watches. Its child becomes the spawner.
 */
static int run_privileged(const struct options *options, char **program) {
  static struct settings settings = {.privileged = true};
  struct keys keys = {0};
  int ends[2];
  int on = 1;
  require_root("--server-user");
  if (options->cgroup != NULL && !is_cgroup_name(options->cgroup)) {
    options_refuse("--cgroup must be letters, digits, '.', '_' or '-'");
  }
  read_minimum(options->minimum_user_id, &settings);
  read_server_user(options->server_user, &settings);
  read_machine(&settings);
  uid_t server = settings.server.identity.user_id;
  if (!key_read(options->key_file, server, &keys.current) ||
      !key_read(options->previous_key_file, server, &keys.previous) ||
      !key_read(options->session_key_file, server, &keys.session)) {
    return EX_CONFIG;
  }
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0 ||
      setsockopt(ends[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0) {
    log_line("the socket to the launcher can't be made: %s", strerror(errno));
    return EX_OSERR;
  }
  pid_t child = fork();
  if (child < 0) {
    log_line("there can be no process for the spawner: %s", strerror(errno));
    return EX_OSERR;
  }
  if (child > 0) {
    keys_wipe(&keys);
    return service_run(&settings, ends[0], options->keep_frames, program);
  }
  become_quiet();
  if (options->system_log) {
    leave_standard_error();
  }
  close_others(&ends[1], 1);
  leave_environment();
  protect_from_memory_killer(&settings);
  prepare_cgroup(options->cgroup, &settings);
  settings.pam = apart_try_pam();
  return spawner_run(&settings, ends[1], ends[1], &keys);
}

static int run_check(void) {
  static const char *const kinds[] = {"address space of each process (RLIMIT_AS)",
                                      "cgroup version 1", "cgroup version 2"};
  static struct settings settings = {.privileged = true};
  if (getuid() == 0) {
    cgroup_prepare(&settings, "openlauncher-check");
    rmdir(settings.cgroup);
  } else {
    snprintf(settings.memory_limit_reason, sizeof settings.memory_limit_reason,
             "only root can make cgroups");
  }
  bool reason = settings.memory_limit_reason[0] != '\0';
  printf("version: %s\n", OPENLAUNCHER_VERSION);
  printf("protocol: %d\n", PROTOCOL_VERSION);
  printf("other users: %s\n", getuid() == 0 ? "yes" : "no, this is not root");
  printf("memory limit: %s%s%s%s\n", kinds[settings.memory_limit], reason ? " (" : "",
         settings.memory_limit_reason, reason ? ")" : "");
  printf("pam: %s\n", pam_load() ? "yes" : "no, there is no libpam.so.0");
  return fflush(stdout) == 0 ? EXIT_SUCCESS : EX_IOERR;
}

int main(int count, char **arguments) {
  if (!fill_standard_descriptors()) {
    return EX_OSERR;
  }
  /* It trusts whoever runs it, so it must not be somebody else's. */
  if (getauxval(AT_SECURE) != 0) {
    log_line("it must not have the set-user-id bit");
    return EX_NOPERM;
  }
  title_prepare(arguments);
  struct options options = options_read(count, arguments);
  if (options.check) {
    return run_check();
  }
  if (options.unprivileged == (options.server_user != NULL)) {
    options_refuse("it needs either --server-user or --unprivileged");
  }
  if (options.unprivileged) {
    return optind == count ? run_unprivileged() : (options_refuse("--unprivileged runs no program"), 0);
  }
  if (optind == count) {
    options_refuse("it needs a program to run");
  }
  return run_privileged(&options, arguments + optind);
}
