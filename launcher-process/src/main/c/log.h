/* Lines on standard error, for whoever runs the machine. */
#ifndef OPENLAUNCHER_LOG_H
#define OPENLAUNCHER_LOG_H

void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
