#include "spawner.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "account.h"
#include "children.h"
#include "connection.h"
#include "groups.h"
#include "io.h"
#include "log.h"
#include "protocol.h"
#include "reader.h"
#include "request.h"
#include "shim.h"
#include "signaller.h"

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
  struct children children;
  struct groups groups;
  size_t children_most;
  uint64_t files; /* how many were opened: their numbers */
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

static void refuse_request(uint32_t number, const struct refusal *refusal) {
  frame_refusal(&spawner.connection.output, number, refusal);
}

static void answer_done(uint32_t number) {
  frame_end(&spawner.connection.output,
            frame_begin(&spawner.connection.output, number, ANSWER_DONE));
}

static void prepare_child(int channel) {
  close_others(&channel, 1);
  reset_signals();
  signal(SIGPIPE, SIG_IGN);
  alarm(LOOK_UP_SECONDS);
}

static _Noreturn void answer_and_end(int channel, struct buffer *buffer) {
  bool written = !buffer->failed &&
                 write_fully(channel, buffer->bytes + buffer->begin, buffer_length(buffer));
  _exit(written ? EXIT_SUCCESS : EXIT_FAILURE);
}

static _Noreturn void run_signaller(const struct request *request, int channel) {
  struct buffer buffer = {0};
  struct refusal refusal;
  prepare_child(channel);
  if (signaller_run(spawner.settings, request, &refusal)) {
    frame_end(&buffer, frame_begin(&buffer, request->number, ANSWER_DONE));
  } else {
    frame_refusal(&buffer, request->number, &refusal);
  }
  answer_and_end(channel, &buffer);
}

static _Noreturn void run_look_up(const struct request *request, int channel) {
  struct buffer buffer = {0};
  struct refusal refusal;
  struct account account;
  prepare_child(channel);
  if (!account_admit(spawner.settings, request_text(request, TAG_USER), &account, &refusal)) {
    frame_refusal(&buffer, request->number, &refusal);
    answer_and_end(channel, &buffer);
  }
  size_t place = frame_begin(&buffer, request->number, ANSWER_ACCOUNT);
  frame_text(&buffer, TAG_USER, account.name);
  frame_number(&buffer, TAG_USER_ID, account.identity.user_id);
  frame_number(&buffer, TAG_GROUP_ID, account.identity.group_id);
  frame_text(&buffer, TAG_HOME, account.home);
  frame_text(&buffer, TAG_SHELL, account.shell);
  for (size_t index = 0; index < account.identity.group_count; index++) {
    frame_number(&buffer, TAG_GROUP, account.identity.groups[index]);
  }
  frame_end(&buffer, place);
  answer_and_end(channel, &buffer);
}

static _Noreturn void run_child(struct request *request, int channel, uint64_t file) {
  switch (request->kind) {
    case REQUEST_LAUNCH:
      shim_run(spawner.settings, request, channel, forget_request);
    case REQUEST_SIGNAL:
      run_signaller(request, channel);
    case REQUEST_OPEN:
      prepare_child(channel);
      reader_run(spawner.settings, request, file, channel);
    default:
      run_look_up(request, channel);
  }
}

static bool make_channel(uint8_t kind, int ends[2]) {
  bool made = kind == REQUEST_OPEN ? socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0
                                   : pipe2(ends, O_CLOEXEC) == 0;
  if (made && fcntl(ends[0], F_SETFL, fcntl(ends[0], F_GETFL) | O_NONBLOCK) != 0) {
    close(ends[0]);
    close(ends[1]);
    return false;
  }
  return made;
}

static bool make_child(struct request *request, struct refusal *refusal) {
  int ends[2];
  if (request->kind == REQUEST_OPEN && spawner.children.count >= spawner.children_most / 2) {
    return refuse(refusal, REFUSAL_RESOURCES, EMFILE, "Too many files are open");
  }
  if (!make_channel(request->kind, ends)) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "There can be no channel to a new process");
  }
  uint64_t file = request->kind == REQUEST_OPEN ? ++spawner.files : 0;
  struct child *child =
      children_add(&spawner.children, 0, ends[0], request->number, file);
  if (child == NULL) {
    close(ends[0]);
    close(ends[1]);
    return refuse(refusal, REFUSAL_RESOURCES, ENOMEM, "There is no memory for a new process");
  }
  pid_t id = fork();
  if (id == 0) {
    run_child(request, ends[1], file);
  }
  int error = errno;
  close(ends[1]);
  if (id < 0) {
    refuse(refusal, REFUSAL_RESOURCES, error, "There can be no new process");
    children_remove(&spawner.children, child, refusal, &spawner.connection.output);
    return true; /* that was the answer */
  }
  child->id = id;
  if (request->values[TAG_MEMORY_BYTES].present &&
      spawner.settings->memory_limit != MEMORY_ADDRESS_SPACE) {
    groups_add(&spawner.groups, id, request_text(request, TAG_JOB_ID));
  }
  return true;
}

static struct child *find_file(const struct request *request, struct refusal *refusal) {
  uint64_t file = request_number(request, TAG_FILE);
  struct child *child = children_find_file(&spawner.children, file);
  if (child == NULL) {
    refuse(refusal, REFUSAL_FILE, EBADF, "No file with the number %llu is open",
           (unsigned long long)file);
  }
  return child;
}

static bool read_file(const struct request *request, struct refusal *refusal) {
  struct child *child = find_file(request, refusal);
  if (child == NULL) {
    return false;
  }
  struct read_order order = {.number = request->number,
                             .length = (uint32_t)request_number(request, TAG_LENGTH),
                             .offset = request_number(request, TAG_OFFSET)};
  if (child->pending_count == PENDING_MOST) {
    return refuse(refusal, REFUSAL_RESOURCES, EAGAIN, "Too much is read from the file at once");
  }
  /* So few and so small that they always have room in the socket, as a whole. */
  if (send(child->channel, &order, sizeof order, MSG_NOSIGNAL) != (ssize_t)sizeof order) {
    return refuse(refusal, REFUSAL_FILE, errno, "The file can't be read any more");
  }
  return children_owe(&spawner.children, child, request->number);
}

static bool close_file(const struct request *request, struct refusal *refusal) {
  struct child *child = find_file(request, refusal);
  if (child == NULL) {
    return false;
  }
  /* It could be waiting for a share that hangs. */
  if (child->id > 0) {
    kill(child->id, SIGKILL);
  }
  refuse(refusal, REFUSAL_FILE, ECANCELED, "The file was closed while it was read");
  children_remove(&spawner.children, child, refusal, &spawner.connection.output);
  answer_done(request->number);
  return true;
}

static bool handle(struct request *request, struct refusal *refusal) {
  switch (request->kind) {
    case REQUEST_READ:
      return read_file(request, refusal);
    case REQUEST_CLOSE:
      return close_file(request, refusal);
    default:
      return make_child(request, refusal);
  }
}

static bool is_busy(void) {
  return spawner.children.unanswered >= UNANSWERED_MOST ||
         spawner.children.count >= spawner.children_most ||
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
    if (!request_parse(frame, length, &current, &refusal) || !handle(&current, &refusal)) {
      refuse_request(current.number, &refusal);
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
    children_ended(&spawner.children, id);
    groups_ended(&spawner.groups, id);
  }
}

static void relay_all(size_t count) {
  struct refusal refusal;
  refuse(&refusal, REFUSAL_RESOURCES, 0, "The process that was to do it ended before it was done");
  /* From the end, since the last one takes the place of one that is removed. */
  for (size_t index = count; index-- > 0;) {
    struct child *child = &spawner.children.all[index];
    if (spawner.polled[PLACE_CHILDREN + index].revents != 0 &&
        !children_relay(&spawner.children, child, &spawner.connection.output)) {
      children_remove(&spawner.children, child, &refusal, &spawner.connection.output);
    }
  }
}

static bool fill_polled(void) {
  size_t count = PLACE_CHILDREN + spawner.children.count;
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
  for (size_t index = 0; index < spawner.children.count; index++) {
    spawner.polled[PLACE_CHILDREN + index] = (struct pollfd){
        .fd = full ? -1 : spawner.children.all[index].channel, .events = POLLIN};
  }
  return true;
}

/* One round. False at the end of the connection. */
static bool serve(void) {
  if (!fill_polled()) {
    log_line("there is no memory: it ends, jobs go on");
    return false;
  }
  size_t children = spawner.children.count;
  if (poll(spawner.polled, PLACE_CHILDREN + children, groups_patience(&spawner.groups)) < 0) {
    return errno == EINTR;
  }
  if (spawner.polled[PLACE_SIGNALS].revents != 0) {
    reap();
  }
  groups_sweep(&spawner.groups);
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

static bool say_hello(void *key, size_t key_length) {
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
  if (key != NULL) {
    frame_bytes(output, TAG_KEY, key, key_length);
    explicit_bzero(key, key_length);
  }
  frame_end(output, place);
  bool sent = !output->failed;
  while (sent && buffer_length(output) > 0) {
    struct pollfd ready = {.fd = spawner.connection.out, .events = POLLOUT};
    sent = (poll(&ready, 1, -1) >= 0 || errno == EINTR) && connection_flush(&spawner.connection);
  }
  /* No child shall inherit the key. */
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

int spawner_run(const struct settings *settings, int in, int out, void *key, size_t key_length) {
  spawner.settings = settings;
  reset_signals();
  ignore_signals();
  setsid();
  spawner.signals = watch_children();
  spawner.children_most = raise_descriptors(settings);
  groups_prepare(&spawner.groups, settings);
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || chdir("/") != 0 || spawner.signals < 0 ||
      !connection_open(&spawner.connection, in, out, settings->privileged,
                       settings->server.identity.user_id)) {
    log_line("it can't be started: %s", strerror(errno));
    return EXIT_FAILURE;
  }
  if (!say_hello(key, key_length)) {
    return EXIT_FAILURE;
  }
  while (serve()) {
  }
  return EXIT_SUCCESS;
}
