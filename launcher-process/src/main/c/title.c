#include "title.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* For the longest title, "openlauncher-session JOB-ID". */
enum { ROOM = 64 };

static const char padding_name[] = "OPENLAUNCHER_PADDING";

static char *room;
static size_t room_size;

/* Texts that lie behind each other from a place on. */
static size_t extent(char *const *texts, const char *place) {
  size_t size = 0;
  for (; *texts != NULL && *texts == place + size; texts++) {
    size += strlen(*texts) + 1;
  }
  return size;
}

void title_prepare(char **arguments) {
  room = arguments[0];
  room_size = extent(arguments, room);
  /* The kernel goes on into the environment where the arguments don't end with a NUL. */
  room_size += extent(environ, room + room_size);
  if (room_size < ROOM && getenv(padding_name) == NULL) {
    char padding[ROOM + 1];
    memset(padding, '-', ROOM);
    padding[ROOM] = '\0';
    if (setenv(padding_name, padding, 1) == 0) {
      execv("/proc/self/exe", arguments);
    }
  }
  unsetenv(padding_name);
}

void title_set(const char *kind, const char *job_id) {
  prctl(PR_SET_NAME, kind, 0, 0, 0);
  if (room_size > 0) {
    memset(room, 0, room_size);
    snprintf(room, room_size, "%s %s", kind, job_id);
  }
}
