#include "children.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "protocol.h"

enum {
  CHUNK = 64 * 1024,
  LENGTH_SIZE = 4,
  ANSWER_MOST = 2 * 1024 * 1024, /* an account with very many groups */
};

struct child *children_add(struct children *children, pid_t id, int channel, uint32_t number,
                           uint64_t file) {
  if (children->count == children->size) {
    size_t size = children->size == 0 ? 64 : children->size * 2;
    struct child *all = reallocarray(children->all, size, sizeof *all);
    if (all == NULL) {
      return NULL;
    }
    children->all = all;
    children->size = size;
  }
  struct child *child = &children->all[children->count++];
  memset(child, 0, sizeof *child);
  child->id = id;
  child->channel = channel;
  child->file = file;
  child->pending[child->pending_count++] = number;
  children->unanswered++;
  return child;
}

struct child *children_find_file(struct children *children, uint64_t file) {
  for (size_t index = 0; index < children->count; index++) {
    struct child *child = &children->all[index];
    if (child->file == file && child->opened) {
      return child;
    }
  }
  return NULL;
}

bool children_owe(struct children *children, struct child *child, uint32_t number) {
  if (child->pending_count == PENDING_MOST) {
    return false;
  }
  child->pending[child->pending_count++] = number;
  children->unanswered++;
  return true;
}

static void settle(struct children *children, struct child *child) {
  child->pending_count--;
  children->unanswered--;
  memmove(child->pending, child->pending + 1, child->pending_count * sizeof *child->pending);
}

/* Whether there was no nonsense in it. */
static bool pass_on(struct children *children, struct child *child, struct buffer *output) {
  struct buffer *input = &child->input;
  while (buffer_length(input) >= FRAME_HEADER) {
    const uint8_t *frame = input->bytes + input->begin;
    size_t length = (size_t)little_endian_32(frame) + LENGTH_SIZE;
    uint8_t kind = frame[FRAME_HEADER - 1];
    bool report = kind == REPORT_ACCOUNT;
    if (length < FRAME_HEADER || length > ANSWER_MOST || child->pending_count == 0 ||
        (!report && (little_endian_32(frame + LENGTH_SIZE) != child->pending[0] ||
                     kind <= ANSWER_HELLO))) {
      return false;
    }
    if (buffer_length(input) < length) {
      return true;
    }
    if (report) {
      accounts_learn(&children->accounts, frame, length);
      buffer_take(input, length);
      continue;
    }
    child->opened = child->opened || kind == ANSWER_FILE;
    buffer_add(output, frame, length);
    buffer_take(input, length);
    settle(children, child);
  }
  return true;
}

bool children_relay(struct children *children, struct child *child, struct buffer *output) {
  struct buffer *input = &child->input;
  if (!buffer_reserve(input, CHUNK)) {
    return false;
  }
  ssize_t count = read(child->channel, input->bytes + input->end, CHUNK);
  if (count < 0) {
    return errno == EAGAIN || errno == EINTR;
  }
  input->end += (size_t)count;
  return count > 0 && pass_on(children, child, output);
}

void children_remove(struct children *children, struct child *child,
                     const struct refusal *refusal, struct buffer *output) {
  while (child->pending_count > 0) {
    frame_refusal(output, child->pending[0], refusal);
    settle(children, child);
  }
  close(child->channel);
  buffer_free(&child->input);
  *child = children->all[--children->count];
}

void children_ended(struct children *children, pid_t id) {
  for (size_t index = 0; index < children->count; index++) {
    if (children->all[index].id == id) {
      children->all[index].id = 0;
    }
  }
}
