package org.openlauncher.process;

/** What can be done to all processes of a job at once. */
public enum Signal {
  /** Stops them where they are (SIGSTOP). */
  SUSPEND,
  /** Lets suspended ones go on (SIGCONT). */
  RESUME,
  /** Asks them to end (SIGTERM); suspended ones go on, so that they can. */
  TERMINATE,
  /** Ends them, and whatever they start meanwhile (SIGKILL). */
  KILL
}
