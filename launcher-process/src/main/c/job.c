#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "io.h"
#include "limit.h"
#include "output.h"
#include "process_table.h"
#include "program.h"
#include "protocol.h"

static const char job_id_name[] = "OPENLAUNCHER_JOB_ID=";

static size_t name_length(const char *variable) { return strcspn(variable, "=") + 1; }

static bool names(const struct texts *variables, const char *variable) {
  size_t length = name_length(variable);
  for (size_t index = 0; index < variables->count; index++) {
    if (strncmp(variables->all[index], variable, length) == 0) {
      return true;
    }
  }
  return false;
}

/* What the request says, then the job's id, then what a session adds and the request does not say. */
static char **make_environment(const struct job *job) {
  const struct texts *variables = &job->request->variables;
  size_t session = 0;
  while (job->session_variables != NULL && job->session_variables[session] != NULL) {
    session++;
  }
  char **environment = calloc(variables->count + session + 2, sizeof *environment);
  char *job_id = NULL;
  if (environment == NULL || asprintf(&job_id, "%s%s", job_id_name,
                                      request_text(job->request, TAG_JOB_ID)) < 0) {
    free(environment);
    return NULL;
  }
  size_t count = 0;
  for (size_t index = 0; index < variables->count; index++) {
    if (strncmp(variables->all[index], job_id_name, sizeof job_id_name - 1) != 0) {
      environment[count++] = variables->all[index];
    }
  }
  environment[count++] = job_id;
  for (size_t index = 0; index < session; index++) {
    char *variable = job->session_variables[index];
    if (!names(variables, variable) &&
        strncmp(variable, job_id_name, sizeof job_id_name - 1) != 0) {
      environment[count++] = variable;
    }
  }
  return environment;
}

/* The kernel shall rather end a job than the spawner or a shim, if it must end something. */
static bool restore_out_of_memory_score(const struct settings *settings,
                                        struct refusal *refusal) {
  char number[16];
  snprintf(number, sizeof number, "%d", settings->out_of_memory_score);
  return !settings->out_of_memory_score_changed ||
         write_text_at(AT_FDCWD, "/proc/self/oom_score_adj", number) ||
         refuse(refusal, REFUSAL_RESOURCES, errno, "The job's rank for the kernel can't be set");
}

static bool set_limits(const struct job *job, struct refusal *refusal) {
  const struct request *request = job->request;
  uint64_t memory = request_number(request, TAG_MEMORY_BYTES);
  uint64_t processor = request_number(request, TAG_PROCESSOR_SECONDS);
  if (memory != 0 && job->settings->memory_limit != MEMORY_ADDRESS_SPACE &&
      !cgroup_join(job->settings, request_text(request, TAG_JOB_ID))) {
    return refuse(refusal, REFUSAL_LIMIT, errno,
                  "The limit of %llu bytes of memory can't be set", (unsigned long long)memory);
  }
  return processor == 0 || limit_processor_time(processor, refusal);
}

/* Only just before the exec does the process belong to the user, who could stop it otherwise. */
static bool become_user(const struct job *job, struct refusal *refusal) {
  return !job->settings->privileged || identity_complete(&job->account->identity) ||
         refuse(refusal, REFUSAL_RESOURCES, errno, "The spawner can't become the user %s",
                job->account->name);
}

static bool enter_directory(const struct request *request, struct refusal *refusal) {
  const char *directory = request_text(request, TAG_DIRECTORY);
  return chdir(directory) == 0 || refuse(refusal, REFUSAL_DIRECTORY, errno,
                                         "The working directory %s can't be entered", directory);
}

static bool put(int file, int place, const char *word, struct refusal *refusal) {
  if (file < 0) {
    return false;
  }
  if (dup2(file, place) < 0) {
    return refuse(refusal, word, errno, "The descriptor %d can't be set", place);
  }
  close(file);
  return true;
}

static int open_nothing(int flags, const char *word, struct refusal *refusal) {
  int file = open("/dev/null", flags | O_CLOEXEC);
  if (file < 0) {
    refuse(refusal, word, errno, "/dev/null can't be opened");
  }
  return file;
}

static int open_input(const struct request *request, struct refusal *refusal) {
  const struct value *input = &request->values[TAG_INPUT];
  return input->present ? input_make(input->text, input->length, refusal)
                        : open_nothing(O_RDONLY, REFUSAL_INPUT, refusal);
}

static int open_output(const struct job *job, unsigned tag, int kept, const char *word,
                       struct refusal *refusal) {
  const char *path = request_text(job->request, tag);
  if (kept >= 0) {
    return kept;
  }
  if (path == NULL) {
    return open_nothing(O_WRONLY, word, refusal);
  }
  bool merged = request_number(job->request, TAG_MERGED) == 1;
  return output_open(path, job->account->identity.user_id, merged, word, refusal);
}

static bool is_same_file(int one, int other) {
  struct stat left;
  struct stat right;
  return fstat(one, &left) == 0 && fstat(other, &right) == 0 && S_ISREG(left.st_mode) &&
         left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

static bool open_errors(const struct job *job, struct refusal *refusal) {
  if (request_number(job->request, TAG_MERGED) == 1) {
    return dup2(STDOUT_FILENO, STDERR_FILENO) >= 0 ||
           refuse(refusal, REFUSAL_ERRORS, errno, "The error output can't be merged");
  }
  int file = open_output(job, TAG_ERRORS, job->errors, REFUSAL_ERRORS, refusal);
  if (!put(file, STDERR_FILENO, REFUSAL_ERRORS, refusal)) {
    return false;
  }
  if (is_same_file(STDOUT_FILENO, STDERR_FILENO)) {
    /* Two names of one file. With one position for both, they don't overwrite each other. */
    return dup2(STDOUT_FILENO, STDERR_FILENO) >= 0 ||
           refuse(refusal, REFUSAL_ERRORS, errno, "The error output can't be merged");
  }
  return true;
}

static bool open_files(const struct job *job, struct refusal *refusal) {
  return put(open_input(job->request, refusal), STDIN_FILENO, REFUSAL_INPUT, refusal) &&
         put(open_output(job, TAG_OUTPUT, job->output, REFUSAL_OUTPUT, refusal), STDOUT_FILENO,
             REFUSAL_OUTPUT, refusal) &&
         open_errors(job, refusal);
}

static bool prepare(const struct job *job, struct refusal *refusal) {
  setsid();
  if (!restore_out_of_memory_score(job->settings, refusal) || !set_limits(job, refusal) ||
      !account_act_for(job->settings, job->account, refusal) ||
      !enter_directory(job->request, refusal) || !open_files(job, refusal)) {
    return false;
  }
  umask((mode_t)request_number(job->request, TAG_UMASK));
  /* Until here they are ignored, so that a limit of file sizes is told instead of killing. */
  reset_signals();
  return true;
}

static bool report(const struct job *job, const struct job_report *report) {
  return send(job->shim, report, sizeof *report, MSG_NOSIGNAL) == (ssize_t)sizeof *report;
}

static bool await_go(const struct job *job) {
  char go;
  ssize_t count;
  do {
    count = recv(job->shim, &go, sizeof go, 0);
  } while (count < 0 && errno == EINTR);
  return count == 1;
}

static bool limit_memory(const struct job *job, struct refusal *refusal) {
  uint64_t memory = request_number(job->request, TAG_MEMORY_BYTES);
  return memory == 0 || job->settings->memory_limit != MEMORY_ADDRESS_SPACE ||
         limit_address_space(memory, refusal);
}

_Noreturn void job_run(const struct job *job) {
  const int kept[] = {job->shim, job->output, job->errors};
  close_others(kept, sizeof kept / sizeof kept[0]);
  struct job_report told;
  memset(&told, 0, sizeof told);
  struct process self;
  char **environment = make_environment(job);
  if (environment == NULL) {
    refuse(&told.refusal, REFUSAL_RESOURCES, ENOMEM, "The environment can't be made");
  } else if (!process_find(getpid(), &self)) {
    refuse(&told.refusal, REFUSAL_RESOURCES, errno, "The job's process is not found in /proc");
  } else if (prepare(job, &told.refusal)) {
    told.start = self.start;
    /* The shim writes into the record before the program can do anything. */
    if (!report(job, &told) || !await_go(job)) {
      _exit(EXIT_FAILURE);
    }
    if (limit_memory(job, &told.refusal) && become_user(job, &told.refusal)) {
      program_run(job->request->arguments.all, environment, &told.refusal);
    }
  }
  report(job, &told);
  _exit(EXIT_FAILURE);
}

enum job_state job_await_report(int socket, int milliseconds, struct job_report *report) {
  struct pollfd arrival = {.fd = socket, .events = POLLIN};
  int arrived;
  ssize_t count;
  do {
    arrived = poll(&arrival, 1, milliseconds);
  } while (arrived < 0 && errno == EINTR);
  if (arrived == 0) {
    return JOB_LATE;
  }
  do {
    count = recv(socket, report, sizeof *report, MSG_DONTWAIT);
  } while (count < 0 && errno == EINTR);
  return count != (ssize_t)sizeof *report      ? JOB_GONE
         : report->refusal.word[0] == '\0' ? JOB_READY
                                             : JOB_FAILED;
}
