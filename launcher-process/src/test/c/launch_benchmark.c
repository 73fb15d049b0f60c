/*
 * How many jobs a second the spawner starts and sees end, against a loop of posix_spawn and waitpid
 * in the same run, and how long it takes from a request to STARTED.
 *
 *   make -C launcher-process/src/main/c OUT=DIRECTORY benchmark
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "account.h"
#include "frame.h"
#include "io.h"
#include "protocol.h"

enum { JOBS = 2000, DEPTH = 64, SINGLE = 500, ANSWER_SIZE = 65536 };

static const char job_id[] = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
static char folder[] = "/tmp/launch-benchmark-XXXXXX";
static int requests;
static int answers;
static struct account own;

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(EXIT_FAILURE);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void record_path(char *path, size_t size, uint32_t number) {
  snprintf(path, size, "%s/%u", folder, number);
}

static void make_record(uint32_t number) {
  char path[64];
  char content[RECORD_SIZE];
  record_path(path, sizeof path, number);
  memset(content, ' ', sizeof content);
  memcpy(content, "1 token boot\n", 13);
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 || !write_fully(file, content, sizeof content)) {
    fail(path);
  }
  close(file);
}

static void send_launch(uint32_t number) {
  char path[64];
  struct buffer buffer = {0};
  record_path(path, sizeof path, number);
  size_t place = frame_begin(&buffer, number, REQUEST_LAUNCH);
  frame_text(&buffer, TAG_USER, own.name);
  frame_text(&buffer, TAG_JOB_ID, job_id);
  frame_text(&buffer, TAG_TOKEN, "token");
  frame_text(&buffer, TAG_BOOT_ID, "boot");
  frame_text(&buffer, TAG_RECORD, path);
  frame_text(&buffer, TAG_ARGUMENT, "/bin/true");
  frame_text(&buffer, TAG_VARIABLE, "PATH=/usr/bin:/bin");
  frame_text(&buffer, TAG_DIRECTORY, "/");
  frame_number(&buffer, TAG_UMASK, 022);
  frame_end(&buffer, place);
  if (buffer.failed || !write_fully(requests, buffer.bytes, buffer_length(&buffer))) {
    fail("request");
  }
  buffer_free(&buffer);
}

static void receive(uint8_t wanted) {
  uint8_t header[FRAME_HEADER];
  static uint8_t rest[ANSWER_SIZE];
  if (read_fully(answers, header, sizeof header) != sizeof header) {
    fail("answer");
  }
  size_t length = (size_t)little_endian_32(header) + 4 - FRAME_HEADER;
  if (length > sizeof rest || read_fully(answers, rest, length) != (ssize_t)length) {
    fail("answer");
  }
  if (header[FRAME_HEADER - 1] != wanted) {
    fprintf(stderr, "answer of kind %d: %.*s\n", header[FRAME_HEADER - 1], (int)length, rest);
    exit(EXIT_FAILURE);
  }
}

static void await_end(uint32_t number) {
  char path[64];
  char content[RECORD_SIZE + 1];
  record_path(path, sizeof path, number);
  while (!read_text(path, content, sizeof content) || strstr(content, "\nended 0 .") == NULL) {
    usleep(200);
  }
  unlink(path);
}

static double spawn_loop(void) {
  char *arguments[] = {"/bin/true", NULL};
  char *environment[] = {"PATH=/usr/bin:/bin", NULL};
  double start = now();
  for (int index = 0; index < JOBS; index++) {
    pid_t child;
    int status;
    if (posix_spawn(&child, "/bin/true", NULL, NULL, arguments, environment) != 0 ||
        waitpid(child, &status, 0) != child) {
      fail("posix_spawn");
    }
  }
  return JOBS / (now() - start);
}

static double pipelined(void) {
  for (uint32_t number = 1; number <= JOBS; number++) {
    make_record(number);
  }
  double start = now();
  uint32_t sent = 0;
  for (uint32_t answered = 0; answered < JOBS; answered++) {
    while (sent < JOBS && sent - answered < DEPTH) {
      send_launch(++sent);
    }
    receive(ANSWER_STARTED);
  }
  for (uint32_t number = JOBS; number > 0; number--) {
    await_end(number);
  }
  return JOBS / (now() - start);
}

static int compare(const void *one, const void *other) {
  double left = *(const double *)one;
  double right = *(const double *)other;
  return (left > right) - (left < right);
}

static void single(void) {
  static double times[SINGLE];
  for (uint32_t number = 1; number <= SINGLE; number++) {
    make_record(number);
    double start = now();
    send_launch(number);
    receive(ANSWER_STARTED);
    times[number - 1] = now() - start;
    await_end(number);
  }
  qsort(times, SINGLE, sizeof times[0], compare);
  printf("request to STARTED: p50 %.2f ms, p99 %.2f ms\n", times[SINGLE / 2] * 1e3,
         times[SINGLE * 99 / 100] * 1e3);
}

static void start_spawner(char *program) {
  int to[2];
  int from[2];
  if (pipe(to) != 0 || pipe(from) != 0) {
    fail("pipe");
  }
  pid_t child = fork();
  if (child < 0) {
    fail("fork");
  }
  if (child == 0) {
    dup2(to[0], STDIN_FILENO);
    dup2(from[1], STDOUT_FILENO);
    close(to[1]);
    close(from[0]);
    execl(program, program, "--unprivileged", (char *)NULL);
    _exit(EXIT_FAILURE);
  }
  close(to[0]);
  close(from[1]);
  requests = to[1];
  answers = from[0];
}

int main(int count, char **arguments) {
  struct refusal refusal;
  if (count != 2) {
    fprintf(stderr, "usage: %s PATH-OF-SPAWNER\n", arguments[0]);
    return EXIT_FAILURE;
  }
  if (mkdtemp(folder) == NULL || !account_own(&own, &refusal)) {
    fail(folder);
  }
  start_spawner(arguments[1]);
  receive(ANSWER_HELLO);
  for (int round = 0; round < 3; round++) {
    double spawned = spawn_loop();
    double launched = pipelined();
    printf("posix_spawn and waitpid: %.0f/s, the spawner: %.0f/s, ratio %.2f\n", spawned, launched,
           launched / spawned);
  }
  single();
  rmdir(folder);
  return EXIT_SUCCESS;
}
