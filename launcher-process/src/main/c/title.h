/* What ps shows as the command line of a process. */
#ifndef OPENLAUNCHER_TITLE_H
#define OPENLAUNCHER_TITLE_H

/*
 * Makes sure that there is room. Where there is none, it runs the program once more from its
 * beginning, with a longer environment. Call it first of all, before anything changes that.
 */
void title_prepare(char **arguments);

/* Sets it, and the short name to its first 15 characters. The first environment must be cleared. */
void title_set(const char *kind, const char *job_id);

#endif
