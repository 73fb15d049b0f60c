#include "dispatch.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "frame.h"
#include "protocol.h"
#include "reader.h"
#include "task.h"

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

static bool make_child(struct dispatcher *dispatcher, struct request *request,
                       struct refusal *refusal) {
  int ends[2];
  if (request->kind == REQUEST_OPEN && dispatcher->children.count >= dispatcher->children_most / 2) {
    return refuse(refusal, REFUSAL_RESOURCES, EMFILE, "Too many files are open");
  }
  if (!make_channel(request->kind, ends)) {
    return refuse(refusal, REFUSAL_RESOURCES, errno, "There can be no channel to a new process");
  }
  uint64_t file = request->kind == REQUEST_OPEN ? ++dispatcher->files : 0;
  struct child *child =
      children_add(&dispatcher->children, 0, ends[0], request->number, file);
  if (child == NULL) {
    close(ends[0]);
    close(ends[1]);
    return refuse(refusal, REFUSAL_RESOURCES, ENOMEM, "There is no memory for a new process");
  }
  pid_t id = fork();
  if (id == 0) {
    task_run(dispatcher->settings, request, ends[1], file, dispatcher->forget);
  }
  int error = errno;
  close(ends[1]);
  if (id < 0) {
    refuse(refusal, REFUSAL_RESOURCES, error, "There can be no new process");
    children_remove(&dispatcher->children, child, refusal, dispatcher->output);
    return true; /* that was the answer */
  }
  child->id = id;
  if (request->values[TAG_MEMORY_BYTES].present &&
      dispatcher->settings->memory_limit != MEMORY_ADDRESS_SPACE) {
    groups_add(&dispatcher->groups, id, request_text(request, TAG_JOB_ID));
  }
  return true;
}

static struct child *find_file(struct dispatcher *dispatcher, const struct request *request,
                               struct refusal *refusal) {
  uint64_t file = request_number(request, TAG_FILE);
  struct child *child = children_find_file(&dispatcher->children, file);
  if (child == NULL) {
    refuse(refusal, REFUSAL_FILE, EBADF, "No file with the number %llu is open",
           (unsigned long long)file);
  }
  return child;
}

static bool read_file(struct dispatcher *dispatcher, const struct request *request,
                      struct refusal *refusal) {
  struct child *child = find_file(dispatcher, request, refusal);
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
  return children_owe(&dispatcher->children, child, request->number);
}

static bool close_file(struct dispatcher *dispatcher, const struct request *request,
                       struct refusal *refusal) {
  struct child *child = find_file(dispatcher, request, refusal);
  if (child == NULL) {
    return false;
  }
  /* It could be waiting for a share that hangs. */
  if (child->id > 0) {
    kill(child->id, SIGKILL);
  }
  refuse(refusal, REFUSAL_FILE, ECANCELED, "The file was closed while it was read");
  children_remove(&dispatcher->children, child, refusal, dispatcher->output);
  frame_end(dispatcher->output, frame_begin(dispatcher->output, request->number, ANSWER_DONE));
  return true;
}

bool dispatch(struct dispatcher *dispatcher, struct request *request, struct refusal *refusal) {
  switch (request->kind) {
    case REQUEST_READ:
      return read_file(dispatcher, request, refusal);
    case REQUEST_CLOSE:
      return close_file(dispatcher, request, refusal);
    default:
      return make_child(dispatcher, request, refusal);
  }
}

