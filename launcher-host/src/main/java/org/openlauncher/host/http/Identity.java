package org.openlauncher.host.http;

/**
 * Who sent a request, before the user directory was asked.
 *
 * @param user the login name
 * @param proof how it is known
 */
record Identity(String user, Proof proof) {
  /** How an identity came to be known. */
  enum Proof {
    /** By a credential in the header: nobody's browser sends one by itself. */
    HEADER,
    /** By a cookie, which a browser also sends on behalf of a foreign page. */
    COOKIE,
    /** By the kernel, which knows who is at the other end of a unix domain socket. */
    KERNEL,
    /** Not at all: authorization is switched off. */
    NONE
  }
}
