#include "signaller.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "account.h"
#include "io.h"
#include "process_table.h"
#include "protocol.h"

enum {
  ROUNDS_MOST = 200,
  PAUSE_MILLISECONDS = 5,
  KILL_MILLISECONDS = 20 * 1000,
  EMPTY_MILLISECONDS = 2 * 1000, /* so long nobody is found though the shim lives */
  TITLE_SIZE = 8192, /* what is left of a long command line of the spawner are NULs */
};

struct signaller {
  pid_t shim;
  int shim_descriptor; /* -1 where the kernel has none */
  struct processes processes;
  struct processes done; /* sent to in this series of rounds */
  size_t denied;
  int error; /* something other than a refusal */
};

static int open_process(pid_t id) {
#ifdef SYS_pidfd_open
  return (int)syscall(SYS_pidfd_open, id, 0U);
#else
  (void)id;
  errno = ENOSYS;
  return -1;
#endif
}

static int send_to(int descriptor, pid_t id, int number) {
#ifdef SYS_pidfd_send_signal
  if (descriptor >= 0) {
    return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, 0U);
  }
#else
  (void)descriptor;
#endif
  return kill(id, number);
}

static bool is_same(const struct process *process) {
  struct process now;
  return process_find(process->id, &now) && now.start == process->start;
}

/* The number could have passed on to another process: that is looked at once it is held. */
static int send_signal(const struct process *process, int number) {
  int descriptor = open_process(process->id);
  if (descriptor < 0 && errno == ESRCH) {
    return 0;
  }
  int result = 0;
  if (is_same(process) && send_to(descriptor, process->id, number) != 0 && errno != ESRCH) {
    result = errno;
  }
  if (descriptor >= 0) {
    close(descriptor);
  }
  return result;
}

static void pause_a_moment(void) {
  struct timespec moment = {.tv_sec = 0, .tv_nsec = PAUSE_MILLISECONDS * 1000000L};
  nanosleep(&moment, NULL);
}

static bool shim_has_ended(const struct signaller *signaller) {
  if (signaller->shim_descriptor < 0) {
    return kill(signaller->shim, 0) != 0 && errno == ESRCH;
  }
  struct pollfd ended = {.fd = signaller->shim_descriptor, .events = POLLIN};
  return poll(&ended, 1, 0) > 0;
}

/* Looks for the living processes of the job. A shim that has ended has no descendants. */
static bool look(struct signaller *signaller) {
  if (shim_has_ended(signaller)) {
    signaller->processes.count = 0;
    return true;
  }
  if (!process_descendants(signaller->shim, &signaller->processes)) {
    signaller->error = errno == 0 ? ENOMEM : errno;
    return false;
  }
  return true;
}

static bool was_done(const struct signaller *signaller, const struct process *process) {
  for (size_t index = 0; index < signaller->done.count; index++) {
    if (signaller->done.all[index].id == process->id &&
        signaller->done.all[index].start == process->start) {
      return true;
    }
  }
  return false;
}

static bool mark_done(struct signaller *signaller, const struct process *process) {
  struct processes *done = &signaller->done;
  if (done->count == done->size) {
    size_t size = done->size == 0 ? 64 : done->size * 2;
    struct process *all = reallocarray(done->all, size, sizeof *all);
    if (all == NULL) {
      signaller->error = ENOMEM;
      return false;
    }
    done->all = all;
    done->size = size;
  }
  done->all[done->count++] = *process;
  return true;
}

static bool is_stopped(const struct process *process) {
  return process->state == 'T' || process->state == 't';
}

static bool is_anything(const struct process *process) {
  (void)process;
  return true;
}

static bool is_moving(const struct process *process) { return !is_stopped(process); }

/*
 * The table of processes is no snapshot: one that runs from child to child can be missed. A shim
 * without descendants ends, so while it lives there is somebody to be found.
 */
static bool look_well(struct signaller *signaller) {
  uint64_t begun = monotonic_milliseconds();
  while (look(signaller)) {
    if (signaller->processes.count > 0 || shim_has_ended(signaller) ||
        monotonic_milliseconds() - begun >= EMPTY_MILLISECONDS) {
      return true;
    }
    pause_a_moment();
  }
  return false;
}

/* Each process gets it once; looks again until there is nobody new. */
static bool send_once(struct signaller *signaller, int number,
                      bool (*wanted)(const struct process *)) {
  signaller->done.count = 0;
  signaller->denied = 0;
  for (int round = 0; round < ROUNDS_MOST; round++) {
    bool news = false;
    if (!look_well(signaller)) {
      return false;
    }
    for (size_t index = 0; index < signaller->processes.count; index++) {
      const struct process *process = &signaller->processes.all[index];
      if (!wanted(process) || was_done(signaller, process)) {
        continue;
      }
      news = true;
      signaller->denied += send_signal(process, number) == EPERM;
      if (!mark_done(signaller, process)) {
        return false;
      }
    }
    if (!news) {
      return true;
    }
  }
  return true;
}

/*
 * What is stopped can't start anything. One SIGSTOP is enough for each, none of its code runs after
 * that, but it may take a moment until it is seen to have stopped.
 */
static bool suspend(struct signaller *signaller) {
  if (!send_once(signaller, SIGSTOP, is_moving)) {
    return false;
  }
  for (int round = 0; round < ROUNDS_MOST; round++) {
    size_t moving = 0;
    for (size_t index = 0; index < signaller->processes.count; index++) {
      char state = signaller->processes.all[index].state;
      moving += state == 'R' || state == 'S';
    }
    if (moving <= signaller->denied) {
      return true;
    }
    pause_a_moment();
    if (!look(signaller)) {
      return false;
    }
  }
  return true;
}

static bool terminate(struct signaller *signaller) {
  if (!send_once(signaller, SIGTERM, is_anything)) {
    return false;
  }
  size_t denied = signaller->denied;
  bool done = send_once(signaller, SIGCONT, is_stopped);
  signaller->denied = denied;
  return done;
}

static bool end_all(struct signaller *signaller, struct refusal *refusal) {
  if (!send_once(signaller, SIGSTOP, is_moving)) {
    return false;
  }
  uint64_t now = monotonic_milliseconds();
  uint64_t deadline = now + KILL_MILLISECONDS;
  /*
   * The shim ends with the last one. Until then, one that runs from child to child could hide, the
   * longer the busier the machine is. One that /proc does not show can't be waited for.
   */
  for (uint64_t seen = now; !shim_has_ended(signaller) && now - seen < EMPTY_MILLISECONDS;
       now = monotonic_milliseconds()) {
    if (!look(signaller)) {
      return false;
    }
    seen = signaller->processes.count > 0 ? now : seen;
    signaller->denied = 0;
    for (size_t index = 0; index < signaller->processes.count; index++) {
      signaller->denied += send_signal(&signaller->processes.all[index], SIGKILL) == EPERM;
    }
    size_t left = signaller->processes.count - signaller->denied;
    if (left == 0 && signaller->denied > 0) {
      return true;
    }
    if (left > 0 && now > deadline) {
      return refuse(refusal, REFUSAL_STILL_RUNNING, 0,
                    "%zu processes of the job did not end on SIGKILL, the first is %d", left,
                    (int)signaller->processes.all[0].id);
    }
    pause_a_moment();
  }
  return true;
}

static bool operate(struct signaller *signaller, uint64_t operation, struct refusal *refusal) {
  switch (operation) {
    case OPERATION_SUSPEND:
      return suspend(signaller);
    case OPERATION_RESUME:
      return send_once(signaller, SIGCONT, is_anything);
    case OPERATION_TERMINATE:
      return terminate(signaller);
    default:
      return end_all(signaller, refusal);
  }
}

/* The command line is "openlauncher-shim JOB-ID" and NULs. */
static bool is_shim(pid_t id, const char *job_id) {
  static const char title[] = "openlauncher-shim ";
  char path[64];
  char found[TITLE_SIZE];
  snprintf(path, sizeof path, "/proc/%d/cmdline", (int)id);
  return read_text(path, found, sizeof found) &&
         strncmp(found, title, sizeof title - 1) == 0 &&
         (job_id == NULL || strcmp(found + sizeof title - 1, job_id) == 0);
}

/* Before the rights of root are given up: with them the shim is seen even where /proc hides it. */
static bool find_shim(const struct settings *settings, const struct request *request,
                      struct signaller *signaller, struct refusal *refusal) {
  pid_t id = (pid_t)request_number(request, TAG_SHIM_ID);
  uint64_t start = request_number(request, TAG_SHIM_START);
  struct process found;
  uid_t user;
  signaller->shim = id;
  signaller->shim_descriptor = open_process(id);
  if (!process_find(id, &found) || found.start != start || found.state == 'Z' ||
      !process_user(id, &user) || user != settings->server.identity.user_id ||
      !is_shim(id, request_text(request, TAG_JOB_ID))) {
    return refuse(refusal, REFUSAL_NO_SUCH_SHIM, ESRCH,
                  "There is no shim of the job with process id %d and start time %llu", (int)id,
                  (unsigned long long)start);
  }
  return true;
}

bool signaller_run(const struct settings *settings, const struct request *request,
                   struct refusal *refusal) {
  struct signaller signaller = {0};
  struct account account;
  if (!account_admit(settings, request_text(request, TAG_USER), &account, refusal) ||
      !find_shim(settings, request, &signaller, refusal) ||
      !account_act_for(settings, &account, refusal)) {
    return false;
  }
  refusal->word[0] = '\0';
  if (!operate(&signaller, request_number(request, TAG_OPERATION), refusal)) {
    return refusal->word[0] != '\0'
               ? false
               : refuse(refusal, REFUSAL_RESOURCES, signaller.error,
                        "The processes of the job can't be listed");
  }
  if (signaller.denied > 0) {
    return refuse(refusal, REFUSAL_NOT_PERMITTED, EPERM,
                  "%zu processes of the job belong to another user and did not get the signal",
                  signaller.denied);
  }
  return true;
}
