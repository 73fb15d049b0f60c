/* Lines for whoever runs the machine: on standard error, or in the system's log. */
#ifndef OPENLAUNCHER_LOG_H
#define OPENLAUNCHER_LOG_H

/* From now on; standard error may lead to who does not want to be held up by this process. */
void log_to_system(void);

void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
