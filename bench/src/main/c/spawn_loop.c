/* Runs a program so many times, one after the other, and prints how many a second: the floor for starting jobs. */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

int main(int count, char **arguments)
{
	if (count != 3) {
		fprintf(stderr, "usage: spawn_loop TIMES PROGRAM\n");
		return 64;
	}
	long times = strtol(arguments[1], NULL, 10);
	char *const command[] = {arguments[2], NULL};
	struct timespec begin, end;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (long i = 0; i < times; i++) {
		pid_t child;
		int status;
		if (posix_spawn(&child, arguments[2], NULL, NULL, command, environ) != 0) {
			perror("posix_spawn");
			return 1;
		}
		if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
			fprintf(stderr, "%s did not exit with 0\n", arguments[2]);
			return 1;
		}
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
	printf("%.1f\n", (double)times / seconds);
	return 0;
}
