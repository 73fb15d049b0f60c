#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "io.h"

void log_line(const char *format, ...) {
  char line[2048];
  int prefix = snprintf(line, sizeof line, "openlauncher-spawner: ");
  size_t used = (size_t)prefix;
  size_t room = sizeof line - used - 1;
  va_list values;
  va_start(values, format);
  int length = vsnprintf(line + used, room, format, values);
  va_end(values);
  used += length < 0 ? 0 : (size_t)length < room ? (size_t)length : room - 1;
  line[used++] = '\n';
  /* At once, so that the lines of several processes stay apart. */
  write_fully(STDERR_FILENO, line, used);
}
