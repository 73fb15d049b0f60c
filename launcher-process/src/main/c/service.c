#include "service.h"

#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "io.h"
#include "log.h"

/* Where the start script has put the pipes to a launcher in front. */
enum { FRAMES_IN = 3, FRAMES_OUT = 4 };

enum { EXIT_NOT_EXECUTABLE = 126, EXIT_NOT_FOUND = 127 };

int service_run(const struct settings *settings, int socket, bool keep_frames, char **arguments) {
  if (!drop_bounding_capabilities() || !identity_become(&settings->server.identity) ||
      prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || dup2(socket, STDIN_FILENO) < 0) {
    log_line("it can't become the user %s: %s", settings->server.name, strerror(errno));
    return EXIT_NOT_EXECUTABLE;
  }
  const int frames[] = {FRAMES_IN, FRAMES_OUT};
  close_others(frames, keep_frames ? sizeof frames / sizeof frames[0] : 0);
  execvp(arguments[0], arguments);
  int error = errno;
  log_line("the program %s can't be run: %s", arguments[0], strerror(error));
  return error == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}
