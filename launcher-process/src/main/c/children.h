/* The spawner's children that still owe answers, or serve a file. */
#ifndef OPENLAUNCHER_CHILDREN_H
#define OPENLAUNCHER_CHILDREN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "accounts.h"
#include "frame.h"

enum { PENDING_MOST = 64 };

struct child {
  pid_t id;        /* 0 after its end */
  int channel;     /* its answers come here, not blocking */
  uint64_t file;   /* that it serves; 0 for a child that answers once */
  bool opened;
  uint32_t pending[PENDING_MOST]; /* the numbers of the requests that it owes an answer, in order */
  size_t pending_count;
  struct buffer input;
};

struct children {
  struct child *all;
  size_t count;
  size_t size;
  size_t unanswered; /* of all together */
  struct accounts accounts; /* that they told of */
};

/* Adds one that owes an answer already. NULL where there is no memory. */
struct child *children_add(struct children *children, pid_t id, int channel, uint32_t number,
                           uint64_t file);
struct child *children_find_file(struct children *children, uint64_t file);

/* One more answer is owed. False where it owes too many. */
bool children_owe(struct children *children, struct child *child, uint32_t number);

/*
 * Takes what has come from a child and passes its answers on. False where it has ended, or told
 * nonsense.
 */
bool children_relay(struct children *children, struct child *child, struct buffer *output);

/* Answers for it what it owes, and removes it. The last one takes its place. */
void children_remove(struct children *children, struct child *child,
                     const struct refusal *refusal, struct buffer *output);

/* Notes that a process has ended, so that its id means nothing any more. */
void children_ended(struct children *children, pid_t id);

#endif
