/*
 * The first process of a job's container. It starts the job's program with its files, keeps what the program writes,
 * passes signals on, takes in orphans, and writes down how the program ended. It is statically linked, since an image
 * may hold nothing but the job's program, and runs as the job's user from the start.
 *
 *   init LIMIT FOLDER STDOUT STDERR FILES -- PROGRAM ARGUMENT...
 *   init accounts FOLDER       puts files of accounts into FOLDER (container-accounts.c)
 *   init signal stop|kill      asks the first process of this container to end its job, or ends it
 *   init use                   tells what all processes of this container use: microseconds of processor time since the start, bytes
 *                              of memory, bytes of address space
 *
 * LIMIT   how many bytes of output are kept
 * FOLDER  where the program starts; empty: where this one did
 * STDOUT, STDERR  files that get the output too; empty: none. One path for both makes one stream of the two
 * FILES   closed: the program is not started before others than their owner, the launcher's user, can't open output,
 *         index and record any more. This process has them open then, and the job can neither fill nor forge them.
 *         shared: it is started at once
 *         framed: there are neither output nor index. What the program writes goes to this process's own standard output, in
 *         lines that say what is whose and where, since a cluster's log keeps neither bytes nor streams apart:
 *           s            the program was started
 *           o N TEXT     a piece of stdout; N bytes of both streams were before it. e N TEXT: of stderr
 *           . N          the end: there were N bytes
 *         TEXT is printable ASCII; other bytes and the backslash are \ and two hexadecimal digits, a line's end is \n
 *
 * Where the variable OPENLAUNCHER_ONLY_VARIABLES names others, with = between them, the job's program gets those and
 * PATH; what else the image or the engine put into the environment is left out.
 *
 * Beside this program, in /.openlauncher:
 *   input   the program's standard input, where it is there
 *   output  what the program wrote, both streams in the order of arrival
 *   index   for each piece of it two 64-bit numbers: where it ends in the output, and how much of the output up to
 *           there is of stdout. Only added to, after the piece itself
 *   record  lines: "open", when this process has its files; "started"; at the end "exit CODE", "signal NUMBER" or "failed STEP ERRNO TEXT". Where there is
 *           one already, the job was started before, and nothing is done: a container can be started again, by whoever
 *           does not know what became of the first time, and a job must not run twice
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "container-accounts.h"

#define OWN_FOLDER "/.openlauncher/"
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

enum { STDOUT_STREAM, STDERR_STREAM, STREAMS };
enum { PIECE = 64 * 1024, LEAST_INDEX = 64 * 1024, EXIT_NOT_STARTED = 125 };
/* What runs in containers cuts lines that are longer than 16 KiB. */
enum { FRAMED_PIECE = 4096, LONGEST_ESCAPE = 3, LONGEST_NUMBER = 24 };

struct stream {
  int pipe;
  int file;
};

static struct stream streams[STREAMS] = {{-1, -1}, {-1, -1}};
static int record = -1;
static int output = -1;
static int index_file = -1;
static uint64_t limit;
static uint64_t kept;
static uint64_t kept_of_stdout;
static uint64_t pieces;
static bool full;
static bool framed;

static bool write_all(int fd, const void *data, size_t size) {
  const char *next = data;
  while (size > 0) {
    ssize_t count = write(fd, next, size);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    next += count;
    size -= (size_t)count;
  }
  return true;
}

/* A line is written at once: whoever reads it sees all of it or, without its end, knows that it is cut. */
static void note(const char *format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(line, sizeof line - 1, format, arguments);
  va_end(arguments);
  if (length < 0)
    return;
  if ((size_t)length > sizeof line - 2)
    length = sizeof line - 2;
  line[length] = '\n';
  write_all(record, line, (size_t)length + 1);
}

static void fail(const char *step, int error) {
  note("failed %s %d %s", step, error, strerror(error));
  exit(EXIT_NOT_STARTED);
}

static bool write_frame(int stream, const char *data, size_t size) {
  static const char digits[] = "0123456789abcdef";
  char line[LONGEST_NUMBER + FRAMED_PIECE * LONGEST_ESCAPE];
  int length = snprintf(line, LONGEST_NUMBER, "%c %llu ", stream == STDOUT_STREAM ? 'o' : 'e', (unsigned long long)kept);
  char *next = line + length;
  for (size_t i = 0; i < size; i++) {
    unsigned char byte = (unsigned char)data[i];
    if (byte >= ' ' && byte < 0x7f && byte != '\\') {
      *next++ = (char)byte;
    } else if (byte == '\n') {
      *next++ = '\\';
      *next++ = 'n';
    } else {
      *next++ = '\\';
      *next++ = digits[byte >> 4];
      *next++ = digits[byte & 0xf];
    }
  }
  *next++ = '\n';
  return write_all(STDOUT_FILENO, line, (size_t)(next - line));
}

static void keep_framed(int stream, const char *data, size_t size) {
  while (size > 0) {
    size_t count = size < FRAMED_PIECE ? size : FRAMED_PIECE;
    if (!write_frame(stream, data, count)) {
      full = true;
      return;
    }
    kept += count;
    data += count;
    size -= count;
  }
}

/* A line of the framed output that is none of the program's. */
static void mark(const char *format, ...) {
  if (!framed)
    return;
  va_list arguments;
  va_start(arguments, format);
  vdprintf(STDOUT_FILENO, format, arguments);
  va_end(arguments);
}

static void keep_piece(int stream, const void *data, size_t size) {
  if (framed) {
    keep_framed(stream, data, size);
    return;
  }
  if (!write_all(output, data, size)) {
    full = true;
    return;
  }
  kept += size;
  if (stream == STDOUT_STREAM)
    kept_of_stdout += size;
  uint64_t entry[2] = {kept, kept_of_stdout};
  pieces++;
  write_all(index_file, entry, sizeof entry);
}

/* An output of many small pieces must not have an index that is greater than what may be kept. */
static bool index_is_full(void) {
  uint64_t size = pieces * 2 * sizeof(uint64_t);
  return size >= LEAST_INDEX && size >= limit;
}

static void keep(int stream, const char *data, size_t size) {
  if (full || (output < 0 && !framed))
    return;
  uint64_t room = limit - kept;
  bool tiny_pieces = index_is_full();
  size_t fits = tiny_pieces ? 0 : size < room ? size : (size_t)room;
  if (fits > 0)
    keep_piece(stream, data, fits);
  if (fits < size && !full) {
    char words[192];
    int length = snprintf(words, sizeof words,
                          "\n[The launcher keeps %llu bytes of a job's output%s; what follows is not kept.]\n",
                          (unsigned long long)limit, tiny_pieces ? ", less where it comes in tiny pieces" : "");
    keep_piece(STDERR_STREAM, words, (size_t)length);
    full = true;
  }
}

/* Takes one piece of a stream; false where there is none at present. */
static bool take(int number) {
  static char data[PIECE];
  struct stream *stream = &streams[number];
  ssize_t count = read(stream->pipe, data, sizeof data);
  if (count < 0 && (errno == EAGAIN || errno == EINTR))
    return false;
  if (count <= 0) {
    close(stream->pipe);
    stream->pipe = -1;
    return false;
  }
  keep(number, data, (size_t)count);
  if (stream->file >= 0 && !write_all(stream->file, data, (size_t)count)) {
    int error = errno;
    char words[128];
    int length = snprintf(words, sizeof words, "[The output file can't be written any more: %s]\n", strerror(error));
    keep(STDERR_STREAM, words, (size_t)length);
    close(stream->file);
    stream->file = -1;
  }
  return true;
}

static int open_own(const char *name) {
  char path[64];
  snprintf(path, sizeof path, OWN_FOLDER "%s", name);
  return open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
}

static int open_named(const char *path, const char *step) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0666);
  if (fd < 0)
    fail(step, errno);
  return fd;
}

static int open_input(void) {
  int fd = open(OWN_FOLDER "input", O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  return fd;
}

static int open_pipe(struct stream *stream) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0)
    fail("pipe", errno);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  stream->pipe = ends[0];
  return ends[1];
}

/* Until the launcher has taken the files from everybody but those who have them open. */
static void await_closing(void) {
  static const long SOON = 1000000, LATER = 20000000;
  struct stat now;
  for (int tries = 0; fstat(record, &now) == 0 && now.st_mode & S_IWOTH; tries++) {
    struct timespec pause = {0, tries < 100 ? SOON : LATER};
    nanosleep(&pause, NULL);
  }
}

/* As a shell looks for a program, but never hands a file to a shell because it is no program. Returns only in failure. */
static int execute(char **argv) {
  const char *name = argv[0];
  if (strchr(name, '/')) {
    execv(name, argv);
    return errno;
  }
  const char *path = getenv("PATH");
  if (!path || !*path)
    path = DEFAULT_PATH;
  int result = ENOENT;
  while (*name) {
    const char *end = strchrnul(path, ':');
    char *candidate;
    if (asprintf(&candidate, "%.*s%s%s", (int)(end - path), path, end == path ? "" : "/", name) < 0)
      return ENOMEM;
    execv(candidate, argv);
    if (errno == EACCES)
      result = EACCES;
    else if (errno != ENOENT && errno != ENOTDIR)
      return errno;
    free(candidate);
    if (!*end)
      break;
    path = end + 1;
  }
  return result;
}

/* Whether a variable, NAME=VALUE, is PATH or among some names with = between them. */
static bool is_named(const char *variable, const char *names) {
  size_t length = strcspn(variable, "=");
  if (length == 4 && strncmp(variable, "PATH", length) == 0)
    return true;
  for (;;) {
    size_t size = strcspn(names, "=");
    if (size == length && strncmp(variable, names, length) == 0)
      return true;
    if (!names[size])
      return false;
    names += size + 1;
  }
}

static void keep_only_named_variables(void) {
  const char *names = getenv("OPENLAUNCHER_ONLY_VARIABLES");
  if (!names)
    return;
  char **kept = environ;
  for (char **one = environ; *one; one++)
    if (is_named(*one, names))
      *kept++ = *one;
  *kept = NULL;
}

static void run_program(char **argv, int input, int out, int err, int report, const sigset_t *mask) {
  setsid();
  if (dup2(input, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
    _exit(EXIT_NOT_STARTED);
  signal(SIGPIPE, SIG_DFL);
  keep_only_named_variables();
  sigprocmask(SIG_SETMASK, mask, NULL);
  int error = execute(argv);
  write_all(report, &error, sizeof error);
  _exit(EXIT_NOT_STARTED);
}

/* What asks a job to end goes to all of it, other signals to the program. */
static void pass_on(int number, pid_t program) {
  if (number == SIGRTMIN)
    kill(-1, SIGKILL);
  else if (number == SIGTERM || number == SIGINT || number == SIGHUP || number == SIGQUIT)
    kill(-1, number);
  else
    kill(program, number);
}

/* Takes in whoever ended; true, with how, where it was the program. */
static bool reap(pid_t program, int *status) {
  bool ended = false;
  for (;;) {
    int one;
    pid_t pid = waitpid(-1, &one, WNOHANG);
    if (pid <= 0)
      return ended;
    if (pid == program) {
      ended = true;
      *status = one;
    }
  }
}

static int follow(pid_t program, int signals) {
  for (;;) {
    struct pollfd watched[1 + STREAMS] = {
        {signals, POLLIN, 0}, {streams[0].pipe, POLLIN, 0}, {streams[1].pipe, POLLIN, 0}};
    if (poll(watched, 1 + STREAMS, -1) < 0 && errno != EINTR)
      return -1;
    for (int i = 0; i < STREAMS; i++)
      if (watched[1 + i].revents)
        take(i);
    if (watched[0].revents & POLLIN) {
      struct signalfd_siginfo info;
      int status;
      if (read(signals, &info, sizeof info) != sizeof info)
        continue;
      if (info.ssi_signo != SIGCHLD)
        pass_on((int)info.ssi_signo, program);
      else if (reap(program, &status))
        return status;
    }
  }
}

/* Whoever gets a process into the container ends the job with it: there may be no other way to send it a signal. */
static int signal_job(const char *what) {
  bool stop = strcmp(what, "stop") == 0;
  if (!stop && strcmp(what, "kill") != 0)
    return EXIT_NOT_STARTED;
  return kill(1, stop ? SIGTERM : SIGRTMIN) == 0 ? 0 : 1;
}

struct use {
  unsigned long long ticks, pages, space;
};

/* Adds what one process uses, with its children that have ended. Of the first process only these count: it is not the job's. */
static void add_use(const char *pid, struct use *sum) {
  char path[64], text[1024];
  unsigned long long user, system, children_user, children_system, space;
  long long pages;
  snprintf(path, sizeof path, "/proc/%.20s/stat", pid);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? -1 : read(file, text, sizeof text - 1);
  if (file >= 0)
    close(file);
  if (length <= 0)
    return;
  text[length] = 0;
  /* A program's name may hold anything; what follows the last bracket is numbers. */
  const char *rest = strrchr(text, ')');
  if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu %*d %*d %*d %*d %*u %llu %lld",
                      &user, &system, &children_user, &children_system, &space, &pages) != 6)
    return;
  sum->ticks += children_user + children_system;
  if (strcmp(pid, "1") == 0)
    return;
  sum->ticks += user + system;
  sum->space += space;
  sum->pages += pages > 0 ? (unsigned long long)pages : 0;
}

static int tell_use(void) {
  struct use sum = {0, 0, 0};
  char own[24], line[96];
  snprintf(own, sizeof own, "%d", (int)getpid());
  DIR *processes = opendir("/proc");
  if (!processes)
    return 1;
  for (struct dirent *entry = readdir(processes); entry; entry = readdir(processes))
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && strcmp(entry->d_name, own) != 0)
      add_use(entry->d_name, &sum);
  closedir(processes);
  int length = snprintf(line, sizeof line, "%llu %llu %llu\n", sum.ticks * (1000000ULL / (unsigned long long)sysconf(_SC_CLK_TCK)),
                        sum.pages * (unsigned long long)sysconf(_SC_PAGESIZE), sum.space);
  write_all(1, line, (size_t)length);
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "signal") == 0)
    return signal_job(argv[2]);
  if (argc == 2 && strcmp(argv[1], "use") == 0)
    return tell_use();
  /* The job runs as the same user: it must get at no file through this process. */
  prctl(PR_SET_DUMPABLE, 0);
  record = open_own("record");
  if (record >= 0 && argc == 3 && strcmp(argv[1], "accounts") == 0)
    return make_accounts(argv[2], record);
  if (record < 0 || argc < 8 || strcmp(argv[6], "--") != 0) {
    static const char usage[] = "This program is started by the launcher, as the first one of a job's container.\n";
    write_all(2, usage, sizeof usage - 1);
    return EXIT_NOT_STARTED;
  }
  struct stat before_this;
  if (fstat(record, &before_this) < 0 || before_this.st_size > 0)
    return EXIT_NOT_STARTED;
  limit = strtoull(argv[1], NULL, 10);
  umask(022);
  framed = strcmp(argv[5], "framed") == 0;
  if (!framed) {
    output = open_own("output");
    index_file = open_own("index");
    if (output < 0 || index_file < 0)
      fail("output", errno);
  }
  if (strcmp(argv[5], "closed") == 0) {
    note("open");
    await_closing();
  }
  const char *folder = argv[2], *out_path = argv[3], *err_path = argv[4];
  bool one_stream = *out_path && strcmp(out_path, err_path) == 0;
  int input = open_input();
  if (*folder && chdir(folder) < 0)
    fail("folder", errno);
  if (*out_path)
    streams[STDOUT_STREAM].file = open_named(out_path, "stdout");
  if (*err_path && !one_stream)
    streams[STDERR_STREAM].file = open_named(err_path, "stderr");
  int out = open_pipe(&streams[STDOUT_STREAM]);
  int err = one_stream ? out : open_pipe(&streams[STDERR_STREAM]);

  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  sigemptyset(&before);
  int signals = signalfd(-1, &all, SFD_CLOEXEC);
  int report[2];
  if (signals < 0 || pipe2(report, O_CLOEXEC) < 0)
    fail("signals", errno);
  pid_t program = fork();
  if (program < 0)
    fail("fork", errno);
  if (program == 0)
    run_program(argv + 7, input, out, err, report[1], &before);
  close(report[1]);
  close(out);
  if (!one_stream)
    close(err);
  int error;
  if (read(report[0], &error, sizeof error) == sizeof error)
    fail("program", error);
  close(report[0]);
  note("started");
  mark("s\n");

  int status = follow(program, signals);
  /* What is left of the job ends with its program; then no more can come than is in the pipes. */
  kill(-1, SIGKILL);
  for (int i = 0; i < STREAMS; i++)
    while (streams[i].pipe >= 0 && take(i))
      ;
  mark(". %llu\n", (unsigned long long)kept);
  if (WIFSIGNALED(status)) {
    note("signal %d", WTERMSIG(status));
    return 128 + WTERMSIG(status);
  }
  note("exit %d", WEXITSTATUS(status));
  return WEXITSTATUS(status);
}
