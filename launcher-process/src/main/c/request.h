/* A request, taken apart and checked against the rules of protocol.h. */
#ifndef OPENLAUNCHER_REQUEST_H
#define OPENLAUNCHER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "refusal.h"

enum { REQUEST_TAGS = 34 }; /* one more than the highest tag of a request */

struct value {
  bool present;
  char *text; /* ends with a NUL that is not counted in length; bytes likewise */
  size_t length;
  uint64_t number;
};

/* Texts that came under the same tag, and a NULL behind them. */
struct texts {
  char **all;
  size_t count;
  size_t size;
};

struct request {
  uint32_t number;
  uint8_t kind;
  struct value values[REQUEST_TAGS];
  struct texts arguments;
  struct texts variables;
};

/*
 * Takes apart what follows a frame's length. The texts stay where they are in the frame, which is
 * changed: each moves a little to get its NUL. Number and kind are set as far as they are there,
 * also where it returns false. request_free gives back what it took.
 */
bool request_parse(uint8_t *frame, size_t length, struct request *request,
                   struct refusal *refusal);
void request_free(struct request *request);

/* NULL where the field is missing. */
static inline const char *request_text(const struct request *request, unsigned tag) {
  return request->values[tag].text;
}

/* 0 where the field is missing. */
static inline uint64_t request_number(const struct request *request, unsigned tag) {
  return request->values[tag].number;
}

#endif
