/* The accounts of a job's user in its container, where only a process in it can see what its image has. */
#ifndef CONTAINER_ACCOUNTS_H
#define CONTAINER_ACCOUNTS_H

/*
 * Puts passwd, group and, with mode 0700, home into a folder: the entries that the environment names, and after them those
 * of the image that are neither of the same name nor replaced. What the job's owner should know goes to the record, a line each.
 *
 *   OPENLAUNCHER_PASSWD  the line of the user
 *   OPENLAUNCHER_GROUPS  the lines of the user's groups, the primary one first
 *
 * Returns the process's exit code.
 */
int make_accounts(const char *folder, int record);

#endif
