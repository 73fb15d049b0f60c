/*
 * Does with the launcher's socket what the launcher does not.
 *   socket-intruder foreign PID    root writes a request into the socket of the launcher PID
 *   socket-intruder descriptor     run as the launcher: sends a descriptor along with a request,
 *                                  and tells when the spawner has ended
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "frame.h"
#include "protocol.h"

static void fail(const char *what) {
  perror(what);
  exit(EXIT_FAILURE);
}

static struct buffer make_request(void) {
  struct buffer request = {0};
  size_t place = frame_begin(&request, 1, REQUEST_USER);
  frame_text(&request, TAG_USER, "alice");
  frame_end(&request, place);
  return request;
}

static void write_to(pid_t launcher) {
  struct buffer request = make_request();
  int process = (int)syscall(SYS_pidfd_open, launcher, 0U);
  int stolen = process < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, process, STDIN_FILENO, 0U);
  if (stolen < 0 || send(stolen, request.bytes, buffer_length(&request), MSG_NOSIGNAL) < 0) {
    fail("foreign");
  }
}

static void send_descriptor(void) {
  struct buffer request = make_request();
  char answer[4096];
  int sent = STDERR_FILENO;
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
  } control;
  memset(&control, 0, sizeof control);
  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  control.header.cmsg_len = CMSG_LEN(sizeof sent);
  memcpy(CMSG_DATA(&control.header), &sent, sizeof sent);
  struct iovec part = {.iov_base = request.bytes, .iov_len = buffer_length(&request)};
  struct msghdr message = {.msg_iov = &part,
                           .msg_iovlen = 1,
                           .msg_control = control.space,
                           .msg_controllen = sizeof control.space};
  if (read(STDIN_FILENO, answer, sizeof answer) <= 0 ||
      sendmsg(STDIN_FILENO, &message, MSG_NOSIGNAL) < 0) {
    fail("descriptor");
  }
  ssize_t count = read(STDIN_FILENO, answer, sizeof answer);
  puts(count > 0 ? "answered" : "ended");
}

int main(int count, char **arguments) {
  if (count == 3 && strcmp(arguments[1], "foreign") == 0) {
    write_to((pid_t)strtol(arguments[2], NULL, 10));
  } else if (count == 2 && strcmp(arguments[1], "descriptor") == 0) {
    send_descriptor();
  } else {
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
