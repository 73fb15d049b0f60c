#include "spawner.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "connection.h"
#include "dispatch.h"
#include "io.h"
#include "log.h"
#include "protocol.h"
#include "request.h"

enum {
  OUTPUT_HIGH = 1024 * 1024, /* with more waiting to be written, nothing new is taken */
  DESCRIPTORS_KEPT = 32,     /* for other things than children */
  PLACE_SIGNALS = 0,
  PLACE_IN = 1,
  PLACE_OUT = 2,
  PLACE_CHILDREN = 3,
};

static struct {
  const struct settings *settings;
  struct connection connection;
  struct dispatcher dispatcher;
  int signals;
  struct pollfd *polled;
  size_t polled_size;
} spawner;

/* The request that is being handled, for the child that is to forget it. */
static struct request current;

static void forget_request(void) {
  request_free(&current);
  connection_forget_input(&spawner.connection);
}

static bool is_busy(void) {
  return spawner.dispatcher.children.unanswered >= UNANSWERED_MOST ||
         spawner.dispatcher.children.count >= spawner.dispatcher.children_most ||
         buffer_length(&spawner.connection.output) > OUTPUT_HIGH;
}

/* False for a frame that is too long. */
static bool handle_frames(void) {
  while (!is_busy()) {
    uint8_t *frame;
    size_t length;
    int found = connection_next(&spawner.connection, &frame, &length);
    if (found < 0) {
      log_line("a request is longer than %d bytes: the connection ends, jobs go on",
               FRAME_LENGTH_MOST);
      return false;
    }
    if (found == 0) {
      return true;
    }
    struct refusal refusal;
    if (!request_parse(frame, length, &current, &refusal) || !dispatch(&spawner.dispatcher, &current, &refusal)) {
      frame_refusal(&spawner.connection.output, current.number, &refusal);
    }
    request_free(&current);
  }
  return true;
}

static void reap(void) {
  struct signalfd_siginfo information;
  while (read(spawner.signals, &information, sizeof information) > 0) {
  }
  for (pid_t id = waitpid(-1, NULL, WNOHANG); id > 0; id = waitpid(-1, NULL, WNOHANG)) {
    children_ended(&spawner.dispatcher.children, id);
    groups_ended(&spawner.dispatcher.groups, id);
  }
}

static void relay_all(size_t count) {
  struct refusal refusal;
  refuse(&refusal, REFUSAL_RESOURCES, 0, "The process that was to do it ended before it was done");
  /* From the end, since the last one takes the place of one that is removed. */
  for (size_t index = count; index-- > 0;) {
    struct child *child = &spawner.dispatcher.children.all[index];
    if (spawner.polled[PLACE_CHILDREN + index].revents != 0 &&
        !children_relay(&spawner.dispatcher.children, child, &spawner.connection.output)) {
      children_remove(&spawner.dispatcher.children, child, &refusal, &spawner.connection.output);
    }
  }
}

static bool fill_polled(void) {
  size_t count = PLACE_CHILDREN + spawner.dispatcher.children.count;
  if (count > spawner.polled_size) {
    size_t size = count * 2;
    struct pollfd *polled = reallocarray(spawner.polled, size, sizeof *polled);
    if (polled == NULL) {
      return false;
    }
    spawner.polled = polled;
    spawner.polled_size = size;
  }
  const struct connection *connection = &spawner.connection;
  bool writing = buffer_length(&connection->output) > 0;
  bool full = buffer_length(&connection->output) > OUTPUT_HIGH;
  spawner.polled[PLACE_SIGNALS] = (struct pollfd){.fd = spawner.signals, .events = POLLIN};
  spawner.polled[PLACE_IN] =
      (struct pollfd){.fd = is_busy() ? -1 : connection->in, .events = POLLIN};
  spawner.polled[PLACE_OUT] =
      (struct pollfd){.fd = connection->out, .events = (short)(writing ? POLLOUT : 0)};
  for (size_t index = 0; index < spawner.dispatcher.children.count; index++) {
    spawner.polled[PLACE_CHILDREN + index] = (struct pollfd){
        .fd = full ? -1 : spawner.dispatcher.children.all[index].channel, .events = POLLIN};
  }
  return true;
}

/* One round. False at the end of the connection. */
static bool serve(void) {
  if (!fill_polled()) {
    log_line("there is no memory: it ends, jobs go on");
    return false;
  }
  size_t children = spawner.dispatcher.children.count;
  if (poll(spawner.polled, PLACE_CHILDREN + children, groups_patience(&spawner.dispatcher.groups)) < 0) {
    return errno == EINTR;
  }
  if (spawner.polled[PLACE_SIGNALS].revents != 0) {
    reap();
  }
  groups_sweep(&spawner.dispatcher.groups);
  /* The children first: those that are polled are still in their places. */
  relay_all(children);
  if (spawner.polled[PLACE_IN].revents != 0 && !connection_read(&spawner.connection)) {
    return false;
  }
  if (!handle_frames() || spawner.connection.output.failed) {
    return false;
  }
  bool gone = (spawner.polled[PLACE_OUT].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  return connection_flush(&spawner.connection) &&
         !(gone && spawner.polled[PLACE_IN].revents == 0);
}

static void tell_key(struct buffer *output, uint8_t tag, struct key *key) {
  if (key->content != NULL) {
    frame_bytes(output, tag, key->content, key->length);
    key_wipe(key);
  }
}

static bool say_hello(struct keys *keys) {
  static const char *const memory_limits[] = {"address-space", "cgroup1", "cgroup2"};
  const struct settings *settings = spawner.settings;
  struct buffer *output = &spawner.connection.output;
  size_t place = frame_begin(output, 0, ANSWER_HELLO);
  frame_number(output, TAG_PROTOCOL, PROTOCOL_VERSION);
  frame_number(output, TAG_PRIVILEGED, settings->privileged ? 1 : 0);
  frame_number(output, TAG_MINIMUM_USER_ID, settings->minimum_user_id);
  frame_number(output, TAG_SERVER_USER_ID, settings->server.identity.user_id);
  frame_text(output, TAG_BOOT_ID, settings->boot_id);
  frame_number(output, TAG_CLOCK_TICKS, (uint64_t)sysconf(_SC_CLK_TCK));
  frame_number(output, TAG_PAGE_SIZE, (uint64_t)sysconf(_SC_PAGESIZE));
  frame_text(output, TAG_MEMORY_LIMIT, memory_limits[settings->memory_limit]);
  frame_number(output, TAG_PAM, settings->pam ? 1 : 0);
  tell_key(output, TAG_KEY, &keys->current);
  tell_key(output, TAG_PREVIOUS_KEY, &keys->previous);
  tell_key(output, TAG_SESSION_KEY, &keys->session);
  frame_end(output, place);
  bool sent = !output->failed;
  while (sent && buffer_length(output) > 0) {
    struct pollfd ready = {.fd = spawner.connection.out, .events = POLLOUT};
    sent = (poll(&ready, 1, -1) >= 0 || errno == EINTR) && connection_flush(&spawner.connection);
  }
  /* No child shall inherit a key. */
  if (output->bytes != NULL) {
    explicit_bzero(output->bytes, output->size);
  }
  return sent;
}

static void ignore_signals(void) {
  static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGUSR1, SIGUSR2,
                                SIGTSTP, SIGTTIN, SIGTTOU};
  for (size_t index = 0; index < sizeof ignored / sizeof ignored[0]; index++) {
    signal(ignored[index], SIG_IGN);
  }
}

static int watch_children(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) {
    return -1;
  }
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Each child that owes an answer takes a descriptor. */
static size_t raise_descriptors(const struct settings *settings) {
  struct rlimit limit = {.rlim_cur = settings->open_files.rlim_max,
                         .rlim_max = settings->open_files.rlim_max};
  rlim_t wanted = 2 * UNANSWERED_MOST;
  if (limit.rlim_cur > wanted) {
    limit.rlim_cur = wanted;
  }
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    limit = settings->open_files;
  }
  return limit.rlim_cur > 2 * DESCRIPTORS_KEPT ? (size_t)limit.rlim_cur - DESCRIPTORS_KEPT
                                               : DESCRIPTORS_KEPT;
}

int spawner_run(struct settings *settings, int in, int out, struct keys *keys) {
  settings->accounts = &spawner.dispatcher.children.accounts;
  spawner.settings = settings;
  reset_signals();
  ignore_signals();
  setsid();
  spawner.signals = watch_children();
  spawner.dispatcher.settings = settings;
  spawner.dispatcher.output = &spawner.connection.output;
  spawner.dispatcher.forget = forget_request;
  spawner.dispatcher.children_most = raise_descriptors(settings);
  groups_prepare(&spawner.dispatcher.groups, settings);
  /* Without privileges there is nothing to hide, and where /proc hides processes that can't be looked
     into, the spawner and the launcher would not see shims. */
  if ((settings->privileged && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) || chdir("/") != 0 || spawner.signals < 0 ||
      !connection_open(&spawner.connection, in, out, settings->privileged,
                       settings->server.identity.user_id)) {
    log_line("it can't be started: %s", strerror(errno));
    return EXIT_FAILURE;
  }
  if (!say_hello(keys)) {
    return EXIT_FAILURE;
  }
  while (serve()) {
  }
  return EXIT_SUCCESS;
}
