/* The frames of the protocol: taking them apart, and making them. */
#ifndef OPENLAUNCHER_FRAME_H
#define OPENLAUNCHER_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "refusal.h"

/* Bytes that grow at their end, and are used up from their beginning. */
struct buffer {
  uint8_t *bytes;
  size_t begin;
  size_t end;
  size_t size;
  bool failed; /* there was no memory; what is in it is not complete */
};

/* Makes room behind the end; false where there is no memory. */
bool buffer_reserve(struct buffer *buffer, size_t length);
void buffer_add(struct buffer *buffer, const void *bytes, size_t length);
void buffer_take(struct buffer *buffer, size_t length);
void buffer_free(struct buffer *buffer);
static inline size_t buffer_length(const struct buffer *buffer) {
  return buffer->end - buffer->begin;
}

uint32_t little_endian_32(const uint8_t *bytes);
uint64_t little_endian_64(const uint8_t *bytes);
void set_little_endian_32(uint8_t *bytes, uint32_t value);

enum { FRAME_HEADER = 9 }; /* length, request number, kind */

/* Begins a frame at the end of the buffer, and returns its place, which frame_end wants. */
size_t frame_begin(struct buffer *buffer, uint32_t number, uint8_t kind);
void frame_number(struct buffer *buffer, uint8_t tag, uint64_t value);
void frame_text(struct buffer *buffer, uint8_t tag, const char *text);
void frame_bytes(struct buffer *buffer, uint8_t tag, const void *bytes, size_t length);
void frame_end(struct buffer *buffer, size_t place);

/* A whole frame that says no. */
void frame_refusal(struct buffer *buffer, uint32_t number, const struct refusal *refusal);

#endif
