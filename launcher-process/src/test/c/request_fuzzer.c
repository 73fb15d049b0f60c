/*
 * Feeds the request parser with mutations of good requests. With clang's -fsanitize=fuzzer and
 * -DLIBFUZZER it is one of its targets; otherwise it has a main of its own, with a fixed seed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"
#include "protocol.h"
#include "request.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(int condition, const char *what) {
  if (!condition) {
    fprintf(stderr, "the parser broke a promise: %s\n", what);
    abort();
  }
}

/* What the rest of the spawner relies on for a request that was not refused. */
static void check_accepted(const struct request *request) {
  require(request->number != 0, "a number");
  for (unsigned tag = 0; tag < REQUEST_TAGS; tag++) {
    const struct value *value = &request->values[tag];
    require(value->text == NULL || value->text[value->length] == '\0', "a NUL at the end");
  }
  if (request->kind == REQUEST_LAUNCH) {
    require(request->arguments.count > 0 && request->arguments.all[0][0] != '\0', "a program");
    require(request->arguments.all[request->arguments.count] == NULL, "a NULL at the end");
    require(strlen(request_text(request, TAG_JOB_ID)) == JOB_ID_LENGTH, "a job id");
    require(request_text(request, TAG_RECORD)[0] == '/', "an absolute record");
    require(request_text(request, TAG_DIRECTORY)[0] == '/', "an absolute directory");
    require(request_number(request, TAG_UMASK) <= 0777, "a umask");
    for (size_t index = 0; index < request->variables.count; index++) {
      require(strchr(request->variables.all[index], '=') != NULL, "a variable");
    }
  }
  if (request->kind == REQUEST_READ) {
    require(request_number(request, TAG_LENGTH) <= READ_LENGTH_MOST, "a short read");
    require(request_number(request, TAG_OFFSET) <= INT64_MAX, "an offset");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  /* Exactly as long as it is, for the sanitizer to see one byte too many. */
  uint8_t *frame = malloc(length == 0 ? 1 : length);
  struct request request;
  struct refusal refusal;
  if (frame == NULL) {
    return 0;
  }
  if (length > 0) {
    memcpy(frame, bytes, length);
  }
  if (request_parse(frame, length, &request, &refusal)) {
    check_accepted(&request);
  } else {
    require(refusal.word[0] != '\0' && refusal.message[0] != '\0', "a reason");
  }
  request_free(&request);
  free(frame);
  return 0;
}

#ifndef LIBFUZZER

enum { ROUNDS = 300 * 1000, SEEDS = 6, MUTATIONS_MOST = 6, EXTRA = 64 };

/* xorshift64, so that every run and machine tries the same. */
static uint64_t random_state = 0x9e3779b97f4a7c15U;

static size_t random_below(size_t limit) {
  random_state ^= random_state << 13;
  random_state ^= random_state >> 7;
  random_state ^= random_state << 17;
  return limit == 0 ? 0 : (size_t)(random_state % limit);
}

static void begin(struct buffer *buffer, uint8_t kind) { frame_begin(buffer, 7, kind); }

static void make_seeds(struct buffer seeds[SEEDS]) {
  begin(&seeds[0], REQUEST_LAUNCH);
  frame_text(&seeds[0], TAG_USER, "alice");
  frame_text(&seeds[0], TAG_JOB_ID, "01ARZ3NDEKTSV4RRFFQ69G5FAV");
  frame_text(&seeds[0], TAG_TOKEN, "token");
  frame_text(&seeds[0], TAG_BOOT_ID, "boot");
  frame_text(&seeds[0], TAG_RECORD, "/records/one");
  frame_text(&seeds[0], TAG_ARGUMENT, "sh");
  frame_text(&seeds[0], TAG_ARGUMENT, "");
  frame_text(&seeds[0], TAG_VARIABLE, "PATH=/bin");
  frame_text(&seeds[0], TAG_VARIABLE, "EMPTY=");
  frame_text(&seeds[0], TAG_DIRECTORY, "/");
  frame_number(&seeds[0], TAG_UMASK, 022);
  begin(&seeds[1], REQUEST_LAUNCH);
  buffer_add(&seeds[1], seeds[0].bytes + FRAME_HEADER, buffer_length(&seeds[0]) - FRAME_HEADER);
  frame_bytes(&seeds[1], TAG_INPUT, "a\0b", 3);
  frame_text(&seeds[1], TAG_OUTPUT, "/home/alice/out");
  frame_text(&seeds[1], TAG_KEPT_ERRORS, "/kept/errors");
  frame_number(&seeds[1], TAG_PROCESSOR_SECONDS, 10);
  frame_number(&seeds[1], TAG_MEMORY_BYTES, 1 << 20);
  frame_text(&seeds[1], TAG_PAM_PROFILE, "su");
  frame_text(&seeds[1], TAG_SESSION_PAM_PROFILE, "login");
  begin(&seeds[2], REQUEST_SIGNAL);
  frame_text(&seeds[2], TAG_USER, "alice");
  frame_number(&seeds[2], TAG_SHIM_ID, 4711);
  frame_number(&seeds[2], TAG_SHIM_START, 1234567);
  frame_number(&seeds[2], TAG_OPERATION, OPERATION_KILL);
  begin(&seeds[3], REQUEST_OPEN);
  frame_text(&seeds[3], TAG_USER, "alice");
  frame_text(&seeds[3], TAG_PATH, "/home/alice/out");
  begin(&seeds[4], REQUEST_READ);
  frame_number(&seeds[4], TAG_FILE, 1);
  frame_number(&seeds[4], TAG_OFFSET, 0);
  frame_number(&seeds[4], TAG_LENGTH, READ_LENGTH_MOST);
  begin(&seeds[5], REQUEST_USER);
  frame_text(&seeds[5], TAG_USER, "alice");
}

static const uint8_t interesting[] = {0, 1, 2, 5, 0x0a, 0x2f, 0x3d, 0x7f, 0x80, 0xff};

static size_t mutate(uint8_t *bytes, size_t length, size_t room) {
  size_t place = random_below(length);
  switch (random_below(6)) {
    case 0:
      bytes[place] = (uint8_t)random_below(256);
      return length;
    case 1:
      bytes[place] = interesting[random_below(sizeof interesting)];
      return length;
    case 2:
      bytes[place] = (uint8_t)(bytes[place] ^ 1U << random_below(8));
      return length;
    case 3:
      return place; /* cut */
    case 4: {
      size_t removed = random_below(length - place) / 4;
      memmove(bytes + place, bytes + place + removed, length - place - removed);
      return length - removed;
    }
    default: {
      size_t added = random_below(room - length < EXTRA ? room - length : EXTRA);
      memmove(bytes + place + added, bytes + place, length - place);
      return length + added;
    }
  }
}

int main(void) {
  struct buffer seeds[SEEDS];
  uint8_t bytes[4096];
  size_t accepted = 0;
  memset(seeds, 0, sizeof seeds);
  make_seeds(seeds);
  for (int round = 0; round < ROUNDS; round++) {
    const struct buffer *seed = &seeds[random_below(SEEDS)];
    size_t length = buffer_length(seed) - 4;
    memcpy(bytes, seed->bytes + 4, length);
    for (size_t left = random_below(MUTATIONS_MOST + 1); left > 0 && length > 0; left--) {
      length = mutate(bytes, length, sizeof bytes);
    }
    LLVMFuzzerTestOneInput(bytes, length);
    struct request request;
    struct refusal refusal;
    accepted += request_parse(bytes, length, &request, &refusal);
    request_free(&request);
  }
  for (int index = 0; index < SEEDS; index++) {
    buffer_free(&seeds[index]);
  }
  printf("%d requests parsed, %zu of them accepted\n", ROUNDS, accepted);
  return accepted > 0 && accepted < ROUNDS ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
