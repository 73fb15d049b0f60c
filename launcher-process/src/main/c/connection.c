#include "connection.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "log.h"
#include "protocol.h"

enum {
  LENGTH_SIZE = 4,
  INPUT_SIZE = FRAME_LENGTH_MOST + LENGTH_SIZE,
  INPUT_KEPT = 256 * 1024, /* more than this goes back to the kernel after a long frame */
};

static bool make_nonblocking(int file) {
  int flags = fcntl(file, F_GETFL);
  return flags >= 0 && fcntl(file, F_SETFL, flags | O_NONBLOCK) == 0;
}

bool connection_open(struct connection *connection, int in, int out, bool check_sender,
                     uid_t sender) {
  memset(connection, 0, sizeof *connection);
  connection->in = in;
  connection->out = out;
  connection->check_sender = check_sender;
  connection->sender = sender;
  void *input = mmap(NULL, INPUT_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (input == MAP_FAILED) {
    return false;
  }
  connection->input = input;
  return make_nonblocking(in) && make_nonblocking(out);
}

/* The kernel says with each message who wrote it. Descriptors that come along are not wanted. */
static bool check_message(struct connection *connection, struct msghdr *message) {
  bool known = false;
  bool descriptors = (message->msg_flags & MSG_CTRUNC) != 0;
  for (struct cmsghdr *control = CMSG_FIRSTHDR(message); control != NULL;
       control = CMSG_NXTHDR(message, control)) {
    if (control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_CREDENTIALS) {
      struct ucred sender;
      memcpy(&sender, CMSG_DATA(control), sizeof sender);
      known = sender.uid == connection->sender;
    } else {
      descriptors = true;
    }
  }
  if (!known || descriptors) {
    log_line(descriptors ? "descriptors came with a message, which is not expected: it ends"
                         : "a message was not written by the launcher's user: it ends");
    return false;
  }
  return true;
}

static ssize_t receive(struct connection *connection, void *bytes, size_t length) {
  if (!connection->check_sender) {
    return read(connection->in, bytes, length);
  }
  /* Exactly room for the sender, so that the kernel drops descriptors instead of making them. */
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(struct ucred))];
  } control;
  struct iovec part = {.iov_base = bytes, .iov_len = length};
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = control.space,
                           .msg_controllen = sizeof control.space};
  ssize_t count = recvmsg(connection->in, &message, MSG_CMSG_CLOEXEC);
  return count > 0 && !check_message(connection, &message) ? 0 : count;
}

bool connection_read(struct connection *connection) {
  if (connection->begin > 0 && connection->end == INPUT_SIZE) {
    memmove(connection->input, connection->input + connection->begin,
            connection->end - connection->begin);
    connection->end -= connection->begin;
    connection->begin = 0;
  }
  size_t room = INPUT_SIZE - connection->end;
  if (room == 0) {
    return true; /* a whole frame is there and waits */
  }
  ssize_t count = receive(connection, connection->input + connection->end, room);
  if (count < 0) {
    return errno == EAGAIN || errno == EINTR;
  }
  connection->end += (size_t)count;
  if (connection->end > connection->touched) {
    connection->touched = connection->end;
  }
  return count > 0;
}

static void rewind_input(struct connection *connection) {
  connection->begin = 0;
  connection->end = 0;
  if (connection->touched > INPUT_KEPT) {
    madvise(connection->input, INPUT_SIZE, MADV_DONTNEED);
    connection->touched = 0;
  }
}

int connection_next(struct connection *connection, uint8_t **frame, size_t *length) {
  if (connection->begin == connection->end) {
    rewind_input(connection);
    return 0;
  }
  size_t available = connection->end - connection->begin;
  uint8_t *start = connection->input + connection->begin;
  if (available < LENGTH_SIZE) {
    return 0;
  }
  *length = little_endian_32(start);
  if (*length > FRAME_LENGTH_MOST) {
    return -1;
  }
  if (available - LENGTH_SIZE < *length) {
    return 0;
  }
  *frame = start + LENGTH_SIZE;
  connection->begin += LENGTH_SIZE + *length;
  return 1;
}

bool connection_flush(struct connection *connection) {
  struct buffer *output = &connection->output;
  while (buffer_length(output) > 0) {
    ssize_t count = write(connection->out, output->bytes + output->begin, buffer_length(output));
    if (count < 0) {
      return errno == EAGAIN || errno == EINTR;
    }
    buffer_take(output, (size_t)count);
  }
  return true;
}

void connection_forget_input(struct connection *connection) {
  munmap(connection->input, INPUT_SIZE);
  connection->input = NULL;
}
