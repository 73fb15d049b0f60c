/* Has requests done: most by a child each, those to an open file by the child that has it. */
#ifndef OPENLAUNCHER_DISPATCH_H
#define OPENLAUNCHER_DISPATCH_H

#include "children.h"
#include "groups.h"
#include "request.h"
#include "settings.h"

struct dispatcher {
  const struct settings *settings;
  struct children children;
  struct groups groups;
  struct buffer *output;
  size_t children_most;
  uint64_t files;       /* how many were opened: their numbers */
  void (*forget)(void); /* for a child that has done with the request */
};

/* False with a refusal, which is the answer; otherwise that has been or will be given. */
bool dispatch(struct dispatcher *dispatcher, struct request *request, struct refusal *refusal);

#endif
