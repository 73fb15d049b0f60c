#include "refusal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Room that a long path in the message must leave for what the error means. */
enum { MEANING_SIZE = 128 };

static void replace_control_characters(char *text) {
  for (; *text != '\0'; text++) {
    unsigned char character = (unsigned char)*text;
    if (character < ' ' || character == 0x7f) {
      *text = '?';
    }
  }
}

bool refuse(struct refusal *refusal, const char *word, int error, const char *format, ...) {
  memset(refusal, 0, sizeof *refusal);
  snprintf(refusal->word, sizeof refusal->word, "%s", word);
  refusal->error = error;
  size_t room = sizeof refusal->message - MEANING_SIZE;
  va_list values;
  va_start(values, format);
  int length = vsnprintf(refusal->message, room, format, values);
  va_end(values);
  size_t used = length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1;
  if (error != 0) {
    snprintf(refusal->message + used, sizeof refusal->message - used, ": %.*s.",
             MEANING_SIZE - 8, strerror(error));
  } else {
    snprintf(refusal->message + used, sizeof refusal->message - used, ".");
  }
  replace_control_characters(refusal->message);
  return false;
}
