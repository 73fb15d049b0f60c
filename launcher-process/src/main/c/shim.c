#include "shim.h"

#include <errno.h>
#include <linux/keyctl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account.h"
#include "accounts.h"
#include "cgroup.h"
#include "ending.h"
#include "frame.h"
#include "io.h"
#include "job.h"
#include "output.h"
#include "pam.h"
#include "process_table.h"
#include "protocol.h"
#include "record.h"
#include "title.h"

enum {
  PREPARATION_MILLISECONDS = 120 * 1000, /* a share that hangs must not hold up others for ever */
  EXEC_MILLISECONDS = 2 * 1000, /* so can the user stop the process, in a very short moment */
};

struct shim {
  const struct settings *settings;
  struct request *request;
  void (*forget)(void);
  int channel;
  struct record record;
  bool has_record;
  struct account account;
  struct pam_session session;
  int output; /* kept files */
  int errors;
  int memory_events;
  int job; /* the socket to it */
  pid_t job_id;
  uint64_t job_start;
  struct process self;
};

/* Only SIGKILL ends a shim; and the signals that say that it has a fault, or takes too long. */
static void ignore_signals(void) {
  static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE,  SIGILL, SIGABRT,
                               SIGSYS,  SIGTRAP, SIGCHLD, SIGALRM};
  struct sigaction ignore;
  memset(&ignore, 0, sizeof ignore);
  ignore.sa_handler = SIG_IGN;
  for (int number = 1; number <= SIGRTMAX; number++) {
    bool keep = false;
    for (size_t index = 0; index < sizeof faults / sizeof faults[0]; index++) {
      keep = keep || faults[index] == number;
    }
    if (!keep) {
      sigaction(number, &ignore, NULL);
    }
  }
}

static bool borrow_server(const struct shim *shim, struct refusal *refusal) {
  return !shim->settings->privileged || identity_borrow(&shim->settings->server.identity) ||
         refuse(refusal, REFUSAL_RESOURCES, errno, "The spawner can't become the launcher's user");
}

static bool return_to_root(const struct shim *shim) {
  return !shim->settings->privileged || identity_return();
}

static bool open_record(struct shim *shim, struct refusal *refusal) {
  const struct request *request = shim->request;
  if (!borrow_server(shim, refusal)) {
    return false;
  }
  shim->has_record = record_open(
      request_text(request, TAG_RECORD), request_text(request, TAG_TOKEN),
      request_text(request, TAG_BOOT_ID), shim->settings->server.identity.user_id, &shim->record,
      refusal);
  if (!return_to_root(shim)) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "The spawner can't become root again");
  }
  return shim->has_record;
}

/* Root's keys are not for jobs. Where the kernel has none, or a container forbids it, all is well. */
static bool leave_keys(const struct shim *shim, struct refusal *refusal) {
  if (!shim->settings->privileged ||
      syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) >= 0 || errno == ENOSYS ||
      errno == EPERM || errno == EOPNOTSUPP) {
    return true;
  }
  return refuse(refusal, REFUSAL_RESOURCES, errno, "The job can't get a keyring of its own");
}

/*
 * Waits for the shim proper, and closes its session then. This process remains root's. The modules
 * of the session may have descriptors open, which stay.
 */
static _Noreturn void hold_session(struct shim *shim, pid_t child) {
  alarm(0);
  title_set("openlauncher-session", request_text(shim->request, TAG_JOB_ID));
  shim->forget();
  close(shim->channel);
  close(shim->record.file);
  while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {
  }
  pam_close(&shim->session);
  _exit(EXIT_SUCCESS);
}

static bool open_session(struct shim *shim, const char *profile, struct refusal *refusal) {
  if (!pam_open(profile, &shim->account, &shim->session, refusal)) {
    return false;
  }
  pid_t child = fork();
  if (child < 0) {
    int error = errno;
    pam_close(&shim->session);
    return refuse(refusal, REFUSAL_RESOURCES, error, "There can be no process for the shim");
  }
  if (child > 0) {
    hold_session(shim, child);
  }
  alarm(LOOK_UP_SECONDS);
  return true;
}

static bool ask_pam(struct shim *shim, struct refusal *refusal) {
  const char *profile = request_text(shim->request, TAG_PAM_PROFILE);
  const char *session_profile = request_text(shim->request, TAG_SESSION_PAM_PROFILE);
  if (profile == NULL && session_profile == NULL) {
    return true;
  }
  if (!shim->settings->pam || !pam_load()) {
    return refuse(refusal, REFUSAL_PAM, 0, "The PAM profile %s can't be used: %s",
                  profile != NULL ? profile : session_profile,
                  shim->settings->privileged ? "this machine has no libpam.so.0"
                                             : "the launcher runs without the rights of root");
  }
  return (profile == NULL || pam_check_account(profile, &shim->account, refusal)) &&
         (session_profile == NULL || open_session(shim, session_profile, refusal));
}

static bool keep(struct shim *shim, unsigned tag, const char *word, int *file,
                 struct refusal *refusal) {
  const char *path = request_text(shim->request, tag);
  if (path != NULL) {
    bool merged = request_number(shim->request, TAG_MERGED) == 1;
    *file = output_keep(path, shim->settings->server.identity.user_id, merged, word, refusal);
  }
  return path == NULL || *file >= 0;
}

static bool give(const struct shim *shim, unsigned tag, const char *word, int file,
                 struct refusal *refusal) {
  return file < 0 || !shim->settings->privileged ||
         output_give(file, &shim->account.identity, shim->settings->server.identity.group_id,
                     request_text(shim->request, tag), word, refusal);
}

static bool open_kept_files(struct shim *shim, struct refusal *refusal) {
  if (request_text(shim->request, TAG_KEPT_OUTPUT) == NULL &&
      request_text(shim->request, TAG_KEPT_ERRORS) == NULL) {
    return true;
  }
  if (!borrow_server(shim, refusal)) {
    return false;
  }
  bool kept = keep(shim, TAG_KEPT_OUTPUT, REFUSAL_OUTPUT, &shim->output, refusal) &&
              keep(shim, TAG_KEPT_ERRORS, REFUSAL_ERRORS, &shim->errors, refusal);
  if (!return_to_root(shim)) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "The spawner can't become root again");
  }
  return kept && give(shim, TAG_KEPT_OUTPUT, REFUSAL_OUTPUT, shim->output, refusal) &&
         give(shim, TAG_KEPT_ERRORS, REFUSAL_ERRORS, shim->errors, refusal);
}

static bool limit_memory(struct shim *shim, struct refusal *refusal) {
  uint64_t bytes = request_number(shim->request, TAG_MEMORY_BYTES);
  return bytes == 0 || shim->settings->memory_limit == MEMORY_ADDRESS_SPACE ||
         cgroup_make(shim->settings, request_text(shim->request, TAG_JOB_ID), bytes,
                     &shim->memory_events, refusal);
}

static bool fork_job(struct shim *shim, struct refusal *refusal) {
  int ends[2];
  /* Not before: where there is a session, the shim is another process than at first. */
  if (!process_find(getpid(), &shim->self)) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "The shim's process is not found in /proc");
  }
  if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0 ||
      socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "There can be no process for the job");
  }
  pid_t child = fork();
  if (child < 0) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "There can be no process for the job");
  }
  if (child == 0) {
    struct job job = {.settings = shim->settings,
                      .request = shim->request,
                      .account = &shim->account,
                      .session_variables = shim->session.variables,
                      .output = shim->output,
                      .errors = shim->errors,
                      .shim = ends[1]};
    job_run(&job);
  }
  close(ends[1]);
  shim->job = ends[0];
  shim->job_id = child;
  alarm(0);
  return true;
}

static bool leave_root(const struct shim *shim, struct refusal *refusal) {
  signal(SIGALRM, SIG_IGN);
  return !shim->settings->privileged || identity_become(&shim->settings->server.identity) ||
         refuse(refusal, REFUSAL_RESOURCES, errno, "The spawner can't become the launcher's user");
}

static bool note_start(struct shim *shim, struct refusal *refusal) {
  char line[128];
  snprintf(line, sizeof line, "started %d %llu %d %llu .\n", (int)shim->job_id,
           (unsigned long long)shim->job_start, (int)shim->self.id,
           (unsigned long long)shim->self.start);
  /* The answer tells the launcher, which need not wake up for the record too. */
  return record_write_unheard(&shim->record, line) ||
         refuse(refusal, REFUSAL_RECORD, errno, "The record %s can't be written",
                request_text(shim->request, TAG_RECORD));
}

/* The job says when it is ready; then the start is noted; then it may go. */
static bool let_go(struct shim *shim, struct refusal *refusal) {
  struct job_report report;
  switch (job_await_report(shim->job, PREPARATION_MILLISECONDS, &report)) {
    case JOB_READY:
      break;
    case JOB_FAILED:
      *refusal = report.refusal;
      return false;
    case JOB_GONE:
      return refuse(refusal, REFUSAL_RESOURCES, 0,
                    "The job's process ended before it could run the program");
    case JOB_LATE:
      return refuse(refusal, REFUSAL_RESOURCES, ETIMEDOUT,
                    "The job's folder and files could not be opened within %d seconds",
                    PREPARATION_MILLISECONDS / 1000);
  }
  shim->job_start = report.start;
  if (!note_start(shim, refusal)) {
    return false;
  }
  enum job_state state = send(shim->job, "", 1, MSG_NOSIGNAL) == 1
                             ? job_await_report(shim->job, EXEC_MILLISECONDS, &report)
                             : JOB_GONE;
  if (state == JOB_FAILED) {
    *refusal = report.refusal;
    return false;
  }
  if (state == JOB_GONE) {
    /* By the exec. Or the job was killed before, which is an end like any other. */
    close(shim->job);
    shim->job = -1;
  }
  return true; /* one that takes long is looked at again in the end */
}

/* While the shim is root still, and before the job is there. */
static bool admit(struct shim *shim, struct refusal *refusal) {
  const char *name = request_text(shim->request, TAG_USER);
  if (!account_admit(shim->settings, name, &shim->account, refusal)) {
    return false;
  }
  if (shim->account.looked_up) {
    struct buffer buffer = {0};
    accounts_report(&buffer, name, &shim->account);
    if (!buffer.failed && buffer_length(&buffer) <= REPORT_MOST) {
      write_fully(shim->channel, buffer.bytes + buffer.begin, buffer_length(&buffer));
    }
    buffer_free(&buffer);
  }
  return true;
}

static bool start(struct shim *shim, struct refusal *refusal) {
  return open_record(shim, refusal) && admit(shim, refusal) &&
         leave_keys(shim, refusal) && ask_pam(shim, refusal) && open_kept_files(shim, refusal) &&
         limit_memory(shim, refusal) && fork_job(shim, refusal) && leave_root(shim, refusal) &&
         let_go(shim, refusal);
}

static void answer(const struct shim *shim, const struct refusal *refusal) {
  struct buffer buffer = {0};
  if (refusal != NULL) {
    frame_refusal(&buffer, shim->request->number, refusal);
  } else {
    size_t place = frame_begin(&buffer, shim->request->number, ANSWER_STARTED);
    frame_number(&buffer, TAG_PROCESS_ID, (uint64_t)shim->job_id);
    frame_number(&buffer, TAG_PROCESS_START, shim->job_start);
    frame_number(&buffer, TAG_SHIM_ID, (uint64_t)shim->self.id);
    frame_number(&buffer, TAG_SHIM_START, shim->self.start);
    frame_end(&buffer, place);
  }
  if (!buffer.failed) {
    write_fully(shim->channel, buffer.bytes + buffer.begin, buffer_length(&buffer));
  }
  buffer_free(&buffer);
  close(shim->channel);
}

static _Noreturn void give_up(struct shim *shim, const struct refusal *refusal) {
  if (shim->has_record) {
    end_refused(&shim->record, refusal);
  }
  answer(shim, refusal);
  if (shim->job >= 0) {
    /* Whatever state it is in, it must not go on; without the socket it ends by itself. */
    close(shim->job);
    kill(shim->job_id, SIGKILL);
    while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR) {
    }
  }
  _exit(EXIT_FAILURE);
}

_Noreturn void shim_run(const struct settings *settings, struct request *request, int channel,
                        void (*forget)(void)) {
  struct shim shim = {.settings = settings,
                      .request = request,
                      .forget = forget,
                      .channel = channel,
                      .output = -1,
                      .errors = -1,
                      .memory_events = -1,
                      .job = -1};
  close_others(&channel, 1);
  dup2(STDIN_FILENO, STDERR_FILENO);
  reset_signals();
  ignore_signals();
  alarm(LOOK_UP_SECONDS);
  setsid();
  title_set("openlauncher-shim", request_text(request, TAG_JOB_ID));
  struct refusal refusal;
  if (setrlimit(RLIMIT_NOFILE, &settings->open_files) != 0) {
    refuse(&refusal, REFUSAL_RESOURCES, errno, "The limit of open files can't be set");
    give_up(&shim, &refusal);
  }
  if (!start(&shim, &refusal)) {
    give_up(&shim, &refusal);
  }
  answer(&shim, NULL);
  struct ending ending = {.record = shim.record,
                          .job_id = shim.job_id,
                          .job = shim.job,
                          .memory_events = shim.memory_events,
                          .processor_seconds = request_number(request, TAG_PROCESSOR_SECONDS)};
  forget();
  const int kept[] = {shim.record.file, shim.memory_events, shim.job};
  close_others(kept, sizeof kept / sizeof kept[0]);
  end_await(&ending);
}
