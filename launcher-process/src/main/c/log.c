#include "log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <syslog.h>
#include <unistd.h>

#include "io.h"

static bool to_system;

void log_to_system(void) { to_system = true; }

void log_line(const char *format, ...) {
  char line[2048];
  int prefix = snprintf(line, sizeof line, "openlauncher-spawner: ");
  size_t used = (size_t)prefix;
  size_t room = sizeof line - used - 1;
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line + used, room, format, values);
  va_end(values);
  if (to_system) {
    openlog("openlauncher-spawner", LOG_PID, LOG_DAEMON);
    syslog(LOG_WARNING, "%s", line + prefix);
    /* A child closes all descriptors: what then has the number of this one must not be written to. */
    closelog();
    return;
  }
  used += length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1;
  line[used++] = '\n';
  /* At once, so that the lines of several processes stay apart. */
  write_fully(STDERR_FILENO, line, used);
}
