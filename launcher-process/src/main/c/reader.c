#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account.h"
#include "frame.h"
#include "io.h"
#include "protocol.h"

static bool open_file(const char *path, int *file, struct stat *found, struct refusal *refusal) {
  /* Not blocking, since it could be a pipe. */
  *file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (*file < 0) {
    return refuse(refusal, REFUSAL_FILE, errno, "The file %s can't be opened", path);
  }
  if (fstat(*file, found) != 0) {
    return refuse(refusal, REFUSAL_FILE, errno, "The file %s can't be examined", path);
  }
  return S_ISREG(found->st_mode) ||
         refuse(refusal, REFUSAL_FILE, S_ISDIR(found->st_mode) ? EISDIR : 0,
                "The file %s is not a plain file", path);
}

static void answer(int channel, struct buffer *buffer) {
  if (buffer->failed ||
      !write_fully(channel, buffer->bytes + buffer->begin, buffer_length(buffer))) {
    _exit(EXIT_FAILURE);
  }
  buffer_take(buffer, buffer_length(buffer));
}

static void answer_refusal(int channel, struct buffer *buffer, uint32_t number,
                           const struct refusal *refusal) {
  frame_refusal(buffer, number, refusal);
  answer(channel, buffer);
}

static ssize_t read_at(int file, void *bytes, size_t length, off_t offset) {
  size_t used = 0;
  while (used < length) {
    ssize_t count = pread(file, (char *)bytes + used, length - used, offset + (off_t)used);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0 && used == 0) {
      return -1;
    }
    if (count <= 0) {
      break;
    }
    used += (size_t)count;
  }
  return (ssize_t)used;
}

static void serve(int file, int channel, const struct read_order *order, uint8_t *content,
                  struct buffer *buffer) {
  struct refusal refusal;
  struct stat found;
  ssize_t length = read_at(file, content, order->length, (off_t)order->offset);
  if (length < 0 || fstat(file, &found) != 0) {
    refuse(&refusal, REFUSAL_FILE, errno, "The file can't be read at %llu",
           (unsigned long long)order->offset);
    answer_refusal(channel, buffer, order->number, &refusal);
    return;
  }
  size_t place = frame_begin(buffer, order->number, ANSWER_DATA);
  frame_bytes(buffer, TAG_CONTENT, content, (size_t)length);
  frame_number(buffer, TAG_SIZE, (uint64_t)found.st_size);
  frame_end(buffer, place);
  answer(channel, buffer);
}

_Noreturn void reader_run(const struct settings *settings, const struct request *request,
                          uint64_t file_number, int channel) {
  struct buffer buffer = {0};
  struct account account;
  struct refusal refusal;
  struct stat found;
  int file = -1;
  uint8_t *content = malloc(READ_LENGTH_MOST);
  if (content == NULL) {
    _exit(EXIT_FAILURE);
  }
  if (!account_admit(settings, request_text(request, TAG_USER), &account, &refusal) ||
      !account_act_for(settings, &account, &refusal) ||
      !open_file(request_text(request, TAG_PATH), &file, &found, &refusal)) {
    answer_refusal(channel, &buffer, request->number, &refusal);
    _exit(EXIT_FAILURE);
  }
  alarm(0);
  size_t place = frame_begin(&buffer, request->number, ANSWER_FILE);
  frame_number(&buffer, TAG_FILE, file_number);
  frame_number(&buffer, TAG_DEVICE, found.st_dev);
  frame_number(&buffer, TAG_INODE, found.st_ino);
  frame_number(&buffer, TAG_SIZE, (uint64_t)found.st_size);
  frame_end(&buffer, place);
  answer(channel, &buffer);
  struct read_order order;
  while (read_fully(channel, &order, sizeof order) == (ssize_t)sizeof order) {
    if (order.length > 0 && order.length <= READ_LENGTH_MOST) {
      serve(file, channel, &order, content, &buffer);
    }
  }
  _exit(EXIT_SUCCESS);
}
