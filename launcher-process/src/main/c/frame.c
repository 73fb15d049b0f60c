#include "frame.h"

#include <stdlib.h>
#include <string.h>

#include "protocol.h"

enum { BUFFER_LEAST = 4096 };

bool buffer_reserve(struct buffer *buffer, size_t length) {
  if (buffer->failed) {
    return false;
  }
  if (buffer->size - buffer->end >= length) {
    return true;
  }
  size_t used = buffer_length(buffer);
  if (buffer->begin > 0) {
    memmove(buffer->bytes, buffer->bytes + buffer->begin, used);
    buffer->begin = 0;
    buffer->end = used;
    if (buffer->size - used >= length) {
      return true;
    }
  }
  size_t size = buffer->size < BUFFER_LEAST ? BUFFER_LEAST : buffer->size;
  while (size - used < length) {
    if (size > SIZE_MAX / 2) {
      buffer->failed = true;
      return false;
    }
    size *= 2;
  }
  uint8_t *bytes = realloc(buffer->bytes, size);
  if (bytes == NULL) {
    buffer->failed = true;
    return false;
  }
  buffer->bytes = bytes;
  buffer->size = size;
  return true;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length) {
  if (length > 0 && buffer_reserve(buffer, length)) {
    memcpy(buffer->bytes + buffer->end, bytes, length);
    buffer->end += length;
  }
}

void buffer_take(struct buffer *buffer, size_t length) {
  buffer->begin += length;
  if (buffer->begin == buffer->end) {
    buffer->begin = 0;
    buffer->end = 0;
  }
}

void buffer_free(struct buffer *buffer) {
  free(buffer->bytes);
  memset(buffer, 0, sizeof *buffer);
}

uint32_t little_endian_32(const uint8_t *bytes) {
  return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
         (uint32_t)bytes[3] << 24;
}

uint64_t little_endian_64(const uint8_t *bytes) {
  return (uint64_t)little_endian_32(bytes) | (uint64_t)little_endian_32(bytes + 4) << 32;
}

void set_little_endian_32(uint8_t *bytes, uint32_t value) {
  for (int index = 0; index < 4; index++) {
    bytes[index] = (uint8_t)(value >> (8 * index));
  }
}

size_t frame_begin(struct buffer *buffer, uint32_t number, uint8_t kind) {
  uint8_t header[FRAME_HEADER] = {0};
  set_little_endian_32(header + 4, number);
  header[8] = kind;
  size_t place = buffer_length(buffer);
  buffer_add(buffer, header, sizeof header);
  return place;
}

void frame_bytes(struct buffer *buffer, uint8_t tag, const void *bytes, size_t length) {
  uint8_t header[5] = {tag};
  set_little_endian_32(header + 1, (uint32_t)length);
  buffer_add(buffer, header, sizeof header);
  buffer_add(buffer, bytes, length);
}

void frame_number(struct buffer *buffer, uint8_t tag, uint64_t value) {
  uint8_t bytes[8];
  set_little_endian_32(bytes, (uint32_t)value);
  set_little_endian_32(bytes + 4, (uint32_t)(value >> 32));
  frame_bytes(buffer, tag, bytes, sizeof bytes);
}

void frame_text(struct buffer *buffer, uint8_t tag, const char *text) {
  frame_bytes(buffer, tag, text, strlen(text));
}

void frame_end(struct buffer *buffer, size_t place) {
  if (!buffer->failed) {
    uint32_t length = (uint32_t)(buffer_length(buffer) - place - 4);
    set_little_endian_32(buffer->bytes + buffer->begin + place, length);
  }
}

void frame_refusal(struct buffer *buffer, uint32_t number, const struct refusal *refusal) {
  size_t place = frame_begin(buffer, number, ANSWER_REFUSED);
  frame_text(buffer, TAG_REFUSAL, refusal->word);
  frame_number(buffer, TAG_ERROR_NUMBER, (uint64_t)refusal->error);
  frame_text(buffer, TAG_MESSAGE, refusal->message);
  frame_end(buffer, place);
}
