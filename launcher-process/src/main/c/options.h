/* The command line. */
#ifndef OPENLAUNCHER_OPTIONS_H
#define OPENLAUNCHER_OPTIONS_H

#include <stdbool.h>

#ifndef OPENLAUNCHER_VERSION
#define OPENLAUNCHER_VERSION "unknown"
#endif

struct options {
  bool unprivileged;
  bool check;
  bool system_log;
  bool keep_frames;
  const char *server_user;
  const char *minimum_user_id;
  const char *cgroup;
  const char *key_file;
  const char *previous_key_file;
  const char *session_key_file;
};

/* Reads it up to the program, which optind tells then; ends where it is wrong or asks for help. */
struct options options_read(int count, char **arguments);

/* Ends with a complaint. */
_Noreturn void options_refuse(const char *complaint);

#endif
