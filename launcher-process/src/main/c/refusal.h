/* Why something can't be done, in a word for programs and a sentence for people. */
#ifndef OPENLAUNCHER_REFUSAL_H
#define OPENLAUNCHER_REFUSAL_H

#include <stdbool.h>

struct refusal {
  char word[24];
  int error; /* errno or 0 */
  char message[768];
};

/* Notes it and returns false. Where error is not 0, its meaning is added to the message. */
bool refuse(struct refusal *refusal, const char *word, int error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
